use super::Error;
use super::limits::{MAX_ENCRYPTION_KEYS, MAX_LISTED};
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Document, Kind, Value};
use vouchsafe_jose::jwe::{ContentEncryption, RecipientKey};

const MEMBER: &str = "client_metadata";
const ENC_VALUES: &str = "encrypted_response_enc_values_supported";

/// What a verifier says of itself (`client_metadata`, OpenID4VP sections 5.1 and 11). Members that the standard does not name are
/// ignored, as it says: names and pictures of a verifier are none that anybody stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientMetadata {
    /// Those that can be used.
    keys: Vec<RecipientKey>,
    /// By name; `None` stands for A128GCM alone.
    encryptions: Option<BTreeSet<String>>,
    formats: Option<Vec<FormatSupport>>,
}

/// One of `vp_formats_supported`: a format, and the signatures that its verifier can check (section B.3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatSupport {
    /// The name of the format.
    pub format: String,
    /// The algorithms of the issuer's signature (`sd-jwt_alg_values`); any, if it does not say.
    pub issuer_algorithms: Option<Vec<String>>,
    /// Those of the holder's (`kb-jwt_alg_values`).
    pub holder_algorithms: Option<Vec<String>>,
}

impl ClientMetadata {
    /// Reads metadata that were registered, as JSON.
    ///
    /// # Errors
    /// `json.*`, `openid4vp.parameter_malformed`, `openid4vp.too_many`, `openid4vp.private_key_exposed`,
    /// `openid4vp.kid_repeated`.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        let document = Document::parse(json).map_err(|error| Error::Json { part: MEMBER, error })?;
        Self::read(document.root())
    }

    pub(crate) fn read(value: Value<'_>) -> Result<Self, Error> {
        if value.kind() != Kind::Object {
            return Err(malformed());
        }
        let keys = value.get("jwks").map(read_keys).transpose()?.unwrap_or_default();
        let encryptions = value.get(ENC_VALUES).map(names).transpose()?;
        let formats = value.get("vp_formats_supported").map(read_formats).transpose()?;
        Ok(Self { keys, encryptions: encryptions.map(|names| names.into_iter().collect()), formats })
    }

    /// The formats that the verifier can read, if it says.
    #[must_use]
    pub fn formats(&self) -> Option<&[FormatSupport]> {
        self.formats.as_deref()
    }

    /// The key to encrypt the answer to, the first that can be used, and how: with A256GCM if the verifier can, as HAIP section 5
    /// wants it, or else with A128GCM.
    pub(crate) fn encryption(&self) -> Result<(RecipientKey, ContentEncryption), Error> {
        let key = self.keys.first().ok_or(Error::EncryptionKeyMissing)?;
        let chosen = [ContentEncryption::A256Gcm, ContentEncryption::A128Gcm];
        let chosen = chosen.into_iter().find(|encryption| self.offers(*encryption));
        Ok((key.clone(), chosen.ok_or(Error::EncryptionUnsupported)?))
    }

    pub(crate) fn offers(&self, encryption: ContentEncryption) -> bool {
        match &self.encryptions {
            None => encryption == ContentEncryption::A128Gcm,
            Some(names) => names.contains(encryption.name()),
        }
    }
}

fn malformed() -> Error {
    Error::ParameterMalformed { name: MEMBER }
}

/// The keys of a JWK Set to which an answer can be encrypted: on P-256, with `alg` (section 8.3) and `kid` (section 5.1), and for
/// nothing else. Others are left out, whatever they are.
fn read_keys(set: Value<'_>) -> Result<Vec<RecipientKey>, Error> {
    let members = set.get("keys").and_then(Value::elements).ok_or_else(malformed)?;
    let mut keys = Vec::new();
    let mut kids = BTreeSet::new();
    for (position, jwk) in members.enumerate() {
        if position >= MAX_ENCRYPTION_KEYS {
            return Err(Error::TooMany { name: MEMBER });
        }
        if jwk.kind() != Kind::Object {
            return Err(malformed());
        }
        if ["d", "k", "priv"].into_iter().any(|member| jwk.get(member).is_some()) {
            return Err(Error::PrivateKeyExposed);
        }
        let Some(kid) = jwk.get("kid").and_then(Value::as_str) else { continue };
        if !kids.insert(kid) {
            return Err(Error::KidRepeated);
        }
        if jwk.get("alg").is_some() {
            keys.extend(RecipientKey::from_jwk(jwk).ok());
        }
    }
    Ok(keys)
}

fn read_formats(formats: Value<'_>) -> Result<Vec<FormatSupport>, Error> {
    let mut read = Vec::new();
    for (format, support) in formats.entries().ok_or_else(malformed)? {
        if read.len() >= MAX_LISTED {
            return Err(Error::TooMany { name: MEMBER });
        }
        if support.kind() != Kind::Object {
            return Err(malformed());
        }
        let algorithms = |member| support.get(member).map(names).transpose();
        read.push(FormatSupport {
            issuer_algorithms: algorithms("sd-jwt_alg_values")?,
            holder_algorithms: algorithms("kb-jwt_alg_values")?,
            format: format.into_owned(),
        });
    }
    Ok(read)
}

