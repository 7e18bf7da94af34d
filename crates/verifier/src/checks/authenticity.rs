use crate::report::{Check, Subject};
use crate::trust::{Candidates, Claimed, Issuer, Untrusted};
use crate::{Loosening, Policy, Reason, ReasonCode};
use vouchsafe_credential::{ClaimPath, IssuerId, Timestamp};
use vouchsafe_jose::Error::{AlgorithmMismatch, SignatureInvalid};
use vouchsafe_sd_jwt::{
    Disclosure, Error, LegacyTyp, Profile, Routing, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};

/// A credential that somebody on the trust list signed.
pub(crate) struct Credential {
    pub(crate) sd_jwt: VerifiedSdJwt,
    /// What it is held to on the trust list.
    pub(crate) trusted: Issuer,
    /// What the issuer is called: by `iss`, else by its certificate.
    pub(crate) issuer: Option<IssuerId>,
}

impl Credential {
    /// True if the presenter may have kept back this claim of the top level, on which validity or status rests (RFC 9901
    /// section 9.7). An SD-JWT VC shows all of those.
    pub(super) fn may_keep_back(&self, policy: &Policy, name: &str) -> bool {
        let undisclosed = || matches!(self.sd_jwt.disclosure(&ClaimPath::top(name)), Disclosure::Undisclosed);
        matches!(policy.profile, Profile::SdJwt(_)) && undisclosed()
    }
}

fn parse(presentation: &str) -> Result<UnverifiedSdJwt<'_>, Error> {
    if presentation.trim_start().starts_with('{') {
        UnverifiedSdJwt::parse_json(presentation)
    } else {
        UnverifiedSdJwt::parse(presentation)
    }
}

/// Shape, trust, signature: a credential if all three pass, else the reason stands in `checks`.
pub(crate) fn authenticate(
    policy: &Policy,
    presentation: &str,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Option<Credential> {
    let (unverified, routing) = match parse(presentation).and_then(|sd_jwt| Ok((sd_jwt.routing()?, sd_jwt))) {
        Ok((routing, sd_jwt)) => (sd_jwt, routing),
        Err(error) => {
            checks.push(Check::failed(Subject::Presentation, Reason::format(error.code(), &error)));
            return None;
        }
    };
    checks.push(Check::passed(Subject::Presentation, "an SD-JWT within the limits"));
    let candidates = match find_issuer(policy, &unverified, &routing, now) {
        Ok(candidates) => candidates,
        Err(check) => {
            checks.push(check);
            return None;
        }
    };
    match verify(policy, presentation, unverified, candidates) {
        Ok(credential) => {
            checks.extend(passed(policy, &credential));
            Some(credential)
        }
        Err(check) => {
            checks.push(check);
            None
        }
    }
}

/// Whom the trust list knows by what the token says of its issuer.
fn find_issuer<'p>(
    policy: &'p Policy,
    sd_jwt: &UnverifiedSdJwt<'_>,
    routing: &Routing,
    now: Timestamp,
) -> Result<Vec<Candidates<'p, Issuer>>, Check> {
    let claimed = Claimed {
        issuer: routing.issuer.as_ref(),
        kid: sd_jwt.header().kid(),
        certificates: sd_jwt.header().x5c().unwrap_or_default(),
    };
    policy.trust.for_credential(&claimed, routing.credential_type.as_ref(), now).map_err(|untrusted| {
        match untrusted {
            Untrusted::Because(code @ ReasonCode::IssuerKeyUnknown) => {
                Check::could_not_tell(Subject::Issuer, Reason::new(code))
            }
            Untrusted::Because(code) => Check::failed(
                Subject::Issuer,
                match &routing.issuer {
                    Some(issuer) => Reason::naming(code, issuer.as_str()),
                    None => Reason::new(code),
                },
            ),
            Untrusted::Certificates(error) => {
                Check::failed(Subject::Issuer, Reason::format(error.code(), &error))
            }
        }
    })
}

/// Tries the keys that may have signed. Whatever is wrong but for a signature that is another key's is wrong for good.
fn verify(
    policy: &Policy,
    presentation: &str,
    unverified: UnverifiedSdJwt<'_>,
    candidates: Vec<Candidates<'_, Issuer>>,
) -> Result<Credential, Check> {
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
                Ok(sd_jwt) => match confirm(policy, sd_jwt, &who) {
                    Ok(credential) => return Ok(credential),
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
fn confirm(policy: &Policy, sd_jwt: VerifiedSdJwt, trusted: &Issuer) -> Result<Credential, ReasonCode> {
    let iss = sd_jwt.issuer();
    policy.trust.confirms(trusted, iss.as_ref(), sd_jwt.credential_type().as_ref())?;
    let issuer = policy.trust.name_of(trusted, iss.as_ref());
    Ok(Credential { sd_jwt, trusted: trusted.clone(), issuer })
}

fn passed(policy: &Policy, credential: &Credential) -> Vec<Check> {
    let issuer = match &credential.issuer {
        Some(issuer) => format!("on the trust list: {issuer}"),
        None => "names nobody, but is held to a key on the trust list".to_owned(),
    };
    let header = credential.sd_jwt.header();
    let signature = format!("signed with {}, and so is everything that is disclosed", header.algorithm());
    let mut checks =
        vec![Check::passed(Subject::Issuer, issuer), Check::passed(Subject::Signature, signature)];
    if policy.trust.is_any_issuer(&credential.trusted) {
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
