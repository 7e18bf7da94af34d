use super::{POLICY, Place, content, holds, id, kind, passphrase};
use crate::interruption::{Interruption, plant};
use crate::recovery_code::NewRecoveryCode;
use crate::{
    Authority, Error, KeyStoreEntryId, KeyStoreKey, KeyWrap, Passphrase, RecoveryCode, Rekeyed, Unlock, Vault,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// More than are copied at once.
const RECORDS: usize = 210;
const WHOLE: [&str; 3] = ["vault.db", "vault.header", "vault.lock"];

fn other_passphrase() -> Passphrase {
    Passphrase::new(String::from("tr0ub4dor and 3 more")).unwrap()
}

fn id_of(number: usize) -> crate::RecordId {
    crate::RecordId::from_bytes(u128::try_from(number).unwrap().to_be_bytes())
}

fn body_of(number: usize) -> Vec<u8> {
    format!("canary-{number}-").into_bytes().repeat(1 + number % 40)
}

/// With records, some of which were replaced or deleted.
fn filled() -> Place {
    let place = Place::new();
    let mut vault = place.create();
    let filled: Result<(), Error> = vault.transaction(|transaction| {
        for number in 0..RECORDS + 10 {
            transaction.insert(kind(), id_of(number), &content(b"old", &body_of(number)))?;
        }
        for number in 0..RECORDS {
            transaction.replace(kind(), id_of(number), &content(b"meta", &body_of(number)))?;
        }
        for number in RECORDS..RECORDS + 10 {
            transaction.delete(kind(), id_of(number))?;
        }
        Ok(())
    });
    filled.unwrap();
    place
}

fn is_filled(vault: &Vault) {
    let heads = vault.list(kind()).unwrap();
    assert_eq!(heads.len(), RECORDS);
    for (number, head) in heads.iter().enumerate() {
        assert_eq!((head.id, head.version, head.meta.as_slice()), (id_of(number), 1, &b"meta"[..]));
        assert_eq!(head.sequence, u64::try_from(number + 1).unwrap());
        assert!(*vault.get(kind(), head.id).unwrap().unwrap().body == body_of(number));
    }
}

fn open_to_change(place: &Place) -> (Vault, Authority) {
    Vault::open_to_change(&place.path, &passphrase(), &POLICY).unwrap()
}

fn rekey(place: &Place) -> Result<Rekeyed, Error> {
    let (vault, authority) = open_to_change(place);
    vault.rekey(&authority, &other_passphrase(), &POLICY, |_, _| ())
}

fn refuses<'a>(place: &Place, unlock: impl Into<Unlock<'a>>, expected: Error) {
    let files = place.files();
    assert_eq!(Vault::open(&place.path, unlock, &POLICY).err(), Some(expected));
    assert!(place.files() == files, "{expected} changed the files");
}

fn names(place: &Place) -> Vec<String> {
    place.files().into_keys().collect()
}

#[test]
fn what_opened_it_before_opens_nothing_any_more() {
    let place = filled();
    let (text, shown) = NewRecoveryCode::generate().unwrap().show();
    let code = RecoveryCode::parse(&text).unwrap();
    let (entry, key) = (KeyStoreEntryId::generate().unwrap(), KeyStoreKey::generate().unwrap());
    let (mut vault, authority) = open_to_change(&place);
    vault.set_recovery_code(&authority, &shown.confirm(&text).unwrap()).unwrap();
    vault.set_key_store_key(&authority, entry, &key).unwrap();
    drop(vault);
    let (before, old_keys) = (place.files(), place.keys());

    let (vault, authority) = open_to_change(&place);
    let mut reports = Vec::new();
    let Rekeyed { mut vault, dropped } =
        vault.rekey(&authority, &other_passphrase(), &POLICY, |done, of| reports.push((done, of))).unwrap();
    assert_eq!(dropped, [KeyWrap::KeyStore(entry), KeyWrap::RecoveryCode]);
    assert_eq!(vault.key_wraps(), [KeyWrap::Passphrase(POLICY.cost())]);
    is_filled(&vault);
    // With SQLite's counter of records and the vault's generation.
    let total = u64::try_from(2 * RECORDS + 2).unwrap();
    assert_eq!((reports.first(), reports.last()), (Some(&(0, total)), Some(&(total, total))));
    assert!(reports.len() > 6 && reports.is_sorted());
    // The authority over the old keys is none over the new ones, and the numbers of deleted records are not given again.
    assert_eq!(vault.remove_recovery_code(&authority), Err(Error::HeaderAltered));
    vault.insert(kind(), id(250), &content(b"", b"")).unwrap();
    let last = vault.list(kind()).unwrap().pop().unwrap();
    assert_eq!(last.sequence, u64::try_from(RECORDS + 11).unwrap());
    vault.delete(kind(), id(250)).unwrap();
    drop(vault);

    assert_eq!(names(&place), WHOLE);
    refuses(&place, &passphrase(), Error::WrongPassphrase);
    refuses(&place, &code, Error::NoRecoveryCode);
    refuses(&place, &key, Error::NoKeyStoreWrap);
    is_filled(&Vault::open(&place.path, &other_passphrase(), &POLICY).unwrap());

    // Nor does a copy of the header from before, with any of its secrets.
    let header = place.read("vault.header");
    place.write("vault.header", &before["vault.header"]);
    refuses(&place, &passphrase(), Error::DatabaseForeign);
    refuses(&place, &code, Error::DatabaseForeign);
    refuses(&place, &key, Error::DatabaseForeign);
    place.write("vault.header", &header);
    let keys = crate::header::Header::parse(&header).unwrap();
    let keys = keys.unlock((&other_passphrase()).into(), &POLICY).unwrap();
    assert!(keys.database != old_keys.database && keys.header != old_keys.header);
    let (old, new) = (&before["vault.db"], place.read("vault.db"));
    assert!(old.chunks(64).all(|some| !holds(&new, some)), "no page was taken over");
}

