//! An issuance that waits is kept and goes on.

use crate::kit::{Extras, MEMBER, Scene};
use vouchsafe_openid4vc::vci::Error;
use vouchsafe_openid4vc::vci::limits::MAX_STORED;
use vouchsafe_openid4vc::vci::wallet::{
    CredentialOutcome, DeferredOutcome, Notify, Prepared, Saved, TokenOutcome,
};
use vouchsafe_openid4vc::vci::{NotificationEvent, TxCode};
use zeroize::Zeroizing;

macro_rules! reloaded {
    ($state:expr, $variant:ident) => {{
        let bytes = $state.save().unwrap();
        match Saved::load(&bytes).unwrap() {
            Saved::$variant(state) => {
                assert_eq!(*state.save().unwrap(), *bytes, "kept again, it is the same");
                state
            }
            other => panic!("{other:?}"),
        }
    }};
}

#[test]
fn every_state_that_waits_goes_on_from_where_it_was() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(Some(("493536", TxCode::default())));
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    let flow = reloaded!(flow, PreAuthorized);
    let typed = Some(Zeroizing::new("493536".to_owned()));
    let pending = flow.redeem(&[MEMBER], typed, scene.now, &mut scene.rng).unwrap();
    let response = scene.send(pending.request());
    let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
    assert!(matches!(outcome, TokenOutcome::Authorized(_)));

    let extras = Extras { haip: true, dpop_nonce: true, challenge: true, defer: true, ..Extras::default() };
    let mut scene = Scene::new(extras);
    let Prepared::AuthorizationCode(flow) = scene.prepare(&scene.browser_link()).unwrap() else {
        panic!("no browser")
    };
    let flow = reloaded!(flow, Browser);
    let authorizing = scene.push(Prepared::AuthorizationCode(flow)).unwrap();
    let authorizing = reloaded!(authorizing, Authorizing);
    let redirected = scene.browse(authorizing.url());
    assert_eq!(authorizing.is_answered_by(&redirected), Ok(()));
    let pending = authorizing.redirected(&redirected, scene.now, &mut scene.rng).unwrap();
    let authorized = reloaded!(scene.token(pending).unwrap(), Authorized);
    let key = scene.key();
    let CredentialOutcome::Deferred(deferred) = scene.ask(authorized, &[&key]).unwrap() else {
        panic!("not later")
    };
    let deferred = reloaded!(deferred, Deferred);

    scene.extras.defer = false;
    scene.now = deferred.not_before();
    let mut pending = deferred.resume(scene.now, &mut scene.rng).unwrap();
    let received = loop {
        let response = scene.send(pending.request());
        match pending.receive(&response, scene.now, &mut scene.rng).unwrap() {
            DeferredOutcome::Again(again) => pending = *again,
            DeferredOutcome::Received(received) => break received,
            DeferredOutcome::Waiting(_) => panic!("still later"),
        }
    };
    let received = reloaded!(received, Received);
    assert_eq!(received.credentials().collect::<Vec<_>>(), ["credential.0"]);
    let notify = received.notify(NotificationEvent::Accepted, None, scene.now, &mut scene.rng).unwrap();
    assert!(matches!(notify, Notify::Send(_)));
}

#[test]
fn what_is_damaged_or_of_a_later_version_is_refused() {
    let mut scene = Scene::new(Extras::default());
    let bytes = scene.authorize().save().unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let load = |text: &str| Saved::load(text.as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(load(&text.replace(r#""openid4vci":"1""#, r#""openid4vci":"2""#)), Error::StoredNewer);
    for damaged in [
        "",
        "{}",
        "[]",
        &text[..text.len() - 1],
        &text.replace(r#""openid4vci":"1""#, r#""openid4vci":"0""#),
        &text.replace(r#""step":"authorized""#, r#""step":"other""#),
        &text.replace(r#""profile":"openid4vci""#, r#""profile":"other""#),
        &text.replace(r#""reach":"https""#, r#""reach":"anywhere""#),
        &text.replace("\"token_type\":\"DPoP\"", "\"token_type\":\"Other\""),
        &text.replace("\"dpop_key\":\"", "\"dpop_key\":\"x"),
    ] {
        assert_eq!(load(damaged), Error::StoredMalformed, "{damaged}");
    }
    // What was allowed on this machine alone does not come back as more.
    let loopback = text.replace("https://issuer.example", "http://127.0.0.1:80");
    assert_eq!(load(&loopback), Error::StoredMalformed);
    let long = |length: usize| " ".repeat(length);
    assert_eq!(load(&long(MAX_STORED)), Error::StoredMalformed);
    assert_eq!(load(&long(MAX_STORED + 1)), Error::TooLong { part: "what was kept" });
}

#[test]
fn an_issuer_whose_encryption_is_not_supported_is_kept_too() {
    let mut scene = Scene::new(Extras { encryption: true, ..Extras::default() });
    let requests = scene.issuer.metadata.request_encryption.as_mut().unwrap();
    (requests.keys, requests.encryptions, requests.required) = (Vec::new(), Vec::new(), false);
    let responses = scene.issuer.metadata.response_encryption.as_mut().unwrap();
    (responses.encryptions, responses.required) = (Vec::new(), false);
    let authorized = reloaded!(scene.authorize(), Authorized);
    let key = scene.key();
    assert!(matches!(scene.ask(authorized, &[&key]), Ok(CredentialOutcome::Received(_))));
    // Where it is demanded, nothing is asked for.
    scene.issuer.metadata.response_encryption.as_mut().unwrap().required = true;
    let authorized = scene.authorize();
    assert_eq!(scene.ask(authorized, &[&key]).unwrap_err(), Error::EncryptionUnsupported);
}

#[test]
fn no_state_shows_a_secret() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None);
    let prepared = scene.prepare(&link).unwrap();
    assert_eq!(format!("{prepared:?}"), "PreAuthorized(PreAuthorizedFlow)");
    let authorized = scene.authorize();
    assert_eq!(format!("{authorized:?}"), "Authorized");
    assert!(!format!("{:?}", authorized.session()).contains("ey"));
    let key = scene.key();
    let outcome = scene.ask(authorized, &[&key]).unwrap();
    assert_eq!(format!("{outcome:?}"), "Received(Received)");
}
