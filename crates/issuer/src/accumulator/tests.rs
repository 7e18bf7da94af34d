use super::*;
use crate::limits::{MAX_STATEMENTS_AT_ONCE, STATEMENT_LIFE};
use crate::test_issuer::{FailingRng, rng};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vouchsafe_accumulator::limits::MAX_DELETIONS;
use vouchsafe_accumulator::{History, UnverifiedSegment, UnverifiedStatement, VerifiedStatement, segment_of};
use vouchsafe_bbs::limits::MAX_HANDLES;
use vouchsafe_credential::{Duration, base64url};

const ID: &str = "https://issuer.example/revocation/1";
const HOUR: i64 = 3_600;
/// The start of an hour.
const START: i64 = 1_700_000_000 - 1_700_000_000 % HOUR;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(START + seconds)
}

fn id(name: impl ToString) -> CredentialId {
    CredentialId::new(name.to_string()).unwrap()
}

const PERIOD: Duration = Duration::from_hours(1);

fn keys() -> AccumulatorKeys {
    AccumulatorKeys::generate(ID, PERIOD, &mut rng(1)).unwrap()
}

fn registry() -> AccumulatorRegistry {
    AccumulatorRegistry::new(keys(), at(600), &mut rng(2)).unwrap()
}

/// What was stored goes on as what was not.
fn stored(registry: &AccumulatorRegistry) -> AccumulatorRegistry {
    AccumulatorRegistry::from_json(keys(), registry.to_json().unwrap().as_bytes()).unwrap()
}

/// What stands at the addresses of segments.
#[derive(Default)]
struct Served(BTreeMap<u64, String>);

impl Served {
    fn publish(&mut self, registry: &mut AccumulatorRegistry, now: Timestamp) {
        for segment in registry.publish(now).unwrap() {
            self.0.insert(segment.number, segment.text);
        }
    }

    fn statements(&self, registry: &AccumulatorRegistry) -> Vec<VerifiedStatement> {
        let last = self.0.keys().last().unwrap();
        assert!(self.0.keys().copied().eq(0..=*last));
        let verify = |(number, text): (&u64, &String)| {
            UnverifiedSegment::parse(text)
                .unwrap()
                .verify(registry.registry(), *number, number == last)
                .unwrap()
        };
        self.0.iter().flat_map(verify).collect()
    }

    /// Follows all of it, as a wallet does whose credential has this entry.
    fn holder(
        &self,
        registry: &AccumulatorRegistry,
        entry: &RegistryEntry,
    ) -> Result<(), vouchsafe_bbs::Error> {
        let statements = self.statements(registry);
        let public = registry.registry();
        let of_issue = statements.iter().find(|statement| statement.number() == entry.period).unwrap();
        let payload = entry.payload.as_bytes();
        let mut witness =
            MembershipWitness::receive(public.key(), of_issue.value(), payload, &entry.witness.to_octets())
                .unwrap();
        let mut history = History::join(public, of_issue).unwrap();
        for statement in statements.iter().filter(|statement| statement.number() > entry.period) {
            let chain = history.follow(statement, &mut rng(9)).unwrap();
            witness = witness.catch_up(public.key(), &chain)?;
        }
        assert_eq!(history.newest(), registry.newest_period());
        Ok(())
    }
}

#[test]
fn a_registry_begins_with_the_period_that_it_is_made_in() {
    let mut registry = registry();
    assert_eq!((registry.newest_period(), registry.next_statement_at()), (1, at(HOUR)));
    let mut served = Served::default();
    served.publish(&mut registry, at(600));
    let statements = served.statements(&registry);
    let [first] = statements.as_slice() else { panic!("one statement") };
    assert_eq!((first.number(), first.deletions().len(), first.starts_at()), (1, 1, at(0)));
    History::begin(registry.registry(), first, &mut rng(3)).unwrap();
    for period in [59, 7 * 60, 8 * 86_400] {
        let refused = AccumulatorKeys::generate(ID, Duration::from_secs(period), &mut rng(1));
        assert_eq!(refused.err().unwrap().code(), "accumulator.period_length", "{period}");
    }
    for (id, code) in [("", "bbs.registry_id"), ("a\nb", "accumulator.registry_id")] {
        assert_eq!(AccumulatorKeys::generate(id, PERIOD, &mut rng(1)).err().unwrap().code(), code);
    }
}

