use crate::{CredentialOrder, Error, Issuer, TypeDefinition};
use vouchsafe_credential::json::{Document, Kind, Value, Writer};
use vouchsafe_credential::{StatusReference, Timestamp};
use vouchsafe_jose::VerifyingKey;

/// Claims that the issuer sets and an order may not.
pub(crate) const SET_BY_ISSUER: &[&str] =
    &["iss", "vct", "vct#integrity", "iat", "nbf", "exp", "cnf", "status"];

/// Everything that the credential says (SD-JWT VC section 2.2.2), before any of it is made selectively disclosable.
pub(crate) fn payload(
    issuer: &Issuer,
    definition: &TypeDefinition,
    order: &CredentialOrder<'_>,
) -> Result<Document, Error> {
    admit(definition, order.claims)?;
    let validity = definition.dates().apply(order.validity)?;

    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("iss");
    writer.string(issuer.id().as_str());
    writer.name("vct");
    writer.string(definition.credential_type().as_str());
    if let Some(integrity) = definition.integrity() {
        writer.name("vct#integrity");
        writer.string(integrity.as_str());
    }
    write_date(&mut writer, "iat", validity.issued_at);
    write_date(&mut writer, "nbf", validity.not_before);
    write_date(&mut writer, "exp", validity.expires_at);
    if let Some(key) = order.holder_key {
        write_holder_key(&mut writer, key)?;
    }
    if let Some(reference) = order.status {
        write_status(&mut writer, reference);
    }
    for (name, value) in order.claims.entries().into_iter().flatten() {
        writer.name(&name);
        writer.value(value);
    }
    writer.end_object();
    Ok(Document::parse(writer.finish())?)
}

/// Refuses claims that the type does not name, and those that are not the order's to give.
pub(crate) fn admit(definition: &TypeDefinition, claims: Value<'_>) -> Result<(), Error> {
    if claims.kind() != Kind::Object {
        return Err(Error::ClaimsNotObject);
    }
    if let Some(claim) = SET_BY_ISSUER.iter().find(|claim| claims.get(claim).is_some()) {
        return Err(Error::ClaimReserved { claim });
    }
    definition.cover(claims)
}

fn write_date(writer: &mut Writer, claim: &str, date: Option<Timestamp>) {
    if let Some(date) = date {
        writer.name(claim);
        writer.integer(date.as_unix());
    }
}

/// `cnf` with `jwk` (RFC 7800 section 3.2). Without `kid`: that is the wallet's own name for the key, and may be the same, or
/// count on, from copy to copy.
fn write_holder_key(writer: &mut Writer, key: &VerifyingKey) -> Result<(), Error> {
    let jwk = Document::parse(key.to_jwk_json())?;
    writer.name("cnf");
    writer.begin_object();
    writer.name("jwk");
    writer.begin_object();
    for (name, value) in jwk.root().entries().into_iter().flatten().filter(|(name, _)| name != "kid") {
        writer.name(&name);
        writer.value(value);
    }
    writer.end_object();
    writer.end_object();
    Ok(())
}

/// `status` with `status_list` (Token Status List section 6.2).
fn write_status(writer: &mut Writer, reference: &StatusReference) {
    writer.name("status");
    writer.begin_object();
    writer.name("status_list");
    writer.begin_object();
    writer.name("idx");
    writer.unsigned(reference.index());
    writer.name("uri");
    writer.string(reference.uri());
    writer.end_object();
    writer.end_object();
}
