//! BBS credentials that can be revoked: what the verifier's own statements say of them, and nothing else.

use crate::bbs_kit::{Bbs, bbs_policy};
use crate::kit::{ISSUER, NOW, after, before, codes, decide, hours, issuer_id, request};
use crate::registry_kit::{NEWEST, REGISTRY, Scene};
use std::sync::{Arc, LazyLock};
use vouchsafe_verifier::report::{ProvenPeriod, Subject};
use vouchsafe_verifier::{
    Accepted, Algorithm, Decision, Duration, Evidence, Loosening, Need, OnMissingStatus, OnStaleStatus,
    OnUnknownStatus, Policy, STRICT_STATUS_AGE, Timestamp, Verifier,
};

static SCENE: LazyLock<Scene> = LazyLock::new(Scene::new);

/// For credentials that can be revoked.
fn policy() -> Policy {
    bbs_policy().on_missing_status(OnMissingStatus::Reject)
}

/// One that is not revoked, shown for a period.
fn text(period: u64) -> String {
    SCENE.present(&Bbs::new(), &SCENE.handle(1), period)
}

fn accept(decision: Decision) -> Accepted {
    match decision {
        Decision::Accepted(accepted) => accepted,
        Decision::Rejected(rejected) => panic!("{}", rejected.report()),
    }
}

/// The codes of the reasons, and whether nothing is refuted.
fn refused(decision: Decision) -> (Vec<&'static str>, bool) {
    match &decision {
        Decision::Accepted(_) => panic!("{}", decision.report()),
        Decision::Rejected(rejected) => (codes(&decision), rejected.is_undetermined()),
    }
}

fn decide_at(policy: Policy, text: &str, evidence: &Evidence, now: Timestamp) -> Decision {
    Verifier::new(policy).begin(text, &request(), NOW).unwrap().decide(evidence, now)
}

#[test]
fn not_revoked_in_the_newest_period() {
    // It need not be short-lived.
    let long = Bbs::new().set("exp", "1798761600");
    let text = SCENE.present(&long, &SCENE.handle(1), NEWEST);
    let pending = Verifier::new(policy()).begin(&text, &request(), NOW).unwrap();
    assert_eq!(pending.needs(), [Need::Statements { registry: REGISTRY.to_owned() }]);
    assert_eq!(pending.needs()[0].to_string(), format!("statements about the registry {REGISTRY}"));
    let accepted = accept(pending.decide(&SCENE.up_to(NEWEST), NOW));
    assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey]);
    assert_eq!(accepted.evidence_time(), Some(NOW));
    let status = accepted.report().status().unwrap();
    assert_eq!((status.list(), status.signed_by()), (REGISTRY, ISSUER));
    assert_eq!((status.age(), status.is_stapled()), (Duration::ZERO, false));
    assert_eq!(status.period().map(ProvenPeriod::lag), Some(0));
    let words = accepted.report().to_string();
    let shown = "not revoked as of 2026-01-01T12:00:00Z (0 s ago), in period 5 of a registry, the newest";
    assert!(words.contains(shown), "{words}");
    assert_eq!(
        serde_json::to_value(status).unwrap(),
        serde_json::json!({
            "list": REGISTRY, "issued_at": NOW.as_unix(), "age_s": 0, "signed_by": ISSUER, "received_at": null,
            "period": {"number": 5, "newest": 5, "lag": 0},
        })
    );
}

