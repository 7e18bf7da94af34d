//! Cases 93 to 98, 100 to 103, 109 to 111.

use crate::kit::*;
use serde_json::json;
use std::collections::BTreeSet;
use vouchsafe_credential::{ClientId, Duration, IssuerId, ResponseUri, base64url};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_openid4vc::http::{Reach, Request};
use vouchsafe_openid4vc::vp::{
    Attester, Declining, Invocation, PreregisteredClient, TransactionType, WalletRules, limits,
};

#[test]
fn a93_a_request_that_was_there_before() {
    let authority = Authority::new();
    let (anchors, request) = (authority.anchors(), Crafted::new(&authority));
    let rules = WalletRules::new(&anchors);
    let first = request.verify(&rules).unwrap();
    let mut seen = BTreeSet::from([first.replay_key()]);

    let again = request.verify(&rules).unwrap();
    assert_ne!(request.token(), request.token(), "ECDSA draws");
    assert_eq!(again.digest(), first.digest(), "of what was signed, not of the signature");
    for replayed in [
        again,
        request.clone().with("state", json!("another")).verify(&rules).unwrap(),
        request.clone().with("response_uri", json!("https://door.example/answers/8")).verify(&rules).unwrap(),
    ] {
        assert!(!seen.insert(replayed.replay_key()), "one nonce, one request");
    }
    let other = request.with("nonce", json!("another")).verify(&rules).unwrap();
    assert!(seen.insert(other.replay_key()));
    assert_eq!(
        other.expires_at(),
        Some(NOW.saturating_add(Duration::from_secs(300))),
        "so long it is remembered"
    );
}

#[test]
fn a93_a_request_that_has_expired() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority);
    let skew = limits::CLOCK_SKEW.as_secs();
    let at = |seconds| code(&request.verify_at(&rules, NOW.saturating_add(Duration::from_secs(seconds))));
    assert_eq!(at(300 + skew - 1), "ok");
    assert_eq!(at(300 + skew), "openid4vp.request_expired");
    let end = request.verify(&rules).unwrap().replayable_until();
    assert_eq!(end, Some(NOW.saturating_add(Duration::from_secs(300 + skew))), "so long it is remembered");
    for name in ["iat", "nbf"] {
        let ahead = |seconds: u64| {
            request
                .clone()
                .with(name, json!(NOW.saturating_add(Duration::from_secs(seconds)).as_unix()))
                .code(&rules)
        };
        assert_eq!(ahead(skew), "ok");
        assert_eq!(ahead(skew + 1), "openid4vp.request_from_the_future");
        assert_eq!(request.clone().with(name, json!("now")).code(&rules), "openid4vp.parameter_malformed");
    }
    let refused = request.verify_at(&rules, NOW.saturating_add(Duration::from_days(1))).unwrap_err();
    assert_eq!(refused.answer().map(|_| ()), None, "nothing is sent because of what is long over");
}

#[test]
fn a94_a_wallet_nonce_that_is_missing_or_another() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority);
    let link =
        |method| link(&[("client_id", SAN), ("request_uri", REQUEST_URI), ("request_uri_method", method)]);
    let served = |nonce: Option<String>| {
        code(&fetch(&link("post"), &rules, |asked| {
            assert!(field(asked, "wallet_nonce").is_some_and(|nonce| nonce.len() == 43));
            object(request.clone().with("wallet_nonce", json!(nonce)).token())
        }))
    };
    assert_eq!(served(None), "openid4vp.wallet_nonce");
    assert_eq!(served(Some("another".into())), "openid4vp.wallet_nonce");
    assert_eq!(served(Some(String::new())), "openid4vp.wallet_nonce");
    let echoed = fetch(&link("post"), &rules, |asked| {
        object(request.clone().with("wallet_nonce", json!(field(asked, "wallet_nonce"))).token())
    });
    assert_eq!(code(&echoed), "ok");
    let number =
        fetch(&link("post"), &rules, |_| object(request.clone().with("wallet_nonce", json!(1)).token()));
    assert_eq!(code(&number), "openid4vp.parameter_malformed");
    let by_get = fetch(&link("get"), &rules, |asked| {
        assert!(asked.body.is_empty());
        object(request.token())
    });
    assert_eq!(code(&by_get), "ok");
}

