//! Every limit, at it and one past.

use crate::kit::{Extras, ISSUER, MEMBER, SERVER, Scene, jwt, url};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::http::{JSON, Reach, Request, Response};
use vouchsafe_openid4vc::oauth::limits as oauth_limits;
use vouchsafe_openid4vc::oauth::{
    AttestationRules, DpopNonces, Error as OAuthError, ServerMetadata, TrustedSigners, verify_attestation,
    verify_dpop,
};
use vouchsafe_openid4vc::vci::limits::*;
use vouchsafe_openid4vc::vci::metadata::IssuerMetadata;
use vouchsafe_openid4vc::vci::wallet::{CredentialOutcome, KeyProofs, Prepared, TokenOutcome};
use vouchsafe_openid4vc::vci::{
    CredentialIssuerId, CredentialOffer, Error, InputMode, Notification, OfferLink, TxCode,
};
use zeroize::Zeroizing;

/// JSON with white space behind it, up to a length.
fn padded(json: &str, length: usize) -> String {
    format!("{json}{}", " ".repeat(length - json.len()))
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn offer(text: &str) -> Result<CredentialOffer, Error> {
    CredentialOffer::parse(text.as_bytes(), Reach::HttpsOnly)
}

#[test]
fn offers() {
    let with = |ids: &str| {
        format!(r#"{{"credential_issuer":"https://a.example","credential_configuration_ids":[{ids}]}}"#)
    };
    let small = with("\"a\"");
    assert!(offer(&padded(&small, MAX_OFFER)).is_ok());
    assert_eq!(offer(&padded(&small, MAX_OFFER + 1)), Err(Error::TooLong { part: "the credential offer" }));
    let many = |count| offer(&with(&list(count, |at| format!("\"{at}\""))));
    assert!(many(MAX_OFFERED).is_ok());
    assert_eq!(many(MAX_OFFERED + 1), Err(Error::TooMany { part: "credential_configuration_ids" }));
    assert!(offer(&with("\"a\",\"a\"")).is_err());
    assert!(offer(&with("")).is_err());
    let named = |length: usize| offer(&with(&format!("\"{}\"", "x".repeat(length))));
    assert!(named(MAX_TEXT).is_ok());
    assert_eq!(named(MAX_TEXT + 1), Err(Error::MemberMalformed { member: "credential_configuration_ids" }));

    let link = |length: usize| {
        let start = format!("openid-credential-offer://?credential_offer={small}&x=");
        OfferLink::parse(&format!("{start}{}", "x".repeat(length - start.len())), Reach::HttpsOnly)
            .map(|_| ())
    };
    assert_eq!(link(MAX_OFFER_LINK), Ok(()));
    assert_eq!(link(MAX_OFFER_LINK + 1), Err(Error::TooLong { part: "the link" }));
}

#[test]
fn transaction_codes() {
    let described = |length: usize| {
        let grant =
            format!(r#"{{"pre-authorized_code":"a","tx_code":{{"description":"{}"}}}}"#, "é".repeat(length));
        offer(&format!(
            r#"{{"credential_issuer":"https://a.example","credential_configuration_ids":["a"],
                "grants":{{"urn:ietf:params:oauth:grant-type:pre-authorized_code":{grant}}}}}"#
        ))
    };
    assert!(described(MAX_TX_CODE_DESCRIPTION).is_ok(), "characters, not bytes");
    assert_eq!(described(MAX_TX_CODE_DESCRIPTION + 1), Err(Error::MemberMalformed { member: "description" }));
    let shape = TxCode { input_mode: InputMode::Text, ..TxCode::default() };
    assert_eq!(shape.fits(&"é".repeat(MAX_TX_CODE)), Ok(()));
    assert_eq!(shape.fits(&"é".repeat(MAX_TX_CODE + 1)), Err(Error::TxCodeShape));
}

/// Metadata with these members, and these of its one configuration.
fn metadata(members: &str, configuration: &str) -> Result<IssuerMetadata, Error> {
    metadata_of(&format!(
        r#"{{"credential_issuer":"https://a.example","credential_endpoint":"https://a.example/c"{members},
            "credential_configurations_supported":{{"a":{{"format":"dc+sd-jwt","vct":"a"{configuration}}}}}}}"#
    ))
}

fn metadata_of(text: &str) -> Result<IssuerMetadata, Error> {
    let issuer = CredentialIssuerId::new("https://a.example", Reach::HttpsOnly).unwrap();
    IssuerMetadata::parse(text.as_bytes(), &issuer, Reach::HttpsOnly)
}

