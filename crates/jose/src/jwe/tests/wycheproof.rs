//! Wycheproof's ECDH vectors: a token is made with the shared secret that a vector gives, and must decrypt with the private
//! key of the vector. AES-GCM to make it with comes from aws-lc-rs.
#![cfg(feature = "aws-lc")]

use super::*;
use crate::{Algorithm, backend, digest};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use vouchsafe_credential::json::{Document, Value};

const PLAINTEXT: &[u8] = b"plaintext";

/// RFC 7518 section 4.6.2 for A128GCM without `apu` and `apv`.
fn derive(shared: &[u8]) -> Vec<u8> {
    let name = b"A128GCM";
    let parts = [&[0, 0, 0, 1][..], shared, &[0, 0, 0, 7], name, &[0; 4], &[0; 4], &[0, 0, 0, 128]];
    digest::sha256(&parts.concat())[..16].to_vec()
}

fn token(ephemeral_key: &str, shared: &[u8]) -> String {
    let header = format!(r#"{{"alg":"ECDH-ES","enc":"A128GCM","epk":{ephemeral_key}}}"#);
    let header = base64url::encode(header.as_bytes());
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &derive(shared)).unwrap());
    let mut text = PLAINTEXT.to_vec();
    let nonce = Nonce::assume_unique_for_key([0; NONCE_LEN]);
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(header.as_bytes()), &mut text).unwrap();
    let parts = [&[0; NONCE_LEN][..], &text, tag.as_ref()].map(base64url::encode);
    format!("{header}..{}", parts.join("."))
}

/// What comes of agreeing on a key: "valid", or the code.
fn outcome(private: &str, public: &str, shared: &[u8]) -> &'static str {
    let key = DecryptionKey::from_jwk_json(private.as_bytes()).unwrap();
    match decrypt(&token(public, shared), &key) {
        Ok(plaintext) => {
            assert_eq!(plaintext, PLAINTEXT);
            "valid"
        }
        Err(code) => code,
    }
}

fn hex(text: &str) -> Vec<u8> {
    let text = if text.len() % 2 == 1 { format!("0{text}") } else { text.to_owned() };
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn text(test: Value<'_>, member: &str) -> String {
    test.get(member).unwrap().as_str().unwrap().into_owned()
}

fn each(file: &str, mut judge: impl FnMut(Value<'_>)) {
    let file = Document::parse(file).unwrap();
    let groups = file.root().get("testGroups").unwrap().elements().unwrap();
    groups.flat_map(|group| group.get("tests").unwrap().elements().unwrap()).for_each(&mut judge);
}

fn expect(test: Value<'_>, outcome: &str) {
    let expected = if text(test, "result") == "valid" { "valid" } else { "jose.jwe_epk_invalid" };
    assert_eq!(outcome, expected, "{} {}", test.get("tcId").unwrap().to_json(), text(test, "comment"));
}

#[test]
fn ecdh_secp256r1_webcrypto() {
    let mut judged = 0;
    each(
        include_str!("../../../../../tests/vectors/wycheproof/ecdh_secp256r1_webcrypto_test.json"),
        |test| {
            let [private, public] = ["private", "public"].map(|name| test.get(name).unwrap().to_json());
            expect(test, outcome(&private, &public, &hex(&text(test, "shared"))));
            judged += 1;
        },
    );
    assert_eq!(judged, 265);
}

#[test]
fn ecdh_secp256r1_ecpoint() {
    let (mut judged, mut not_expressible) = (0, 0);
    each(include_str!("../../../../../tests/vectors/wycheproof/ecdh_secp256r1_ecpoint_test.json"), |test| {
        let public = hex(&text(test, "public"));
        if public.first() != Some(&0x04) {
            // A JWK holds no compressed point, and not nothing. The one "acceptable" is among them: it cannot occur.
            assert_ne!(text(test, "result"), "valid");
            not_expressible += 1;
            return;
        }
        let mut secret = hex(&text(test, "private"));
        secret.drain(..secret.len().saturating_sub(32));
        let secret = [vec![0; 32 - secret.len()], secret].concat();
        let own = backend::PrivateKey::from_secret(Algorithm::Es256, &secret).unwrap().point();
        let jwk = |point: &[u8], d: &str| {
            let (x, y) = (base64url::encode(&point[1..33]), base64url::encode(&point[33..]));
            format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"{d}}}"#)
        };
        let private = jwk(&own, &format!(r#","d":"{}""#, base64url::encode(&secret)));
        expect(test, outcome(&private, &jwk(&public, ""), &hex(&text(test, "shared"))));
        judged += 1;
    });
    assert_eq!((judged, not_expressible), (259, 7));
}
