use super::*;
use crate::digest::digest;
use crate::limits::{MAX_CERTIFICATES, MAX_HEADER, MAX_JWS, MAX_KID};
use crate::{Algorithm, Error, SigningKey};
use base64_simd::STANDARD;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::base64url;

fn key(algorithm: Algorithm) -> SigningKey {
    SigningKey::generate(algorithm, &mut ChaCha20Rng::seed_from_u64(1)).unwrap()
}

/// A token with this header, rightly signed.
fn token(header: &str, key: &SigningKey) -> String {
    let signing_input = format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(b"payload"));
    let signature = key.sign(signing_input.as_bytes()).unwrap();
    format!("{signing_input}.{}", base64url::encode(&signature))
}

fn code(header: &str) -> &'static str {
    let key = key(Algorithm::Es256);
    match UnverifiedJws::parse(&token(header, &key)).and_then(|jws| jws.verify(key.verifying_key())) {
        Ok(_) => "ok",
        Err(error) => error.code(),
    }
}

#[test]
fn sign_and_verify() {
    for algorithm in [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519] {
        let key = key(algorithm);
        let chain = [vec![1, 2, 3], vec![4; 100]];
        let header = HeaderToSign { kid: Some("k"), x5c: Some(&chain), ..HeaderToSign::new("t+jwt") };
        let token = sign(&key, &header, b"payload").unwrap();
        let verified = UnverifiedJws::parse(&token).unwrap().verify(key.verifying_key()).unwrap();
        assert_eq!(verified.payload(), b"payload");
        assert_eq!(verified.header().algorithm(), algorithm);
        assert_eq!(verified.header().typ(), Some("t+jwt"));
        assert_eq!(verified.header().kid(), Some("k"));
        assert_eq!(verified.header().x5c(), Some(&chain[..]));
        let (header, payload) = verified.into_parts();
        assert_eq!(header.document().root().get("alg").unwrap().as_str().unwrap(), algorithm.name());
        assert_eq!(payload, b"payload");

        let parts: Vec<&str> = token.split('.').collect();
        let from_parts = UnverifiedJws::from_parts(parts[0], parts[1], parts[2]).unwrap();
        assert_eq!(from_parts.payload_for_routing(), b"payload");
        assert!(from_parts.verify(key.verifying_key()).is_ok());
    }
}

#[test]
fn every_byte_counts() {
    let key = key(Algorithm::Es256);
    let token = sign(&key, &HeaderToSign::new("t"), b"some payload").unwrap();
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let result = UnverifiedJws::parse(&changed).and_then(|jws| jws.verify(key.verifying_key()));
        assert!(result.is_err(), "{at}");
    }
}

