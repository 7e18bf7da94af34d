use crate::held::Shown;
use crate::issuer_key::IssuerKey;
use crate::shown_period::NotRevoked;
use crate::{Error, SeenOfType, short};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_accumulator::Registry;
use vouchsafe_bbs::Generators;
use vouchsafe_bbs::revocation::{AccumulatorValue, MembershipWitness};
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, RegistryReference, Validity};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jpt::{HeldJpt, PreparedIssuer, PresentationDraft, PresentationRequest, UnverifiedJpt};
use vouchsafe_type_metadata::{CredentialToFit, HeaderPublication, TypeMetadata, Undisclosed};
use zeroize::Zeroizing;

/// The claim that always shows: the day on which the credential ends.
const EXP: &str = "exp";

/// A BBS credential whose issuer's signature was verified, with the issuer's key prepared for its type.
///
/// What is never shown, such as the second of its issuance, is not among its claims here.
pub(crate) struct HeldBbs {
    held: HeldJpt,
    issuer: PreparedIssuer,
    /// All that can be shown.
    claims: Document,
    /// All that can be withheld.
    disclosable: Vec<ClaimPath>,
}

impl HeldBbs {
    pub(crate) fn claimed_issuer(text: &str) -> Result<IssuerId, Error> {
        Ok(UnverifiedJpt::parse(text.trim_ascii())?.header().issuer().clone())
    }

