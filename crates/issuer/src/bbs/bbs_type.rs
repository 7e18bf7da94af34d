use super::BbsIssuer;
use super::slots::Slots;
use crate::limits::MAX_UNREVOCABLE_LIFE;
use crate::payload::admit;
use crate::{BbsOrder, DatePrecision, Error, RegistryEntry, TypeDefinition};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{ClaimPath, RegistryReference, Timestamp, Validity};
use vouchsafe_jpt::{Cohort, IssuerHeader, PreparedIssuer, REVOCATION_HANDLE};
use zeroize::{Zeroize as _, Zeroizing};

/// The dates that every credential has: the one that verifiers see, and the one that the holder alone does.
const DATES: [&str; 2] = ["exp", "iat"];

/// A type of BBS credentials, with all that they have in common prepared: [`BbsIssuer::prepare`] makes it, and
/// [`BbsIssuer::prepare_revocable`].
///
/// The slots are `exp`, `iat`, the handle if they can be revoked, and the claims of the type by name, the same for all holders. A claim that always shows in an
/// SD-JWT of the type has a slot like any other: what shows of a BBS credential is `exp`, and what its holder chooses.
pub struct BbsType<'a> {
    issuer: &'a BbsIssuer,
    definition: TypeDefinition,
    slots: Slots,
    cohort: Cohort,
    prepared: PreparedIssuer,
}

impl<'a> BbsType<'a> {
    pub(super) fn new(
        issuer: &'a BbsIssuer,
        definition: TypeDefinition,
        registry: Option<&RegistryReference>,
    ) -> Result<Self, Error> {
        let cohort = match definition.dates() {
            DatePrecision::Day => Cohort::Day,
            DatePrecision::Week => Cohort::Week,
            DatePrecision::Exact => return Err(Error::DatesTooExact),
        };
        let slots = Slots::of(&definition);
        let handle = registry.map(|_| REVOCATION_HANDLE);
        let own = DATES.into_iter().chain(handle).map(ClaimPath::top);
        let claims = own.chain(slots.paths().cloned()).collect();
        let (iss, vct) = (issuer.id().clone(), definition.credential_type().clone());
        let (version, kid) = (definition.version(), issuer.key().public().kid());
        let header = match registry {
            None => IssuerHeader::new(iss, vct, version, kid, claims)?,
            Some(registry) => IssuerHeader::revocable(iss, vct, version, kid, claims, registry.clone())?,
        };
        let public = issuer.key().public().verifying_key();
        let prepared = PreparedIssuer::new(issuer.generators(), public, &header)?;
        Ok(Self { issuer, definition, slots, cohort, prepared })
    }

    /// The header that all its credentials have.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        self.prepared.header()
    }

    /// What the holder can show or withhold, each for itself.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimPath> {
        self.slots.paths()
    }

    /// Issues one credential: a JPT in the issued form. It is bound to no key; whoever has the text can present it.
    ///
    /// # Errors
    /// - [`Error::ClaimsNotObject`], [`Error::ClaimReserved`], [`Error::ClaimNotInType`], [`Error::ClaimMissing`],
    ///   [`Error::ClaimWithoutSlot`]: the claims are not those of the type;
    /// - [`Error::ExpiresTooEarly`]: `exp` is not after `issued_at`; [`Error::UnrevocableTooLong`]: it is more than
    ///   [`MAX_UNREVOCABLE_LIFE`] after it, and the credential cannot be revoked;
    /// - [`Error::Jpt`] if there is an entry and the type was prepared without a registry, or the reverse, or the entry is of another
    ///   registry; if the text would be too long.
    pub fn issue(&self, order: &BbsOrder<'_>) -> Result<String, Error> {
        admit(&self.definition, order.claims)?;
        self.admit_entry(order.entry)?;
        let expires_at = self.cohort.expiry(order.expires_at);
        let life = expires_at.since(order.issued_at).filter(|_| expires_at > order.issued_at);
        if life.ok_or(Error::ExpiresTooEarly)? > MAX_UNREVOCABLE_LIFE && order.entry.is_none() {
            return Err(Error::UnrevocableTooLong);
        }
        let claims = self.payloads(order, expires_at)?;
        let key = self.issuer.key().signing();
        let issued = match order.entry {
            None => self.prepared.issue(key, claims.root()),
            Some(entry) => self.prepared.issue_revocable(key, claims.root(), entry.period, &entry.witness),
        };
        claims.into_text().zeroize();
        Ok(issued?)
    }

    /// Refuses an entry of another registry than that of the header, one too many, and one too few.
    fn admit_entry(&self, entry: Option<&RegistryEntry>) -> Result<(), vouchsafe_jpt::Error> {
        match (self.header().revocation(), entry) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err(vouchsafe_jpt::Error::WitnessUnexpected),
            (Some(_), None) => Err(vouchsafe_jpt::Error::WitnessMissing),
            (Some(registry), Some(entry)) if entry.registry == *registry => Ok(()),
            (Some(_), Some(_)) => Err(vouchsafe_jpt::Error::OtherRegistry),
        }
    }

    /// Something for each slot, the handle included: to be wiped.
    fn payloads(&self, order: &BbsOrder<'_>, expires_at: Timestamp) -> Result<Document, Error> {
        let issued_at = Validity { issued_at: Some(order.issued_at), ..Validity::default() };
        let issued_at = self.definition.dates().apply(issued_at)?.issued_at.unwrap_or(order.issued_at);
        let mut writer = Writer::new();
        writer.begin_object();
        for (name, date) in DATES.into_iter().zip([expires_at, issued_at]) {
            writer.name(name);
            writer.integer(date.as_unix());
        }
        self.slots.write(order.claims, &mut writer)?;
        writer.end_object();
        let mut text = Zeroizing::new(writer.finish());
        if let Some(entry) = order.entry {
            text = with_handle(&text, &entry.payload);
        }
        // Moved and not copied.
        Ok(Document::parse(std::mem::take(&mut *text))?)
    }
}

/// An object with the handle as its first member, with room for all of it at once: a buffer that grows would leave the handle behind.
fn with_handle(object: &str, payload: &str) -> Zeroizing<String> {
    let parts = ["{\"", REVOCATION_HANDLE, "\":", payload, ",", object.trim_start_matches('{')];
    let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
    parts.iter().for_each(|part| text.push_str(part));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handle_is_written_once_and_in_place() {
        let text = with_handle(r#"{"exp":1,"a":{}}"#, r#""AA""#);
        assert_eq!(*text, r#"{"revocation_handle":"AA","exp":1,"a":{}}"#);
        assert_eq!(text.capacity(), text.len(), "a buffer that grew left a copy");
    }
}
