//! Cases 31 to 48: JOSE.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::jwe::UndecryptedJwe;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::limits::MAX_KID;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use vouchsafe_sd_jwt::{ExpectedType, Profile, UnverifiedSdJwt, VerifyOptions};

fn key(algorithm: Algorithm) -> SigningKey {
    SigningKey::generate(algorithm, &mut ChaCha20Rng::seed_from_u64(1)).unwrap()
}

fn signing_input(header: &str) -> String {
    format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(b"{}"))
}

fn with_signature(header: &str, signature: &[u8]) -> String {
    format!("{}.{}", signing_input(header), base64url::encode(signature))
}

/// A token with this header and a signature that the key really made.
fn signed(header: &str, key: &SigningKey) -> String {
    with_signature(header, &key.sign(signing_input(header).as_bytes()).unwrap())
}

/// What comes of verifying `token` with `trusted`: "accepted" or the code.
fn outcome(token: &str, trusted: &VerifyingKey) -> &'static str {
    match UnverifiedJws::parse(token).and_then(|jws| jws.verify(trusted)) {
        Ok(_) => "accepted",
        Err(error) => error.code(),
    }
}

fn jwk_outcome(jwk: &str) -> &'static str {
    match VerifyingKey::from_jwk_json(jwk.as_bytes()) {
        Ok(_) => "accepted",
        Err(error) => error.code(),
    }
}

/// The members `x` and `y` of a key's JWK, as text.
fn coordinates(key: &SigningKey) -> (String, String) {
    let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
    let text = |name| jwk.root().get(name).unwrap().as_str().unwrap().into_owned();
    (text("x"), text("y"))
}

