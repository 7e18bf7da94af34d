//! What is published of a registry, and which registry a credential means.

use super::scene::{DAY, ID, Issuer, rng};
use crate::limits::MAX_DESCRIPTION;
use crate::{Error, Registry};
use vouchsafe_bbs::revocation::{RegistryKey, RegistrySecret};
use vouchsafe_credential::{Duration, RegistryReference, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::{Algorithm, SigningKey};

fn key_of(secret: &RegistrySecret) -> RegistryKey {
    let key = secret.key();
    RegistryKey::new(key.registry(), &key.to_octets(), &key.possession()).unwrap()
}

fn refused(description: &str) -> &'static str {
    Registry::parse(description).unwrap_err().code()
}

#[test]
fn a_description_is_read_as_it_was_written() {
    let issuer = Issuer::new();
    let description = issuer.registry.to_json();
    let read = Registry::parse(&description).unwrap();
    assert_eq!(read.to_json(), description);
    assert_eq!(read.key().to_octets(), issuer.secret.key().to_octets());
    assert_eq!(read.statement_key(), issuer.signing.verifying_key());
    assert_eq!(read.period(), DAY);
    let reference = read.reference();
    assert_eq!(reference.registry(), ID);
    assert_eq!(reference.key_digest(), &sha256(&issuer.secret.key().to_octets()));
    assert_eq!(reference.statement_key(), &issuer.signing.verifying_key().thumbprint());
    assert_eq!(reference.period(), DAY);
    // A statement of the one is a statement of the other.
    let said = issuer.say(1, None, &[1]);
    let statement = crate::UnverifiedStatement::parse(&said.text).unwrap().verify(&read).unwrap();
    assert_eq!(statement.number(), 1);
    // White space and the order of members mean nothing: nothing is signed here.
    let spaced = description.replace("{\"registry\"", "{\n  \"registry\"");
    assert_eq!(Registry::parse(&spaced).unwrap().reference(), reference);
}

#[test]
fn descriptions_that_are_none() {
    let issuer = Issuer::new();
    let good = issuer.registry.to_json();
    let part = |name: &str| {
        let start = good.find(&format!("\"{name}\":\"")).unwrap() + name.len() + 4;
        &good[start..start + good[start..].find('"').unwrap()]
    };
    let jwk = issuer.signing.verifying_key().to_jwk_json();
    let identity = |octets: usize| base64url::encode(&[&[0xc0][..], &vec![0; octets - 1]].concat());
    for (from, to, code) in [
        ("{\"registry\"", "{\"registry\":\"other\",\"registry\"", "json.duplicate_key"),
        ("\"crv\"", "\"kty\":\"EC\",\"crv\"", "json.duplicate_key"),
        ("\"period\":86400", "\"period\":86400,\"more\":1", "accumulator.member_unknown"),
        (",\"period\":86400", "", "accumulator.member_malformed"),
        ("\"period\":86400", "\"period\":\"86400\"", "accumulator.member_malformed"),
        ("\"period\":86400", "\"period\":86400.0", "accumulator.member_malformed"),
        ("\"period\":86400", "\"period\":-86400", "accumulator.member_malformed"),
        ("\"period\":86400", "\"period\":86399", "accumulator.period_length"),
        (&format!("\"{ID}\""), "1", "accumulator.member_malformed"),
        (&format!("\"{ID}\""), "\"\"", "bbs.registry_id"),
        // The id is in the proof of possession.
        (ID, "https://issuer.example/registry/2", "bbs.possession_invalid"),
        (part("key"), &part("key")[4..], "bbs.length"),
        (part("key"), "=", "accumulator.member_malformed"),
        (part("possession"), part("key"), "bbs.length"),
        (part("key"), &identity(96), "bbs.identity"),
        (part("possession"), &identity(48), "bbs.identity"),
        ("\"possession\"", "\"possessed\"", "accumulator.member_unknown"),
        (&jwk, "\"none\"", "jose.jwk_not_object"),
        (&format!(",\"statement_key\":{jwk}"), "", "accumulator.member_malformed"),
        (&jwk, &issuer.signing.to_private_jwk_json().unwrap(), "jose.private_key_exposed"),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(refused(&good.replace(from, to)), code, "{from} {to}");
    }
    for (description, code) in [
        (format!("[{good}]"), "accumulator.member_malformed"),
        (format!("{good}{good}"), "json.syntax"),
        (String::new(), "json.syntax"),
    ] {
        assert_eq!(refused(&description), code, "{description}");
    }
    // Somebody else's key, with their own proof of possession of it, for another id.
    let stranger = RegistrySecret::generate("https://other.example", &mut rng(9)).unwrap();
    let registry = Registry::new(key_of(&stranger), issuer.signing.verifying_key().clone(), DAY).unwrap();
    let renamed = registry.to_json().replace("https://other.example", ID);
    assert_eq!(refused(&renamed), "bbs.possession_invalid");
}

