//! Evidence that is fetched on a schedule.

use crate::holder::{Card, ISSUER, LIST, key};
use crate::scene::{Scene, json, text};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use vouchsafe_credential::Duration;
use vouchsafe_evidence::{Fetch, Fetched, Fetching, Refresher};
use vouchsafe_net::Request;
use vouchsafe_openid4vc::http::Request as Message;
use vouchsafe_station::{Checks, PublicUrl};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

/// What servers say, and what they were asked.
#[derive(Default)]
struct Servers {
    bodies: Mutex<BTreeMap<String, String>>,
    asked: Mutex<Vec<String>>,
}

impl Fetch for Servers {
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a> {
        self.asked.lock().unwrap().push(request.address().to_owned());
        let body = self.bodies.lock().unwrap().get(request.address()).cloned();
        let body = body.ok_or(vouchsafe_net::Error::Status { status: 404 });
        Box::pin(async move {
            Ok(Fetched { body: body?.into_bytes(), cache_control: None, switches: Vec::new() })
        })
    }
}

impl Servers {
    fn publish(&self, scene: &Scene, status: Status) {
        let mut list = StatusList::new(Bits::Eight, 1_024).unwrap();
        list.set(7, status).unwrap();
        let token = StatusListToSign {
            uri: LIST,
            issuer: None,
            issued_at: scene.clock.now(),
            expires_at: None,
            ttl: None,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        };
        self.bodies.lock().unwrap().insert(LIST.to_owned(), token.sign(&key("issuer")).unwrap());
    }
}

const CARD: Card = Card { has_status: true, ..Card::GOOD };

/// The verdict on the card, and the codes of its reasons.
fn verdict(scene: &Scene) -> (String, String) {
    let (id, link) = scene.begin("strict");
    assert_eq!(scene.wallet_side(&scene.answer(&link, CARD)).status, 200);
    let outcome = scene.session(&id).root().get("outcome").unwrap().to_document();
    (text(&outcome, "verdict"), outcome.root().to_json())
}

#[test]
fn what_an_answer_named_is_fetched_on_the_schedule_and_never_because_somebody_waits() {
    let scene = Scene::new();
    let servers = Arc::new(Servers::default());
    servers.publish(&scene, Status::Valid);
    let refresher = Refresher::new(Arc::clone(&servers), scene.evidence());
    let refresh = || scene.runtime.block_on(scene.station.refresh(&refresher));
    // Nobody has named anything yet.
    assert_eq!(refresh(), Ok(()));
    let (first, told) = verdict(&scene);
    assert_eq!(first, "undetermined");
    assert!(told.contains("status.unknown"), "{told}");
    assert!(servers.asked.lock().unwrap().is_empty());
    assert_eq!(refresh(), Ok(()));
    assert_eq!(*servers.asked.lock().unwrap(), [LIST]);
    let (second, told) = verdict(&scene);
    assert_eq!(second, "accepted");
    assert!(told.contains(r#""what":"status_list""#) && told.contains(LIST), "{told}");
    let station = json(&scene.get("/api/v1/station"));
    let oldest = station.root().get("evidence").unwrap().get("oldest").unwrap();
    assert_eq!(oldest.as_str().unwrap(), scene.clock.now().to_string());
    // Revoked, and known with the next round.
    scene.clock.pass(Duration::from_hours(25));
    servers.publish(&scene, Status::Invalid);
    assert_eq!(refresh(), Ok(()));
    let (third, told) = verdict(&scene);
    assert_eq!(third, "rejected");
    assert!(told.contains("status.invalid"), "{told}");
}

#[test]
fn what_cannot_be_had_is_said_and_the_rest_is_fetched() {
    let scene = Scene::new();
    let servers = Arc::new(Servers::default());
    let refresher = Refresher::new(Arc::clone(&servers), scene.evidence());
    verdict(&scene);
    let failed = scene.runtime.block_on(scene.station.refresh(&refresher)).unwrap_err();
    assert_eq!(failed.code(), "net.status");
}

#[test]
fn the_demo_trusts_the_sandbox_at_its_address_alone() {
    let sandbox = PublicUrl::new(ISSUER).unwrap();
    let jwk = key("issuer").verifying_key().to_jwk_json();
    let metadata = |issuer: &str| format!(r#"{{"issuer":"{issuer}","jwks":{{"keys":[{jwk}]}}}}"#);
    assert!(Checks::demo(&sandbox, metadata(ISSUER).as_bytes()).is_ok());
    for other in [metadata("https://other.example"), "{}".to_owned(), String::new()] {
        assert_eq!(
            Checks::demo(&sandbox, other.as_bytes()).err().map(|error| error.code()),
            Some("station.demo")
        );
    }
}

#[test]
fn the_demo_accepts_an_identity_card_of_the_sandbox() {
    let scene = Scene::demo();
    let servers = Arc::new(Servers::default());
    servers.publish(&scene, Status::Valid);
    let refresher = Refresher::new(Arc::clone(&servers), scene.evidence());
    // The registry of BBS cards is not there; the status list is, and is fetched before anybody comes.
    assert!(scene.runtime.block_on(scene.station.refresh(&refresher)).is_err());
    let (id, link) = scene.begin("over-18");
    let answer: Message =
        scene.wallet(|wallet| wallet.answer_as(&link, "sd-jwt", Card { of_sandbox: true, ..CARD }));
    assert_eq!(scene.wallet_side(&answer).status, 200);
    let session = scene.session(&id);
    assert_eq!(text(&session, "state"), "decided");
    assert!(
        session.root().to_json().contains(r#""verdict":"accepted","attention":[]"#),
        "{}",
        session.root().to_json()
    );
}
