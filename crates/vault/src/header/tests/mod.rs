use super::*;
use crate::aead::{NONCE_BYTES, TAG_BYTES};
use crate::keys::KEYS_BYTES;
use crate::tests::FailingRng;
use getrandom::SysRng;

const POLICY: KdfPolicy = KdfPolicy::insecure_for_tests();
/// Offsets in a header of one wrap.
const VERSION: usize = 8;
const COUNT: usize = 26;
const KIND: usize = 27;
const KDF: usize = 30;
const KDF_VERSION: usize = 31;
const MEMORY: usize = 32;
const PASSES: usize = 36;
const LANES: usize = 40;
const SALT: usize = 44;
const SEAL: usize = SALT + 16 + NONCE_BYTES + KEYS_BYTES + TAG_BYTES;
const LENGTH: usize = SEAL + NONCE_BYTES + TAG_BYTES;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

mod wraps;

fn made() -> (Keys, Vec<u8>) {
    let keys = Keys::generate(&mut SysRng).unwrap();
    let header = Header::new(&keys, &passphrase("correct horse"), POLICY.cost(), &mut SysRng).unwrap();
    (keys, header.to_bytes())
}

fn open(bytes: &[u8]) -> Result<Keys, Error> {
    Header::parse(bytes)?.unlock((&passphrase("correct horse")).into(), &POLICY)
}

fn altered(bytes: &[u8], at: usize, to: &[u8]) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    altered[at..at + to.len()].copy_from_slice(to);
    altered
}

#[test]
fn round_trip() {
    let (keys, bytes) = made();
    assert_eq!(bytes.len(), LENGTH);
    assert_eq!(Header::parse(&bytes).unwrap().to_bytes(), bytes);
    let opened = open(&bytes).unwrap();
    assert!(opened.database == keys.database && opened.header == keys.header);
    assert!(keys.database != keys.header);
    let wrong = Header::parse(&bytes).unwrap().unlock((&passphrase("correct horsf")).into(), &POLICY);
    assert_eq!(wrong.err(), Some(Error::WrongPassphrase));
}

#[test]
fn two_headers_share_nothing() {
    let ((_, one), (_, two)) = (made(), made());
    assert_ne!(one[10..26], two[10..26]);
    for at in [SALT, SALT + 16, SALT + 40, SEAL - TAG_BYTES, SEAL, SEAL + NONCE_BYTES] {
        assert_ne!(one[at..at + 16], two[at..at + 16]);
    }
}

#[test]
fn a145_every_altered_bit_of_the_header_is_refused() {
    let (_, bytes) = made();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            let error = open(&altered).err();
            let expected: &[Error] = match at {
                0..8 => &[Error::HeaderForeign],
                VERSION..10 => &[Error::HeaderNewer, Error::HeaderMalformed],
                10..COUNT => &[Error::WrongPassphrase],
                COUNT => &[Error::HeaderMalformed, Error::HeaderTruncated, Error::HeaderNewer],
                KIND => &[Error::HeaderNewer, Error::HeaderMalformed],
                28..30 => &[Error::HeaderMalformed, Error::HeaderTruncated],
                KDF..MEMORY => &[Error::HeaderMalformed],
                MEMORY..SALT => &[Error::KdfDowngraded, Error::KdfTooCostly, Error::WrongPassphrase],
                SALT..SEAL => &[Error::WrongPassphrase],
                _ => &[Error::HeaderAltered],
            };
            assert!(expected.iter().any(|one| Some(*one) == error), "byte {at}, bit {bit}: {error:?}");
        }
    }
}

#[test]
fn a145_every_length_of_the_header_but_its_own_is_refused() {
    let (_, bytes) = made();
    for length in 0..bytes.len() {
        assert_eq!(Header::parse(&bytes[..length]), Err(Error::HeaderTruncated), "{length}");
    }
    for more in [1, 100, 10_000] {
        let longer = [bytes.clone(), vec![0; more]].concat();
        assert_eq!(Header::parse(&longer), Err(Error::HeaderMalformed), "{more}");
    }
}