#[test]
fn every_period_has_a_statement_and_the_newest_has_the_deletions() {
    let mut registry = registry();
    let mut served = Served::default();
    served.publish(&mut registry, at(0));
    let entries: Vec<_> =
        (0..4).map(|name| registry.allocate(id(name), &mut rng(10 + name)).unwrap()).collect();
    registry.revoke(&id(1)).unwrap();
    registry.revoke(&id(3)).unwrap();
    // That of the period is signed already, and stays as it is.
    let before = served.0.clone();
    served.publish(&mut registry, at(HOUR - 1));
    assert_eq!((&served.0, registry.pending()), (&before, 2));
    assert!(entries.iter().all(|entry| served.holder(&registry, entry).is_ok()));
    served.publish(&mut registry, at(5 * HOUR));
    let statements = served.statements(&registry);
    let counts: Vec<_> = statements.iter().map(|statement| statement.deletions().len()).collect();
    assert_eq!((counts, registry.pending()), (vec![1, 0, 0, 0, 0, 2], 0));
    let revoked: Vec<_> = entries.iter().map(|entry| served.holder(&registry, entry).is_err()).collect();
    assert_eq!(revoked, [false, true, false, true]);
    // Nothing more is said until the next period.
    let before = served.0.clone();
    served.publish(&mut registry, at(6 * HOUR - 1));
    assert_eq!(served.0, before);
    assert_eq!(registry.next_statement_at(), at(6 * HOUR));
    served.publish(&mut registry, at(6 * HOUR));
    assert_eq!(registry.newest_period(), 7);
}

#[test]
fn a_statement_holds_while_it_may_be_asked_for() {
    for (period, life) in [
        (Duration::from_hours(1), STATEMENT_LIFE),
        (Duration::from_days(2), STATEMENT_LIFE),
        (Duration::from_days(3), Duration::from_days(9)),
        (Duration::from_days(7), Duration::from_days(21)),
    ] {
        let keys = AccumulatorKeys::generate(ID, period, &mut rng(1)).unwrap();
        let mut registry = AccumulatorRegistry::new(keys, at(0), &mut rng(2)).unwrap();
        let mut served = Served::default();
        served.publish(&mut registry, at(0));
        for statement in served.statements(&registry) {
            assert_eq!(statement.expires_at(), statement.starts_at().saturating_add(life));
        }
    }
}

#[test]
fn what_is_revoked_stays_revoked() {
    let mut registry = registry();
    registry.allocate(id("a"), &mut rng(3)).unwrap();
    registry.allocate(id("b"), &mut rng(4)).unwrap();
    assert_eq!(registry.allocate(id("a"), &mut rng(5)).unwrap_err(), Error::CredentialKnown);
    assert_eq!(registry.reinstate(&id("a")), Ok(()));
    registry.revoke(&id("a")).unwrap();
    for published in [false, true] {
        if published {
            registry.publish(at(HOUR)).unwrap();
        }
        let before = registry.to_json().unwrap();
        assert_eq!(registry.revoke(&id("a")), Err(Error::RevokedAlready));
        assert_eq!(registry.reinstate(&id("a")), Err(Error::RevokedForGood));
        assert_eq!(registry.allocate(id("a"), &mut rng(5)).unwrap_err(), Error::CredentialKnown);
        assert_eq!(registry.state(&id("a")), Some(CredentialState::Revoked));
        assert_eq!(registry.to_json().unwrap(), before);
    }
    assert_eq!(Error::RevokedForGood.help(), Some("issue a new credential"));
    assert_eq!(registry.revoke(&id("c")), Err(Error::CredentialUnknown));
    assert_eq!(registry.reinstate(&id("c")), Err(Error::CredentialUnknown));
    assert_eq!(registry.state(&id("c")), None);
    let said: Vec<_> = registry.credentials().map(|(id, state)| (id.as_str(), state)).collect();
    assert_eq!(said, [("a", CredentialState::Revoked), ("b", CredentialState::Valid)]);
}

#[test]
fn what_has_expired_is_forgotten_once_its_revocation_is_published() {
    let mut registry = registry();
    for name in ["holds", "revoked"] {
        registry.allocate(id(name), &mut rng(3)).unwrap();
    }
    registry.revoke(&id("revoked")).unwrap();
    for name in ["holds", "revoked", "nobody"] {
        registry.forget(&id(name));
    }
    assert_eq!(registry.state(&id("holds")), None);
    assert_eq!((registry.state(&id("revoked")), registry.pending()), (Some(CredentialState::Revoked), 1));
    registry.publish(at(2 * HOUR)).unwrap();
    registry.forget(&id("revoked"));
    assert_eq!((registry.state(&id("revoked")), registry.pending()), (None, 0));
    // Its handle is given to nobody else: fewer are known than were given away.
    let mut registry = stored(&registry);
    registry.allocate(id("later"), &mut rng(4)).unwrap();
    assert_eq!(registry.credentials().count(), 1);
}

