//! The wallet itself, with its vault, receives from the issuer.

mod attacks;
mod crashes;
mod home;

use crate::authorization_code::{decide, redirected};
use crate::scene::{PUBLIC, Scene, text};
use home::{Home, rules};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use url::Url;
use vouchsafe_app::exchange::receiving::{
    Copies, IssuerTrust, Offer, Opened, ReceivingProfile, ReceivingRules, Redeemed,
};
use vouchsafe_credential::Duration;
use vouchsafe_openid4vc::http::Request;
use zeroize::Zeroizing;

/// The state and the event of the one credential in the issuer's book.
fn book(scene: &Scene) -> (String, String) {
    let state = scene.state();
    let issued: Vec<_> = state.root().get("issued").unwrap().elements().unwrap().collect();
    assert_eq!(issued.len(), 1);
    let says = |member: &str| {
        let value = issued[0].get(member).and_then(|text| text.as_str());
        value.map(|value| value.into_owned()).unwrap_or_default()
    };
    (says("state"), says("event"))
}

#[test]
fn a_batch_becomes_a_card_by_its_own_names_and_nothing_waits() {
    let scene = Scene::new();
    let mut home = Home::new();
    home.wallet.speak(&["de"]).unwrap();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let offer = Offer::parse(&link, &scene).unwrap();
    assert_eq!((offer.view.host.as_str(), offer.view.issuer.as_deref()), ("issuer.example", None));
    let offer = offer.fetch(&scene).unwrap();
    assert_eq!(offer.view.issuer.as_deref(), Some(PUBLIC));
    assert_eq!(offer.view.offered, ["identity"]);

    let opened = home.wallet.open_offer(offer, &rules(), &scene, scene.now()).unwrap();
    let view = opened.view.clone();
    assert_eq!((view.issuer.as_str(), view.host.as_str()), (PUBLIC, "issuer.example"));
    assert_eq!(view.name.as_deref(), Some("Vouchsafe-Sandkasten"));
    assert_eq!((view.trust, view.certified, view.signs_in), (IssuerTrust::Published, false, false));
    assert_eq!(view.keys.len(), 2, "that of SD-JWTs, and that of BBS");
    let card = &view.offered[0];
    assert_eq!((card.name.as_deref(), card.copies), (Some("Personalausweis"), 20));
    assert_eq!(home.steps(), ["open"]);

    let ids = home.redeem(&scene, opened, None);
    assert_eq!(home.steps(), ["authorized"]);
    let collected = home.wallet.collect(&ids[0], Copies::UpTo(3), &scene, scene.now()).unwrap();
    assert!(collected.told && collected.put_off.is_none() && collected.description_missing.is_none());
    let arrived = collected.card.unwrap();
    assert_eq!(
        (arrived.card.name.as_deref(), arrived.card.copies, arrived.card.usage),
        (Some("Personalausweis"), 3, "single_use")
    );
    assert!(arrived.grounds.iter().any(|ground| ground.code == "described"), "{:?}", arrived.grounds);
    assert_eq!(book(&scene), ("valid".to_owned(), "credential_accepted".to_owned()));
    assert!(home.steps().is_empty());
    let keys = home.wallet.holder_keys().unwrap().keys;
    assert!(keys.len() == 3 && keys.iter().all(|key| key.uses == 1 && key.origin == "generated"));
    assert_eq!(home.wallet.issuers().unwrap().issuers[0].issuer, PUBLIC);

    // From then on it is an issuer that is known, for what it was trusted for.
    let opened = home.open(&scene, "identity", "pre_authorized", &rules());
    assert_eq!((opened.view.trust, opened.view.keys.len()), (IssuerTrust::Trusted, 0));
    let opened = home.open(&scene, "residence", "pre_authorized", &rules());
    assert_eq!((opened.view.trust, opened.view.keys.len()), (IssuerTrust::OtherTypes, 1));
    let ids = home.redeem(&scene, opened, None);
    assert!(home.collect(&scene, &ids[0]).unwrap().card.is_some());
    let types = home.wallet.issuers().unwrap().issuers.remove(0).types.unwrap();
    assert_eq!(types, [format!("{PUBLIC}/types/identity"), format!("{PUBLIC}/types/residence")]);
}

