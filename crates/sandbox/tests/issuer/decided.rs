//! What `vouchsafe-verifier` decides of what is issued here, by what is published and nothing else: every type in both forms, and what becomes of
//! a credential that is revoked, suspended, reinstated or replaced.

use crate::scene::{PUBLIC, Scene, json, text};
use crate::wallet::keys;
use getrandom::SysRng;
use vouchsafe_accumulator::{Registry, UnverifiedSegment};
use vouchsafe_bbs::revocation::Period;
use vouchsafe_bbs::{Ciphersuite, Generators};
use vouchsafe_credential::{Audience, CredentialType, Duration, IssuerId, Nonce};
use vouchsafe_jose::{JwkSet, SigningKey};
use vouchsafe_jpt::{IssuerKey, PreparedIssuer, PresentationRequest, UnverifiedJpt};
use vouchsafe_openid4vc::vci::wallet::{CredentialOutcome, DeferredOutcome};
use vouchsafe_sd_jwt::{HeldSdJwt, KeyBindingRequest, UnverifiedSdJwt, VerifyOptions};
use vouchsafe_verifier::{
    Claim, Decision, Evidence, Loosening, Need, Policy, ProofKind, RegistryEvidence, Request, TrustEntry,
    Verifier,
};

const AUDIENCE: &str = "https://door.example";
const NONCE: &str = "n-0S6_WzA2Mj-decided";
/// What everybody holds: a claim of each type that Erika may keep back, and shows here.
const TYPES: [(&str, &str); 5] = [
    ("identity", "age_over_18"),
    ("residence", "resident_since"),
    ("employee_badge", "job_title"),
    ("diploma", "degree"),
    ("event_pass", "category"),
];

/// A credential with whatever it takes to show it.
struct Held {
    text: String,
    key: SigningKey,
}

/// Takes up an offer of this configuration to Erika, however long it takes.
fn receive(scene: &Scene, configuration: &str) -> Held {
    let (link, _) = scene.offer(configuration, "pre_authorized");
    take_up(scene, &link, configuration)
}

