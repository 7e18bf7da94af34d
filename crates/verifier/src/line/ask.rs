use super::member::Members;
use crate::report::{Check, Report, Subject};
use crate::trust::TrustEntry;
use crate::{
    Decision, Error, Evidence, HolderBinding, OnMissingStatus, OnUnknownStatus, Policy, Reason, Rejected,
    Request, Verifier,
};
use vouchsafe_credential::{Audience, Nonce, Timestamp};
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{Algorithm, VerifyingKey};
use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp};

/// What a line asks.
pub(super) struct Ask {
    presentation: String,
    key: Result<VerifyingKey, vouchsafe_jose::Error>,
    policy: Policy,
    request: Request,
    typ: Option<String>,
    now: Timestamp,
}

impl Ask {
    pub(super) fn read(members: &Members<'_>, clock: Timestamp) -> Result<Self, Error> {
        let presentation = members.required("presentation")?;
        let presentation = match (presentation.as_str(), presentation.entries()) {
            (Some(text), _) => text.into_owned(),
            (None, Some(_)) => presentation.to_json(),
            (None, None) => return Err(Error::LineMemberMalformed { member: "presentation" }),
        };
        let request = Request::partial(
            members.identifier("aud", Audience::new)?,
            members.identifier("nonce", Nonce::new)?,
        );
        let typ = members.text("expect_typ")?;
        Ok(Self {
            presentation,
            key: VerifyingKey::from_jwk(members.required("issuer_jwk")?),
            policy: read_policy(members, request.is_complete(), typ.as_deref())?,
            request,
            typ,
            now: members.moment("now")?.unwrap_or(clock),
        })
    }

    pub(super) fn decide(self) -> Decision {
        let Self { presentation, key, policy, request, typ, now } = self;
        let pending = key.map_err(|error| Reason::format(error.code(), &error)).and_then(|key| {
            let policy = policy.trust(TrustEntry::key_for_any_issuer(key).for_any_type());
            let pending = Verifier::new(policy).begin(&presentation, &request, now);
            pending.map_err(|error| Reason::format(error.code(), &error))
        });
        match pending {
            Ok(mut pending) => {
                if let Some(typ) = &typ {
                    pending.expect_typ(typ);
                }
                pending.decide(&Evidence::none(), now)
            }
            Err(reason) => Decision::Rejected(Rejected::new(Report {
                policy: None,
                decided_at: now,
                issuer: None,
                credential_type: None,
                status: None,
                checks: vec![Check::could_not_tell(Subject::Issuer, reason)],
            })),
        }
    }
}

fn read_policy(members: &Members<'_>, request_is_complete: bool, typ: Option<&str>) -> Result<Policy, Error> {
    let binding = match (members.flag("require_key_binding")?, request_is_complete) {
        (Some(true), true) => HolderBinding::Required,
        (Some(true), false) => HolderBinding::RequiredReplayable,
        (Some(false) | None, _) => HolderBinding::NotRequired,
    };
    let policy = Policy::strict()
        .accept_any_type()
        .holder_binding(binding)
        .on_missing_status(OnMissingStatus::Accept)
        .on_unknown_status(OnUnknownStatus::Accept);
    let policy = with_profile(policy, members, typ)?;
    let policy = match members.seconds("kb_max_age_s")? {
        Some(age) => policy.max_key_binding_age(age),
        None => policy,
    };
    let policy = match members.seconds("clock_skew_s")? {
        Some(skew) => policy.clock_skew(skew),
        None => policy,
    };
    let policy = match members.names("allowed_algs", |name| Algorithm::from_name(name).ok())? {
        Some(algorithms) => policy.allow_algorithms(algorithms),
        None => policy,
    };
    Ok(match members.names("allowed_sd_algs", |name| HashAlgorithm::from_registry_name(name).ok())? {
        Some(hashes) => policy.allow_hashes(hashes),
        None => policy,
    })
}

/// The rules that the presentation is held to. An `expect_typ` besides is [`Ask::decide`]'s.
fn with_profile(policy: Policy, members: &Members<'_>, typ: Option<&str>) -> Result<Policy, Error> {
    match (members.text("profile")?.as_deref(), typ) {
        (None | Some("sd-jwt"), None) => Ok(policy.accept_plain_sd_jwt(ExpectedType::Any)),
        (None | Some("sd-jwt"), Some(typ)) => {
            Ok(policy.accept_plain_sd_jwt(ExpectedType::Exactly(typ.to_owned())))
        }
        (Some("sd-jwt-vc"), Some("vc+sd-jwt")) => Ok(policy.legacy_typ(LegacyTyp::AcceptVcSdJwt)),
        (Some("sd-jwt-vc"), _) => Ok(policy),
        (Some(_), _) => Err(Error::LineMemberMalformed { member: "profile" }),
    }
}
