//! Fetching what tells how cards stand, over a network that is in a test's hands.

use super::bbs_revocation::{REGISTRY, Town, hours};
use super::desk::*;
use crate::refresh::{EvidenceFetcher, OnNewKeys, OnUndescribed, RefreshView, Refreshing, WhichLists};
use crate::{OpenWallet, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use vouchsafe_evidence::{Fetch, Fetched, Fetching};
use vouchsafe_net::{Error as NetError, Request};
use vouchsafe_status_list::Status;
use vouchsafe_wallet::DevelopmentSwitch;

const OTHER_LIST: &str = "https://issuer.example/status/2";
const KEYS: &str = "https://issuer.example/.well-known/jwt-vc-issuer";

const DUE: Refreshing =
    Refreshing { lists: WhichLists::Due, on_new_keys: OnNewKeys::Tell, on_undescribed: OnUndescribed::Leave };
const ALL: Refreshing = Refreshing { lists: WhichLists::All, ..DUE };

/// What each address answers, and who was asked.
#[derive(Default)]
struct Network {
    answers: Mutex<HashMap<String, String>>,
    asked: Mutex<Vec<String>>,
}

impl Network {
    fn says(&self, address: &str, body: impl Into<String>) {
        self.answers.lock().unwrap().insert(address.to_owned(), body.into());
    }

    fn take_asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

impl Fetch for Network {
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a> {
        self.asked.lock().unwrap().push(request.address().to_owned());
        let answer = self.answers.lock().unwrap().get(request.address()).cloned();
        Box::pin(async move {
            let body = answer.ok_or(NetError::Status { status: 404 })?.into_bytes();
            Ok(Fetched { body, cache_control: None, switches: Vec::new() })
        })
    }
}

/// A run of the program: what the last one fetched is forgotten, and what it took over is on the disk.
fn refresh(desk: &Desk, network: &Arc<Network>, what: Refreshing, now: Timestamp) -> RefreshView {
    let (mut wallet, mut last) = (desk.open(), (0, 0));
    let fetcher = EvidenceFetcher::over(network.clone(), vec![DevelopmentSwitch::LoopbackHttp]).unwrap();
    let view = wallet.refresh(what, &fetcher, now, &mut |done, total| last = (done, total)).unwrap();
    assert_eq!(last.0, last.1, "every item was told");
    assert_eq!(view.development, ["loopback_http"]);
    view
}

fn codes(view: &RefreshView) -> Vec<(&str, &str)> {
    let code = |error: &Option<crate::ErrorView>| error.as_ref().map_or("", |error| error.code);
    view.items.iter().map(|item| (item.from.as_str(), code(&item.error))).collect()
}

fn states(wallet: &OpenWallet, now: Timestamp) -> Vec<&'static str> {
    wallet.cards(now).unwrap().cards.iter().map(|card| card.state.code).collect()
}

/// One card on each of two lists, and another one on the first.
fn three_cards(desk: &Desk) {
    let mut wallet = desk.create();
    for (list, index) in [(LIST, 1), (OTHER_LIST, 2), (LIST, 3)] {
        let jwk = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
        wallet.import(&request(&desk.issue_at(list, &jwk, index)), NOW).unwrap();
    }
    assert_eq!(states(&wallet, NOW), ["cannot_tell"; 3]);
}

#[test]
fn what_is_due_is_fetched_once_for_all_cards() {
    let (desk, network) = (Desk::new(), Arc::new(Network::default()));
    three_cards(&desk);
    network.says(LIST, desk.list(NOW, &[(1, Status::Invalid)]));
    network.says(OTHER_LIST, desk.list_at(OTHER_LIST, NOW, &[]));
    let view = refresh(&desk, &network, DUE, NOW);
    assert_eq!(network.take_asked(), [LIST, OTHER_LIST]);
    assert_eq!(codes(&view), [(LIST, ""), (OTHER_LIST, "")]);
    assert!(view.is_complete() && view.next_at.is_some());
    assert_eq!(states(&desk.open(), NOW), ["revoked", "valid", "valid"]);
    // What is fresh is left in peace, unless the person wants to know now.
    assert_eq!(refresh(&desk, &network, DUE, NOW).items, []);
    assert_eq!(network.take_asked(), [""; 0]);
    assert_eq!(refresh(&desk, &network, ALL, NOW).items.len(), 2);
    assert_eq!(network.take_asked().len(), 2);
}

#[test]
fn what_fails_takes_nothing_from_the_rest_and_stays_due() {
    let (desk, network) = (Desk::new(), Arc::new(Network::default()));
    three_cards(&desk);
    network.says(OTHER_LIST, desk.list_at(OTHER_LIST, NOW, &[]));
    let view = refresh(&desk, &network, DUE, NOW);
    assert_eq!(codes(&view), [(LIST, "net.status"), (OTHER_LIST, "")]);
    assert!(!view.is_complete());
    assert!(view.items[0].error.as_ref().unwrap().help.is_some());
    assert_eq!(states(&desk.open(), NOW), ["cannot_tell", "valid", "cannot_tell"]);
    network.take_asked();
    // Older than what is known, and from the future.
    network.says(LIST, desk.list(NOW, &[]));
    refresh(&desk, &network, DUE, NOW);
    assert_eq!(network.take_asked(), [LIST]);
    for (made, code) in [(hours(2), "evidence.from_the_future"), (NOW, "")] {
        network.says(LIST, desk.list(made, &[]));
        assert_eq!(codes(&refresh(&desk, &network, ALL, NOW))[0], (LIST, code));
    }
    assert_eq!(states(&desk.open(), NOW), ["valid"; 3]);
}

#[test]
fn new_keys_of_a_trusted_issuer_are_told_and_trusted_where_the_person_says_so() {
    let (desk, network) = (Desk::new(), Arc::new(Network::default()));
    three_cards(&desk);
    let rotated = Desk::new();
    for list in [LIST, OTHER_LIST] {
        network.says(list, rotated.list_at(list, NOW, &[]));
    }
    let keys = [desk.issuer_jwk(), rotated.issuer_jwk()].join(",");
    network.says(KEYS, format!(r#"{{"issuer":"{ISSUER}","jwks":{{"keys":[{keys}]}}}}"#));
    let view = refresh(&desk, &network, DUE, NOW);
    assert_eq!(
        codes(&view),
        [(ISSUER, ""), (LIST, "jose.signature_invalid"), (OTHER_LIST, "jose.signature_invalid")]
    );
    assert_eq!(
        view.new_keys.iter().map(|keys| (keys.thumbprints.len(), keys.trusted)).collect::<Vec<_>>(),
        [(1, false)]
    );
    assert_eq!(states(&desk.open(), NOW), ["cannot_tell"; 3]);
    let view = refresh(&desk, &network, Refreshing { on_new_keys: OnNewKeys::Trust, ..DUE }, NOW);
    assert!(view.is_complete() && view.new_keys[0].trusted, "{view:?}");
    assert_eq!(states(&desk.open(), NOW), ["valid"; 3]);
}

#[test]
fn an_issuer_that_is_not_trusted_is_asked_nothing() {
    let (desk, network) = (Desk::new(), Arc::new(Network::default()));
    three_cards(&desk);
    desk.open().distrust_issuer(ISSUER).unwrap();
    for what in [ALL, Refreshing { on_new_keys: OnNewKeys::Trust, ..ALL }] {
        let view = refresh(&desk, &network, what, NOW);
        assert!(view.items.iter().all(|item| item.error.as_ref().unwrap().code == "wallet.no_such_issuer"));
        assert_eq!(network.take_asked(), [""; 0]);
    }
}

#[test]
fn a_registry_is_followed_file_by_file() {
    let (desk, network, mut town) = (Desk::new(), Arc::new(Network::default()), Town::new());
    let pass = town.issue("ada");
    let mut wallet = desk.create();
    town.import(&mut wallet, &pass);
    drop(wallet);
    let publish = |town: &Town| {
        network.says(REGISTRY, town.registry.registry().to_json());
        for segment in &town.segments {
            network.says(&format!("{REGISTRY}/{}", segment.number), segment.text.clone());
        }
    };
    publish(&town);
    let view = refresh(&desk, &network, DUE, NOW);
    assert_eq!((codes(&view), view.statements.len()), (vec![(REGISTRY, "")], 1));
    assert_eq!(states(&desk.open(), NOW), ["valid"]);
    // Many periods later, in one go.
    town.publish(hours(20));
    publish(&town);
    network.take_asked();
    let view = refresh(&desk, &network, ALL, hours(20));
    assert!(view.is_complete(), "{view:?}");
    assert_eq!(view.statements[0].period, Some(21));
    // The wallet knows the description; this run of the program has to find it again.
    assert_eq!(
        network.take_asked(),
        [REGISTRY.to_owned(), format!("{REGISTRY}/0"), format!("{REGISTRY}/1"), format!("{REGISTRY}/2")]
    );
    // A file is missing: what was known stays.
    town.publish(hours(40));
    publish(&town);
    network.answers.lock().unwrap().remove(&format!("{REGISTRY}/2"));
    let view = refresh(&desk, &network, ALL, hours(40));
    assert_eq!(codes(&view), [(REGISTRY, "net.status")]);
    assert_eq!(desk.open().cards(hours(40)).unwrap().cards.len(), 1);
}