/// Without a proof for a later period it can't be told, however good the proof for an earlier one is.
#[test]
fn how_far_behind_a_proof_may_be() {
    let lagging = |period: u64, newest: u64, most: u64| {
        decide(policy().max_statement_lag(most), &text(period), &SCENE.up_to(newest))
    };
    for (period, newest, most) in [(5, 5, 0), (4, 4, 0), (4, 5, 1), (1, 5, 4)] {
        let accepted = accept(lagging(period, newest, most));
        assert_eq!(accepted.evidence_time(), Some(Scene::starts_at(period)));
        let proven = accepted.report().status().unwrap().period().unwrap();
        assert_eq!((proven.number(), proven.newest(), proven.lag()), (period, newest, newest - period));
        let loosened = accepted.loosenings().contains(&Loosening::StatementLag);
        assert_eq!(loosened, proven.lag() > 1, "{period} of {newest}");
    }
    for (period, newest, most) in [(4, 5, 0), (3, 5, 1), (1, 5, 3)] {
        assert_eq!(
            refused(lagging(period, newest, most)),
            (vec!["status.lag"], true),
            "{period} of {newest}"
        );
    }
    // It is no question of what is unknown or stale.
    let lenient = policy().on_unknown_status(OnUnknownStatus::Accept).on_stale_status(OnStaleStatus::Accept);
    assert_eq!(refused(decide(lenient, &text(3), &SCENE.up_to(5))).0, ["status.lag"]);
    let words = accept(lagging(4, 5, 1)).report().to_string();
    let shown =
        "not revoked as of 2026-01-01T11:00:00Z (1 h ago), in period 4 of a registry, one before the newest";
    assert!(words.contains(shown), "{words}");
    let words = lagging(1, 5, 1).report().to_string();
    assert!(
        words.contains("not revoked in period 1, but 5 is known; at most 1 before it is accepted"),
        "{words}"
    );
}

/// Revoked in period 4: the last proof that can be made is for period 3. What a policy accepts of it is the exposure.
#[test]
fn a_revoked_one_is_refused_once_the_deletion_is_known() {
    let scene = Scene::deleting(1, 4);
    let text = scene.present(&Bbs::new(), &scene.handle(1), 3);
    let decide =
        |newest: u64, most: u64| decide(policy().max_statement_lag(most), &text, &scene.up_to(newest));
    drop(accept(decide(3, 0)));
    assert_eq!(refused(decide(4, 0)), (vec!["status.lag"], true));
    let status = accept(decide(4, 1)).report().status().cloned().unwrap();
    assert_eq!((status.period().unwrap().lag(), status.age()), (1, hours(2)));
    assert_eq!(refused(decide(5, 1)), (vec!["status.lag"], true));
}

/// The holder was told something else than the verifier knows, or makes a proof from nothing.
#[test]
fn a_proof_for_another_value() {
    let other = Scene::deleting(2, 3);
    for period in [3, 5] {
        let text = other.present(&Bbs::new(), &other.handle(1), period);
        drop(accept(decide(policy().max_statement_lag(2), &text, &other.up_to(5))));
        let decision = decide(policy().max_statement_lag(2), &text, &SCENE.up_to(5));
        assert_eq!(refused(decision), (vec!["bbs.revocation_invalid"], false));
    }
    let same = other.present(&Bbs::new(), &other.handle(1), 2);
    drop(accept(decide(policy().max_statement_lag(3), &same, &SCENE.up_to(5))));
    // One part of the proof of another presentation.
    let (one, two) = (text(5), SCENE.present(&Bbs { seed: 6, ..Bbs::new() }, &SCENE.handle(1), 5));
    let (proof, _) = one.rsplit_once('~').unwrap();
    let (_, part) = two.rsplit_once('~').unwrap();
    let decision = decide(policy(), &format!("{proof}~{part}"), &SCENE.up_to(5));
    assert_eq!(refused(decision), (vec!["bbs.revocation_invalid"], false));
}

#[test]
fn what_nothing_is_known_of() {
    let nothing = Evidence::none();
    let other = Scene::begun("https://issuer.example/registry/2", "statements", 1);
    let no_statement = Evidence::none().registry(SCENE.known([]));
    for (name, evidence) in [
        ("nothing", &nothing),
        ("another registry", &Evidence::none().registry(other.known([]))),
        ("no statement", &no_statement),
    ] {
        let decision = decide(policy(), &text(5), evidence);
        assert_eq!(refused(decision), (vec!["status.unknown"], true), "{name}");
        let lenient = policy().on_unknown_status(OnUnknownStatus::Accept);
        let accepted = accept(decide(lenient, &text(5), evidence));
        assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey, Loosening::UnknownStatus], "{name}");
        assert_eq!(accepted.evidence_time(), None);
    }
    let gap = Evidence::none().registry(SCENE.known([3, 5]));
    drop(accept(decide(policy().max_statement_lag(2), &text(3), &gap)));
}

