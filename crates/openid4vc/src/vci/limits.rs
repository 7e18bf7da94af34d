//! How large a thing may be. One more is an error.

use vouchsafe_credential::Duration;

/// A link that makes a credential offer, in bytes.
pub const MAX_OFFER_LINK: usize = 64 * 1024;
/// A credential offer, in bytes of JSON.
pub const MAX_OFFER: usize = 64 * 1024;
/// Credential configurations in an offer.
pub const MAX_OFFERED: usize = 64;
/// The description of a transaction code, in characters (OpenID4VCI 1.0 section 4.1.1).
pub const MAX_TX_CODE_DESCRIPTION: usize = 300;
/// A transaction code, in characters.
pub const MAX_TX_CODE: usize = 64;
/// Credential issuer metadata, in bytes of JSON or of JWT text.
pub const MAX_METADATA: usize = 1024 * 1024;
/// Credential configurations in the metadata of one issuer.
pub const MAX_CONFIGURATIONS: usize = 256;
/// Authorization servers of one issuer.
pub const MAX_AUTHORIZATION_SERVERS: usize = 8;
/// Names in one list of the metadata, and proof types of one configuration.
pub const MAX_NAMES: usize = 64;
/// An identifier, name or short text, in bytes.
pub const MAX_TEXT: usize = 2_048;
/// Languages that something is shown in.
pub const MAX_DISPLAYS: usize = 64;
/// A picture of the metadata, in bytes of its address: a `data:` address holds it.
pub const MAX_PICTURE: usize = 256 * 1024;
/// Descriptions of claims in one configuration.
pub const MAX_CLAIMS: usize = 256;
/// Keys, and so credentials, in one credential request, whatever an issuer offers.
pub const MAX_BATCH: usize = 100;
/// A credential request, decrypted or not, in bytes.
pub const MAX_CREDENTIAL_REQUEST: usize = 2 * 1024 * 1024;
/// A credential response, decrypted or not, in bytes: what a JWE of [`vouchsafe_jose::limits::MAX_JWE`] can hold.
pub const MAX_CREDENTIAL_RESPONSE: usize = 4 * 1024 * 1024;
/// One issued credential, in bytes of text.
pub const MAX_CREDENTIAL: usize = 1024 * 1024;
/// Any other message, in bytes.
pub const MAX_MESSAGE: usize = 64 * 1024;
/// Data sets of one configuration in a token response.
pub const MAX_IDENTIFIERS: usize = 64;
/// What is written of an issuance that waits, in bytes.
pub const MAX_STORED: usize = 16 * 1024 * 1024;
/// How long an issuer may ask to wait for a deferred credential: longer counts as this.
pub const MAX_INTERVAL: Duration = Duration::from_days(30);