#[test]
fn a_clock_that_goes_backwards_loses_nothing() {
    let mut registry = registry();
    let entry = registry.allocate(id("a"), &mut rng(3)).unwrap();
    let mut served = Served::default();
    served.publish(&mut registry, at(3 * HOUR));
    registry.revoke(&id("a")).unwrap();
    let before = registry.to_json().unwrap();
    assert_eq!(registry.publish(at(3 * HOUR - 1)), Err(Error::StatementLater { at: at(3 * HOUR) }));
    assert_eq!(registry.to_json().unwrap(), before);
    served.publish(&mut registry, at(4 * HOUR));
    assert!(served.holder(&registry, &entry).is_err());
}

#[test]
fn a_clock_that_runs_far_ahead_signs_nothing() {
    let mut registry = registry();
    let before = registry.to_json().unwrap();
    let most = i64::try_from(MAX_STATEMENTS_AT_ONCE).unwrap();
    for now in [at((most + 1) * HOUR), Timestamp::from_unix(i64::MAX)] {
        assert_eq!(registry.publish(now), Err(Error::StatementsMissed));
        assert_eq!(registry.to_json().unwrap(), before);
    }
}

#[test]
fn as_many_periods_as_can_be_missed() {
    let mut registry = registry();
    let most = i64::try_from(MAX_STATEMENTS_AT_ONCE).unwrap();
    let segments = registry.publish(at((most + 1) * HOUR - 1)).unwrap();
    assert_eq!(registry.newest_period(), MAX_STATEMENTS_AT_ONCE + 1);
    assert_eq!(segments.last().unwrap().number, segment_of(MAX_STATEMENTS_AT_ONCE + 1));
    assert_eq!(segments.last().unwrap().text.lines().count(), 1);
}

#[test]
fn segments_are_whole_and_only_what_changed_is_given() {
    let mut registry = registry();
    let numbers = |segments: Vec<PublishedSegment>| {
        segments.iter().map(|segment| (segment.number, segment.text.lines().count())).collect::<Vec<_>>()
    };
    assert_eq!(numbers(registry.publish(at(7 * HOUR)).unwrap()), [(0, 8)]);
    assert_eq!(numbers(registry.publish(at(7 * HOUR)).unwrap()), [(0, 8)]);
    assert_eq!(numbers(registry.publish(at(8 * HOUR)).unwrap()), [(0, 8), (1, 1)]);
    assert_eq!(numbers(registry.publish(at(8 * HOUR)).unwrap()), [(1, 1)]);
    assert_eq!(numbers(stored(&registry).publish(at(24 * HOUR)).unwrap()), [(1, 8), (2, 8), (3, 1)]);
}

#[test]
fn more_deletions_than_a_statement_has_wait_for_the_next() {
    let mut registry = registry();
    for (name, seed) in (0..=MAX_DELETIONS).zip(0..) {
        let handle = registry.keys.secret.new_handle(1, &mut rng(seed)).unwrap();
        registry.records.insert(id(name), Record { handle, state: RecordState::Pending });
    }
    let mut served = Served::default();
    served.publish(&mut registry, at(2 * HOUR));
    assert_eq!(registry.pending(), 1);
    served.publish(&mut registry, at(3 * HOUR));
    assert_eq!(registry.pending(), 0);
    let statement = |line: &str| {
        UnverifiedStatement::parse(line).unwrap().verify(registry.registry()).unwrap().deletions().len()
    };
    let counts: Vec<_> = served.0[&0].lines().map(statement).collect();
    assert_eq!(counts, [1, 0, MAX_DELETIONS, 1]);
}

#[test]
fn handles_are_never_more_than_their_limit_and_never_twice() {
    let mut registry = registry();
    // A generator that repeats itself.
    let payloads: std::collections::BTreeSet<_> =
        (0..20).map(|name| registry.allocate(id(name), &mut rng(3)).unwrap().payload.to_string()).collect();
    assert_eq!((payloads.len(), registry.handles), (20, 21));
    registry.handles = MAX_HANDLES - 1;
    registry.allocate(id("last"), &mut rng(3)).unwrap();
    let before = registry.to_json().unwrap();
    assert_eq!(registry.allocate(id("one more"), &mut rng(3)).unwrap_err().code(), "bbs.too_many_handles");
    assert_eq!(registry.to_json().unwrap(), before);
    assert_eq!(stored(&registry).to_json().unwrap(), before);
}