#[test]
fn the_length_of_a_description() {
    let good = Issuer::new().registry.to_json();
    let padded = |length: usize| good.clone() + &" ".repeat(length - good.len());
    assert!(Registry::parse(&padded(MAX_DESCRIPTION)).is_ok());
    assert_eq!(Registry::parse(&padded(MAX_DESCRIPTION + 1)).unwrap_err(), Error::DescriptionTooLong);
    // The longest names that there may be fit.
    let id = "\"".repeat(vouchsafe_bbs::limits::MAX_REGISTRY_ID);
    let secret = RegistrySecret::generate(&id, &mut rng(1)).unwrap();
    let signing = SigningKey::generate(Algorithm::Es384, &mut rng(2)).unwrap();
    let signing = signing.with_kid("\u{1}".repeat(vouchsafe_jose::limits::MAX_KID)).unwrap();
    let registry = Registry::new(key_of(&secret), signing.verifying_key().clone(), DAY).unwrap();
    assert!(Registry::parse(&registry.to_json()).is_ok());
}

#[test]
fn ids_and_periods_that_no_credential_can_refer_to() {
    let issuer = Issuer::new();
    let registry = |id: &str, seconds| {
        let secret = RegistrySecret::generate(id, &mut rng(1)).unwrap();
        let statement_key = issuer.signing.verifying_key().clone();
        Registry::new(key_of(&secret), statement_key, Duration::from_secs(seconds)).map(drop)
    };
    let (shortest, longest) = (RegistryReference::MIN_PERIOD, RegistryReference::MAX_PERIOD);
    for period in [shortest, longest] {
        assert_eq!(registry(ID, period.as_secs()), Ok(()));
    }
    for seconds in [0, shortest.as_secs() - 1, 7_000, longest.as_secs() + 1] {
        assert_eq!(registry(ID, seconds), Err(Error::PeriodLength), "{seconds}");
    }
    assert_eq!(registry("a\nb", 3_600), Err(Error::RegistryId));
}

#[test]
fn another_registry_than_the_credential_means() {
    let issuer = Issuer::new();
    let registry = &issuer.registry;
    let reference = registry.reference();
    assert_eq!(registry.admit(reference), Ok(()));
    let (id, key, statement_key) =
        (reference.registry(), *reference.key_digest(), *reference.statement_key());
    let changed = |octets: [u8; 32]| {
        let mut octets = octets;
        octets[31] ^= 1;
        octets
    };
    for other in [
        RegistryReference::new("https://issuer.example/registry/2", key, statement_key, DAY),
        RegistryReference::new(id, changed(key), statement_key, DAY),
        RegistryReference::new(id, key, changed(statement_key), DAY),
        RegistryReference::new(id, key, statement_key, Duration::from_days(2)),
    ] {
        assert_eq!(registry.admit(&other.unwrap()), Err(Error::RegistryMismatch));
    }
}
