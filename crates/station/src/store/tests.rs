use super::*;
use crate::limits::{MAX_LISTED, MAX_SESSIONS, MAX_TRIES};
use vouchsafe_credential::Timestamp;

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(seconds)
}

fn session(id: &str) -> NewSession<'_> {
    NewSession {
        id,
        check: "adult",
        device: Device::Other,
        record: "SECRET",
        link: "openid4vp://",
        return_to: None,
        expires: at(300),
        ends: at(900),
    }
}

fn taken(id: &str, now: i64) -> TakenSession<'_> {
    TakenSession {
        id,
        state: SessionState::Decided,
        receipt: Some("r"),
        completion: None,
        now: at(now),
        ends: at(900),
    }
}

fn open() -> (tempfile::TempDir, Store) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path()).unwrap();
    (directory, store)
}

#[test]
fn a_session_is_taken_once_and_in_time() {
    let (_directory, mut store) = open();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    store.turn(|turn| turn.begin(&session("b"))).unwrap();
    store.turn(|turn| turn.asked("a")).unwrap();
    assert_eq!(store.turn(|turn| turn.consume(&taken("a", 299))), Ok(()));
    assert_eq!(store.turn(|turn| turn.consume(&taken("a", 299))), Err(Error::SessionUsed));
    assert_eq!(store.turn(|turn| turn.consume(&taken("b", 300))), Err(Error::SessionUsed));
    assert_eq!(store.turn(|turn| turn.consume(&taken("c", 1))), Err(Error::SessionUsed));
    let kept = store.turn(|turn| turn.session("a")).unwrap().unwrap();
    assert_eq!((kept.state, kept.record.is_some()), (SessionState::Decided, false));
}

#[test]
fn what_fails_leaves_nothing() {
    let (_directory, mut store) = open();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    let failed = store.turn(|turn| {
        turn.consume(&taken("a", 1))?;
        Err::<(), _>(Error::StoreForeign)
    });
    assert_eq!(failed, Err(Error::StoreForeign));
    assert_eq!(store.turn(|turn| turn.consume(&taken("a", 1))), Ok(()));
}

#[test]
fn tries_end_a_session() {
    let (_directory, mut store) = open();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    for _ in 1..MAX_TRIES {
        store.turn(|turn| turn.tried("a", at(10))).unwrap();
    }
    assert_eq!(store.turn(|turn| turn.session("a")).unwrap().unwrap().expires, at(300));
    store.turn(|turn| turn.tried("a", at(10))).unwrap();
    assert_eq!(store.turn(|turn| turn.session("a")).unwrap().unwrap().expires, at(10));
}

#[test]
fn keys_go_when_a_session_ends_and_all_of_it_later() {
    let (_directory, mut store) = open();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    let has_key = |store: &mut Store| {
        let kept = store.turn(|turn| turn.session("a")).unwrap();
        kept.map(|kept| kept.record.is_some())
    };
    for (now, expected) in [(299, Some(true)), (300, Some(false)), (899, Some(false)), (900, None)] {
        store.turn(|turn| turn.sweep(at(now))).unwrap();
        assert_eq!(has_key(&mut store), expected, "{now}");
    }
}

#[test]
fn there_are_so_many_sessions() {
    let (_directory, mut store) = open();
    store
        .turn(|turn| {
            (0..MAX_SESSIONS).try_for_each(|number| turn.begin(&session(&number.to_string())))?;
            assert_eq!(turn.begin(&session("more")), Err(Error::StoreFull));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_page_of_the_log_has_so_many_entries() {
    let (_directory, mut store) = open();
    store
        .turn(|turn| {
            for number in 0..=MAX_LISTED {
                turn.append(&NewEntry {
                    id: &number.to_string(),
                    check: "adult",
                    verdict: "accepted",
                    reasons: &[],
                    attention: &["loosened.no_status"],
                    decided_at: at(0),
                    evidence_as_of: None,
                    receipt: "{}",
                    ends: at(1),
                })?;
            }
            let (entries, next) = turn.log(None, u32::MAX)?;
            assert_eq!((entries.len(), next.as_deref()), (200, Some("1")));
            let (entries, next) = turn.log(Some("1"), u32::MAX)?;
            assert_eq!((entries.len(), next), (1, None));
            assert_eq!(entries[0].attention, ["loosened.no_status"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_file_of_somebody_else_or_of_a_later_version_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join(FILE),
        "not a database, and long enough to be told from an empty one",
    )
    .unwrap();
    assert_eq!(Store::open(directory.path()).err(), Some(Error::StoreForeign));
    let (directory, store) = open();
    drop(store);
    let change = |statement: &str| {
        Connection::open(directory.path().join(FILE)).unwrap().execute_batch(statement).unwrap();
        Store::open(directory.path()).err()
    };
    assert_eq!(change("PRAGMA user_version = 2"), Some(Error::StoreNewer));
    assert_eq!(change("PRAGMA application_id = 7"), Some(Error::StoreForeign));
}

#[test]
fn a_file_that_has_gone_is_not_written_to() {
    let (directory, mut store) = open();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    std::fs::rename(directory.path().join(FILE), directory.path().join("elsewhere")).unwrap();
    assert_eq!(store.turn(|turn| turn.consume(&taken("a", 1))), Err(Error::Store));
    std::fs::write(directory.path().join(FILE), "").unwrap();
    assert_eq!(store.turn(|turn| turn.consume(&taken("a", 1))), Err(Error::Store));
}

#[cfg(unix)]
#[test]
fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let inside = directory.path().join("door");
    let mut store = Store::open(&inside).unwrap();
    store.turn(|turn| turn.begin(&session("a"))).unwrap();
    assert_eq!(std::fs::metadata(&inside).unwrap().permissions().mode() & 0o777, 0o700);
    for file in std::fs::read_dir(&inside).unwrap() {
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