/// One past a limit is `error`.
fn around<T, E: PartialEq + std::fmt::Debug>(limit: usize, error: E, read: impl Fn(usize) -> Result<T, E>) {
    assert!(read(limit).is_ok(), "at {limit}");
    assert_eq!(read(limit + 1).err(), Some(error), "past {limit}");
}

#[test]
fn issuer_metadata() {
    let text = r#"{"credential_issuer":"https://a.example","credential_endpoint":"https://a.example/c","credential_configurations_supported":{}}"#;
    around(MAX_METADATA, Error::TooLong { part: "the issuer's metadata" }, |length| {
        metadata_of(&padded(text, length))
    });
    around(MAX_CONFIGURATIONS, Error::TooMany { part: "credential_configurations_supported" }, |count| {
        let configurations = list(count, |at| format!(r#""{at}":{{"format":"other"}}"#));
        metadata_of(&text.replace("supported\":{", &format!("supported\":{{{configurations}")))
    });
    around(MAX_AUTHORIZATION_SERVERS, Error::TooMany { part: "authorization_servers" }, |count| {
        metadata(
            &format!(
                r#","authorization_servers":[{}]"#,
                list(count, |at| format!("\"https://{at}.example\""))
            ),
            "",
        )
    });
    around(MAX_DISPLAYS, Error::TooMany { part: "display" }, |count| {
        metadata(&format!(r#","display":[{}]"#, list(count, |_| "{}".to_owned())), "")
    });
    around(MAX_PICTURE, Error::MemberMalformed { member: "uri" }, |length| {
        metadata(&format!(r#","display":[{{"logo":{{"uri":"{}"}}}}]"#, "x".repeat(length)), "")
    });
    around(MAX_TEXT, Error::MemberMalformed { member: "name" }, |length| {
        metadata(&format!(r#","display":[{{"name":"{}"}}]"#, "x".repeat(length)), "")
    });
    around(MAX_NAMES, Error::TooMany { part: "credential_signing_alg_values_supported" }, |count| {
        let names = list(count, |at| format!("\"{at}\""));
        metadata("", &format!(r#","credential_signing_alg_values_supported":[{names}]"#))
    });
    around(MAX_CLAIMS, Error::TooMany { part: "claims" }, |count| {
        let claims = list(count, |at| format!(r#"{{"path":["{at}"]}}"#));
        metadata("", &format!(r#","credential_metadata":{{"claims":[{claims}]}}"#))
    });
    let batch = |size: u64| {
        metadata(&format!(r#","batch_credential_issuance":{{"batch_size":{size}}}"#), "")
            .map(|read| read.batch_limit())
    };
    assert_eq!(batch(1), Err(Error::MemberMalformed { member: "batch_size" }));
    assert_eq!((batch(2), batch(100), batch(101)), (Ok(2), Ok(100), Ok(MAX_BATCH)));
    assert_eq!(batch(u64::MAX), Ok(MAX_BATCH));
}

#[test]
fn server_metadata() {
    let read = |text: &str| ServerMetadata::parse(text.as_bytes(), "https://a.example", Reach::HttpsOnly);
    let text = r#"{"issuer":"https://a.example","token_endpoint":"https://a.example/t"}"#;
    let too_long = OAuthError::TooLong { part: "the authorization server's metadata" };
    around(oauth_limits::MAX_SERVER_METADATA, too_long, |length| read(&padded(text, length)));
    around(oauth_limits::MAX_NAMES, OAuthError::TooMany { part: "grant_types_supported" }, |count| {
        let names = list(count, |at| format!("\"{at}\""));
        read(&text.replace("\"issuer\"", &format!(r#""grant_types_supported":[{names}],"issuer""#)))
    });
    around(
        oauth_limits::MAX_TEXT,
        OAuthError::MemberMalformed { member: "grant_types_supported" },
        |length| {
            let name = "x".repeat(length);
            read(&text.replace("\"issuer\"", &format!(r#""grant_types_supported":["{name}"],"issuer""#)))
        },
    );
}

/// What a wallet makes of a token response.
fn token(members: &str) -> Result<usize, &'static str> {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None);
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    let pending = flow.redeem(&[MEMBER], None, scene.now, &mut scene.rng).unwrap();
    let response = Response::new(200, JSON, format!(r#"{{"token_type":"DPoP",{members}}}"#));
    match pending.receive(&response, scene.now, &mut scene.rng) {
        Ok(TokenOutcome::Authorized(authorized)) => Ok(authorized.orders().len()),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.code()),
    }
}

#[test]
fn token_responses() {
    around(oauth_limits::MAX_ACCESS_TOKEN, "oauth.member_malformed", |length| {
        token(&format!(r#""access_token":"{}""#, "x".repeat(length)))
    });
    around(MAX_IDENTIFIERS, "openid4vci.too_many", |count| {
        let identifiers = list(count, |at| format!("\"{at}\""));
        token(&format!(
            r#""access_token":"a","authorization_details":[{{"type":"openid_credential","credential_configuration_id":"{MEMBER}","credential_identifiers":[{identifiers}]}}]"#
        ))
    });
    around(oauth_limits::MAX_MESSAGE, "oauth.too_long", |length| {
        // The braces and the token type are written around it.
        token(&padded(r#""access_token":"a""#, length - 22))
    });
}

#[test]
fn nonces_and_notifications() {
    let mut scene = Scene::new(Extras::default());
    let mut authorized = scene.authorize();
    let mut nonce = |text: &str| authorized.receive_nonce(&Response::new(200, JSON, text));
    assert_eq!(nonce(&padded(r#"{"c_nonce":"a"}"#, MAX_MESSAGE)), Ok(()));
    let refused = nonce(&padded(r#"{"c_nonce":"a"}"#, MAX_MESSAGE + 1));
    assert_eq!(refused, Err(Error::TooLong { part: "the nonce response" }));
    let read = |text: &str| {
        let body = Zeroizing::new(text.as_bytes().to_vec());
        Notification::read(&Request::post(url(ISSUER), JSON, body, 1))
    };
    let text = r#"{"notification_id":"a","event":"credential_accepted"}"#;
    around(MAX_MESSAGE, Error::TooLong { part: "the notification" }, |length| read(&padded(text, length)));
    around(MAX_TEXT, Error::MemberMalformed { member: "event_description" }, |length| {
        read(&text.replace('}', &format!(r#","event_description":"{}"}}"#, "x".repeat(length))))
    });
    for other in ["credential_Accepted", "", "accepted"] {
        assert!(read(&text.replace("credential_accepted", other)).is_err(), "{other}");
    }
    let described = |text: &str| {
        read(&format!(
            r#"{{"notification_id":"a","event":"credential_failure","event_description":"{text}"}}"#
        ))
    };
    assert!(described(" !#[]~").is_ok());
    for refused in ["é", "a\\\"b", "a\\\\b"] {
        assert_eq!(described(refused).unwrap_err(), Error::NotificationMalformed, "{refused}");
    }
}

#[test]
fn credential_requests_and_responses() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let body = String::from_utf8(pending.request().body.to_vec()).unwrap();
    let mut sent = |body: &str| {
        scene.replays.clear();
        let body = Zeroizing::new(body.as_bytes().to_vec());
        scene.credential(&Request { body, ..pending.request().clone() }).map(|_| ())
    };
    assert_eq!(sent(&padded(&body, MAX_CREDENTIAL_REQUEST)), Ok(()));
    assert_eq!(sent(&padded(&body, MAX_CREDENTIAL_REQUEST + 1)), Err(Error::TooLong { part: "the request" }));
    let many = |count| {
        format!(
            r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":[{}]}}}}"#,
            list(count, |_| "\"a\"".to_owned())
        )
    };
    // As many as may be read are more than this issuer takes.
    assert_eq!(sent(&many(3)).unwrap_err().code(), "jose.not_compact");
    for count in [4, MAX_BATCH, MAX_BATCH + 1] {
        assert_eq!(sent(&many(count)), Err(Error::TooManyProofs));
    }

    let interval = |seconds: u64| {
        let mut scene = Scene::new(Extras::default());
        let mut authorized = scene.authorize();
        scene.fetch_nonce(&mut authorized);
        let order = authorized.orders()[0].clone();
        let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
        let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
        let later = Response::new(202, JSON, format!(r#"{{"transaction_id":"a","interval":{seconds}}}"#));
        match pending.receive(&later, scene.now, &mut scene.rng) {
            Ok(CredentialOutcome::Deferred(deferred)) => Ok(deferred.not_before().since(scene.now).unwrap()),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error),
        }
    };
    let most = MAX_INTERVAL.as_secs();
    assert_eq!(interval(most), Ok(MAX_INTERVAL));
    assert_eq!((interval(most + 1), interval(u64::MAX)), (Ok(MAX_INTERVAL), Ok(MAX_INTERVAL)));
    assert_eq!(interval(0), Err(Error::MemberMalformed { member: "interval" }));
    let long = |length: usize| {
        let mut scene = Scene::new(Extras::default());
        let mut authorized = scene.authorize();
        scene.fetch_nonce(&mut authorized);
        let order = authorized.orders()[0].clone();
        let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
        let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
        let answer = Response::new(200, JSON, padded(r#"{"credentials":[{"credential":"a"}]}"#, length));
        pending.receive(&answer, scene.now, &mut scene.rng).map(|_| ())
    };
    around(MAX_CREDENTIAL_RESPONSE, Error::TooLong { part: "the issuer's answer" }, long);
}

/// A DPoP proof over a request to the token endpoint, with this `jti`, so much older than now.
fn dpop(key: &SigningKey, now: Timestamp, jti: &str, age: i64, rest: usize) -> Result<[u8; 32], OAuthError> {
    let header = format!(r#"{{"alg":"ES256","typ":"dpop+jwt","jwk":{}}}"#, key.verifying_key().to_jwk_json());
    let claims = format!(
        r#"{{"jti":"{jti}","htm":"POST","htu":"{SERVER}/token","iat":{},"rest":"{}"}}"#,
        now.as_unix() - age,
        "x".repeat(rest)
    );
    let proof = crate::attacks::signed(key, &header, &claims);
    let request = Request::post(url(&format!("{SERVER}/token")), JSON, Zeroizing::default(), 1);
    let mut replays = std::collections::BTreeMap::new();
    verify_dpop(&request.with_header("DPoP", proof), None, DpopNonces::NotAsked, now, &mut replays)
}

#[test]
fn dpop_proofs() {
    let mut scene = Scene::new(Extras::default());
    let (key, now) = (scene.key(), scene.now);
    let wrong = OAuthError::DpopMember { member: "jti" };
    around(oauth_limits::MAX_JTI, wrong, |length| dpop(&key, now, &"x".repeat(length), 0, 0));
    assert_eq!(dpop(&key, now, "", 0, 0), Err(wrong));
    let (oldest, skew) = (oauth_limits::MAX_PROOF_AGE.as_secs(), oauth_limits::MAX_CLOCK_SKEW.as_secs());
    let aged = |age: i64| dpop(&key, now, "1", age, 0).map(|_| ());
    assert_eq!(aged(oldest.try_into().unwrap()), Ok(()));
    assert_eq!(aged(i64::try_from(oldest).unwrap() + 1), Err(OAuthError::DpopTime));
    assert_eq!(aged(-i64::try_from(skew).unwrap()), Ok(()));
    assert_eq!(aged(-i64::try_from(skew).unwrap() - 1), Err(OAuthError::DpopTime));
    // About 24,000 bytes of claims make a token of the limit.
    assert!(dpop(&key, now, "1", 0, 23_000).is_ok());
    assert_eq!(dpop(&key, now, "1", 0, 25_000), Err(OAuthError::TooLong { part: "the DPoP proof" }));
}

#[test]
fn client_attestations() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let now = scene.now.as_unix();
    let attesters = TrustedSigners::by_keys(&crate::kit::jwk_set(&[&scene.attester]));
    let mut verified = |iat: i64, jti: usize| {
        let mut headers = vouchsafe_openid4vc::http::Headers::default();
        headers.push("OAuth-Client-Attestation", scene.attestation_token(&key, |claims| claims));
        let claims = format!(r#"{{"aud":["{SERVER}"],"jti":"{}","iat":{iat}}}"#, "x".repeat(jti));
        headers.push("OAuth-Client-Attestation-PoP", jwt(&key, "oauth-client-attestation-pop+jwt", &claims));
        let rules = AttestationRules { attesters: &attesters, server: SERVER, challenges: None };
        scene.replays.clear();
        verify_attestation(&headers, rules, scene.now, &mut scene.replays).map(|_| ())
    };
    assert_eq!(verified(now, oauth_limits::MAX_JTI), Ok(()), "without iss too");
    assert_eq!(verified(now, oauth_limits::MAX_JTI + 1), Err(OAuthError::AttestationPop { member: "jti" }));
    assert_eq!((verified(now - 300, 1), verified(now + 60, 1)), (Ok(()), Ok(())));
    let wrong = Err(OAuthError::AttestationPop { member: "iat" });
    assert_eq!((verified(now - 301, 1), verified(now + 61, 1)), (wrong, wrong));
}
