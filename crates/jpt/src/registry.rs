//! The member `revocation` of the issuer header: to which registry the credentials of a type belong.

use crate::{Error, parameters};
use vouchsafe_bbs::revocation::{Period, RegistryKey};
use vouchsafe_credential::json::{Kind, Value, Writer};
use vouchsafe_credential::{Duration, RegistryReference, base64url};

/// The member's name.
pub(crate) const REVOCATION: &str = "revocation";

const MALFORMED: Error = Error::HeaderMember { member: REVOCATION };

/// Reads `registry`, `key`, `statement_key` and `period`.
pub(crate) fn read(member: Value<'_>) -> Result<RegistryReference, Error> {
    if member.kind() != Kind::Object {
        return Err(MALFORMED);
    }
    parameters::admit_members(member, &["registry", "key", "statement_key", "period"])?;
    let text = |name| member.get(name).and_then(|value| value.as_str()).ok_or(MALFORMED);
    let digest = |name| -> Result<[u8; 32], Error> {
        let octets = base64url::decode(&*text(name)?).map_err(|_| MALFORMED)?;
        octets.try_into().map_err(|_| MALFORMED)
    };
    let period = member.get("period").and_then(|period| period.as_u64()).ok_or(MALFORMED)?;
    let (key, statement_key) = (digest("key")?, digest("statement_key")?);
    let period = Duration::from_secs(period);
    RegistryReference::new(text("registry")?, key, statement_key, period).map_err(|_| MALFORMED)
}

pub(crate) fn write(reference: &RegistryReference, header: &mut Writer) {
    header.name(REVOCATION);
    header.begin_object();
    for (name, text) in [
        ("registry", reference.registry()),
        ("key", &base64url::encode(reference.key_digest())),
        ("statement_key", &base64url::encode(reference.statement_key())),
    ] {
        header.name(name);
        header.string(text);
    }
    header.name("period");
    header.unsigned(reference.period().as_secs());
    header.end_object();
}

/// Refuses the key of another registry than the one that is meant, by id and digest.
pub(crate) fn admit_key(reference: &RegistryReference, key: &RegistryKey) -> Result<(), Error> {
    let same = key.registry() == reference.registry() && key.digest() == *reference.key_digest();
    if same { Ok(()) } else { Err(Error::OtherRegistry) }
}

/// Refuses another period than that of this number, of the registry that is meant.
pub(crate) fn admit_period(
    reference: &RegistryReference,
    number: u64,
    period: &Period<'_>,
) -> Result<(), Error> {
    admit_key(reference, period.key())?;
    if period.number() == number { Ok(()) } else { Err(Error::OtherPeriod) }
}
