use crate::Error;
use crate::format::ALGORITHM;
use crate::issuer_header::admit_kid;
use std::fmt;
use vouchsafe_bbs::VerifyingKey;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Value, Writer};

/// An issuer's public key under its name, as it is handed to those who trust it: a JWK (RFC 7517 with
/// draft-ietf-cose-bls-key-representations-08 and JPA section 6.1).
#[derive(Clone, PartialEq, Eq)]
pub struct IssuerKey {
    kid: String,
    verifying_key: VerifyingKey,
}

impl IssuerKey {
    /// The `crv` by which such a JWK is told from others.
    pub const CURVE: &str = "BLS12381G2";

    /// A key under the name that the issuer header will have as `kid`.
    ///
    /// # Errors
    /// `jpt.header_member` for a `kid` that is empty or past its limit.
    pub fn new(kid: impl Into<String>, verifying_key: VerifyingKey) -> Result<Self, Error> {
        Ok(Self { kid: admit_kid(kid.into())?, verifying_key })
    }

    /// Reads a public JWK: `kty` is `OKP`, `crv` is `BLS12381G2`, `x` the compressed point, `kid` is there. Members that are not
    /// known are ignored (RFC 7517 section 4).
    ///
    /// # Errors
    /// - `jpt.jwk_member`, `jpt.jwk_unsupported`: it is no such key;
    /// - `jpt.jwk_private`: it has a private half;
    /// - `jpt.jwk_purpose`: `use`, `key_ops`, `proof_alg` or `alg` say that it is for something else;
    /// - `bbs.*`: its point cannot be one of a key.
    pub fn from_jwk(jwk: Value<'_>) -> Result<Self, Error> {
        let text = |member: &'static str| match jwk.get(member) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or(Error::JwkMember { member }),
        };
        let required = |member: &'static str| text(member)?.ok_or(Error::JwkMember { member });
        if required("kty")? != "OKP" || required("crv")? != Self::CURVE {
            return Err(Error::JwkUnsupported);
        }
        if jwk.get("d").is_some() {
            return Err(Error::JwkPrivate);
        }
        let is_for = |member, purpose| Ok::<_, Error>(text(member)?.is_none_or(|text| text == purpose));
        let verifies = match jwk.get("key_ops") {
            None => true,
            Some(operations) => {
                let mut operations = operations.elements().ok_or(Error::JwkMember { member: "key_ops" })?;
                operations.any(|operation| operation.as_str().is_some_and(|operation| operation == "verify"))
            }
        };
        if !verifies || !is_for("use", "proof")? || !is_for("proof_alg", ALGORITHM)? || text("alg")?.is_some()
        {
            return Err(Error::JwkPurpose);
        }
        let point = base64url::decode(&*required("x")?).map_err(|_| Error::JwkMember { member: "x" })?;
        let kid = admit_kid(required("kid")?.into_owned()).map_err(|_| Error::JwkMember { member: "kid" })?;
        Ok(Self { kid, verifying_key: VerifyingKey::from_octets(&point)? })
    }

    /// The JWK, with `use` and `proof_alg`.
    #[must_use]
    pub fn to_jwk_json(&self) -> String {
        let mut jwk = Writer::new();
        jwk.begin_object();
        for (name, text) in [
            ("kty", "OKP"),
            ("crv", Self::CURVE),
            ("x", &base64url::encode(&self.verifying_key.to_octets())),
            ("kid", &self.kid),
            ("use", "proof"),
            ("proof_alg", ALGORITHM),
        ] {
            jwk.name(name);
            jwk.string(text);
        }
        jwk.end_object();
        jwk.finish()
    }

    /// `kid`: what a token says to mean this key.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The key.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }
}

/// The name, without the key.
impl fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerKey({:?})", self.kid)
    }
}