#[test]
fn a_generator_that_fails_leaves_the_registry_as_it_was() {
    let mut registry = registry();
    let before = registry.to_json().unwrap();
    for mut failing in [FailingRng::after(0), FailingRng::stuck()] {
        assert!(matches!(registry.allocate(id("a"), &mut failing), Err(Error::Bbs(_))));
        assert_eq!(registry.to_json().unwrap(), before);
        assert!(AccumulatorKeys::generate(ID, PERIOD, &mut failing).is_err());
        assert!(AccumulatorRegistry::new(keys(), at(0), &mut FailingRng::after(0)).is_err());
    }
}

#[test]
fn neither_secrets_nor_names_are_printed() {
    let mut registry = registry();
    let entry = registry.allocate(id("canary"), &mut rng(3)).unwrap();
    assert_eq!(format!("{registry:?}"), "AccumulatorRegistry(1 credentials, period 1)");
    assert_eq!(format!("{entry:?}"), "RegistryEntry(period 1)");
    // The secrets are in the stored keys alone.
    let alpha = base64url::encode(registry.keys.secret.to_octets().as_slice());
    let stored = keys().to_json().unwrap();
    assert!(stored.contains(&alpha));
    assert!(!registry.to_json().unwrap().contains(&alpha));
    assert!(registry.publish(at(HOUR)).unwrap().iter().all(|segment| !segment.text.contains("canary")));
}

