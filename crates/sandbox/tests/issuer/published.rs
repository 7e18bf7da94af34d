use crate::scene::{PUBLIC, Scene, json, post, text};
use crate::wallet::keys;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, StatusReference, base64url};
use vouchsafe_jose::JwkSet;
use vouchsafe_openid4vc::http::{JSON, Reach};
use vouchsafe_openid4vc::oauth::{ServerMetadata, TrustedSigners};
use vouchsafe_openid4vc::vci::CredentialIssuerId;
use vouchsafe_openid4vc::vci::metadata::{IssuerMetadata, SignedForm};
use vouchsafe_status_list::{Status, UnverifiedStatusListToken};
use vouchsafe_type_metadata::Integrity;

fn keys_of(scene: &Scene) -> JwkSet {
    let published = json(&scene.get("/.well-known/jwt-vc-issuer"));
    assert_eq!(text(&published, "issuer").as_deref(), Some(PUBLIC));
    JwkSet::from_value(published.root().get("jwks").unwrap()).unwrap()
}

#[test]
fn metadata_is_there_plain_and_signed() {
    let scene = Scene::new();
    let issuer = CredentialIssuerId::new(PUBLIC, Reach::HttpsOnly).unwrap();
    let nobody = TrustedSigners::default();
    let plain = scene.send(&IssuerMetadata::request(&issuer, SignedForm::NotAsked, None));
    let plain = IssuerMetadata::receive(&plain, &issuer, &nobody, Reach::HttpsOnly, scene.now()).unwrap();
    assert_eq!(plain.configurations.len(), 10);
    assert!(plain.configurations.values().all(|one| one.scope.is_some() && one.display.len() == 2));

    let signed = scene.send(&IssuerMetadata::request(&issuer, SignedForm::Preferred, None));
    assert_eq!(signed.headers.media_type().as_deref(), Some("application/jwt"));
    let signers = TrustedSigners::by_keys(&keys_of(&scene));
    let signed = IssuerMetadata::receive(&signed, &issuer, &signers, Reach::HttpsOnly, scene.now()).unwrap();
    assert_eq!(signed, plain);

    let server = scene.send(&ServerMetadata::request(PUBLIC, Reach::HttpsOnly).unwrap());
    let server = ServerMetadata::receive(&server, PUBLIC, Reach::HttpsOnly).unwrap();
    assert!(server.iss_in_responses && server.par_endpoint.is_some());
}

#[test]
fn type_metadata_is_the_bytes_that_credentials_name() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("event_pass", "pre_authorized");
    let received = world.receive(world.authorized(&link, None), &keys(1));
    let credential = received.credentials().next().unwrap();
    let payload = base64url::decode(credential.split(['.', '~']).nth(1).unwrap()).unwrap();
    let claims = Document::parse(payload).unwrap();
    let integrity = Integrity::of_credential(claims.root()).unwrap().unwrap();
    let vct = claims.root().get("vct").unwrap().as_str().unwrap().into_owned();
    let served = scene.get(vct.strip_prefix(PUBLIC).unwrap());
    assert_eq!(integrity.verify(&served.body), Ok(()));
    assert_eq!(served.headers.media_type().as_deref(), Some(JSON));
    assert_eq!(scene.get("/types/passport").status, 404);
}

/// What the list that is served says of an entry.
fn served_status(scene: &Scene, credential: &str) -> Status {
    let payload = base64url::decode(credential.split(['.', '~']).nth(1).unwrap()).unwrap();
    let claims = Document::parse(payload).unwrap();
    let reference = StatusReference::from_claims(claims.root()).unwrap().unwrap();
    let served = scene.get(reference.uri().strip_prefix(PUBLIC).unwrap());
    assert_eq!(served.headers.media_type().as_deref(), Some("application/statuslist+jwt"));
    let token = String::from_utf8(served.body.to_vec()).unwrap();
    let unverified = UnverifiedStatusListToken::parse(&token).unwrap();
    let verified = unverified.verify(&keys_of(scene).keys()[0], reference.uri()).unwrap();
    verified.look_up(reference.index()).unwrap()
}

