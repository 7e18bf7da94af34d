//! Headers with every kind of wrap.

use super::*;
use crate::recovery_code::NewRecoveryCode;

/// Where the wraps after the passphrase's begin, and what one of them takes.
const KEY_STORE: usize = SEAL;
const RECOVERY_CODE: usize = KEY_STORE + 3 + 16 + NONCE_BYTES + KEYS_BYTES + TAG_BYTES;
const SEAL_OF_ALL: usize = RECOVERY_CODE + 3 + 16 + NONCE_BYTES + KEYS_BYTES + TAG_BYTES;

struct Made {
    keys: Keys,
    entry: KeyStoreEntryId,
    key: KeyStoreKey,
    code: RecoveryCode,
    header: Header,
}

fn code() -> RecoveryCode {
    RecoveryCode::parse(&NewRecoveryCode::generate().unwrap().show().0).unwrap()
}

impl Made {
    fn new() -> Self {
        let keys = Keys::generate(&mut SysRng).unwrap();
        let (entry, key) = (KeyStoreEntryId::generate().unwrap(), KeyStoreKey::generate().unwrap());
        let code = code();
        let mut header =
            Header::new(&keys, &passphrase("correct horse"), POLICY.cost(), &mut SysRng).unwrap();
        header.set_recovery_code(&keys, Some(&code), &mut SysRng).unwrap();
        header.set_key_store(&keys, Some((entry, &key)), &mut SysRng).unwrap();
        Self { keys, entry, key, code, header }
    }

    /// What each kind of secret gives.
    fn opened(&self, bytes: &[u8]) -> [Result<Keys, Error>; 3] {
        let passphrase = passphrase("correct horse");
        [(&passphrase).into(), (&self.key).into(), (&self.code).into()]
            .map(|unlock| Header::parse(bytes)?.unlock(unlock, &POLICY))
    }

    fn errors(&self, bytes: &[u8]) -> [Option<Error>; 3] {
        self.opened(bytes).map(Result::err)
    }
}

#[test]
fn each_secret_opens_the_same_keys() {
    let made = Made::new();
    let bytes = made.header.to_bytes();
    assert_eq!(bytes.len(), SEAL_OF_ALL + NONCE_BYTES + TAG_BYTES);
    let parsed = Header::parse(&bytes).unwrap();
    assert_eq!(parsed.to_bytes(), bytes);
    assert_eq!(
        parsed.key_wraps(),
        [KeyWrap::Passphrase(POLICY.cost()), KeyWrap::KeyStore(made.entry), KeyWrap::RecoveryCode]
    );
    for opened in made.opened(&bytes) {
        let opened = opened.unwrap();
        assert!(opened.database == made.keys.database && opened.header == made.keys.header);
    }
}

#[test]
fn a_wrong_secret_is_refused_by_its_name() {
    let made = Made::new();
    let unlock = |unlock: Unlock<'_>| made.header.unlock(unlock, &POLICY).err();
    assert_eq!(unlock((&passphrase("")).into()), Some(Error::WrongPassphrase));
    assert_eq!(unlock((&KeyStoreKey::generate().unwrap()).into()), Some(Error::WrongKeyStoreKey));
    assert_eq!(unlock((&code()).into()), Some(Error::WrongRecoveryCode));

    let (_, passphrase_alone) = super::made();
    assert_eq!(
        made.errors(&passphrase_alone),
        [None, Some(Error::NoKeyStoreWrap), Some(Error::NoRecoveryCode)]
    );
}