/// A list of texts that is not empty.
fn names(list: Value<'_>) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for name in list.elements().ok_or_else(malformed)? {
        if names.len() >= MAX_LISTED {
            return Err(Error::TooMany { name: MEMBER });
        }
        names.push(name.as_str().ok_or_else(malformed)?.into_owned());
    }
    if names.is_empty() { Err(malformed()) } else { Ok(names) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: &str = r#""x":"YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk","y":"Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk""#;

    fn key(kid: &str, more: &str) -> String {
        format!(r#"{{"kty":"EC","crv":"P-256","kid":"{kid}",{POINT}{more}}}"#)
    }

    fn with_keys(keys: &[String]) -> Result<Option<String>, &'static str> {
        let metadata = format!(r#"{{"jwks":{{"keys":[{}]}}}}"#, keys.join(","));
        let metadata = ClientMetadata::parse(metadata.as_bytes()).map_err(|error| error.code())?;
        Ok(metadata.encryption().ok().and_then(|(key, _)| key.kid().map(str::to_owned)))
    }

    #[test]
    fn a_key_that_cannot_be_used_is_left_out() {
        let good = key("good", r#","alg":"ECDH-ES","use":"enc""#);
        for other in [
            r#"{"kty":"AKP","kid":"pq","alg":"ML-DSA-44","pub":"AA"}"#.to_owned(),
            r#"{"kty":"OKP","crv":"X25519","kid":"x","alg":"ECDH-ES","x":"AA"}"#.to_owned(),
            r#"{"kid":"nothing"}"#.to_owned(),
            key("signs", r#","alg":"ES256","use":"sig""#),
            key("signs too", r#","alg":"ECDH-ES","use":"sig""#),
            key("no alg", ""),
            key("other alg", r#","alg":"ECDH-ES+A128KW""#),
            format!(r#"{{"kty":"EC","crv":"P-256","alg":"ECDH-ES",{POINT}}}"#),
        ] {
            assert_eq!(with_keys(&[other.clone(), good.clone()]), Ok(Some("good".to_owned())), "{other}");
            assert_eq!(with_keys(&[other]), Ok(None));
        }
        assert_eq!(with_keys(&[key("no use", r#","alg":"ECDH-ES""#)]), Ok(Some("no use".to_owned())));
        let twice = [good.clone(), good.clone()];
        assert_eq!(with_keys(&twice), Err("openid4vp.kid_repeated"));
        let private = key("private", r#","alg":"ECDH-ES","d":"AA""#);
        assert_eq!(with_keys(&[good, private]), Err("openid4vp.private_key_exposed"));
    }

    #[test]
    fn keys_have_a_limit() {
        let keys = |count: usize| {
            let keys = (0..count).map(|number| key(&number.to_string(), r#","alg":"ECDH-ES""#));
            with_keys(&keys.collect::<Vec<_>>())
        };
        assert!(keys(MAX_ENCRYPTION_KEYS).is_ok());
        assert_eq!(keys(MAX_ENCRYPTION_KEYS + 1), Err("openid4vp.too_many"));
    }

    #[test]
    fn the_longer_encryption_where_there_is_a_choice() {
        let chosen = |values: &str| {
            let key = key("k", r#","alg":"ECDH-ES""#);
            let metadata =
                ClientMetadata::parse(format!(r#"{{"jwks":{{"keys":[{key}]}}{values}}}"#).as_bytes());
            metadata.and_then(|metadata| metadata.encryption()).map(|(_, encryption)| encryption.name())
        };
        let offers = |list: &str| chosen(&format!(r#","{ENC_VALUES}":{list}"#));
        assert_eq!(chosen(""), Ok("A128GCM"));
        assert_eq!(offers(r#"["A128GCM","A256GCM"]"#), Ok("A256GCM"));
        assert_eq!(offers(r#"["A128GCM","A128CBC-HS256"]"#), Ok("A128GCM"));
        assert_eq!(offers(r#"["A128CBC-HS256"]"#), Err(Error::EncryptionUnsupported));
        for bad in ["[]", "[1]", r#""A128GCM""#, "null"] {
            assert_eq!(offers(bad), Err(malformed()), "{bad}");
        }
    }

    #[test]
    fn formats_and_their_limits() {
        let read = |formats: &str| {
            ClientMetadata::parse(format!(r#"{{"vp_formats_supported":{formats}}}"#).as_bytes())
                .map_err(|error| error.code())
        };
        let metadata = read(r#"{"dc+sd-jwt":{"sd-jwt_alg_values":["ES256"]},"other":{"x":[1]}}"#).unwrap();
        let formats = metadata.formats().unwrap();
        assert_eq!(formats[0].issuer_algorithms.as_deref(), Some(["ES256".to_owned()].as_slice()));
        assert_eq!(formats[0].holder_algorithms, None);
        assert_eq!(formats[1].format, "other");
        for bad in ["[]", r#"{"a":[]}"#, r#"{"a":{"sd-jwt_alg_values":[]}}"#] {
            assert_eq!(read(bad), Err("openid4vp.parameter_malformed"), "{bad}");
        }
        let many = |count: usize| {
            let formats: Vec<_> = (0..count).map(|number| format!(r#""f{number}":{{}}"#)).collect();
            let names: Vec<_> = (0..count).map(|number| format!(r#""n{number}""#)).collect();
            let listed = format!(r#"{{"a":{{"kb-jwt_alg_values":[{}]}}}}"#, names.join(","));
            [read(&format!("{{{}}}", formats.join(","))).is_ok(), read(&listed).is_ok()]
        };
        assert_eq!(many(MAX_LISTED), [true, true]);
        assert_eq!(many(MAX_LISTED + 1), [false, false]);
    }
}
