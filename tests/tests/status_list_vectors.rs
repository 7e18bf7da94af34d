//! The published examples of Token Status List and Bitstring Status List, one test a file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken vector shall stop the test"
)]

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, StatusReference, Timestamp, base64url};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_status_list::bitstring::{Entry, EntryStatus, ListSubject, Purpose};
use vouchsafe_status_list::limits::DEFAULT_MINIMUM_ENTRIES;
use vouchsafe_status_list::{
    Aggregation, Bits, CONTENT_TYPE, Error, Freshness, Status, StatusList, UnverifiedStatusListToken,
};

macro_rules! vector {
    ($family:literal, $name:literal) => {
        include_str!(concat!("../vectors/", $family, "/", $name))
    };
}

macro_rules! list_vectors {
    ($($test:ident $file:literal)*) => {
        $(
            #[test]
            fn $test() {
                list_vector(&serde_json::from_str(vector!("token-status-list", $file)).unwrap());
            }
        )*
    };
}

list_vectors! {
    appendix_c_1bit_2e20 "appendixC_1bit_2e20.json"
    appendix_c_2bit_2e20 "appendixC_2bit_2e20.json"
    appendix_c_8bit_2e20 "appendixC_8bit_2e20.json"
    sec4_1bit "sec4_1bit.json"
    sec4_2bit "sec4_2bit.json"
}

fn bits(vector: &Json) -> Bits {
    Bits::from_number(vector["bits"].as_u64().unwrap()).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The bytes of a list, made from its entries alone: the least significant bits first.
fn packed(list: &StatusList) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(list.entries() * u64::from(list.bits().number()) / 8).unwrap()];
    for index in 0..list.entries() {
        let at = index * u64::from(list.bits().number());
        bytes[usize::try_from(at / 8).unwrap()] |= list.get(index).unwrap().value() << (at % 8);
    }
    bytes
}

fn list_vector(vector: &Json) {
    let list = StatusList::from_lst(bits(vector), vector["lst"].as_str().unwrap()).unwrap();
    let entries = vector["entries"].as_u64().unwrap();
    assert_eq!(list.entries(), entries);
    let expected = |index: u64| {
        let listed = vector["status"].get(index.to_string()).unwrap_or(&vector["all_other_indices"]);
        Status::from_value(u8::try_from(listed.as_u64().unwrap()).unwrap())
    };
    for index in 0..entries {
        assert_eq!(list.get(index), Ok(expected(index)), "{index}");
    }
    assert_eq!(list.get(entries), Err(Error::IndexOutOfRange { index: entries }));

    let bytes = packed(&list);
    assert_eq!(u64::try_from(bytes.len()).unwrap(), vector["byte_array_len"].as_u64().unwrap());
    let sha256 = digest(HashAlgorithm::Sha256, &bytes);
    assert_eq!(hex(sha256.as_ref()), vector["sha256_of_byte_array"].as_str().unwrap());
    if let Some(published) = vector["byte_array_hex"].as_str() {
        assert_eq!(hex(&bytes), published);
    }
    assert_eq!(vector["status_list_json"]["bits"], vector["bits"]);
    assert_eq!(vector["status_list_json"]["lst"], vector["lst"]);

    let mut made = StatusList::new(bits(vector), entries).unwrap();
    for index in 0..entries {
        made.set(index, expected(index)).unwrap();
    }
    assert_eq!(made, list);
    assert_eq!(StatusList::from_lst(bits(vector), &made.to_lst().unwrap()).unwrap(), list);
}

fn token_key() -> VerifyingKey {
    let keys = Document::parse(vector!("token-status-list", "status_list_token_keys.json")).unwrap();
    VerifyingKey::from_jwk(keys.root().get("public_jwk").unwrap()).unwrap()
}

