use super::*;
use crate::limits::{MAX_ISSUED, MAX_LISTED, MAX_OFFERS, MAX_SEEN, MAX_WAITING};
use getrandom::SysRng;
use vouchsafe_openid4vc::oauth::server::{
    AccessGrant, Authorization, AuthorizedCredential, CodeGrant, GrantStore as _, PushedRequest, Secret,
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

/// Fills a table up to one row less than it may have.
fn fill(store: &mut Store, limit: u32, into: &str) {
    let rows = "WITH RECURSIVE row (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM row WHERE at < ?1)";
    let ends = NOW.saturating_add(crate::limits::LOGIN_LIFETIME).as_unix();
    store.connection.execute(&format!("{rows} {into} FROM row"), (limit - 1, ends)).unwrap();
}

/// One fits, one more does not, and once the others have ended it does.
fn holds_to_its_limit(store: &mut Store, keep: impl Fn(&Turn<'_>, u32) -> Result<(), Error>) {
    assert_eq!(store.turn(|turn| keep(turn, 1)), Ok(()));
    assert_eq!(store.turn(|turn| keep(turn, 2)), Err(Error::StoreFull));
    store.turn(|turn| turn.sweep(NOW.saturating_add(crate::limits::LOGIN_LIFETIME))).unwrap();
    assert_eq!(store.turn(|turn| keep(turn, 2)), Ok(()));
}

#[test]
fn a_code_too_many_is_refused() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_WAITING, "INSERT INTO codes SELECT randomblob(32), x'00', ?2");
    holds_to_its_limit(&mut store, |turn, _| {
        let code = Secret::generate(&mut SysRng).unwrap();
        turn.keep_code(&code.digest(), &grant(&code))
    });
}

#[test]
fn a_token_too_many_is_refused() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_WAITING, "INSERT INTO tokens SELECT randomblob(32), x'00', ?2");
    holds_to_its_limit(&mut store, |turn, _| {
        let authorization = Authorization {
            subject: "erika".to_owned(),
            audience: "https://issuer.example".to_owned(),
            credentials: Vec::new(),
        };
        let expires = NOW.saturating_add(crate::limits::DEFERRED_LIFETIME);
        let access = AccessGrant { authorization, client_id: None, dpop: None, expires };
        turn.keep_token(&Secret::generate(&mut SysRng).unwrap().digest(), &access)
    });
}

#[test]
fn a_deferred_credential_too_many_is_refused() {
    let (_directory, mut store) = store();
    fill(
        &mut store,
        MAX_WAITING,
        "INSERT INTO deferred SELECT randomblob(32), 'erika', 'diploma', '[]', 0, ?2",
    );
    holds_to_its_limit(&mut store, |turn, _| {
        let deferred = DeferredCredential {
            person: "erika".to_owned(),
            configuration: "diploma".to_owned(),
            keys: "[]".to_owned(),
            ready: NOW,
            ends: NOW.saturating_add(crate::limits::DEFERRED_LIFETIME),
        };
        turn.defer(&Secret::generate(&mut SysRng).unwrap().digest(), &deferred)
    });
}

#[test]
fn a_request_too_many_is_refused_and_each_is_taken_once_for_what_it_waits_for() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_WAITING, "INSERT INTO waiting SELECT randomblob(32), 'browser', x'00', ?2");
    let request = PushedRequest::from_stored(
        br#"{"version":1,"client_id":"w","redirect_uri":"https://w.example","scope":[],
            "challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}"#,
    );
    let (request, ends) = (request.unwrap(), NOW.saturating_add(crate::limits::DEFERRED_LIFETIME));
    holds_to_its_limit(&mut store, |turn, at| {
        turn.keep_waiting(Waiting::Browser, &format!("request {at}"), &request, ends)
    });
    let mut take = |waiting, now| store.turn(|turn| turn.take_waiting(waiting, "request 2", now)).unwrap();
    assert!(take(Waiting::Person, NOW).is_none());
    assert!(take(Waiting::Browser, NOW).is_some_and(|taken| taken == request));
    assert!(take(Waiting::Browser, NOW).is_none());
}

#[test]
fn an_offer_too_many_is_refused() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_OFFERS, "INSERT INTO offers SELECT 'x' || at, 'erika', '{}', NULL, ?2");
    holds_to_its_limit(&mut store, |turn, at| {
        let ends = NOW.saturating_add(crate::limits::OFFER_LIFETIME);
        turn.keep_offer(&KeptOffer { id: &at.to_string(), person: "erika", offer: "{}", code: None, ends })
    });
}

#[test]
fn where_no_more_can_be_remembered_everything_was_seen_before() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_SEEN, "INSERT INTO seen SELECT randomblob(32), ?2");
    let key = NonceKey::generate(&mut SysRng).unwrap();
    let mut see = || {
        let nonce = key.make(NoncePurpose::Credential, "a", NOW, &mut SysRng).unwrap();
        let (key, until) = key.verify(NoncePurpose::Credential, "a", &nonce, NOW).unwrap();
        store.turn(|turn| Ok(Replays(turn).see(key, until))).unwrap()
    };
    assert_eq!(see(), Seen::First);
    assert_eq!(see(), Seen::Before);
}

#[test]
fn a_credential_too_many_is_not_entered() {
    let (_directory, mut store) = store();
    let rows = "INSERT INTO issued SELECT 'x' || at, 'erika', 'identity', 1, ?2, NULL, randomblob(32), at";
    fill(&mut store, MAX_ISSUED, rows);
    let enter = |turn: &Turn<'_>, id: &str| {
        let issued = IssuedCredential {
            id: id.to_owned(),
            person: "erika".to_owned(),
            configuration: "identity".to_owned(),
            copies: 1,
            issued_at: NOW,
            event: None,
        };
        turn.enter_issued(&issued, id)
    };
    assert_eq!(store.turn(|turn| enter(turn, "last")), Ok(()));
    assert_eq!(store.turn(|turn| enter(turn, "more")), Err(Error::StoreFull));
    let listed = store.turn(|turn| turn.newest_issued()).unwrap();
    assert_eq!((listed.len(), listed[0].id.as_str()), (usize::try_from(MAX_LISTED).unwrap(), "last"));
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
