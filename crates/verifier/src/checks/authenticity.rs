use super::{Credential, jpt, sd_jwt};
use crate::report::{Check, Subject};
use crate::trust::Untrusted;
use crate::{ProofKind, Reason, ReasonCode, Request, Verifier};
use vouchsafe_credential::{IssuerId, Timestamp};

/// Shape, trust, signature or proof: a credential if all of them pass.
pub(crate) fn authenticate(
    verifier: &Verifier,
    presentation: &str,
    request: &Request,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> Result<Credential, Check> {
    let policy = verifier.policy();
    let kind = kind_of(presentation);
    if !policy.proofs.contains(&kind) {
        return Err(Check::failed(Subject::Presentation, Reason::new(ReasonCode::ProofNotAccepted)));
    }
    match kind {
        ProofKind::SdJwt => sd_jwt::authenticate(policy, presentation, now, checks),
        ProofKind::Bbs => {
            jpt::open(policy, presentation, request, now, checks)?.prove(verifier, None, checks)
        }
    }
}

/// What a text may be, by its dots alone: a JPT that is presented has four parts between them. An SD-JWT has three, or with a
/// key binding five; in a JSON serialisation it is an object.
pub(crate) fn kind_of(presentation: &str) -> ProofKind {
    let is_object = presentation.trim_start().starts_with('{');
    if !is_object && presentation.split('.').take(5).count() == 4 { ProofKind::Bbs } else { ProofKind::SdJwt }
}

/// Why nobody on the trust list can have issued what says that it is by `issuer`.
pub(super) fn untrusted(untrusted: Untrusted, issuer: Option<&IssuerId>) -> Check {
    match untrusted {
        Untrusted::Because(code @ ReasonCode::IssuerKeyUnknown) => {
            Check::could_not_tell(Subject::Issuer, Reason::new(code))
        }
        Untrusted::Because(code) => Check::failed(
            Subject::Issuer,
            match issuer {
                Some(issuer) => Reason::naming(code, issuer.as_str()),
                None => Reason::new(code),
            },
        ),
        Untrusted::Certificates(error) => {
            Check::failed(Subject::Issuer, Reason::format(error.code(), &error))
        }
    }
}

/// The issuer that was found.
pub(super) fn issuer_found(issuer: Option<&IssuerId>) -> Check {
    let words = match issuer {
        Some(issuer) => format!("on the trust list: {issuer}"),
        None => "names nobody, but is held to a key on the trust list".to_owned(),
    };
    Check::passed(Subject::Issuer, words)
}
