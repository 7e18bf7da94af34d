//! HAIP 1.0 section 4, by the wallet's machine that demands all of it.

use crate::authorization_code::{decide, redirected};
use crate::scene::{PUBLIC, Scene, json, post, text};
use crate::wallet::keys;
use getrandom::SysRng;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::http::{JSON, Reach, Request};
use vouchsafe_openid4vc::oauth::{ClientAttestation, LoopbackRedirect};
use vouchsafe_openid4vc::vci::wallet::{
    AuthorizationStart, Client, CredentialOutcome, KeyProofs, Offered, Prepared, Settings, Step, TokenOutcome,
};
use vouchsafe_openid4vc::vci::{MetadataSigners, Profile};

fn attested(scene: &Scene) -> Client {
    let key = keys(1).remove(0);
    let body = format!(r#"{{"jwk":{}}}"#, key.verifying_key().to_jwk_json());
    let token =
        text(&json(&scene.send(&post("/wallet-provider", JSON, &body))), "wallet_attestation").unwrap();
    Client::Attested(Box::new(ClientAttestation::new(token, key).unwrap()))
}

fn anchors(scene: &Scene) -> TrustAnchors {
    TrustAnchors::from_pem([std::str::from_utf8(&scene.get("/anchor.pem").body).unwrap()]).unwrap()
}

#[test]
fn a_wallet_that_keeps_to_haip_receives() {
    let scene = Scene::of_profile(Profile::Haip);
    let (link, _) = scene.offer("identity", "authorization_code");
    assert!(link.starts_with("haip-vci://"));
    let Offered::Reference(reference) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("by value")
    };
    let asked = reference.acknowledge();
    let offer = asked.request();
    let offer = asked.receive(&scene.send(&offer)).unwrap();
    let settings = Settings {
        profile: Profile::Haip,
        client: attested(&scene),
        metadata_signers: Some(MetadataSigners::default().with_anchors(anchors(&scene))),
        languages: None,
    };
    let discovery = offer.acknowledge().discover(settings).unwrap();
    let metadata = scene.send(&discovery.request());
    assert_eq!(metadata.headers.media_type().as_deref(), Some("application/jwt"));
    let discovery = discovery.receive(&metadata, scene.now()).unwrap();
    let server = scene.send(&discovery.request().unwrap());
    let Step::Next(Prepared::AuthorizationCode(flow)) = discovery.receive(&server, &mut SysRng).unwrap()
    else {
        panic!("not by an authorization code")
    };

    // Every server wants a nonce in proofs, and gives it with its refusal.
    let start = flow.authorize(&["identity"], LoopbackRedirect(49_152), scene.now(), &mut SysRng).unwrap();
    let AuthorizationStart::Push(mut pushing) = start else { panic!("nothing is pushed") };
    let authorizing = loop {
        let response = scene.send(pushing.request());
        match pushing.receive(&response, scene.now(), &mut SysRng).unwrap() {
            Step::Again(again) => pushing = again,
            Step::Next(authorizing) => break authorizing,
        }
    };
    let page = scene.send(&Request::get(authorizing.url().clone(), "text/html", usize::MAX));
    let back = redirected(&decide(&scene, &page, "erika", "agree"));
    let mut pending = authorizing.redirected(&back, scene.now(), &mut SysRng).unwrap();
    let mut authorized = loop {
        let response = scene.send(pending.request());
        match pending.receive(&response, scene.now(), &mut SysRng).unwrap() {
            TokenOutcome::Again(again) => pending = again,
            TokenOutcome::Authorized(authorized) => break authorized,
            other => panic!("{other:?}"),
        }
    };
    let nonce = scene.send(&authorized.nonce_request().unwrap());
    authorized.receive_nonce(&nonce).unwrap();
    let order = authorized.orders()[0].clone();
    let key = keys(1).remove(0);
    let holder: [&SigningKey; 1] = [&key];
    let proofs = KeyProofs::Signed { keys: &holder, attestation: None };
    let mut pending = authorized.request(&order, proofs, scene.now(), &mut SysRng).unwrap();
    let received = loop {
        let response = scene.send(pending.request());
        match pending.receive(&response, scene.now(), &mut SysRng).unwrap() {
            CredentialOutcome::Again(again) => pending = *again,
            CredentialOutcome::Received(received) => break received,
            other => panic!("{other:?}"),
        }
    };

    // The credential's key is certified for the issuer's name, and the anchor is not in the header.
    let header = received.credentials().next().unwrap().split('.').next().unwrap();
    let header = Document::parse(base64url::decode(header).unwrap()).unwrap();
    let chain: Vec<_> = header.root().get("x5c").unwrap().elements().unwrap().collect();
    assert_eq!(chain.len(), 1);
    let standard = chain[0].as_str().unwrap().replace('+', "-").replace('/', "_");
    let leaf = base64url::decode(standard.trim_end_matches('=')).unwrap();
    let verified = anchors(&scene).verify_chain(&[leaf], scene.now()).unwrap();
    assert!(
        verified.uris.contains(&PUBLIC.to_owned())
            && verified.dns_names.contains(&"issuer.example".to_owned())
    );
}

#[test]
fn whoever_does_not_keep_to_haip_gets_nothing() {
    let scene = Scene::of_profile(Profile::Haip);
    let body = r#"{"person":"erika","configuration":"identity","way":"pre_authorized"}"#;
    assert_eq!(text(&json(&scene.admin("/admin/offers", body)), "code").as_deref(), Some("sandbox.profile"));
    let form = "application/x-www-form-urlencoded";
    let plain = "response_type=code&client_id=w&redirect_uri=http://127.0.0.1:1/callback&code_challenge_method=S256&scope=identity\
                 &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let refused = scene.send(&post("/par", form, plain));
    assert_eq!((refused.status, text(&json(&refused), "error").as_deref()), (401, Some("invalid_client")));
    assert!(refused.headers.one("DPoP-Nonce").is_some());
    assert_eq!(scene.get(&format!("/authorize?{plain}")).status, 400);
    assert_eq!(Scene::new().get("/anchor.pem").status, 404);
}
