//! The status list that a wallet holds goes along with its answer, and is all that the verifier needs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::cell::RefCell;
use vouchsafe_app::exchange::{Courier, Invitation, VerifierTrust};
use vouchsafe_app::{Chosen, ImportRequest, OpenWallet, Profile};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, CredentialType, Duration, IssuerId, ResponseUri, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{Request, Response};
use vouchsafe_openid4vc::vp::{
    Answer, Client, Completion, Link, Order, PostedAnswer, ResponseMode, Session, WalletAnswer,
};
use vouchsafe_sd_jwt::{DisclosurePlan, SD_JWT_VC_TYP, SdJwtToSign};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use vouchsafe_vault::KdfPolicy;
use vouchsafe_verifier::{AnswerDecision, Evidence, Policy, TrustEntry, Verifier};
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp::from_unix(1_767_268_800);
const ISSUER: &str = "https://city.example";
const TYPE: &str = "https://city.example/identity";
const LIST: &str = "https://city.example/status/1";
const INDEX: u64 = 7;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn issuer() -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut rng(1)).unwrap()
}

fn list(status: Status) -> String {
    let mut list = StatusList::new(Bits::One, 1_000).unwrap();
    list.set(INDEX, status).unwrap();
    StatusListToSign {
        uri: LIST,
        issuer: None,
        issued_at: NOW.saturating_sub(Duration::from_hours(1)),
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list: &list,
    }
    .sign(&issuer())
    .unwrap()
}

/// A wallet with one card, and the status list of its issuer.
fn wallet(directory: &std::path::Path) -> OpenWallet {
    let passphrase = Zeroizing::new("correct horse".to_owned());
    let policy = KdfPolicy::insecure_for_tests();
    let mut wallet = OpenWallet::create_with(&directory.join("wallet"), passphrase, &policy).unwrap();
    wallet.trust_issuer(ISSUER, &issuer().verifying_key().to_jwk_json(), NOW).unwrap();
    let holder = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let claims = format!(
        r#"{{"iss":"{ISSUER}","vct":"{TYPE}","exp":1798761600,"cnf":{{"jwk":{holder}}},"name":"Erika",
            "status":{{"status_list":{{"uri":"{LIST}","idx":{INDEX}}}}}}}"#
    );
    let claims = Document::parse(claims).unwrap();
    let plan = DisclosurePlan::new(["name".parse().unwrap()]);
    let token = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&issuer(), &mut rng(3)).unwrap();
    let import = ImportRequest {
        text: &token,
        single_use: false,
        profile: Profile::SdJwtVc,
        issuer_jwk: None,
        holder_private_jwks: &[],
        type_metadata: &[],
    };
    wallet.import(&import, NOW).unwrap();
    wallet.apply_status(&list(Status::Valid), NOW).unwrap();
    wallet
}

/// A verifier that is reached without a network.
struct Gate {
    session: Session,
    answers: RefCell<Vec<Answer>>,
}

impl Courier for Gate {
    fn exchange(&self, post: &Request) -> Result<Response, vouchsafe_net::Error> {
        let posted = PostedAnswer::parse(post.headers.media_type().as_deref(), &post.body).unwrap();
        let Ok(WalletAnswer::Presented(answer)) = posted.open(&self.session, NOW) else { panic!() };
        self.answers.borrow_mut().push(answer);
        Ok(Completion::none())
    }
}

/// What the wallet answers somebody who asks in this way.
fn answer(mode: ResponseMode, asking: impl FnOnce(Order) -> Order) -> (Gate, Answer) {
    let directory = tempfile::tempdir().unwrap();
    let mut wallet = wallet(directory.path());
    let response_uri = ResponseUri::new("https://gate.example/answers").unwrap();
    let query = format!(
        r#"{{"credentials":[{{"id":"id","format":"dc+sd-jwt","meta":{{"vct_values":["{TYPE}"]}},"claims":[{{"path":["name"]}}]}}]}}"#
    );
    let client = Client::redirect_uri(&response_uri).unwrap();
    let order = asking(Order::new(query.as_bytes(), response_uri).unwrap().by(mode));
    let session = client.begin(&order, NOW, &mut rng(5)).unwrap();
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let gate = Gate { session, answers: RefCell::default() };
    let trust = VerifierTrust::new(&[]).unwrap();
    let invitation = Invitation::parse(&link, &gate).unwrap();
    let asked = wallet.open_request(invitation, &trust, &gate, NOW).unwrap();
    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap();
    let digest = draft.view.digest.clone();
    wallet.answer(&asked, draft, &digest, &[], &gate, NOW).unwrap();
    let answer = gate.answers.borrow_mut().pop().unwrap();
    (gate, answer)
}

fn decide(gate: &Gate, answer: &Answer, evidence: &Evidence) -> AnswerDecision {
    let entry = TrustEntry::issuer(IssuerId::new(ISSUER).unwrap(), [issuer().verifying_key().clone()])
        .for_types([CredentialType::new(TYPE).unwrap()]);
    let policy = Policy::strict().trust(entry).accept_types([CredentialType::new(TYPE).unwrap()]);
    let audience = Audience::new(gate.session.client_id().as_str()).unwrap();
    let request = vouchsafe_verifier::Request::new(audience, gate.session.nonce().clone())
        .with_query(gate.session.query().clone());
    let pending = Verifier::new(policy).begin_answer(answer.vp_token().as_json(), &request, NOW).unwrap();
    pending.decide(evidence, NOW)
}

#[test]
fn what_the_wallet_staples_is_what_the_verifier_decides_by() {
    for mode in [ResponseMode::DirectPost, ResponseMode::DirectPostJwt] {
        let (gate, answer) = answer(mode, Order::asking_for_staples);
        let [staple] = answer.staples() else { panic!("{:?}", answer.staples()) };
        let says = |token: &str| token.rsplit_once('.').map(|(says, _)| says.to_owned());
        assert_eq!(says(staple), says(&list(Status::Valid)), "but for the signature, which draws");
        let stapled = Evidence::none().stapled(staple.clone());
        let decision = decide(&gate, &answer, &stapled);
        let report = decision.report().to_string();
        assert!(decision.accepted().is_some(), "{report}");
        assert!(report.contains("brought by the presenter"), "{report}");
        let without = decide(&gate, &answer, &Evidence::none());
        assert!(without.report().to_string().contains("status.unknown"));
        assert!(without.accepted().is_none());
        // One of somebody else's making says nothing.
        let other = list(Status::Invalid);
        let forged = format!("{}.{}", says(staple).unwrap(), other.rsplit('.').next().unwrap());
        assert!(decide(&gate, &answer, &Evidence::none().stapled(forged)).accepted().is_none());
    }
}

#[test]
fn nobody_gets_a_staple_who_did_not_ask() {
    let (gate, answer) = answer(ResponseMode::DirectPost, |order| order);
    assert!(answer.staples().is_empty());
    assert!(decide(&gate, &answer, &Evidence::none()).accepted().is_none());
}
