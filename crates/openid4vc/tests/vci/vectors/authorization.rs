use super::message::{assert_same, json, request, response, vector};
use super::metadata::{EXAMPLE, example};
use crate::kit::{Extras, REDIRECT_PORT, SERVER, Scene, configuration, url};
use std::collections::BTreeMap;
use url::form_urlencoded;
use vouchsafe_openid4vc::http::{JSON, Reach, Response};
use vouchsafe_openid4vc::oauth::server::Authorize;
use vouchsafe_openid4vc::oauth::{Error as OAuthError, LoopbackRedirect, PushedResponse};
use vouchsafe_openid4vc::vci::wallet::{AuthorizationStart, Prepared, Step, UnacknowledgedOffer};
use vouchsafe_openid4vc::vci::{CredentialOffer, Error};

const DEGREE: &str = "UniversityDegreeCredential";
const LICENCE: &str = "org.iso.18013.5.1.mDL";

/// An issuer of the credentials in the examples, asked by authorization details alone.
fn issuer(several_servers: bool) -> Scene {
    let extras = Extras { no_scope: true, ..Extras::default() };
    let mut scene = Scene::new(extras);
    let metadata = &mut scene.issuer.metadata;
    metadata.issuer = example();
    metadata.authorization_servers = if several_servers { vec![SERVER.to_owned()] } else { Vec::new() };
    let ids = [DEGREE, LICENCE, "UniversityDegree_LDP_VC"];
    metadata.configurations = ids.map(|id| (id.to_owned(), configuration(extras))).into();
    if !several_servers {
        scene.server.metadata.issuer = EXAMPLE.to_owned();
    }
    scene
}

/// What the wallet pushes to get these.
fn pushed(scene: &mut Scene, ids: &[&str]) -> BTreeMap<String, String> {
    let offered = ids.iter().map(|id| (*id).to_owned()).collect();
    let offer = CredentialOffer::new(example(), offered).unwrap();
    let settings = scene.settings();
    let discovery =
        UnacknowledgedOffer::new(offer, Reach::HttpsOnly).acknowledge().discover(settings).unwrap();
    let answer = Response::new(200, JSON, scene.issuer.metadata.to_json());
    let discovery = discovery.receive(&answer, scene.now).unwrap();
    let answer = Response::new(200, JSON, scene.server.metadata.to_json());
    let Step::Next(Prepared::AuthorizationCode(flow)) = discovery.receive(&answer, &mut scene.rng).unwrap()
    else {
        panic!("no browser")
    };
    let start = flow.authorize(ids, LoopbackRedirect(REDIRECT_PORT), scene.now, &mut scene.rng).unwrap();
    let AuthorizationStart::Push(pushing) = start else { panic!("{start:?}") };
    form_urlencoded::parse(&pushing.request().body).into_owned().collect()
}

/// The configurations that an issuer takes authorization details for.
pub fn requested(details: &str) -> Result<Vec<String>, Error> {
    let scene = issuer(true);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("response_type", "code"), ("client_id", "a"), ("code_challenge_method", "S256")])
        .append_pair("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .append_pair("redirect_uri", "http://127.0.0.1:5/callback")
        .append_pair("authorization_details", details)
        .finish();
    let Authorize::Whole(pushed) = scene.server.authorize(&url(&format!("{SERVER}/authorize?{query}")))?
    else {
        panic!("not whole")
    };
    scene.issuer.requested_configurations(&pushed.request)
}

#[test]
fn authorization_details() {
    let example = vector!("openid4vci-1.0/examples/authorization_details.json");
    assert_eq!(requested(example).unwrap(), [DEGREE]);
    assert_same(pushed(&mut issuer(false), &[DEGREE])["authorization_details"].as_bytes(), example);
}

#[test]
fn authorization_details_multiple_credentials() {
    let example = vector!("openid4vci-1.0/examples/authorization_details_multiple_credentials.json");
    assert_eq!(requested(example).unwrap(), [DEGREE, LICENCE]);
    assert_same(pushed(&mut issuer(false), &[DEGREE, LICENCE])["authorization_details"].as_bytes(), example);
}

#[test]
fn authorization_details_with_as() {
    let example = vector!("openid4vci-1.0/examples/authorization_details_with_as.json");
    assert_eq!(requested(example).unwrap(), [DEGREE]);
    assert_same(pushed(&mut issuer(true), &[DEGREE])["authorization_details"].as_bytes(), example);
    let elsewhere = example.replace("credential-issuer", "other-issuer");
    assert_eq!(requested(&elsewhere), Err(Error::OAuth(OAuthError::TargetUnknown)));
}

#[test]
fn authorization_details_jwt_vc_json() {
    let example = vector!("openid4vci-1.0/examples/authorization_details_jwt_vc_json.json");
    assert_eq!(requested(example).unwrap(), [DEGREE]);
}

#[test]
fn authorization_details_ldp_vc() {
    let example = vector!("openid4vci-1.0/examples/authorization_details_ldp_vc.json");
    assert_eq!(requested(example).unwrap(), ["UniversityDegree_LDP_VC"]);
}

#[test]
fn authorization_details_mso_doc() {
    let example = vector!("openid4vci-1.0/examples/authorization_details_mso_doc.json");
    assert_eq!(requested(example).unwrap(), [LICENCE]);
}

