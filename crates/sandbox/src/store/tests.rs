use super::*;
use crate::limits::{MAX_OFFERS, MAX_WAITING};
use getrandom::SysRng;
use vouchsafe_openid4vc::oauth::server::{
    Authorization, AuthorizedCredential, CodeGrant, GrantStore as _, Secret,
};
use vouchsafe_openid4vc::oauth::{NonceKey, NoncePurpose, ReplayStore as _, Seen};

const NOW: Timestamp = Timestamp::from_unix(1_772_323_200);

fn store() -> (tempfile::TempDir, Store) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path()).unwrap();
    (directory, store)
}

fn grant(code: &Secret) -> CodeGrant {
    let credential =
        AuthorizedCredential { configuration_id: "identity".to_owned(), identifiers: Vec::new() };
    let authorization = Authorization {
        subject: "erika".to_owned(),
        audience: "https://issuer.example".to_owned(),
        credentials: vec![credential],
    };
    CodeGrant::pre_authorized(authorization, code, None, NOW.saturating_add(crate::limits::OFFER_LIFETIME))
}

#[test]
fn a_code_is_taken_once_and_a_turn_that_does_not_end_takes_nothing() {
    let (directory, mut store) = store();
    let code = Secret::generate(&mut SysRng).unwrap();
    store.turn(|turn| turn.keep_code(&code.digest(), &grant(&code))).unwrap();
    let undone = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.turn::<()>(|turn| {
            assert!(Grants(turn).take(&code.digest()).is_some());
            panic!("killed")
        })
    }));
    assert!(undone.is_err());
    drop(store);
    let mut store = Store::open(directory.path()).unwrap();
    let mut take = || store.turn(|turn| Ok(Grants(turn).take(&code.digest()).is_some())).unwrap();
    assert!(take());
    assert!(!take());
}

#[test]
fn a_refusal_is_stored_too() {
    let (_directory, mut store) = store();
    let code = Secret::generate(&mut SysRng).unwrap();
    store.turn(|turn| turn.keep_code(&code.digest(), &grant(&code))).unwrap();
    let refused = store.turn(|turn| {
        Grants(turn).take(&code.digest());
        Err::<(), _>(Error::NothingHere)
    });
    assert_eq!(refused, Err(Error::NothingHere));
    assert_eq!(store.turn(|turn| Ok(Grants(turn).take(&code.digest()).is_some())), Ok(false));
}

#[test]
fn what_is_good_once_is_seen_once_and_forgotten_when_it_has_ended() {
    let (_directory, mut store) = store();
    let key = NonceKey::generate(&mut SysRng).unwrap();
    let nonce = key.make(NoncePurpose::Credential, "a", NOW, &mut SysRng).unwrap();
    let (key, until) = key.verify(NoncePurpose::Credential, "a", &nonce, NOW).unwrap();
    let mut see = |now| {
        store
            .turn(|turn| {
                turn.sweep(now)?;
                Ok(Replays(turn).see(key, until))
            })
            .unwrap()
    };
    assert_eq!(see(NOW), Seen::First);
    assert_eq!(see(until), Seen::Before);
    assert_eq!(see(until.saturating_add(vouchsafe_credential::Duration::from_secs(1))), Seen::First);
}

#[test]
fn one_row_too_many_is_refused() {
    let (_directory, mut store) = store();
    let ends = NOW.saturating_add(crate::limits::OFFER_LIFETIME);
    let keep = |turn: &Turn<'_>, at: u32| {
        turn.keep_offer(&KeptOffer { id: &at.to_string(), person: "erika", offer: "{}", code: None, ends })
    };
    store.turn(|turn| (0..MAX_OFFERS).try_for_each(|at| keep(turn, at))).unwrap();
    assert_eq!(store.turn(|turn| keep(turn, MAX_OFFERS)), Err(Error::StoreFull));
    store.turn(|turn| turn.sweep(ends)).unwrap();
    assert_eq!(store.turn(|turn| keep(turn, MAX_OFFERS)), Ok(()));

    let code = || Secret::generate(&mut SysRng).unwrap();
    let keep = |turn: &Turn<'_>| {
        let code = code();
        turn.keep_code(&code.digest(), &grant(&code))
    };
    store.turn(|turn| (0..MAX_WAITING).try_for_each(|_| keep(turn))).unwrap();
    assert_eq!(store.turn(keep), Err(Error::StoreFull));
}

#[test]
fn a_file_of_somebody_else_or_of_later_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(FILE);
    std::fs::write(&file, "not a database, but long enough to be taken for one by its length alone").unwrap();
    assert_eq!(Store::open(directory.path()).err(), Some(Error::StoreForeign));

    std::fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE others (a)").unwrap();
    assert_eq!(Store::open(directory.path()).err(), Some(Error::StoreForeign));

    let (directory, own) = store();
    own.connection.pragma_update(None, "user_version", 2).unwrap();
    drop(own);
    assert_eq!(Store::open(directory.path()).err(), Some(Error::StoreNewer));
}

#[cfg(unix)]
#[test]
fn the_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("sandbox");
    let mut store = Store::open(&directory).unwrap();
    store.turn(|turn| turn.sweep(NOW)).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    for entry in std::fs::read_dir(&directory).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}