#[test]
fn the_stored_keys() {
    let stored = keys().to_json().unwrap();
    let again = AccumulatorKeys::from_json(stored.as_bytes()).unwrap();
    assert_eq!(*again.to_json().unwrap(), *stored);
    assert_eq!(again.registry().reference(), keys().registry().reference());
    assert_eq!(again.registry().period(), PERIOD);
    // As the id is part of JSON.
    let quoted = AccumulatorKeys::generate("a\"\\b", PERIOD, &mut rng(1)).unwrap().to_json().unwrap();
    let quoted = AccumulatorKeys::from_json(quoted.as_bytes()).unwrap();
    assert_eq!(quoted.registry().reference().registry(), "a\"\\b");
    for (from, to, code) in [
        ("{", "", "issuer.state_malformed"),
        (r#""version":1,"#, "", "issuer.state_malformed"),
        (r#""version":1"#, r#""version":0"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":2"#, "issuer.state_too_new"),
        (r#""registry":"#, r#""name":"#, "issuer.state_malformed"),
        (r#""period":"#, r#""length":"#, "issuer.state_malformed"),
        (r#""period":3600"#, r#""period":3601"#, "accumulator.period_length"),
        (r#""alpha":""#, r#""alpha":""},{""#, "issuer.state_malformed"),
        (r#""alpha":""#, r#""alpha":"AAAA"#, "bbs.length"),
        (r#""statement_key":{"#, r#""statement_key":{"use":"enc","#, "jose.key_use"),
        (r#""statement_key":"#, r#""key":"#, "issuer.state_malformed"),
    ] {
        assert!(stored.contains(from), "{from}");
        let altered = stored.replacen(from, to, 1);
        let error = AccumulatorKeys::from_json(altered.as_bytes()).err().unwrap();
        assert_eq!(error.code(), code, "{from} to {to}");
    }
}

#[test]
fn a_stored_form_that_is_another_or_contradicts_itself() {
    let mut registry = registry();
    for name in ["a", "b", "c"] {
        registry.allocate(id(name), &mut rng(3)).unwrap();
    }
    registry.revoke(&id("b")).unwrap();
    registry.publish(at(HOUR)).unwrap();
    registry.revoke(&id("c")).unwrap();
    let good = registry.to_json().unwrap();
    assert_eq!(stored(&registry).to_json().unwrap(), good);
    let handle =
        |name: &str| good.split(&format!(r#""id":"{name}","handle":""#)).nth(1).unwrap()[..43].to_owned();
    for (from, to, code) in [
        ("{", "", "issuer.state_malformed"),
        (r#""version":1"#, r#""version":0"#, "issuer.state_malformed"),
        (r#""version":1"#, r#""version":2"#, "issuer.state_too_new"),
        (r#""version":1"#, r#""version":1,"more":1"#, "issuer.state_malformed"),
        (r#""key":""#, r#""key":"A"#, "issuer.state_contradicts"),
        (r#""handles":4"#, r#""handles":3"#, "issuer.state_contradicts"),
        (r#""handles":4"#, r#""handles":1048577"#, "issuer.state_contradicts"),
        (r#""number":0"#, r#""number":1"#, "accumulator.skipped"),
        (r#""text":"ey"#, r#""text":"fy"#, "json.syntax"),
        (r#""id":"b""#, r#""id":"a""#, "issuer.state_contradicts"),
        (r#""id":"b""#, r#""id":"""#, "issuer.state_malformed"),
        (&handle("b"), &handle("a"), "issuer.state_contradicts"),
        (&handle("b"), "AAAA", "issuer.state_malformed"),
        (r#""deleted","period":2"#, r#""deleted""#, "issuer.state_contradicts"),
        (r#""deleted","period":2"#, r#""valid","period":2"#, "issuer.state_contradicts"),
        (r#""deleted","period":2"#, r#""deleted","period":1"#, "issuer.state_contradicts"),
        (r#""deleted","period":2"#, r#""deleted","period":3"#, "issuer.state_contradicts"),
        (r#""pending""#, r#""lost""#, "issuer.state_malformed"),
    ] {
        assert!(good.contains(from), "{from}");
        let altered = good.replacen(from, to, 1);
        let error = AccumulatorRegistry::from_json(keys(), altered.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{from} to {to}");
    }
    // The keys of another registry.
    let other = AccumulatorKeys::generate(ID, PERIOD, &mut rng(7)).unwrap();
    let refused = AccumulatorRegistry::from_json(other, good.as_bytes()).unwrap_err();
    assert_eq!(refused, Error::StateContradicts);
    let other = AccumulatorKeys::generate(ID, Duration::from_days(1), &mut rng(1)).unwrap();
    let refused = AccumulatorRegistry::from_json(other, good.as_bytes()).unwrap_err();
    assert_eq!(refused.code(), "accumulator.dates_mismatch");
}

/// What happens to an issuer: time passes, credentials are issued and revoked, and the power fails, before or after what was done is stored.
#[derive(Debug, Clone)]
enum Event {
    Pass(u64),
    Issue,
    Revoke(usize),
    Publish { is_stored: bool, is_given_out: bool },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        (1..20_000_u64).prop_map(Event::Pass),
        Just(Event::Issue),
        (0..8_usize).prop_map(Event::Revoke),
        any::<(bool, bool)>()
            .prop_map(|(is_stored, is_given_out)| Event::Publish { is_stored, is_given_out }),
    ];
    proptest::collection::vec(event, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whenever the power fails, no period ever has two statements that anybody saw, and who follows them learns what was revoked.
    #[test]
    fn nobody_ever_sees_two_statements_of_a_period(events in events()) {
        let mut registry = registry();
        let mut disk = registry.to_json().unwrap();
        let mut kept = Served::default();
        let mut seen = Served::default();
        let mut now = at(600);
        let (mut entries, mut revoked) = (Vec::new(), Vec::new());
        for event in events.into_iter().chain([
            Event::Pass(HOUR.unsigned_abs()),
            Event::Publish { is_stored: true, is_given_out: true },
        ]) {
            match event {
                Event::Pass(seconds) => now = now.saturating_add(Duration::from_secs(seconds)),
                Event::Issue => {
                    let name = entries.len();
                    entries.push(registry.allocate(id(name), &mut rng(3)).unwrap());
                    disk = registry.to_json().unwrap();
                }
                Event::Revoke(name) if name < entries.len() && !revoked.contains(&name) => {
                    registry.revoke(&id(name)).unwrap();
                    revoked.push(name);
                    disk = registry.to_json().unwrap();
                }
                Event::Revoke(_) => {}
                Event::Publish { is_stored, is_given_out } => {
                    // The segments are stored before the state.
                    kept.publish(&mut registry, now);
                    if is_stored {
                        disk = registry.to_json().unwrap();
                    }
                    registry = AccumulatorRegistry::from_json(keys(), disk.as_bytes()).unwrap();
                    if is_stored && is_given_out {
                        let served = kept.0.iter().map(|(number, text)| (*number, text.clone()));
                        for (number, text) in served {
                            let before = seen.0.insert(number, text.clone()).unwrap_or_default();
                            prop_assert!(text.starts_with(&before), "segment {} changed", number);
                        }
                    }
                }
            }
        }
        for (name, entry) in entries.iter().enumerate() {
            let is_revoked = seen.holder(&registry, entry).is_err();
            prop_assert_eq!(is_revoked, revoked.contains(&name));
        }
    }

    #[test]
    fn no_stored_form_panics(text in "[{}\\[\\]a-z0-9:,\"]{0,200}") {
        let _ = AccumulatorRegistry::from_json(keys(), text.as_bytes());
        let _ = AccumulatorKeys::from_json(text.as_bytes());
    }
}
