//! What a server may ask for once more, it may ask for once.

use crate::kit::{Extras, MEMBER, Scene};
use vouchsafe_openid4vc::http::{JSON, Response};
use vouchsafe_openid4vc::oauth::{ATTESTATION_CHALLENGE, DPOP_NONCE, Error as OAuthError};
use vouchsafe_openid4vc::vci::wallet::{
    AuthorizationStart, Client, CredentialOutcome, KeyProofs, Prepared, Pushing, Settings, Step, TokenOutcome,
};
use vouchsafe_openid4vc::vci::{Error, Profile};

fn refusal(error: &str) -> Response {
    Response::new(400, JSON, format!(r#"{{"error":"{error}"}}"#))
}

fn pushing(scene: &mut Scene) -> Pushing {
    let Prepared::AuthorizationCode(flow) = scene.prepare(&scene.browser_link()).unwrap() else {
        panic!("no browser")
    };
    let redirect = vouchsafe_openid4vc::oauth::LoopbackRedirect(1);
    match flow.authorize(&[MEMBER], redirect, scene.now, &mut scene.rng).unwrap() {
        AuthorizationStart::Push(pushing) => pushing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_that_always_wants_another_nonce() {
    let mut scene = Scene::new(Extras::default());
    let pushing = pushing(&mut scene);
    let wants = refusal("use_dpop_nonce").with_header(DPOP_NONCE, "first");
    let first = pushing.request().headers.one("DPoP").unwrap().to_owned();
    let Step::Again(again) = pushing.receive(&wants, scene.now, &mut scene.rng).unwrap() else {
        panic!("not again")
    };
    assert_ne!(again.request().headers.one("DPoP"), Some(&*first), "the proof is made anew");
    assert_eq!(again.request().headers.all("DPoP").count(), 1);
    let wants = refusal("use_dpop_nonce").with_header(DPOP_NONCE, "second");
    let refused = again.receive(&wants, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ServerRefused { error: "use_dpop_nonce" }));
}

#[test]
fn a_server_that_wants_a_nonce_and_gives_none() {
    for unusable in [None, Some(""), Some("a b"), Some("a\r\nb")] {
        let mut scene = Scene::new(Extras::default());
        let pushing = pushing(&mut scene);
        let wants = match unusable {
            None => refusal("use_dpop_nonce"),
            Some(nonce) => refusal("use_dpop_nonce").with_header(DPOP_NONCE, nonce),
        };
        let refused = pushing.receive(&wants, scene.now, &mut scene.rng).unwrap_err();
        assert_eq!(refused, Error::OAuth(OAuthError::ServerRefused { error: "use_dpop_nonce" }));
    }
}

#[test]
fn a_server_that_always_wants_another_challenge() {
    let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
    let pushing = pushing(&mut scene);
    let wants = refusal("use_attestation_challenge").with_header(ATTESTATION_CHALLENGE, "a");
    let Step::Again(again) = pushing.receive(&wants, scene.now, &mut scene.rng).unwrap() else {
        panic!("not again")
    };
    let refused = again.receive(&wants, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ServerRefused { error: "use_attestation_challenge" }));
}

#[test]
fn an_issuer_that_always_refuses_its_nonces() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let mut authorized = scene.authorize();
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    scene.fetch_nonce(&mut authorized);
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let outcome = pending.receive(&refusal("invalid_nonce"), scene.now, &mut scene.rng).unwrap();
    let CredentialOutcome::NonceRefused(mut authorized) = outcome else { panic!("{outcome:?}") };
    assert_eq!(authorized.nonce(), None, "the old one is not used again");
    scene.fetch_nonce(&mut authorized);
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let refused = pending.receive(&refusal("invalid_nonce"), scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::NonceRefusedAgain);
}

#[test]
fn a_nonce_is_fetched_before_and_used_once() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let authorized = scene.authorize();
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    assert_eq!(
        authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap_err(),
        Error::NonceNeeded
    );
}

#[test]
fn errors_of_an_issuer_are_told_apart_by_name_alone() {
    for (error, expected) in [
        ("credential_request_denied", "credential_request_denied"),
        ("<script>alert(1)</script>", "for a reason of its own"),
        ("", "for a reason of its own"),
    ] {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let mut authorized = scene.authorize();
        scene.fetch_nonce(&mut authorized);
        let order = authorized.orders()[0].clone();
        let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
        let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
        let refused = pending.receive(&refusal(error), scene.now, &mut scene.rng).unwrap_err();
        assert_eq!(refused, Error::IssuerRefused { error: expected });
    }
    for status in [204, 301, 302, 404, 500, 503] {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let mut authorized = scene.authorize();
        scene.fetch_nonce(&mut authorized);
        let order = authorized.orders()[0].clone();
        let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
        let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
        let refused = pending.receive(&Response::empty(status), scene.now, &mut scene.rng).unwrap_err();
        assert_eq!(refused, Error::ResponseStatus, "{status}");
    }
}

#[test]
fn a_wallet_without_a_name_has_none_in_its_proofs() {
    let mut scene = Scene::new(Extras::default());
    let anonymous = || Settings {
        profile: Profile::OpenId4Vci,
        client: Client::Anonymous,
        metadata_signers: None,
        languages: None,
    };
    let link = scene.pre_authorized_link(None);
    let Prepared::PreAuthorized(flow) = scene.prepare_with(&link, anonymous()).unwrap() else {
        panic!("no code")
    };
    let pending = flow.redeem(&[MEMBER], None, scene.now, &mut scene.rng).unwrap();
    let body = String::from_utf8(pending.request().body.to_vec()).unwrap();
    assert!(!body.contains("client_id"));
    let response = scene.send(pending.request());
    let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
    let TokenOutcome::Authorized(authorized) = outcome else { panic!("{outcome:?}") };
    let key = scene.key();
    assert!(matches!(scene.ask(authorized, &[&key]), Ok(CredentialOutcome::Received(_))));

    scene.server.metadata.anonymous_pre_authorized = false;
    let link = scene.pre_authorized_link(None);
    let refused = scene.prepare_with(&link, anonymous()).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ClientUnsupported));
    let named = scene.prepare(&link).unwrap();
    assert!(matches!(named, Prepared::PreAuthorized(_)));
}
