use crate::check::{Check, KeptClaims};
use crate::outcome::{ClaimView, Outcome};
use serde::Serialize;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::vp::{Answer, Session};
use vouchsafe_verifier::report::AnswerReport;

/// The only version there is.
const VERSION: u32 = 1;

/// What is left of a decision, so that it can be seen again: by what it was made, on what, and every check. Digests stand for what was
/// presented; values are in it only where the check keeps them.
#[derive(Serialize)]
pub(crate) struct Receipt<'a> {
    version: u32,
    id: &'a str,
    check: &'a str,
    /// SHA-256 of the policy file, and of the key sets it names.
    policy_sha256: &'a str,
    /// The DCQL query, as JSON.
    query: &'a str,
    /// Whom the presentations had to be made for.
    audience: &'a str,
    nonce_sha256: String,
    /// Of the `vp_token` as JSON.
    answer_sha256: String,
    staples_sha256: Vec<String>,
    report: &'a AnswerReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'a [ClaimView]>,
}

impl<'a> Receipt<'a> {
    pub(crate) fn new(
        check: &'a Check,
        session: &'a Session,
        answer: &Answer,
        report: &'a AnswerReport,
        outcome: &'a Outcome,
    ) -> Self {
        let digest = |text: &str| base64url::encode(&sha256(text.as_bytes()));
        Self {
            version: VERSION,
            id: &outcome.receipt,
            check: &check.id,
            policy_sha256: &check.policy_digest,
            query: &check.query,
            audience: session.client_id().as_str(),
            nonce_sha256: digest(session.nonce().as_str()),
            answer_sha256: digest(answer.vp_token().as_json()),
            staples_sha256: answer.staples().iter().map(|staple| digest(staple)).collect(),
            report,
            claims: (check.keeps.claims == KeptClaims::Kept).then_some(&outcome.claims),
        }
    }
}