    /// Verifies `text`, in the issued form, with the one of `keys` that has the name in its header. Two keys may have the same
    /// name: then the signature tells.
    pub(crate) fn verify<'k>(
        text: &str,
        issuer: &str,
        keys: &'k [IssuerKey],
        generators: &Generators,
    ) -> Result<(Self, &'k IssuerKey), Error> {
        let text = text.trim_ascii();
        let mut refused = Error::IssuerKeyUnknown { issuer: short(issuer) };
        let header = UnverifiedJpt::parse(text)?.header().clone();
        if header.issuer().as_str() != issuer {
            return Err(Error::IssuerNotTrusted { issuer: short(header.issuer().as_str()) });
        }
        for key in keys {
            let Some(bbs) = key.as_bbs().filter(|bbs| bbs.kid() == header.kid()) else { continue };
            let prepared = PreparedIssuer::new(generators, bbs.verifying_key(), &header)?;
            match UnverifiedJpt::parse(text)?.verify(&prepared) {
                Ok(held) => return Ok((Self::new(held, prepared)?, key)),
                Err(error @ vouchsafe_jpt::Error::Bbs(vouchsafe_bbs::Error::SignatureInvalid)) => {
                    refused = error.into();
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(refused)
    }

    fn new(held: HeldJpt, issuer: PreparedIssuer) -> Result<Self, Error> {
        let can_be_shown = |path: &&ClaimPath| held.select(std::slice::from_ref(*path)).is_ok();
        let mut disclosable: Vec<ClaimPath> =
            held.header().claims().iter().filter(can_be_shown).cloned().collect();
        let claims = held.select(&disclosable)?.claims();
        disclosable.retain(|path| *path != ClaimPath::top(EXP));
        Ok(Self { held, issuer, claims, disclosable })
    }

    pub(crate) fn text(&self) -> &str {
        self.held.text()
    }

    pub(crate) fn claims(&self) -> Value<'_> {
        self.claims.root()
    }

    pub(crate) fn disclosable(&self) -> &[ClaimPath] {
        &self.disclosable
    }

    pub(crate) fn credential_type(&self) -> &CredentialType {
        self.held.header().credential_type()
    }

    /// Holds it to type metadata: every slot, those that are never shown included, and its issuer header.
    pub(crate) fn admit_type_metadata(&self, metadata: &TypeMetadata) -> Result<(), Error> {
        let header = self.held.header();
        let mut disclosable = header.claims().to_vec();
        disclosable.retain(|path| *path != ClaimPath::top(EXP));
        metadata.fits(&CredentialToFit {
            credential_type: header.credential_type(),
            integrity: None,
            claims: self.held.claims(),
            disclosable: &disclosable,
            undisclosed: &InHeader { claims: self.held.claims().span().start },
        })?;
        self.header_publication(metadata)?;
        Ok(())
    }

    /// Whether its issuer header is one that type metadata publishes.
    pub(crate) fn header_publication(&self, metadata: &TypeMetadata) -> Result<HeaderPublication, Error> {
        Ok(metadata.admit_bbs_issuer_header(&sha256(self.held.header().octets()))?)
    }

    pub(crate) fn validity(&self) -> Validity {
        self.held.validity()
    }

    /// `metadata` is what its card pins, to which it was held.
    pub(crate) fn seen_of_type(&self, metadata: Option<&TypeMetadata>) -> SeenOfType {
        let header = self.held.header();
        let publication = metadata.and_then(|metadata| self.header_publication(metadata).ok());
        SeenOfType {
            header: publication.unwrap_or(HeaderPublication::NotSaid),
            type_version: header.type_version().get(),
            key: header.kid().to_owned(),
            claims: header.claims().len(),
        }
    }

    /// The registry in which it can be revoked.
    pub(crate) fn registry(&self) -> Option<&RegistryReference> {
        self.held.header().revocation()
    }

    /// The period of its witness.
    pub(crate) fn witness_period(&self) -> Option<u64> {
        self.held.witness().map(|witness| witness.period())
    }

    /// Its witness, checked for the registry's value in the period that it is for.
    pub(crate) fn receive_witness(
        &self,
        registry: &Registry,
        value: &AccumulatorValue,
    ) -> Result<MembershipWitness, Error> {
        let octets = self.held.witness().ok_or(vouchsafe_jpt::Error::WitnessMissing)?.octets();
        Ok(self.held.receive_witness(registry.key(), value, octets)?)
    }

    /// The text with a later witness.
    pub(crate) fn text_with_witness(
        &self,
        period: u64,
        witness: &MembershipWitness,
    ) -> Result<Zeroizing<String>, Error> {
        Ok(self.held.text_with_witness(period, witness)?)
    }

    pub(crate) fn show(&self, paths: &[ClaimPath]) -> Result<Shown, Error> {
        let selection = self.held.select(paths)?;
        let mut paths = selection.paths();
        paths.retain(|path| *path != ClaimPath::top(EXP));
        Ok(Shown { paths, claims: selection.claims() })
    }

    pub(crate) fn prepare(
        &self,
        paths: &[ClaimPath],
        not_revoked: Option<&NotRevoked>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<PresentationDraft, Error> {
        let selection = self.held.select(paths)?;
        Ok(match not_revoked {
            None => selection.prepare(&self.issuer, rng)?,
            Some(proof) => {
                selection.prepare_revocable(&self.issuer, &proof.period()?, &proof.witness, rng)?
            }
        })
    }

    /// `prepared` was prepared from this credential for these paths.
    pub(crate) fn present(
        &self,
        paths: &[ClaimPath],
        to: &PresentationRequest,
        not_revoked: Option<&NotRevoked>,
        prepared: Option<PresentationDraft>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        Ok(match (prepared, not_revoked) {
            (Some(prepared), _) => prepared.finish(to)?,
            (None, Some(_)) => self.prepare(paths, not_revoked, rng)?.finish(to)?,
            (None, None) => self.held.select(paths)?.present(&self.issuer, to, rng)?,
        })
    }
}

/// What stands in the issuer header and not among the claims: type metadata may speak of it all the same.
struct InHeader {
    /// Where the claims start.
    claims: usize,
}

impl Undisclosed for InHeader {
    fn elements(&self, _: Value<'_>) -> Vec<usize> {
        Vec::new()
    }

    fn may_have_member(&self, object: Value<'_>, name: &str) -> bool {
        object.span().start == self.claims && matches!(name, "iss" | "vct")
    }
}

/// Sizes, never content.
impl fmt::Debug for HeldBbs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.held.fmt(f)
    }
}
