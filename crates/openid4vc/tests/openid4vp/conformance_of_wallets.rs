//! The rows `oid4vp-1final-wallet-…` of the OpenID Foundation's conformance suite, by their names. Rows that are about what is in a
//! presentation are run in other places: docs/PROFILE.md says where.

use crate::kit::*;
use serde_json::json;
use vouchsafe_openid4vc::http::{JSON, Reach, Response};
use vouchsafe_openid4vc::vp::{
    Link, ResponseMode, STAPLES_PARAMETER, StaplesWish, VerifierReply, WalletAnswer, WalletRefusal,
    WalletRules, limits,
};

#[test]
fn happy_flow() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let rules = WalletRules::new(&anchors);
    for mode in [ResponseMode::DirectPost, ResponseMode::DirectPostJwt] {
        let session = begin(&client, &order().by(mode));
        let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
        let request = verify(&link, &rules, NOW).unwrap();
        assert_eq!(request.encryption().is_some(), mode == ResponseMode::DirectPostJwt);
        let post = request.answer(VP_TOKEN, &[]).unwrap();
        assert_eq!(post.url.as_str(), RESPONSE_URI);
        let Ok(WalletAnswer::Presented(answer)) = open(&post, &session) else { panic!() };
        assert_eq!(answer.vp_token().presentations().len(), 1);
        assert_eq!(answer.vp_token().as_json(), VP_TOKEN);
    }
    // Without `state`.
    let request = Crafted::new(&authority).with("state", json!(null)).verify(&rules).unwrap();
    let post = request.answer(VP_TOKEN, &[]).unwrap();
    assert_eq!(fields(&post.body), [("vp_token".to_owned(), VP_TOKEN.to_owned())]);
}

#[test]
fn alternate_happy_flow() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let long = "~".repeat(2_048);
    let request = Crafted::new(&authority)
        .with("iss", json!("https://somebody.example"))
        .with("unknown_parameter", json!({"deep": [1, null]}))
        .with("nonce", json!(long))
        .with("state", json!(long))
        .verify(&WalletRules::new(&anchors))
        .unwrap();
    assert_eq!((request.nonce().as_str(), request.state().unwrap().as_str()), (&*long, &*long));
}

#[test]
fn optional_credential_set() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let query = json!({
        "credentials": [{"id": "id", "format": "dc+sd-jwt", "meta": {}}, {"id": "more", "format": "mso_mdoc", "meta": {}}],
        "credential_sets": [{"options": [["id"]]}, {"options": [["more"]], "required": false}],
    });
    let request =
        Crafted::new(&authority).with("dcql_query", query).verify(&WalletRules::new(&anchors)).unwrap();
    assert!(request.answer(VP_TOKEN, &[]).is_ok(), "nothing stands for what there is not");
    assert_eq!(
        request.answer(r#"{"id":["x"],"more":[]}"#, &[]).unwrap_err().code(),
        "openid4vp.vp_token_query"
    );
}

#[test]
fn negative_test_required_non_matching_credential() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let session = begin(&client, &order());
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let request = verify(&link, &WalletRules::new(&anchors), NOW).unwrap();
    assert_eq!(request.answer("{}", &[]).unwrap_err().code(), "openid4vp.vp_token", "never an empty one");
    let declined = request.decline(vouchsafe_openid4vc::vp::Declining::AccessDenied).unwrap();
    assert_eq!(open(&declined, &session), Ok(WalletAnswer::Refused(WalletRefusal::AccessDenied)));
}

#[test]
fn ignores_unusable_encryption_key() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let good = json!({"kty": "EC", "crv": "P-256", "kid": "good", "use": "enc", "alg": "ECDH-ES",
        "x": "YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk", "y": "Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk"});
    let asked = |keys: serde_json::Value| {
        let request = Crafted::new(&authority).with("response_mode", json!("direct_post.jwt"));
        request.with("client_metadata", json!({"jwks": {"keys": keys}})).verify(&WalletRules::new(&anchors))
    };
    let unusable = [
        json!({"kty": "AKP", "kid": "a", "alg": "ML-KEM-768", "pub": "AA"}),
        json!({"kty": "new", "kid": "b"}),
    ];
    let [one, other] = unusable;
    let request = asked(json!([one, other, good])).unwrap();
    assert_eq!(request.encryption().unwrap().0.kid(), Some("good"));
    let refused = asked(json!([one]));
    assert_eq!(code(&refused), "openid4vp.encryption_key_missing");
    let told = refused.unwrap_err().answer().unwrap();
    assert_eq!(
        field(&told, "error").as_deref(),
        Some("invalid_request"),
        "as it is, since nothing encrypts it"
    );
}