#[test]
fn a95_answers_that_would_go_elsewhere() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority);
    for (response_uri, expected) in [
        ("https://door.example/", "ok"),
        ("https://door.example:8443/x?y", "ok"),
        ("https://evil.example/answers", "openid4vp.response_uri_foreign"),
        ("https://sub.door.example/", "openid4vp.response_uri_foreign"),
        ("https://door.example.evil.example/", "openid4vp.response_uri_foreign"),
        ("http://door.example/", "openid4vp.address_refused"),
        ("https://door.example@evil.example/", "openid4vp.address_refused"),
        ("https://evil.example\\@door.example/", "openid4vp.address_refused"),
        ("https://door.example/#x", "openid4vp.address_refused"),
        ("javascript:alert(1)", "openid4vp.address_refused"),
    ] {
        let refused = request.clone().with("response_uri", json!(response_uri)).verify(&rules);
        assert_eq!(code(&refused), expected, "{response_uri}");
        if let Err(refused) = refused {
            assert_eq!(refused.answer().map(|_| ()), None, "nor does an error go there");
        }
    }
    let unsigned = |response_uri: &str| {
        let parameters = [
            ("client_id", "redirect_uri:https://door.example/answers"),
            ("response_uri", response_uri),
            ("response_type", "vp_token"),
            ("response_mode", "direct_post"),
            ("nonce", NONCE),
            ("dcql_query", QUERY),
        ];
        code(&verify(&link(&parameters), &rules, NOW))
    };
    assert_eq!(unsigned("https://door.example/answers"), "ok");
    for other in ["https://door.example/answers/", "https://door.example/", "https://evil.example/answers"] {
        assert_eq!(unsigned(other), "openid4vp.response_uri_foreign", "{other}");
    }
}

#[test]
fn a96_names_that_prove_nothing() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority);
    for (client_id, expected) in [
        ("x509_san_dns:other.example", "openid4vp.x509_san_mismatch"),
        ("x509_san_dns:DOOR.example", "openid4vp.x509_san_mismatch"),
        ("x509_san_dns:*.example", "openid4vp.x509_san_mismatch"),
        ("x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk", "openid4vp.x509_hash_mismatch"),
        ("redirect_uri:https://door.example/answers/7", "openid4vp.signature_misplaced"),
        ("decentralized_identifier:did:example:123", "openid4vp.client_id_prefix_unsupported"),
        ("openid_federation:https://door.example", "openid4vp.client_id_prefix_unsupported"),
        ("origin:https://door.example", "openid4vp.client_id_origin"),
        ("https://door.example", "openid4vp.client_id_prefix_unknown"),
        ("X509_SAN_DNS:door.example", "openid4vp.client_id_prefix_unknown"),
        ("door.example", "openid4vp.client_unknown"),
        ("verifier_attestation:door.example", "openid4vp.attestation_missing"),
    ] {
        assert_eq!(request.clone().named(client_id).code(&rules), expected, "{client_id}");
    }
    let by_hash = hash_id(&request.chain);
    assert_eq!(request.clone().named(&by_hash).code(&rules), "ok");
    assert_eq!(Crafted { chain: Vec::new(), ..request.clone() }.code(&rules), "openid4vp.x5c_missing");
    assert_eq!(Crafted { key: 2, ..request.clone() }.code(&rules), "jose.signature_invalid");
    let stranger = Authority::new();
    let by_stranger = Crafted { chain: stranger.certify(HOST, &key(1)), ..request.clone() };
    assert_eq!(by_stranger.code(&rules), "jose.x5c_signature_invalid", "an authority of the same name");
    let nobody = vouchsafe_jose::x5c::TrustAnchors::new([[0_u8; 0]; 0]).unwrap();
    assert_eq!(request.code(&WalletRules::new(&nobody)), "jose.x5c_untrusted");
    let expired = request.verify_at(&rules, NOW.saturating_add(Duration::from_days(365)));
    assert_eq!(code(&expired), "jose.x5c_expired");
}

