use crate::Error;
use crate::address::is_loopback_http;
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_jose::JwkSet;
use vouchsafe_net::Switch;

/// What stands between host and path (SD-JWT VC section 4).
const WELL_KNOWN: &str = "/.well-known/jwt-vc-issuer";

/// The keys that an issuer publishes about itself (SD-JWT VC section 4). TLS to the host in its name is all that vouches for them, so they
/// are fetched for issuers that somebody trusts already, and go into no snapshot.
#[derive(Clone)]
pub struct IssuerKeys {
    issuer: IssuerId,
    jwk_set: Arc<str>,
    fetched_at: Timestamp,
    pub(crate) good_until: Timestamp,
    switches: Vec<Switch>,
}

impl IssuerKeys {
    pub(crate) fn of(
        issuer: IssuerId,
        jwk_set: String,
        fetched_at: Timestamp,
        good_until: Timestamp,
        switches: Vec<Switch>,
    ) -> Result<Self, Error> {
        if has_keys(&jwk_set)? {
            Ok(Self { issuer, jwk_set: jwk_set.into(), fetched_at, good_until, switches })
        } else {
            Err(Error::NoUsableKey)
        }
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &IssuerId {
        &self.issuer
    }

    /// The JWK Set, as JSON: at least one key in it is of a kind that is supported.
    #[must_use]
    pub fn jwk_set(&self) -> &str {
        &self.jwk_set
    }

    /// When it was fetched.
    #[must_use]
    pub fn fetched_at(&self) -> Timestamp {
        self.fetched_at
    }

    /// What for development alone was used to fetch it.
    #[must_use]
    pub fn switches(&self) -> &[Switch] {
        &self.switches
    }

    pub(crate) fn size(&self) -> usize {
        self.jwk_set.len()
    }
}

/// Whether a JWK Set has a key for signatures, of JOSE or of BBS. Refuses one that is none, or that shows a private key.
fn has_keys(jwk_set: &str) -> Result<bool, Error> {
    let jose = !JwkSet::parse(jwk_set.as_bytes())?.keys().is_empty();
    let document = Document::parse(jwk_set).map_err(|_| Error::MetadataMalformed)?;
    let keys = document.root().get("keys").and_then(|keys| keys.elements());
    let is_bbs = |curve: Option<std::borrow::Cow<'_, str>>| curve.as_deref() == Some(BBS_CURVE);
    Ok(jose || keys.into_iter().flatten().any(|key| is_bbs(key.get("crv").and_then(|crv| crv.as_str()))))
}

/// The curve of BBS keys (draft-ietf-cose-bls-key-representations-08). Whether such a key is sound is for who uses it.
const BBS_CURVE: &str = "BLS12381G2";

/// Where an issuer's metadata is.
pub(crate) fn address(issuer: &IssuerId) -> Result<String, Error> {
    let text = issuer.as_str();
    let https =
        text.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).and_then(|_| text.get(8..));
    let (scheme, rest) = match https {
        None if is_loopback_http(text) => ("http", text.get(7..)),
        https => ("https", https),
    };
    let rest = rest.filter(|rest| !rest.contains(['?', '#']) && !rest.starts_with('/') && !rest.is_empty());
    let rest = rest.ok_or(Error::IssuerNotAnAddress)?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Ok(format!("{scheme}://{authority}{WELL_KNOWN}{}", path.strip_suffix('/').unwrap_or(path)))
}

/// What an issuer's metadata says of its keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Published {
    Here(String),
    At(String),
}

/// Reads an issuer's metadata (SD-JWT VC sections 4.2 and 4.3).
pub(crate) fn read(issuer: &IssuerId, metadata: Vec<u8>) -> Result<Published, Error> {
    let document = Document::parse(metadata).map_err(|_| Error::MetadataMalformed)?;
    let root = document.root();
    let named = root.get("issuer").and_then(|issuer| issuer.as_str()).ok_or(Error::MetadataMalformed)?;
    if named != issuer.as_str() {
        return Err(Error::IssuerMismatch);
    }
    match (root.get("jwks"), root.get("jwks_uri")) {
        (Some(jwks), None) => Ok(Published::Here(jwks.to_json())),
        (None, Some(uri)) => {
            let uri = uri.as_str().ok_or(Error::MetadataMalformed)?;
            Ok(Published::At(uri.into_owned()))
        }
        _ => Err(Error::MetadataMalformed),
    }
}