#[test]
fn request_uri_method_post() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let session = begin(&client, &order());
    let by = Link::ByReference { request_uri: REQUEST_URI, method: vouchsafe_openid4vc::http::Method::Post };
    let link = session.link(&client, "openid4vp://", by).unwrap();
    let request = fetch(&link, &WalletRules::new(&anchors), |asked| {
        assert_eq!(asked.url.as_str(), REQUEST_URI);
        assert_eq!(asked.headers.one("Accept"), Some("application/oauth-authz-req+jwt"));
        assert_eq!(asked.headers.media_type().as_deref(), Some("application/x-www-form-urlencoded"));
        session.serve(&client, asked.method, asked.headers.media_type().as_deref(), &asked.body, NOW).unwrap()
    });
    assert_eq!(request.unwrap().nonce(), session.nonce());
}

#[test]
fn what_a_wallet_tells_before_it_knows_who_asks() {
    let metadata: serde_json::Value =
        serde_json::from_str(&vouchsafe_openid4vc::vp::wallet_metadata()).unwrap();
    let formats = metadata["vp_formats_supported"].as_object().unwrap();
    assert_eq!(
        formats.keys().collect::<Vec<_>>(),
        ["dc+sd-jwt"],
        "nothing that only this make of wallet has"
    );
    assert_eq!(metadata["client_id_prefixes_supported"].as_array().unwrap().len(), 5);
}

#[test]
fn negative_test_invalid_client_id_prefix() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let asked = Crafted::new(&authority).named("invalid_prefix:door.example");
    assert_eq!(asked.code(&WalletRules::new(&anchors)), "openid4vp.client_id_prefix_unknown");
}

#[test]
fn negative_test_invalid_request_object_signature() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let token = Crafted::new(&authority).token();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let flipped: String = signature.chars().rev().collect();
    for signature in [&*flipped, &"A".repeat(86), ""] {
        let link = link(&[("client_id", SAN), ("request", &format!("{signed}.{signature}"))]);
        let expected = ["jose.signature_invalid", "jose.not_base64url"];
        assert!(expected.contains(&code(&verify(&link, &WalletRules::new(&anchors), NOW))));
    }
}

#[test]
fn no_character_of_a_signed_request_can_be_another() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let token = Crafted::new(&authority).token();
    for position in 0..token.len() {
        let other = if &token[position..=position] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &token[..position], &token[position + 1..]);
        let refused = verify(&link(&[("client_id", SAN), ("request", &changed)]), &rules, NOW);
        assert_ne!(code(&refused), "ok", "at {position}");
        assert_eq!(refused.unwrap_err().answer().map(|_| ()), None, "nobody is proven to ask");
    }
}

#[test]
fn negative_test_mismatched_client_id() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let request = Crafted::new(&authority);
    for inner in [json!("door.example"), json!("x509_san_dns:door.example "), json!(hash_id(&request.chain))]
    {
        let refused = request.clone().with("client_id", inner).verify(&WalletRules::new(&anchors));
        assert_eq!(code(&refused), "openid4vp.client_id_mismatch");
        assert_eq!(refused.unwrap_err().answer().map(|_| ()), None);
    }
    assert_eq!(
        request.with("client_id", json!(null)).code(&WalletRules::new(&anchors)),
        "openid4vp.parameter_missing"
    );
}

#[test]
fn negative_test_missing_nonce() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let asked = |nonce| Crafted::new(&authority).with("nonce", nonce).code(&WalletRules::new(&anchors));
    assert_eq!(asked(json!(null)), "openid4vp.parameter_missing");
    for bad in [json!(""), json!("a b"), json!("a+b"), json!("ä"), json!(7), json!("x".repeat(2_049))] {
        assert_eq!(asked(bad), "openid4vp.parameter_malformed");
    }
}

#[test]
fn negative_test_redirect_uri_with_direct_post() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let refused = Crafted::new(&authority)
        .with("redirect_uri", json!(RESPONSE_URI))
        .verify(&WalletRules::new(&anchors));
    assert_eq!(code(&refused), "openid4vp.redirect_uri_present");
    assert_eq!(field(&refused.unwrap_err().answer().unwrap(), "error").as_deref(), Some("invalid_request"));
}

#[test]
fn negative_test_response_uri_not_client_id() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let asked = Crafted::new(&authority).with("response_uri", json!("https://other.example/answers"));
    assert_eq!(asked.code(&WalletRules::new(&anchors)), "openid4vp.response_uri_foreign");
}

