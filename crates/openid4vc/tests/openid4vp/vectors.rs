//! The examples of OpenID4VP 1.0 and HAIP 1.0. Where an example leaves something out (`...`), a test puts something in, and says
//! what. What we write is compared with the examples member by member.

use crate::kit::*;
use serde_json::{Value as Json, json};
use vouchsafe_credential::{ClientId, ResponseUri, base64url};
use vouchsafe_jose::jwe::{ContentEncryption, RecipientKey};
use vouchsafe_openid4vc::http::{FORM, JSON, Method, Reach, Response};
use vouchsafe_openid4vc::vp::{
    BrowserSecret, Client, ClientMetadata, Completion, Invocation, Link, PostedAnswer, Session,
    VerifierReply, WalletAnswer, WalletRules, wallet_metadata,
};

macro_rules! vector {
    ($path:literal) => {
        include_str!(concat!("../../../../tests/vectors/", $path))
    };
}

const CLIENT: &str = "client.example.org";
const EXAMPLE_NONCE: &str = "n-0S6_WzA2Mj";

/// The example with a query where it has none.
fn with_query(example: &str) -> Json {
    serde_json::from_str(&example.replace("{...}", QUERY)).unwrap()
}

/// The query of an address that stands as an HTTP request, on several lines.
fn query_of(example: &str) -> String {
    let (_, query) = example.split_once('?').unwrap();
    query.replace(" HTTP/1.1", "").split_whitespace().collect()
}

/// The body of an HTTP message, on several lines.
fn body_of(example: &str) -> String {
    example.split_once("\n\n").unwrap().1.split_whitespace().collect()
}

fn invoke(example: &str) -> Result<Invocation, &'static str> {
    let query =
        query_of(example).replace("dcql_query=...", "dcql_query=%7B%7D").replace("transaction_data=...&", "");
    Invocation::parse(&format!("openid4vp://?{query}"), Reach::HttpsOnly).map_err(|error| error.code())
}

/// The session of which an example is the request.
fn session(request: &Json) -> Session {
    let record = json!({
        "version": 1, "client_id": request["client_id"], "response_uri": request["response_uri"],
        "response_mode": request["response_mode"], "nonce": request["nonce"], "state": request["state"], "haip": false,
        "staples": false, "begun_at": NOW.as_unix(), "expires_at": NOW.as_unix() + 600, "transaction_data": [],
        "dcql_query": request["dcql_query"],
    });
    Session::from_record(&record.to_string()).unwrap()
}

#[test]
fn section_5_1_verifier_info() {
    let entry: Json =
        serde_json::from_str(vector!("openid4vp-1.0/inline/01_sec5.1_new-parameters.json")).unwrap();
    let authority = Authority::new();
    let query = json!({"credentials": [{"id": "id_card", "format": "dc+sd-jwt", "meta": {}}]});
    let request = Crafted::new(&authority).with("dcql_query", query).with("verifier_info", json!([entry]));
    let request = request.verify(&WalletRules::new(&authority.anchors())).unwrap();
    let [info] = request.verifier_info() else { panic!() };
    assert_eq!(info.format(), "jwt");
    assert_eq!(info.queries().unwrap()[0].as_str(), "id_card");
}

#[test]
fn section_5_4_requests_by_value() {
    let Invocation::Request(request) =
        invoke(vector!("openid4vp-1.0/inline/02_sec5.4_examples.txt")).unwrap()
    else {
        panic!()
    };
    let authority = Authority::new();
    let refused = request.verify(&WalletRules::new(&authority.anchors()), NOW);
    assert_eq!(code(&refused), "openid4vp.response_mode", "answered by redirect: not done here");
    let signed = invoke(vector!("openid4vp-1.0/inline/03_sec5.4_examples.txt"));
    assert_eq!(signed.err(), Some("openid4vp.signature_misplaced"), "section 5.9.3: cannot be signed");
    let by_scope =
        invoke(vector!("openid4vp-1.0/inline/07_sec5.5_using-scope-parameter-to-request-present.txt"));
    assert_eq!(by_scope.err(), Some("openid4vp.client_id_prefix_unknown"));
}

