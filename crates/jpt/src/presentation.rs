use crate::claims::Claims;
use crate::compact::Presented;
use crate::extension::Extension;
use crate::presentation_header::PresentationHeader;
use crate::presented_proof::PresentedProof;
use crate::{
    Error, IssuerHeader, MembershipClaim, PreparedIssuer, PresentationExpectations, Revocation,
    VerifiedPresentation, registry,
};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_bbs::Proof;
use vouchsafe_bbs::revocation::{Membership, Period};
use vouchsafe_credential::Timestamp;

/// What each hidden message adds to a proof ([`Proof::MIN_OCTETS`]).
const HIDDEN_OCTETS: usize = 32;

/// A JPT in the presented form whose shape is right and which nobody has verified.
///
/// It has no claims to read:
/// ```compile_fail
/// fn read(presentation: &vouchsafe_jpt::UnverifiedPresentation) {
///     presentation.claims();
/// }
/// ```
pub struct UnverifiedPresentation {
    header: IssuerHeader,
    presentation_header: PresentationHeader,
    presented: Presented,
}

impl UnverifiedPresentation {
    /// Reads the presented form in the compact serialisation (JWP sections 6.2 and 7.1).
    ///
    /// # Errors
    /// - `jpt.too_long`, `jpt.part_count`, `jpt.not_base64url`, `jpt.too_many_slots`, `jpt.proof_parts`: the text is not cut right;
    /// - `json.*`, `jpt.header_*`, `jpt.algorithm_unsupported`, `jpt.typ_unexpected`, `jpt.crit_*`, `jpt.extension_*`,
    ///   `jpt.proof_without_extension`, `jpt.revocation_*`,
    ///   `jpt.registry_mismatch`: a header is none of the profile;
    /// - `jpt.claims_malformed`, `jpt.claim_*`, `jpt.exp_*`, `jpt.slot_count`, `jpt.*_disclosed`: the slots are not what the
    ///   issuer header says, or show what must be hidden;
    /// - `bbs.length`, `bbs.message_count`: by its length, the proof is none for so many hidden slots.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let presented = Presented::read(text)?;
        let header = IssuerHeader::parse(&presented.issuer_header)?;
        let presentation_header =
            PresentationHeader::parse(&presented.presentation_header, presented.extension_proof.as_deref())?;
        match (header.revocation(), &presentation_header.extension) {
            (Some(_), None) => return Err(Error::RevocationMissing),
            (None, Some(_)) => return Err(Error::RevocationUnexpected),
            (Some(reference), Some(extension)) if reference.registry() != extension.registry => {
                return Err(Error::RegistryMismatch);
            }
            _ => {}
        }
        let slots = header.slots();
        slots.admit_count(presented.payloads.len())?;
        for (slot, payload) in presented.payloads.iter().enumerate() {
            match payload {
                Some(_) if slots.handle() == Some(slot) => return Err(Error::HandleDisclosed),
                Some(_) if slots.is_never_disclosed(slot) => return Err(Error::DateDisclosed),
                None if slot == slots.exp() => return Err(Error::ExpUndisclosed),
                _ => {}
            }
        }
        let hidden = presented.payloads.iter().filter(|payload| payload.is_none()).count();
        admit_proof_length(presented.proof.len(), hidden)?;
        Ok(Self { header, presentation_header, presented })
    }

    /// The issuer header, as unverified as the rest: anybody can write one. It serves to find the key that would verify the
    /// presentation among those that are trusted already, and nothing else.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        &self.header
    }

    /// Refuses what was not made for these expectations. It takes no key and costs next to nothing: ask it of whatever comes from
    /// strangers before a key is prepared. It proves nothing; [`verify`](Self::verify) asks it again.
    ///
    /// # Errors
    /// `jpt.audience_mismatch`, `jpt.nonce_mismatch`, `jpt.presentation_*`.
    pub fn admit(&self, expected: &PresentationExpectations<'_>) -> Result<(), Error> {
        self.presentation_header.admit(expected)
    }

    /// `iat` of the presentation header: when it says that it was made, as unverified as the rest. Where no nonce is expected, nothing
    /// else bounds its age.
    #[must_use]
    pub fn presented_at(&self) -> Option<Timestamp> {
        self.presentation_header.issued_at
    }

    /// The period of the registry in [`header`](Self::header) in which it claims not to be revoked, as unverified as the rest: it
    /// serves to find the period among those that are known already. `None` where the credential cannot be revoked.
    #[must_use]
    pub fn period(&self) -> Option<u64> {
        self.presentation_header.extension.as_ref().map(|extension| extension.period)
    }

    /// Verifies that the holder has a signature of the issuer over this header and the claims that are shown, and made this
    /// presentation for these expectations (JPA section 7.3); then reads the claims. `issuer` is a trusted key, prepared for the
    /// header of this presentation. What is cheap to refuse is refused first.
    ///
    /// Whether the credential is valid now is not asked: see [`VerifiedPresentation::validity`]; nor whether it was revoked: see
    /// [`VerifiedPresentation::revocation`].
    ///
    /// # Errors
    /// - `jpt.audience_mismatch`, `jpt.nonce_mismatch`, `jpt.presentation_*`: it was not made for this;
    /// - `jpt.header_mismatch`: `issuer` was prepared for another header;
    /// - `bbs.*`: the proof does not hold;
    /// - `json.*`, `jpt.payload_empty`, `jpt.exp_malformed`: a claim is not what the profile demands.
    pub fn verify(
        self,
        issuer: &PreparedIssuer,
        expected: &PresentationExpectations<'_>,
    ) -> Result<VerifiedPresentation, Error> {
        self.admit(expected)?;
        issuer.admit(&self.header)?;
        let revocation = match self.proof()? {
            PresentedProof::Plain(proof) => {
                proof.verify(issuer.key(), &self.disclosed(), self.ph())?;
                Revocation::Irrevocable
            }
            PresentedProof::Revocable { proof, slot, reference, extension } => {
                let Extension { digest, period, .. } = extension;
                let claim = proof.verify_proof(issuer.key(), &self.disclosed(), self.ph(), slot, digest)?;
                Revocation::Claimed(MembershipClaim::new(reference.clone(), *period, claim))
            }
        };
        self.into_verified(revocation)
    }

    /// As [`verify`](Self::verify), and that the credential was not revoked in this period of its registry or before: both at once,
    /// which is quicker. The period is the verifier's own, from a statement that they hold; its number is [`period`](Self::period).
    ///
    /// # Errors
    /// As [`verify`](Self::verify); `jpt.other_registry`, `jpt.other_period` for another period than that of the presentation;
    /// `bbs.revocation_invalid` if it does not show that the credential was not revoked; `bbs.*` if `rng` fails.
    pub fn verify_revocable(
        self,
        issuer: &PreparedIssuer,
        expected: &PresentationExpectations<'_>,
        period: &Period<'_>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<VerifiedPresentation, Error> {
        self.admit(expected)?;
        issuer.admit(&self.header)?;
        let PresentedProof::Revocable { proof, slot, reference, extension } = self.proof()? else {
            return Err(Error::OtherRegistry);
        };
        registry::admit_period(reference, extension.period, period)?;
        let membership = Membership { period, slot };
        let digest = &extension.digest;
        proof.verify(issuer.key(), &self.disclosed(), self.ph(), &membership, digest, rng)?;
        self.into_verified(Revocation::NotRevoked { period: period.number() })
    }

    pub(crate) fn proof(&self) -> Result<PresentedProof<'_>, Error> {
        PresentedProof::read(&self.presented, &self.header, self.presentation_header.extension.as_ref())
    }

    /// The slots that are shown, in order.
    pub(crate) fn disclosed(&self) -> Vec<(usize, &[u8])> {
        let slots = self.presented.payloads.iter().enumerate();
        slots.filter_map(|(slot, payload)| Some((slot, payload.as_deref()?))).collect()
    }

    /// The octets of the presentation header.
    pub(crate) fn ph(&self) -> &[u8] {
        &self.presented.presentation_header
    }

    /// Of which all has been verified but the claims' own shapes.
    pub(crate) fn into_verified(self, revocation: Revocation) -> Result<VerifiedPresentation, Error> {
        let Self { header, presentation_header, presented } = self;
        let claims = Claims::read(header.slots(), presented.payloads.iter().map(Option::as_deref))?;
        let disclosed = presented.payloads.iter().map(Option::is_some).collect();
        Ok(VerifiedPresentation::new(header, presentation_header, claims, disclosed, revocation))
    }
}

/// Refuses a proof that cannot be one of so many hidden slots, before anything is computed.
fn admit_proof_length(octets: usize, hidden: usize) -> Result<(), Error> {
    match octets.checked_sub(Proof::MIN_OCTETS) {
        Some(rest)
            if rest.checked_div(HIDDEN_OCTETS) == Some(hidden) && rest.is_multiple_of(HIDDEN_OCTETS) =>
        {
            Ok(())
        }
        Some(rest) if rest.is_multiple_of(HIDDEN_OCTETS) => Err(vouchsafe_bbs::Error::MessageCount.into()),
        _ => Err(vouchsafe_bbs::Error::Length { part: "the proof" }.into()),
    }
}

/// Sizes, never content.
impl fmt::Debug for UnverifiedPresentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosed = self.presented.payloads.iter().flatten().count();
        write!(f, "UnverifiedPresentation({:?}, {disclosed} disclosed)", self.header)
    }
}