#[test]
fn negative_test_unknown_transaction_data_type() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let text = vouchsafe_credential::base64url::encode(br#"{"type":"unknown","credential_ids":["id"]}"#);
    let refused =
        Crafted::new(&authority).with("transaction_data", json!([text])).verify(&WalletRules::new(&anchors));
    assert_eq!(code(&refused), "openid4vp.transaction_type");
    assert_eq!(
        field(&refused.unwrap_err().answer().unwrap(), "error").as_deref(),
        Some("invalid_transaction_data")
    );
}

#[test]
fn what_is_asked_has_to_be_something_that_is_done_here() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let mdoc = json!({"credentials": [{"id": "id", "format": "mso_mdoc", "meta": {"doctype_value": "x"}}]});
    for (name, value, expected, told) in [
        ("response_type", json!("code"), "openid4vp.response_type", Some("unsupported_response_type")),
        (
            "response_type",
            json!("vp_token id_token"),
            "openid4vp.response_type",
            Some("unsupported_response_type"),
        ),
        ("response_type", json!(null), "openid4vp.parameter_missing", Some("invalid_request")),
        ("response_mode", json!("fragment"), "openid4vp.response_mode", None),
        ("response_mode", json!("dc_api"), "openid4vp.response_mode", None),
        ("response_mode", json!(null), "openid4vp.response_mode", None),
        ("response_uri", json!(null), "openid4vp.parameter_missing", None),
        ("scope", json!("com.example.id"), "openid4vp.query_and_scope", Some("invalid_request")),
        ("dcql_query", json!(null), "openid4vp.parameter_missing", Some("invalid_request")),
        ("dcql_query", json!("{}"), "dcql.member_malformed", Some("invalid_request")),
        ("dcql_query", json!({"credentials": []}), "dcql.list_empty", Some("invalid_request")),
        ("dcql_query", mdoc, "openid4vp.formats_unsupported", Some("vp_formats_not_supported")),
        ("state", json!("a b"), "openid4vp.parameter_malformed", Some("invalid_request")),
        ("client_metadata", json!([]), "openid4vp.parameter_malformed", Some("invalid_request")),
        ("verifier_info", json!([]), "openid4vp.verifier_info", Some("invalid_request")),
        ("verifier_info", json!([{"format": "jwt"}]), "openid4vp.verifier_info", Some("invalid_request")),
        (
            "verifier_info",
            json!([{"format": "jwt", "data": 1}]),
            "openid4vp.verifier_info",
            Some("invalid_request"),
        ),
        (
            "verifier_info",
            json!([{"format": "jwt", "data": "x", "credential_ids": ["other"]}]),
            "openid4vp.verifier_info",
            Some("invalid_request"),
        ),
    ] {
        let refused = Crafted::new(&authority).with(name, value.clone()).verify(&WalletRules::new(&anchors));
        assert_eq!(code(&refused), expected, "{name} {value}");
        let answer = refused.unwrap_err().answer();
        assert_eq!(answer.and_then(|answer| field(&answer, "error")).as_deref(), told, "{name} {value}");
    }
    let scope =
        Crafted::new(&authority).with("dcql_query", json!(null)).with("scope", json!("com.example.id"));
    assert_eq!(scope.code(&WalletRules::new(&anchors)), "openid4vp.scope");
    let info = |count: usize| {
        let info = vec![json!({"format": "jwt", "data": "x"}); count];
        Crafted::new(&authority).with("verifier_info", json!(info)).code(&WalletRules::new(&anchors))
    };
    assert_eq!(info(limits::MAX_VERIFIER_INFO), "ok");
    assert_eq!(info(limits::MAX_VERIFIER_INFO + 1), "openid4vp.too_many");
}

#[test]
fn without_holder_binding_state_has_to_be_long() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let query = json!({"credentials": [{"id": "id", "format": "dc+sd-jwt", "meta": {},
        "require_cryptographic_holder_binding": false}]});
    let asked = |state| {
        let request = Crafted::new(&authority).with("dcql_query", query.clone()).with("state", state);
        request.code(&WalletRules::new(&anchors))
    };
    assert_eq!(asked(json!("x".repeat(limits::MIN_STATE))), "ok");
    assert_eq!(asked(json!("x".repeat(limits::MIN_STATE - 1))), "openid4vp.state_too_short");
    assert_eq!(asked(json!(null)), "openid4vp.state_too_short");
}