#[test]
fn section_5_4_a_request_by_reference() {
    let authority = Authority::new();
    let example = vector!("openid4vp-1.0/inline/05_sec5.4_examples.txt");
    let Invocation::Reference(reference) = invoke(example).unwrap() else { panic!() };
    assert_eq!(reference.claimed_client_id().as_str(), "x509_san_dns:client.example.org");
    assert_eq!(reference.request_uri().as_str(), "https://client.example.org/request/vapof4ql2i7m41m68uep");
    let (request, _) = reference.fetch(&mut rng(1)).unwrap();
    assert_eq!(request.method, Method::Post);

    let client = Client::x509_san_dns(CLIENT, key(1), authority.certify(CLIENT, &key(1))).unwrap();
    let example_request = with_query(vector!("openid4vp-1.0/inline/10_sec5.10.1_request-uri-response.txt"));
    let request_uri = "https://client.example.org/request/vapof4ql2i7m41m68uep";
    let by = Link::ByReference { request_uri, method: Method::Post };
    let ours = session(&example_request).link(&client, "openid4vp://", by).unwrap();
    let sorted = |query: &str| {
        let mut fields = fields(query.as_bytes());
        fields.sort();
        fields
    };
    assert_eq!(sorted(ours.split_once('?').unwrap().1), sorted(&query_of(example)));
}

#[test]
fn sections_5_4_and_5_10_what_a_wallet_posts_for_a_request() {
    let authority = Authority::new();
    let client = Client::x509_san_dns(CLIENT, key(1), authority.certify(CLIENT, &key(1))).unwrap();
    let request = with_query(vector!("openid4vp-1.0/inline/10_sec5.10.1_request-uri-response.txt"));
    for example in [
        vector!("openid4vp-1.0/inline/06_sec5.4_examples.txt"),
        vector!("openid4vp-1.0/inline/09_sec5.10_request-uri-method-post.txt"),
    ] {
        let body = body_of(example);
        let served =
            session(&request).serve(&client, Method::Post, Some(FORM), body.as_bytes(), NOW).unwrap();
        let token = String::from_utf8(served.body.to_vec()).unwrap();
        let payload = base64url::decode(token.split('.').nth(1).unwrap()).unwrap();
        let payload: Json = serde_json::from_slice(&payload).unwrap();
        for (name, value) in request.as_object().unwrap() {
            assert_eq!(&payload[name], value, "section 5.10.1: {name}");
        }
        let metadata =
            fields(body.as_bytes()).into_iter().find(|(name, _)| name == "wallet_metadata").unwrap().1;
        let metadata: Json = serde_json::from_str(&metadata).unwrap();
        let ours: Json = serde_json::from_str(&wallet_metadata()).unwrap();
        let algorithms =
            |metadata: &Json| metadata["vp_formats_supported"]["dc+sd-jwt"].as_object().unwrap().clone();
        for (name, values) in algorithms(&metadata) {
            for value in values.as_array().unwrap() {
                assert!(algorithms(&ours)[&name].as_array().unwrap().contains(value), "{name}");
            }
        }
    }
}

#[test]
fn section_5_10_1_a_request_object() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let payload = with_query(vector!("openid4vp-1.0/inline/10_sec5.10.1_request-uri-response.txt"));
    let chain = authority.certify(CLIENT, &key(1));
    let crafted = Crafted { payload, chain, ..Crafted::new(&authority) };
    let link = link(&[("client_id", "x509_san_dns:client.example.org"), ("request_uri", REQUEST_URI)]);
    let request = fetch(&link, &WalletRules::new(&anchors), |_| object(crafted.token())).unwrap();
    assert_eq!(request.response_uri().as_str(), "https://client.example.org/post");
    assert_eq!(request.nonce().as_str(), EXAMPLE_NONCE);
    assert_eq!(request.state().unwrap().as_str(), "eyJhb...6-sVA");
    assert_eq!(request.encryption().map(|_| ()), None);
}

#[test]
fn section_8_2_a_request_answered_by_post() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let example = with_query(vector!("openid4vp-1.0/inline/18_sec8.2_response-mode-direct-post.txt"));
    let client = Client::redirect_uri(&ResponseUri::new("https://client.example.org/post").unwrap()).unwrap();
    let session = session(&example);
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let ours = fields(link.split_once('?').unwrap().1.as_bytes());
    for (name, value) in example.as_object().unwrap() {
        let our = &ours.iter().find(|(field, _)| field == name).unwrap().1;
        let our = value.as_str().map_or_else(|| serde_json::from_str(our).unwrap(), |_| json!(our));
        assert_eq!(our, *value, "{name}");
    }
    let request = verify(&link, &WalletRules::new(&anchors), NOW).unwrap();
    assert_eq!(request.client_id(), &ClientId::new("redirect_uri:https://client.example.org/post").unwrap());

    let answer = body_of(vector!("openid4vp-1.0/inline/19_sec8.2_response-mode-direct-post.txt"));
    let names = |body: &[u8]| fields(body).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let post = request.answer(VP_TOKEN, &[]).unwrap();
    assert_eq!(names(&post.body), names(answer.as_bytes()));
    assert_eq!(field(&post, "state").as_deref(), Some("eyJhb...6-sVA"));
    let answer = answer.replace("vp_token=...", &format!("vp_token={VP_TOKEN}"));
    let posted = PostedAnswer::parse(Some(FORM), answer.as_bytes()).unwrap();
    assert_eq!(posted.state(), Some("eyJhb...6-sVA"));
    assert!(matches!(posted.open(&session, NOW), Ok(WalletAnswer::Presented(_))));
}

