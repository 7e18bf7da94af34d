//! The most that is read of OpenID4VP messages. One past a limit is an error, never a shorter result.

use vouchsafe_credential::Duration;

/// The longest address that a wallet is invoked with, in bytes. A request object with a certificate chain fits.
pub const MAX_INVOCATION: usize = 128 * 1024;
/// The most parameters in such an address, or in a form, unknown ones included.
pub const MAX_PARAMETERS: usize = 64;
/// The longest request object that is fetched, in bytes of its compact text.
pub const MAX_REQUEST_OBJECT: usize = 512 * 1024;
/// The fewest characters of a `state` that has to stand for 128 random bits (OpenID4VP section 5.3): each of the 66 characters
/// that it may have is worth 6.04 bits.
pub const MIN_STATE: usize = 22;
/// The most keys in the `jwks` of `client_metadata`, those that cannot be used included.
pub const MAX_ENCRYPTION_KEYS: usize = 64;
/// The most entries of a list in `client_metadata`: formats, algorithms, encryptions.
pub const MAX_LISTED: usize = 64;
/// The most things that one request asks to authorise (`transaction_data`).
pub const MAX_TRANSACTION_DATA: usize = 16;
/// The longest of them, in bytes of base64url text.
pub const MAX_TRANSACTION_DATA_LENGTH: usize = 32 * 1024;
/// The most statements about a verifier in one request (`verifier_info`).
pub const MAX_VERIFIER_INFO: usize = 16;
/// How far the clocks of two parties may be apart.
pub const CLOCK_SKEW: Duration = Duration::from_secs(60);
/// The longest `vp_token`, in bytes of JSON.
pub const MAX_VP_TOKEN: usize = 1024 * 1024;
/// The longest status list tokens that go along with an answer, together, in bytes.
pub const MAX_STAPLES: usize = 16 * 1024;
/// The longest body that a wallet posts as its answer, in bytes: a [`MAX_VP_TOKEN`], encrypted and encoded.
pub const MAX_ANSWER_BODY: usize = 2 * 1024 * 1024;
/// The longest body that a verifier replies with, in bytes.
pub const MAX_REPLY: usize = 64 * 1024;
/// The longest body of a wallet that asks for a request object, in bytes.
pub const MAX_REQUEST_URI_BODY: usize = 64 * 1024;
/// The longest `wallet_nonce`, in bytes.
pub const MAX_WALLET_NONCE: usize = 512;
/// The longest that a session of a verifier may be open.
pub const MAX_SESSION_LIFETIME: Duration = Duration::from_hours(24);
/// How long a browser may take to come back with its response code.
pub const COMPLETION_LIFETIME: Duration = Duration::from_minutes(5);