#[test]
fn a_bbs_credential_becomes_a_card_that_is_bound_to_no_key() {
    let scene = Scene::new();
    let mut home = Home::new();
    let card = home.receive(&scene, "residence_bbs").card.unwrap().card;
    assert_eq!(
        (card.name.as_deref(), card.usage, card.bound),
        (Some("Proof of residence"), "reusable", false)
    );
    assert!(card.membership.is_some(), "it can be revoked");
    assert!(home.wallet.holder_keys().unwrap().keys.is_empty());
    assert_eq!(book(&scene).1, "credential_accepted");
}

#[test]
fn a_wrong_transaction_code_can_be_typed_again() {
    let scene = Scene::new();
    let mut home = Home::new();
    let (link, code) = scene.offer("identity", "pre_authorized_with_tx_code");
    let code = code.unwrap();
    let opened = home.open_link(&scene, &link, &rules());
    let wanted = opened.view.tx_code.clone().unwrap();
    assert!(wanted.numeric && wanted.length.is_some());
    assert_eq!(opened.view.server, "issuer.example");
    for (typed, refused) in [(None, "openid4vci.tx_code_needed"), (Some("x"), "openid4vci.tx_code_shape")] {
        assert_eq!(opened.admit_tx_code(typed).unwrap_err().code(), refused);
    }
    let wrong: String = code.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    let typed = |code: &str| Some(Zeroizing::new(code.to_owned()));
    let redeemed = home.wallet.redeem(opened, &["identity"], typed(&wrong), &scene, scene.now()).unwrap();
    let Redeemed::TxCodeRefused(again) = redeemed else { panic!("the code was wrong") };
    let redeemed = home.wallet.redeem(*again, &["identity"], typed(&code), &scene, scene.now()).unwrap();
    let Redeemed::Authorized(ids) = redeemed else { panic!("the code was right") };
    assert!(home.collect(&scene, &ids[0]).unwrap().card.is_some());
}

#[test]
fn what_is_put_off_is_gone_on_with_after_the_wallet_was_closed() {
    let scene = Scene::new();
    let mut home = Home::new();
    let waiting = home.receive(&scene, "diploma").put_off.unwrap();
    assert_eq!((waiting.step, waiting.titles.as_slice()), ("deferred", ["Diploma".to_owned()].as_slice()));
    let at = scene.now().saturating_add(Duration::from_secs(10)).to_string();
    assert_eq!(waiting.not_before.as_deref(), Some(at.as_str()));
    let keys = home.wallet.holder_keys().unwrap().keys;
    assert!(keys.len() == 10 && keys.iter().all(|key| key.uses == 0));

    let mut home = home.reopened();
    assert_eq!(home.wallet.receiving().unwrap().waiting, std::slice::from_ref(&waiting));
    let scene = scene.counting();
    let early = home.collect(&scene, &waiting.id).unwrap();
    assert!(early.put_off.is_some() && scene.asked() == 0, "it is not asked before it wants to be");
    scene.pass(Duration::from_secs(10));
    assert!(home.collect(&scene, &waiting.id).unwrap().put_off.is_some());
    scene.pass(Duration::from_secs(10));
    let card = home.collect(&scene, &waiting.id[..4]).unwrap().card.unwrap().card;
    assert_eq!((card.name.as_deref(), card.copies), (Some("Diploma"), 10));
    assert!(home.steps().is_empty());
    assert!(home.wallet.holder_keys().unwrap().keys.iter().all(|key| key.uses == 1));
}

#[test]
fn what_is_forgotten_leaves_no_key_behind() {
    let scene = Scene::new();
    let mut home = Home::new();
    let waiting = home.receive(&scene, "diploma").put_off.unwrap();
    let forgotten = home.wallet.forget_receiving(&waiting.id, &scene, scene.now()).unwrap();
    assert_eq!(forgotten.forgotten.id, waiting.id);
    assert!(home.steps().is_empty() && home.wallet.holder_keys().unwrap().keys.is_empty());
    let again = home.wallet.forget_receiving(&waiting.id, &scene, scene.now()).unwrap_err();
    assert_eq!(again.code(), "wallet.no_such_issuance");
}

