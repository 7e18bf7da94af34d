//! The rows `oid4vp-1final-verifier-…` of the OpenID Foundation's conformance suite, by their names. Rows that are about what is in a
//! presentation are run in other places: docs/PROFILE.md says where.

use crate::kit::*;
use vouchsafe_credential::{ClientId, Duration, IssuerId, ResponseUri, base64url};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_openid4vc::http::{FORM, Method};
use vouchsafe_openid4vc::vp::{
    Attester, Client, ClientProof, Link, Order, PreregisteredClient, ResponseMode, Session, WalletAnswer,
    WalletRefusal, WalletRules, limits,
};

/// The attestation that the door's key is the door's.
fn attestation() -> String {
    let claims = serde_json::json!({
        "iss": "https://attester.example", "sub": HOST, "exp": NOW.as_unix() + 60,
        "cnf": {"jwk": serde_json::from_str::<serde_json::Value>(&key(1).verifying_key().to_jwk_json()).unwrap()},
    });
    sign(&key(5), &HeaderToSign::new("verifier-attestation+jwt"), claims.to_string().as_bytes()).unwrap()
}

#[test]
fn happy_flow() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let attesters = [Attester {
        issuer: IssuerId::new("https://attester.example").unwrap(),
        keys: vec![key(5).verifying_key().clone()],
    }];
    let registered = [PreregisteredClient {
        client_id: ClientId::new("door").unwrap(),
        keys: vec![key(1).verifying_key().clone()],
        response_uris: vec![ResponseUri::new(RESPONSE_URI).unwrap()],
        metadata: None,
    }];
    let rules =
        WalletRules { attesters: &attesters, preregistered: &registered, ..WalletRules::new(&anchors) };
    let clients = [
        (ClientProof::RedirectUri, Client::redirect_uri(&ResponseUri::new(RESPONSE_URI).unwrap()).unwrap()),
        (ClientProof::X509SanDns, authority.door()),
        (ClientProof::X509Hash, authority.door_by_hash()),
        (ClientProof::VerifierAttestation, Client::verifier_attestation(attestation(), key(1)).unwrap()),
        (ClientProof::Preregistered, Client::preregistered(&ClientId::new("door").unwrap(), key(1)).unwrap()),
    ];
    for (proof, client) in &clients {
        for mode in [ResponseMode::DirectPost, ResponseMode::DirectPostJwt] {
            let session = begin(client, &order().by(mode));
            let link = session.link(client, "openid4vp://", Link::ByValue).unwrap();
            let request = verify(&link, &rules, NOW).unwrap();
            assert_eq!(request.proof(), *proof);
            assert_eq!(request.client_id(), session.client_id());
            assert_eq!(request.nonce(), session.nonce());
            let post = request.answer(VP_TOKEN, &[]).unwrap();
            let Ok(WalletAnswer::Presented(answer)) = open(&post, &session) else { panic!() };
            assert_eq!(answer.vp_token().as_json(), VP_TOKEN);
        }
    }
}

#[test]
fn request_uri_fetched_twice() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let session = begin(&client, &order());
    let by = Link::ByReference { request_uri: REQUEST_URI, method: Method::Get };
    let link = session.link(&client, "openid4vp://", by).unwrap();
    assert!(!link.contains("request_uri_method"));
    let request = || {
        fetch(&link, &WalletRules::new(&anchors), |asked| {
            let response = session.serve(&client, asked.method, None, &asked.body, NOW).unwrap();
            assert_eq!(response.headers.one("Cache-Control"), Some("no-store"));
            response
        })
        .unwrap()
    };
    let (first, second) = (request(), request());
    assert_eq!((first.nonce(), first.state()), (second.nonce(), second.state()), "one session");
    let late = NOW.saturating_add(Duration::from_minutes(10));
    assert_eq!(
        session.serve(&client, Method::Get, None, b"", late).unwrap_err().code(),
        "openid4vp.session_expired"
    );
}