#[test]
fn a31_alg_none_in_any_case() {
    let key = key(Algorithm::Es256);
    for name in ["none", "None", "NONE", "nOnE"] {
        let header = format!(r#"{{"alg":"{name}"}}"#);
        assert_eq!(outcome(&signed(&header, &key), key.verifying_key()), "jose.algorithm_none");
        assert_eq!(outcome(&with_signature(&header, b""), key.verifying_key()), "jose.algorithm_none");
    }
}

/// The classic: a MAC under the text of the public key.
#[test]
fn a32_mac_with_the_public_key_as_secret() {
    let key = key(Algorithm::Es256);
    for name in ["HS256", "HS384", "HS512"] {
        let token = with_signature(&format!(r#"{{"alg":"{name}"}}"#), &[7; 32]);
        assert_eq!(outcome(&token, key.verifying_key()), "jose.algorithm_unsupported");
    }
}

#[test]
fn a33_header_names_another_algorithm_than_the_key() {
    let (p256, p384, ed25519) = (key(Algorithm::Es256), key(Algorithm::Es384), key(Algorithm::Ed25519));
    for (key, name) in [(&p256, "ES384"), (&p256, "EdDSA"), (&p384, "ES256"), (&ed25519, "ES256")] {
        let token = signed(&format!(r#"{{"alg":"{name}"}}"#), key);
        assert_eq!(outcome(&token, key.verifying_key()), "jose.algorithm_mismatch");
    }
}

#[test]
fn a34_ecdsa_signatures_out_of_range_or_in_der() {
    let key = key(Algorithm::Es256);
    let header = r#"{"alg":"ES256"}"#;
    let order = base64url::decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE").unwrap();
    let one = [vec![0; 31], vec![1]].concat();
    let real = key.sign(signing_input(header).as_bytes()).unwrap();
    let der = [&[0x30, 0x44, 0x02, 0x20], &real[..32], &[0x02, 0x20], &real[32..]].concat();
    for signature in [
        vec![0; 64],
        [order.clone(), one.clone()].concat(),
        [one.clone(), order].concat(),
        [one, vec![0; 32]].concat(),
        vec![0xff; 64],
        der,
        real[..63].to_vec(),
        [&real[..], &[0]].concat(),
        Vec::new(),
    ] {
        assert_eq!(
            outcome(&with_signature(header, &signature), key.verifying_key()),
            "jose.signature_invalid"
        );
    }
}

/// `s` and `n - s` both verify: no standard forbids it. A replay is recognised by the nonce, never by the signature.
#[test]
fn a34_the_second_signature_of_ecdsa_is_the_same_statement() {
    let key = key(Algorithm::Es256);
    let header = r#"{"alg":"ES256"}"#;
    let order = base64url::decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE").unwrap();
    let mut signature = key.sign(signing_input(header).as_bytes()).unwrap();
    let mut borrow = 0_i32;
    for (s, n) in signature[32..].iter_mut().rev().zip(order.iter().rev()) {
        let difference = i32::from(*n) - i32::from(*s) - borrow;
        borrow = i32::from(difference < 0);
        *s = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    assert_eq!(outcome(&with_signature(header, &signature), key.verifying_key()), "accepted");
}

#[test]
fn a35_points_that_are_none_of_the_curve() {
    let (x, y) = coordinates(&key(Algorithm::Es256));
    let (x384, y384) = coordinates(&key(Algorithm::Es384));
    let zero = base64url::encode(&[0; 32]);
    let prime = base64url::encode(&base64url::decode("_____wAAAAEAAAAAAAAAAAAAAAD_______________8").unwrap());
    let jwk = |crv: &str, x: &str, y: &str| format!(r#"{{"kty":"EC","crv":"{crv}","x":"{x}","y":"{y}"}}"#);
    assert_eq!(jwk_outcome(&jwk("P-256", &x, &y)), "accepted");
    assert_eq!(jwk_outcome(&jwk("P-256", &y, &x)), "jose.key_invalid");
    assert_eq!(jwk_outcome(&jwk("P-256", &zero, &zero)), "jose.key_invalid");
    assert_eq!(jwk_outcome(&jwk("P-256", &prime, &y)), "jose.key_invalid");
    assert_eq!(jwk_outcome(&jwk("P-384", &x, &y)), "jose.jwk_member");
    assert_eq!(jwk_outcome(&jwk("P-256", &x384, &y384)), "jose.jwk_member");
    assert_eq!(jwk_outcome(&jwk("P-256", "", "")), "jose.jwk_member");
    assert_eq!(jwk_outcome(&jwk("secp256k1", &x, &y)), "jose.curve_unsupported");
    assert_eq!(jwk_outcome(&jwk("Ed25519", &x, &y)), "jose.curve_unsupported");
    let okp = format!(r#"{{"kty":"OKP","crv":"P-256","x":"{x}"}}"#);
    assert_eq!(jwk_outcome(&okp), "jose.curve_unsupported");
}

/// Under a key of small order one signature holds for every message. (The Wycheproof files have the signatures' side.)
#[test]
fn a36_ed25519_keys_of_small_order_or_not_reduced() {
    let jwk = |x: &[u8]| format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, base64url::encode(x));
    let identity = [vec![1], vec![0; 31]].concat();
    let order_two = [vec![0xec], vec![0xff; 30], vec![0x7f]].concat();
    let not_reduced = [vec![0xee], vec![0xff; 30], vec![0x7f]].concat();
    let order_four = vec![0; 32];
    for point in [identity, order_two, not_reduced, order_four] {
        assert_eq!(jwk_outcome(&jwk(&point)), "jose.key_invalid");
    }
}

#[test]
fn a37_a_key_inside_the_token_is_not_trusted() {
    let mallory = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(66)).unwrap();
    let header = format!(r#"{{"alg":"ES256","jwk":{}}}"#, mallory.verifying_key().to_jwk_json());
    assert_eq!(
        outcome(&signed(&header, &mallory), key(Algorithm::Es256).verifying_key()),
        "jose.signature_invalid"
    );
}

/// Nothing is fetched: this crate and all below it have no way to (the architecture test holds them to it).
#[test]
fn a38_addresses_inside_the_token_are_not_followed() {
    let mallory = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(66)).unwrap();
    for member in ["jku", "x5u"] {
        let header = format!(r#"{{"alg":"ES256","{member}":"https://mallory.example/keys"}}"#);
        assert_eq!(
            outcome(&signed(&header, &mallory), key(Algorithm::Es256).verifying_key()),
            "jose.signature_invalid"
        );
    }
}

/// A `kid` is compared with the trusted keys' names and never used as a path, a query or an address.
#[test]
fn a40_kid_is_only_a_name() {
    let key = key(Algorithm::Es256);
    for kid in ["../../../../dev/null", "' OR 1=1 --", "https://mallory.example/", "\\u0000", "a\\u202eb"] {
        let token = signed(&format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#), &key);
        assert_eq!(outcome(&token, key.verifying_key()), "accepted");
    }
    let of_length =
        |length: usize| signed(&format!(r#"{{"alg":"ES256","kid":"{}"}}"#, "k".repeat(length)), &key);
    assert_eq!(outcome(&of_length(MAX_KID), key.verifying_key()), "accepted");
    assert_eq!(outcome(&of_length(MAX_KID + 1), key.verifying_key()), "jose.kid_too_long");
}

#[test]
fn a41_crit() {
    let key = key(Algorithm::Es256);
    for (crit, code) in [
        (r#""crit":[]"#, "jose.crit_empty"),
        (r#""crit":["unknown"]"#, "jose.crit_absent"),
        (r#""crit":["unknown"],"unknown":1"#, "jose.crit_unsupported"),
        (r#""crit":"unknown""#, "jose.crit_malformed"),
    ] {
        assert_eq!(
            outcome(&signed(&format!(r#"{{"alg":"ES256",{crit}}}"#), &key), key.verifying_key()),
            code
        );
    }
}

#[test]
fn a42_b64_false() {
    let key = key(Algorithm::Es256);
    for header in [r#"{"alg":"ES256","b64":false}"#, r#"{"alg":"ES256","b64":false,"crit":["b64"]}"#] {
        assert_eq!(outcome(&signed(header, &key), key.verifying_key()), "jose.b64_unsupported");
    }
}

#[test]
fn a47_keys_for_another_use() {
    let (x, y) = coordinates(&key(Algorithm::Es256));
    let jwk = |more: &str| format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}",{more}}}"#);
    assert_eq!(jwk_outcome(&jwk(r#""use":"sig","key_ops":["verify"],"alg":"ES256""#)), "accepted");
    assert_eq!(jwk_outcome(&jwk(r#""use":"enc""#)), "jose.key_use");
    assert_eq!(jwk_outcome(&jwk(r#""key_ops":["deriveKey"]"#)), "jose.key_ops");
    assert_eq!(jwk_outcome(&jwk(r#""key_ops":[]"#)), "jose.key_ops");
    assert_eq!(jwk_outcome(&jwk(r#""alg":"ES384""#)), "jose.key_algorithm");
    assert_eq!(jwk_outcome(&jwk(r#""alg":"ECDH-ES""#)), "jose.key_algorithm");
    assert_eq!(jwk_outcome(&jwk(r#""d":"AA""#)), "jose.private_key_exposed");
}

/// What comes of reading a JWE with this header: every refusal here is before any key, and before the library behind it.
fn jwe_outcome(header: &str) -> &'static str {
    let part = |length| base64url::encode(&vec![0; length]);
    let token = format!("{}..{}.{}.{}", base64url::encode(header.as_bytes()), part(12), part(32), part(16));
    match UndecryptedJwe::parse(&token) {
        Ok(_) => "read",
        Err(error) => error.code(),
    }
}

fn jwe_header(alg: &str, more: &str) -> String {
    let (x, y) = coordinates(&key(Algorithm::Es256));
    format!(
        r#"{{"alg":"{alg}","enc":"A128GCM","epk":{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}{more}}}"#
    )
}

#[test]
fn a43_compressed_jwe() {
    assert_eq!(jwe_outcome(&jwe_header("ECDH-ES", "")), "read");
    for zip in ["\"DEF\"", "\"none\"", "null", "1"] {
        assert_eq!(jwe_outcome(&jwe_header("ECDH-ES", &format!(r#","zip":{zip}"#))), "jose.zip_unsupported");
    }
}

#[test]
fn a44_password_based_jwe_with_a_huge_count() {
    let count = r#","p2c":2147483648,"p2s":"AAAAAAAAAAA""#;
    assert_eq!(jwe_outcome(&jwe_header("PBES2-HS256+A128KW", count)), "jose.jwe_member");
    assert_eq!(jwe_outcome(&jwe_header("PBES2-HS256+A128KW", "")), "jose.jwe_algorithm_unsupported");
    assert_eq!(jwe_outcome(&jwe_header("ECDH-ES", r#","p2c":2147483648"#)), "jose.jwe_member");
}

#[test]
fn a45_ephemeral_key_off_the_curve() {
    let (x, _) = coordinates(&key(Algorithm::Es256));
    let zero = base64url::encode(&[0; 32]);
    for (x, y) in [(&x, &x), (&x, &zero), (&zero, &zero)] {
        let epk = format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
        let header = format!(r#"{{"alg":"ECDH-ES","enc":"A128GCM","epk":{epk}}}"#);
        assert_eq!(jwe_outcome(&header), "jose.jwe_epk_invalid");
    }
}

#[test]
fn a46_rsa_with_pkcs1_padding() {
    for alg in ["RSA1_5", "RSA-OAEP", "RSA-OAEP-256"] {
        assert_eq!(jwe_outcome(&jwe_header(alg, "")), "jose.jwe_algorithm_unsupported");
    }
}

/// Of several signatures the first is the one that counts, and it alone may carry disclosures.
#[test]
fn a48_a_second_signature_beside_the_issuers() {
    let issuer = key(Algorithm::Es256);
    let mallory = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(66)).unwrap();
    let token = |key: &SigningKey| signed(r#"{"alg":"ES256","typ":"example+sd-jwt"}"#, key);
    let member = |key: &SigningKey, header: &str| {
        let token = token(key);
        let parts: Vec<&str> = token.split('.').collect();
        format!(r#"{{"protected":"{}","signature":"{}"{header}}}"#, parts[0], parts[2])
    };
    let payload = base64url::encode(b"{}");
    let general = |signatures: &[String]| {
        format!(r#"{{"payload":"{payload}","signatures":[{}]}}"#, signatures.join(","))
    };
    let outcome = |text: &str| {
        let options =
            VerifyOptions { profile: Profile::SdJwt(ExpectedType::Any), ..VerifyOptions::default() };
        match UnverifiedSdJwt::parse_json(text)
            .and_then(|token| token.verify(issuer.verifying_key(), &options))
        {
            Ok(_) => "accepted",
            Err(error) => error.code(),
        }
    };
    let (ours, theirs) = (member(&issuer, ""), member(&mallory, ""));
    assert_eq!(outcome(&general(std::slice::from_ref(&ours))), "accepted");
    assert_eq!(outcome(&general(&[ours.clone(), theirs.clone()])), "accepted");
    assert_eq!(outcome(&general(&[theirs, ours.clone()])), "jose.signature_invalid");
    let with_disclosures = member(&mallory, r#","header":{"disclosures":["W10"]}"#);
    assert_eq!(outcome(&general(&[ours.clone(), with_disclosures])), "sd_jwt.json_member");
    assert_eq!(outcome(&general(&[])), "sd_jwt.json_member");
    let both_forms = general(&[ours]).replacen('{', r#"{"protected":"e30","signature":"AA","#, 1);
    assert_eq!(outcome(&both_forms), "sd_jwt.json_member");
    let compact_in_json = format!(r#"{{"payload":"{}"}}"#, token(&issuer));
    assert_eq!(outcome(&compact_in_json), "sd_jwt.json_member");
}
