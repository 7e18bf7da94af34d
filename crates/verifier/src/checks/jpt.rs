use super::authenticity::{issuer_found, untrusted};
use super::credential::{Credential, Proven};
use super::holder_binding::{expected, no_answer, undated};
use crate::report::{Check, Subject};
use crate::trust::{Candidates, Issuer};
use crate::{Policy, Reason, Request, Verifier};
use vouchsafe_credential::Timestamp;
use vouchsafe_jpt::{
    Error, IssuerKey, PresentationExpectations, UnverifiedPresentation, VerifiedPresentation,
};

/// A BBS presentation that answers the request, as it says, and is by somebody on the trust list, as it says: its proof is left.
pub(crate) struct Unproven<'a> {
    text: &'a str,
    /// `None` once it was taken to be proven together with others.
    presentation: Option<UnverifiedPresentation>,
    candidates: Vec<Candidates<Issuer, &'a IssuerKey>>,
    pub(crate) expected: PresentationExpectations<'a>,
}

/// Shape, for whom it was made, trust: what is cheap comes first. A proof takes about as long to refuse as to verify, and whoever knows
/// the issuer's name can have one refused.
pub(crate) fn open<'a>(
    policy: &'a Policy,
    text: &'a str,
    request: &'a Request,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Result<Unproven<'a>, Check> {
    let presentation = UnverifiedPresentation::parse(text)
        .map_err(|error| Check::failed(Subject::Presentation, Reason::format(error.code(), &error)))?;
    checks.push(Check::passed(Subject::Presentation, "a BBS presentation within the limits"));
    let expected = expected(policy, request, now);
    presentation.admit(&expected).map_err(|error| no_answer(&error))?;
    if let Some(undated) = undated(policy, request, &presentation) {
        return Err(undated);
    }
    let header = presentation.header();
    let candidates = policy.trust.for_jpt(header, now);
    let candidates = candidates.map_err(|because| untrusted(because, Some(header.issuer())))?;
    Ok(Unproven { text, presentation: Some(presentation), candidates, expected })
}

impl<'a> Unproven<'a> {
    /// The one key that may have signed it, if it is only one.
    pub(crate) fn only_key(&self) -> Option<&'a IssuerKey> {
        match self.candidates.as_slice() {
            [Candidates { keys, .. }] if keys.len() == 1 => keys.first().copied(),
            _ => None,
        }
    }

    /// The issuer header as it stands in the text: for one header there is one text.
    pub(crate) fn header_text(&self) -> &'a str {
        self.text.split('.').nth(1).unwrap_or_default()
    }

    /// The presentation, to be proven together with others under that key.
    pub(crate) fn take(&mut self) -> Option<UnverifiedPresentation> {
        self.presentation.take()
    }

    /// The credential, of which the proof was verified together with others, if it was.
    pub(crate) fn prove(
        self,
        verifier: &Verifier,
        together: Option<Result<VerifiedPresentation, Error>>,
        checks: &mut Vec<Check>,
    ) -> Result<Credential, Check> {
        let who = self.candidates.first().map(|candidates| candidates.who.clone());
        let proven = match (together, who) {
            (Some(Ok(presentation)), Some(who)) => Ok((presentation, who)),
            (Some(Err(error)), _) if !is_of_the_revocation(&error) => Err(error),
            _ => self.prove_alone(verifier),
        };
        let (presentation, trusted) = proven
            .map_err(|error| Check::failed(Subject::Signature, Reason::format(error.code(), &error)))?;
        let issuer = presentation.header().issuer().clone();
        checks.push(issuer_found(Some(&issuer)));
        let words = "proven with BBS to be signed, and so is everything that is disclosed";
        checks.push(Check::passed(Subject::Signature, words));
        Ok(Credential {
            proven: Proven::Bbs(Box::new(presentation)),
            trusted,
            issuer: Some(issuer),
            type_metadata: None,
        })
    }

    /// Tries the keys that may have signed: those of the name that the header gives.
    fn prove_alone(self, verifier: &Verifier) -> Result<(VerifiedPresentation, Issuer), Error> {
        let Self { text, mut presentation, candidates, expected } = self;
        let mut refusal = Error::Bbs(vouchsafe_bbs::Error::ProofInvalid);
        for Candidates { who, keys } in candidates {
            for key in keys {
                let presentation =
                    presentation.take().map_or_else(|| UnverifiedPresentation::parse(text), Ok)?;
                let issuer = verifier.prepared().issuer(key, presentation.header())?;
                match presentation.verify(&issuer, &expected) {
                    Ok(verified) => {
                        verifier.prepared().keep(key, issuer);
                        return Ok((verified, who));
                    }
                    Err(error) => refusal = error,
                }
            }
        }
        Err(refusal)
    }
}

/// Whether an error says nothing of the BBS proof itself, but of what was verified with it: that it is not revoked, or that a batch could
/// not be made.
fn is_of_the_revocation(error: &Error) -> bool {
    use vouchsafe_bbs::Error as Bbs;
    matches!(
        error,
        Error::OtherRegistry
            | Error::OtherPeriod
            | Error::Bbs(
                Bbs::RevocationInvalid
                    | Bbs::RegistryKeyReused
                    | Bbs::RandomnessFailed
                    | Bbs::RandomnessUnusable
            )
    )
}