/// A wrap that was altered refuses its own secret; the other ones notice it by the seal.
#[test]
fn a140_every_altered_bit_of_every_wrap_is_refused() {
    let made = Made::new();
    let bytes = made.header.to_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[at] ^= 1 << bit;
            let own = |wrong: [Error; 3], its: usize| {
                let mut expected = [Error::HeaderAltered; 3];
                expected[its] = wrong[its];
                expected.map(Some)
            };
            let wrong = [Error::WrongPassphrase, Error::WrongKeyStoreKey, Error::WrongRecoveryCode];
            let errors = made.errors(&altered);
            let parsed = Header::parse(&altered).map(|header| header.admit(&POLICY));
            let expected = match (at, parsed) {
                (_, Err(error) | Ok(Err(error))) => [Some(error); 3],
                // The vault id is in what every wrap authenticates.
                (10..=COUNT, _) => wrong.map(Some),
                (KIND..KEY_STORE, _) => own(wrong, 0),
                (KEY_STORE..RECOVERY_CODE, _) => own(wrong, 1),
                (RECOVERY_CODE..SEAL_OF_ALL, _) => own(wrong, 2),
                _ => [Some(Error::HeaderAltered); 3],
            };
            assert_eq!(errors, expected, "byte {at}, bit {bit}");
            let kind_or_length =
                [KIND, KEY_STORE, RECOVERY_CODE].iter().any(|wrap| (*wrap..wrap + 3).contains(&at));
            if kind_or_length || at < 10 || at == COUNT {
                assert!(Header::parse(&altered).is_err(), "byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn wraps_of_another_vault_or_order_are_refused() {
    let (one, two) = (Made::new(), Made::new());
    let (bytes, other) = (one.header.to_bytes(), two.header.to_bytes());
    let exchanged = |from: usize, to: usize| [&bytes[..from], &other[from..to], &bytes[to..]].concat();
    assert_eq!(
        one.errors(&exchanged(KEY_STORE, RECOVERY_CODE)),
        [Some(Error::HeaderAltered), Some(Error::WrongKeyStoreKey), Some(Error::HeaderAltered)]
    );
    assert_eq!(two.errors(&exchanged(KEY_STORE, RECOVERY_CODE))[1], Some(Error::WrongKeyStoreKey));
    assert_eq!(two.errors(&exchanged(RECOVERY_CODE, SEAL_OF_ALL))[2], Some(Error::WrongRecoveryCode));

    let [start, passphrase, key_store, code, seal] = [
        &bytes[..COUNT],
        &bytes[KIND..KEY_STORE],
        &bytes[KEY_STORE..RECOVERY_CODE],
        &bytes[RECOVERY_CODE..SEAL_OF_ALL],
        &bytes[SEAL_OF_ALL..],
    ];
    let of = |wraps: &[&[u8]]| {
        [start, &[u8::try_from(wraps.len()).unwrap()], wraps.concat().as_slice(), seal].concat()
    };
    assert!(one.errors(&of(&[passphrase, key_store, code])).iter().all(Option::is_none));
    for malformed in [
        of(&[key_store, passphrase, code]),
        of(&[passphrase, code, key_store]),
        of(&[passphrase, key_store, key_store, code]),
        of(&[key_store, code]),
        of(&[code]),
        of(&[]),
    ] {
        assert_eq!(Header::parse(&malformed), Err(Error::HeaderMalformed));
    }
    for missing in [of(&[passphrase]), of(&[passphrase, code]), of(&[passphrase, key_store])] {
        assert_eq!(one.errors(&missing)[0], Some(Error::HeaderAltered), "one was taken out");
    }
}

#[test]
fn a_wrap_is_changed_and_the_other_ones_stay() {
    let mut made = Made::new();
    let before = made.header.to_bytes();
    let Made { keys, header, .. } = &mut made;
    header.set_passphrase(keys, &passphrase("another one"), POLICY.cost(), &mut SysRng).unwrap();
    let after = header.to_bytes();
    assert_eq!(before[KEY_STORE..SEAL_OF_ALL], after[KEY_STORE..SEAL_OF_ALL]);
    assert_ne!(before[SALT..SALT + 16], after[SALT..SALT + 16], "a salt is used once");
    assert_ne!(before[SEAL_OF_ALL..], after[SEAL_OF_ALL..]);
    assert_eq!(made.errors(&after), [Some(Error::WrongPassphrase), None, None]);

    let Made { keys, header, .. } = &mut made;
    header.set_key_store(keys, None, &mut SysRng).unwrap();
    header.set_recovery_code(keys, None, &mut SysRng).unwrap();
    assert_eq!(header.to_bytes().len(), LENGTH);
    assert_eq!(header.key_wraps(), [KeyWrap::Passphrase(POLICY.cost())]);
}

#[test]
fn a_failing_generator_changes_no_wrap() {
    let made = Made::new();
    for left in 0..3 {
        let mut header = Header::parse(&made.header.to_bytes()).unwrap();
        let changed = header.set_recovery_code(&made.keys, Some(&made.code), &mut FailingRng { left });
        assert_eq!(changed, Err(Error::NoRandomness), "{left}");
    }
    for left in 0..2 {
        let mut header = Header::parse(&made.header.to_bytes()).unwrap();
        let changed =
            header.set_key_store(&made.keys, Some((made.entry, &made.key)), &mut FailingRng { left });
        assert_eq!(changed, Err(Error::NoRandomness), "{left}");
    }
}