/// The presenter chooses the period of a proof. Where the registry is known, that does not make its state unknown.
#[test]
fn a_period_that_is_not_held_is_never_accepted() {
    let mut ahead = Scene::deleting(7, 2);
    ahead.say(None);
    let of_tomorrow = ahead.present(&Bbs::new(), &ahead.handle(1), NEWEST + 1);
    for (name, text, evidence) in [
        ("revoked, and of a period ahead", &of_tomorrow, Scene::deleting(1, 4).up_to(5)),
        ("ahead, and held", &of_tomorrow, ahead.up_to(6)),
        ("older statements", &text(5), SCENE.up_to(4)),
        ("older statements with a gap", &text(5), Evidence::none().registry(SCENE.known([2, 4]))),
        ("a gap", &text(4), Evidence::none().registry(SCENE.known([3, 5]))),
    ] {
        for on_unknown in [OnUnknownStatus::Reject, OnUnknownStatus::Accept] {
            let decision = decide(policy().on_unknown_status(on_unknown), text, &evidence);
            assert_eq!(refused(decision), (vec!["status.unknown"], true), "{name}");
        }
    }
}

/// The credential's header names the registry's keys: nothing under the same name does instead.
#[test]
fn another_registry_of_the_same_name() {
    for (other, seed) in [("statements", 2), ("somebody", 1)] {
        let mut foreign = Scene::begun(REGISTRY, other, seed);
        (1..=NEWEST).for_each(|_| foreign.say(None));
        let evidence = foreign.up_to(NEWEST);
        let decision = decide(policy(), &text(5), &evidence);
        assert_eq!(refused(decision), (vec!["accumulator.registry_mismatch", "status.unknown"], true));
        // Beside the right one it does not matter.
        let decision = decide(policy(), &text(5), &evidence.registry(SCENE.known([5])));
        let skipped = decision.report().checks().iter().find(|one| one.subject() == Subject::StatusEvidence);
        assert!(skipped.unwrap().words().contains("(accumulator.registry_mismatch)"));
        drop(accept(decision));
        // Nor are its statements those of the right one.
        let mut known = SCENE.known([]);
        let added = known.add_statements(foreign.text(1)).map_err(|error| error.code());
        assert_eq!(added, if seed == 1 { Err("jose.signature_invalid") } else { Ok(()) });
    }
    let only_es256 = policy().allow_algorithms([Algorithm::Es256]);
    assert_eq!(
        refused(decide(only_es256, &text(5), &SCENE.up_to(5))),
        (vec!["policy.algorithm_not_allowed", "status.unknown"], true)
    );
}

