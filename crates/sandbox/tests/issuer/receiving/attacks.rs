//! The cases of docs/ATTACKS.md, with a wallet that stores.

use super::book;
use super::home::{Home, Way, rules};
use crate::scene::{PUBLIC, Scene, json};
use std::cell::RefCell;
use vouchsafe_app::exchange::receiving::{Copies, IssuerTrust, Offer, Redeemed};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_openid4vc::http::{JSON, Request, Response};

/// Receives an offer by a code, over a way on which somebody changes answers.
fn receive(
    home: &mut Home,
    scene: &Scene,
    configuration: &str,
    way: &Way<'_>,
) -> Result<(), vouchsafe_app::Error> {
    let (link, _) = scene.offer(configuration, "pre_authorized");
    let opened = home.wallet.open_offer(Offer::parse(&link, way)?, &rules(), way, scene.now())?;
    let Redeemed::Authorized(ids) = home.wallet.redeem(opened, &[configuration], None, way, scene.now())?
    else {
        panic!("there is no transaction code")
    };
    home.wallet.collect(&ids[0], Copies::UpTo(2), way, scene.now()).map(|_| ())
}

/// Issuers whose answers are not encrypted, so that they can be changed here.
fn in_the_clear(response: Response) -> Response {
    let text = String::from_utf8(response.body.to_vec()).unwrap();
    if !text.contains("credential_response_encryption") {
        return response;
    }
    let document = Document::parse(text).unwrap();
    let mut writer = Writer::new();
    writer.begin_object();
    for (name, value) in document.root().entries().unwrap() {
        if !matches!(&*name, "credential_request_encryption" | "credential_response_encryption") {
            writer.name(&name);
            writer.value(value);
        }
    }
    writer.end_object();
    Response::new(200, JSON, writer.finish())
}

fn credentials(response: &Response) -> Vec<String> {
    let document = json(response);
    let all = document.root().get("credentials").unwrap().elements().unwrap();
    all.map(|one| one.get("credential").unwrap().as_str().unwrap().into_owned()).collect()
}