#[test]
fn status_list_token_jwt() {
    let vector: Json =
        serde_json::from_str(vector!("token-status-list", "status_list_token_jwt.json")).unwrap();
    let (token, uri) = (vector["jwt"].as_str().unwrap(), vector["uri"].as_str().unwrap());
    assert_eq!(vector["content_type"].as_str(), Some(CONTENT_TYPE));

    let token = UnverifiedStatusListToken::parse(token).unwrap();
    assert_eq!(token.header().kid(), vector["header"]["kid"].as_str());
    let routing = token.routing().unwrap();
    assert_eq!(routing.uri.as_deref(), Some(uri));
    let payload = &vector["payload"];
    let verified = token.verify(&token_key(), uri).unwrap();
    assert_eq!(verified.uri(), uri);
    assert_eq!(verified.issuer(), routing.issuer.as_ref());
    assert_eq!(verified.issuer().map(|issuer| issuer.as_str()), payload["iss"].as_str());
    assert_eq!(Some(verified.issued_at().as_unix()), payload["iat"].as_i64());
    assert_eq!(verified.expires_at().map(Timestamp::as_unix), payload["exp"].as_i64());
    assert_eq!(verified.ttl().map(Duration::as_secs), payload["ttl"].as_u64());
    assert_eq!(
        u64::from(verified.look_up(0).unwrap().value()),
        vector["expected_status_idx0"].as_u64().unwrap()
    );

    let now = Timestamp::from_unix(1_700_000_000);
    let old = verified.freshness(now, Duration::from_hours(24), Duration::ZERO, None);
    assert!(matches!(old, Freshness::Stale { age } if age.as_secs() == 1_700_000_000 - 1_686_920_170));
    let soon = Timestamp::from_unix(1_686_920_170 + 3_600);
    let fresh = verified.freshness(soon, Duration::from_hours(24), Duration::ZERO, None);
    assert_eq!(fresh, Freshness::Fresh { age: Duration::from_hours(1) });
}

#[test]
fn status_list_token_keys() {
    let keys: Json =
        serde_json::from_str(vector!("token-status-list", "status_list_token_keys.json")).unwrap();
    let mut private = keys["public_jwk"].clone();
    private["d"] = keys["private_d"].clone();
    let private = Document::parse(private.to_string()).unwrap();
    let key = vouchsafe_jose::SigningKey::from_jwk(private.root()).unwrap();
    assert_eq!(key.verifying_key(), &token_key());

    let list = StatusList::new(Bits::One, 16).unwrap();
    let uri = "https://example.com/statuslists/1";
    let token = vouchsafe_status_list::StatusListToSign {
        uri,
        issuer: None,
        issued_at: Timestamp::from_unix(1_700_000_000),
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list: &list,
    };
    let token = token.sign(&key).unwrap();
    let verified = UnverifiedStatusListToken::parse(&token).unwrap().verify(&token_key(), uri).unwrap();
    assert_eq!(verified.list(), &list);
}

#[test]
fn status_list_token_cwt() {
    let vector: Json =
        serde_json::from_str(vector!("token-status-list", "status_list_token_cwt.json")).unwrap();
    assert_ne!(vector["content_type"].as_str(), Some(CONTENT_TYPE));
    let hex = vector["cwt_hex"].as_str().unwrap();
    let as_text = base64url::encode(&unhex(hex));
    for token in [hex, &as_text] {
        assert!(matches!(UnverifiedStatusListToken::parse(token), Err(Error::Jose(_))));
    }
    // CBOR: the text "lst", then a byte string of ten bytes.
    let (_, list) = hex.split_once("636c73744a").unwrap();
    let lst = base64url::encode(&unhex(&list[..20]));
    let sec4: Json = serde_json::from_str(vector!("token-status-list", "sec4_1bit.json")).unwrap();
    assert_eq!(
        StatusList::from_lst(Bits::One, &lst).unwrap(),
        StatusList::from_lst(Bits::One, sec4["lst"].as_str().unwrap()).unwrap()
    );
}