#[test]
fn a_fork_is_noticed_whatever_the_order_and_stops_everything() {
    let other = Scene::deleting(2, 3);
    let forks = |first: &str, second: &str| {
        let mut known = SCENE.known([]);
        known.add_statements(first).unwrap();
        assert_eq!(known.forked_at(), None);
        known.add_statements(second).unwrap();
        known
    };
    let lenient =
        || policy().on_unknown_status(OnUnknownStatus::Accept).on_stale_status(OnStaleStatus::Accept);
    for (first, second, at) in [
        (SCENE.text(3), other.text(3), Some(3)),
        (other.text(3), SCENE.text(3), Some(3)),
        // The one after names another before it.
        (SCENE.text(3), other.text(4), Some(3)),
        (other.text(4), SCENE.text(3), Some(3)),
        (SCENE.text(3), SCENE.text(4), None),
        (SCENE.text(4), SCENE.text(4), None),
        // With one missing between them nothing shows.
        (SCENE.text(2), other.text(4), None),
    ] {
        let mut known = forks(first, second);
        assert_eq!(known.forked_at(), at);
        known.add_statements(SCENE.text(5)).unwrap();
        if at.is_some() {
            let decision = decide(lenient(), &text(5), &Evidence::none().registry(known));
            assert!(
                decision
                    .report()
                    .to_string()
                    .contains("two different things about what is revoked, in period 3")
            );
            assert_eq!(refused(decision), (vec!["status.forked"], true));
        }
    }
    // Two pieces of evidence that are each without a fork.
    let apart = || Evidence::none().registry(SCENE.known([3, 5])).registry(other.known([3]));
    assert_eq!(refused(decide(lenient(), &text(5), &apart())).0, ["status.forked"]);
    // One names another one before it, or starts at another time.
    let mut elsewhere = Scene::begun(REGISTRY, "statements", 1);
    elsewhere.first = 2;
    (1..=NEWEST).for_each(|_| elsewhere.say(None));
    for (one, two, at) in [
        (SCENE.known([3]), other.known([4]), 3),
        (other.known([4, 5]), SCENE.known([3]), 3),
        (SCENE.known([2, 4]), other.known([5]), 4),
        (SCENE.known([5]), elsewhere.known([2]), 2),
    ] {
        let decision = decide(lenient(), &text(5), &Evidence::none().registry(one).registry(two));
        let words = decision.report().to_string();
        assert!(
            words.contains(&format!("two different things about what is revoked, in period {at}")),
            "{words}"
        );
        assert_eq!(refused(decision), (vec!["status.forked"], true));
    }
    let apart = Evidence::none().registry(SCENE.known([1, 4])).registry(SCENE.known([2, 5]));
    drop(accept(decide(policy(), &text(5), &apart)));
    let agree = Evidence::none().registry(SCENE.known([4])).registry(SCENE.known([3, 4, 5]));
    drop(accept(decide(policy(), &text(4), &agree)));
    let arc = Arc::new(SCENE.known([5]));
    drop(accept(decide(policy(), &text(5), &Evidence::none().registry(Arc::clone(&arc)).registry(arc))));
}

#[test]
fn how_old_the_newest_statement_may_be() {
    let evidence = SCENE.up_to(NEWEST);
    let long = Bbs::new().set("exp", "1798761600");
    let text = SCENE.present(&long, &SCENE.handle(1), NEWEST);
    let day = STRICT_STATUS_AGE;
    let a_second = Duration::from_secs(1);
    drop(accept(decide_at(policy(), &text, &evidence, after(day))));
    let late = after(day).saturating_add(a_second);
    assert_eq!(refused(decide_at(policy(), &text, &evidence, late)), (vec!["status.stale"], true));
    let older = accept(decide_at(policy().max_status_age(hours(48)), &text, &evidence, late));
    assert_eq!(older.loosenings(), [Loosening::NoHolderKey, Loosening::OlderStatus]);
    let stale = accept(decide_at(policy().on_stale_status(OnStaleStatus::Accept), &text, &evidence, late));
    assert_eq!(stale.loosenings(), [Loosening::NoHolderKey, Loosening::StaleStatus]);

    // Statements expire, 60 s of skew apart.
    let mut brief = Scene::begun(REGISTRY, "statements", 1);
    brief.life = hours(2);
    (1..=NEWEST).for_each(|_| brief.say(None));
    let text = brief.present(&Bbs::new(), &brief.handle(1), NEWEST);
    let minute = Duration::from_secs(60);
    let at = |seconds: u64| after(hours(2)).saturating_add(Duration::from_secs(seconds));
    let decide = |policy: Policy, now: Timestamp| decide_at(policy, &text, &brief.up_to(NEWEST), now);
    drop(accept(decide(policy(), at(59))));
    assert_eq!(refused(decide(policy(), at(60))), (vec!["status.stale"], true));
    let skewed = accept(decide(policy().clock_skew(hours(1)), at(60)));
    assert_eq!(skewed.loosenings(), [Loosening::NoHolderKey, Loosening::ClockSkew]);
    // So does the one that was proven for, with a newer one known.
    let before_it = brief.present(&Bbs::new(), &brief.handle(1), NEWEST - 1);
    let evidence = brief.up_to(NEWEST);
    drop(accept(decide_at(policy(), &before_it, &evidence, after(hours(1)))));
    let expired = decide_at(policy(), &before_it, &evidence, after(hours(1)).saturating_add(minute));
    assert_eq!(refused(expired), (vec!["status.stale"], true));
}

