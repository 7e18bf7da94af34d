use super::*;
use crate::Error;
use crate::limits::{DEFAULT_MINIMUM_ENTRIES, MAX_INFLATED_LENGTH};
use flate2::{Compress, Compression, FlushCompress};
use proptest::prelude::*;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;

fn encoded(bytes: &[u8]) -> String {
    let mut compressed = Vec::with_capacity(bytes.len() + 1024);
    let mut encoder = Compress::new_gzip(Compression::best(), 15);
    encoder.compress_vec(bytes, &mut compressed, FlushCompress::Finish).unwrap();
    format!("u{}", base64url::encode(&compressed))
}

fn subject(purpose: &str, bytes: &[u8]) -> Result<ListSubject, Error> {
    let list = encoded(bytes);
    let json = format!(
        r#"{{"type":"BitstringStatusList","statusPurpose":{purpose},"encodedList":"{list}","ttl":300000}}"#
    );
    ListSubject::from_credential_subject(Document::parse(json).unwrap().root())
}

fn entry(purpose: &str, index: &str, more: &str) -> Result<Entry, Error> {
    let json = format!(
        r#"{{"type":"BitstringStatusListEntry","statusPurpose":"{purpose}","statusListIndex":{index},"statusListCredential":"https://a.example/3"{more}}}"#
    );
    Entry::from_credential_status(Document::parse(json).unwrap().root())
}

#[test]
fn the_first_entry_is_the_most_significant_bit() {
    let bits = Bitstring::decode(&encoded(&[0b1000_0001, 0b0110_0000])).unwrap();
    let set: Vec<u64> = (0..16).filter(|index| bits.value(*index, 1) == Ok(1)).collect();
    assert_eq!(set, [0, 7, 9, 10]);
    assert_eq!(bits.value(16, 1), Err(Error::BitstringRange { index: 16 }));
}

#[test]
fn wider_entries_start_at_size_times_index_and_may_cross_bytes() {
    let bits = Bitstring::decode(&encoded(&[0b1010_1100, 0b1111_0000])).unwrap();
    let values: Vec<u8> = (0..5).map(|index| bits.value(index, 3).unwrap()).collect();
    assert_eq!(values, [0b101, 0b011, 0b001, 0b111, 0b000]);
    assert_eq!(bits.value(5, 3), Err(Error::BitstringRange { index: 5 }));
    assert_eq!(bits.value(1, 8), Ok(0b1111_0000));
    for index in [u64::MAX, u64::MAX / 8, 1 << 61] {
        assert_eq!(bits.value(index, 8), Err(Error::BitstringRange { index }));
    }
    for size in [0, 9, u8::MAX] {
        assert_eq!(bits.value(0, size), Err(Error::EntrySizeUnsupported));
    }
}

