use super::*;
use crate::limits::{MAX_JWK, MAX_JWK_SET, MAX_KEYS, MAX_KID};
use crate::{Algorithm, Error};
use rand_chacha::ChaCha20Rng;
use rand_core::{SeedableRng, TryCryptoRng, TryRng};
use vouchsafe_credential::base64url;

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519];

/// RFC 7515 appendix A.3.
const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
/// RFC 8037 appendix A.1.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn generate(algorithm: Algorithm, seed: u64) -> SigningKey {
    SigningKey::generate(algorithm, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

fn verifying(jwk: &str) -> Result<VerifyingKey, Error> {
    VerifyingKey::from_jwk_json(jwk.as_bytes())
}

/// The key of RFC 7515 with something added or replaced.
fn with(member: &str, value: &str) -> Result<VerifyingKey, Error> {
    let kept: Vec<String> = P256
        .trim_matches(['{', '}'])
        .split(',')
        .filter(|entry| !entry.starts_with(&format!("\"{member}\"")))
        .map(str::to_owned)
        .chain((!value.is_empty()).then(|| format!("\"{member}\":{value}")))
        .collect();
    verifying(&format!("{{{}}}", kept.join(",")))
}

#[test]
fn sign_and_verify() {
    for algorithm in ALGORITHMS {
        let key = generate(algorithm, 1);
        let signature = key.sign(b"message").unwrap();
        let public = key.verifying_key();
        assert_eq!(public.algorithm(), algorithm);
        assert_eq!(public.verify(b"message", &signature), Ok(()));
        assert_eq!(public.verify(b"massage", &signature), Err(Error::SignatureInvalid));
        assert_eq!(
            generate(algorithm, 2).verifying_key().verify(b"message", &signature),
            Err(Error::SignatureInvalid)
        );
        for length in [0, signature.len() - 1] {
            assert_eq!(public.verify(b"message", &signature[..length]), Err(Error::SignatureInvalid));
        }
        let longer = [&signature[..], &[0]].concat();
        assert_eq!(public.verify(b"message", &longer), Err(Error::SignatureInvalid));
        for at in 0..signature.len() {
            let mut flipped = signature.clone();
            flipped[at] ^= 0x10;
            assert_eq!(public.verify(b"message", &flipped), Err(Error::SignatureInvalid), "{algorithm} {at}");
        }
        assert_eq!(public.verify(b"message", &vec![0; signature.len()]), Err(Error::SignatureInvalid));
        assert_eq!(public.verify(b"message", &vec![0xff; signature.len()]), Err(Error::SignatureInvalid));
    }
}

#[test]
fn round_trip_through_jwk() {
    for algorithm in ALGORITHMS {
        let key = generate(algorithm, 3).with_kid("the \"key\"").unwrap();
        let again = SigningKey::from_jwk_json(key.to_private_jwk_json().unwrap().as_bytes()).unwrap();
        assert_eq!(again.verifying_key(), key.verifying_key());
        assert_eq!(again.kid(), Some("the \"key\""));
        let signature = again.sign(b"m").unwrap();
        let public = verifying(&key.verifying_key().to_jwk_json()).unwrap();
        assert_eq!(public.verify(b"m", &signature), Ok(()));
        assert_eq!(public.kid(), Some("the \"key\""));
        assert_eq!(verifying(&key.to_private_jwk_json().unwrap()), Err(Error::PrivateKeyExposed));
    }
}

#[test]
fn keys_come_from_the_generator_alone() {
    for algorithm in ALGORITHMS {
        assert_eq!(generate(algorithm, 4).verifying_key(), generate(algorithm, 4).verifying_key());
        assert_ne!(generate(algorithm, 4).verifying_key(), generate(algorithm, 5).verifying_key());
    }
    struct Broken;
    impl TryRng for Broken {
        type Error = Error;
        fn try_next_u32(&mut self) -> Result<u32, Error> {
            Err(Error::RandomnessFailed)
        }
        fn try_next_u64(&mut self) -> Result<u64, Error> {
            Err(Error::RandomnessFailed)
        }
        fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Error> {
            Err(Error::RandomnessFailed)
        }
    }
    impl TryCryptoRng for Broken {}
    assert_eq!(SigningKey::generate(Algorithm::Es256, &mut Broken).err(), Some(Error::RandomnessFailed));

    /// Gives scalars out of range, a number of times.
    struct OutOfRange(usize);
    impl TryRng for OutOfRange {
        type Error = std::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(0)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(0)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            bytes.fill(match self.0 {
                0 => 7,
                left if left % 2 == 0 => 0,
                _ => 0xff,
            });
            self.0 = self.0.saturating_sub(1);
            Ok(())
        }
    }
    impl TryCryptoRng for OutOfRange {}
    for algorithm in [Algorithm::Es256, Algorithm::Es384] {
        let key = SigningKey::generate(algorithm, &mut OutOfRange(3)).unwrap();
        let secret = base64url::encode(&vec![7; algorithm.coordinate_length()]);
        assert!(key.to_private_jwk_json().unwrap().contains(&secret));
        assert_eq!(SigningKey::generate(algorithm, &mut OutOfRange(99)).err(), Some(Error::RandomnessFailed));
    }
}

