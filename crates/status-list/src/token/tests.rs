use super::*;
use crate::{Bits, StatusListToSign};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use vouchsafe_jose::jws::{self, HeaderToSign};
use vouchsafe_jose::{Algorithm, SigningKey};

const URI: &str = "https://issuer.example/status/1";

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha8Rng::seed_from_u64(seed)).unwrap()
}

fn list() -> StatusList {
    let mut list = StatusList::new(Bits::Two, 1_000).unwrap();
    list.set(7, Status::Invalid).unwrap();
    list.set(999, Status::Suspended).unwrap();
    list
}

fn to_sign(list: &StatusList) -> StatusListToSign<'_> {
    StatusListToSign {
        uri: URI,
        issuer: None,
        issued_at: Timestamp::from_unix(1_700_000_000),
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list,
    }
}

fn verify(token: &str) -> Result<VerifiedStatusList, Error> {
    UnverifiedStatusListToken::parse(token)?.verify(key(1).verifying_key(), URI)
}

#[test]
fn everything_that_is_signed_comes_back() {
    let (list, issuer) = (list(), IssuerId::new("https://issuer.example").unwrap());
    let full = StatusListToSign {
        issuer: Some(&issuer),
        expires_at: Some(Timestamp::from_unix(1_700_086_400)),
        ttl: Some(Duration::from_hours(12)),
        aggregation_uri: Some("https://issuer.example/status"),
        ..to_sign(&list)
    };
    let token = full.sign(&key(1).with_kid("2026").unwrap()).unwrap();
    let unverified = UnverifiedStatusListToken::parse(&token).unwrap();
    assert_eq!((unverified.header().typ(), unverified.header().kid()), (Some(TYP), Some("2026")));
    let routing = unverified.routing().unwrap();
    assert_eq!(routing, Routing { uri: Some(URI.to_owned()), issuer: Some(issuer.clone()) });

    let verified = verify(&token).unwrap();
    assert_eq!(verified.uri(), URI);
    assert_eq!(verified.issuer(), Some(&issuer));
    assert_eq!(verified.issued_at(), full.issued_at);
    assert_eq!((verified.expires_at(), verified.ttl()), (full.expires_at, full.ttl));
    assert_eq!(verified.aggregation_uri(), full.aggregation_uri);
    assert_eq!(verified.list(), &list);
    assert_eq!(verified.look_up(6), Ok(Status::Valid));
    assert_eq!(verified.look_up(7), Ok(Status::Invalid));
    assert_eq!(verified.look_up(999), Ok(Status::Suspended));
    assert_eq!(verified.look_up(1_000), Err(Error::IndexOutOfRange { index: 1_000 }));

    let verified = verify(&to_sign(&list).sign(&key(1)).unwrap()).unwrap();
    assert_eq!((verified.issuer(), verified.expires_at(), verified.ttl()), (None, None, None));
}

#[test]
fn what_nobody_could_use_is_not_signed() {
    let list = list();
    let refused = |to_sign: StatusListToSign<'_>| to_sign.sign(&key(1)).unwrap_err();
    let base = to_sign(&list);
    assert_eq!(refused(StatusListToSign { uri: "", ..base }), Error::UriNotAllowed);
    assert_eq!(refused(StatusListToSign { aggregation_uri: Some("a\nb"), ..base }), Error::UriNotAllowed);
    assert_eq!(
        refused(StatusListToSign { expires_at: Some(base.issued_at), ..base }),
        Error::ExpiresTooEarly
    );
    assert_eq!(refused(StatusListToSign { ttl: Some(Duration::ZERO), ..base }), Error::TtlNotPositive);
}

#[test]
fn the_longest_token_and_one_byte_more() {
    let too_long = "A".repeat(MAX_TOKEN_LENGTH + 1);
    assert!(matches!(UnverifiedStatusListToken::parse(&too_long[1..]), Err(Error::Jose(_))));
    assert_eq!(UnverifiedStatusListToken::parse(&too_long).unwrap_err(), Error::TokenTooLong);

    // Bytes that do not compress grow by a third with each of the two base64url encodings.
    let mut noise = vec![0; 5 * 1024 * 1024];
    rand_core::Rng::fill_bytes(&mut ChaCha8Rng::seed_from_u64(2), &mut noise);
    let mut list = StatusList::new(Bits::Eight, u64::try_from(noise.len()).unwrap()).unwrap();
    for (index, value) in (0..).zip(&noise) {
        list.set(index, Status::from_value(*value)).unwrap();
    }
    assert_eq!(to_sign(&list).sign(&key(1)).unwrap_err(), Error::TokenTooLong);
}

#[test]
fn another_type_of_token_is_refused() {
    let payload = format!(r#"{{"sub":"{URI}","iat":1,"status_list":{{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}}}"#);
    let signed = |typ| jws::sign(&key(1), &HeaderToSign::new(typ), payload.as_bytes()).unwrap();
    assert!(verify(&signed(TYP)).is_ok());
    for typ in ["", "JWT", "dc+sd-jwt", "kb+jwt", "StatusList+JWT", "application/statuslist+jwt"] {
        assert_eq!(verify(&signed(typ)).unwrap_err(), Error::TypeMismatch, "{typ}");
    }
}

#[test]
fn the_signature_counts_before_the_claims() {
    let token = jws::sign(&key(2), &HeaderToSign::new(TYP), b"{}").unwrap();
    assert_eq!(verify(&token).unwrap_err().code(), "jose.signature_invalid");
    let token = jws::sign(&key(1), &HeaderToSign::new(TYP), b"{}").unwrap();
    assert_eq!(verify(&token).unwrap_err(), Error::ClaimMissing { claim: "status_list" });
}

#[test]
fn only_a_newer_list_of_the_same_address_takes_the_place_of_another() {
    let list = list();
    let at = |uri, issued_at| {
        let to_sign = StatusListToSign { uri, issued_at: Timestamp::from_unix(issued_at), ..to_sign(&list) };
        let token = to_sign.sign(&key(1)).unwrap();
        UnverifiedStatusListToken::parse(&token).unwrap().verify(key(1).verifying_key(), uri).unwrap()
    };
    let held = at(URI, 100);
    assert_eq!(at(URI, 101).ensure_supersedes(&held), Ok(()));
    assert_eq!(at(URI, 100).ensure_supersedes(&held), Ok(()));
    assert_eq!(at(URI, 99).ensure_supersedes(&held), Err(Error::RolledBack));
    assert_eq!(at("https://issuer.example/status/2", 101).ensure_supersedes(&held), Err(Error::UriMismatch));
}

proptest! {
    #[test]
    fn no_payload_panics(payload in proptest::collection::vec(any::<u8>(), 0..300), member in ".{0,40}") {
        let key = key(1);
        let json = format!(r#"{{"sub":"{URI}","iat":1,"status_list":{{"bits":1,"lst":"{member}"}}}}"#);
        for payload in [payload.as_slice(), json.as_bytes()] {
            let token = jws::sign(&key, &HeaderToSign::new(TYP), payload).unwrap();
            let unverified = UnverifiedStatusListToken::parse(&token).unwrap();
            let _ = unverified.routing();
            let _ = unverified.verify(key.verifying_key(), URI);
        }
    }

    #[test]
    fn no_text_panics(token in ".{0,300}") {
        let _ = UnverifiedStatusListToken::parse(&token);
    }
}
