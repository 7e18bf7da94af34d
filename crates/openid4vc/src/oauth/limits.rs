//! How large a thing may be. One more is an error.

use vouchsafe_credential::Duration;

/// Authorization server metadata, in bytes of JSON.
pub const MAX_SERVER_METADATA: usize = 256 * 1024;
/// Names in one list of authorization server metadata.
pub const MAX_NAMES: usize = 64;
/// A name or short text: a scope, a client's identifier, a code, a nonce, a `state`. In bytes.
pub const MAX_TEXT: usize = 2_048;
/// An access token, in bytes.
pub const MAX_ACCESS_TOKEN: usize = 16 * 1024;
/// The body of a form, and of an answer that is neither metadata nor credentials, in bytes.
pub const MAX_MESSAGE: usize = 64 * 1024;
/// Parameters in a form or a query.
pub const MAX_PARAMETERS: usize = 64;
/// A small JWT such as a DPoP proof, an attestation, or its proof of possession, in bytes of text.
pub const MAX_SMALL_JWT: usize = 32 * 1024;
/// A `jti`, in bytes.
pub const MAX_JTI: usize = 256;

/// How far an `iat` may lie in the future: clocks differ.
pub const MAX_CLOCK_SKEW: Duration = Duration::from_secs(60);
/// How old a DPoP proof, or a client attestation's proof of possession, may be.
pub const MAX_PROOF_AGE: Duration = Duration::from_minutes(5);
/// How long a nonce that a server made is good for.
pub const NONCE_LIFETIME: Duration = Duration::from_minutes(5);
/// How long an access token may be good for that is bound to no key (OpenID4VCI 1.0 section 13.10).
pub const MAX_BEARER_LIFETIME: Duration = Duration::from_minutes(5);
/// How often a transaction code may be tried before its pre-authorized code dies (OpenID4VCI 1.0 section 13.6.3).
pub const MAX_TX_CODE_TRIES: u32 = 5;