#[test]
fn section_8_2_a_reply() {
    let example = body_of(vector!("openid4vp-1.0/inline/21_sec8.2_response-mode-direct-post.txt"));
    let reply = VerifierReply::read(&Response::new(200, JSON, example.as_str()), Reach::HttpsOnly).unwrap();
    let address = "https://client.example.org/cb#response_code=091535f699ea575c7937fa5f0f454aee";
    assert_eq!(reply.redirect_uri().unwrap().as_str(), address);
    let browser = BrowserSecret::generate(&mut rng(1)).unwrap();
    let (_, ours) =
        Completion::begin(browser.digest(), "https://client.example.org/cb", NOW, &mut rng(2)).unwrap();
    let ours: Json = serde_json::from_slice(&ours.body).unwrap();
    let example: Json = serde_json::from_str(&example).unwrap();
    let shape = |reply: &Json| reply["redirect_uri"].as_str().unwrap().split_once('=').unwrap().0.to_owned();
    assert_eq!(shape(&ours), shape(&example));
    assert_eq!(ours.as_object().unwrap().len(), 1);
}

#[test]
fn section_8_1_several_presentations() {
    let example = vector!("openid4vp-1.0/inline/17_sec8.1.1_examples.txt").replace(", ...]", "]");
    let query = json!({"credentials": [{"id": "my_credential", "format": "dc+sd-jwt", "meta": {}, "multiple": true}]});
    let authority = Authority::new();
    let request =
        Crafted::new(&authority).with("dcql_query", query).verify(&WalletRules::new(&authority.anchors()));
    let post = request.unwrap().answer(&example, &[]).unwrap();
    let sent: Json = serde_json::from_str(&field(&post, "vp_token").unwrap()).unwrap();
    assert_eq!(sent, serde_json::from_str::<Json>(&example).unwrap());
}

#[test]
fn section_8_3_keys_and_the_encrypted_answer() {
    let request: Json =
        serde_json::from_str(vector!("openid4vp-1.0/inline/22_sec8.3_encrypted-responses.json")).unwrap();
    let vector: Json = serde_json::from_str(vector!("openid4vp-1.0/sec8.3-encrypted-response.json")).unwrap();
    let private: Json =
        serde_json::from_str(vector!("openid4vp-1.0/inline/23_sec8.3_encrypted-responses.json")).unwrap();
    assert_eq!(private, vector["recipient_private_jwk"]);

    // Of four keys the one on P-256, of two encryptions the one that is done here.
    let authority = Authority::new();
    let asked = Crafted::new(&authority)
        .with("response_mode", json!("direct_post.jwt"))
        .with("client_metadata", request["client_metadata"].clone())
        .with("dcql_query", request["dcql_query"].clone())
        .with("nonce", request["nonce"].clone())
        .verify(&WalletRules::new(&authority.anchors()))
        .unwrap();
    let (key, encryption) = asked.encryption().unwrap();
    assert_eq!((key.kid(), encryption), (Some("ac"), ContentEncryption::A128Gcm));

    let record = json!({
        "version": 1, "client_id": SAN, "response_uri": RESPONSE_URI, "response_mode": "direct_post.jwt", "nonce": NONCE,
        "state": STATE, "haip": false, "staples": false, "begun_at": NOW.as_unix(), "expires_at": NOW.as_unix() + 600,
        "transaction_data": [], "key": private,
        "dcql_query": {"credentials": [{"id": "example_credential_id", "format": "dc+sd-jwt", "meta": {}}]},
    });
    let session = Session::from_record(&record.to_string()).unwrap();
    assert_eq!(session.key_id(), Some("ac"));
    let jwe = vector["jwe_compact"].as_str().unwrap();
    assert_eq!(
        post(&[("response", jwe)], &session),
        "openid4vp.state_mismatch",
        "decrypted: made for an API without state"
    );
    // The same content, with the state that a post has.
    let payload = vector!("openid4vp-1.0/inline/25_sec8.3_encrypted-responses.json");
    let mut payload: Json = serde_json::from_str(payload).unwrap();
    assert_eq!(payload, vector["plaintext_json"]);
    payload["state"] = json!(STATE);
    let encrypted =
        vouchsafe_jose::jwe::encrypt(payload.to_string().as_bytes(), key, encryption, None).unwrap();
    assert_eq!(post(&[("response", &encrypted)], &session), "ok");
}

