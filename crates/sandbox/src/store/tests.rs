use super::*;
use crate::limits::{MAX_CREDENTIALS_PER_TOKEN, MAX_ISSUED, MAX_LISTED, MAX_OFFERS, MAX_SEEN, MAX_WAITING};
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

fn authorization() -> Authorization {
    let credential =
        AuthorizedCredential { configuration_id: "identity".to_owned(), identifiers: Vec::new() };
    Authorization {
        subject: "erika".to_owned(),
        audience: "https://issuer.example".to_owned(),
        credentials: vec![credential],
    }
}

fn grant(code: &Secret) -> CodeGrant {
    CodeGrant::pre_authorized(authorization(), code, None, NOW.saturating_add(crate::limits::OFFER_LIFETIME))
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
                Ok(Replays(turn, Place::Inside).see(key, until))
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

/// How many rows there are.
fn rows(store: &Store, table: &str) -> u32 {
    store.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn some_request() -> PushedRequest {
    PushedRequest::from_stored(
        br#"{"version":1,"client_id":"w","redirect_uri":"https://w.example","scope":[],
            "challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}"#,
    )
    .unwrap()
}

#[test]
fn where_there_is_a_code_too_many_the_one_that_ends_first_goes() {
    let (_directory, mut store) = store();
    fill(&mut store, MAX_WAITING, "INSERT INTO codes SELECT randomblob(32), x'00', ?2");
    let mut codes = Vec::new();
    for _ in 0..3 {
        let code = Secret::generate(&mut SysRng).unwrap();
        store.turn(|turn| turn.keep_code(&code.digest(), &grant(&code))).unwrap();
        assert_eq!(rows(&store, "codes"), MAX_WAITING);
        codes.push(code);
    }
    // Those of strangers, which end sooner, have gone.
    for code in codes {
        assert!(store.turn(|turn| Ok(Grants(turn).take(&code.digest()).is_some())).unwrap());
    }
}

#[test]
fn where_there_is_a_token_too_many_the_one_that_ends_first_goes() {
    let (_directory, mut store) = store();
    fill(
        &mut store,
        MAX_WAITING,
        "INSERT INTO tokens (digest, value, ends) SELECT randomblob(32), x'00', ?2",
    );
    let token = Secret::generate(&mut SysRng).unwrap();
    let mut keep = |token: &Secret| {
        let expires = NOW.saturating_add(crate::limits::DEFERRED_LIFETIME);
        let access = AccessGrant { authorization: authorization(), client_id: None, dpop: None, expires };
        store.turn(|turn| turn.keep_token(&token.digest(), &access)).unwrap();
        rows(&store, "tokens")
    };
    assert_eq!(keep(&token), MAX_WAITING);
    assert_eq!(keep(&Secret::generate(&mut SysRng).unwrap()), MAX_WAITING);
    assert!(store.turn(|turn| Ok(turn.token(&token.digest()).is_some())).unwrap());
}

#[test]
fn where_there_is_a_deferred_credential_too_many_the_one_that_ends_first_goes() {
    let (_directory, mut store) = store();
    let into = "INSERT INTO deferred SELECT randomblob(32), 'erika', 'diploma', '[]', 0, ?2";
    fill(&mut store, MAX_WAITING, into);
    let transaction = Secret::generate(&mut SysRng).unwrap();
    let mut defer = |transaction: &Secret| {
        let deferred = DeferredCredential {
            person: "erika".to_owned(),
            configuration: "diploma".to_owned(),
            keys: "[]".to_owned(),
            ready: NOW,
            ends: NOW.saturating_add(crate::limits::DEFERRED_LIFETIME),
        };
        store.turn(|turn| turn.defer(&transaction.digest(), &deferred)).unwrap();
        rows(&store, "deferred")
    };
    assert_eq!(defer(&transaction), MAX_WAITING);
    assert_eq!(defer(&Secret::generate(&mut SysRng).unwrap()), MAX_WAITING);
    assert!(store.turn(|turn| turn.deferred(&transaction.digest(), "erika", NOW)).unwrap().is_some());
}

#[test]
fn sign_in_pages_and_pushed_requests_crowd_out_their_own_kind_alone() {
    let (_directory, mut store) = store();
    let (request, ends) = (some_request(), NOW.saturating_add(crate::limits::CODE_LIFETIME));
    let keep = |store: &mut Store, waiting, name: &str| {
        store.turn(|turn| turn.keep_waiting(waiting, name, &request, ends)).unwrap();
    };
    keep(&mut store, Waiting::Browser, "pushed before");
    // A stranger opens pages, which end later.
    fill(&mut store, MAX_WAITING + 1, "INSERT INTO waiting SELECT randomblob(32), 'person', x'00', ?2");
    keep(&mut store, Waiting::Person, "page");
    assert_eq!(rows(&store, "waiting WHERE kind = 'person'"), MAX_WAITING);
    let mut take = |waiting, name| store.turn(|turn| turn.take_waiting(waiting, name, NOW)).unwrap();
    assert!(take(Waiting::Browser, "pushed before").is_some_and(|taken| taken == request));
    assert!(take(Waiting::Person, "page").is_some());
}

#[test]
fn each_request_is_taken_once_for_what_it_waits_for() {
    let (_directory, mut store) = store();
    let (request, ends) = (some_request(), NOW.saturating_add(crate::limits::LOGIN_LIFETIME));
    store.turn(|turn| turn.keep_waiting(Waiting::Browser, "request", &request, ends)).unwrap();
    let mut take = |waiting, now| store.turn(|turn| turn.take_waiting(waiting, "request", now)).unwrap();
    assert!(take(Waiting::Person, NOW).is_none());
    assert!(take(Waiting::Browser, NOW).is_some());
    assert!(take(Waiting::Browser, NOW).is_none());
    store.turn(|turn| turn.keep_waiting(Waiting::Browser, "request", &request, ends)).unwrap();
    assert!(store.turn(|turn| turn.take_waiting(Waiting::Browser, "request", ends)).unwrap().is_none());
}

#[test]
fn an_offer_too_many_is_refused_until_others_have_ended() {
    let (_directory, mut store) = store();
    let into = "INSERT INTO offers SELECT randomblob(32), 'erika', 'identity', 'pre_authorized', NULL, ?2";
    fill(&mut store, MAX_OFFERS, into);
    let kept = KeptOffer {
        person: "erika".to_owned(),
        configurations: vec!["identity".to_owned(), "diploma_bbs".to_owned()],
        way: Way::AuthorizationCode,
        ends: NOW.saturating_add(crate::limits::OFFER_LIFETIME),
    };
    let names = [(); 2].map(|()| Secret::generate(&mut SysRng).unwrap());
    let mut keep = |name: &Secret| store.turn(|turn| turn.keep_offer(&name.digest(), &kept, None));
    assert_eq!(keep(&names[0]), Ok(()));
    assert_eq!(keep(&names[1]), Err(Error::StoreFull));
    store.turn(|turn| turn.sweep(NOW.saturating_add(crate::limits::LOGIN_LIFETIME))).unwrap();
    let found = store.turn(|turn| turn.offer(&names[0].digest(), NOW)).unwrap();
    assert_eq!(found.as_ref(), Some(&kept));
    assert_eq!(store.turn(|turn| turn.keep_offer(&names[1].digest(), &kept, None)), Ok(()));
}

#[test]
fn a_token_is_good_for_so_many_credentials() {
    let (_directory, mut store) = store();
    let token = Secret::generate(&mut SysRng).unwrap();
    let into = "INSERT INTO tokens (digest, value, ends) VALUES (?1, x'00', 0)";
    store.connection.execute(into, [token.digest().as_bytes()]).unwrap();
    let mut count = || store.turn(|turn| turn.count_credential(&token.digest())).unwrap();
    for _ in 0..MAX_CREDENTIALS_PER_TOKEN {
        assert!(count());
    }
    assert!(!count());
}

#[test]
fn at_the_door_what_was_seen_first_is_forgotten_and_inside_no_more_is_let_in() {
    let (_directory, mut store) = store();
    let ends = "INSERT INTO seen SELECT randomblob(32), ?2, 'door'";
    fill(&mut store, MAX_SEEN + 1, ends);
    fill(&mut store, MAX_SEEN, "INSERT INTO seen SELECT randomblob(32), ?2, 'inside'");
    let key = NonceKey::generate(&mut SysRng).unwrap();
    let mut see = |place| {
        let nonce = key.make(NoncePurpose::Credential, "a", NOW, &mut SysRng).unwrap();
        let (key, until) = key.verify(NoncePurpose::Credential, "a", &nonce, NOW).unwrap();
        store.turn(|turn| Ok(Replays(turn, place).see(key, until))).unwrap()
    };
    assert_eq!(see(Place::Inside), Seen::First);
    assert_eq!(see(Place::Inside), Seen::Before, "there is no room");
    assert_eq!(see(Place::Door), Seen::First);
    assert_eq!(see(Place::Door), Seen::First);
    assert_eq!(rows(&store, "seen WHERE place = 'door'"), MAX_SEEN);
}

#[test]
fn a_credential_too_many_is_not_entered() {
    let (_directory, mut store) = store();
    let into = "INSERT INTO issued SELECT 'x' || at, 'erika', 'identity', 1, 0, NULL, randomblob(32), at, ?2";
    fill(&mut store, MAX_ISSUED, into);
    let enter = |turn: &Turn<'_>, id: &str| {
        let issued = IssuedCredential {
            id: id.to_owned(),
            person: "erika".to_owned(),
            configuration: "identity".to_owned(),
            copies: 1,
            issued_at: NOW,
            ends: NOW.saturating_add(crate::limits::OFFER_LIFETIME),
            event: None,
        };
        turn.enter_issued(&issued, id)
    };
    assert_eq!(store.turn(|turn| enter(turn, "last")), Ok(()));
    assert_eq!(store.turn(|turn| enter(turn, "more")), Err(Error::StoreFull));
    let listed = store.turn(|turn| turn.newest_issued()).unwrap();
    assert_eq!((listed.len(), listed[0].id.as_str()), (usize::try_from(MAX_LISTED).unwrap(), "last"));
    // Until others have expired.
    let later = NOW.saturating_add(crate::limits::LOGIN_LIFETIME);
    let expired = store.turn(|turn| turn.take_expired(later)).unwrap();
    assert_eq!(expired.len(), usize::try_from(MAX_ISSUED).unwrap() - 1);
    assert_eq!(store.turn(|turn| enter(turn, "more")), Ok(()));
    assert_eq!(rows(&store, "issued"), 2);
}

#[test]
fn a_store_of_the_first_form_is_taken_up() {
    let directory = tempfile::tempdir().unwrap();
    let old = Connection::open(directory.path().join(FILE)).unwrap();
    old.execute_batch(include_str!("version_1.sql")).unwrap();
    drop(old);
    let mut store = Store::open(directory.path()).unwrap();
    let issued = store.turn(|turn| turn.issued("a")).unwrap().unwrap();
    assert!(issued.ends > NOW && issued.copies == 3);
    assert_eq!(rows(&store, "offers"), 0);
    drop(store);
    assert!(Store::open(directory.path()).is_ok());
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
    own.connection.pragma_update(None, "user_version", 3).unwrap();
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
