use crate::members::Members;
use crate::oauth::names;
use crate::vci::Error;
use crate::vci::limits::{MAX_NAMES, MAX_TEXT};
use vouchsafe_credential::json::Writer;
use vouchsafe_jose::jwe::{ContentEncryption, RecipientKey};
use vouchsafe_jose::limits::MAX_KEYS;

const ALGORITHM: &str = "ECDH-ES";

/// `credential_request_encryption`: how requests are encrypted. Compression is not done, whatever is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEncryption {
    /// Those keys of `jwks` that are supported. All have a `kid`.
    pub keys: Vec<RecipientKey>,
    /// Those of `enc_values_supported` that are supported.
    pub encryptions: Vec<ContentEncryption>,
    /// `encryption_required`
    pub required: bool,
}

/// `credential_response_encryption`: how responses can be encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseEncryption {
    /// Those of `enc_values_supported` that are supported; none if `alg_values_supported` has no ECDH-ES.
    pub encryptions: Vec<ContentEncryption>,
    /// `encryption_required`
    pub required: bool,
}

impl RequestEncryption {
    /// Whether there is a key and an encryption that are supported.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.keys.is_empty() && !self.encryptions.is_empty()
    }

    /// Keys that cannot be used are left out (RFC 7517 section 5); every key has `kid` and `alg` (OpenID4VCI 1.0 sections 10, 12.2.4).
    pub(super) fn read(members: Members<'_>) -> Result<Self, Error> {
        let malformed = Error::MemberMalformed { member: "jwks" };
        let mut keys: Vec<RecipientKey> = Vec::new();
        let jwks = members.object("jwks")?;
        let list = jwks.required("keys")?.elements().ok_or(malformed)?;
        if list.clone().count() > MAX_KEYS {
            return Err(Error::TooMany { part: "keys" });
        }
        for jwk in list {
            if jwk.get("d").is_some() || jwk.get("k").is_some() {
                return Err(malformed);
            }
            let ecdh = jwk.get("alg").and_then(|alg| alg.as_str()).is_some_and(|alg| alg == ALGORITHM);
            match RecipientKey::from_jwk(jwk) {
                Ok(key) if ecdh && key.kid().is_some() => {
                    if keys.iter().any(|other| other.kid() == key.kid()) {
                        return Err(malformed);
                    }
                    keys.push(key);
                }
                _ => {}
            }
        }
        Ok(Self { keys, encryptions: encryptions(&members)?, required: required(&members)? })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.name("jwks");
        writer.begin_object();
        writer.name("keys");
        writer.begin_array();
        self.keys.iter().for_each(|key| key.write_jwk(writer));
        writer.end_array();
        writer.end_object();
        write_rest(writer, &self.encryptions, self.required);
    }
}

impl ResponseEncryption {
    pub(super) fn read(members: Members<'_>) -> Result<Self, Error> {
        let algorithms = members.names("alg_values_supported", MAX_NAMES, MAX_TEXT)?;
        let ecdh = algorithms.iter().any(|algorithm| algorithm == ALGORITHM);
        let encryptions = encryptions(&members)?;
        Ok(Self { encryptions: if ecdh { encryptions } else { Vec::new() }, required: required(&members)? })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        names(writer, "alg_values_supported", &[ALGORITHM.to_owned()]);
        write_rest(writer, &self.encryptions, self.required);
    }
}

fn encryptions(members: &Members<'_>) -> Result<Vec<ContentEncryption>, Error> {
    const MEMBER: &str = "enc_values_supported";
    // None that is supported is written as an empty list, and read so.
    if members.required(MEMBER)?.elements().is_some_and(|mut list| list.next().is_none()) {
        return Ok(Vec::new());
    }
    let names = members.names(MEMBER, MAX_NAMES, MAX_TEXT)?;
    Ok(names.iter().filter_map(|name| ContentEncryption::from_name(name).ok()).collect())
}

fn required(members: &Members<'_>) -> Result<bool, Error> {
    const MEMBER: &str = "encryption_required";
    members.truth(MEMBER)?.ok_or(Error::MemberMissing { member: MEMBER })
}

fn write_rest(writer: &mut Writer, encryptions: &[ContentEncryption], required: bool) {
    let list: Vec<_> = encryptions.iter().map(|encryption| encryption.name().to_owned()).collect();
    names(writer, "enc_values_supported", &list);
    writer.name("encryption_required");
    writer.bool(required);
    writer.end_object();
}