#[test]
fn a_request_object_that_does_not_come_as_it_must() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let link = link(&[("client_id", SAN), ("request_uri", REQUEST_URI)]);
    let token = Crafted::new(&authority).token();
    let served = |response: Response| code(&fetch(&link, &WalletRules::new(&anchors), |_| response));
    assert_eq!(served(object(token.clone())), "ok");
    assert_eq!(served(object(format!("{token}\n"))), "ok");
    assert_eq!(served(Response::new(200, JSON, token.clone())), "openid4vp.content_type");
    assert_eq!(served(Response::new(200, "application/jwt", token.clone())), "openid4vp.content_type");
    for status in [302, 307] {
        assert_eq!(
            served(Response::new(status, "application/oauth-authz-req+jwt", token.clone())),
            "openid4vp.http_redirect"
        );
    }
    assert_eq!(served(Response::empty(404)), "openid4vp.http_status");
    let long = |length: usize| served(object(vec![b'x'; length]));
    assert_eq!(long(limits::MAX_REQUEST_OBJECT), "jose.not_compact");
    assert_eq!(long(limits::MAX_REQUEST_OBJECT + 1), "openid4vp.body_too_long");
}

#[test]
fn replies_of_verifiers() {
    let read = |body: &str| {
        let reply = VerifierReply::read(&Response::new(200, JSON, body), Reach::HttpsOnly);
        reply.map(|reply| reply.redirect_uri().map(ToString::to_string)).map_err(|error| error.code())
    };
    assert_eq!(read("{}"), Ok(None));
    assert_eq!(read(r#"{"unknown":1}"#), Ok(None));
    let address = "https://door.example/done?x=1#response_code=091535f699ea575c7937fa5f0f454aee";
    assert_eq!(read(&format!(r#"{{"redirect_uri":"{address}"}}"#)), Ok(Some(address.to_owned())));
    for bad in [
        "javascript:alert(1)",
        "http://door.example",
        "file:///etc/passwd",
        "door.example",
        "https://x.example/#a b",
    ] {
        assert_eq!(
            read(&format!(r#"{{"redirect_uri":"{bad}"}}"#)),
            Err("openid4vp.address_refused"),
            "{bad}"
        );
    }
    let with_fragment = |length: usize| {
        let address = format!("https://door.example/#{}", "x".repeat(length - 22));
        read(&format!(r#"{{"redirect_uri":"{address}"}}"#))
            .map(|address| address.map(|address| address.len()))
    };
    let longest = vouchsafe_openid4vc::limits::MAX_ADDRESS;
    assert_eq!(with_fragment(longest), Ok(Some(longest)));
    assert_eq!(with_fragment(longest + 1), Err("openid4vp.address_refused"));
    assert_eq!(read(r#"{"redirect_uri":1}"#), Err("openid4vp.parameter_malformed"));
    assert_eq!(read("[]"), Err("openid4vp.parameter_malformed"));
    assert_eq!(read(""), Err("json.syntax"));
    let long = |length: usize| read(&format!("{}{{}}", " ".repeat(length - 2)));
    assert_eq!(long(limits::MAX_REPLY), Ok(None));
    assert_eq!(long(limits::MAX_REPLY + 1), Err("openid4vp.body_too_long"));
}

#[test]
fn status_list_tokens_go_along_where_they_are_asked_for() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let token = ["eyJ0eXAiOiJzdGF0dXNsaXN0K2p3dCJ9.e30.c2ln".to_owned()];
    for mode in [ResponseMode::DirectPost, ResponseMode::DirectPostJwt] {
        for asked in [false, true] {
            let order = order().by(mode);
            let session = begin(&client, &if asked { order.asking_for_staples() } else { order });
            let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
            let request = verify(&link, &WalletRules::new(&anchors), NOW).unwrap();
            assert_eq!(request.staples() == StaplesWish::Asked, asked);
            if !asked {
                let unasked = request.answer(VP_TOKEN, &token).unwrap_err();
                assert_eq!(
                    unasked.code(),
                    "openid4vp.staples",
                    "they would tell of which make the wallet is"
                );
                continue;
            }
            let post = request.answer(VP_TOKEN, &token).unwrap();
            let Ok(WalletAnswer::Presented(answer)) = open(&post, &session) else { panic!() };
            assert_eq!(answer.staples(), token);
            let none = open(&request.answer(VP_TOKEN, &[]).unwrap(), &session);
            assert!(matches!(none, Ok(WalletAnswer::Presented(answer)) if answer.staples().is_empty()));
        }
    }
    // Others ignore the parameter: it is no text that they know.
    let request =
        Crafted::new(&authority).with(STAPLES_PARAMETER, json!("yes")).verify(&WalletRules::new(&anchors));
    assert_eq!(request.unwrap().staples(), StaplesWish::Unasked);
}