#[test]
fn what_a_set_entry_means_depends_on_the_purpose() {
    let mut bytes = vec![0; 16_384];
    bytes[0] = 0b0100_0000;
    for (purpose, status) in [
        ("revocation", EntryStatus::Revoked),
        ("suspension", EntryStatus::Suspended),
        ("refresh", EntryStatus::Informational(1)),
        ("message", EntryStatus::Informational(1)),
        ("elsewhere", EntryStatus::Unknown(1)),
    ] {
        let list = subject(&format!(r#""{purpose}""#), &bytes).unwrap();
        let look_up = |index| list.look_up(&entry(purpose, index, "").unwrap(), DEFAULT_MINIMUM_ENTRIES);
        assert_eq!(look_up(r#""0""#), Ok(EntryStatus::Unset));
        assert_eq!(look_up(r#""1""#), Ok(status));
        assert_eq!(look_up(r#""131071""#), Ok(EntryStatus::Unset));
        assert_eq!(look_up(r#""131072""#), Err(Error::BitstringRange { index: 131_072 }));
        let huge = format!("\"{}\"", "9".repeat(60));
        assert_eq!(look_up(&huge), Err(Error::BitstringRange { index: u64::MAX }));
    }
}

#[test]
fn the_purpose_must_be_one_of_the_list() {
    let list = subject(r#"["revocation","suspension"]"#, &[0; 16_384]).unwrap();
    let look_up = |purpose| list.look_up(&entry(purpose, r#""5""#, "").unwrap(), DEFAULT_MINIMUM_ENTRIES);
    assert_eq!(look_up("suspension"), Ok(EntryStatus::Unset));
    assert_eq!(look_up("revocation"), Ok(EntryStatus::Unset));
    assert_eq!(look_up("message"), Err(Error::PurposeMismatch));
    assert_eq!(look_up("Revocation"), Err(Error::PurposeMismatch));
}

#[test]
fn a_list_too_short_to_hide_in_is_refused_unless_the_ecosystem_says_otherwise() {
    let (full, short) =
        (subject(r#""message""#, &[0; 16_384]).unwrap(), subject(r#""message""#, &[0; 16_383]).unwrap());
    let one_bit = entry("message", r#""0""#, "").unwrap();
    let two_bits = entry("message", r#""0""#, r#","statusSize":2"#).unwrap();
    assert_eq!(full.look_up(&one_bit, DEFAULT_MINIMUM_ENTRIES), Ok(EntryStatus::Unset));
    assert_eq!(short.look_up(&one_bit, DEFAULT_MINIMUM_ENTRIES), Err(Error::TooFewEntries));
    assert_eq!(full.look_up(&two_bits, DEFAULT_MINIMUM_ENTRIES), Err(Error::TooFewEntries));
    assert_eq!(full.look_up(&two_bits, DEFAULT_MINIMUM_ENTRIES / 2), Ok(EntryStatus::Unset));
}

#[test]
fn entries_of_another_shape() {
    let malformed = |member| Err(Error::MemberMalformed { member });
    for index in ["5", r#""""#, r#""-1""#, r#""1.0""#, r#""0x1""#, r#""+1""#, r#"" 1""#, "null"] {
        assert_eq!(entry("revocation", index, ""), malformed("statusListIndex"), "{index}");
    }
    for size in ["0", "-1", "1.5", "\"1\"", "null"] {
        assert_eq!(
            entry("revocation", r#""5""#, &format!(r#","statusSize":{size}"#)),
            malformed("statusSize"),
            "{size}"
        );
    }
    for size in [9_u64, 255, 256, u64::MAX] {
        let more = format!(r#","statusSize":{size}"#);
        assert_eq!(entry("revocation", r#""5""#, &more), Err(Error::EntrySizeUnsupported));
    }
    let other = Document::parse(r#"{"type":"RevocationList2020Status"}"#).unwrap();
    assert_eq!(Entry::from_credential_status(other.root()), Err(Error::BitstringTypeUnsupported));
    assert_eq!(Entry::from_credential_status(Document::parse("[]").unwrap().root()), malformed("type"));
}

#[test]
fn lists_of_another_shape() {
    for purpose in ["1", "[]", r#"["revocation",1]"#, "null", "{}"] {
        assert_eq!(subject(purpose, &[0; 16]), Err(Error::MemberMalformed { member: "statusPurpose" }));
    }
    let gzip = encoded(&[0; 16]);
    for (list, error) in [
        ("", Error::EncodedListNotMultibase),
        ("u", Error::ListEmpty),
        (&gzip[1..], Error::EncodedListNotMultibase),
        (&gzip.replacen('u', "m", 1), Error::EncodedListNotMultibase),
        (&format!("{gzip}="), Error::EncodedListNotMultibase),
        ("ueNrbuRgAAhcBXQ", Error::CompressionMalformed),
        (&encoded(b""), Error::ListEmpty),
        (&encoded(&vec![0; MAX_INFLATED_LENGTH + 1]), Error::InflatedTooLong),
    ] {
        assert_eq!(Bitstring::decode(list), Err(error));
    }
}

proptest! {
    #[test]
    fn any_bits_are_found(bytes in proptest::collection::vec(any::<u8>(), 1..300), size in 1_u8..=8) {
        let bits = Bitstring::decode(&encoded(&bytes)).unwrap();
        let text: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        for (index, digits) in (0..).zip(text.as_bytes().chunks_exact(usize::from(size))) {
            let expected = u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 2).unwrap();
            prop_assert_eq!(bits.value(index, size), Ok(expected));
        }
    }

    #[test]
    fn no_text_panics(list in "u?.{0,200}") {
        let _ = Bitstring::decode(&list);
    }
}
