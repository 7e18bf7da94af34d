use super::message::{assert_same, request, response, unwrapped, vector};
use super::metadata::{EXAMPLE, example};
use crate::kit::{Extras, MEMBER, Scene, configuration, jwt};
use vouchsafe_credential::{Duration, Timestamp, base64url};
use vouchsafe_openid4vc::http::{JSON, Method, Request, Response};
use vouchsafe_openid4vc::oauth::server::{AccessGrant, Secret};
use vouchsafe_openid4vc::vci::issuer::{Endpoint, RequestedCredential};
use vouchsafe_openid4vc::vci::wallet::{
    Authorized, CredentialOutcome, CredentialPending, Deferred, DeferredOutcome, KeyProofs, Notify, Step,
};
use vouchsafe_openid4vc::vci::{Error, Notification, NotificationEvent};
use zeroize::Zeroizing;

/// The issuer of the examples, without nonces: those in the examples are not ours.
pub fn scene() -> Scene {
    let mut scene = Scene::new(Extras { identifiers: true, ..Extras::default() });
    scene.issuer.metadata.issuer = example();
    scene.issuer.metadata.nonce_endpoint = None;
    scene
}

fn post(body: &str) -> Request {
    Request::post(crate::kit::url(EXAMPLE), JSON, Zeroizing::new(body.as_bytes().to_vec()), 1)
}

/// What the issuer makes of a credential request with a token for this.
pub fn credential(scene: &mut Scene, body: &str) -> Result<RequestedCredential, Error> {
    let mut authorization = scene.authorization();
    authorization.credentials[0].identifiers = vec!["CivilEngineeringDegree-2023".to_owned()];
    let expires = scene.now.saturating_add(Duration::from_minutes(5));
    let access = AccessGrant { authorization, client_id: None, dpop: None, expires };
    scene.issuer.credential(&post(body), &access, scene.now, &mut scene.replays)
}

fn body(request: &Request) -> String {
    String::from_utf8(request.body.to_vec()).unwrap()
}

/// A wallet that waits for credentials.
fn pending() -> (Scene, CredentialPending) {
    let mut scene = Scene::new(Extras::default());
    let authorized = scene.authorize();
    let pending = ask(&mut scene, authorized);
    (scene, pending)
}

fn ask(scene: &mut Scene, mut authorized: Authorized) -> CredentialPending {
    scene.fetch_nonce(&mut authorized);
    let (one, two) = (scene.key(), scene.key());
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys: &[&one, &two], attestation: None };
    authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap()
}

fn answered(example: &Response) -> Result<CredentialOutcome, Error> {
    let (mut scene, pending) = pending();
    pending.receive(example, scene.now, &mut scene.rng)
}

#[test]
fn sec7_1_nonce_request() {
    let theirs = request(vector!("openid4vci-1.0/inline/14_sec7.1_nonce-request.txt"));
    let mut scene = Scene::new(Extras::default());
    let ours = scene.authorize().nonce_request().unwrap();
    assert_eq!((ours.method, ours.body.len(), ours.url.path()), (Method::Post, 0, theirs.url.path()));
    assert_eq!(ours.headers.iter().count(), 0, "no token");
}