#[test]
fn section_8_3_1_an_encrypted_post() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let example = body_of(vector!("openid4vp-1.0/inline/26_sec8.3.1_response-mode-direct-post-jwt.txt"));
    let client = authority.door();
    let session = begin(&client, &order());
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let post = verify(&link, &WalletRules::new(&anchors), NOW).unwrap().answer(VP_TOKEN, &[]).unwrap();
    let names = |body: &[u8]| fields(body).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&post.body), names(example.as_bytes()));
    let payload = vector!("openid4vp-1.0/inline/27_sec8.3.1_response-mode-direct-post-jwt.json");
    let payload: Json = serde_json::from_str(payload).unwrap();
    assert_eq!(payload["vp_token"].as_object().unwrap().len(), 1, "top-level members, as ours");
}

#[test]
fn section_5_9_3_a_request_by_did() {
    let example = vector!("openid4vp-1.0/request/request_object_client_id_did.json").replace("{ ... }", "{}");
    let example: Json = serde_json::from_str(&example).unwrap();
    let client_id = example["client_id"].as_str().unwrap();
    let link = link(&[("client_id", client_id), ("request", "x")]);
    let refused = Invocation::parse(&link, Reach::HttpsOnly).unwrap_err();
    assert_eq!(refused.code(), "openid4vp.client_id_prefix_unsupported");
    let header: Json =
        serde_json::from_str(vector!("openid4vp-1.0/request/request_header_client_id_did.json")).unwrap();
    assert_eq!(header["typ"], "oauth-authz-req+jwt");
}

#[test]
fn metadata_of_verifiers_and_wallets() {
    for (example, formats) in [
        (vector!("openid4vp-1.0/client_metadata/sd_jwt_vc_verifier_metadata.json"), Some("dc+sd-jwt")),
        (vector!("openid4vp-1.0/client_metadata/mso_mdoc_verifier_metadata.json"), Some("mso_mdoc")),
        (vector!("openid4vp-1.0/client_metadata/w3c_jwt_verifier_metadata.json"), Some("jwt_vc_json")),
        (vector!("openid4vp-1.0/client_metadata/w3c_ldp_verifier_metadata.json"), Some("ldp_vc")),
        // Of a draft: its member has another name, and is ignored.
        (vector!("haip-1.0/client_metadata_sd_jwt_vc.json"), None),
    ] {
        let metadata = ClientMetadata::parse(example.as_bytes()).unwrap();
        assert_eq!(metadata.formats().map(|formats| &*formats[0].format), formats);
    }
    let example = ClientMetadata::parse(
        vector!("openid4vp-1.0/client_metadata/sd_jwt_vc_verifier_metadata.json").as_bytes(),
    );
    let both = Some(vec!["ES256".to_owned(), "ES384".to_owned()]);
    let formats = example.unwrap();
    let [format] = formats.formats().unwrap() else { panic!() };
    assert_eq!((&format.issuer_algorithms, &format.holder_algorithms), (&both, &both));

    let example = vector!("openid4vp-1.0/inline/29_sec13.1.2_a-set-of-static-configuration-values-bou.json");
    let example: Json = serde_json::from_str(example).unwrap();
    let ours: Json = serde_json::from_str(&wallet_metadata()).unwrap();
    for name in ["response_types_supported", "request_object_signing_alg_values_supported"] {
        for value in example[name].as_array().unwrap() {
            assert!(ours[name].as_array().unwrap().contains(value), "{name}");
        }
    }
}

#[test]
fn section_b_2_6_1_a_key_for_answers() {
    let key = RecipientKey::from_jwk_json(
        vector!("openid4vp-1.0/inline/42_secB.2.6.1_invocation-via-redirects.json").as_bytes(),
    );
    assert_eq!(key.unwrap().kid(), Some("1"));
}
