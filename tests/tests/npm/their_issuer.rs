//! `@openid4vc/openid4vci` issues what `@sd-jwt/sd-jwt-vc` makes; the wallet's machine of `vouchsafe-openid4vc` receives it, and holds it to
//! what it asked for.

use super::client::send;
use super::parties::Party;
use getrandom::SysRng;
use serde_json::{Value, json};
use url::Url;
use vouchsafe_app::now;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use vouchsafe_openid4vc::http::{Reach, Request};
use vouchsafe_openid4vc::oauth::LoopbackRedirect;
use vouchsafe_openid4vc::vci::metadata::CredentialFormat;
use vouchsafe_openid4vc::vci::wallet::{
    AuthorizationStart, Authorized, BrowserFlow, ClaimedBinding, Client, CredentialOutcome, KeyProofs,
    Notify, Offered, PreAuthorizedFlow, Prepared, Received, Settings, Step, TokenOutcome, TokenPending,
};
use vouchsafe_openid4vc::vci::{NotificationEvent, Profile};
use vouchsafe_sd_jwt::{UnverifiedSdJwt, VerifyOptions};
use zeroize::Zeroizing;

/// From the link to what the issuer's metadata says.
fn discover(link: &str) -> Prepared {
    let Ok(Offered::Reference(reference)) = Offered::parse(link, Reach::HttpsOrLoopback) else { panic!() };
    let asked = reference.acknowledge();
    let response = send(&asked.request());
    let client = Client::Public { client_id: "vouchsafe".to_owned() };
    let settings = Settings { profile: Profile::OpenId4Vci, client, metadata_signers: None, languages: None };
    let discovery = asked.receive(&response).unwrap().acknowledge().discover(settings).unwrap();
    let response = send(&discovery.request());
    let server = discovery.receive(&response, now()).unwrap();
    let response = send(&server.request().unwrap());
    match server.receive(&response, &mut SysRng).unwrap() {
        Step::Next(prepared) => prepared,
        Step::Again(_) => panic!("there is one server"),
    }
}

fn redeem(flow: PreAuthorizedFlow, tx_code: Option<&str>) -> TokenPending {
    let tx_code = tx_code.map(|code| Zeroizing::new(code.to_owned()));
    flow.redeem(&["residence"], tx_code, now(), &mut SysRng).unwrap()
}

/// The browser is sent back at once.
fn sign_in(flow: BrowserFlow) -> TokenPending {
    let start = flow.authorize(&["residence"], LoopbackRedirect(49_152), now(), &mut SysRng).unwrap();
    let AuthorizationStart::Push(pushing) = start else { panic!("there is somewhere to push to") };
    let response = send(pushing.request());
    let Step::Next(authorizing) = pushing.receive(&response, now(), &mut SysRng).unwrap() else { panic!() };
    let response = send(&Request::get(authorizing.url().clone(), "text/html", usize::MAX));
    let back = Url::parse(response.headers.one("Location").unwrap()).unwrap();
    authorizing.redirected(&back, now(), &mut SysRng).unwrap()
}

fn authorized(pending: TokenPending) -> Authorized {
    let response = send(pending.request());
    match pending.receive(&response, now(), &mut SysRng).unwrap() {
        TokenOutcome::Authorized(authorized) => authorized,
        other => panic!("{other:?}"),
    }
}

fn ask(mut authorized: Authorized, keys: &[SigningKey]) -> Received {
    let request = authorized.nonce_request().unwrap();
    authorized.receive_nonce(&send(&request)).unwrap();
    let order = authorized.orders()[0].clone();
    let keys: Vec<_> = keys.iter().collect();
    let proofs = KeyProofs::Signed { keys: &keys, attestation: None };
    let pending = authorized.request(&order, proofs, now(), &mut SysRng).unwrap();
    let response = send(pending.request());
    match pending.receive(&response, now(), &mut SysRng).unwrap() {
        CredentialOutcome::Received(received) => received,
        other => panic!("{other:?}"),
    }
}

/// Signed by the issuer, of the type that was asked for, each bound to another of our keys.
fn verify(received: &Received, issuer: &VerifyingKey) {
    let options = VerifyOptions::default();
    let verified: Vec<_> = received
        .credentials()
        .map(|text| UnverifiedSdJwt::parse(text).unwrap().verify(issuer, &options).unwrap())
        .collect();
    let types: Vec<_> = verified.iter().map(|one| one.credential_type().unwrap()).collect();
    let claimed: Vec<_> = verified
        .iter()
        .zip(&types)
        .map(|(one, credential_type)| ClaimedBinding {
            format: &CredentialFormat::SdJwtVc,
            credential_type,
            key: one.holder_key(),
        })
        .collect();
    received.verify_binding(&claimed).unwrap();
    assert!(verified.iter().all(|one| one.claims().get("age_over_18").unwrap().as_bool() == Some(true)));
}

fn notify(received: Received) {
    let notify = received.notify(NotificationEvent::Accepted, None, now(), &mut SysRng).unwrap();
    let Notify::Send(pending) = notify else { panic!("the issuer wants to know") };
    let response = send(pending.request());
    assert!(matches!(pending.receive(&response, now(), &mut SysRng), Ok(Step::Next(_))));
}

#[test]
fn by_each_way_plain_and_encrypted_with_and_without_dpop() {
    for (order, copies) in [
        (json!({}), 1),
        (json!({ "tx_code": "493536", "dpop": true, "copies": 5 }), 5),
        (json!({ "encrypted": true, "copies": 2 }), 2),
        (json!({ "grant": "authorization_code", "dpop": true }), 1),
        (json!({ "grant": "authorization_code", "encrypted": true }), 1),
    ] {
        let issuer = Party::start("issuer", &order);
        let ready = issuer.tells("ready");
        let key = vouchsafe_credential::json::Document::parse(ready["key"].to_string()).unwrap();
        let key = VerifyingKey::from_jwk(key.root()).unwrap();
        let pending = match discover(ready["offer"].as_str().unwrap()) {
            Prepared::PreAuthorized(flow) => redeem(flow, order["tx_code"].as_str()),
            Prepared::AuthorizationCode(flow) => sign_in(flow),
        };
        let keys: Vec<_> =
            (0..copies).map(|_| SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap()).collect();
        let received = ask(authorized(pending), &keys);
        assert_eq!(received.credentials().len(), copies);
        verify(&received, &key);
        let issued = issuer.tells("issued");
        let scheme = if order["dpop"] == true { "DPoP" } else { "Bearer" };
        assert_eq!((&issued["scheme"], &issued["copies"]), (&json!(scheme), &json!(copies)), "{order}");
        assert_eq!(issued["encrypted"], order.get("encrypted").is_some());
        notify(received);
        assert_eq!(issuer.tells("notified")["of"], "credential_accepted");
    }
}

#[test]
fn a_wrong_transaction_code_is_told_in_the_standards_words() {
    let issuer = Party::start("issuer", &json!({ "tx_code": "493536" }));
    let ready: Value = issuer.tells("ready");
    let Prepared::PreAuthorized(flow) = discover(ready["offer"].as_str().unwrap()) else { panic!() };
    let pending = redeem(flow, Some("000000"));
    let response = send(pending.request());
    let outcome = pending.receive(&response, now(), &mut SysRng).unwrap();
    let TokenOutcome::TxCodeRefused(flow) = outcome else { panic!("{outcome:?}") };
    issuer.tells("error");
    authorized(redeem(flow, Some("493536")));
}
