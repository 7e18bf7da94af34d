//! Cases 67 to 79: status lists. What a verifier then makes of them is in `verifier.rs`.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, StatusReference, StatusReferenceError, Timestamp, base64url};
use vouchsafe_jose::jws::{self, HeaderToSign};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_status_list::{
    Bits, Error, Freshness, Status, StatusList, TYP, UnverifiedStatusListToken, VerifiedStatusList,
};

const URI: &str = "https://issuer.example/status/1";
/// Sixteen entries of one bit; those at 0, 3, 4, 5, 7, 8, 9, 13 and 15 are set (Token Status List section 4).
const LST: &str = "eNrbuRgAAhcBXQ";
const NOW: i64 = 1_700_000_000;

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut ChaCha8Rng::seed_from_u64(seed)).unwrap()
}

fn signed(key: &SigningKey, payload: &str) -> String {
    jws::sign(key, &HeaderToSign::new(TYP), payload.as_bytes()).unwrap()
}

fn verify(token: &str) -> Result<VerifiedStatusList, Error> {
    UnverifiedStatusListToken::parse(token)?.verify(key(1).verifying_key(), URI)
}

fn payload(sub: &str, more: &str, bits: &str, lst: &str) -> String {
    format!(r#"{{"sub":"{sub}","iat":{NOW}{more},"status_list":{{"bits":{bits},"lst":"{lst}"}}}}"#)
}

/// What the issuer's list with these `bits` and this `lst` is refused with.
fn list_code(bits: &str, lst: &str) -> &'static str {
    verify(&signed(&key(1), &payload(URI, "", bits, lst))).unwrap_err().code()
}

/// What the issuer's list with these further claims is refused with.
fn claims_code(more: &str) -> &'static str {
    verify(&signed(&key(1), &payload(URI, more, "1", LST))).unwrap_err().code()
}

fn freshness(list: &VerifiedStatusList, now: i64) -> Freshness {
    let (now, skew) = (Timestamp::from_unix(now), Duration::from_secs(60));
    list.freshness(now, Duration::from_hours(24), skew, Some(now))
}

#[test]
fn a67_list_of_another_address() {
    assert!(verify(&signed(&key(1), &payload(URI, "", "1", LST))).is_ok());
    for sub in [
        "https://issuer.example/status/2",
        "https://issuer.example/status/1/",
        "https://issuer.example/status/1#",
        "https://issuer.example/status/1?",
        "https://issuer.example/status/./1",
        "https://issuer.example/status/%31",
        "https://issuer.example/Status/1",
        "https://Issuer.example/status/1",
        "HTTPS://issuer.example/status/1",
        "http://issuer.example/status/1",
        "https://issuer.example:443/status/1",
        "https://issuer.example./status/1",
        " https://issuer.example/status/1",
        "",
    ] {
        let error = verify(&signed(&key(1), &payload(sub, "", "1", LST))).unwrap_err();
        assert_eq!(error.code(), "status_list.uri_mismatch", "{sub:?}");
    }
}

