use super::authenticity::{issuer_found, untrusted};
use super::credential::{Credential, Proven};
use super::holder_binding;
use crate::report::{Check, Subject};
use crate::trust::{Candidates, Issuer};
use crate::{Reason, Request, Verifier};
use vouchsafe_credential::Timestamp;
use vouchsafe_jpt::{
    Error, IssuerKey, PresentationExpectations, UnverifiedPresentation, VerifiedPresentation,
};

/// Shape, for whom it was made, trust, proof: what is cheap comes first. A proof takes about as long to refuse as to verify, and
/// whoever knows the issuer's name can have one refused.
pub(super) fn authenticate(
    verifier: &Verifier,
    presentation: &str,
    request: &Request,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Result<Credential, Check> {
    let policy = verifier.policy();
    let unverified = UnverifiedPresentation::parse(presentation)
        .map_err(|error| Check::failed(Subject::Presentation, Reason::format(error.code(), &error)))?;
    checks.push(Check::passed(Subject::Presentation, "a BBS presentation within the limits"));
    let expected = holder_binding::expected(policy, request, now);
    unverified.admit(&expected).map_err(|error| holder_binding::no_answer(&error))?;
    let header = unverified.header();
    let candidates = policy.trust.for_jpt(header, now);
    let candidates = candidates.map_err(|because| untrusted(because, Some(header.issuer())))?;
    let issuer = header.issuer().clone();
    let (presentation, trusted) = verify(verifier, presentation, unverified, candidates, &expected)
        .map_err(|error| Check::failed(Subject::Signature, Reason::format(error.code(), &error)))?;
    checks.push(issuer_found(Some(&issuer)));
    let words = "proven with BBS to be signed, and so is everything that is disclosed";
    checks.push(Check::passed(Subject::Signature, words));
    Ok(Credential { proven: Proven::Bbs(Box::new(presentation)), trusted, issuer: Some(issuer) })
}

/// Tries the keys that may have signed: those of the name that the header gives.
fn verify(
    verifier: &Verifier,
    text: &str,
    unverified: UnverifiedPresentation,
    candidates: Vec<Candidates<Issuer, &IssuerKey>>,
    expected: &PresentationExpectations<'_>,
) -> Result<(VerifiedPresentation, Issuer), Error> {
    let mut unverified = Some(unverified);
    let mut refusal = Error::Bbs(vouchsafe_bbs::Error::ProofInvalid);
    for Candidates { who, keys } in candidates {
        for key in keys {
            let presentation = unverified.take().map_or_else(|| UnverifiedPresentation::parse(text), Ok)?;
            let issuer = verifier.prepared().issuer(key, presentation.header())?;
            match presentation.verify(&issuer, expected) {
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
