//! The High Assurance Interoperability Profile 1.0, as far as it is about presenting: sections 5, 5.1 and 7.

use crate::kit::*;
use serde_json::json;
use vouchsafe_jose::jwe::ContentEncryption;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::http::Method;
use vouchsafe_openid4vc::vp::{Link, Profile, ResponseMode, WalletAnswer, WalletRules};

fn rules(anchors: &TrustAnchors) -> WalletRules<'_> {
    WalletRules { profile: Profile::Haip, ..WalletRules::new(anchors) }
}

#[test]
fn what_a_haip_verifier_asks_a_haip_wallet_answers() {
    let authority = Authority::new();
    let (client, anchors) = (authority.door_by_hash(), authority.anchors());
    let session = begin(&client, &order().under(Profile::Haip));
    for method in [Method::Get, Method::Post] {
        let link = session
            .link(&client, "haip-vp://", Link::ByReference { request_uri: REQUEST_URI, method })
            .unwrap();
        let request = fetch(&link, &rules(&anchors), |asked| {
            session
                .serve(&client, asked.method, asked.headers.media_type().as_deref(), &asked.body, NOW)
                .unwrap()
        })
        .unwrap();
        assert_eq!(
            request.encryption().unwrap().1,
            ContentEncryption::A256Gcm,
            "which a wallet with both should use"
        );
        let post = request.answer(VP_TOKEN, &[]).unwrap();
        assert!(matches!(open(&post, &session), Ok(WalletAnswer::Presented(_))));
    }
}

#[test]
fn what_a_haip_verifier_does_not_ask() {
    let authority = Authority::new();
    let code = |client: &vouchsafe_openid4vc::vp::Client, order: &vouchsafe_openid4vc::vp::Order| {
        client.begin(order, NOW, &mut rng(1)).map_or_else(|error| error.code(), |_| "ok")
    };
    let haip = order().under(Profile::Haip);
    let by_hash = authority.door_by_hash();
    assert_eq!(code(&by_hash, &haip), "ok");
    assert_eq!(code(&authority.door(), &haip), "openid4vp.haip_prefix");
    assert_eq!(code(&by_hash, &haip.clone().by(ResponseMode::DirectPost)), "openid4vp.haip_response_mode");
    let key = vouchsafe_jose::SigningKey::generate(vouchsafe_jose::Algorithm::Es384, &mut rng(1)).unwrap();
    let chain = authority.certify(HOST, &key);
    let es384 = vouchsafe_openid4vc::vp::Client::x509_hash(key, chain).unwrap();
    assert_eq!(code(&es384, &haip), "openid4vp.haip_algorithm");
    let session = begin(&by_hash, &haip);
    let by_value = session.link(&by_hash, "haip-vp://", Link::ByValue);
    assert_eq!(by_value.unwrap_err().code(), "openid4vp.haip_by_value");
}

/// A request that is as HAIP wants it.
fn crafted(authority: &Authority) -> Crafted {
    let request = Crafted::new(authority).with("response_mode", json!("direct_post.jwt"));
    let name = hash_id(&request.chain);
    request.named(&name).with("client_metadata", metadata(&["A128GCM", "A256GCM"]))
}

fn metadata(encryptions: &[&str]) -> serde_json::Value {
    let key = json!({"kty": "EC", "crv": "P-256", "kid": "1", "use": "enc", "alg": "ECDH-ES",
        "x": "YO4epjifD-KWeq1sL2tNmm36BhXnkJ0He-WqMYrp9Fk", "y": "Hekpm0zfK7C-YccH5iBjcIXgf6YdUvNUac_0At55Okk"});
    json!({"jwks": {"keys": [key]}, "encrypted_response_enc_values_supported": encryptions})
}

#[test]
fn what_a_haip_wallet_does_not_answer() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let asked_under = |request: &Crafted, rules: &WalletRules<'_>, scheme: &str| {
        let link =
            link(&[("client_id", &request.outer), ("request_uri", REQUEST_URI)]).replace("openid4vp", scheme);
        code(&fetch(&link, rules, |_| object(request.token())))
    };
    let asked = |request: &Crafted| asked_under(request, &rules(&anchors), "openid4vp");
    let good = crafted(&authority);
    assert_eq!(asked(&good), "ok");
    assert_eq!(good.code(&rules(&anchors)), "openid4vp.haip_by_value");
    assert_eq!(asked(&good.clone().named(SAN)), "openid4vp.haip_prefix");
    assert_eq!(
        asked(&good.clone().with("response_mode", json!("direct_post"))),
        "openid4vp.haip_response_mode"
    );
    for offered in [&["A128GCM"][..], &["A256GCM"], &["A128CBC-HS256", "A256GCM"]] {
        assert_eq!(
            asked(&good.clone().with("client_metadata", metadata(offered))),
            "openid4vp.haip_encryption"
        );
    }
    let with_anchor = Crafted { chain: vec![good.chain[0].clone(), authority.itself()], ..good.clone() };
    assert_eq!(asked(&with_anchor), "openid4vp.haip_anchor");

    let san = good.named(SAN);
    assert_eq!(
        asked_under(&san, &WalletRules::new(&anchors), "openid4vp"),
        "ok",
        "without the profile it may be asked so"
    );
    let promised = asked_under(&san, &WalletRules::new(&anchors), "haip-vp");
    assert_eq!(promised, "openid4vp.haip_prefix", "an address that says haip means it");
}

#[test]
fn a_haip_wallet_wants_es256() {
    let authority = Authority::new();
    let anchors = authority.anchors();
    let key = vouchsafe_jose::SigningKey::generate(vouchsafe_jose::Algorithm::Es384, &mut rng(1)).unwrap();
    let chain = authority.certify(HOST, &key);
    let client = vouchsafe_openid4vc::vp::Client::x509_hash(key, chain).unwrap();
    let session = begin(&client, &order());
    let by = Link::ByReference { request_uri: REQUEST_URI, method: Method::Get };
    let link = session.link(&client, "openid4vp://", by).unwrap();
    let asked = |rules: &WalletRules<'_>| {
        code(&fetch(&link, rules, |_| session.serve(&client, Method::Get, None, b"", NOW).unwrap()))
    };
    assert_eq!(asked(&rules(&anchors)), "openid4vp.haip_algorithm");
    assert_eq!(asked(&WalletRules::new(&anchors)), "ok");
}
