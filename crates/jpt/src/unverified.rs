use crate::claims::Claims;
use crate::compact::Issued;
use crate::{Error, HeldJpt, IssuedWitness, IssuerHeader, PreparedIssuer, handle};
use std::fmt;
use zeroize::Zeroizing;

/// A JPT in the issued form whose shape is right and which nobody has verified.
///
/// It has no claims to read:
/// ```compile_fail
/// fn read(token: &vouchsafe_jpt::UnverifiedJpt) {
///     token.claims();
/// }
/// ```
pub struct UnverifiedJpt {
    text: Zeroizing<String>,
    header: IssuerHeader,
    issued: Issued,
    witness: Option<IssuedWitness>,
}

impl UnverifiedJpt {
    /// Reads the issued form in the compact serialisation (JWP sections 6.1 and 7.1).
    ///
    /// # Errors
    /// - `jpt.too_long`, `jpt.part_count`, `jpt.not_base64url`, `jpt.too_many_slots`, `jpt.slot_not_issued`, `jpt.proof_parts`:
    ///   the text is not cut right;
    /// - `json.*`, `jpt.header_*`, `jpt.algorithm_unsupported`, `jpt.typ_unexpected`, `jpt.crit_*`: the header is none of the profile;
    /// - `jpt.claims_malformed`, `jpt.claim_*`, `jpt.exp_missing`, `jpt.handle_slot_missing`, `jpt.slot_count`: it does not say what is
    ///   in the slots;
    /// - `jpt.witness_*`: a witness is missing or none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let issued = Issued::read(text)?;
        let header = IssuerHeader::parse(&issued.header)?;
        header.slots().admit_count(issued.payloads.len())?;
        let witness = match (header.revocation(), &issued.witness) {
            (Some(_), None) => return Err(Error::WitnessMissing),
            (None, Some(_)) => return Err(Error::WitnessUnexpected),
            (_, witness) => witness.as_ref().map(|octets| IssuedWitness::from_octets(octets)).transpose()?,
        };
        Ok(Self { text: Zeroizing::new(text.to_owned()), header, issued, witness })
    }

    /// The issuer header, as unverified as the rest: anybody can write one. It serves to find the key that would verify the
    /// token among those that are trusted already, and nothing else.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        &self.header
    }

    /// Verifies the issuer's signature over header and payloads (JPA section 7.3), then reads the claims. `issuer` is a trusted
    /// key, prepared for the header of this token.
    ///
    /// Whether the credential is valid now is not asked: see [`HeldJpt::validity`]; nor whether its witness holds: see
    /// [`HeldJpt::receive_witness`].
    ///
    /// # Errors
    /// - `jpt.header_mismatch`: `issuer` was prepared for another header;
    /// - `bbs.*`: it is not signed with that key;
    /// - `json.*`, `jpt.payload_empty`, `jpt.exp_malformed`, `jpt.handle_malformed`: a claim is not what the profile demands.
    pub fn verify(self, issuer: &PreparedIssuer) -> Result<HeldJpt, Error> {
        let Self { text, header, issued, witness } = self;
        issuer.admit(&header)?;
        let signature = issuer.verify_signature(&issued.payloads, &issued.proof)?;
        let slots = header.slots();
        let is_handle = |slot: &usize| slots.handle() == Some(*slot);
        if let Some(payload) = slots.handle().and_then(|slot| issued.payloads.get(slot)) {
            handle::admit_payload(payload)?;
        }
        let payloads = issued.payloads.iter().enumerate();
        let claims = payloads.map(|(slot, payload)| (!is_handle(&slot)).then_some(payload.as_slice()));
        let claims = Claims::read(slots, claims)?;
        Ok(HeldJpt::new(issuer, text, issued.payloads, signature, witness, claims))
    }
}

/// Sizes, never content.
impl fmt::Debug for UnverifiedJpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnverifiedJpt({:?})", self.header)
    }
}
