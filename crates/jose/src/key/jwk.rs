//! The members of a JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037 section 2).

use crate::limits::{MAX_JWK, MAX_KID};
use crate::{Algorithm, Error};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{self, Document, Value};
use zeroize::Zeroizing;

/// What a key is to be used for: what its `use`, `key_ops` and `alg` may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Verify,
    Sign,
    #[cfg(feature = "jwe")]
    Agree,
}

impl Purpose {
    fn allows_use(self, key_use: &str) -> bool {
        match self {
            Self::Verify | Self::Sign => key_use == "sig",
            #[cfg(feature = "jwe")]
            Self::Agree => key_use == "enc",
        }
    }

    fn allows_operation(self, operation: &str) -> bool {
        match self {
            Self::Verify => operation == "verify",
            Self::Sign => operation == "sign",
            #[cfg(feature = "jwe")]
            Self::Agree => matches!(operation, "deriveKey" | "deriveBits"),
        }
    }

    fn allows_algorithm(self, name: &str, curve: Algorithm) -> bool {
        match self {
            Self::Verify | Self::Sign => Algorithm::from_name(name) == Ok(curve),
            #[cfg(feature = "jwe")]
            Self::Agree => name == "ECDH-ES",
        }
    }
}

/// Reads a JWK from JSON text.
pub(crate) fn document(text: &[u8]) -> Result<Document, Error> {
    if text.len() > MAX_JWK {
        return Err(Error::JwkTooLong);
    }
    Document::parse(text).map_err(|error| Error::Json { part: "the key", error })
}

/// The public half of a JWK, checked but for the point itself.
pub(crate) struct PublicHalf {
    pub(crate) algorithm: Algorithm,
    /// As [`Algorithm::point_length`] says.
    pub(crate) point: Vec<u8>,
    pub(crate) kid: Option<String>,
}

impl PublicHalf {
    pub(crate) fn read(jwk: Value<'_>, purpose: Purpose) -> Result<Self, Error> {
        let algorithm = curve(jwk)?;
        is_for(jwk, purpose)?;
        if text(jwk, "alg")?.is_some_and(|name| !purpose.allows_algorithm(&name, algorithm)) {
            return Err(Error::KeyAlgorithm);
        }
        let mut point = Vec::with_capacity(algorithm.point_length());
        match algorithm {
            Algorithm::Es256 | Algorithm::Es384 => {
                point.push(0x04);
                coordinate(jwk, "x", algorithm, &mut point)?;
                coordinate(jwk, "y", algorithm, &mut point)?;
            }
            Algorithm::Ed25519 => coordinate(jwk, "x", algorithm, &mut point)?,
        }
        Ok(Self { algorithm, point, kid: kid(jwk)? })
    }
}

/// The `d` of a private JWK.
pub(crate) fn secret(jwk: Value<'_>, algorithm: Algorithm) -> Result<Zeroizing<Vec<u8>>, Error> {
    // Room for a decoder that writes in blocks, so that the buffer is never moved and left behind.
    let mut secret = Zeroizing::new(Vec::with_capacity(2 * algorithm.coordinate_length()));
    coordinate(jwk, "d", algorithm, &mut secret)?;
    Ok(secret)
}

/// Which algorithm `kty` and `crv` make this key one of.
fn curve(jwk: Value<'_>) -> Result<Algorithm, Error> {
    if jwk.entries().is_none() {
        return Err(Error::JwkNotObject);
    }
    let key_type = text(jwk, "kty")?.ok_or(Error::JwkMember { member: "kty" })?;
    if !matches!(&*key_type, "EC" | "OKP") {
        return Err(Error::KeyTypeUnsupported);
    }
    let curve = text(jwk, "crv")?.ok_or(Error::JwkMember { member: "crv" })?;
    [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519]
        .into_iter()
        .find(|algorithm| algorithm.curve() == curve && algorithm.key_type() == key_type)
        .ok_or(Error::CurveUnsupported)
}

fn is_for(jwk: Value<'_>, purpose: Purpose) -> Result<(), Error> {
    if text(jwk, "use")?.is_some_and(|key_use| !purpose.allows_use(&key_use)) {
        return Err(Error::KeyUse);
    }
    let Some(operations) = jwk.get("key_ops") else { return Ok(()) };
    let malformed = Error::JwkMember { member: "key_ops" };
    let mut seen = Vec::new();
    for operation in operations.elements().ok_or(malformed)? {
        let operation = operation.as_str().ok_or(malformed)?;
        if seen.contains(&operation) {
            return Err(malformed);
        }
        seen.push(operation);
    }
    if seen.iter().any(|operation| purpose.allows_operation(operation)) {
        Ok(())
    } else {
        Err(Error::KeyOperations)
    }
}

fn kid(jwk: Value<'_>) -> Result<Option<String>, Error> {
    match text(jwk, "kid")? {
        Some(kid) if kid.len() > MAX_KID => Err(Error::KidTooLong),
        kid => Ok(kid.map(Into::into)),
    }
}

fn text<'a>(jwk: Value<'a>, member: &'static str) -> Result<Option<std::borrow::Cow<'a, str>>, Error> {
    jwk.get(member).map(|value| value.as_str().ok_or(Error::JwkMember { member })).transpose()
}

/// Appends a coordinate, which has the full length of the field: leading zeros are there, and nothing more is.
fn coordinate(
    jwk: Value<'_>,
    member: &'static str,
    algorithm: Algorithm,
    bytes: &mut Vec<u8>,
) -> Result<(), Error> {
    let malformed = Error::JwkMember { member };
    let text = text(jwk, member)?.ok_or(malformed)?;
    let length = algorithm.coordinate_length();
    if text.len() != (length * 4).div_ceil(3) {
        return Err(malformed);
    }
    base64url::decode_into(&*text, bytes).map_err(|_| malformed)
}

/// Writes the members of a public key: `kty`, `crv`, `x`, `y` and, if there is one, `kid`.
pub(crate) fn write_public(writer: &mut json::Writer, algorithm: Algorithm, point: &[u8], kid: Option<&str>) {
    let mut member = |name, value: &str| {
        writer.name(name);
        writer.string(value);
    };
    member("kty", algorithm.key_type());
    member("crv", algorithm.curve());
    for (name, coordinate) in coordinates(algorithm, point) {
        member(name, &base64url::encode(coordinate));
    }
    if let Some(kid) = kid {
        member("kid", kid);
    }
}

/// The named coordinates of a point.
pub(crate) fn coordinates(algorithm: Algorithm, point: &[u8]) -> impl Iterator<Item = (&'static str, &[u8])> {
    let whole = match algorithm {
        Algorithm::Es256 | Algorithm::Es384 => point.get(1..).unwrap_or_default(),
        Algorithm::Ed25519 => point,
    };
    ["x", "y"].into_iter().zip(whole.chunks(algorithm.coordinate_length()))
}
