//! `@openid4vc/openid4vci` takes up offers of our sandbox, and `@sd-jwt/sd-jwt-vc` verifies what it gets, status lists included.

use super::parties::Party;
use super::site::Site;
use serde_json::{Value, json};

/// Takes up an offer of this configuration in this way.
fn receive(site: &Site, configuration: &str, way: &str, more: Value) -> Value {
    let offer = site.offer(configuration, way);
    let mut order = json!({ "offer": offer["link"], "tx_code": offer.get("tx_code"), "person": "erika" });
    order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Party::start("receiver", &order).tells("received")
}

#[test]
fn by_each_way_plain_and_encrypted_with_and_without_dpop() {
    let site = Site::open();
    for way in ["pre_authorized", "pre_authorized_with_tx_code", "authorization_code"] {
        for (encrypted, dpop) in [(false, true), (true, false)] {
            let order = json!({ "encrypted": encrypted, "dpop": dpop, "copies": 3 });
            let received = receive(&site, "identity", way, order);
            assert_eq!(received["claims"].as_array().unwrap().len(), 3, "{way}");
            assert_eq!(received["bindings"], json!([0, 1, 2]));
            assert_eq!(received["token_type"], if dpop { "DPoP" } else { "Bearer" });
            assert_eq!(received["by_identifier"], way != "authorization_code");
            assert_eq!(received["claims"][0]["family_name"], "Mustermann");
        }
    }
    let issued = site.state()["issued"].as_array().unwrap().clone();
    assert_eq!(issued.len(), 6);
    assert!(issued.iter().all(|card| card["event"] == "credential_accepted" && card["copies"] == 3));
}

#[test]
fn what_takes_a_while_is_fetched_later() {
    let site = Site::open();
    let received = receive(&site, "diploma", "pre_authorized", json!({}));
    assert_eq!(received["deferred"], true);
    assert_eq!(received["claims"][0]["degree"], "Dipl.-Ing.");
    assert_eq!(site.state()["issued"][0]["event"], "credential_accepted");
}

/// The packages know nothing of BBS, and bring such a credential all the same.
#[test]
fn a_bbs_credential_comes_through() {
    let site = Site::open();
    let received = receive(&site, "event_pass_bbs", "pre_authorized", json!({}));
    let credential = received["credentials"][0].as_str().unwrap();
    vouchsafe_jpt::UnverifiedJpt::parse(credential).unwrap();
}