#[test]
fn what_is_said_of_a_credential_is_published_with_the_next_list() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("identity", "pre_authorized");
    let received = world.receive(world.authorized(&link, None), &keys(1));
    let credential = received.credentials().next().unwrap().to_owned();
    let state = scene.state();
    let id = state.root().get("issued").unwrap().elements().unwrap().next().unwrap().get("id").unwrap();
    let id = id.as_str().unwrap().into_owned();
    let change = |change: &str| {
        scene.admin("/admin/changes", &format!(r#"{{"id":"{id}","change":"{change}"}}"#)).status
    };
    let next_list = || {
        scene.pass(Duration::from_minutes(1));
        scene.sandbox.tick().unwrap();
    };
    assert_eq!(served_status(&scene, &credential), Status::Valid);
    assert_eq!(change("suspend"), 204);
    assert_eq!(served_status(&scene, &credential), Status::Valid);
    next_list();
    assert_eq!(served_status(&scene, &credential), Status::Suspended);
    assert_eq!(change("reinstate"), 204);
    next_list();
    assert_eq!(served_status(&scene, &credential), Status::Valid);
    assert_eq!(change("revoke"), 204);
    assert_eq!(change("reinstate"), 400);
    next_list();
    assert_eq!(served_status(&scene, &credential), Status::Invalid);
    assert_eq!(change("replace"), 200);
}

#[test]
fn a_bbs_credential_that_is_revoked_is_in_the_next_statement() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("identity_bbs", "pre_authorized");
    world.receive(world.authorized(&link, None), &[]);
    let state = scene.state();
    let id = state.root().get("issued").unwrap().elements().unwrap().next().unwrap().get("id").unwrap();
    let id = id.as_str().unwrap().into_owned();
    let change = |change: &str| {
        scene.admin("/admin/changes", &format!(r#"{{"id":"{id}","change":"{change}"}}"#)).status
    };
    assert_eq!(change("suspend"), 400);
    assert_eq!(change("revoke"), 204);

    let statements = || String::from_utf8(scene.get("/revocation/0").body.to_vec()).unwrap().lines().count();
    assert_eq!(statements(), 1);
    scene.pass(Duration::from_minutes(5));
    scene.sandbox.tick().unwrap();
    assert_eq!(statements(), 2);
    assert_eq!(
        text(&json(&scene.get("/revocation")), "registry").as_deref(),
        Some("https://issuer.example/revocation")
    );
    for nothing in
        ["/revocation/1", "/revocation/00", "/revocation/-1", "/status/0", "/status/2", "/status/x"]
    {
        assert_eq!(scene.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn a_clock_that_went_back_changes_nothing_that_is_served() {
    let scene = Scene::new();
    let before = scene.get("/status/1").body;
    scene.pass(Duration::from_minutes(1));
    scene.sandbox.tick().unwrap();
    let after = scene.get("/status/1").body;
    assert_ne!(before, after);
    scene.go_back(Duration::from_hours(1));
    let scene = scene.restarted();
    assert_eq!(scene.get("/status/1").body, after);
}

#[test]
fn the_wallet_provider_attests_anything_and_says_so() {
    let scene = Scene::new();
    let key = &keys(1)[0];
    let body = format!(r#"{{"jwk":{}}}"#, key.verifying_key().to_jwk_json());
    let attested = json(&scene.send(&post("/wallet-provider", JSON, &body)));
    assert!(text(&attested, "warning").unwrap().contains("any key"));
    let token = text(&attested, "wallet_attestation").unwrap();
    let key =
        vouchsafe_jose::SigningKey::from_jwk_json(key.to_private_jwk_json().unwrap().as_bytes()).unwrap();
    let attestation = vouchsafe_openid4vc::oauth::ClientAttestation::new(token, key).unwrap();
    assert_eq!(Some(attestation.client_id().to_owned()), text(&attested, "client_id"));
    assert_eq!(scene.send(&post("/wallet-provider", JSON, "{}")).status, 400);
}
