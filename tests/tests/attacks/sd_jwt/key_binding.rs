//! Who presents, to whom and when: cases 21 to 27.

use super::{HOLDER, ISSUER, credential, disclose, key, verify};
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp, base64url};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_sd_jwt::{Error, KeyBinding, KeyBindingExpectations};

const NOW: i64 = 1_700_000_000;
const AUDIENCE: &str = "https://verifier.example";

/// A credential of the holder's, with these disclosures.
fn sd_jwt(disclosures: &[&str]) -> String {
    let jwk = HOLDER.verifying_key().to_jwk_json();
    let digests: Vec<_> = contents().iter().map(|(_, digest)| format!("\"{digest}\"")).collect();
    let digests = digests.join(",");
    credential(&format!(r#"{{"vct":"urn:x","cnf":{{"jwk":{jwk}}},"_sd":[{digests}]}}"#), disclosures)
}

fn contents() -> [(String, String); 2] {
    [disclose(r#"["salt","one",1]"#), disclose(r#"["salt","two",2]"#)]
}

fn sd_hash(sd_jwt: &str) -> String {
    base64url::encode(&sha256(sd_jwt.as_bytes()))
}

fn payload(sd_jwt: &str, iat: &str, aud: &str, nonce: &str) -> String {
    format!(r#"{{"iat":{iat},"aud":{aud},"nonce":{nonce},"sd_hash":"{}"}}"#, sd_hash(sd_jwt))
}

fn bound(sd_jwt: &str, key: &SigningKey, typ: &str, payload: &str) -> String {
    sd_jwt.to_owned() + &sign(key, &HeaderToSign::new(typ), payload.as_bytes()).unwrap()
}

fn check(presentation: &str) -> Result<KeyBinding, Error> {
    let (audience, nonce) = (Audience::new(AUDIENCE).unwrap(), Nonce::new("n-1").unwrap());
    verify(presentation)?.verify_key_binding(&KeyBindingExpectations {
        audience: Some(&audience),
        nonce: Some(&nonce),
        now: Timestamp::from_unix(NOW),
        max_age: Duration::from_secs(300),
        skew: Duration::from_secs(60),
    })
}

#[track_caller]
fn refused_with(presentation: &str, code: &str) {
    match check(presentation) {
        Err(error) => assert_eq!(error.code(), code, "{error}"),
        Ok(binding) => panic!("accepted: {binding:?}"),
    }
}

/// The holder's KB-JWT with one thing otherwise.
fn with(iat: &str, aud: &str, nonce: &str) -> String {
    let sd_jwt = sd_jwt(&[]);
    bound(&sd_jwt, &HOLDER, "kb+jwt", &payload(&sd_jwt, iat, aud, nonce))
}

fn now() -> String {
    NOW.to_string()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

#[test]
fn a21_a_kb_jwt_of_another_type() {
    let sd_jwt = sd_jwt(&[]);
    let payload = payload(&sd_jwt, &now(), &quoted(AUDIENCE), "\"n-1\"");
    assert!(check(&bound(&sd_jwt, &HOLDER, "kb+jwt", &payload)).is_ok());
    for typ in ["JWT", "KB+JWT", "application/kb+jwt", "dc+sd-jwt", "openid4vci-proof+jwt", ""] {
        refused_with(&bound(&sd_jwt, &HOLDER, typ, &payload), "sd_jwt.key_binding_typ");
    }
}

#[test]
fn a22_disclosures_added_or_removed() {
    let [(one, _), (two, _)] = contents();
    let all = sd_jwt(&[&one, &two]);
    let payload = payload(&all, &now(), &quoted(AUDIENCE), "\"n-1\"");
    let presentation = bound(&all, &HOLDER, "kb+jwt", &payload);
    assert!(check(&presentation).is_ok());
    let jwt = all.split('~').next().unwrap();
    let key_binding = presentation.rsplit('~').next().unwrap();
    for other in [
        format!("{jwt}~{key_binding}"),
        format!("{jwt}~{one}~{key_binding}"),
        format!("{jwt}~{two}~{one}~{key_binding}"),
    ] {
        refused_with(&other, "sd_jwt.sd_hash_mismatch");
    }
    // The same claims under another signature of the issuer's are another credential.
    refused_with(&(sd_jwt(&[&one, &two]) + key_binding), "sd_jwt.sd_hash_mismatch");
    for wrong in ["1", "null", "[]"] {
        let payload = payload.replace(&quoted(&sd_hash(&all)), wrong);
        refused_with(&bound(&all, &HOLDER, "kb+jwt", &payload), "sd_jwt.key_binding_claim");
    }
    let padded = payload.replace(&sd_hash(&all), &(sd_hash(&all) + "="));
    refused_with(&bound(&all, &HOLDER, "kb+jwt", &padded), "sd_jwt.sd_hash_mismatch");
}

#[test]
fn a23_for_another_verifier() {
    assert!(check(&with(&now(), &quoted(AUDIENCE), "\"n-1\"")).is_ok());
    for aud in [
        "https://other.example",
        "https://verifier.example/",
        "https://verifier.example:443",
        "https://Verifier.example",
        "HTTPS://verifier.example",
        "http://verifier.example",
        "x509_san_dns:verifier.example",
        "verifier.example",
        "https://verifier.example.evil.example",
        " https://verifier.example",
    ] {
        refused_with(&with(&now(), &quoted(aud), "\"n-1\""), "sd_jwt.audience_mismatch");
    }
    for aud in [&format!("[\"{AUDIENCE}\"]"), "null", "1", "\"\"", "{}"] {
        refused_with(&with(&now(), aud, "\"n-1\""), "sd_jwt.key_binding_claim");
    }
}

#[test]
fn a24_an_answer_to_another_nonce() {
    for nonce in ["n-2", "N-1", "n-1 ", "n-"] {
        refused_with(&with(&now(), &quoted(AUDIENCE), &quoted(nonce)), "sd_jwt.nonce_mismatch");
    }
    for nonce in ["\"\"", "null", "1", "[\"n-1\"]"] {
        refused_with(&with(&now(), &quoted(AUDIENCE), nonce), "sd_jwt.key_binding_claim");
    }
}

#[test]
fn a25_too_old_or_from_the_future() {
    let at = |iat: i64| with(&iat.to_string(), &quoted(AUDIENCE), "\"n-1\"");
    assert!(check(&at(NOW - 300)).is_ok());
    refused_with(&at(NOW - 301), "sd_jwt.key_binding_stale");
    assert!(check(&at(NOW + 60)).is_ok());
    refused_with(&at(NOW + 61), "sd_jwt.key_binding_from_the_future");
    refused_with(&at(i64::MAX), "sd_jwt.key_binding_claim");
    for iat in ["null", "\"1700000000\"", "[1700000000]", "17e8", "true"] {
        refused_with(&with(iat, &quoted(AUDIENCE), "\"n-1\""), "sd_jwt.key_binding_claim");
    }
    let sd_jwt = sd_jwt(&[]);
    let more = |member: &str| {
        let payload =
            payload(&sd_jwt, &now(), &quoted(AUDIENCE), "\"n-1\"").replacen('{', &format!("{{{member},"), 1);
        bound(&sd_jwt, &HOLDER, "kb+jwt", &payload)
    };
    refused_with(&more(r#""exp":1699999000"#), "sd_jwt.key_binding_expired");
    refused_with(&more(r#""nbf":1700001000"#), "sd_jwt.key_binding_not_yet_valid");
    refused_with(&more(r#""exp":"never""#), "sd_jwt.key_binding_claim");
}

#[test]
fn a26_signed_by_somebody_else() {
    let sd_jwt = sd_jwt(&[]);
    let payload = payload(&sd_jwt, &now(), &quoted(AUDIENCE), "\"n-1\"");
    for stranger in [&*ISSUER, &key(3)] {
        refused_with(&bound(&sd_jwt, stranger, "kb+jwt", &payload), "jose.signature_invalid");
    }
    // A key that the KB-JWT itself brings along is nobody's.
    let stranger = key(3);
    let jwk = stranger.verifying_key().to_jwk_json();
    let header = base64url::encode(format!(r#"{{"alg":"ES256","typ":"kb+jwt","jwk":{jwk}}}"#).as_bytes());
    let input = format!("{header}.{}", base64url::encode(payload.as_bytes()));
    let signature = base64url::encode(&stranger.sign(input.as_bytes()).unwrap());
    refused_with(&format!("{sd_jwt}{input}.{signature}"), "jose.signature_invalid");
    // Nor is there anybody if the issuer named nobody.
    let unbound = credential(r#"{"vct":"urn:x"}"#, &[]);
    refused_with(&bound(&unbound, &HOLDER, "kb+jwt", &payload), "sd_jwt.key_binding_without_key");
    refused_with(&sd_jwt, "sd_jwt.key_binding_missing");
}

#[test]
fn a27_not_signed_or_with_the_public_key_as_secret() {
    let sd_jwt = sd_jwt(&[]);
    let payload = base64url::encode(payload(&sd_jwt, &now(), &quoted(AUDIENCE), "\"n-1\"").as_bytes());
    let forged = |alg: &str, signature: &str| {
        let header = base64url::encode(format!(r#"{{"alg":"{alg}","typ":"kb+jwt"}}"#).as_bytes());
        format!("{sd_jwt}{header}.{payload}.{signature}")
    };
    for none in ["none", "None", "NONE", "nOnE"] {
        refused_with(&forged(none, ""), "jose.algorithm_none");
    }
    let mac = base64url::encode(&sha256(HOLDER.verifying_key().to_jwk_json().as_bytes()));
    for symmetric in ["HS256", "HS384", "HS512"] {
        refused_with(&forged(symmetric, &mac), "jose.algorithm_unsupported");
    }
    refused_with(&forged("ES384", &mac), "jose.algorithm_mismatch");
    refused_with(&forged("ES256", ""), "jose.signature_invalid");
}