#[test]
fn request_uri_method_post() {
    let authority = Authority::new();
    let client = authority.door();
    let session = begin(&client, &order());
    let serve = |media_type, body: &str| {
        let served = session.serve(&client, Method::Post, media_type, body.as_bytes(), NOW);
        served.map(|response| {
            let token = String::from_utf8(response.body.to_vec()).unwrap();
            let payload = base64url::decode(token.split('.').nth(1).unwrap()).unwrap();
            serde_json::from_slice::<serde_json::Value>(&payload).unwrap()["wallet_nonce"].clone()
        })
    };
    let code = |media_type, body: &str| serve(media_type, body).unwrap_err().code();
    assert_eq!(
        serve(Some(FORM), "wallet_nonce=qPmxiNFCR3QTm19POc8u&unknown=1").unwrap(),
        "qPmxiNFCR3QTm19POc8u"
    );
    assert_eq!(serve(Some(FORM), "wallet_metadata=%7B%7D").unwrap(), serde_json::Value::Null);
    assert_eq!(code(None, "wallet_nonce=x"), "openid4vp.content_type");
    assert_eq!(code(Some(FORM), "wallet_nonce=x&wallet_nonce=x"), "openid4vp.parameter_repeated");
    assert_eq!(code(Some(FORM), "wallet_metadata=%7B"), "json.syntax");
    assert_eq!(code(Some(FORM), "wallet_metadata=%5B%5D"), "openid4vp.parameter_malformed");
    let nonce = |length: usize| format!("wallet_nonce={}", "x".repeat(length));
    assert!(serve(Some(FORM), &nonce(limits::MAX_WALLET_NONCE)).is_ok());
    assert_eq!(code(Some(FORM), &nonce(limits::MAX_WALLET_NONCE + 1)), "openid4vp.parameter_too_long");
    let body = |length: usize| format!("x={}", "y".repeat(length - 2));
    assert!(serve(Some(FORM), &body(limits::MAX_REQUEST_URI_BODY)).is_ok());
    assert_eq!(code(Some(FORM), &body(limits::MAX_REQUEST_URI_BODY + 1)), "openid4vp.body_too_long");
}

#[test]
fn errors_of_wallets() {
    let authority = Authority::new();
    let session = begin(&authority.door(), &order().by(ResponseMode::DirectPost));
    let told = |error: &str| {
        let body = format!("error={error}&error_description=%3Cscript%3E&state={}", session.state().as_str());
        let posted = vouchsafe_openid4vc::vp::PostedAnswer::parse(Some(FORM), body.as_bytes()).unwrap();
        match posted.open(&session, NOW).unwrap() {
            WalletAnswer::Refused(refusal) => refusal,
            WalletAnswer::Presented(_) => panic!(),
        }
    };
    for (error, refusal) in [
        ("access_denied", WalletRefusal::AccessDenied),
        ("invalid_request", WalletRefusal::InvalidRequest),
        ("invalid_client", WalletRefusal::InvalidClient),
        ("invalid_scope", WalletRefusal::InvalidScope),
        ("unsupported_response_type", WalletRefusal::UnsupportedResponseType),
        ("vp_formats_not_supported", WalletRefusal::VpFormatsNotSupported),
        ("invalid_request_uri_method", WalletRefusal::InvalidRequestUriMethod),
        ("invalid_transaction_data", WalletRefusal::InvalidTransactionData),
        ("wallet_unavailable", WalletRefusal::WalletUnavailable),
        ("%3Cscript%3E", WalletRefusal::Other),
    ] {
        assert_eq!(told(error), refusal);
    }
}

#[test]
fn what_a_client_cannot_ask() {
    let authority = Authority::new();
    let door = authority.door();
    let begin = |client: &Client, order: &Order| {
        client.begin(order, NOW, &mut rng(1)).map(|_| ()).map_err(|e| e.code())
    };
    let elsewhere =
        Order::new(QUERY.as_bytes(), ResponseUri::new("https://other.example/a").unwrap()).unwrap();
    assert_eq!(begin(&door, &elsewhere), Err("openid4vp.response_uri_foreign"));
    assert_eq!(begin(&authority.door_by_hash(), &elsewhere), Ok(()));
    let by_address = Client::redirect_uri(&ResponseUri::new("https://door.example/a").unwrap()).unwrap();
    assert_eq!(begin(&by_address, &order()), Err("openid4vp.response_uri_foreign"));
    let plain = Order::new(QUERY.as_bytes(), ResponseUri::new("http://door.example/a").unwrap()).unwrap();
    assert_eq!(begin(&door, &plain), Err("openid4vp.address_refused"));
    assert_eq!(begin(&door, &order().within(limits::MAX_SESSION_LIFETIME)), Ok(()));
    let too_long = Duration::from_secs(limits::MAX_SESSION_LIFETIME.as_secs() + 1);
    assert_eq!(begin(&door, &order().within(too_long)), Err("openid4vp.lifetime_too_long"));

    let misuse =
        |result: Result<Client, vouchsafe_openid4vc::vp::Error>| result.err().map(|error| error.code());
    let chain = || authority.certify(HOST, &key(1));
    assert_eq!(misuse(Client::x509_hash(key(2), chain())), Some("openid4vp.client_misuse"));
    assert_eq!(misuse(Client::x509_san_dns(HOST, key(2), chain())), Some("openid4vp.client_misuse"));
    assert_eq!(misuse(Client::x509_hash(key(1), Vec::new())), Some("jose.x5c_malformed"));
    assert_eq!(misuse(Client::verifier_attestation(attestation(), key(2))), Some("openid4vp.client_misuse"));
    assert_eq!(
        misuse(Client::preregistered(&ClientId::new("a:b").unwrap(), key(1))),
        Some("openid4vp.client_misuse")
    );

    let session = door.begin(&order(), NOW, &mut rng(1)).unwrap();
    let link = |client: &Client, wallet: &str| {
        session.link(client, wallet, Link::ByValue).map_err(|error| error.code())
    };
    assert_eq!(link(&authority.door_by_hash(), "openid4vp://"), Err("openid4vp.client_misuse"));
    assert_eq!(link(&door, "openid4vp://#x"), Err("openid4vp.client_misuse"));
    assert!(link(&door, "https://wallet.example/authorize?x=1").unwrap().contains("?x=1&client_id="));
    let unsigned = Client::redirect_uri(&ResponseUri::new(RESPONSE_URI).unwrap()).unwrap();
    let session = unsigned.begin(&order(), NOW, &mut rng(1)).unwrap();
    let by = Link::ByReference { request_uri: REQUEST_URI, method: Method::Get };
    assert_eq!(
        session.link(&unsigned, "openid4vp://", by).unwrap_err().code(),
        "openid4vp.signature_misplaced"
    );
    let served = session.serve(&unsigned, Method::Get, None, b"", NOW);
    assert_eq!(served.unwrap_err().code(), "openid4vp.signature_misplaced");
}