impl fmt::Debug for IssuerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerKeys({}, {})", self.issuer, self.fetched_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(text: &str) -> IssuerId {
        IssuerId::new(text).unwrap()
    }

    #[test]
    fn the_well_known_string_stands_between_host_and_path() {
        for (iss, expected) in [
            ("https://example.com", "https://example.com/.well-known/jwt-vc-issuer"),
            ("https://example.com/", "https://example.com/.well-known/jwt-vc-issuer"),
            ("https://example.com/tenant/1234", "https://example.com/.well-known/jwt-vc-issuer/tenant/1234"),
            ("https://example.com/tenant/", "https://example.com/.well-known/jwt-vc-issuer/tenant"),
            ("https://example.com:8443/a", "https://example.com:8443/.well-known/jwt-vc-issuer/a"),
            ("http://127.0.0.1:8088", "http://127.0.0.1:8088/.well-known/jwt-vc-issuer"),
        ] {
            assert_eq!(address(&issuer(iss)).unwrap(), expected, "{iss}");
        }
        for iss in [
            "http://example.com",
            "example.com",
            "did:web:example.com",
            "https://example.com?x",
            "https://example.com/#x",
            "https:///x",
            "https://",
            "urn:x",
        ] {
            assert_eq!(address(&issuer(iss)), Err(Error::IssuerNotAnAddress), "{iss}");
        }
    }

    #[test]
    fn metadata_has_the_keys_in_one_place() {
        let read = |json: &str| read(&issuer("https://example.com"), json.as_bytes().to_vec());
        let here = r#"{"issuer":"https://example.com","jwks":{"keys":[]},"more":1}"#;
        assert_eq!(read(here), Ok(Published::Here(r#"{"keys":[]}"#.to_owned())));
        let at = r#"{"issuer":"https://example.com","jwks_uri":"https://a.example/k"}"#;
        assert_eq!(read(at), Ok(Published::At("https://a.example/k".to_owned())));
        for json in [
            r#"{"issuer":"https://example.com"}"#,
            r#"{"issuer":"https://example.com","jwks":{"keys":[]},"jwks_uri":"https://a.example/k"}"#,
            r#"{"issuer":"https://example.com","jwks_uri":1}"#,
            r#"{"issuer":"https://example.com","issuer":"https://example.com","jwks":{}}"#,
            r#"{"jwks":{"keys":[]}}"#,
            r#"{"issuer":["https://example.com"],"jwks":{"keys":[]}}"#,
            "[]",
            "<html>",
        ] {
            assert_eq!(read(json), Err(Error::MetadataMalformed), "{json}");
        }
        for other in
            ["https://example.com/", "https://Example.com", "https://example.org", "http://example.com", ""]
        {
            let json = format!(r#"{{"issuer":"{other}","jwks":{{"keys":[]}}}}"#);
            assert_eq!(read(&json), Err(Error::IssuerMismatch), "{other}");
        }
    }

    #[test]
    fn keys_that_sign_nothing_here_are_none() {
        let good = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;
        let set = |keys: &str| {
            let now = Timestamp::from_unix(0);
            IssuerKeys::of(
                issuer("https://example.com"),
                format!(r#"{{"keys":[{keys}]}}"#),
                now,
                now,
                Vec::new(),
            )
        };
        assert!(set(good).is_ok());
        assert!(set(r#"{"kty":"OKP","crv":"BLS12381G2","x":"AA"}"#).is_ok());
        assert_eq!(set("").unwrap_err(), Error::NoUsableKey);
        assert_eq!(set(r#"{"kty":"RSA","n":"AA","e":"AQAB"}"#).unwrap_err(), Error::NoUsableKey);
        let private = good.replace("\"kty\"", "\"d\":\"AA\",\"kty\"");
        assert_eq!(set(&private).unwrap_err().code(), "jose.private_key_exposed");
    }
}
