use super::*;
use crate::limits::{MAX_HEADER, MAX_JWE, MAX_KID};
use crate::{Error, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::base64url;

mod wycheproof;

/// Of RFC 7518 appendix C: Bob's key.
const BOB: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;

fn key(seed: u64) -> DecryptionKey {
    DecryptionKey::generate(&mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

/// The members of the key itself.
fn members(key: &RecipientKey) -> String {
    let mut writer = vouchsafe_credential::json::Writer::new();
    key.write_jwk(&mut writer);
    writer.finish().replace(r#","use":"enc","alg":"ECDH-ES""#, "")
}

fn decrypt(token: &str, key: &DecryptionKey) -> Result<Vec<u8>, &'static str> {
    UndecryptedJwe::parse(token).and_then(|jwe| jwe.decrypt(key)).map_err(|error| error.code())
}

fn encrypted() -> String {
    encrypt(b"secret", key(1).recipient_key(), ContentEncryption::A128Gcm, None).unwrap()
}

/// The code for a token whose header is that of a good one with `from` replaced by `to`.
fn code(from: &str, to: &str) -> &'static str {
    let token = encrypted();
    let (encoded, rest) = token.split_once('.').unwrap();
    let header = String::from_utf8(base64url::decode(encoded).unwrap()).unwrap();
    assert!(header.contains(from), "{from} is not in {header}");
    let changed = header.replacen(from, to, 1);
    decrypt(&format!("{}.{rest}", base64url::encode(changed.as_bytes())), &key(1)).unwrap_err()
}

#[test]
fn encrypt_and_decrypt() {
    for encryption in [ContentEncryption::A128Gcm, ContentEncryption::A256Gcm] {
        for plaintext in [&b""[..], b"{}", &[7; 100_000]] {
            for parties in [None, Some(PartyInfo { producer: b"wallet", recipient: b"nonce" })] {
                let key = key(1).with_kid("k").unwrap();
                let token = encrypt(plaintext, key.recipient_key(), encryption, parties).unwrap();
                let undecrypted = UndecryptedJwe::parse(&token).unwrap();
                assert_eq!(undecrypted.kid(), Some("k"));
                assert_eq!(undecrypted.content_encryption(), encryption);
                assert_eq!(undecrypted.decrypt(&key).unwrap(), plaintext);
            }
        }
    }
    assert_ne!(encrypted(), encrypted());
}

#[test]
fn every_refusal_to_decrypt_is_the_same() {
    let token = encrypted();
    assert_eq!(decrypt(&token, &key(2)), Err("jose.jwe_decrypt_failed"));
    let parts: Vec<&str> = token.split('.').collect();
    for part in [2, 3, 4] {
        let mut bytes = base64url::decode(parts[part]).unwrap();
        bytes[0] ^= 1;
        let changed = base64url::encode(&bytes);
        let mut parts = parts.clone();
        parts[part] = &changed;
        assert_eq!(decrypt(&parts.join("."), &key(1)), Err("jose.jwe_decrypt_failed"));
    }
    // The header is authenticated, and `apu` and `apv` go into the key.
    for member in ["\"typ\":\"JWT\",", "\"apu\":\"QQ\",", "\"apv\":\"QQ\",", "\"kid\":\"k\","] {
        assert_eq!(code("{", &format!("{{{member}")), "jose.jwe_decrypt_failed", "{member}");
    }
    assert_eq!(code("A128GCM", "A256GCM"), "jose.jwe_decrypt_failed");
}

#[test]
fn other_algorithms() {
    for alg in
        ["ECDH-ES+A128KW", "RSA1_5", "RSA-OAEP", "PBES2-HS256+A128KW", "dir", "A128KW", "none", "ecdh-es", ""]
    {
        assert_eq!(code("\"ECDH-ES\"", &format!("\"{alg}\"")), "jose.jwe_algorithm_unsupported", "{alg}");
    }
    for enc in ["A128CBC-HS256", "A192GCM", "a128gcm", "none", ""] {
        assert_eq!(code("A128GCM", enc), "jose.jwe_encryption_unsupported", "{enc}");
    }
    assert_eq!(code("\"enc\"", "\"Enc\""), "jose.header_member");
    assert_eq!(code("\"alg\"", "\"Alg\""), "jose.algorithm_missing");
}

#[test]
fn what_josekit_never_sees() {
    for (member, expected) in [
        (r#""zip":"DEF""#, "jose.zip_unsupported"),
        (r#""zip":null"#, "jose.zip_unsupported"),
        (r#""p2c":2147483648"#, "jose.jwe_member"),
        (r#""p2s":"AAAA""#, "jose.jwe_member"),
        (r#""crit":["exp"],"exp":1"#, "jose.crit_unsupported"),
        (r#""crit":[]"#, "jose.crit_empty"),
        (r#""alg":"ECDH-ES""#, "json.duplicate_key"),
        (r#""apu":1"#, "jose.header_member"),
        (r#""apv":"Q Q""#, "jose.header_member"),
        (r#""kid":1"#, "jose.header_member"),
    ] {
        assert_eq!(code("{", &format!("{{{member},")), expected, "{member}");
    }
}

#[test]
fn ephemeral_keys() {
    let epk = |epk: &str| {
        let token = encrypted();
        let rest = token.split_once('.').unwrap().1;
        let header = format!(r#"{{"alg":"ECDH-ES","enc":"A128GCM","epk":{epk}}}"#);
        decrypt(&format!("{}.{rest}", base64url::encode(header.as_bytes())), &key(1)).unwrap_err()
    };
    let good = members(key(3).recipient_key());
    assert_eq!(epk(&good), "jose.jwe_decrypt_failed");
    let zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let coordinate = |name: &str, value: &str| {
        let from = good.find(&format!("\"{name}\":\"")).unwrap() + 5;
        format!("{}{value}{}", &good[..from], &good[from + 43..])
    };
    let p384 = SigningKey::generate(crate::Algorithm::Es384, &mut ChaCha20Rng::seed_from_u64(1)).unwrap();
    for refused in [
        coordinate("x", zero),
        coordinate("y", zero),
        coordinate("y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"),
        coordinate("x", "__________________________________________8"),
        format!(r#"{{"kty":"EC","crv":"P-256","x":"{zero}","y":"{zero}"}}"#),
        p384.verifying_key().to_jwk_json(),
        r#"{"kty":"OKP","crv":"X25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#.to_owned(),
        BOB.to_owned(),
        good.replace('{', "{\"use\":\"sig\","),
        "{}".to_owned(),
        "null".to_owned(),
        "\"P-256\"".to_owned(),
    ] {
        assert_eq!(epk(&refused), "jose.jwe_epk_invalid", "{refused}");
    }
    assert_eq!(code("\"epk\"", "\"Epk\""), "jose.jwe_epk_invalid");
}

#[test]
fn shapes_that_are_no_token() {
    let token = encrypted();
    let parts: Vec<&str> = token.split('.').collect();
    let with = |part: usize, text: &str| {
        let mut parts = parts.clone();
        parts[part] = text;
        decrypt(&parts.join("."), &key(1)).unwrap_err()
    };
    for text in ["", "a.b.c", "....."] {
        assert_eq!(decrypt(text, &key(1)), Err("jose.jwe_not_compact"), "{text}");
    }
    assert_eq!(with(1, "AAAA"), "jose.jwe_part");
    for part in [2, 4] {
        assert_eq!(with(part, ""), "jose.jwe_part");
        assert_eq!(with(part, &parts[part][..8]), "jose.jwe_part");
        assert_eq!(with(part, &format!("AAAA{}", parts[part])), "jose.jwe_part");
    }
    for part in [0, 2, 3, 4] {
        assert_eq!(with(part, "+/=="), "jose.not_base64url");
    }
    assert_eq!(with(0, ""), "json.syntax");
    assert_eq!(with(0, "W10"), "jose.header_not_object");
}

#[test]
fn keys() {
    let bob = DecryptionKey::from_jwk_json(BOB.as_bytes()).unwrap();
    let public = members(bob.recipient_key());
    let recipient = |jwk: &str| RecipientKey::from_jwk_json(jwk.as_bytes());
    assert_eq!(recipient(&public).as_ref(), Ok(bob.recipient_key()));
    assert_eq!(recipient(BOB), Err(Error::PrivateKeyExposed));
    let with = |member: &str| recipient(&public.replace('{', &format!("{{{member},")));
    for allowed in
        [r#""use":"enc""#, r#""alg":"ECDH-ES""#, r#""key_ops":["deriveKey"]"#, r#""key_ops":["deriveBits"]"#]
    {
        assert!(with(allowed).is_ok(), "{allowed}");
    }
    assert_eq!(with(r#""use":"sig""#), Err(Error::KeyUse));
    assert_eq!(with(r#""alg":"ES256""#), Err(Error::KeyAlgorithm));
    assert_eq!(with(r#""alg":"ECDH-ES+A128KW""#), Err(Error::KeyAlgorithm));
    assert_eq!(with(r#""key_ops":["verify"]"#), Err(Error::KeyOperations));
    let p384 = SigningKey::generate(crate::Algorithm::Es384, &mut ChaCha20Rng::seed_from_u64(1)).unwrap();
    assert_eq!(recipient(&p384.verifying_key().to_jwk_json()), Err(Error::CurveUnsupported));
    assert_eq!(
        DecryptionKey::from_jwk_json(p384.to_private_jwk_json().unwrap().as_bytes()).err(),
        Some(Error::CurveUnsupported)
    );

    // What is published is what a stored key gives again.
    let key = key(5).with_kid("5").unwrap();
    let stored = key.to_private_jwk_json().unwrap();
    let again = DecryptionKey::from_jwk_json(stored.as_bytes()).unwrap();
    let mut writer = vouchsafe_credential::json::Writer::new();
    again.recipient_key().write_jwk(&mut writer);
    let published = recipient(&writer.finish()).unwrap();
    assert_eq!(published.kid(), Some("5"));
    assert_eq!(published.thumbprint(), key.recipient_key().thumbprint());
    let token = encrypt(b"p", &published, ContentEncryption::A256Gcm, None).unwrap();
    assert_eq!(decrypt(&token, &again).unwrap(), b"p");
}

#[test]
fn lengths() {
    let recipient = key(1);
    let recipient = recipient.recipient_key();
    let sealed = |length: usize| encrypt(&vec![0; length], recipient, ContentEncryption::A128Gcm, None);
    let around = sealed(0).unwrap().len();
    let largest = (MAX_JWE - around) / 4 * 3;
    assert_eq!(decrypt(&sealed(largest).unwrap(), &key(1)).map(|plaintext| plaintext.len()), Ok(largest));
    assert_eq!(sealed(largest + 3), Err(Error::TokenTooLong));
    assert_eq!(UndecryptedJwe::parse(&"A".repeat(MAX_JWE + 1)).unwrap_err(), Error::TokenTooLong);

    let parties = |length| {
        let info = vec![0; length];
        let parties = PartyInfo { producer: &info, recipient: b"" };
        encrypt(b"", recipient, ContentEncryption::A128Gcm, Some(parties))
    };
    assert!(parties(MAX_HEADER / 4).is_ok());
    assert_eq!(parties(MAX_HEADER), Err(Error::HeaderTooLong));
    let kid = |length: usize| code("{", &format!("{{\"kid\":\"{}\",", "k".repeat(length)));
    assert_eq!(kid(MAX_KID), "jose.jwe_decrypt_failed");
    assert_eq!(kid(MAX_KID + 1), "jose.kid_too_long");
}
