use crate::Error;
use crate::profile::Profile;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{
    CredentialType, IdError, IssuerId, StatusReference, StatusReferenceError, Validity,
};
use vouchsafe_jose::VerifyingKey;

/// The claims that this crate itself reads from a Processed SD-JWT Payload.
#[derive(Debug, Clone)]
pub(crate) struct Registered {
    pub(crate) issuer: Option<IssuerId>,
    pub(crate) credential_type: Option<CredentialType>,
    pub(crate) validity: Validity,
    pub(crate) status: Option<StatusReference>,
    pub(crate) holder_key: Option<VerifyingKey>,
}

impl Registered {
    pub(crate) fn read(claims: Value<'_>, profile: &Profile) -> Result<Self, Error> {
        let registered = Self {
            issuer: issuer(claims)?,
            credential_type: credential_type(claims)?,
            validity: Validity::from_claims(claims)
                .map_err(|error| Error::ClaimMalformed { claim: error.claim })?,
            status: status(claims)?,
            holder_key: holder_key(claims)?,
        };
        if let Profile::SdJwtVc(_) = profile {
            let credential_type = registered.credential_type.as_ref();
            admit_types(claims, credential_type.ok_or(Error::ClaimMissing { claim: "vct" })?)?;
        }
        Ok(registered)
    }
}

/// `iss`
pub(crate) fn issuer(claims: Value<'_>) -> Result<Option<IssuerId>, Error> {
    identifier(claims, "iss", IssuerId::new)
}

/// `vct`
pub(crate) fn credential_type(claims: Value<'_>) -> Result<Option<CredentialType>, Error> {
    identifier(claims, "vct", CredentialType::new)
}

fn identifier<T>(
    claims: Value<'_>,
    claim: &'static str,
    new: impl Fn(String) -> Result<T, IdError>,
) -> Result<Option<T>, Error> {
    let Some(value) = claims.get(claim) else { return Ok(None) };
    let text = value.as_str().ok_or(Error::ClaimMalformed { claim })?;
    new(text.into_owned()).map(Some).map_err(|_| Error::ClaimMalformed { claim })
}

/// `vct#integrity` and `aka_vcts` (SD-JWT VC sections 2.2.2.2 and 6).
fn admit_types(claims: Value<'_>, credential_type: &CredentialType) -> Result<(), Error> {
    if claims.get("vct#integrity").is_some_and(|integrity| integrity.kind() != Kind::String) {
        return Err(Error::ClaimMalformed { claim: "vct#integrity" });
    }
    let Some(others) = claims.get("aka_vcts") else { return Ok(()) };
    let malformed = Error::ClaimMalformed { claim: "aka_vcts" };
    let mut others = others.elements().ok_or(malformed.clone())?.peekable();
    if others.peek().is_none() {
        return Err(malformed);
    }
    for other in others {
        if other.as_str().ok_or(malformed.clone())? == credential_type.as_str() {
            return Err(Error::TypeRepeated);
        }
    }
    Ok(())
}

fn status(claims: Value<'_>) -> Result<Option<StatusReference>, Error> {
    StatusReference::from_claims(claims).map_err(|error| match error {
        StatusReferenceError::NoKnownMechanism => Error::StatusUnsupported,
        _ => Error::ClaimMalformed { claim: "status" },
    })
}

/// The key that `cnf` gives as `jwk` (RFC 7800 section 3.2). `kid` may stand beside it as a name. Whatever else stands there
/// is a confirmation that we would have to leave out, or a key from elsewhere, so it is refused.
fn holder_key(claims: Value<'_>) -> Result<Option<VerifyingKey>, Error> {
    let Some(cnf) = claims.get("cnf") else { return Ok(None) };
    let mut members = cnf.entries().ok_or(Error::ClaimMalformed { claim: "cnf" })?;
    if !members.all(|(name, _)| matches!(&*name, "jwk" | "kid")) {
        return Err(Error::CnfUnsupported);
    }
    Ok(Some(VerifyingKey::from_jwk(cnf.get("jwk").ok_or(Error::CnfUnsupported)?)?))
}