/// With long periods nobody can have anything newer: two of them may pass.
#[test]
fn how_old_a_statement_of_a_long_period_may_be() {
    let day = Duration::from_days(1);
    let mut daily = Scene::begun_with_periods_of(day, REGISTRY, "statements", 1);
    (1..=NEWEST).for_each(|_| daily.say(None));
    let long = Bbs::new().set("exp", "1798761600");
    let text = daily.present(&long, &daily.handle(1), NEWEST);
    let start = NOW.floor_to(day);
    let evidence = daily.up_to(NEWEST);
    let at = |hour: u64, second: u64| {
        start.saturating_add(hours(hour)).saturating_add(Duration::from_secs(second))
    };
    for policy in [policy(), policy().max_status_age(hours(1))] {
        let accepted = accept(decide_at(policy.clone(), &text, &evidence, at(48, 0)));
        assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey]);
        let words = accepted.report().to_string();
        assert!(words.contains("at most 2 days is accepted, two periods of the registry"), "{words}");
        let late = decide_at(policy, &text, &evidence, at(48, 1));
        assert!(late.report().to_string().contains("two periods of the registry"));
        assert_eq!(refused(late), (vec!["status.stale"], true));
    }
    let more = accept(decide_at(policy().max_status_age(hours(72)), &text, &evidence, at(48, 1)));
    assert_eq!(more.loosenings(), [Loosening::NoHolderKey, Loosening::OlderStatus]);
}

#[test]
fn a_statement_of_tomorrow_is_no_evidence_today() {
    let all = SCENE.up_to(NEWEST);
    let earlier = |seconds: u64| before(Duration::from_secs(seconds));
    let decide = |period: u64, now: Timestamp| {
        let policy = policy().max_statement_lag(0).clock_skew(Duration::from_secs(60));
        decide_at(policy, &text(period), &all, now)
    };
    // Up to a skew before its start, period 5 has begun; before that, period 4 is the newest.
    assert_eq!(refused(decide(4, earlier(60))).0, ["status.lag"]);
    drop(accept(decide(5, earlier(60))));
    drop(accept(decide(4, earlier(61))));
    assert_eq!(refused(decide(5, earlier(61))).0, ["status.unknown"]);
    let loose = policy().max_statement_lag(0).clock_skew(hours(1));
    let accepted = accept(decide_at(loose, &text(5), &all, earlier(61)));
    assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey, Loosening::ClockSkew]);
}

/// Nothing that the presenter brings along is heard about the registry.
#[test]
fn there_is_no_way_in_for_a_presenters_statements() {
    let stapled = Evidence::none().stapled(SCENE.text(5));
    assert_eq!(refused(decide(policy(), &text(5), &stapled)).0, ["status.unknown"]);
    let behind = SCENE.up_to(4).stapled(SCENE.text(5));
    let without = decide(policy(), &text(4), &SCENE.up_to(4));
    assert_eq!(decide(policy(), &text(4), &behind).report(), without.report());
    let received = SCENE.up_to(5).received(SCENE.text(3), NOW);
    let decision = decide(policy(), &text(3), &received);
    assert_eq!(refused(decision).0, ["status.lag"]);
}

#[test]
fn what_failed_before_leaves_the_registry_alone() {
    let expired = Bbs::new().set("exp", "1767225600");
    let text = SCENE.present(&expired, &SCENE.handle(1), NEWEST);
    let pending = Verifier::new(policy()).begin(&text, &request(), NOW).unwrap();
    assert!(pending.needs().is_empty());
    let decision = pending.decide(&SCENE.up_to(NEWEST), NOW);
    assert_eq!(codes(&decision), ["validity.expired"]);
    assert!(decision.report().to_string().contains("status            not looked up"));
}

/// A proof that somebody is left out of does not become one of a credential that cannot be revoked.
#[test]
fn the_proof_of_the_registry_taken_off() {
    let text = text(NEWEST);
    let (proof, _) = text.rsplit_once('~').unwrap();
    let code = refused(decide(policy(), proof, &SCENE.up_to(NEWEST))).0;
    assert_eq!(code, ["jpt.extension_without_proof"]);
    assert_eq!(issuer_id(ISSUER).as_str(), ISSUER);
}