#[test]
fn referenced_token_sd_jwt() {
    let vector = Document::parse(vector!("token-status-list", "referenced_token_sd_jwt.json")).unwrap();
    let sd_jwt = vector.root().get("sd_jwt").unwrap().as_str().unwrap();
    let payload = Document::parse(base64url::decode(sd_jwt.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert_eq!(payload.root(), vector.root().get("payload").unwrap());
    let reference = StatusReference::from_claims(payload.root()).unwrap().unwrap();
    assert_eq!((reference.uri(), reference.index()), ("https://example.com/statuslists/1", 0));
}

#[test]
fn status_list_aggregation() {
    let text = vector!("token-status-list", "status_list_aggregation.json");
    let aggregation = Aggregation::parse(text.as_bytes()).unwrap();
    assert_eq!(
        aggregation.uris(),
        [1, 2, 3].map(|number| format!("https://example.com/statuslists/{number}"))
    );
    assert_eq!(
        serde_json::from_str::<Json>(&aggregation.to_json()).unwrap(),
        serde_json::from_str::<Json>(text).unwrap()
    );
}

fn entries(credential: &str) -> Vec<Entry> {
    let credential = Document::parse(credential).unwrap();
    let status = credential.root().get("credentialStatus").unwrap();
    match status.elements() {
        Some(elements) => elements.map(|entry| Entry::from_credential_status(entry).unwrap()).collect(),
        None => vec![Entry::from_credential_status(status).unwrap()],
    }
}

fn subject(credential: &str) -> ListSubject {
    let credential = Document::parse(credential).unwrap();
    ListSubject::from_credential_subject(credential.root().get("credentialSubject").unwrap()).unwrap()
}

#[test]
fn bitstring_example00() {
    let entries = entries(vector!("bitstring-status-list", "example00.json"));
    let facts: Vec<_> =
        entries.iter().map(|e| (e.purpose().clone(), e.index(), e.size(), e.list())).collect();
    assert_eq!(
        facts,
        [
            (Purpose::Revocation, 94_567, 1, "https://example.com/credentials/status/3"),
            (Purpose::Suspension, 23_452, 1, "https://example.com/credentials/status/4"),
        ]
    );
}

#[test]
fn bitstring_example01() {
    let published = vector!("bitstring-status-list", "example01.txt");
    assert_eq!(Document::parse(published).unwrap_err().code(), "json.syntax");
    let strict =
        published.replace("},\n        ...", "}").replace("\"BillOfLading\",\n    ...", "\"BillOfLading\"");
    let entries = entries(&strict);
    let [entry] = entries.as_slice() else { panic!("one entry") };
    assert_eq!(entry.purpose(), &Purpose::Message);
    assert_eq!((entry.index(), entry.size()), (492_847, 2));
}

/// Both published lists say nothing about anybody.
fn all_unset(credential: &str) {
    let list = subject(credential);
    assert_eq!(list.purposes(), [Purpose::Revocation]);
    assert_eq!(list.bits().length(), 131_072);
    assert!((0..131_072).all(|index| list.bits().value(index, 1) == Ok(0)));
    let revocation = &entries(vector!("bitstring-status-list", "example03.json"))[0];
    assert_eq!(list.look_up(revocation, DEFAULT_MINIMUM_ENTRIES), Ok(EntryStatus::Unset));
    let suspension = &entries(vector!("bitstring-status-list", "example00.json"))[1];
    assert_eq!(list.look_up(suspension, DEFAULT_MINIMUM_ENTRIES), Err(Error::PurposeMismatch));
}

#[test]
fn bitstring_example02() {
    all_unset(vector!("bitstring-status-list", "example02.json"));
}

#[test]
fn bitstring_example03() {
    let entries = entries(vector!("bitstring-status-list", "example03.json"));
    let [entry] = entries.as_slice() else { panic!("one entry") };
    assert_eq!((entry.purpose(), entry.index(), entry.size()), (&Purpose::Revocation, 94_567, 1));
    assert_eq!(entry.list(), "https://example.com/credentials/status/3");
}

#[test]
fn bitstring_example04() {
    all_unset(vector!("bitstring-status-list", "example04.json"));
}

#[test]
fn bitstring_example06() {
    let published = vector!("bitstring-status-list", "example06.txt");
    assert_eq!(Document::parse(published).unwrap_err().code(), "json.syntax");
    let strict: String = published.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let facts: Vec<_> =
        entries(&strict).iter().map(|entry| (entry.purpose().clone(), entry.index())).collect();
    assert_eq!(facts, [(Purpose::Revocation, 94_567), (Purpose::Suspension, 12_345)]);
}

#[test]
fn every_file_has_its_test() {
    let source = include_str!("status_list_vectors.rs");
    for family in ["token-status-list", "bitstring-status-list"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(family);
        let found: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "SOURCE.md")
            .collect();
        assert!(!found.is_empty());
        for name in found {
            assert!(source.contains(&format!("\"{name}\"")), "{family}/{name} has no test");
        }
    }
}