#[test]
fn sec5_1_1_authorization_request() {
    let message = vector!("openid4vci-1.0/inline/03_sec5.1.1_using-authorization-details-parameter.txt");
    let query: String = message.split("Host:").next().unwrap().split_whitespace().collect();
    let mut scene = issuer(true);
    let address = url(&format!("https://server.example{}", query.replace("GET", "")));
    let refused = scene.server.authorize(&address).unwrap_err();
    assert_eq!(refused, OAuthError::RedirectNotAllowed, "not an address of our clients");
    scene.server.redirects.push("https://wallet.example.org/cb".to_owned());
    let Authorize::Whole(pushed) = scene.server.authorize(&address).unwrap() else { panic!("not whole") };
    assert_eq!(pushed.request.client_id, "s6BhdRkqt3");
    assert_eq!(scene.issuer.requested_configurations(&pushed.request).unwrap(), [DEGREE]);
}

#[test]
fn sec5_1_4_pushed_authorization_request() {
    let mut message = request(vector!("openid4vci-1.0/inline/05_sec5.1.4_pushed-authorization-request.txt"));
    let mut scene = issuer(true);
    scene.server.redirects.push("https://wallet.example.org/cb".to_owned());
    message.url = url("https://server.example/par");
    let (server, now) = (&scene.server, scene.now);
    let (_, pushed, answer) = server.pushed(&message, now, &mut scene.replays, &mut scene.rng).unwrap();
    assert_eq!((pushed.request.client_id.as_str(), answer.status), ("CLIENT1234", 201));
    // The same parameters are in ours.
    let theirs: Vec<String> =
        form_urlencoded::parse(&message.body).map(|(name, _)| name.into_owned()).collect();
    let ours = super::authorization::pushed(&mut issuer(true), &[DEGREE]);
    assert!(theirs.iter().all(|name| ours.contains_key(name)), "{theirs:?}");
}

#[test]
fn sec5_1_4_pushed_authorization_response() {
    let example = response(vector!("openid4vci-1.0/inline/06_sec5.1.4_pushed-authorization-request.txt"));
    let read = PushedResponse::receive(&example).unwrap();
    assert_eq!(read.request_uri, "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c");
    let ours = read.respond();
    assert_eq!((ours.status, ours.headers.one("Cache-Control")), (201, example.headers.one("Cache-Control")));
    assert_same(&ours.body, std::str::from_utf8(&example.body).unwrap());
}

#[test]
fn sec5_1_4_authorization_request_by_name() {
    let message = vector!("openid4vci-1.0/inline/07_sec5.1.4_pushed-authorization-request.txt");
    let query: String = message.split("Host:").next().unwrap().split_whitespace().collect();
    let address = url(&format!("https://server.example{}", query.replace("GET", "")));
    let Authorize::Pushed { client_id, request_uri } = issuer(true).server.authorize(&address).unwrap()
    else {
        panic!("not pushed")
    };
    assert_eq!(client_id, "s6BhdRkqt3");
    assert_eq!(request_uri.as_str(), "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c");
}

#[test]
fn sec5_3_authorization_error_response() {
    let message = vector!("openid4vci-1.0/inline/09_sec5.3_authorization-error-response.txt");
    let place: String = message.split("Location:").nth(1).unwrap().split_whitespace().collect();
    let mut scene = Scene::new(Extras::default());
    let prepared = scene.prepare(&scene.browser_link()).unwrap();
    let authorizing = scene.push(prepared).unwrap();
    let error = |url: &str| authorizing.is_answered_by(&crate::kit::url(url)).unwrap_err();
    assert_eq!(error(&place), Error::OAuth(OAuthError::RedirectElsewhere));
    // At our address it is no answer to us either: it has no state.
    let here = place.replace("https://wallet.example.org/cb", "http://127.0.0.1:49152/callback");
    assert_eq!(error(&here), Error::OAuth(OAuthError::StateMismatch));
}

/// What our server makes of a token request whose code it does not know.
fn token(message: &str, grant: &str) -> OAuthError {
    let mut message = request(message);
    let mut scene = issuer(true);
    message.url = url("https://server.example/token");
    let parameters: BTreeMap<_, _> = form_urlencoded::parse(&message.body).into_owned().collect();
    assert_eq!(parameters["grant_type"], grant);
    let (codes, replays) = (&mut scene.codes, &mut scene.replays);
    scene.server.token(&message, codes, scene.now, replays, &mut scene.rng).err().unwrap()
}

#[test]
fn sec6_1_token_request() {
    let message = vector!("openid4vci-1.0/inline/10_sec6.1_token-request.txt");
    assert_eq!(token(message, "authorization_code"), OAuthError::CodeUnknown);
}

#[test]
fn sec6_1_1_token_request_with_a_transaction_code() {
    let message = vector!("openid4vci-1.0/inline/11_sec6.1.1_request-credential-issuance-using-author.txt");
    let grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    assert_eq!(token(message, grant), OAuthError::CodeUnknown);
}

#[test]
fn sec6_3_token_error_response() {
    let example = response(vector!("openid4vci-1.0/inline/13_sec6.3_token-error-response.txt"));
    let ours = OAuthError::TxCodeMissing.respond();
    assert_eq!((ours.status, ours.headers.one("Cache-Control")), (example.status, Some("no-store")));
    assert!(
        json(std::str::from_utf8(&ours.body).unwrap()) == json(std::str::from_utf8(&example.body).unwrap())
    );
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None);
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    let pending = flow.redeem(&[crate::kit::MEMBER], None, scene.now, &mut scene.rng).unwrap();
    let refused = pending.receive(&example, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ServerRefused { error: "invalid_request" }));
}
