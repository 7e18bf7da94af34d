use super::scene::code;
use crate::Integrity;
use vouchsafe_credential::json::Document;

/// Digests of `abc` (FIPS 180-4) and of the empty text.
const SHA256: &str = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const SHA384: &str = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
const SHA512: &str =
    "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";
const SHA256_EMPTY: &str = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

fn verify(integrity: &str) -> Result<(), crate::Error> {
    Integrity::new(integrity).unwrap().verify(b"abc")
}

#[test]
fn each_function_and_both_alphabets() {
    for integrity in [SHA256, SHA384, SHA512] {
        assert_eq!(verify(integrity), Ok(()), "{integrity}");
        let url = integrity.replace('+', "-").replace('/', "_");
        assert_eq!(verify(url.trim_end_matches('=')), Ok(()), "{url}");
        assert_eq!(verify(&format!(" \n{integrity}?option\t")), Ok(()));
    }
    assert_eq!(Integrity::of_bytes(b"abc").as_str(), SHA256);
    assert_eq!(verify(SHA256_EMPTY), Err(crate::Error::IntegrityMismatch));
    assert_eq!(Integrity::new(SHA256_EMPTY).unwrap().verify(b""), Ok(()));
}

#[test]
fn the_strongest_alone_counts_and_any_of_it_will_do() {
    let wrong512 = SHA512.replace("3a81", "3a82");
    assert_eq!(verify(&format!("{SHA256_EMPTY} {SHA256}")), Ok(()));
    assert_eq!(verify(&format!("{SHA256_EMPTY} {SHA512}")), Ok(()));
    assert_eq!(verify(&format!("{wrong512} {SHA512}")), Ok(()));
    for weaker in [SHA256, SHA384] {
        assert_eq!(code(verify(&format!("{weaker} {wrong512}"))), "type_metadata.integrity_mismatch");
    }
    assert_eq!(code(verify(&format!("{SHA256} sha384-AAAA"))), "type_metadata.integrity_mismatch");
    let under_another_name = SHA512.replace("sha512", "sha256");
    assert_eq!(code(verify(&format!("{wrong512} {under_another_name}"))), "type_metadata.integrity_mismatch");
}

/// Else leaving a few characters away would be enough to fall back to a weaker function.
#[test]
fn a_digest_that_is_no_base64_counts_as_one_that_is_not_met() {
    for broken in ["sha512-", "sha512-?x", "sha512-*", "sha512-abc=def"] {
        assert_eq!(
            code(verify(&format!("{SHA256} {broken}"))),
            "type_metadata.integrity_mismatch",
            "{broken}"
        );
    }
    // The last bits are not zero: another text for the same digest.
    assert_eq!(code(verify(&SHA256.replace("Fa0=", "Fa1="))), "type_metadata.integrity_mismatch");
}

#[test]
fn unknown_functions_are_passed_over_and_alone_are_refused() {
    assert_eq!(verify(&format!("sha3-512-AAAA md5-AAAA {SHA256} SHA512-AAAA")), Ok(()));
    for unknown in ["", " ", "md5-AAAA", "sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "SHA256-x", "sha256", "abc"] {
        assert_eq!(code(verify(unknown)), "type_metadata.integrity_unsupported", "{unknown:?}");
    }
}

#[test]
fn of_a_credential() {
    let of = |claims: &str| Integrity::of_credential(Document::parse(claims.as_bytes()).unwrap().root());
    assert_eq!(of(r#"{"vct":"x"}"#), Ok(None));
    assert_eq!(of(&format!(r#"{{"vct#integrity":"{SHA256}"}}"#)), Ok(Some(Integrity::of_bytes(b"abc"))));
    assert_eq!(code(of(r#"{"vct#integrity":7}"#)), "type_metadata.member_malformed");
}
