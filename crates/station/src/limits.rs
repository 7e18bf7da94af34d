//! The most that is read and kept at a time, and how long things are good for.

use vouchsafe_credential::Duration;

/// The body of an answer, in bytes: that of OpenID4VP.
pub const MAX_ANSWER: usize = vouchsafe_openid4vc::vp::limits::MAX_ANSWER_BODY;
/// The body of any other request, in bytes.
pub const MAX_BODY: usize = 64 * 1024;
/// The address of a request, in bytes.
pub const MAX_ADDRESS: usize = 2 * 1024;
/// How long a request may take, in seconds, its body included.
pub const REQUEST_SECONDS: u64 = 15;
/// How long somebody who has connected may take to say what they want, in seconds.
pub const HEADER_SECONDS: u64 = 5;
/// How long one connection of a wallet lasts at most, in seconds.
pub const CONNECTION_SECONDS: u64 = 60;
/// Connections at once, on either side; others wait to be let in.
pub const MAX_CONNECTIONS: usize = 512;
/// How long requests that are under way are waited for at the end, in seconds.
pub const LAST_SECONDS: u64 = 10;

/// Answers that are being read or decided on, or wait for it. One more is sent away, to come again.
pub const MAX_QUEUE: usize = 64;
/// In how many seconds whoever was sent away is to come again.
pub const RETRY_SECONDS: u64 = 2;
/// Answers to one session that are read at a time: whoever has seen one request cannot fill the memory by it.
pub const MAX_READERS: usize = 4;
/// Answers to one session that were opened and turned out to be none. With one more the session ends.
pub const MAX_TRIES: u32 = 8;
/// Sessions that wait for their answer, or whose result is still shown.
pub const MAX_SESSIONS: u32 = 10_000;
/// Pages that are told of sessions as they go on.
pub const MAX_STREAMS: usize = 256;
/// Decisions whose claims are held in memory to be shown. The oldest is shown without them where there is one more.
pub const MAX_SHOWN: usize = 1_024;

/// How long a request waits for its answer.
pub const SESSION_LIFETIME: Duration = Duration::from_minutes(5);
/// How long a result is shown; after that it is in the log alone, and claims nowhere unless the check keeps them.
pub const RESULT_LIFETIME: Duration = Duration::from_minutes(10);
/// How long the staff stay signed in.
pub const SIGN_IN_LIFETIME: Duration = Duration::from_hours(12);
/// So many of the staff are signed in; the one who has been longest is signed out where there is one more.
pub const MAX_SIGNED_IN: usize = 64;

/// One file of the pages, in bytes.
pub const MAX_PAGE_FILE: u64 = 8 * 1024 * 1024;
/// Files of the pages, besides the first.
pub const MAX_PAGE_FILES: usize = 128;
/// Checks in one directory.
pub const MAX_CHECKS: usize = 64;
/// The file of a check, in bytes.
pub const MAX_CHECK_FILE: u64 = 256 * 1024;
/// The longest name of a check, in characters.
pub const MAX_CHECK_ID: usize = 64;
/// The longest that decisions are kept, in days.
pub const MAX_DAYS: u32 = 3_650;
/// Entries of the log in one list.
pub const MAX_LISTED: u32 = 200;
/// The longest address to which a browser is sent back.
pub const MAX_RETURN: usize = 2 * 1024;

/// Status lists and registries that are fetched because answers named them.
pub const MAX_WANTED: usize = 1_024;
/// Status lists that a check names, and registries.
pub const MAX_SOURCES: usize = 64;
/// How often it is looked whether a status list or a statement is due.
pub const REFRESH: Duration = Duration::from_minutes(1);
/// How often what has ended is dropped.
pub const TICK: Duration = Duration::from_secs(5);
/// How often a page is told something, be it that there is nothing new, in seconds.
pub const STREAM_SECONDS: u64 = 10;
/// How often a session is looked at for whom another instance may have decided, in milliseconds.
pub const STREAM_MILLISECONDS: u64 = 1_000;
