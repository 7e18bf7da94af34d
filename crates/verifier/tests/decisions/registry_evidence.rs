//! What a verifier takes in about a registry, and what it refuses.

use crate::kit::hours;
use crate::registry_kit::{NEWEST, REGISTRY, Scene};
use std::sync::LazyLock;
use vouchsafe_accumulator::limits::{KEPT_PERIODS, MAX_DESCRIPTION, SEGMENT_STATEMENTS};
use vouchsafe_verifier::{KnownStatement, RegistryEvidence, Timestamp};

static SCENE: LazyLock<Scene> = LazyLock::new(Scene::new);

fn add(known: &mut RegistryEvidence, text: &str) -> Result<(), &'static str> {
    known.add_statements(text).map_err(|error| error.code())
}

fn newest(known: &RegistryEvidence) -> Option<(u64, Timestamp)> {
    known.newest().map(|newest| (newest.number(), newest.starts_at()))
}

#[test]
fn a_description_and_files_of_statements() {
    let mut known = RegistryEvidence::new(&SCENE.registry.to_json()).unwrap();
    assert_eq!((known.registry(), newest(&known), known.forked_at()), (REGISTRY, None, None));
    let file: Vec<_> = (1..=NEWEST).map(|number| SCENE.text(number)).collect();
    assert_eq!(add(&mut known, &file.join("\n")), Ok(()));
    assert_eq!(newest(&known), Some((NEWEST, Scene::starts_at(NEWEST))));
    assert_eq!(known.newest().unwrap().digest(), SCENE.digest(NEWEST));
    // Again, and with the line feed at its end.
    assert_eq!(add(&mut known, &format!("{}\n", file.join("\n"))), Ok(()));
    assert_eq!((newest(&known), known.forked_at()), (Some((NEWEST, Scene::starts_at(NEWEST))), None));
    assert_eq!(format!("{known:?}"), format!("RegistryEvidence({REGISTRY}, 5 statements)"));
}

#[test]
fn what_is_no_description() {
    let good = SCENE.registry.to_json();
    for (text, code) in [
        (String::new(), "json.syntax"),
        ("{}".to_owned(), "accumulator.member_malformed"),
        (good.replace("\"period\":3600", "\"period\":3601"), "accumulator.period_length"),
        (good.replace("\"registry\":", "\"x\":1,\"registry\":"), "accumulator.member_unknown"),
        (good.replace(REGISTRY, "https://other.example/1"), "bbs.possession_invalid"),
        (" ".repeat(MAX_DESCRIPTION + 1), "accumulator.description_too_long"),
    ] {
        assert_eq!(RegistryEvidence::new(&text).unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut other = Scene::begun("https://issuer.example/registry/2", "statements", 1);
    other.say(None);
    let mut known = SCENE.known([1, 2]);
    let two = |second: &str| format!("{}\n{second}", SCENE.text(5));
    for (text, code) in [
        ("", "jose.not_compact"),
        (&*two("\n"), "jose.not_compact"),
        (&two(other.text(1)), "accumulator.other_registry"),
        (&two(&SCENE.text(3).replace('.', ".A")), "jose.signature_invalid"),
        (&[SCENE.text(5)].repeat(SEGMENT_STATEMENTS + 1).join("\n"), "accumulator.segment_count"),
    ] {
        assert_eq!(add(&mut known, text), Err(code), "{text}");
        assert_eq!(known.newest().map(KnownStatement::number), Some(2));
    }
    assert_eq!(add(&mut known, &[SCENE.text(5)].repeat(SEGMENT_STATEMENTS).join("\n")), Ok(()));
    assert_eq!(known.newest().map(KnownStatement::number), Some(5));
}

/// The number of a period says when it starts.
#[test]
fn a_statement_for_another_time_than_its_number_says() {
    let mut moved = Scene::begun(REGISTRY, "statements", 1);
    moved.first = 2;
    moved.say(None);
    let mut known = SCENE.known([2]);
    assert_eq!(add(&mut known, moved.text(1)), Err("accumulator.dates_mismatch"));
    let mut alone = SCENE.known([]);
    assert_eq!(
        add(&mut alone, &format!("{}\n{}", moved.text(1), SCENE.text(2))),
        Err("accumulator.dates_mismatch")
    );
    assert_eq!(add(&mut alone, moved.text(1)), Ok(()));
}

#[test]
fn so_many_periods_are_kept_the_newest_ones() {
    let mut long = Scene::begun(REGISTRY, "statements", 1);
    let count = u64::try_from(KEPT_PERIODS).unwrap() + 1;
    (1..=count).for_each(|_| long.say(None));
    let mut known = long.known(2..=count);
    let lines = |known: &RegistryEvidence| format!("{known:?}");
    assert_eq!(lines(&known), format!("RegistryEvidence({REGISTRY}, {KEPT_PERIODS} statements)"));
    assert_eq!(add(&mut known, long.text(1)), Ok(()));
    assert_eq!(lines(&known), format!("RegistryEvidence({REGISTRY}, {KEPT_PERIODS} statements)"));
    assert_eq!(known.newest().map(KnownStatement::number), Some(count));
    let hour: Timestamp = Scene::starts_at(1);
    assert_eq!(hour.floor_to(hours(1)), hour);
}
