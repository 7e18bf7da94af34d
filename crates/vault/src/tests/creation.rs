use super::{FailingRng, POLICY, Place, content, id, kind, passphrase};
use crate::{Error, KdfPolicy, Passphrase, Vault};

fn creating(place: &Place) -> Error {
    Vault::create(&place.path, &passphrase(), &POLICY).unwrap_err()
}

#[test]
fn what_is_there_is_left_alone() {
    let place = Place::with_records(1);
    let files = place.files();
    assert_eq!(creating(&place), Error::VaultExists);
    assert_eq!(place.files(), files);

    std::fs::remove_file(place.file("vault.header")).unwrap();
    let files = place.files();
    assert_eq!(creating(&place), Error::HeaderMissing);
    assert_eq!(place.files(), files);

    let place = Place::new();
    place.fill(&[(String::from("letter.txt"), b"Dear".to_vec())].into());
    let files = place.files();
    assert_eq!(creating(&place), Error::DirectoryNotEmpty);
    assert_eq!(place.files(), files);

    std::fs::write(place.path.with_file_name("file"), b"").unwrap();
    let refused = Vault::create(&place.path.with_file_name("file"), &passphrase(), &POLICY).unwrap_err();
    assert_eq!(refused.code(), "vault.io");
}

#[test]
fn a_short_passphrase_or_a_failing_generator_makes_nothing() {
    let place = Place::new();
    let short = Passphrase::new(String::from("1234567")).unwrap();
    assert_eq!(Vault::create(&place.path, &short, &POLICY).unwrap_err(), Error::PassphraseTooShort);
    assert!(!place.path.exists());

    let mut drawn = 0;
    while let Err(error) =
        Vault::create_with(&place.path, &passphrase(), &POLICY, &mut FailingRng { left: drawn }, |_| {
            Ok::<_, Error>(())
        })
    {
        assert_eq!(error, Error::NoRandomness);
        assert!(!place.path.exists());
        drawn += 1;
    }
    assert_eq!(drawn, 6, "two keys, vault id, salt and two nonces");
}

#[test]
fn an_interrupted_creation_is_explained_and_can_be_begun_anew() {
    let full = Place::new();
    let vault = full.create();
    let open = full.copy();
    drop(vault);
    for place in [&full, &open] {
        std::fs::rename(place.file("vault.header"), place.file("vault.header.unfinished")).unwrap();
    }
    let (full, open) = (full.files(), open.files());
    let some = |names: &[&str]| {
        let mut files = full.clone();
        files.retain(|name, _| names.contains(&name.as_str()));
        files
    };
    let mut with_journal = full.clone();
    with_journal.insert(String::from("vault.db-journal"), b"half".to_vec());

    for (files, expected) in [
        (some(&[]), Error::NoVault),
        (some(&["vault.lock"]), Error::NoVault),
        (some(&["vault.lock", "vault.header.unfinished"]), Error::CreationUnfinished),
        (full.clone(), Error::CreationUnfinished),
        (open, Error::CreationUnfinished),
        (with_journal, Error::CreationUnfinished),
    ] {
        let place = Place::new();
        place.fill(&files);
        assert_eq!(place.open().unwrap_err(), expected);
        assert_eq!(place.files(), files);

        place.create().insert(kind(), id(1), &content(b"", b"")).unwrap();
        assert_eq!(place.files().into_keys().collect::<Vec<_>>(), ["vault.db", "vault.header", "vault.lock"]);
        assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 1);
    }

    // With anything else beside it, it is not ours to clear.
    let place = Place::new();
    place.fill(&some(&["vault.lock", "vault.header.unfinished"]));
    place.write("letter.txt", b"Dear");
    let files = place.files();
    assert_eq!(creating(&place), Error::DirectoryNotEmpty);
    assert_eq!(place.files(), files);
}

#[test]
fn a_vault_that_is_filled_is_there_whole_or_not_at_all() {
    let place = Place::new();
    let fill = |number, result: Result<u8, Error>| {
        Vault::create_filled(&place.path, &passphrase(), &POLICY, |transaction| {
            transaction.insert(kind(), id(number), &content(b"meta", &[number; 9_000]))?;
            assert_eq!(place.open().unwrap_err(), Error::CreationUnfinished);
            result
        })
    };
    assert_eq!(fill(1, Err(Error::BackupDamaged)).unwrap_err(), Error::BackupDamaged);
    assert_eq!(place.files().into_keys().collect::<Vec<_>>(), ["vault.lock"]);
    let (vault, filled) = fill(2, Ok(7)).unwrap();
    let dies_here = place.copy();
    assert_eq!((filled, vault.list(kind()).unwrap().len()), (7, 1));
    drop(vault);
    for place in [&place, &dies_here] {
        assert!(place.open().unwrap().get(kind(), id(2)).unwrap().is_some());
    }
    assert_eq!(fill(3, Ok(7)).unwrap_err(), Error::VaultExists);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    std::fs::create_dir(&place.path).unwrap();
    std::fs::set_permissions(&place.path, PermissionsExt::from_mode(0o755)).unwrap();
    let mut vault = place.create();
    vault.insert(kind(), id(1), &content(b"", b"")).unwrap();

    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.path), 0o700);
    let names: Vec<String> = place.files().into_keys().collect();
    assert_eq!(names, ["vault.db", "vault.db-wal", "vault.header", "vault.lock"]);
    for name in names {
        assert_eq!(mode(&place.file(&name)), 0o600, "{name}");
    }
}

#[test]
fn the_policies_keep_each_others_vaults_out() {
    let (standard, place) = (KdfPolicy::standard(), Place::new());
    drop(place.create());
    let files = place.files();
    assert_eq!(Vault::open(&place.path, &passphrase(), &standard).unwrap_err(), Error::KdfDowngraded);
    assert_eq!(place.files(), files);

    let place = Place::new();
    let mut vault = Vault::create(&place.path, &passphrase(), &standard).unwrap();
    vault.insert(kind(), id(1), &content(b"", b"")).unwrap();
    drop(vault);
    assert_eq!(place.open().unwrap_err(), Error::KdfTooCostly);
    let vault = Vault::open(&place.path, &passphrase(), &standard).unwrap();
    assert_eq!(vault.list(kind()).unwrap().len(), 1);
}