#[test]
fn a_passphrase_that_opens_it_already_is_refused() {
    let place = filled();
    let files = place.files();
    let (vault, authority) = open_to_change(&place);
    let refused = vault.rekey(&authority, &passphrase(), &POLICY, |_, _| ());
    assert_eq!(refused.err(), Some(Error::PassphraseUnchanged));
    let (vault, authority) = open_to_change(&place);
    let short = Passphrase::new(String::from("1234567")).unwrap();
    let refused = vault.rekey(&authority, &short, &POLICY, |_, _| ());
    assert_eq!(refused.err(), Some(Error::PassphraseTooShort));
    let (_, foreign) = open_to_change(&Place::with_records(1));
    let (vault, _) = open_to_change(&place);
    let refused = vault.rekey(&foreign, &other_passphrase(), &POLICY, |_, _| ());
    assert_eq!(refused.err(), Some(Error::AuthorityForeign));
    assert!(place.files() == files);
}

#[test]
fn a_damaged_vault_keeps_its_keys() {
    let place = filled();
    let database = place.read("vault.db");
    let pages = database.len() / 4_096;
    let mut refused = 0;
    for page in 1..pages {
        let place = place.copy();
        let mut damaged = database.clone();
        damaged[page * 4_096 + 100] ^= 1;
        place.write("vault.db", &damaged);
        match rekey(&place) {
            // A page of which nothing is read, such as a free one or one of an index.
            Ok(Rekeyed { vault, .. }) => is_filled(&vault),
            Err(error) => {
                assert_eq!(error, Error::DatabaseDamaged, "page {page}");
                assert!(place.read("vault.db") == damaged && !place.file("vault.db.new").exists());
                refused += 1;
            }
        }
    }
    assert!(refused > pages / 2, "{refused} of {pages}");
}