#[test]
fn a68_list_that_the_issuer_did_not_sign() {
    let token = signed(&key(1), &payload(URI, "", "1", LST));
    let code = |token: &str| verify(token).unwrap_err().code();
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };

    assert_eq!(code(&signed(&key(2), &payload(URI, "", "1", LST))), "jose.signature_invalid");
    assert_eq!(code(&format!("{header}.{claims}.")), "jose.signature_invalid");
    assert_eq!(code(&format!("{header}.{claims}")), "jose.not_compact");
    assert_eq!(code(LST), "jose.not_compact");
    let kinder = base64url::encode(payload(URI, "", "1", "eNpjYAAAAAIAAQ").as_bytes());
    assert_eq!(code(&format!("{header}.{kinder}.{signature}")), "jose.signature_invalid");
    for alg in ["none", "None", "NONE", "nOnE"] {
        let unsigned = base64url::encode(format!(r#"{{"alg":"{alg}","typ":"{TYP}"}}"#).as_bytes());
        for signature in ["", signature] {
            let code = code(&format!("{unsigned}.{claims}.{signature}"));
            assert!(["jose.algorithm_none", "jose.algorithm_unsupported"].contains(&code), "{alg}: {code}");
        }
    }
    let mac = base64url::encode(format!(r#"{{"alg":"HS256","typ":"{TYP}"}}"#).as_bytes());
    assert_eq!(code(&format!("{mac}.{claims}.{signature}")), "jose.algorithm_unsupported");
    let other_type = jws::sign(&key(1), &HeaderToSign::new("JWT"), payload(URI, "", "1", LST).as_bytes());
    assert_eq!(code(&other_type.unwrap()), "status_list.type_mismatch");
}

#[test]
fn a70_dates_that_stretch_what_a_list_may_do() {
    let list = |more: &str| verify(&signed(&key(1), &payload(URI, more, "1", LST))).unwrap();
    let expired = list(&format!(r#","exp":{}"#, NOW + 600));
    assert_eq!(freshness(&expired, NOW + 660), Freshness::Expired { at: Timestamp::from_unix(NOW + 600) });
    assert_eq!(freshness(&expired, NOW + 659), Freshness::Fresh { age: Duration::from_secs(659) });

    let future = list("");
    assert_eq!(freshness(&future, NOW - 61), Freshness::NotYetIssued { at: Timestamp::from_unix(NOW) });
    assert_eq!(freshness(&future, NOW - 60), Freshness::Fresh { age: Duration::ZERO });

    let ten_years = list(r#","ttl":315360000,"exp":2100000000"#);
    let day = 86_400;
    assert_eq!(freshness(&ten_years, NOW + day), Freshness::Fresh { age: Duration::from_days(1) });
    assert_eq!(freshness(&ten_years, NOW + day + 1), Freshness::Stale { age: Duration::from_secs(86_401) });

    for ttl in ["0", "-1", "-0.0", "1e9", "\"3600\"", "null", "[]", "18446744073709551616"] {
        assert_eq!(claims_code(&format!(r#","ttl":{ttl}"#)), "status_list.ttl_not_positive", "{ttl}");
    }
    assert_eq!(claims_code(r#","ttl":NaN"#), "json.syntax");
    assert_eq!(claims_code(r#","ttl":1e400"#), "json.number_out_of_range");
    assert_eq!(claims_code(r#","exp":1e12"#), "status_list.claim_malformed");
    assert_eq!(claims_code(r#","exp":"never""#), "status_list.claim_malformed");
    assert_eq!(claims_code(&format!(r#","iat":{NOW}"#)), "json.duplicate_key");
}

#[test]
fn a71_list_older_than_the_one_held() {
    let list = |iat: i64| {
        let payload = payload(URI, "", "1", LST).replace(&NOW.to_string(), &iat.to_string());
        verify(&signed(&key(1), &payload)).unwrap()
    };
    let held = list(NOW);
    assert_eq!(list(NOW - 1).ensure_supersedes(&held).unwrap_err().code(), "status_list.rolled_back");
    assert_eq!(list(NOW).ensure_supersedes(&held), Ok(()));
    assert_eq!(list(NOW + 1).ensure_supersedes(&held), Ok(()));
}

#[test]
fn a72_index_past_the_end_or_no_index() {
    let list = verify(&signed(&key(1), &payload(URI, "", "1", LST))).unwrap();
    assert_eq!(list.look_up(15), Ok(Status::Invalid));
    for index in [16, 17, 128, 1 << 32, (1 << 32) + 1, 1 << 61, u64::MAX] {
        assert_eq!(list.look_up(index).unwrap_err().code(), "status_list.index_out_of_range", "{index}");
    }
    for idx in ["-1", "-0", "1.0", "0.5", "1e1", "18446744073709551616", "\"1\"", "null", "true", "[1]"] {
        let claims = format!(r#"{{"status":{{"status_list":{{"idx":{idx},"uri":"{URI}"}}}}}}"#);
        let claims = Document::parse(claims).unwrap();
        let reference = StatusReference::from_claims(claims.root());
        assert_eq!(reference, Err(StatusReferenceError::Shape), "{idx}");
    }
}

#[test]
fn a73_bits_or_list_that_cannot_be() {
    for bits in ["0", "3", "5", "6", "7", "9", "16", "-1", "1.0", "1e0", "\"1\"", "null", "[1]"] {
        assert_eq!(list_code(bits, LST), "status_list.bits_not_allowed", "{bits}");
    }
    assert_eq!(list_code("1", ""), "status_list.list_empty");
    // A sound ZLIB stream of nothing.
    assert_eq!(list_code("1", "eNoDAAAAAAE"), "status_list.list_empty");
    for lst in [
        "eNrbuRgAAhcBX",
        "eNrbuRgAAhcBXR",
        "eNrbuRgAAhcBXQ=",
        "eNrbuRgAAhcBXQ==",
        "eNrb uRgAAhcBXQ",
        "eN/b+RgAAhcBXQ",
    ] {
        assert_eq!(list_code("1", lst), "status_list.list_not_base64url", "{lst}");
    }
}

#[test]
fn a74_compression_that_is_hostile_or_another() {
    let stream = base64url::decode(LST).unwrap();
    let code = |bytes: &[u8]| list_code("1", &base64url::encode(bytes));

    for length in 1..stream.len() {
        assert_eq!(code(&stream[..length]), "status_list.compression_truncated", "{length}");
    }
    for trailing in [&[0][..], b"\n", &stream] {
        assert_eq!(code(&[&stream, trailing].concat()), "status_list.compression_trailing_bytes");
    }
    let raw = &stream[2..stream.len() - 4];
    assert_eq!(code(raw), "status_list.compression_malformed");
    // RFC 1952: header, the same DEFLATE data, CRC-32 and length.
    let gzip =
        [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff], raw, &[0x5c, 0xf5, 0x01, 0x3b, 2, 0, 0, 0]].concat();
    assert_eq!(code(&gzip), "status_list.compression_malformed");
    let mut altered = stream.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(code(&altered), "status_list.compression_malformed");

    let bomb = bomb();
    assert!(bomb.len() < 500_000, "{} bytes", bomb.len());
    assert_eq!(code(&bomb), "status_list.inflated_too_long");
}

/// A ZLIB stream of some 64 MiB of zeros, written bit by bit: a fixed Huffman block with one literal and many copies of the longest
/// length at distance 1 (RFC 1951 section 3.2.6). Where it would end does not matter.
fn bomb() -> Vec<u8> {
    let mut bits = Bits1951::default();
    bits.push(0b011, 3); // Last block, fixed codes.
    bits.push_code(0b0011_0000, 8); // Literal 0.
    for _ in 0..(64 * 1024 * 1024 / 258) {
        bits.push_code(0b1100_0101, 8); // Length 258.
        bits.push_code(0, 5); // Distance 1.
    }
    [&[0x78, 0xda], bits.bytes.as_slice()].concat()
}

/// A bit stream of RFC 1951 section 3.1.1.
#[derive(Default)]
struct Bits1951 {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits1951 {
    fn push(&mut self, value: u32, length: u32) {
        for position in 0..length {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::from(value >> position & 1 == 1);
            *self.bytes.last_mut().unwrap() |= bit << (self.used % 8);
            self.used += 1;
        }
    }

    /// Huffman codes go the other way round.
    fn push_code(&mut self, code: u32, length: u32) {
        (0..length).rev().for_each(|position| self.push(code >> position, 1));
    }
}

#[test]
fn a79_status_that_is_not_known_is_not_valid() {
    let mut list = StatusList::new(Bits::Eight, 256).unwrap();
    for value in 0..=u8::MAX {
        list.set(u64::from(value), Status::from_value(value)).unwrap();
    }
    let list = verify(&signed(&key(1), &payload(URI, "", "8", &list.to_lst().unwrap()))).unwrap();
    for value in 0..=u8::MAX {
        let expected = match value {
            0 => Status::Valid,
            1 => Status::Invalid,
            2 => Status::Suspended,
            3 | 0x0c..=0x0f => Status::Application(value),
            _ => Status::Unknown(value),
        };
        assert_eq!(list.look_up(u64::from(value)), Ok(expected));
    }
}
