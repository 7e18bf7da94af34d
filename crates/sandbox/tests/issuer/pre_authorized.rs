use crate::scene::{PUBLIC, Scene, json};
use crate::wallet::{World, keys};
use std::collections::BTreeSet;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{StatusReference, base64url};

impl Scene {
    pub(crate) fn world<'a>(
        &self,
        send: &'a dyn Fn(&vouchsafe_openid4vc::http::Request) -> vouchsafe_openid4vc::http::Response,
    ) -> World<'a> {
        World { send, now: self.now() }
    }
}

/// The claims of an SD-JWT that stand open.
fn open_claims(credential: &str) -> Document {
    let payload = credential.split(['.', '~']).nth(1).unwrap();
    Document::parse(base64url::decode(payload).unwrap()).unwrap()
}

#[test]
fn a_batch_of_sd_jwts_shares_nothing_but_its_day() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, tx_code) = scene.offer("identity", "pre_authorized");
    assert_eq!(tx_code, None);
    let keys = keys(5);
    let received = world.receive(world.authorized(&link, None), &keys);
    let credentials: Vec<_> = received.credentials().map(str::to_owned).collect();
    assert_eq!(credentials.len(), 5);

    let mut entries = BTreeSet::new();
    for (credential, key) in credentials.iter().zip(&keys) {
        let claims = open_claims(credential);
        let root = claims.root();
        assert_eq!(root.get("iss").unwrap().as_str().unwrap(), PUBLIC);
        assert_eq!(root.get("vct").unwrap().as_str().unwrap(), format!("{PUBLIC}/types/identity"));
        assert!(root.get("vct#integrity").is_some() && root.get("issuing_country").is_some());
        for hidden in ["given_name", "birthdate", "age_over_18"] {
            assert!(root.get(hidden).is_none());
        }
        let bound = root.get("cnf").unwrap().get("jwk").unwrap();
        assert_eq!(
            bound.to_json(),
            Document::parse(key.verifying_key().to_jwk_json()).unwrap().root().to_json()
        );
        for date in ["iat", "exp"] {
            assert_eq!(root.get(date).unwrap().as_i64().unwrap() % 86_400, 0);
        }
        // Nine can be kept back: one that Erika lacks would be replaced by a decoy.
        assert_eq!(root.get("_sd").unwrap().size(), 9);
        let status = StatusReference::from_claims(root).unwrap().unwrap();
        assert_eq!(status.uri(), format!("{PUBLIC}/status/1"));
        assert!(entries.insert(status.index()));
    }

    world.accept(received);
    let state = scene.state();
    let issued: Vec<_> = state.root().get("issued").unwrap().elements().unwrap().collect();
    assert_eq!(issued.len(), 1);
    let says = |member: &str| issued[0].get(member).and_then(|text| text.as_str()).unwrap().into_owned();
    assert_eq!((says("state").as_str(), says("event").as_str()), ("valid", "credential_accepted"));
    assert_eq!(issued[0].get("copies").unwrap().as_u64(), Some(5));
}

#[test]
fn somebody_who_lacks_a_claim_does_not_stand_out() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let digests = |person: &str| {
        let body = format!(r#"{{"person":"{person}","configuration":"diploma","way":"pre_authorized"}}"#);
        let made = json(&scene.admin("/admin/offers", &body));
        let link = crate::scene::text(&made, "link").unwrap();
        let outcome = world.ask(world.authorized(&link, None), &keys(1));
        let vouchsafe_openid4vc::vci::wallet::CredentialOutcome::Deferred(deferred) = outcome else {
            panic!("diplomas take a while")
        };
        scene.pass(vouchsafe_credential::Duration::from_secs(20));
        let now = scene.now();
        let pending = deferred.resume(now, &mut getrandom::SysRng).unwrap();
        let response = scene.send(pending.request());
        let outcome = pending.receive(&response, now, &mut getrandom::SysRng).unwrap();
        let vouchsafe_openid4vc::vci::wallet::DeferredOutcome::Received(received) = outcome else {
            panic!("still not there")
        };
        let credential = received.credentials().next().unwrap().to_owned();
        open_claims(&credential).root().get("_sd").unwrap().size()
    };
    // Jean has no grade.
    assert_eq!(digests("erika"), digests("jean"));
}

#[test]
fn a_bbs_credential_is_bound_to_no_key_and_comes_once() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("residence_bbs", "pre_authorized");
    let received = world.receive(world.authorized(&link, None), &[]);
    let credentials: Vec<_> = received.credentials().collect();
    assert_eq!(credentials.len(), 1);
    let header = credentials[0].split('.').next().unwrap();
    let header = Document::parse(base64url::decode(header).unwrap()).unwrap();
    assert_eq!(header.root().get("iss").unwrap().as_str().unwrap(), PUBLIC);
    assert_eq!(header.root().get("vct").unwrap().as_str().unwrap(), format!("{PUBLIC}/types/residence"));
}

#[test]
fn a_transaction_code_opens_an_offer() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, tx_code) = scene.offer("event_pass", "pre_authorized_with_tx_code");
    let authorized = world.authorized(&link, tx_code.as_deref());
    assert_eq!(world.receive(authorized, &keys(1)).credentials().len(), 1);
}

#[test]
fn what_was_offered_and_stored_outlives_the_process() {
    let scene = Scene::new();
    let (link, _) = scene.offer("employee_badge", "pre_authorized");
    let scene = scene.restarted();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let authorized = world.authorized(&link, None);
    let scene = scene.restarted();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    assert_eq!(world.receive(authorized, &keys(2)).credentials().len(), 2);
}