#[cfg(unix)]
#[test]
fn the_database_from_before_is_overwritten_unless_a_backup_shares_it() {
    use std::io::{Read as _, Seek as _};
    use std::os::unix::fs::PermissionsExt as _;
    let place = filled();
    let mut old = std::fs::File::open(place.database()).unwrap();
    drop(rekey(&place).unwrap());
    let mut left = Vec::new();
    old.rewind().and_then(|()| old.read_to_end(&mut left)).unwrap();
    assert!(left.len() > 50_000 && left.iter().all(|byte| *byte == 0));
    assert_eq!(place.database().metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let place = filled();
    let kept = place.path.with_file_name("kept");
    std::fs::hard_link(place.database(), &kept).unwrap();
    let bytes = place.read("vault.db");
    drop(rekey(&place).unwrap());
    assert!(std::fs::read(kept).unwrap() == bytes);
}

/// Demands that one of the two passphrases opens a whole vault, that the other one does not, and that nothing is left over. Whether
/// it is the new one.
fn opens_with_one(place: &Place, before: &BTreeMap<String, Vec<u8>>, what: &str) -> bool {
    let open = |passphrase: &Passphrase| {
        Vault::open(&place.path, passphrase, &POLICY).map(|vault| is_filled(&vault))
    };
    let changed = match [open(&passphrase()), open(&other_passphrase())] {
        [Ok(()), Err(Error::WrongPassphrase)] => false,
        [Err(Error::WrongPassphrase), Ok(())] => true,
        other => panic!("{what}: {other:?}"),
    };
    assert_eq!(names(place), WHOLE, "{what}");
    if changed {
        let header = place.read("vault.header");
        place.write("vault.header", &before["vault.header"]);
        refuses(place, &passphrase(), Error::DatabaseForeign);
        place.write("vault.header", &header);
    }
    changed
}

/// How many points an undisturbed change goes through.
fn points() -> usize {
    let place = filled();
    (0..)
        .find(|points| {
            let copy = place.copy();
            let (vault, authority) = open_to_change(&copy);
            plant(*points, Interruption::Fail);
            let done = vault.rekey(&authority, &other_passphrase(), &POLICY, |_, _| ());
            let done = done.inspect_err(|error| assert_eq!(*error, Error::DiskFull)).is_ok();
            // If it was not reached, it is not left for what follows.
            crate::interruption::clear();
            done
        })
        .unwrap()
}

#[test]
fn a154_a_change_of_keys_that_fails_at_any_step_leaves_a_vault_that_opens() {
    let place = filled();
    let before = place.files();
    let points = points();
    let changed: Vec<bool> = (0..points)
        .map(|point| {
            let place = place.copy();
            let (vault, authority) = open_to_change(&place);
            plant(point, Interruption::Fail);
            assert!(vault.rekey(&authority, &other_passphrase(), &POLICY, |_, _| ()).is_err());
            opens_with_one(&place, &before, &format!("point {point}"))
        })
        .collect();
    // There is one moment in which it happens.
    assert!(changed.is_sorted() && changed.contains(&false) && changed.contains(&true), "{changed:?}");
    assert!(points > 20, "{points}");
}

const CHILD: &str = "VOUCHSAFE_VAULT_TEST_REKEY";

/// What the child is told: the vault, the point of the change at which it ends, or of the opening after it.
fn child() -> Option<(String, Option<usize>, Option<usize>)> {
    let text = std::env::var(CHILD).ok()?;
    let parts: Vec<&str> = text.split('|').collect();
    Some((parts[0].to_owned(), parts[1].parse().ok(), parts[2].parse().ok()))
}

/// This test in another process, which ends without a further word. Whether it did.
fn killed(place: &Place, change: Option<usize>, opening: Option<usize>) -> bool {
    const TEST: &str =
        "tests::rekeys::a154_a_change_of_keys_that_is_killed_at_any_step_leaves_a_vault_that_opens";
    let number = |point: Option<usize>| point.map_or(String::new(), |point| point.to_string());
    let told = format!("{}|{}|{}", place.path.display(), number(change), number(opening));
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST])
        .env(CHILD, told)
        .output()
        .unwrap();
    output.status.code().is_none()
}

#[test]
fn a154_a_change_of_keys_that_is_killed_at_any_step_leaves_a_vault_that_opens() {
    if let Some((path, change, opening)) = child() {
        let path = Path::new(&path);
        if let Some(point) = change {
            let (vault, authority) = Vault::open_to_change(path, &passphrase(), &POLICY).unwrap();
            plant(point, Interruption::Abort);
            vault.rekey(&authority, &other_passphrase(), &POLICY, |_, _| ()).unwrap();
        }
        if let Some(point) = opening {
            plant(point, Interruption::Abort);
            drop(Vault::open(path, &other_passphrase(), &POLICY));
        }
        return;
    }
    let place = filled();
    let before = place.files();
    let mut changed = Vec::new();
    for point in 0..points() {
        let place = place.copy();
        assert!(killed(&place, Some(point), None), "point {point}");
        let crashed = place.copy();
        changed.push(opens_with_one(&place, &before, &format!("point {point}")));
        // Whoever opens it may be killed as well.
        for opening in 0.. {
            let place = crashed.copy();
            if !killed(&place, None, Some(opening)) {
                break;
            }
            let again = opens_with_one(&place, &before, &format!("points {point} and {opening}"));
            assert_eq!(Some(&again), changed.last());
        }
    }
    assert!(changed.is_sorted() && changed.contains(&false) && changed.contains(&true), "{changed:?}");
}

/// Files that only look like those of an interrupted change do no harm, and a refusal leaves them.
#[test]
fn a_new_database_of_something_else_is_no_way_in() {
    let place = filled();
    let database = place.read("vault.db");
    for (stray, missing) in [(b"stray".to_vec(), true), (Place::with_records(1).read("vault.db"), false)] {
        place.write("vault.db.new", &stray);
        refuses(&place, &other_passphrase(), Error::WrongPassphrase);
        if missing {
            std::fs::remove_file(place.database()).unwrap();
            refuses(&place, &passphrase(), Error::DatabaseMissing);
        } else {
            place.write("vault.db", &vec![1; 8_192]);
            refuses(&place, &passphrase(), Error::DatabaseForeign);
        }
        place.write("vault.db", &database);
        is_filled(&place.open().unwrap());
        assert_eq!(names(&place), WHOLE);
    }
}
