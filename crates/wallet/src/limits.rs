//! How much, how long, how often.

use vouchsafe_credential::Duration;

/// The most copies of one credential on a card.
pub const MAX_COPIES: usize = 100;

/// The most keys trusted for one issuer, of all kinds together.
pub const MAX_ISSUER_KEYS: usize = 16;

/// From the moment a draft is made, how long it can be consented to and presented.
pub const DRAFT_LIFETIME: Duration = Duration::from_minutes(5);

/// From the moment something was prepared for a draft, how long it can be presented.
pub const PREPARED_LIFETIME: Duration = Duration::from_minutes(2);

/// The most parts of one answer.
pub const MAX_PARTS: usize = 64;

/// The most claim sets of one card that are offered for one credential query.
pub const MAX_ALTERNATIVES: usize = 8;

/// The most cards that are offered for one credential query; no more are looked for.
pub const MAX_CANDIDATES: usize = 32;

/// The most cards that are named for one credential query as not to be chosen lightly, and as lacking something.
pub const MAX_SET_ASIDE: usize = 32;

/// The most bytes of status list tokens that go along with an answer.
pub const MAX_STAPLES: usize = 16 * 1024;

/// By how much this clock and an issuer's may differ; also, how far the clock may be set back while a draft lives.
pub const CLOCK_SKEW: Duration = Duration::from_secs(60);

/// How long a status list speaks for the present, at most: its `exp` and `ttl` only shorten it. A statement about a registry does so
/// too, or for two periods where these are longer.
pub const STATUS_MAX_AGE: Duration = Duration::from_hours(24);

/// The unit of the `iat` of a KB-JWT, so that the second of a showing does not tell showings apart.
pub const KEY_BINDING_TIME_UNIT: Duration = Duration::from_secs(60);

/// From how long before the end on a card says that it ends.
pub const EXPIRES_SOON: Duration = Duration::from_days(30);

/// With at most one in so many one-time copies left, or with the last one, it is time for new ones.
pub const FEW_COPIES_ONE_IN: usize = 4;

/// How long a status list is left in peace after it was issued, however short the time is for which it speaks.
pub const STATUS_REST: Duration = Duration::from_minutes(15);

/// Within this time all status lists are fetched once a verifier refused something.
pub const AFTER_A_REFUSAL: Duration = Duration::from_hours(6);

/// The most tags on a card.
pub const MAX_TAGS: usize = 20;

/// The longest tag, in characters.
pub const MAX_TAG_CHARS: usize = 40;

/// The longest claim value whose words a search finds, in bytes. What is longer is a picture more often than a text.
pub const MAX_SEARCHED_VALUE: usize = 1_024;

/// How much of a word is compared in a search, in characters.
pub const MAX_SEARCH_WORD: usize = 64;

/// The most that is kept of the words of one card, in bytes.
pub const MAX_SEARCH_TEXT: usize = 16 * 1024;

/// The longest type metadata that is kept with a card, in bytes of its stored form: about 768 KiB of documents.
pub const MAX_KEPT_TYPE_METADATA: usize = 1024 * 1024;

/// The longest status list token that is kept, in bytes. A longer one is used and not kept.
pub const MAX_KEPT_STATUS_LIST: usize = 512 * 1024;

/// The most issuances that wait at once.
pub const MAX_ISSUANCES: usize = 64;

/// The longest state of an issuance that is kept, in bytes.
pub const MAX_KEPT_ISSUANCE: usize = 1024 * 1024;

/// How long an issuance waits: longer than an issuer may ask for (30 days at a time), shorter than for ever.
pub const ISSUANCE_LIFETIME: Duration = Duration::from_days(90);

/// How long after its end an answered request is remembered: for clocks that differ, or are set back.
pub const ANSWERED_REQUEST_MARGIN: Duration = Duration::from_days(1);

/// From the moment an answer was made, how long it may be posted again: the end that a request names only shortens it.
pub const REPOST_LIFETIME: Duration = Duration::from_hours(24);