#[test]
fn the_key_decides_on_the_algorithm() {
    assert_eq!(code(r#"{"alg":"ES256"}"#), "ok");
    assert_eq!(code(r#"{"alg":"ES384"}"#), "jose.algorithm_mismatch");
    assert_eq!(code(r#"{"alg":"EdDSA"}"#), "jose.algorithm_mismatch");
    for alg in ["none", "NONE", "nOnE"] {
        assert_eq!(code(&format!(r#"{{"alg":"{alg}"}}"#)), "jose.algorithm_none");
    }
    for alg in ["HS256", "RS256", "ES512", "es256", "", "ES256\\u0000"] {
        assert_eq!(code(&format!(r#"{{"alg":"{alg}"}}"#)), "jose.algorithm_unsupported");
    }
    assert_eq!(code("{}"), "jose.algorithm_missing");
    assert_eq!(code(r#"{"alg":["ES256"]}"#), "jose.header_member");
    assert_eq!(code(r#"{"alg":null}"#), "jose.header_member");

    let ed25519 = key(Algorithm::Ed25519);
    for name in ["EdDSA", "Ed25519"] {
        let token = token(&format!(r#"{{"alg":"{name}"}}"#), &ed25519);
        assert!(UnverifiedJws::parse(&token).unwrap().verify(ed25519.verifying_key()).is_ok());
    }
}

#[test]
fn example_of_rfc_8037() {
    let jwk = br#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let key = crate::VerifyingKey::from_jwk_json(jwk).unwrap();
    let verified = UnverifiedJws::parse(token).unwrap().verify(&key).unwrap();
    assert_eq!(verified.payload(), b"Example of Ed25519 signing");
}

#[test]
fn crit_is_refused_in_every_form() {
    assert_eq!(code(r#"{"alg":"ES256","crit":[]}"#), "jose.crit_empty");
    assert_eq!(code(r#"{"alg":"ES256","crit":["exp"]}"#), "jose.crit_absent");
    assert_eq!(code(r#"{"alg":"ES256","crit":["exp"],"exp":1}"#), "jose.crit_unsupported");
    assert_eq!(code(r#"{"alg":"ES256","crit":["alg"]}"#), "jose.crit_unsupported");
    assert_eq!(code(r#"{"alg":"ES256","crit":"exp","exp":1}"#), "jose.crit_malformed");
    assert_eq!(code(r#"{"alg":"ES256","crit":[1]}"#), "jose.crit_malformed");
    assert_eq!(code(r#"{"alg":"ES256","crit":null}"#), "jose.crit_malformed");
    assert_eq!(code(r#"{"alg":"ES256","crit":["b64"],"b64":false}"#), "jose.b64_unsupported");
    assert_eq!(code(r#"{"alg":"ES256","b64":true}"#), "jose.b64_unsupported");
    assert_eq!(code(r#"{"alg":"ES256","zip":"DEF"}"#), "jose.zip_unsupported");
}

#[test]
fn key_sources_of_the_token_are_ignored() {
    let mallory = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(66)).unwrap();
    let jwk = mallory.verifying_key().to_jwk_json();
    let header = format!(
        r#"{{"alg":"ES256","jwk":{jwk},"jku":"https://m.example/k","x5u":"https://m.example/c","x5t":"AA"}}"#
    );
    let token = token(&header, &mallory);
    let trusted = key(Algorithm::Es256);
    assert_eq!(
        UnverifiedJws::parse(&token).unwrap().verify(trusted.verifying_key()).unwrap_err(),
        Error::SignatureInvalid
    );
}

#[test]
fn headers_that_are_no_header() {
    assert_eq!(code("[]"), "jose.header_not_object");
    assert_eq!(code("\"alg\""), "jose.header_not_object");
    assert_eq!(code(r#"{"alg":"ES256","alg":"ES256"}"#), "json.duplicate_key");
    assert_eq!(code(r#"{"alg":"none","\u0061lg":"ES256"}"#), "json.duplicate_key");
    assert_eq!(code(r#"{"alg":"ES256"} x"#), "json.syntax");
    assert_eq!(code(r#"{"alg":"ES256","typ":1}"#), "jose.header_member");
    assert_eq!(code(r#"{"alg":"ES256","kid":{}}"#), "jose.header_member");
    assert_eq!(code(r#"{"alg":"ES256","kid":null}"#), "jose.header_member");
    assert_eq!(code(r#"{"alg":"ES256","kid":42}"#), "ok");
}

#[test]
fn shapes_that_are_no_token() {
    let key = key(Algorithm::Es256);
    let good = sign(&key, &HeaderToSign::new("t"), b"payload").unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    let parse = |text: &str| UnverifiedJws::parse(text).unwrap_err().code();
    for text in ["", ".", "a", "a.b", &format!("{good}."), &format!("{good}.{good}")] {
        assert_eq!(parse(text), "jose.not_compact", "{text}");
    }
    for text in [
        format!("{}=.{}.{}", parts[0], parts[1], parts[2]),
        format!("{}.{}=.{}", parts[0], parts[1], parts[2]),
        format!("{}.{}.{}=", parts[0], parts[1], parts[2]),
        format!("{}.{} .{}", parts[0], parts[1], parts[2]),
        format!("{good}\n"),
        format!(" {good}"),
        format!("{}.{}.{}", parts[0], parts[1], parts[2].replace(['-', '_'], "+") + "+/"),
    ] {
        assert_eq!(parse(&text), "jose.not_base64url", "{text}");
    }
    assert_eq!(parse(&format!(".{}.{}", parts[1], parts[2])), "json.syntax");
    // No signature is no shape error: it does not hold.
    let unsigned = format!("{}.{}.", parts[0], parts[1]);
    let unsigned = UnverifiedJws::parse(&unsigned).unwrap();
    assert_eq!(unsigned.verify(key.verifying_key()).unwrap_err(), Error::SignatureInvalid);
}

#[test]
fn x5c_is_base64_with_padding() {
    let x5c = |value: &str| code(&format!(r#"{{"alg":"ES256","x5c":{value}}}"#));
    assert_eq!(x5c(r#"["AQI="]"#), "ok");
    for refused in [r#"["AQI"]"#, r#"["AQJ="]"#, r#"["_-8="]"#, "[]", "[1]", "\"AQI=\"", r#"["AQI=\n"]"#] {
        assert_eq!(x5c(refused), "jose.header_member", "{refused}");
    }
    let chain = |length: usize| format!("[{}]", vec!["\"AQI=\""; length].join(","));
    assert_eq!(x5c(&chain(MAX_CERTIFICATES)), "ok");
    assert_eq!(x5c(&chain(MAX_CERTIFICATES + 1)), "jose.x5c_too_long");
    let key = key(Algorithm::Es256);
    let chain = vec![vec![1]; MAX_CERTIFICATES + 1];
    let header = HeaderToSign { x5c: Some(&chain), ..HeaderToSign::new("t") };
    assert_eq!(sign(&key, &header, b""), Err(Error::ChainTooLong));
}

#[test]
fn lengths() {
    let kid = |length| format!(r#"{{"alg":"ES256","kid":"{}"}}"#, "k".repeat(length));
    assert_eq!(code(&kid(MAX_KID)), "ok");
    assert_eq!(code(&kid(MAX_KID + 1)), "jose.kid_too_long");

    let header = |length: usize| r#"{"alg":"ES256"}"#.to_owned() + &" ".repeat(length / 4 * 3 - 15);
    assert_eq!(code(&header(MAX_HEADER)), "ok");
    assert_eq!(code(&header(MAX_HEADER + 4)), "jose.header_too_long");

    let key = key(Algorithm::Es256);
    let certificate = vec![vec![0; MAX_HEADER / 16 * 9]];
    assert_eq!(STANDARD.encode_to_string(&certificate[0]).len(), MAX_HEADER / 4 * 3);
    let header = HeaderToSign { x5c: Some(&certificate), ..HeaderToSign::new("t") };
    assert_eq!(sign(&key, &header, b""), Err(Error::HeaderTooLong));
    let kid = "k".repeat(MAX_KID + 1);
    let header = HeaderToSign { kid: Some(&kid), ..HeaderToSign::new("t") };
    assert_eq!(sign(&key, &header, b""), Err(Error::KidTooLong));

    let around = sign(&key, &HeaderToSign::new("t"), b"").unwrap().len();
    let largest = vec![0; (MAX_JWS - around) / 4 * 3];
    let token = sign(&key, &HeaderToSign::new("t"), &largest).unwrap();
    assert!(UnverifiedJws::parse(&token).unwrap().verify(key.verifying_key()).is_ok());
    assert_eq!(sign(&key, &HeaderToSign::new("t"), &vec![0; MAX_JWS / 4 * 3]), Err(Error::TokenTooLong));
    let too_long = "A".repeat(MAX_JWS + 1);
    assert_eq!(UnverifiedJws::parse(&too_long).unwrap_err(), Error::TokenTooLong);
    assert_eq!(UnverifiedJws::from_parts("", &too_long, "").unwrap_err(), Error::TokenTooLong);
}

#[test]
fn debug_shows_no_payload() {
    let key = key(Algorithm::Es256);
    let token = sign(&key, &HeaderToSign::new("t"), b"canary").unwrap();
    let unverified = UnverifiedJws::parse(&token).unwrap();
    let shown = format!("{unverified:?} {:?}", unverified.clone().verify(key.verifying_key()).unwrap());
    assert!(!shown.contains("canary") && !shown.contains(&base64url::encode(b"canary")));
}

#[test]
fn the_hash_of_what_was_signed_can_be_continued() {
    for algorithm in [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519] {
        let key = key(algorithm);
        let token = sign(&key, &HeaderToSign::new("t"), b"payload").unwrap();
        let verified = UnverifiedJws::parse(&token).unwrap().verify(key.verifying_key()).unwrap();
        let (input, signature) = token.rsplit_once('.').unwrap();
        let Some(mut hasher) = verified.hasher().cloned() else {
            assert_eq!(algorithm, Algorithm::Ed25519);
            continue;
        };
        assert_eq!(hasher.clone().finish(), digest(hasher.algorithm(), input.as_bytes()));
        hasher.update(b".");
        hasher.update(signature.as_bytes());
        assert_eq!(hasher.clone().finish(), digest(hasher.algorithm(), token.as_bytes()));
    }
}