#[test]
fn thumbprint_of_rfc_8037() {
    let key = SigningKey::from_jwk_json(ED25519.as_bytes()).unwrap();
    assert_eq!(
        base64url::encode(&key.verifying_key().thumbprint()),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    // The members are sorted and nothing but the key counts.
    assert_eq!(verifying(P256).unwrap().thumbprint(), with("kid", "\"1\"").unwrap().thumbprint());
}

#[test]
fn debug_shows_algorithm_and_thumbprint() {
    let key = SigningKey::from_jwk_json(ED25519.as_bytes()).unwrap();
    assert_eq!(
        format!("{:?}", key.verifying_key()),
        "VerifyingKey(EdDSA, kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k)"
    );
}

#[test]
fn points_off_the_curve() {
    assert!(verifying(P256).is_ok());
    for y in [
        // One bit off, the negative of x's other root aside.
        "\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a8\"",
        // Zero: with x of zero, what some encode infinity as.
        "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
        // The field's modulus.
        "\"_____wAAAAEAAAAAAAAAAAAAAAD_______________8\"",
        // Past it.
        "\"__________________________________________8\"",
    ] {
        assert_eq!(with("y", y), Err(Error::KeyInvalid), "{y}");
        assert_eq!(with("x", y), Err(Error::KeyInvalid), "{y}");
    }
    let zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let infinity = format!(r#"{{"kty":"EC","crv":"P-256","x":"{zero}","y":"{zero}"}}"#);
    assert_eq!(verifying(&infinity), Err(Error::KeyInvalid));
}

#[test]
fn coordinates_have_the_full_length() {
    let (x, y) = (Error::JwkMember { member: "x" }, Error::JwkMember { member: "y" });
    assert_eq!(with("x", ""), Err(x));
    assert_eq!(with("y", ""), Err(y));
    assert_eq!(with("x", "1"), Err(x));
    // 31, 33 and 48 bytes.
    assert_eq!(with("x", "\"zicPbEXUGDy-5v20t7WAczNXvp7xO6z248e9FURQ\""), Err(x));
    assert_eq!(with("x", "\"AH_NzidwtsRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRF\""), Err(x));
    assert_eq!(with("x", &format!("\"{}\"", "A".repeat(64))), Err(x));
    // Padded, other alphabet, trailing bits.
    assert_eq!(with("x", "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU=\""), Err(x));
    assert_eq!(with("y", "\"x/FEzRu9m36HLN/tue659LNpXW6pCyStikYjKIWI5a0\""), Err(y));
    assert_eq!(with("x", "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEV\""), Err(x));
}

#[test]
fn type_curve_and_algorithm_agree() {
    assert_eq!(with("crv", "\"P-384\""), Err(Error::JwkMember { member: "x" }));
    assert_eq!(with("crv", "\"Ed25519\""), Err(Error::CurveUnsupported));
    assert_eq!(with("crv", "\"P-521\""), Err(Error::CurveUnsupported));
    assert_eq!(with("crv", "\"secp256k1\""), Err(Error::CurveUnsupported));
    assert_eq!(with("crv", ""), Err(Error::JwkMember { member: "crv" }));
    assert_eq!(with("kty", "\"OKP\""), Err(Error::CurveUnsupported));
    assert_eq!(with("kty", "\"RSA\""), Err(Error::KeyTypeUnsupported));
    assert_eq!(with("kty", "\"ec\""), Err(Error::KeyTypeUnsupported));
    assert_eq!(with("kty", ""), Err(Error::JwkMember { member: "kty" }));
    assert!(with("alg", "\"ES256\"").is_ok());
    for alg in ["ES384", "EdDSA", "RS256", "none", "ECDH-ES"] {
        assert_eq!(with("alg", &format!("\"{alg}\"")), Err(Error::KeyAlgorithm));
    }
    let public = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"#;
    assert!(verifying(&format!("{public}\"EdDSA\"}}")).is_ok());
    assert!(verifying(&format!("{public}\"Ed25519\"}}")).is_ok());
    assert_eq!(verifying(&format!("{public}\"ES256\"}}")), Err(Error::KeyAlgorithm));
}

#[test]
fn use_and_key_ops() {
    assert!(with("use", "\"sig\"").is_ok());
    assert_eq!(with("use", "\"enc\""), Err(Error::KeyUse));
    assert_eq!(with("use", "null"), Err(Error::JwkMember { member: "use" }));
    assert!(with("key_ops", r#"["verify"]"#).is_ok());
    assert!(with("key_ops", r#"["sign","verify"]"#).is_ok());
    assert_eq!(with("key_ops", r#"["sign"]"#), Err(Error::KeyOperations));
    assert_eq!(with("key_ops", "[]"), Err(Error::KeyOperations));
    let malformed = Err(Error::JwkMember { member: "key_ops" });
    assert_eq!(with("key_ops", r#"["verify","verify"]"#), malformed);
    assert_eq!(with("key_ops", r#"["verify",1]"#), malformed);
    assert_eq!(with("key_ops", "\"verify\""), malformed);
    let signing = |ops| SigningKey::from_jwk_json(ED25519.replace("\"d\"", ops).as_bytes()).err();
    assert_eq!(signing(r#""key_ops":["sign"],"d""#), None);
    assert_eq!(signing(r#""key_ops":["verify"],"d""#), Some(Error::KeyOperations));
}

#[test]
fn private_keys() {
    assert_eq!(with("d", "\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\""), Err(Error::PrivateKeyExposed));
    assert_eq!(with("d", "null"), Err(Error::PrivateKeyExposed));
    let p256 = |d: &str| {
        let jwk = P256.replace("{", &format!("{{\"d\":\"{d}\","));
        SigningKey::from_jwk_json(jwk.as_bytes()).err()
    };
    assert_eq!(p256("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"), None);
    assert_eq!(p256("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LJ"), Some(Error::JwkMember { member: "d" }));
    assert_eq!(p256("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LA"), Some(Error::KeyPairMismatch));
    assert_eq!(p256("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), Some(Error::KeyInvalid));
    assert_eq!(p256("__________________________________________8"), Some(Error::KeyInvalid));
    // The order of the group.
    assert_eq!(p256("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE"), Some(Error::KeyInvalid));
    assert_eq!(SigningKey::from_jwk_json(P256.as_bytes()).err(), Some(Error::JwkMember { member: "d" }));
}

#[test]
fn ed25519_keys_of_small_order() {
    for x in ["AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "7P_______________________________________38"] {
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        assert_eq!(verifying(&jwk), Err(Error::KeyInvalid), "{x}");
    }
}

#[test]
fn not_a_key() {
    assert_eq!(verifying("[]"), Err(Error::JwkNotObject));
    assert_eq!(verifying("{}"), Err(Error::JwkMember { member: "kty" }));
    assert_eq!(verifying("{\"kty\":\"EC\",\"kty\":\"EC\"}").unwrap_err().code(), "json.duplicate_key");
    assert_eq!(verifying("{").unwrap_err().code(), "json.syntax");
}

fn padded(text: &str, length: usize) -> String {
    text.to_owned() + &" ".repeat(length - text.len())
}

#[test]
fn lengths() {
    let kid =
        |length| with("kid", &format!("\"{}\"", "k".repeat(length))).map(|key| key.kid().unwrap().len());
    assert_eq!(kid(MAX_KID), Ok(MAX_KID));
    assert_eq!(kid(MAX_KID + 1), Err(Error::KidTooLong));
    assert!(generate(Algorithm::Es256, 6).with_kid("k".repeat(MAX_KID)).is_ok());
    assert_eq!(
        generate(Algorithm::Es256, 6).with_kid("k".repeat(MAX_KID + 1)).err(),
        Some(Error::KidTooLong)
    );
    assert!(verifying(&padded(P256, MAX_JWK)).is_ok());
    assert_eq!(verifying(&padded(P256, MAX_JWK + 1)), Err(Error::JwkTooLong));
}

fn set(keys: &[String]) -> Result<JwkSet, Error> {
    JwkSet::parse(format!("{{\"keys\":[{}]}}", keys.join(",")).as_bytes())
}

fn named(kid: &str, seed: u64) -> String {
    generate(Algorithm::Es256, seed).with_kid(kid).unwrap().verifying_key().to_jwk_json()
}

#[test]
fn key_sets() {
    let rsa = r#"{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"r"}"#.to_owned();
    let encryption = named("e", 1).replace('{', "{\"use\":\"enc\",");
    let broken = r#"{"kty":"EC","crv":"P-256","kid":"c"}"#.to_owned();
    let keys = set(&[rsa, encryption, broken, named("a", 2), named("b", 3), P256.to_owned()]).unwrap();
    assert_eq!(keys.keys().len(), 3);
    assert_eq!(keys.by_kid("b"), Some(generate(Algorithm::Es256, 3).verifying_key()));
    for kid in ["r", "e", "c"] {
        assert_eq!(keys.by_kid(kid), None);
    }
    assert_eq!(keys.by_kid("A"), None);
    assert_eq!(keys.by_kid("../../etc/passwd"), None);
    assert_eq!(keys.by_kid("a' OR '1'='1"), None);
}

#[test]
fn key_sets_that_are_refused() {
    assert_eq!(set(&[named("a", 1), named("a", 2)]).unwrap_err(), Error::DuplicateKid);
    let rsa = r#"{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"a"}"#.to_owned();
    assert_eq!(set(&[named("a", 1), rsa]).unwrap_err(), Error::DuplicateKid);
    let private = generate(Algorithm::Es256, 1).to_private_jwk_json().unwrap().to_string();
    let symmetric = r#"{"kty":"oct","k":"AAAA"}"#.to_owned();
    for secret in [private, symmetric] {
        assert_eq!(set(&[named("a", 1), secret]).unwrap_err(), Error::PrivateKeyExposed);
    }
    for text in ["{}", "[]", "{\"keys\":{}}", "{\"keys\":null}", "{\"keys\":[1]}"] {
        assert_eq!(JwkSet::parse(text.as_bytes()).unwrap_err(), Error::JwkSetMalformed, "{text}");
    }
    assert_eq!(JwkSet::parse(b"{\"keys\":[],\"keys\":[]}").unwrap_err().code(), "json.duplicate_key");
    let other = || r#"{"kty":"RSA"}"#.to_owned();
    assert!(set(&vec![other(); MAX_KEYS]).is_ok());
    assert_eq!(set(&vec![other(); MAX_KEYS + 1]).unwrap_err(), Error::TooManyKeys);
    assert!(JwkSet::parse(padded("{\"keys\":[]}", MAX_JWK_SET).as_bytes()).is_ok());
    assert_eq!(
        JwkSet::parse(padded("{\"keys\":[]}", MAX_JWK_SET + 1).as_bytes()).unwrap_err(),
        Error::JwkTooLong
    );
}
