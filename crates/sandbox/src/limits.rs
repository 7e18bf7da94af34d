//! The most that is kept and read, and how long things are good for.

use vouchsafe_credential::Duration;

/// The body of a request, in bytes, unless it is one for credentials.
pub const MAX_BODY: usize = 64 * 1024;
/// The body of a credential request, in bytes: a batch of key proofs, encrypted.
pub const MAX_CREDENTIAL_BODY: usize = 1024 * 1024;
/// The address of a request, in bytes: a whole authorization request may stand in it.
pub const MAX_ADDRESS: usize = 16 * 1024;
/// How long a request may take, in seconds, its body included.
pub const REQUEST_SECONDS: u64 = 15;
/// How long a connection may take to say what it asks, in seconds, and how long it may be silent after an answer.
pub const HEADER_SECONDS: u64 = 5;
/// How long a connection may last, in seconds, whatever goes over it.
pub const CONNECTION_SECONDS: u64 = 60;
/// Connections at a time; one more waits until another has ended.
pub const MAX_CONNECTIONS: usize = 256;
/// Rows of what anybody can make us keep for a while, of each kind: pushed requests, sign-in pages, codes, tokens, deferred transactions.
/// Where there is one more, the one that ends first goes: whoever makes many locks out nobody who comes after.
pub const MAX_WAITING: u32 = 10_000;
/// Rows of what is good once, proofs' names and nonces: of those who have no token, where the one that ends first goes, since what they ask for
/// is good once by itself; and of those who have one, where one more is refused.
pub const MAX_SEEN: u32 = 100_000;
/// Credentials in the book; their copies do not count, and those that have expired are dropped. One more is refused.
pub const MAX_ISSUED: u32 = 10_000;
/// Credentials for one access token, whether they are issued at once or later. One more is refused.
pub const MAX_CREDENTIALS_PER_TOKEN: u32 = 10;
/// Offers that wait to be taken up.
pub const MAX_OFFERS: u32 = 1_000;
/// Credentials in one list of the page.
pub const MAX_LISTED: u32 = 200;
/// Sessions of the page; the oldest ends where there is one more.
pub const MAX_SESSIONS: usize = 16;
/// Copies in one batch.
pub const BATCH_SIZE: usize = 20;

/// How long an offer, and its code, can be taken up.
pub const OFFER_LIFETIME: Duration = Duration::from_hours(1);
/// How long a person may take to log in and agree.
pub const LOGIN_LIFETIME: Duration = Duration::from_minutes(10);
/// How long an authorization code is good for (RFC 6749 section 4.1.2 recommends ten minutes at most).
pub const CODE_LIFETIME: Duration = Duration::from_minutes(1);
/// How long an access token is good for, if it is bound to a key.
pub const TOKEN_LIFETIME: Duration = Duration::from_minutes(10);
/// How long a deferred credential takes.
pub const DEFERRED_AFTER: Duration = Duration::from_secs(20);
/// How long a wallet is asked to wait before it asks for a deferred credential (again).
pub const DEFERRED_INTERVAL: Duration = Duration::from_secs(10);
/// How long a deferred credential can be fetched.
pub const DEFERRED_LIFETIME: Duration = Duration::from_days(7);
/// How long a session of the page lasts.
pub const SESSION_LIFETIME: Duration = Duration::from_hours(12);
/// How long the attestation of a wallet lasts.
pub const ATTESTATION_LIFETIME: Duration = Duration::from_days(1);
/// How long signed metadata lasts.
pub const METADATA_LIFETIME: Duration = Duration::from_days(1);

/// How often it is looked whether something has to be published or has ended.
pub const TICK: Duration = Duration::from_secs(5);
/// How often status lists are signed, whether something changed or not: otherwise the moment would tell what did.
pub const LISTS_EVERY: Duration = Duration::from_minutes(1);
/// How long verifiers may keep a status list.
pub const LIST_TTL: Duration = Duration::from_minutes(1);
/// After so long nobody may use a status list any more.
pub const LIST_LIFETIME: Duration = Duration::from_days(1);
/// The periods of the registry of BBS credentials: what is revoked in one is known with the next.
pub const REGISTRY_PERIOD: Duration = Duration::from_minutes(5);
