use super::authenticity::{issuer_found, untrusted};
use super::credential::{Credential, Proven};
use crate::report::{Check, Subject};
use crate::trust::{Candidates, Claimed, Issuer};
use crate::{Loosening, Policy, Reason, ReasonCode};
use std::borrow::Cow;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::Error::{AlgorithmMismatch, SignatureInvalid};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_sd_jwt::{Error, LegacyTyp, Profile, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions};

fn parse(presentation: &str) -> Result<UnverifiedSdJwt<'_>, Error> {
    if presentation.trim_start().starts_with('{') {
        UnverifiedSdJwt::parse_json(presentation)
    } else {
        UnverifiedSdJwt::parse(presentation)
    }
}

/// Shape, trust, signature.
pub(super) fn authenticate(
    policy: &Policy,
    presentation: &str,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Result<Credential, Check> {
    let parsed = parse(presentation).and_then(|sd_jwt| Ok((sd_jwt.routing()?, sd_jwt)));
    let (routing, unverified) =
        parsed.map_err(|error| Check::failed(Subject::Presentation, Reason::format(error.code(), &error)))?;
    checks.push(Check::passed(Subject::Presentation, "an SD-JWT within the limits"));
    let claimed = Claimed {
        issuer: routing.issuer.as_ref(),
        kid: unverified.header().kid(),
        certificates: unverified.header().x5c().unwrap_or_default(),
    };
    let candidates = policy.trust.for_sd_jwt(&claimed, routing.credential_type.as_ref(), now);
    let candidates = candidates.map_err(|because| untrusted(because, routing.issuer.as_ref()))?;
    let (sd_jwt, trusted) = verify(policy, presentation, unverified, candidates)?;
    let issuer = policy.trust.name_of(&trusted, sd_jwt.issuer().as_ref());
    checks.push(issuer_found(issuer.as_ref()));
    checks.extend(passed(policy, &sd_jwt, &trusted));
    Ok(Credential { proven: Proven::SdJwt(Box::new(sd_jwt)), trusted, issuer, type_metadata: None })
}

/// Tries the keys that may have signed. Whatever is wrong but for a signature that is another key's is wrong for good.
fn verify(
    policy: &Policy,
    presentation: &str,
    unverified: UnverifiedSdJwt<'_>,
    candidates: Vec<Candidates<Issuer, Cow<'_, VerifyingKey>>>,
) -> Result<(VerifiedSdJwt, Issuer), Check> {
    // No key verifies another algorithm than the header's.
    if !policy.algorithms.contains(&unverified.header().algorithm()) {
        return Err(Check::failed(Subject::Signature, Reason::new(ReasonCode::AlgorithmNotAllowed)));
    }
    let options = VerifyOptions { profile: policy.profile.clone(), allowed_hashes: &policy.hashes };
    let mut unverified = Some(unverified);
    let mut not_confirmed = None;
    let mut other_key = None;
    for Candidates { who, keys } in candidates {
        for key in &keys {
            let sd_jwt = unverified.take().map_or_else(|| parse(presentation), Ok);
            match sd_jwt.and_then(|sd_jwt| sd_jwt.verify(key, &options)) {
                Ok(sd_jwt) => match confirm(policy, &sd_jwt, &who) {
                    Ok(()) => return Ok((sd_jwt, who)),
                    Err(code) => not_confirmed = Some(Check::failed(Subject::Issuer, Reason::new(code))),
                },
                Err(Error::Jose(error @ (AlgorithmMismatch | SignatureInvalid))) => {
                    other_key = other_key.filter(|other| *other == SignatureInvalid).or(Some(error));
                }
                // The issuer signed it, and says where its status stands; only, nobody here can look there.
                Err(error @ Error::StatusUnsupported) => {
                    let reason = Reason::format(error.code(), &error);
                    return Err(Check::could_not_tell(Subject::StatusEvidence, reason));
                }
                Err(error) => {
                    return Err(Check::failed(Subject::Signature, Reason::format(error.code(), &error)));
                }
            }
        }
    }
    let error = other_key.unwrap_or(SignatureInvalid);
    Err(not_confirmed.unwrap_or(Check::failed(Subject::Signature, Reason::format(error.code(), &error))))
}

/// Holds what the credential says against the trust list.
fn confirm(policy: &Policy, sd_jwt: &VerifiedSdJwt, trusted: &Issuer) -> Result<(), ReasonCode> {
    policy.trust.confirms(trusted, sd_jwt.issuer().as_ref(), sd_jwt.credential_type().as_ref())
}

fn passed(policy: &Policy, sd_jwt: &VerifiedSdJwt, trusted: &Issuer) -> Vec<Check> {
    let header = sd_jwt.header();
    let signature = format!("signed with {}, and so is everything that is disclosed", header.algorithm());
    let mut checks = vec![Check::passed(Subject::Signature, signature)];
    if policy.trust.is_any_issuer(trusted) {
        checks.push(Check::loosened(Subject::Issuer, Loosening::AnyIssuer));
    }
    match policy.profile {
        Profile::SdJwt(_) => checks.push(Check::loosened(Subject::Type, Loosening::PlainSdJwt)),
        Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt) if header.typ() == Some("vc+sd-jwt") => {
            checks.push(Check::loosened(Subject::Type, Loosening::LegacyTyp));
        }
        Profile::SdJwtVc(_) => {}
    }
    checks
}