/// What a browser does: it shows the page, the person decides, and it goes where it is sent.
fn browse(scene: &Scene, address: &str, decision: &str) -> std::thread::JoinHandle<String> {
    let page = scene.send(&Request::get(Url::parse(address).unwrap(), "text/html", usize::MAX));
    let back = redirected(&decide(scene, &page, "erika", decision));
    std::thread::spawn(move || {
        let port = back.port().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let target = &back[url::Position::BeforePath..];
        write!(stream, "GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
        let mut shown = String::new();
        stream.read_to_string(&mut shown).unwrap();
        shown
    })
}

fn sign_in(
    home: &mut Home,
    scene: &Scene,
    opened: Opened,
    decision: &str,
) -> Result<Vec<String>, vouchsafe_app::Error> {
    assert!(opened.view.signs_in);
    let signing_in = home.wallet.sign_in(opened, &["identity"], scene, scene.now())?;
    let browser = browse(scene, signing_in.address(), decision);
    let returned = signing_in.wait()?;
    assert!(browser.join().unwrap().contains("You can close this window"));
    home.wallet.signed_in(signing_in, &returned, scene, scene.now())
}

#[test]
fn somebody_signs_in_and_receives_or_says_no_there() {
    let scene = Scene::new();
    let mut home = Home::new();
    let opened = home.open(&scene, "identity", "authorization_code", &rules());
    let refused = sign_in(&mut home, &scene, opened, "decline").unwrap_err();
    assert_eq!(refused.code(), "oauth.server_refused");
    assert!(home.steps().is_empty(), "what was declined is over");
    let opened = home.open(&scene, "identity", "authorization_code", &rules());
    let ids = sign_in(&mut home, &scene, opened, "agree").unwrap();
    assert_eq!(home.collect(&scene, &ids[0]).unwrap().card.unwrap().card.copies, 10);
}

#[test]
fn who_did_not_come_back_from_the_browser_signs_in_again() {
    let scene = Scene::new();
    let mut home = Home::new();
    let opened = home.open(&scene, "identity", "authorization_code", &rules());
    drop(home.wallet.sign_in(opened, &["identity"], &scene, scene.now()).unwrap());
    let mut home = home.reopened();
    let waiting = home.wallet.receiving().unwrap().waiting;
    assert_eq!(waiting[0].step, "open");
    let opened = home.wallet.open_again(&waiting[0].id, &scene, scene.now()).unwrap();
    assert_eq!((opened.view.trust, opened.view.keys.len()), (IssuerTrust::Published, 2));
    let ids = sign_in(&mut home, &scene, opened, "agree").unwrap();
    assert!(home.collect(&scene, &ids[0]).unwrap().card.is_some());
}

#[test]
fn under_haip_the_wallet_is_attested_and_the_issuer_certified() {
    let scene = Scene::of_profile(vouchsafe_sandbox::Profile::Haip);
    let mut home = Home::new();
    let authorities = [scene.get("/anchor.pem").body.to_vec()];
    let provider = format!("{PUBLIC}/wallet-provider");
    let rules = ReceivingRules {
        profile: ReceivingProfile::Haip,
        authorities: &authorities,
        wallet_provider: Some(&provider),
        ..rules()
    };
    let opened = home.open(&scene, "identity", "authorization_code", &rules);
    assert!(opened.view.certified);
    let ids = sign_in(&mut home, &scene, opened, "agree").unwrap();
    let collected = home.collect(&scene, &ids[0]).unwrap();
    assert!(collected.told && collected.card.is_some());
}

#[test]
fn an_offer_says_where_it_is_from_and_nothing_is_asked_for_that() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let json = scene.send(&Request::get(
        Url::parse(
            &url::form_urlencoded::parse(link.split_once('?').unwrap().1.as_bytes()).next().unwrap().1,
        )
        .unwrap(),
        "application/json",
        usize::MAX,
    ));
    let scene = scene.counting();
    let by_value = Offer::parse(std::str::from_utf8(&json.body).unwrap(), &scene).unwrap();
    assert_eq!(by_value.view.issuer.as_deref(), Some(PUBLIC));
    assert!(Offer::parse(&link, &scene).unwrap().view.offered.is_empty());
    for (other, code) in [
        ("openid4vp://?client_id=a", "openid4vci.link_malformed"),
        (
            "openid-credential-offer://?credential_offer_uri=http%3A%2F%2F127.0.0.1%2Fx",
            "openid4vci.address_not_allowed",
        ),
        ("{}", "openid4vci.member_missing"),
        ("", "openid4vci.link_malformed"),
    ] {
        assert_eq!(Offer::parse(other, &scene).unwrap_err().code(), code, "{other}");
    }
    assert_eq!(scene.asked(), 0);
    assert!(
        text(&vouchsafe_credential::json::Document::parse(json.body.to_vec()).unwrap(), "credential_issuer")
            .is_some()
    );
}
