use super::BbsIssuer;
use super::slots::Slots;
use crate::limits::MAX_UNREVOCABLE_LIFE;
use crate::payload::admit;
use crate::{BbsOrder, DatePrecision, Error, TypeDefinition};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{ClaimPath, Timestamp, Validity};
use vouchsafe_jpt::{Cohort, IssuerHeader, PreparedIssuer};

/// The dates that every credential has: the one that verifiers see, and the one that the holder alone does.
const DATES: [&str; 2] = ["exp", "iat"];

/// A type of BBS credentials, with all that they have in common prepared: [`BbsIssuer::prepare`] makes it.
///
/// The slots are `exp`, `iat`, and the claims of the type by name, the same for all holders. A claim that always shows in an
/// SD-JWT of the type has a slot like any other: what shows of a BBS credential is `exp`, and what its holder chooses.
pub struct BbsType<'a> {
    issuer: &'a BbsIssuer,
    definition: TypeDefinition,
    slots: Slots,
    cohort: Cohort,
    prepared: PreparedIssuer,
}

impl<'a> BbsType<'a> {
    pub(super) fn new(issuer: &'a BbsIssuer, definition: TypeDefinition) -> Result<Self, Error> {
        let cohort = match definition.dates() {
            DatePrecision::Day => Cohort::Day,
            DatePrecision::Week => Cohort::Week,
            DatePrecision::Exact => return Err(Error::DatesTooExact),
        };
        let slots = Slots::of(&definition);
        let claims = DATES.map(ClaimPath::top).into_iter().chain(slots.paths().cloned()).collect();
        let header = IssuerHeader::new(
            issuer.id().clone(),
            definition.credential_type().clone(),
            definition.version(),
            issuer.key().public().kid(),
            claims,
        )?;
        let public = issuer.key().public().verifying_key();
        let prepared = PreparedIssuer::new(issuer.generators(), public, &header)?;
        Ok(Self { issuer, definition, slots, cohort, prepared })
    }

    /// The header that all its credentials have.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        self.prepared.header()
    }

    /// Issues one credential: a JPT in the issued form. It is bound to no key; whoever has the text can present it.
    ///
    /// # Errors
    /// - [`Error::ClaimsNotObject`], [`Error::ClaimReserved`], [`Error::ClaimNotInType`], [`Error::ClaimMissing`],
    ///   [`Error::ClaimWithoutSlot`]: the claims are not those of the type;
    /// - [`Error::ExpiresTooEarly`], [`Error::UnrevocableTooLong`]: `exp` is not after `issued_at`, or more than
    ///   [`MAX_UNREVOCABLE_LIFE`] after it;
    /// - [`Error::Jpt`] if the text would be too long.
    pub fn issue(&self, order: &BbsOrder<'_>) -> Result<String, Error> {
        admit(&self.definition, order.claims)?;
        let expires_at = self.cohort.expiry(order.expires_at);
        let life = expires_at.since(order.issued_at).filter(|_| expires_at > order.issued_at);
        if life.ok_or(Error::ExpiresTooEarly)? > MAX_UNREVOCABLE_LIFE {
            return Err(Error::UnrevocableTooLong);
        }
        let claims = self.claims(order, expires_at)?;
        Ok(self.prepared.issue(self.issuer.key().signing(), claims.root())?)
    }

    /// Something for each slot.
    fn claims(&self, order: &BbsOrder<'_>, expires_at: Timestamp) -> Result<Document, Error> {
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
        Ok(Document::parse(writer.finish())?)
    }
}