#[test]
fn a96_registered_names_and_keys() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let registered = [PreregisteredClient {
        client_id: ClientId::new("door").unwrap(),
        keys: vec![key(1).verifying_key().clone()],
        response_uris: vec![ResponseUri::new(RESPONSE_URI).unwrap()],
        metadata: None,
    }];
    let rules = WalletRules { preregistered: &registered, ..WalletRules::new(&anchors) };
    let request = Crafted { chain: Vec::new(), ..Crafted::new(&authority).named("door") };
    assert_eq!(request.code(&rules), "ok");
    assert_eq!(Crafted { key: 2, ..request.clone() }.code(&rules), "jose.signature_invalid");
    assert_eq!(request.clone().named("window").code(&rules), "openid4vp.client_unknown");
    let elsewhere = request.clone().with("response_uri", json!("https://door.example/answers/8"));
    assert_eq!(elsewhere.code(&rules), "openid4vp.response_uri_foreign");
    let known = [PreregisteredClient { metadata: Some(Default::default()), ..registered[0].clone() }];
    let rules = WalletRules { preregistered: &known, ..rules };
    let refused = request.with("client_metadata", json!({})).verify(&rules);
    assert_eq!(code(&refused), "openid4vp.metadata_registered");
    let answer = refused.unwrap_err().answer().unwrap();
    assert_eq!(field(&answer, "error").as_deref(), Some("invalid_client"));
}

#[test]
fn a96_attestations_that_attest_somebody_else() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let attesters = [Attester {
        issuer: IssuerId::new("https://attester.example").unwrap(),
        keys: vec![key(5).verifying_key().clone()],
    }];
    let rules = WalletRules { attesters: &attesters, ..WalletRules::new(&anchors) };
    let jwk =
        |seed| serde_json::from_str::<serde_json::Value>(&key(seed).verifying_key().to_jwk_json()).unwrap();
    let good = json!({
        "iss": "https://attester.example", "sub": "door.example", "exp": NOW.as_unix() + 60, "cnf": {"jwk": jwk(1)},
    });
    let asked = |claims: &serde_json::Value, typ: &str, signer: u64| {
        let attestation = sign(&key(signer), &HeaderToSign::new(typ), claims.to_string().as_bytes()).unwrap();
        let request = Crafted::new(&authority).named("verifier_attestation:door.example");
        Crafted { chain: Vec::new(), attestation: Some(attestation), ..request }.code(&rules)
    };
    let typ = "verifier-attestation+jwt";
    let with = |name: &str, value: serde_json::Value| {
        let mut claims = good.clone();
        claims[name] = value;
        asked(&claims, typ, 5)
    };
    assert_eq!(asked(&good, typ, 5), "ok");
    assert_eq!(asked(&good, "jwt", 5), "openid4vp.attestation_typ");
    assert_eq!(asked(&good, typ, 6), "jose.signature_invalid");
    assert_eq!(with("iss", json!("https://evil.example")), "openid4vp.attestation_untrusted");
    assert_eq!(with("sub", json!("other.example")), "openid4vp.attestation_subject");
    assert_eq!(with("cnf", json!({"jwk": jwk(2)})), "jose.signature_invalid");
    assert_eq!(with("cnf", json!({"kid": "1"})), "openid4vp.attestation_member");
    assert_eq!(with("exp", json!(NOW.as_unix() - 60)), "openid4vp.attestation_time");
    assert_eq!(with("exp", json!(null)), "openid4vp.attestation_member");
    assert_eq!(with("nbf", json!(NOW.as_unix() + 61)), "openid4vp.attestation_time");
    assert_eq!(with("redirect_uris", json!([RESPONSE_URI])), "ok");
    assert_eq!(with("redirect_uris", json!(["https://door.example/"])), "openid4vp.response_uri_foreign");
    assert_eq!(with("redirect_uris", json!("https://door.example/")), "openid4vp.attestation_member");
}

