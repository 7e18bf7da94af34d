use super::credential::{Credential, Proven};
use crate::report::{Check, Subject};
use crate::{Policy, Reason, ReasonCode};
use vouchsafe_credential::CredentialType;
use vouchsafe_credential::format::SD_JWT_VC;
use vouchsafe_credential::json::Value;
use vouchsafe_dcql::{
    Authority, Binding, Candidate, CredentialQuery, Format, Mismatch, NothingWithheld, Presented, Withheld,
};
use vouchsafe_jose::x5c::authority_key_ids;
use vouchsafe_sd_jwt::{LegacyTyp, Profile, VerifiedSdJwt};

/// What is shown against what the credential query asks for (OpenID4VP section 8.6). The policy decides besides: a query may
/// ask for less than the policy demands, and does not loosen it.
pub(crate) fn query(policy: &Policy, asked: &CredentialQuery, credential: &Credential) -> Check {
    let types: Vec<_> = credential.credential_type().into_iter().collect();
    let shown = match &credential.proven {
        Proven::SdJwt(sd_jwt) => show_sd_jwt(policy, asked, credential, sd_jwt, &types),
        Proven::Bbs(presentation) => {
            let shown = Candidate {
                format: &Format::Bbs,
                types: &types,
                claims: presentation.claims(),
                binding: Binding::Bound,
                authorities: &[],
            };
            // A list is one claim: it is shown as a whole.
            asked.shown_by(&Presented { shown, withheld: &NothingWithheld })
        }
    };
    match shown {
        Ok(()) => Check::passed(Subject::Query, format!("shows what `{}` asks for", asked.id())),
        Err(mismatch) => Check::failed(Subject::Query, reason(asked, &mismatch)),
    }
}

fn show_sd_jwt(
    policy: &Policy,
    asked: &CredentialQuery,
    credential: &Credential,
    sd_jwt: &VerifiedSdJwt,
    types: &[CredentialType],
) -> Result<(), Mismatch> {
    // Certificates that no anchor was reached by are as good as none.
    let chain = if credential.trusted.is_by_certificate() { sd_jwt.header().x5c() } else { None };
    let authorities: Vec<_> = authority_key_ids(chain.unwrap_or_default()).map(Authority::key_id).collect();
    let format = match (&policy.profile, sd_jwt.header().typ()) {
        (_, Some(SD_JWT_VC)) | (Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt), _) => Format::SdJwtVc,
        (_, typ) => Format::Other(typ.unwrap_or_default().to_owned()),
    };
    let shown = Candidate {
        format: &format,
        types,
        claims: sd_jwt.claims(),
        binding: if sd_jwt.has_key_binding() { Binding::Bound } else { Binding::Unbound },
        authorities: &authorities,
    };
    asked.shown_by(&Presented { shown, withheld: &Elements(sd_jwt) })
}

/// Elements of lists that no disclosure opens.
struct Elements<'a>(&'a VerifiedSdJwt);

impl Withheld for Elements<'_> {
    fn positions(&self, list: Value<'_>) -> Vec<usize> {
        self.0.undisclosed_elements(list).collect()
    }
}

fn reason(asked: &CredentialQuery, mismatch: &Mismatch) -> Reason {
    let code = match mismatch {
        Mismatch::Format => ReasonCode::QueryFormat,
        Mismatch::Type => ReasonCode::QueryType,
        Mismatch::Authority => ReasonCode::QueryAuthority,
        Mismatch::HolderBinding => ReasonCode::QueryHolderBinding,
        Mismatch::ClaimMissing { .. } => ReasonCode::QueryClaimMissing,
        Mismatch::PathDoesNotApply { .. } => ReasonCode::QueryPathDoesNotApply,
        Mismatch::ValueDiffers { .. } => ReasonCode::QueryValueDiffers,
        Mismatch::ClaimSets => ReasonCode::QueryClaimSets,
        Mismatch::TooManyClaims { .. } => ReasonCode::QueryTooManyClaims,
        other => ReasonCode::Format(other.code()),
    };
    Reason::worded(code, format!("not what `{}` asks for: {mismatch}", asked.id()))
}
