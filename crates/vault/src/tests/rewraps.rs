use super::{POLICY, Place, content, id, kind, passphrase};
use crate::interruption::{Interruption, plant};
use crate::recovery_code::NewRecoveryCode;
use crate::{
    Authority, ConfirmedRecoveryCode, Error, KdfCost, KeyStoreEntryId, KeyStoreKey, KeyWrap, Passphrase,
    RecoveryCode, Unlock, Vault,
};
use std::path::Path;
use std::process::Command;

fn other_passphrase() -> Passphrase {
    Passphrase::new(String::from("tr0ub4dor and 3 more")).unwrap()
}

/// A code as the person has it, and as the vault takes it.
fn recovery_code() -> (RecoveryCode, ConfirmedRecoveryCode) {
    let (text, shown) = NewRecoveryCode::generate().unwrap().show();
    (RecoveryCode::parse(&text).unwrap(), shown.confirm(&text).unwrap())
}

fn open_to_change(place: &Place) -> (Vault, Authority) {
    Vault::open_to_change(&place.path, &passphrase(), &POLICY).unwrap()
}

fn open<'a>(place: &Place, unlock: impl Into<Unlock<'a>>) -> Result<usize, Error> {
    Vault::open(&place.path, unlock, &POLICY).map(|vault| vault.list(kind()).unwrap().len())
}

/// Demands this refusal and that no file was changed, made or removed.
fn refuses<'a>(place: &Place, unlock: impl Into<Unlock<'a>>, expected: Error) {
    let files = place.files();
    assert_eq!(open(place, unlock), Err(expected));
    assert!(place.files() == files, "{expected} changed the files");
}

#[test]
fn a_changed_passphrase_replaces_the_one_before_and_touches_no_record() {
    let place = Place::with_records(3);
    let database = place.read("vault.db");
    let (mut vault, authority) = open_to_change(&place);
    let short = Passphrase::new(String::from("1234567")).unwrap();
    let header = place.read("vault.header");
    assert_eq!(vault.change_passphrase(&authority, &short, &POLICY), Err(Error::PassphraseTooShort));
    assert_eq!(place.read("vault.header"), header);
    vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();
    vault.insert(kind(), id(9), &content(b"", b"")).unwrap();
    drop(vault);
    refuses(&place, &passphrase(), Error::WrongPassphrase);
    assert_eq!(open(&place, &other_passphrase()), Ok(4));
    assert_eq!(place.read("vault.db")[..16], database[..16], "the same database, not another");
    assert_eq!(place.files().into_keys().collect::<Vec<_>>(), ["vault.db", "vault.header", "vault.lock"]);
}

#[test]
fn a_recovery_code_opens_and_can_set_a_new_passphrase() {
    let place = Place::with_records(3);
    let (code, confirmed) = recovery_code();
    refuses(&place, &code, Error::NoRecoveryCode);
    let (mut vault, authority) = open_to_change(&place);
    vault.set_recovery_code(&authority, &confirmed).unwrap();
    assert_eq!(vault.key_wraps(), [KeyWrap::Passphrase(POLICY.cost()), KeyWrap::RecoveryCode]);
    drop((vault, authority));
    assert_eq!((open(&place, &code), open(&place, &passphrase())), (Ok(3), Ok(3)));
    refuses(&place, &recovery_code().0, Error::WrongRecoveryCode);

    let (mut vault, authority) = Vault::open_to_change(&place.path, &code, &POLICY).unwrap();
    vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();
    drop((vault, authority));
    refuses(&place, &passphrase(), Error::WrongPassphrase);
    assert_eq!((open(&place, &code), open(&place, &other_passphrase())), (Ok(3), Ok(3)));

    // A second code ends the first, and none ends them all.
    let (second, confirmed) = recovery_code();
    let (mut vault, authority) = Vault::open_to_change(&place.path, &other_passphrase(), &POLICY).unwrap();
    vault.set_recovery_code(&authority, &confirmed).unwrap();
    drop(vault);
    refuses(&place, &code, Error::WrongRecoveryCode);
    assert_eq!(open(&place, &second), Ok(3));
    let mut vault = Vault::open(&place.path, &second, &POLICY).unwrap();
    vault.remove_recovery_code(&authority).unwrap();
    assert_eq!(vault.remove_recovery_code(&authority), Err(Error::NoRecoveryCode));
    drop(vault);
    refuses(&place, &second, Error::NoRecoveryCode);
    assert_eq!(open(&place, &other_passphrase()), Ok(3));
}

