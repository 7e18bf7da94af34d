//! Both backends judge alike. Runs where both are on: `cargo test -p vouchsafe-jose --all-features`.
#![cfg(all(feature = "aws-lc", feature = "pure-rust"))]

use super::{aws_lc, pure_rust};
use crate::digest::HashAlgorithm;
use crate::{Algorithm, ed25519};
use vouchsafe_credential::json::{Document, Value};

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519];

#[test]
fn what_one_signs_the_other_verifies() {
    for algorithm in ALGORITHMS {
        let secret: Vec<u8> = (1_u8..).take(algorithm.coordinate_length()).collect();
        let aws = aws_lc::PrivateKey::from_secret(algorithm, &secret).unwrap();
        let pure = pure_rust::PrivateKey::from_secret(algorithm, &secret).unwrap();
        assert_eq!(aws.point(), pure.point());
        assert_eq!(aws.secret().unwrap(), pure.secret().unwrap());
        let (by_aws, by_pure) = (aws.sign(b"message").unwrap(), pure.sign(b"message").unwrap());
        let aws = aws_lc::PublicKey::from_point(algorithm, &aws.point()).unwrap();
        let pure = pure_rust::PublicKey::from_point(algorithm, &pure.point()).unwrap();
        for signature in [by_aws, by_pure] {
            assert!(aws.verify(b"message", &signature) && pure.verify(b"message", &signature));
            assert!(!aws.verify(b"massage", &signature) && !pure.verify(b"massage", &signature));
            let hashes = [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512];
            for (hash, message) in
                hashes.into_iter().flat_map(|hash| [(hash, b"message"), (hash, b"massage")])
            {
                let holds = algorithm.hash() == Some(hash) && message == b"message";
                let mut hasher = aws_lc::Hasher::new(hash);
                hasher.update(message);
                assert_eq!(aws.verify_hashed(hasher, &signature), holds);
                let mut hasher = pure_rust::Hasher::new(hash);
                hasher.update(message);
                assert_eq!(pure.verify_hashed(hasher, &signature), holds);
            }
        }
    }
}

#[test]
fn private_keys_out_of_range() {
    // The orders of P-256 and P-384, and one less.
    let order_256 = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let order_384 = hex(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    );
    for (algorithm, order) in [(Algorithm::Es256, order_256), (Algorithm::Es384, order_384)] {
        let mut largest = order.clone();
        *largest.last_mut().unwrap() -= 1;
        for (secret, in_range) in
            [(vec![0; order.len()], false), (vec![0xff; order.len()], false), (order, false), (largest, true)]
        {
            assert_eq!(aws_lc::PrivateKey::from_secret(algorithm, &secret).is_some(), in_range);
            assert_eq!(pure_rust::PrivateKey::from_secret(algorithm, &secret).is_some(), in_range);
        }
    }
}

/// The one difference between the two: when an Ed25519 key that is no point is noticed.
#[test]
fn ed25519_key_that_is_no_point() {
    let no_point = [2; 32];
    assert!(pure_rust::PublicKey::from_point(Algorithm::Ed25519, &no_point).is_none());
    let key = aws_lc::PublicKey::from_point(Algorithm::Ed25519, &no_point).unwrap();
    assert!(!key.verify(b"message", &[0; 64]));
    assert!(!key.verify(b"message", &[2; 64]));
}

#[test]
fn digests() {
    for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
        for length in [0, 1, 63, 64, 65, 127, 128, 1_000] {
            let data = vec![0x5a; length];
            let digest = aws_lc::digest(algorithm, &data);
            assert_eq!(digest, pure_rust::digest(algorithm, &data));
            let (mut aws, mut pure) = (aws_lc::Hasher::new(algorithm), pure_rust::Hasher::new(algorithm));
            for piece in data.chunks(60) {
                aws.update(piece);
                pure.update(piece);
            }
            assert_eq!([aws.finish(algorithm), pure.finish(algorithm)], [digest, digest]);
        }
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn bytes(object: Value<'_>, member: &str) -> Vec<u8> {
    hex(&object.get(member).unwrap().as_str().unwrap())
}

/// Calls `judge` with group and test of each vector.
fn vectors(text: &str, mut judge: impl FnMut(Value<'_>, Value<'_>)) {
    let document = Document::parse(text).unwrap();
    for group in document.root().get("testGroups").unwrap().elements().unwrap() {
        for test in group.get("tests").unwrap().elements().unwrap() {
            judge(group, test);
        }
    }
}

fn is_valid(test: Value<'_>) -> bool {
    test.get("result").unwrap().as_str().unwrap() == "valid"
}

fn verify_with_both(algorithm: Algorithm, point_member: &str, text: &str) {
    let mut judged = 0;
    vectors(text, |group, test| {
        let point = bytes(group.get("publicKey").unwrap(), point_member);
        let (message, signature) = (bytes(test, "msg"), bytes(test, "sig"));
        let strict = algorithm != Algorithm::Ed25519
            || ed25519::is_strict(&point) && signature.get(..32).is_some_and(ed25519::is_strict);
        let aws = aws_lc::PublicKey::from_point(algorithm, &point).unwrap();
        let pure = pure_rust::PublicKey::from_point(algorithm, &point).unwrap();
        let comment = test.get("comment").unwrap().to_json();
        assert_eq!(strict && aws.verify(&message, &signature), is_valid(test), "{comment}");
        assert_eq!(strict && pure.verify(&message, &signature), is_valid(test), "{comment}");
        judged += 1;
    });
    assert!(judged > 100);
}

#[test]
fn wycheproof_p256() {
    let text = include_str!("../../../../tests/vectors/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");
    verify_with_both(Algorithm::Es256, "uncompressed", text);
}

#[test]
fn wycheproof_p384() {
    let text = include_str!("../../../../tests/vectors/wycheproof/ecdsa_secp384r1_sha384_p1363_test.json");
    verify_with_both(Algorithm::Es384, "uncompressed", text);
}

#[test]
fn wycheproof_ed25519() {
    let text = include_str!("../../../../tests/vectors/wycheproof/ed25519_test.json");
    verify_with_both(Algorithm::Ed25519, "pk", text);
}

/// The form of signatures in certificates.
#[test]
fn wycheproof_p256_der() {
    let text = include_str!("../../../../tests/vectors/wycheproof/ecdsa_secp256r1_sha256_test.json");
    let mut judged = 0;
    vectors(text, |group, test| {
        let point = bytes(group.get("publicKey").unwrap(), "uncompressed");
        let (message, signature) = (bytes(test, "msg"), bytes(test, "sig"));
        let comment = test.get("comment").unwrap().to_json();
        for verify in [aws_lc::verify_ecdsa_der, pure_rust::verify_ecdsa_der] {
            let holds = verify(Algorithm::Es256, HashAlgorithm::Sha256, &point, &message, &signature);
            assert_eq!(holds, is_valid(test), "{comment}");
        }
        judged += 1;
    });
    assert!(judged > 100);
}
