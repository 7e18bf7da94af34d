use crate::claims::Claims;
use crate::compact::Presented;
use crate::extension::Extension;
use crate::{Error, HeldJpt, PreparedIssuer, PresentationRequest, registry};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_bbs::PreparedPresentation;
use vouchsafe_bbs::revocation::{Membership, MembershipWitness, Period, RevocablePresentation};
use vouchsafe_credential::ClaimPath;
use vouchsafe_credential::json::Document;

/// What of a JPT is going to be shown. Shows nothing itself.
///
/// Only [`HeldJpt::select`] makes one:
/// ```compile_fail
/// fn forge(held: &vouchsafe_jpt::HeldJpt) -> vouchsafe_jpt::Selection<'_> {
///     vouchsafe_jpt::Selection { held, chosen: vec![0] }
/// }
/// ```
pub struct Selection<'a> {
    held: &'a HeldJpt,
    /// The slots that are shown, in order.
    chosen: Vec<usize>,
    claims: Claims,
}

/// A presentation that lacks only the words to whom: bound to one credential, one issuer header and one choice of claims; where the
/// credential can be revoked, to a registry and a period besides.
///
/// It is worth a quick answer and nothing else. It cannot be copied, printed or stored, and is used up by
/// [`finish`](Self::finish): two presentations from one would tell all that is hidden.
/// ```compile_fail
/// fn twice(draft: vouchsafe_jpt::PresentationDraft, to: &vouchsafe_jpt::PresentationRequest) {
///     let _ = draft.finish(to);
///     let _ = draft.finish(to);
/// }
/// ```
pub struct PresentationDraft {
    shown: Presented,
    prepared: Prepared,
}

enum Prepared {
    Plain(Box<PreparedPresentation>),
    Revocable { presentation: Box<RevocablePresentation>, registry: String, period: u64 },
}

impl<'a> Selection<'a> {
    /// Of `held`, the slots in `chosen`: in order, each once, that of `exp` among them and none that is never shown.
    pub(crate) fn new(held: &'a HeldJpt, chosen: Vec<usize>) -> Result<Self, Error> {
        let claims = Claims::read(held.header().slots(), shown(held, &chosen))?;
        Ok(Self { held, chosen, claims })
    }

    /// The claims that are shown, in the order of the slots; `exp` among them.
    #[must_use]
    pub fn paths(&self) -> Vec<ClaimPath> {
        let all = self.held.header().claims();
        self.chosen.iter().filter_map(|slot| all.get(*slot).cloned()).collect()
    }

    /// Exactly what a verifier will see.
    #[must_use]
    pub fn claims(&self) -> Document {
        self.claims.document.clone()
    }

    /// Does all of the work that needs no answer to "to whom?" (`ProofInit`), such as while the person reads what is asked for.
    /// `issuer` is the key that the credential was verified with, prepared for its header.
    ///
    /// # Errors
    /// `jpt.header_mismatch`, `jpt.other_issuer_key` if it is not; `jpt.revocation_missing` for a credential that can be revoked;
    /// `bbs.*` if `rng` fails.
    pub fn prepare(
        &self,
        issuer: &PreparedIssuer,
        rng: &mut impl TryCryptoRng,
    ) -> Result<PresentationDraft, Error> {
        self.held.admit(issuer)?;
        self.held.admit_unrevocable()?;
        let (signature, payloads) = (self.held.signature(), self.held.payloads());
        let prepared = issuer.prepare_presentation(signature, payloads, &self.chosen, rng)?;
        Ok(PresentationDraft { shown: self.to_presented(), prepared: Prepared::Plain(Box::new(prepared)) })
    }

    /// As [`prepare`](Self::prepare), for a credential that can be revoked: what is prepared also proves that it was not, in this period
    /// of its registry or before. A new period makes it out of date.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare); `jpt.witness_unexpected` for a credential that cannot be revoked; `jpt.other_registry` if the
    /// period is not of its registry; `bbs.other_value` for a witness of another value or handle.
    pub fn prepare_revocable(
        &self,
        issuer: &PreparedIssuer,
        period: &Period<'_>,
        witness: &MembershipWitness,
        rng: &mut impl TryCryptoRng,
    ) -> Result<PresentationDraft, Error> {
        self.held.admit(issuer)?;
        let header = self.held.header();
        let reference = header.revocation().ok_or(Error::WitnessUnexpected)?;
        registry::admit_key(reference, period.key())?;
        let slot = header.slots().handle().ok_or(Error::HandleSlotMissing)?;
        let (signature, payloads) = (self.held.signature(), self.held.payloads());
        let membership = Membership { period, slot };
        let presentation =
            issuer.prepare_revocable(signature, payloads, &self.chosen, &membership, witness, rng)?;
        let (registry, period) = (reference.registry().to_owned(), period.number());
        let prepared = Prepared::Revocable { presentation: Box::new(presentation), registry, period };
        Ok(PresentationDraft { shown: self.to_presented(), prepared })
    }

    /// The JPT in the presented form that shows this to one verifier (JWP sections 6.2 and 7.1), at once: without the time that
    /// [`prepare`](Self::prepare) may save, and safe even with an `rng` that repeats itself from one verifier to the next.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare); `jpt.too_long` if the text would be past its limit.
    pub fn present(
        &self,
        issuer: &PreparedIssuer,
        to: &PresentationRequest,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        self.held.admit(issuer)?;
        self.held.admit_unrevocable()?;
        let (signature, payloads) = (self.held.signature(), self.held.payloads());
        let header = to.to_header(None);
        let proof = issuer.present(signature, payloads, &self.chosen, &header, rng)?.to_octets();
        Presented { presentation_header: header, proof, ..self.to_presented() }.write()
    }

    /// The issuer header and the payloads that are shown; the rest is empty yet.
    fn to_presented(&self) -> Presented {
        Presented {
            presentation_header: Vec::new(),
            issuer_header: self.held.header().octets().to_vec(),
            payloads: shown(self.held, &self.chosen).map(|payload| payload.map(<[u8]>::to_vec)).collect(),
            proof: Vec::new(),
            extension_proof: None,
        }
    }
}

impl PresentationDraft {
    /// The JPT in the presented form that shows this to one verifier (JWP sections 6.2 and 7.1).
    ///
    /// # Errors
    /// `jpt.too_long` if the text would be past its limit; `bbs.randomness_unusable`, once in 2^250 times.
    pub fn finish(self, to: &PresentationRequest) -> Result<String, Error> {
        let shown = match self.prepared {
            Prepared::Plain(prepared) => {
                let presentation_header = to.to_header(None);
                let proof = prepared.finish(&presentation_header)?.to_octets();
                Presented { presentation_header, proof, ..self.shown }
            }
            Prepared::Revocable { presentation, registry, period } => {
                let extension = Extension { registry, period, digest: presentation.digest() };
                let presentation_header = to.to_header(Some(&extension));
                let finished = presentation.finish(&presentation_header)?;
                let extension_proof = Some(finished.revocation.to_octets().to_vec());
                let proof = finished.proof.to_octets();
                Presented { presentation_header, proof, extension_proof, ..self.shown }
            }
        };
        shown.write()
    }
}

fn shown<'a>(held: &'a HeldJpt, chosen: &'a [usize]) -> impl Iterator<Item = Option<&'a [u8]>> {
    let all = held.payloads().iter().enumerate();
    all.map(|(slot, payload)| chosen.binary_search(&slot).is_ok().then_some(payload.as_slice()))
}

/// Sizes, never content.
impl fmt::Debug for Selection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Selection({} of {} slots)", self.chosen.len(), self.held.payloads().len())
    }
}