fn take_up(scene: &Scene, link: &str, configuration: &str) -> Held {
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let mut keys = keys(1);
    let bound = if configuration.ends_with("_bbs") { &keys[..0] } else { &keys[..] };
    let received = match world.ask(world.authorized(link, None), bound) {
        CredentialOutcome::Received(received) => received,
        CredentialOutcome::Deferred(deferred) => {
            scene.pass(Duration::from_secs(20));
            let pending = deferred.resume(scene.now(), &mut SysRng).unwrap();
            let response = scene.send(pending.request());
            match pending.receive(&response, scene.now(), &mut SysRng).unwrap() {
                DeferredOutcome::Received(received) => received,
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other:?}"),
    };
    let text = received.credentials().next().unwrap().to_owned();
    Held { text, key: keys.remove(0) }
}

fn key_set(scene: &Scene) -> String {
    let metadata = json(&scene.get("/.well-known/jwt-vc-issuer"));
    metadata.root().get("jwks").unwrap().to_json()
}

fn credential_type(name: &str) -> CredentialType {
    CredentialType::new(format!("{PUBLIC}/types/{name}")).unwrap()
}

fn text_of(scene: &Scene, path: &str) -> String {
    String::from_utf8(scene.get(path).body.to_vec()).unwrap()
}

/// What everybody can know by now.
fn published(scene: &Scene, needs: &[Need]) -> Evidence {
    scene.sandbox.tick().unwrap();
    let mut evidence = Evidence::none();
    for need in needs {
        evidence = match need {
            Need::StatusList { uri } => {
                evidence.received(text_of(scene, uri.strip_prefix(PUBLIC).unwrap()), scene.now())
            }
            Need::Statements { .. } => {
                let mut known = RegistryEvidence::new(&text_of(scene, "/revocation")).unwrap();
                known.add_statements(&text_of(scene, "/revocation/0")).unwrap();
                evidence.registry(known)
            }
            other => panic!("the policy does not demand {other}"),
        };
    }
    evidence
}

fn decide(scene: &Scene, name: &str, presentation: &str) -> Decision {
    let issuer = IssuerId::new(PUBLIC).unwrap();
    // The set has the key of each form.
    let entry = TrustEntry::issuer_key_set(issuer, &key_set(scene)).unwrap();
    let policy = Policy::strict()
        .trust(entry.for_types([credential_type(name)]))
        .accept_types([credential_type(name)])
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    let request = Request::new(Audience::new(AUDIENCE).unwrap(), Nonce::new(NONCE).unwrap());
    let pending = Verifier::new(policy).begin(presentation, &request, scene.now()).unwrap();
    let evidence = published(scene, pending.needs());
    pending.decide(&evidence, scene.now())
}

fn present_sd_jwt(scene: &Scene, held: &Held, claim: &str) -> String {
    let set = JwkSet::parse(key_set(scene).as_bytes()).unwrap();
    let options = VerifyOptions::default();
    let verified = UnverifiedSdJwt::parse(&held.text).unwrap().verify(&set.keys()[0], &options).unwrap();
    let card = HeldSdJwt::from_verified(verified).unwrap();
    let to = KeyBindingRequest {
        audience: Audience::new(AUDIENCE).unwrap(),
        nonce: Nonce::new(NONCE).unwrap(),
        issued_at: scene.now(),
    };
    card.select(&[claim.parse().unwrap()]).unwrap().bind(&held.key, &to).unwrap()
}

fn present_jpt(scene: &Scene, held: &Held, claim: &str) -> String {
    let set = key_set(scene);
    let document = vouchsafe_credential::json::Document::parse(set).unwrap();
    let keys = document.root().get("keys").unwrap();
    let key = keys.elements().unwrap().find_map(|key| IssuerKey::from_jwk(key).ok()).unwrap();
    let registry = Registry::parse(&text_of(scene, "/revocation")).unwrap();
    let segment = text_of(scene, "/revocation/0");
    let statements = UnverifiedSegment::parse(&segment).unwrap().verify(&registry, 0, true).unwrap();
    let unverified = UnverifiedJpt::parse(&held.text).unwrap();
    let generators = Generators::new(Ciphersuite::Bls12381Sha256);
    let issuer = PreparedIssuer::new(&generators, key.verifying_key(), unverified.header()).unwrap();
    let card = unverified.verify(&issuer).unwrap();
    // For the period in which it was issued.
    let issued = card.witness().unwrap();
    let statement = statements.iter().find(|statement| statement.number() == issued.period()).unwrap();
    let witness = card.receive_witness(registry.key(), statement.value(), issued.octets()).unwrap();
    let period =
        Period::new(registry.key(), issued.period(), *statement.value(), statement.digest()).unwrap();
    let selection = card.select(&[claim.parse().unwrap()]).unwrap();
    let draft = selection.prepare_revocable(&issuer, &period, &witness, &mut SysRng).unwrap();
    let to =
        PresentationRequest { audience: Audience::new(AUDIENCE).unwrap(), nonce: Nonce::new(NONCE).unwrap() };
    draft.finish(&to).unwrap()
}

fn reasons(decision: &Decision) -> Vec<String> {
    match decision {
        Decision::Rejected(rejected) => {
            rejected.reasons().iter().map(|reason| reason.code().to_string()).collect()
        }
        Decision::Accepted(_) => Vec::new(),
    }
}

fn is_accepted(decision: Decision, claim: &str) -> bool {
    let report = decision.report().to_string();
    let Some(accepted) = decision.accepted() else { panic!("{claim}: {report}") };
    // Only what is bound to no key by its kind is said to be.
    assert!(accepted.loosenings().iter().all(|loosened| *loosened == Loosening::NoHolderKey), "{report}");
    matches!(accepted.claim(&claim.parse().unwrap()), Claim::Disclosed(_))
}

#[test]
fn every_type_is_accepted_in_both_forms() {
    let scene = Scene::new();
    for (name, claim) in TYPES {
        let held = receive(&scene, name);
        assert!(is_accepted(decide(&scene, name, &present_sd_jwt(&scene, &held, claim)), claim));
        let held = receive(&scene, &format!("{name}_bbs"));
        assert!(is_accepted(decide(&scene, name, &present_jpt(&scene, &held, claim)), claim));
    }
}

/// The name in the book of the newest credential.
fn newest(scene: &Scene) -> String {
    let state = scene.state();
    let newest = state.root().get("issued").unwrap().elements().unwrap().next().unwrap();
    newest.get("id").unwrap().as_str().unwrap().into_owned()
}

/// What the page does; afterwards so much time passes that it is published.
fn change(scene: &Scene, id: &str, change: &str) -> Option<String> {
    let answer = scene.admin("/admin/changes", &format!(r#"{{"id":"{id}","change":"{change}"}}"#));
    assert!(answer.status < 300, "{change}: {answer:?}");
    let link = (answer.status == 200).then(|| text(&json(&answer), "link").unwrap());
    for _ in 0..3 {
        scene.pass(Duration::from_minutes(5));
        scene.sandbox.tick().unwrap();
    }
    link
}

#[test]
fn an_sd_jwt_is_suspended_reinstated_and_replaced() {
    let scene = Scene::new();
    let held = receive(&scene, "identity");
    let id = newest(&scene);
    let decide_on = |held: &Held| decide(&scene, "identity", &present_sd_jwt(&scene, held, "age_over_18"));
    change(&scene, &id, "suspend");
    assert_eq!(reasons(&decide_on(&held)), ["status.suspended"]);
    change(&scene, &id, "reinstate");
    assert!(is_accepted(decide_on(&held), "age_over_18"));
    let link = change(&scene, &id, "replace").unwrap();
    assert_eq!(reasons(&decide_on(&held)), ["status.invalid"]);
    let other = take_up(&scene, &link, "identity");
    assert!(is_accepted(decide_on(&other), "age_over_18"));
    // For good.
    let again = scene.admin("/admin/changes", &format!(r#"{{"id":"{id}","change":"reinstate"}}"#));
    assert_eq!(again.status, 400);
}

#[test]
fn a_bbs_credential_is_revoked_and_replaced() {
    let scene = Scene::new();
    let held = receive(&scene, "identity_bbs");
    let id = newest(&scene);
    let decide_on = |held: &Held| decide(&scene, "identity", &present_jpt(&scene, held, "age_over_18"));
    assert!(is_accepted(decide_on(&held), "age_over_18"));
    let suspended = scene.admin("/admin/changes", &format!(r#"{{"id":"{id}","change":"suspend"}}"#));
    assert_eq!(suspended.status, 400);
    let link = change(&scene, &id, "replace").unwrap();
    // The holder can prove for no later period, and an earlier one is not enough.
    assert_eq!(reasons(&decide_on(&held)), ["status.lag"]);
    let other = take_up(&scene, &link, "identity_bbs");
    assert!(is_accepted(decide_on(&other), "age_over_18"));
}