fn issued(credentials: &[String]) -> Response {
    let list: Vec<String> = credentials.iter().map(|one| format!(r#"{{"credential":"{one}"}}"#)).collect();
    let body = format!(r#"{{"credentials":[{}],"notification_id":"n"}}"#, list.join(","));
    Response::new(200, JSON, body)
}

fn nothing_is_kept(home: &Home, scene: &Scene) {
    assert_eq!((home.cards(scene), home.steps().len()), (0, 0));
    assert!(home.wallet.holder_keys().unwrap().keys.is_empty());
    assert!(home.wallet.issuers().unwrap().issuers.is_empty(), "who sent it is not trusted for it");
}

#[test]
fn a121_what_was_not_asked_for_is_not_stored() {
    let scene = Scene::new();
    // Credentials that this issuer gave to somebody else, or of another type.
    let others = RefCell::new(Vec::new());
    for configuration in ["identity", "residence"] {
        let mut victim = Home::new();
        let way = Way::changing(&scene, |request, response| {
            let response = in_the_clear(response);
            if request.url.path() == "/credential" {
                others.borrow_mut().push(credentials(&response));
            }
            response
        });
        receive(&mut victim, &scene, configuration, &way).unwrap();
    }
    let others = others.into_inner();
    for (sent, code) in
        [(&others[0], "openid4vci.credential_key"), (&others[1], "openid4vci.credential_type")]
    {
        let mut home = Home::new();
        let told = RefCell::new(String::new());
        let way = Way::changing(&scene, |request: &Request, response| match request.url.path() {
            "/credential" => issued(sent),
            "/notification" => {
                told.replace(String::from_utf8(request.body.to_vec()).unwrap());
                response
            }
            _ => in_the_clear(response),
        });
        let refused = receive(&mut home, &scene, "identity", &way).unwrap_err();
        assert_eq!(refused.code(), code);
        nothing_is_kept(&home, &scene);
        assert!(told.borrow().contains("credential_failure"), "{}", told.borrow());
    }
}

#[test]
fn a122_a_batch_that_repeats_itself_is_not_stored() {
    let scene = Scene::new();
    let mut home = Home::new();
    let way = Way::changing(&scene, |request: &Request, response| {
        let response = in_the_clear(response);
        if request.url.path() != "/credential" {
            return response;
        }
        let first = credentials(&response).remove(0);
        // The same credential with less to be disclosed is still the same.
        let shorter = format!("{}~", first.trim_end_matches('~').rsplit_once('~').unwrap().0);
        issued(&[first, shorter])
    });
    let refused = receive(&mut home, &scene, "identity", &way).unwrap_err();
    assert_eq!(refused.code(), "openid4vci.credential_key");
    nothing_is_kept(&home, &scene);
}

#[test]
fn a113_the_keys_of_the_one_who_offers_say_nothing_of_another() {
    let scene = Scene::new();
    let mut home = Home::new();
    // Who offers has another name than is in the credential, which was given to somebody else, and publishes the keys of that issuer as
    // his own.
    let way = Way::changing(&scene, |_, response| {
        let response = in_the_clear(response);
        let Ok(text) = String::from_utf8(response.body.to_vec()) else { return response };
        let other = text.replace(&format!("{PUBLIC}\""), "https://evil.example\"");
        Response { body: other.into_bytes().into(), ..response }
    });
    let (link, _) = scene.offer("residence_bbs", "pre_authorized");
    let opened =
        home.wallet.open_offer(Offer::parse(&link, &way).unwrap(), &rules(), &way, scene.now()).unwrap();
    assert_eq!(
        (opened.view.issuer.as_str(), opened.view.trust),
        ("https://evil.example", IssuerTrust::Published)
    );
    let redeemed = home.wallet.redeem(opened, &["residence_bbs"], None, &way, scene.now()).unwrap();
    let Redeemed::Authorized(ids) = redeemed else { panic!("there is no transaction code") };
    let refused = home.wallet.collect(&ids[0], Copies::Usual, &way, scene.now()).unwrap_err();
    assert_eq!(refused.code(), "wallet.issuer_not_trusted");
    assert!(home.wallet.issuers().unwrap().issuers.is_empty());
    assert_eq!((home.cards(&scene), home.steps()), (0, vec!["received"]));
}

#[test]
fn a_credential_of_an_issuer_who_is_not_trusted_waits_until_it_is() {
    let scene = Scene::new();
    let mut home = Home::new();
    // It publishes no keys.
    let way = Way::changing(&scene, |request: &Request, response| match request.url.path() {
        "/.well-known/jwt-vc-issuer" => Response::empty(404),
        _ => response,
    });
    let (link, _) = scene.offer("identity", "pre_authorized");
    let opened =
        home.wallet.open_offer(Offer::parse(&link, &way).unwrap(), &rules(), &way, scene.now()).unwrap();
    assert_eq!(opened.view.trust, IssuerTrust::Unknown);
    let ids = home.redeem(&scene, opened, None);
    assert_eq!(home.collect(&scene, &ids[0]).unwrap_err().code(), "wallet.issuer_not_trusted");
    assert_eq!((home.cards(&scene), home.steps()), (0, vec!["received"]));
    let published = json(&scene.get("/.well-known/jwt-vc-issuer"));
    let keys = published.root().get("jwks").unwrap().to_json();
    home.wallet.trust_issuer(PUBLIC, &keys, scene.now()).unwrap();
    let mut home = home.reopened();
    assert!(home.collect(&scene, &ids[0]).unwrap().card.is_some());
    assert_eq!((home.cards(&scene), home.steps().len()), (1, 0));
    assert_eq!(book(&scene).1, "credential_accepted");
}

#[test]
fn what_has_come_and_is_not_wanted_is_told_to_be_deleted() {
    let scene = Scene::new();
    let mut home = Home::new();
    let way = Way::changing(&scene, |request: &Request, response| match request.url.path() {
        "/.well-known/jwt-vc-issuer" => Response::empty(404),
        _ => response,
    });
    receive(&mut home, &scene, "identity", &way).unwrap_err();
    let waiting = home.wallet.receiving().unwrap().waiting;
    home.wallet.forget_receiving(&waiting[0].id, &scene, scene.now()).unwrap();
    assert_eq!(book(&scene).1, "credential_deleted");
    nothing_is_kept(&home, &scene);
}