#[test]
fn other_files_and_versions() {
    let (_, bytes) = made();
    for foreign in [&b"V"[..], b"{}", b"SQLite format 3\0", &[0; 300], &[0xff; 9_000]] {
        let expected = if foreign == b"V" { Error::HeaderTruncated } else { Error::HeaderForeign };
        assert_eq!(Header::parse(foreign), Err(expected));
    }
    assert_eq!(Header::parse(&altered(&bytes, VERSION, &[0, 0])), Err(Error::HeaderMalformed));
    assert_eq!(Header::parse(&altered(&bytes, VERSION, &[0, 2])), Err(Error::HeaderNewer));
    // Whatever a newer version puts behind its number, however long, is not looked at.
    assert_eq!(Header::parse(&altered(&bytes, VERSION, &[0, 2])[..10]), Err(Error::HeaderNewer));
    let longer = [altered(&bytes, VERSION, &[9, 9]), vec![0; 10_000]].concat();
    assert_eq!(Header::parse(&longer), Err(Error::HeaderNewer));
    assert_eq!(Header::parse(&altered(&bytes, COUNT, &[0])), Err(Error::HeaderMalformed));
    assert_eq!(Header::parse(&altered(&bytes, KIND, &[4])), Err(Error::HeaderNewer));
    assert_eq!(Header::parse(&altered(&bytes, KIND, &[2])), Err(Error::HeaderMalformed));
    assert_eq!(Header::parse(&altered(&bytes, KDF, &[2])), Err(Error::HeaderMalformed));
    assert_eq!(Header::parse(&altered(&bytes, KDF_VERSION, &[0x14])), Err(Error::HeaderMalformed));
}

#[test]
fn a_lowered_cost_is_refused_before_any_work() {
    let (_, bytes) = made();
    let standard = KdfPolicy::standard();
    let of = |memory: u32, passes: u32, lanes: u32| {
        let numbers = [memory, passes, lanes].map(u32::to_be_bytes).concat();
        Header::parse(&altered(&bytes, MEMORY, &numbers)).unwrap()
    };
    assert_eq!(of(128 * 1_024, 3, 1).admit(&standard), Ok(()));
    for low in [of(128 * 1_024 - 1, 3, 1), of(128 * 1_024, 2, 1), of(128 * 1_024, 3, 0), of(0, 0, 0)] {
        assert_eq!(
            low.unlock((&passphrase("correct horse")).into(), &standard).err(),
            Some(Error::KdfDowngraded)
        );
    }
    for high in [of(u32::MAX, 3, 1), of(128 * 1_024, u32::MAX, 1), of(128 * 1_024, 3, u32::MAX)] {
        assert_eq!(
            high.unlock((&passphrase("correct horse")).into(), &standard).err(),
            Some(Error::KdfTooCostly)
        );
    }
    assert_eq!(Header::parse(&altered(&bytes, KDF_VERSION, &[0x10])), Err(Error::KdfDowngraded));
    for (at, to) in [(MEMORY, 15), (PASSES, 1), (LANES, 0)] {
        assert_eq!(open(&altered(&bytes, at, &u32::to_be_bytes(to))).err(), Some(Error::KdfDowngraded));
    }
    // Within what the policy allows, the wrap itself refuses.
    assert_eq!(open(&altered(&bytes, PASSES, &3_u32.to_be_bytes())).err(), Some(Error::WrongPassphrase));
}

#[test]
fn wraps_cannot_be_added_or_moved() {
    let (keys, bytes) = made();
    let wrap = &bytes[KIND..SEAL];
    let doubled = [&bytes[..COUNT], &[2], wrap, wrap, &bytes[SEAL..]].concat();
    assert_eq!(open(&doubled).err(), Some(Error::HeaderMalformed));

    // The same keys under the same passphrase in another header.
    let other =
        Header::new(&keys, &passphrase("correct horse"), POLICY.cost(), &mut SysRng).unwrap().to_bytes();
    assert!(open(&other).is_ok());
    assert_eq!(open(&altered(&bytes, KIND, &other[KIND..SEAL])).err(), Some(Error::WrongPassphrase));
    assert_eq!(open(&altered(&bytes, SEAL, &other[SEAL..])).err(), Some(Error::HeaderAltered));
}

#[test]
fn a_failing_generator_is_an_error() {
    let keys = Keys::generate(&mut SysRng).unwrap();
    for left in 0..4 {
        let header =
            Header::new(&keys, &passphrase("correct horse"), POLICY.cost(), &mut FailingRng { left });
        assert_eq!(header.err(), Some(Error::NoRandomness), "{left}");
    }
    assert!(Keys::generate(&mut FailingRng { left: 1 }).is_err());
}