#[test]
fn a96_what_could_never_be_proven_is_not_fetched() {
    let authority = Authority::new();
    let (anchors, nobody) =
        (authority.anchors(), vouchsafe_jose::x5c::TrustAnchors::new([[0_u8; 0]; 0]).unwrap());
    let reference = |client_id: &str, scheme: &str| {
        let link = link(&[("client_id", client_id), ("request_uri", REQUEST_URI)]);
        match Invocation::parse(&link.replace("openid4vp:", scheme), Reach::HttpsOnly).unwrap() {
            Invocation::Reference(reference) => reference,
            Invocation::Request(_) => panic!("no reference"),
        }
    };
    let admitted = |client_id: &str, scheme: &str, rules: &WalletRules<'_>| {
        reference(client_id, scheme).admit(rules).err().map_or("ok", |error| error.code())
    };
    let attested = "verifier_attestation:door.example";
    let hash = "x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk";
    let (none, some) = (WalletRules::new(&nobody), WalletRules::new(&anchors));
    for (client_id, without, with_anchors) in [
        (SAN, "jose.x5c_untrusted", "ok"),
        (hash, "jose.x5c_untrusted", "ok"),
        (attested, "openid4vp.attestation_untrusted", "openid4vp.attestation_untrusted"),
        ("door", "openid4vp.client_unknown", "openid4vp.client_unknown"),
    ] {
        assert_eq!(admitted(client_id, "openid4vp:", &none), without, "{client_id}");
        assert_eq!(admitted(client_id, "openid4vp:", &some), with_anchors, "{client_id}");
    }
    assert_eq!(admitted(SAN, "haip-vp:", &some), "openid4vp.haip_prefix");
    assert_eq!(admitted(hash, "haip-vp:", &some), "ok");
    let attesters =
        [Attester { issuer: IssuerId::new("https://attester.example").unwrap(), keys: Vec::new() }];
    let registered = [PreregisteredClient {
        client_id: ClientId::new("door").unwrap(),
        keys: Vec::new(),
        response_uris: Vec::new(),
        metadata: None,
    }];
    let known = WalletRules { attesters: &attesters, preregistered: &registered, ..none };
    assert_eq!([attested, "door"].map(|id| admitted(id, "openid4vp:", &known)), ["ok", "ok"]);
    let shown = format!("{:?}", reference(SAN, "openid4vp:"));
    assert!(shown.contains("door.example") && !shown.contains("requests/7"), "{shown}");
}

#[test]
fn a97_unsigned_where_it_has_to_be_signed() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let unsigned = |client_id: &str| {
        let parameters = [
            ("client_id", client_id),
            ("response_uri", RESPONSE_URI),
            ("response_type", "vp_token"),
            ("response_mode", "direct_post"),
            ("nonce", NONCE),
            ("dcql_query", QUERY),
        ];
        code(&verify(&link(&parameters), &rules, NOW))
    };
    for client_id in [SAN, "x509_hash:Uvo3", "verifier_attestation:door.example", "door"] {
        assert_eq!(unsigned(client_id), "openid4vp.signature_missing", "{client_id}");
    }
    let payload = base64url::encode(Crafted::new(&authority).payload.to_string().as_bytes());
    let header = base64url::encode(br#"{"alg":"none","typ":"oauth-authz-req+jwt"}"#);
    let token = format!("{header}.{payload}.");
    assert_eq!(
        code(&verify(&link(&[("client_id", SAN), ("request", &token)]), &rules, NOW)),
        "jose.algorithm_none"
    );
}