#[test]
fn the_key_of_a_key_store_opens() {
    let place = Place::with_records(3);
    let (entry, key) = (KeyStoreEntryId::generate().unwrap(), KeyStoreKey::generate().unwrap());
    refuses(&place, &key, Error::NoKeyStoreWrap);
    let (mut vault, authority) = open_to_change(&place);
    assert_eq!(vault.remove_key_store_key(&authority), Err(Error::NoKeyStoreWrap));
    vault.set_key_store_key(&authority, entry, &key).unwrap();
    drop(vault);
    let ways = Vault::key_wraps_in(&place.path, &POLICY).unwrap();
    assert_eq!(ways, [KeyWrap::Passphrase(POLICY.cost()), KeyWrap::KeyStore(entry)]);
    refuses(&place, &KeyStoreKey::generate().unwrap(), Error::WrongKeyStoreKey);
    assert_eq!((open(&place, &key), open(&place, &passphrase())), (Ok(3), Ok(3)));
    let mut vault = Vault::open(&place.path, &key, &POLICY).unwrap();
    assert_eq!(vault.remove_key_store_key(&authority), Ok(entry));
    drop(vault);
    refuses(&place, &key, Error::NoKeyStoreWrap);
    assert_eq!(open(&place, &passphrase()), Ok(3));
}

#[test]
fn an_open_vault_asks_for_a_secret_before_it_changes() {
    let (place, other) = (Place::with_records(1), Place::with_records(1));
    let mut vault = place.open().unwrap();
    assert_eq!(vault.authorise(&other_passphrase(), &POLICY).err(), Some(Error::WrongPassphrase));
    let authority = vault.authorise(&passphrase(), &POLICY).unwrap();
    let (_, foreign) = open_to_change(&other);
    let header = place.read("vault.header");
    let changed = vault.change_passphrase(&foreign, &other_passphrase(), &POLICY);
    assert_eq!(changed, Err(Error::AuthorityForeign));
    assert_eq!(place.read("vault.header"), header);
    vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();

    // A header that was put there in the meantime is not built upon.
    let mut altered = place.read("vault.header");
    let last = altered.len() - 1;
    altered[last] ^= 1;
    place.write("vault.header", &altered);
    let changed = vault.change_passphrase(&authority, &passphrase(), &POLICY);
    assert_eq!(changed, Err(Error::HeaderAltered));
    assert_eq!(place.read("vault.header"), altered);
}

#[cfg(unix)]
#[test]
fn a_new_header_is_its_owners_and_the_old_one_is_overwritten() {
    use std::io::{Read as _, Seek as _};
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::with_records(1);
    let (mut vault, authority) = open_to_change(&place);
    let mut old = std::fs::File::open(place.file("vault.header")).unwrap();
    let mut read = || {
        let mut bytes = Vec::new();
        old.rewind().and_then(|()| old.read_to_end(&mut bytes)).unwrap();
        bytes
    };
    assert!(read().starts_with(b"VCHSAFE\0"));
    vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();
    let left = read();
    assert!(!left.is_empty() && left.iter().all(|byte| *byte == 0));
    assert_eq!(place.file("vault.header").metadata().unwrap().permissions().mode() & 0o777, 0o600);

    // A backup of hard links keeps its copy.
    let kept = place.path.with_file_name("kept");
    std::fs::hard_link(place.file("vault.header"), &kept).unwrap();
    let bytes = place.read("vault.header");
    vault.change_passphrase(&authority, &passphrase(), &POLICY).unwrap();
    assert_eq!(std::fs::read(kept).unwrap(), bytes);
}

/// Opens with one of the two passphrases, not both; a leftover is gone after that.
fn opens_with_one(place: &Place) {
    let opened = [open(place, &passphrase()), open(place, &other_passphrase())];
    assert!(
        matches!(opened, [Ok(2), Err(Error::WrongPassphrase)] | [Err(Error::WrongPassphrase), Ok(2)]),
        "{opened:?}"
    );
    assert_eq!(place.files().into_keys().collect::<Vec<_>>(), ["vault.db", "vault.header", "vault.lock"]);
}

