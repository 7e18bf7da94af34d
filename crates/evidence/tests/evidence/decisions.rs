//! What a verifier's decision wants: fetched ahead of it, handed out without asking anybody.

use crate::kit::{Scene, jitter, run};
use vouchsafe_credential::Timestamp;
use vouchsafe_evidence::DecisionNeeds;
use vouchsafe_verifier::{
    Audience, CredentialType, Decision, Evidence, IssuerId, Need, Nonce, Pending, Policy, ProofKind, Request,
    TrustEntry, Verifier,
};

const NOW: Timestamp = Timestamp::from_unix(1_767_268_800);
const LIST: &str = "https://issuer.example/status/1";
const REGISTRY: &str = "https://issuer.example/registry/1";

macro_rules! door {
    ($file:literal) => {
        include_str!(concat!("../../../verifier/examples/door/", $file))
    };
}

/// What somebody shows at the door who has a credential of this type.
fn pending(kind: &str, presentation: &str) -> Pending {
    let of = CredentialType::new(format!("https://credentials.example/{kind}")).unwrap();
    let issuer = IssuerId::new("https://issuer.example").unwrap();
    let entry = TrustEntry::issuer_key_set(issuer, door!("issuer.jwks.json")).unwrap();
    let policy = Policy::strict().trust(entry.for_types([of.clone()])).accept_types([of]);
    let policy = policy.accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    let request =
        Request::new(Audience::new("https://door.example").unwrap(), Nonce::new("n-0S6_WzA2Mj").unwrap());
    Verifier::new(policy).begin(presentation.trim_end(), &request, NOW).unwrap()
}

/// Fetches what is wanted, decides by what is at hand then, and says so: with which code it is refused, if it is.
async fn decided(scene: &Scene, pending: Pending) -> Option<&'static str> {
    let needs = DecisionNeeds::of(&pending);
    for (_, fetched) in scene.refresher.fetch_for(&needs, NOW, jitter()).await {
        fetched.unwrap();
    }
    scene.network.take_asked();
    let evidence = scene.store().evidence_for(&needs, Evidence::none(), NOW);
    let decision = pending.decide(&evidence, NOW);
    assert_eq!(scene.network.asked(), 0, "whoever decides asks nobody");
    match decision {
        Decision::Accepted(_) => None,
        Decision::Rejected(rejected) => Some(rejected.reasons()[0].code().as_str()),
    }
}

#[test]
fn a_status_list_by_whoever_may_sign_it() {
    run(async {
        let identity = || pending("identity", door!("identity.txt"));
        let scene = Scene::new();
        scene.network.says(LIST, door!("status_list_at_11.txt").trim_end());
        assert_eq!(decided(&scene, identity()).await, None);
        let scene = Scene::new();
        scene.network.says(LIST, door!("status_list_at_12.txt").trim_end());
        assert_eq!(decided(&scene, identity()).await, Some("status.invalid"));
        // Somebody else's, and none at all.
        let scene = Scene::new();
        let needs = DecisionNeeds::of(&identity());
        scene
            .network
            .says(LIST, crate::kit::Issuer::new(1).list(LIST, NOW, vouchsafe_status_list::Status::Valid));
        let fetched = scene.refresher.fetch_for(&needs, NOW, jitter()).await;
        assert_eq!(fetched.len(), 1);
        assert_eq!(fetched[0].1.as_ref().unwrap_err().code(), "evidence.signer_unknown");
        let decision = identity().decide(&scene.store().evidence_for(&needs, Evidence::none(), NOW), NOW);
        let Decision::Rejected(rejected) = decision else { panic!("accepted") };
        assert_eq!(rejected.reasons()[0].code().as_str(), "status.unknown");
    });
}

#[test]
fn the_statements_about_a_registry() {
    run(async {
        let member = pending("member", door!("member.txt"));
        let scene = Scene::new();
        scene.network.says(REGISTRY, door!("registry.json"));
        scene.network.says(&format!("{REGISTRY}/0"), door!("statements.txt"));
        let needs = DecisionNeeds::of(&member);
        assert_eq!(needs.needs(), [Need::Statements { registry: REGISTRY.to_owned() }]);
        assert_eq!(decided(&scene, member).await, None);
        // The same once more asks nobody.
        let again = DecisionNeeds::of(&pending("member", door!("member.txt")));
        scene.refresher.fetch_for(&again, NOW, jitter()).await;
        assert_eq!(scene.network.take_asked(), [""; 0]);
    });
}

/// What one program fetched another decides by, without a network.
#[test]
fn a_snapshot_is_as_good_for_a_decision() {
    run(async {
        let identity = || pending("identity", door!("identity.txt"));
        let scene = Scene::new();
        scene.network.says(LIST, door!("status_list_at_11.txt").trim_end());
        assert_eq!(decided(&scene, identity()).await, None);
        let issuer = IssuerId::new("https://issuer.example").unwrap();
        let entry = TrustEntry::issuer_key_set(issuer, door!("issuer.jwks.json")).unwrap();
        let signers = Policy::strict().trust(entry).list_signers();
        let signers: Vec<_> =
            signers.iter().filter_map(|signers| vouchsafe_evidence::StatusSigner::trusted(signers)).collect();
        let desk = Scene::new();
        let report = desk.store().load_snapshot(&scene.store().to_snapshot(NOW), &signers, NOW).unwrap();
        assert_eq!((report.taken, report.refused.len(), report.is_whole), (1, 0, true));
        let evidence = desk.store().evidence_for(&DecisionNeeds::of(&identity()), Evidence::none(), NOW);
        assert!(matches!(identity().decide(&evidence, NOW), Decision::Accepted(_)));
    });
}
