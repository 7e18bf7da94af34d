//! `@openid4vc/openid4vp` and `@sd-jwt/sd-jwt-vc` answer our verifier, which decides; the credential is one that `@openid4vc/openid4vci`
//! received from our sandbox.

use super::certified::base64;
use super::gate::{Asks, Gate, certified};
use super::parties::Party;
use super::site::Site;
use serde_json::{Value, json};
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId};
use vouchsafe_openid4vc::http::Method;
use vouchsafe_openid4vc::vp::ResponseMode::{self, DirectPost, DirectPostJwt};
use vouchsafe_verifier::{AnswerDecision, Claim, Policy, TrustEntry};

/// Somebody who holds an identity card of the sandbox.
struct Holder {
    site: Site,
    credential: String,
    key: Value,
}

impl Holder {
    fn new() -> Self {
        let site = Site::open();
        let offer = site.offer("identity", "pre_authorized");
        let receiver = Party::start("receiver", &json!({ "offer": offer["link"] }));
        let received = receiver.tells("received");
        let credential = received["credentials"][0].as_str().unwrap().to_owned();
        Self { site, credential, key: received["keys"][0].clone() }
    }

    fn credential_type(&self) -> CredentialType {
        CredentialType::new(format!("{}/types/identity", self.site.server.base)).unwrap()
    }

    /// What the verifier decides after their wallet has answered.
    fn answers(&self, asks: Asks, mode: ResponseMode) -> AnswerDecision {
        let issuer = IssuerId::new(&*self.site.server.base).unwrap();
        let entry = TrustEntry::issuer_key_set(issuer, &self.site.key_set()).unwrap();
        let policy = Policy::strict()
            .trust(entry.for_types([self.credential_type()]))
            .accept_types([self.credential_type()]);
        let query = json!({"credentials": [{
            "id": "id", "format": "dc+sd-jwt", "meta": { "vct_values": [self.credential_type().as_str()] },
            "claims": [{ "path": ["age_over_18"] }],
        }]});
        let gate = Gate::open(asks, mode, &query.to_string(), policy);
        let order = json!({
            "link": gate.link, "anchor": base64(&certified().authority), "credential": self.credential,
            "holder_key": self.key, "frame": { "age_over_18": true },
        });
        let answered = Party::start("presenter", &order).tells("answered");
        assert_eq!((&answered["status"], &answered["body"]), (&json!(200), &json!("{}")), "{answered}");
        assert_eq!(answered["encrypted"], mode == DirectPostJwt);
        gate.decision()
    }
}

#[test]
fn it_is_accepted_however_it_is_asked() {
    let holder = Holder::new();
    for (asks, mode) in [
        (Asks::ByReference(Method::Get), DirectPostJwt),
        (Asks::ByReference(Method::Post), DirectPost),
        (Asks::Signed, DirectPostJwt),
        (Asks::ByValue, DirectPost),
        (Asks::ByValue, DirectPostJwt),
    ] {
        let decision = holder.answers(asks, mode);
        let report = decision.report().to_string();
        let accepted = decision.accepted().unwrap_or_else(|| panic!("{asks:?} {mode:?}: {report}"));
        let claim = |name| accepted.claim(&ClaimPath::top(name));
        let Claim::Disclosed(shown) = claim("age_over_18") else { panic!("{report}") };
        assert_eq!(shown.first().and_then(|value| value.as_bool()), Some(true));
        assert_eq!(claim("family_name"), Claim::Undisclosed);
        assert_eq!(accepted.loosenings(), []);
    }
}