#[test]
fn a154_a_replacement_of_the_header_that_fails_leaves_one_that_opens() {
    let mut points = 0;
    loop {
        let place = Place::with_records(2);
        let (mut vault, authority) = open_to_change(&place);
        plant(points, Interruption::Fail);
        let changed = vault.change_passphrase(&authority, &other_passphrase(), &POLICY);
        if changed.is_ok() {
            break;
        }
        assert_eq!(changed, Err(Error::DiskFull));
        opens_with_one(&place.copy());
        // In the same vault it can be done again.
        vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();
        drop(vault);
        assert_eq!(open(&place, &other_passphrase()), Ok(2));
        points += 1;
    }
    assert_eq!(points, 6);
}

fn cost(place: &Place) -> KdfCost {
    match Vault::key_wraps_in(&place.path, &POLICY).unwrap()[0] {
        KeyWrap::Passphrase(cost) => cost,
        other => panic!("{other:?} comes first"),
    }
}

/// With two records, made when less work was the standard, and a recovery code.
fn of_the_past() -> (Place, RecoveryCode) {
    let (place, (code, confirmed)) = (Place::new(), recovery_code());
    let past = POLICY.of_the_past();
    let mut vault = Vault::create(&place.path, &passphrase(), &past).unwrap();
    for number in 0..2 {
        vault.insert(kind(), id(number), &content(b"", b"")).unwrap();
    }
    let authority = vault.authorise(&passphrase(), &past).unwrap();
    vault.set_recovery_code(&authority, &confirmed).unwrap();
    drop(vault);
    assert_eq!(cost(&place), past.cost());
    (place, code)
}

#[test]
fn a140_the_work_against_guessing_is_raised_when_the_passphrase_is_given() {
    let (place, code) = of_the_past();
    let before = place.files();
    assert_eq!(open(&place, &Passphrase::new(String::new()).unwrap()), Err(Error::WrongPassphrase));
    assert!(place.files() == before);
    // A recovery code does not tell the passphrase.
    assert_eq!(open(&place, &code), Ok(2));
    assert_eq!(place.read("vault.header"), before["vault.header"]);

    let vault = place.open().unwrap();
    assert_eq!(vault.key_wraps(), [KeyWrap::Passphrase(POLICY.cost()), KeyWrap::RecoveryCode]);
    drop(vault);
    let raised = place.read("vault.header");
    assert_eq!(cost(&place), POLICY.cost());
    assert_eq!((open(&place, &passphrase()), open(&place, &code)), (Ok(2), Ok(2)));
    assert_eq!(place.read("vault.header"), raised, "once");
    assert_eq!(open(&place, &other_passphrase()), Err(Error::WrongPassphrase));
}

#[test]
fn a140_a_disk_that_takes_no_new_header_still_opens() {
    for points in 0..6 {
        let (place, _) = of_the_past();
        plant(points, Interruption::Fail);
        let vault = place.open().unwrap();
        assert_eq!(vault.list(kind()).unwrap().len(), 2);
        let written = if points < 4 { POLICY.of_the_past() } else { POLICY };
        assert_eq!(cost(&place), written.cost(), "{points}");
        assert_eq!(vault.key_wraps()[0], KeyWrap::Passphrase(cost(&place)));
        drop(vault);
        assert_eq!((open(&place, &passphrase()), cost(&place)), (Ok(2), POLICY.cost()));
    }
}

const CHILD: &str = "VOUCHSAFE_VAULT_TEST_REPLACEMENT";

/// The same as another process that ends without a further word at that point.
#[test]
fn a154_a_replacement_of_the_header_that_is_killed_leaves_one_that_opens() {
    const TEST: &str =
        "tests::rewraps::a154_a_replacement_of_the_header_that_is_killed_leaves_one_that_opens";
    if let Some((path, points)) = std::env::var(CHILD).ok().as_deref().and_then(|text| text.split_once('|')) {
        let (mut vault, authority) = Vault::open_to_change(Path::new(path), &passphrase(), &POLICY).unwrap();
        plant(points.parse().unwrap(), Interruption::Abort);
        vault.change_passphrase(&authority, &other_passphrase(), &POLICY).unwrap();
        unreachable!("there is such a point");
    }
    for points in 0..6 {
        let place = Place::with_records(2);
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST])
            .env(CHILD, format!("{}|{points}", place.path.display()))
            .output()
            .unwrap();
        assert!(output.status.code().is_none(), "{points}: ended by a signal");
        let there = place.files();
        assert_eq!(there.contains_key("vault.header.new"), (1..4).contains(&points), "{points}");
        opens_with_one(&place);
    }
}
