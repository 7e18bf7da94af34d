use crate::claims::Claims;
use crate::compact::Presented;
use crate::presentation_header::PresentationHeader;
use crate::{Error, IssuerHeader, PreparedIssuer, PresentationExpectations, VerifiedPresentation};
use std::fmt;

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
    ///   `jpt.proof_without_extension`, `jpt.revocation_*`: a header is none of the profile;
    /// - `jpt.claims_malformed`, `jpt.claim_*`, `jpt.exp_*`, `jpt.slot_count`, `jpt.*_disclosed`: the slots are not what the
    ///   issuer header says, or show what must be hidden.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let presented = Presented::read(text)?;
        let header = IssuerHeader::parse(&presented.issuer_header)?;
        let presentation_header =
            PresentationHeader::parse(&presented.presentation_header, presented.extension_proof.as_deref())?;
        match (header.revocation(), presentation_header.has_extension) {
            (Some(_), false) => return Err(Error::RevocationMissing),
            (None, true) => return Err(Error::RevocationUnexpected),
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

    /// Verifies that the holder has a signature of the issuer over this header and the claims that are shown, and made this
    /// presentation for these expectations (JPA section 7.3); then reads the claims. `issuer` is a trusted key, prepared for the
    /// header of this presentation. What is cheap to refuse is refused first.
    ///
    /// Whether the credential is valid now is not asked: see [`VerifiedPresentation::validity`].
    ///
    /// # Errors
    /// - `jpt.audience_mismatch`, `jpt.nonce_mismatch`, `jpt.presentation_*`: it was not made for this;
    /// - `jpt.header_mismatch`: `issuer` was prepared for another header;
    /// - `jpt.extension_unsupported`: it says more than can be verified here;
    /// - `bbs.*`: the proof does not hold;
    /// - `json.*`, `jpt.payload_empty`, `jpt.exp_malformed`: a claim is not what the profile demands.
    pub fn verify(
        self,
        issuer: &PreparedIssuer,
        expected: &PresentationExpectations<'_>,
    ) -> Result<VerifiedPresentation, Error> {
        let Self { header, presentation_header, presented } = self;
        presentation_header.admit(expected)?;
        issuer.admit(&header)?;
        if presentation_header.has_extension {
            return Err(Error::ExtensionUnsupported);
        }
        issuer.verify_proof(&presented)?;
        let claims = Claims::read(header.slots(), presented.payloads.iter().map(Option::as_deref))?;
        let disclosed = presented.payloads.iter().map(Option::is_some).collect();
        Ok(VerifiedPresentation::new(header, presentation_header, claims, disclosed))
    }
}

/// Sizes, never content.
impl fmt::Debug for UnverifiedPresentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosed = self.presented.payloads.iter().flatten().count();
        write!(f, "UnverifiedPresentation({:?}, {disclosed} disclosed)", self.header)
    }
}