#[test]
fn more_than_a_query() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let transaction = br#"{"type":"pay","credential_ids":["id"],"amount":"1"}"#;
    let info = br#"[{"format":"registration","data":"eyJ"}]"#;
    let order = order().authorising(transaction).unwrap().with_verifier_info(info).unwrap();
    let session = begin(&client, &order);
    let types =
        [vouchsafe_openid4vc::vp::TransactionType { name: "pay".into(), members: vec!["amount".into()] }];
    let rules = WalletRules { transaction_types: &types, ..WalletRules::new(&anchors) };
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let request = verify(&link, &rules, NOW).unwrap();
    assert_eq!(request.transaction_data()[0].text(), session.transaction_data()[0]);
    assert_eq!(request.verifier_info()[0].format(), "registration");
    assert_eq!(request.formats().unwrap()[0].format, "dc+sd-jwt");
    let wrong = |json: &[u8]| self::order().authorising(json).unwrap_err().code();
    assert_eq!(wrong(br#"{"type":"pay","credential_ids":["other"]}"#), "openid4vp.transaction_query");
    assert_eq!(self::order().with_verifier_info(b"[]").unwrap_err().code(), "openid4vp.verifier_info");

    // The same as a form, where objects are JSON in a text.
    let unsigned = Client::redirect_uri(&ResponseUri::new(RESPONSE_URI).unwrap()).unwrap();
    let session = begin(&unsigned, &order.asking_for_staples());
    let link = session.link(&unsigned, "openid4vp://", Link::ByValue).unwrap();
    let request = verify(&link, &rules, NOW).unwrap();
    assert_eq!(request.transaction_data()[0].text(), session.transaction_data()[0]);
    assert_eq!(request.staples(), vouchsafe_openid4vc::vp::StaplesWish::Asked);
    assert_eq!(request.expires_at(), None, "nobody signed for it");
}

#[test]
fn a_session_is_stored_and_read_again() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let rules = WalletRules::new(&anchors);
    for mode in [ResponseMode::DirectPost, ResponseMode::DirectPostJwt] {
        let order = order()
            .by(mode)
            .with_verifier_info(br#"[{"format":"a","data":{}}]"#)
            .unwrap()
            .asking_for_staples();
        let session = begin(&client, &order);
        let record = session.to_record().unwrap();
        let again = Session::from_record(&record).unwrap();
        assert_eq!(*again.to_record().unwrap(), *record);
        let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
        let post = verify(&link, &rules, NOW).unwrap().answer(VP_TOKEN, &[]).unwrap();
        assert!(open(&post, &again).is_ok());
        assert!(!format!("{session:?}").contains(session.nonce().as_str()));
        for broken in [
            record.replacen("\"version\":1", "\"version\":2", 1),
            record.replacen("nonce", "once", 1),
            "{}".into(),
        ] {
            assert_eq!(Session::from_record(&broken).unwrap_err().code(), "openid4vp.session_record");
        }
    }
}