#[test]
fn sec7_2_nonce_response() {
    let example = response(vector!("openid4vci-1.0/inline/15_sec7.2_nonce-response.txt"));
    let mut scene = Scene::new(Extras::default());
    let mut authorized = scene.authorize();
    authorized.receive_nonce(&example).unwrap();
    assert_eq!(authorized.nonce(), Some("wKI4LT17ac15ES9bw8ac4"));
    // The nonce for DPoP goes into the next proof to the issuer.
    let key = scene.key();
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let proof = pending.request().headers.one("DPoP").unwrap();
    let claims = base64url::decode(proof.split('.').nth(1).unwrap()).unwrap();
    assert!(String::from_utf8(claims).unwrap().contains(r#""nonce":"eyJ7S_zG.eyJH0-Z.HX4w-7v""#));
    let ours = scene.issuer.nonce_response(scene.now, &mut scene.rng).unwrap();
    assert_eq!((ours.status, ours.headers.one("Cache-Control")), (200, Some("no-store")));
}

#[test]
fn sec8_2_credential_request_with_jwt_proofs() {
    let example = request(vector!("openid4vci-1.0/inline/17_sec8.2_credential-request.txt"));
    assert_eq!(example.headers.one("Authorization"), Some("Bearer czZCaGRSa3F0MzpnWDFmQmF0M2JW"));
    // Its proofs are headers alone.
    let refused = credential(&mut scene(), &body(&example)).unwrap_err();
    assert_eq!(refused.code(), "jose.not_compact");
    assert_eq!(refused.respond(Endpoint::Credential).body.as_slice(), br#"{"error":"invalid_proof"}"#);
}

#[test]
fn sec8_2_credential_request_with_another_proof_type() {
    let example = request(vector!("openid4vci-1.0/inline/18_sec8.2_credential-request.txt"));
    assert_eq!(credential(&mut scene(), &body(&example)).unwrap_err(), Error::ProofUnexpected);
}

#[test]
fn credential_request_iso_mdl() {
    let example = vector!("openid4vci-1.0/examples/credential_request_iso_mdl.json");
    let refused = credential(&mut scene(), example).unwrap_err();
    assert_eq!(refused, Error::MemberMissing { member: "credential_configuration_id" });
}

#[test]
fn sec8_3_credential_response() {
    let example = response(vector!("openid4vci-1.0/inline/19_sec8.3_credential-response.txt"));
    let CredentialOutcome::Received(received) = answered(&example).unwrap() else { panic!("none") };
    let text = "LUpixVCWJk0eOt4CXQe1NXK....WZwmhmn9OQp6YxX0a2L";
    assert_eq!(received.credentials().collect::<Vec<_>>(), [text]);
    let ours = requested().respond(vec![text.to_owned()], None).unwrap();
    assert_eq!((ours.status, ours.headers.one("Cache-Control")), (200, Some("no-store")));
    assert_same(&ours.body, std::str::from_utf8(&example.body).unwrap());
}

/// A credential request of a wallet that holds.
fn requested() -> RequestedCredential {
    let (mut scene, pending) = pending();
    let access = scene.access(pending.request()).unwrap();
    scene.issuer.credential(pending.request(), &access, scene.now, &mut scene.replays).unwrap()
}

#[test]
fn credential_response_jwt_vc_json() {
    let example = response(vector!("openid4vci-1.0/examples/credential_response_jwt_vc_json.txt"));
    let CredentialOutcome::Received(received) = answered(&example).unwrap() else { panic!("none") };
    assert!(received.credentials().next().unwrap().starts_with("eyJ0eXAiOiJKV1Qi"));
}

#[test]
fn credential_response_mso_mdoc() {
    let example = response(vector!("openid4vci-1.0/examples/credential_response_mso_mdoc.txt"));
    assert!(matches!(answered(&example), Ok(CredentialOutcome::Received(_))));
}

#[test]
fn credential_response_ldp_vc() {
    let example = response(vector!("openid4vci-1.0/examples/credential_response_ldp_vc.txt"));
    // In this format a credential is an object, in ours it is a text.
    assert_eq!(answered(&example).unwrap_err(), Error::FormatUnsupported);
}

/// What was put off, by the example of section 8.3.
fn deferred() -> (Scene, Deferred) {
    let example = response(vector!("openid4vci-1.0/inline/21_sec8.3_credential-response.txt"));
    let (mut scene, pending) = pending();
    let CredentialOutcome::Deferred(deferred) = pending.receive(&example, scene.now, &mut scene.rng).unwrap()
    else {
        panic!("not later")
    };
    (scene, deferred)
}

#[test]
fn sec8_3_deferred() {
    let (scene, deferred) = deferred();
    assert_eq!(deferred.not_before(), scene.now.saturating_add(Duration::from_hours(1)));
    let example = response(vector!("openid4vci-1.0/inline/21_sec8.3_credential-response.txt"));
    let mut scene = Scene::new(Extras::default());
    let transaction = Secret::generate(&mut scene.rng).unwrap();
    let ours = requested().defer(&transaction, Duration::from_secs(3_600)).unwrap();
    assert_eq!(ours.status, example.status);
    let ours = String::from_utf8(ours.body.to_vec()).unwrap().replace(transaction.as_str(), "8xLOxBtZp8");
    assert_same(ours.as_bytes(), std::str::from_utf8(&example.body).unwrap());
}

#[test]
fn sec8_3_1_2_error() {
    let example = response(vector!("openid4vci-1.0/inline/22_sec8.3.1.2_credential-request-errors.txt"));
    let ours = Error::UnknownConfiguration.respond(Endpoint::Credential);
    assert_eq!((ours.status, ours.headers.media_type()), (example.status, example.headers.media_type()));
    assert_same(&ours.body, std::str::from_utf8(&example.body).unwrap());
    let refused = answered(&example).unwrap_err();
    assert_eq!(refused, Error::IssuerRefused { error: "unknown_credential_configuration" });
}

#[test]
fn sec9_1_deferred_request() {
    let example = request(vector!("openid4vci-1.0/inline/23_sec9.1_deferred-credential-request.txt"));
    let (mut scene, deferred) = deferred();
    let later = deferred.not_before();
    let pending = deferred.resume(later, &mut scene.rng).unwrap();
    assert_same(&pending.request().body, &body(&example));
    let read = scene.issuer.deferred(&post(&body(&example))).unwrap();
    let ours = read.still_pending(Duration::from_days(1)).unwrap();
    let answer = response(vector!("openid4vci-1.0/inline/25_sec9.2_deferred-credential-response.txt"));
    assert_eq!(ours.status, answer.status);
    assert_same(&ours.body, std::str::from_utf8(&answer.body).unwrap());
}

#[test]
fn sec9_2_still_later() {
    let example = response(vector!("openid4vci-1.0/inline/25_sec9.2_deferred-credential-response.txt"));
    let (mut scene, deferred) = deferred();
    let later = deferred.not_before();
    let pending = deferred.resume(later, &mut scene.rng).unwrap();
    let outcome = pending.receive(&example, later, &mut scene.rng).unwrap();
    let DeferredOutcome::Waiting(deferred) = outcome else { panic!("{outcome:?}") };
    assert_eq!(deferred.not_before(), later.saturating_add(Duration::from_days(1)));
}

#[test]
fn sec9_3_deferred_error() {
    let example = response(vector!("openid4vci-1.0/inline/26_sec9.3_deferred-credential-error-response.txt"));
    let ours = Error::TransactionUnknown.respond(Endpoint::Credential);
    assert_same(&ours.body, std::str::from_utf8(&example.body).unwrap());
    let (mut scene, deferred) = deferred();
    let later = deferred.not_before();
    let pending = deferred.resume(later, &mut scene.rng).unwrap();
    let refused = pending.receive(&example, later, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::IssuerRefused { error: "invalid_transaction_id" });
}

/// A wallet about to tell what became of its credentials.
fn notify() -> (Scene, Notify) {
    let answer = r#"{"credentials":[{"credential":"a"}],"notification_id":"3fwe98js"}"#;
    let (mut scene, pending) = pending();
    let outcome = pending.receive(&Response::new(200, JSON, answer), scene.now, &mut scene.rng).unwrap();
    let CredentialOutcome::Received(received) = outcome else { panic!("{outcome:?}") };
    let notify = received.notify(NotificationEvent::Accepted, None, scene.now, &mut scene.rng).unwrap();
    (scene, notify)
}

#[test]
fn sec11_1_notification() {
    let example = request(vector!("openid4vci-1.0/inline/27_sec11.1_notification-request.txt"));
    let read = Notification::read(&example).unwrap();
    assert_eq!((read.id.as_str(), read.event), ("3fwe98js", NotificationEvent::Accepted));
    let (_, Notify::Send(pending)) = notify() else { panic!("not asked") };
    assert_same(&pending.request().body, &body(&example));
}

#[test]
fn sec11_2_noticed() {
    let mut example = response(&format!(
        "{}\n\n",
        vector!("openid4vci-1.0/inline/29_sec11.2_successful-notification-response.txt").trim()
    ));
    example.body = Zeroizing::default();
    let (mut scene, Notify::Send(pending)) = notify() else { panic!("not asked") };
    assert!(matches!(pending.receive(&example, scene.now, &mut scene.rng), Ok(Step::Next(_))));
}

#[test]
fn sec11_3_not_noticed() {
    let example = response(vector!("openid4vci-1.0/inline/30_sec11.3_notification-error-response.txt"));
    let ours = Error::NotificationUnknown.respond(Endpoint::Notification);
    assert_same(&ours.body, std::str::from_utf8(&example.body).unwrap());
    let (mut scene, Notify::Send(pending)) = notify() else { panic!("not asked") };
    let refused = pending.receive(&example, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::IssuerRefused { error: "invalid_notification_id" });
}

#[test]
fn sec_d_1_key_attestation() {
    let text = vector!("openid4vci-1.0/inline/33_secD.1_key-attestation-in-jwt-format.txt");
    let (header, claims) = text.split_once("\n.\n").unwrap();
    assert!(header.contains("key-attestation+jwt"));
    let mut scene = scene();
    scene.now = Timestamp::from_unix(1_530_000_000);
    scene.issuer.metadata.configurations =
        [(MEMBER.to_owned(), configuration(Extras { key_attestation: true, ..Extras::default() }))].into();
    let token = jwt(&scene.attester, "key-attestation+jwt", claims);
    let body = format!(
        r#"{{"credential_identifier":"CivilEngineeringDegree-2023","proofs":{{"attestation":["{token}"]}}}}"#
    );
    let requested = credential(&mut scene, &body).unwrap();
    let jwk = requested.keys[0].to_jwk_json();
    assert!(jwk.contains("TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc"));
}

#[test]
fn sec_f_1_jwt_proof() {
    let proofs = unwrapped(vector!("openid4vci-1.0/inline/34_secF.1_jwt-proof-type.txt"));
    let mut scene = scene();
    scene.now = Timestamp::from_unix(1_701_960_444);
    let body = format!(r#"{{"credential_identifier":"CivilEngineeringDegree-2023","proofs":{proofs}}}"#);
    let requested = credential(&mut scene, &body).unwrap();
    assert!(requested.keys[0].to_jwk_json().contains("nUWAoAv3XZith8E7i19OdaxOLYFOwM-Z2EuM02TirT4"));
    // With nonces of its own, the issuer does not know that one.
    scene.issuer.metadata.nonce_endpoint = Some(crate::kit::url(EXAMPLE));
    assert_eq!(credential(&mut scene, &body).unwrap_err(), Error::NonceInvalid);
}

#[test]
fn sec_f_1_jwt_proof_decoded() {
    let decoded = vector!("openid4vci-1.0/inline/35_secF.1_jwt-proof-type.txt");
    let (header, claims) = decoded.split_once("}.{").unwrap();
    let (header, claims) = (format!("{header}}}"), format!("{{{claims}"));
    // Ours has the same members, and for these values the same content.
    let mut scene = Scene::new(Extras::default());
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let key = scene.key();
    let order = authorized.orders()[0].clone();
    let nonce = authorized.nonce().unwrap().to_owned();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let sent = body(pending.request());
    let token = sent.split("\"jwt\":[\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let part =
        |at: usize| String::from_utf8(base64url::decode(token.split('.').nth(at).unwrap()).unwrap()).unwrap();
    let own = key.verifying_key().to_jwk_json();
    let jwk_at = header.find("\"jwk\":").unwrap() + 6;
    let expected = format!("{}{own}}}", &header[..jwk_at]);
    assert_same(part(0).as_bytes(), &expected);
    let expected = claims
        .replace("https://credential-issuer.example.com", crate::kit::ISSUER)
        .replace("1701960444", &scene.now.as_unix().to_string())
        .replace("LarRGSbmUPYtRYO6BQ4yn8", &nonce);
    let ours = part(1).replace(r#""iss":"https://wallet.example","#, "");
    assert_same(ours.as_bytes(), &expected);
}

#[test]
fn sec_f_2_another_proof_type() {
    let proofs = unwrapped(vector!("openid4vci-1.0/inline/37_secF.2_di-vp-proof-type.txt"));
    let body = format!(r#"{{"credential_identifier":"CivilEngineeringDegree-2023","proofs":{proofs}}}"#);
    assert_eq!(credential(&mut scene(), &body).unwrap_err(), Error::ProofUnexpected);
}

#[test]
fn sec_f_3_attestation_proof() {
    let proofs = vector!("openid4vci-1.0/inline/38_secF.3_attestation-proof-type.json");
    let body = format!(r#"{{"credential_identifier":"CivilEngineeringDegree-2023","proofs":{proofs}}}"#);
    assert_eq!(credential(&mut scene(), &body).unwrap_err().code(), "jose.not_compact");
}