#[test]
fn a98_for_somebody_else_or_for_something_else() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority);
    for typ in ["JWT", "jwt", "kb+jwt", "application/oauth-authz-req+jwt", ""] {
        assert_eq!(Crafted { typ, ..request.clone() }.code(&rules), "openid4vp.request_typ", "{typ}");
    }
    for aud in [json!("https://other.example"), json!([]), json!(["https://other.example"]), json!(1)] {
        assert_eq!(request.clone().with("aud", aud.clone()).code(&rules), "openid4vp.audience", "{aud}");
    }
    for aud in [json!(["https://other.example", "https://self-issued.me/v2"]), json!(null)] {
        assert_eq!(request.clone().with("aud", aud.clone()).code(&rules), "ok", "{aud}");
    }
    for name in ["request", "request_uri"] {
        let nested = request.clone().with(name, json!("https://evil.example/request"));
        assert_eq!(nested.code(&rules), "openid4vp.request_nested");
    }
}

#[test]
fn a102_keys_and_parameters_beside_the_request_object_mean_nothing() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let client = authority.door();
    let session = begin(&client, &order());
    let genuine = session.link(&client, "openid4vp://", vouchsafe_openid4vc::vp::Link::ByValue).unwrap();
    let (evil, _) = (begin(&client, &order().within(Duration::from_secs(1))), ());
    let swapped = link(&[
        ("client_metadata", r#"{"jwks":{"keys":[]}}"#),
        ("response_uri", "https://evil.example/"),
        ("response_mode", "direct_post"),
        ("nonce", "evil"),
    ]);
    let swapped = format!("{genuine}&{}", swapped.split_once('?').unwrap().1);
    let request = verify(&swapped, &rules, NOW).unwrap();
    assert_eq!(request.nonce(), session.nonce());
    assert_eq!(request.response_uri().as_str(), RESPONSE_URI);
    assert_eq!(request.encryption().unwrap().0.kid(), session.key_id());
    let post = request.answer(VP_TOKEN, &[]).unwrap();
    assert!(open(&post, &session).is_ok());
    drop(evil);

    let twice = format!("{genuine}&request=x");
    assert_eq!(code(&verify(&twice, &rules, NOW)), "openid4vp.parameter_repeated");
    let both = format!("{genuine}&request_uri=https%3A%2F%2Fdoor.example%2Fr");
    assert_eq!(code(&verify(&both, &rules, NOW)), "openid4vp.request_twice");
}

#[test]
fn a100_what_a_verifier_says_of_its_registration_makes_nothing_of_it() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let asked = |info: serde_json::Value| Crafted::new(&authority).with("verifier_info", info);
    let plain = Crafted::new(&authority).verify(&rules).unwrap();
    let registered = asked(json!([{"format": "jwt", "data": "e30.e30.", "credential_ids": ["id"]}]))
        .verify(&rules)
        .unwrap();
    assert_eq!((registered.proof(), registered.client_id()), (plain.proof(), plain.client_id()));
    assert_eq!(registered.query_json().root().to_json(), plain.query_json().root().to_json());
    let stranger = Crafted { key: 2, ..asked(json!([{"format": "jwt", "data": "e30.e30."}])) };
    assert_eq!(stranger.code(&rules), "jose.signature_invalid", "no statement stands for a signature");
    for malformed in [
        json!([]),
        json!({}),
        json!("jwt"),
        json!([{}]),
        json!([{"format": "jwt"}]),
        json!([{"data": "x"}]),
        json!([{"format": 1, "data": "x"}]),
        json!([{"format": "jwt", "data": 1}]),
        json!([{"format": "jwt", "data": "x", "credential_ids": []}]),
        json!([{"format": "jwt", "data": "x", "credential_ids": ["other"]}]),
        json!([{"format": "jwt", "data": "x", "credential_ids": "id"}]),
    ] {
        assert_eq!(asked(malformed.clone()).code(&rules), "openid4vp.verifier_info", "{malformed}");
    }
    let many = |count: usize| asked(json!(vec![json!({"format": "jwt", "data": "x"}); count])).code(&rules);
    assert_eq!(many(limits::MAX_VERIFIER_INFO), "ok");
    assert_eq!(many(limits::MAX_VERIFIER_INFO + 1), "openid4vp.too_many");
}

