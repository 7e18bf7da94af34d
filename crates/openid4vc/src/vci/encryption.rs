//! Encrypted requests and responses (OpenID4VCI 1.0 section 10): ECDH-ES on P-256 with A128GCM or A256GCM, never compressed.

use super::Error;
use super::limits::MAX_CREDENTIAL_RESPONSE;
use super::metadata::RequestEncryption;
use crate::http::{JSON, JWT, Request, Response};
use crate::members::Members;
use crate::oauth::member;
use url::Url;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_jose::jwe::{self, ContentEncryption, DecryptionKey, RecipientKey, UndecryptedJwe};
use zeroize::Zeroizing;

const RESPONSE: &str = "the issuer's answer";
const REQUEST: &str = "the request";

/// `credential_response_encryption` of a request: how the response is to be encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EncryptionParameters {
    pub(super) key: RecipientKey,
    pub(super) encryption: ContentEncryption,
}

impl EncryptionParameters {
    /// Asks for encryption to a key, which has to have a name.
    pub(super) fn new(key: &DecryptionKey, encryption: ContentEncryption) -> Self {
        Self { key: key.recipient_key().clone(), encryption }
    }

    /// Whatever is wrong is `invalid_encryption_parameters` (section 8.3.1.2). `zip` is refused: nothing is compressed here.
    pub(super) fn read(members: Members<'_>) -> Result<Self, Error> {
        let wrong = Error::EncryptionParameters;
        let jwk = members.optional("jwk").ok_or(wrong)?;
        let named = |name: &str, value: &str| {
            jwk.get(name).and_then(|text| text.as_str()).is_some_and(|text| text == value)
        };
        if !named("alg", "ECDH-ES") || members.optional("zip").is_some() {
            return Err(wrong);
        }
        let enc = members.optional("enc").and_then(|enc| enc.as_str()).ok_or(wrong)?;
        let encryption = ContentEncryption::from_name(&enc).map_err(|_| wrong)?;
        Ok(Self { key: RecipientKey::from_jwk(jwk).map_err(|_| wrong)?, encryption })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.name("credential_response_encryption");
        writer.begin_object();
        writer.name("jwk");
        self.key.write_jwk(writer);
        member(writer, "enc", self.encryption.name());
        writer.end_object();
    }

    /// A response with this status, encrypted.
    pub(super) fn respond(&self, status: u16, body: &str) -> Result<Response, Error> {
        let token = jwe::encrypt(body.as_bytes(), &self.key, self.encryption, None)
            .map_err(Error::jose("the response"))?;
        Ok(Response::new(status, JWT, token).no_store())
    }
}

impl RequestEncryption {
    /// A POST of this JSON, encrypted.
    pub(super) fn post(&self, url: Url, body: &str) -> Result<Request, Error> {
        let (Some(key), Some(encryption)) = (self.keys.first(), self.encryptions.first()) else {
            return Err(Error::EncryptionUnsupported);
        };
        let token = jwe::encrypt(body.as_bytes(), key, *encryption, None).map_err(Error::jose(REQUEST))?;
        let body = Zeroizing::new(token.into_bytes());
        Ok(Request::post(url, JWT, body, MAX_CREDENTIAL_RESPONSE))
    }
}

/// The JSON of a response, decrypted where that was asked for: an answer in the clear is refused then.
pub(super) fn open_response(response: &Response, key: Option<&DecryptionKey>) -> Result<Document, Error> {
    if response.body.len() > MAX_CREDENTIAL_RESPONSE {
        return Err(Error::TooLong { part: RESPONSE });
    }
    let parse = |text: Vec<u8>| Document::parse(text).map_err(Error::json(RESPONSE));
    match (key, response.headers.media_type().as_deref()) {
        (None, Some(JSON)) => parse(response.body.to_vec()),
        (Some(key), Some(JWT)) => {
            let token = std::str::from_utf8(&response.body).map_err(|_| Error::ResponseType)?;
            let token = UndecryptedJwe::parse(token).map_err(Error::jose(RESPONSE))?;
            parse(token.decrypt(key).map_err(Error::jose(RESPONSE))?)
        }
        (Some(_), _) => Err(Error::NotEncrypted),
        (None, _) => Err(Error::ResponseType),
    }
}

/// Those encryptions that a request may ask for, in order of preference.
pub(super) fn supported(offered: &[ContentEncryption]) -> Result<ContentEncryption, Error> {
    [ContentEncryption::A256Gcm, ContentEncryption::A128Gcm]
        .into_iter()
        .find(|one| offered.contains(one))
        .ok_or(Error::EncryptionUnsupported)
}
