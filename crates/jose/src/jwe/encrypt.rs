use super::RecipientKey;
use crate::Error;
use crate::limits::{MAX_HEADER, MAX_JWE};
use josekit::jwe::{ECDH_ES, JweHeader, serialize_compact};

/// How the content is encrypted (RFC 7518 section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentEncryption {
    /// `A128GCM`
    A128Gcm,
    /// `A256GCM`
    A256Gcm,
}

impl ContentEncryption {
    /// The encryption of a JOSE `enc` name, compared case-sensitively.
    ///
    /// # Errors
    /// [`Error::JweEncryption`] for every other name.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "A128GCM" => Ok(Self::A128Gcm),
            "A256GCM" => Ok(Self::A256Gcm),
            _ => Err(Error::JweEncryption),
        }
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A128Gcm => "A128GCM",
            Self::A256Gcm => "A256GCM",
        }
    }
}

/// What the key is bound to besides the two keys (RFC 7518 sections 4.6.1.2 and 4.6.1.3).
#[derive(Debug, Clone, Copy)]
pub struct PartyInfo<'a> {
    /// `apu`, before base64url.
    pub producer: &'a [u8],
    /// `apv`, before base64url.
    pub recipient: &'a [u8],
}

/// Encrypts `plaintext` as a compact JWE for `recipient`; the recipient's `kid`, if there is one, stands in the header.
///
/// # Errors
/// [`Error::HeaderTooLong`] or [`Error::TokenTooLong`] if nobody would accept the result; [`Error::JweEncryptFailed`] if the
/// library fails.
pub fn encrypt(
    plaintext: &[u8],
    recipient: &RecipientKey,
    encryption: ContentEncryption,
    parties: Option<PartyInfo<'_>>,
) -> Result<String, Error> {
    let mut encrypter =
        ECDH_ES.encrypter_from_der(recipient.to_spki()).map_err(|_| Error::JweEncryptFailed)?;
    if let Some(parties) = parties {
        encrypter.set_agreement_partyuinfo(parties.producer);
        encrypter.set_agreement_partyvinfo(parties.recipient);
    }
    let mut header = JweHeader::new();
    header.set_content_encryption(encryption.name());
    if let Some(kid) = recipient.kid() {
        header.set_key_id(kid);
    }
    let token = serialize_compact(plaintext, &header, &*encrypter).map_err(|_| Error::JweEncryptFailed)?;
    if token.find('.').is_none_or(|header| header > MAX_HEADER) {
        return Err(Error::HeaderTooLong);
    }
    if token.len() > MAX_JWE { Err(Error::TokenTooLong) } else { Ok(token) }
}