#[test]
fn a101_a_wallet_answers_the_query_that_was_asked_and_no_other() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let request = Crafted::new(&authority).verify(&WalletRules::new(&anchors)).unwrap();
    let code = |vp_token: &str| request.answer(vp_token, &[]).err().map_or("ok", |error| error.code());
    assert_eq!(code(VP_TOKEN), "ok");
    for other in [
        r#"{"other":["eyJ~"]}"#,
        r#"{"id":["eyJ~"],"other":["eyJ~"]}"#,
        r#"{"id":["eyJ~","eyK~"]}"#,
        r#"{"id":[]}"#,
    ] {
        assert_eq!(code(other), "openid4vp.vp_token_query", "{other}");
    }
    for nothing in ["{}", "[]", r#"{"id":"eyJ~"}"#, r#"{"id":[1]}"#] {
        assert_eq!(code(nothing), "openid4vp.vp_token", "{nothing}");
    }
    assert_eq!(code(r#"{"id":["eyJ~"],"id":["eyJ~"]}"#), "json.duplicate_key");
}

#[test]
fn a103_a_wallet_says_nothing_beside_what_it_encrypts() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let client = authority.door();
    let session = begin(&client, &order());
    let link = session.link(&client, "openid4vp://", vouchsafe_openid4vc::vp::Link::ByValue).unwrap();
    let request = verify(&link, &WalletRules::new(&anchors), NOW).unwrap();
    let encrypted = || {
        let post = request.answer(VP_TOKEN, &[]).unwrap();
        assert_eq!(fields(&post.body).len(), 1, "nothing stands beside it, not even `state`");
        open(&post, &session).unwrap();
        field(&post, "response").unwrap()
    };
    let header = |token: &str| {
        let bytes = base64url::decode(token.split('.').next().unwrap()).unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap()
    };
    let (one, other) = (encrypted(), encrypted());
    let members: BTreeSet<String> = header(&one).as_object().unwrap().keys().cloned().collect();
    // Neither `apu` nor `apv`, which a relay could have chosen, nor `zip`.
    assert_eq!(members, ["alg", "enc", "epk", "kid"].map(str::to_owned).into());
    assert_eq!(header(&one)["kid"], session.key_id().unwrap());
    assert_ne!(header(&one)["epk"], header(&other)["epk"], "a key for each answer");
}

#[test]
fn a109_transaction_data_that_cannot_be_shown_or_is_not_asked_of_anybody() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let types = [TransactionType { name: "pay".into(), members: vec!["amount".into()] }];
    let rules = WalletRules { transaction_types: &types, ..WalletRules::new(&anchors) };
    let request = Crafted::new(&authority);
    let asked = |rules: &WalletRules<'_>, texts: &[String]| {
        let refused = request.clone().with("transaction_data", json!(texts)).verify(rules);
        if let Err(refused) = &refused {
            let told = field(&refused.answer().unwrap(), "error").unwrap();
            assert!(["invalid_transaction_data", "invalid_request"].contains(&&*told));
        }
        code(&refused)
    };
    let text = |content: &str| base64url::encode(content.as_bytes());
    let good = r#"{"type":"pay","credential_ids":["id"],"amount":"1"}"#;
    assert_eq!(asked(&rules, &[text(good)]), "ok");
    assert_eq!(asked(&WalletRules::new(&anchors), &[text(good)]), "openid4vp.transaction_type");
    for (content, expected) in [
        (r#"{"type":"sign","credential_ids":["id"]}"#, "openid4vp.transaction_type"),
        (r#"{"credential_ids":["id"]}"#, "openid4vp.transaction_member"),
        (r#"{"type":"pay"}"#, "openid4vp.transaction_member"),
        (r#"{"type":"pay","credential_ids":[]}"#, "openid4vp.transaction_member"),
        (r#"{"type":"pay","credential_ids":["other"]}"#, "openid4vp.transaction_query"),
        (r#"{"type":"pay","credential_ids":["id"],"hidden":"1000"}"#, "openid4vp.transaction_member_unknown"),
        (
            r#"{"type":"pay","credential_ids":["id"],"transaction_data_hashes_alg":["sha-512"]}"#,
            "openid4vp.transaction_hash",
        ),
        (r#"{"type":"pay","type":"pay","credential_ids":["id"]}"#, "json.duplicate_key"),
        ("[]", "openid4vp.parameter_malformed"),
    ] {
        assert_eq!(asked(&rules, &[text(content)]), expected, "{content}");
    }
    assert_eq!(asked(&rules, &[format!("{}=", text(good))]), "openid4vp.parameter_malformed");
    assert_eq!(asked(&rules, &[]), "openid4vp.parameter_malformed");
    let most = limits::MAX_TRANSACTION_DATA;
    assert_eq!(asked(&rules, &vec![text(good); most]), "ok");
    assert_eq!(asked(&rules, &vec![text(good); most + 1]), "openid4vp.too_many");
    let long = |length: usize| {
        let content = good.replace("\"1\"", &format!("\"{}\"", "1".repeat(length * 3 / 4 + 1 - good.len())));
        text(&content)
    };
    let longest = long(limits::MAX_TRANSACTION_DATA_LENGTH);
    assert_eq!(longest.len(), limits::MAX_TRANSACTION_DATA_LENGTH);
    assert_eq!(asked(&rules, std::slice::from_ref(&longest)), "ok");
    assert_eq!(asked(&rules, &[format!("{longest}A")]), "openid4vp.parameter_too_long");

    // The hash is of the text as it came: one that decodes to the same content is another transaction.
    let spaced = text(&good.replace(',', ", "));
    let verified =
        request.clone().with("transaction_data", json!([text(good), spaced])).verify(&rules).unwrap();
    let [one, other] = verified.transaction_data() else { panic!() };
    assert_ne!(one.hash(), other.hash());
    assert_eq!(one.hash(), vouchsafe_jose::digest::sha256(text(good).as_bytes()));
}

#[test]
fn a109_transaction_data_without_holder_binding() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let types = [TransactionType { name: "pay".into(), members: vec![] }];
    let rules = WalletRules { transaction_types: &types, ..WalletRules::new(&anchors) };
    let text = base64url::encode(br#"{"type":"pay","credential_ids":["id"]}"#);
    let asked = |format: &str, bound: bool| {
        let query = json!({"credentials": [{"id": "id", "format": format, "meta": {},
            "require_cryptographic_holder_binding": bound}]});
        let request = Crafted::new(&authority).with("dcql_query", query);
        request.with("transaction_data", json!([text])).code(&rules)
    };
    assert_eq!(asked("dc+sd-jwt", true), "ok");
    assert_eq!(asked("dc+sd-jwt", false), "openid4vp.transaction_unbound");
    assert_eq!(asked(vouchsafe_credential::format::BBS, true), "openid4vp.transaction_unbound");
}

#[test]
fn a110_what_is_sent_in_place_of_an_answer_is_made_of_the_request_alone() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let request = Crafted::new(&authority).verify(&rules).unwrap();
    let declined = request.decline(Declining::AccessDenied).unwrap();
    assert_eq!(
        fields(&declined.body),
        [("error".to_owned(), "access_denied".to_owned()), ("state".to_owned(), STATE.to_owned())]
    );
    let again = request.decline(Declining::AccessDenied).unwrap();
    assert_eq!(*declined.body, *again.body, "whatever the reason");
    let headers = |request: &Request| {
        request.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect::<BTreeSet<_>>()
    };
    assert_eq!(headers(&declined), BTreeSet::from(["accept".to_owned(), "content-type".to_owned()]));

    let refused = Crafted::new(&authority).with("nonce", json!(null)).verify(&rules).unwrap_err();
    let told = refused.answer().unwrap();
    assert_eq!(
        fields(&told.body),
        [("error".to_owned(), "invalid_request".to_owned()), ("state".to_owned(), STATE.to_owned())]
    );
    // Whoever is not proven to ask is told nothing.
    let forged = Crafted { key: 2, ..Crafted::new(&authority) }.verify(&rules).unwrap_err();
    assert_eq!(forged.answer().map(|_| ()), None);
}

#[test]
fn a111_a_name_that_nobody_stands_for_is_not_read() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let rules = WalletRules::new(&anchors);
    let info =
        json!([{"format": "registration", "data": {"purpose": "for the bank"}, "credential_ids": ["id"]}]);
    let metadata =
        json!({"client_name": "Your Bank", "logo_uri": "https://bank.example/logo", "client_uri": "x"});
    let request = Crafted::new(&authority).with("client_metadata", metadata).with("verifier_info", info);
    let request = request.verify(&rules).unwrap();
    assert!(!format!("{request:?}").contains("Your Bank"));
    assert_eq!(request.client_id().as_str(), SAN, "who signed is who is shown");
    assert_eq!(request.certificate_names(), [HOST]);
    let [statement] = request.verifier_info() else { panic!() };
    assert_eq!(
        statement.data().root().to_json(),
        r#"{"purpose":"for the bank"}"#,
        "for whoever knows the format"
    );
}

#[test]
fn what_is_no_invocation() {
    let parse =
        |address: &str| Invocation::parse(address, Reach::HttpsOnly).err().map_or("ok", |error| error.code());
    let reference = "client_id=x509_san_dns%3Adoor.example&request_uri=https%3A%2F%2Fdoor.example%2Fr";
    for scheme in ["openid4vp://", "openid4vp:", "haip-vp://", "https://wallet.example/authorize"] {
        assert_eq!(parse(&format!("{scheme}?{reference}")), "ok", "{scheme}");
    }
    for bad in [
        "",
        "openid4vp://",
        "http://wallet.example?x=1",
        "file:///x?client_id=a",
        "mailto:x?client_id=a",
        "x",
    ] {
        assert_eq!(parse(bad), "openid4vp.invocation_malformed", "{bad}");
    }
    for (parameters, expected) in [
        ("nonce=1", "openid4vp.parameter_missing"),
        ("client_id=a&client_id=a", "openid4vp.parameter_repeated"),
        (&format!("{reference}&request_uri_method=put"), "openid4vp.request_uri_method"),
        (&format!("{reference}&request_uri_method=POST"), "openid4vp.request_uri_method"),
        ("client_id=a&request=x&request_uri_method=get", "openid4vp.request_uri_method"),
        ("client_id=a&request_uri=http%3A%2F%2Fdoor.example", "openid4vp.address_refused"),
        ("client_id=a&request_uri=http%3A%2F%2F127.0.0.1%2F", "openid4vp.address_refused"),
        ("client_id=a&request_uri=file%3A%2F%2F%2Fetc%2Fpasswd", "openid4vp.address_refused"),
    ] {
        assert_eq!(parse(&format!("openid4vp://?{parameters}")), expected, "{parameters}");
    }
    let long = |length: usize| {
        let start = format!("openid4vp://?{reference}&x=");
        format!("{start}{}", "y".repeat(length - start.len()))
    };
    assert_eq!(parse(&long(limits::MAX_INVOCATION)), "ok");
    assert_eq!(parse(&long(limits::MAX_INVOCATION + 1)), "openid4vp.invocation_too_long");
}
