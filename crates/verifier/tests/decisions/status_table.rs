//! Status x freshness x policy, cell by cell.

use crate::kit::{List, NOW, Presentation, before, hours, policy};
use vouchsafe_status_list::Status;
use vouchsafe_verifier::{Decision, Duration, Evidence, OnStaleStatus, OnSuspended, OnUnknownStatus, Policy};

/// Of each cell: `yes`, `no` or `?`, and in brackets the reasons, or the loosenings that were needed.
const TABLE: &str = "
status      | evidence | strict           | stale accepted      | unknown accepted   | suspended accepted | all accepted
valid       | fresh    | yes              | yes                 | yes                | yes                | yes
valid       | old      | ? (stale)        | yes (stale)         | ? (stale)          | ? (stale)          | yes (stale)
valid       | expired  | ? (stale)        | yes (stale)         | ? (stale)          | ? (stale)          | yes (stale)
valid       | past ttl | ? (stale)        | yes (stale)         | ? (stale)          | ? (stale)          | yes (stale)
valid       | future   | ? (from_the_future unknown) | ? (from_the_future unknown) | yes (unknown) | ? (from_the_future unknown) | yes (unknown)
invalid     | fresh    | no (invalid)     | no (invalid)        | no (invalid)       | no (invalid)       | no (invalid)
invalid     | old      | no (invalid)     | no (invalid)        | no (invalid)       | no (invalid)       | no (invalid)
invalid     | expired  | no (invalid)     | no (invalid)        | no (invalid)       | no (invalid)       | no (invalid)
invalid     | past ttl | no (invalid)     | no (invalid)        | no (invalid)       | no (invalid)       | no (invalid)
suspended   | fresh    | no (suspended)   | no (suspended)      | no (suspended)     | yes (suspended)    | yes (suspended)
suspended   | old      | no (suspended)   | no (suspended)      | no (suspended)     | ? (stale)          | yes (suspended stale)
suspended   | expired  | no (suspended)   | no (suspended)      | no (suspended)     | ? (stale)          | yes (suspended stale)
suspended   | past ttl | no (suspended)   | no (suspended)      | no (suspended)     | ? (stale)          | yes (suspended stale)
application | fresh    | no (unrecognised) | no (unrecognised)  | no (unrecognised)  | no (unrecognised)  | no (unrecognised)
application | old      | no (unrecognised) | no (unrecognised)  | no (unrecognised)  | no (unrecognised)  | no (unrecognised)
reserved    | fresh    | no (unrecognised) | no (unrecognised)  | no (unrecognised)  | no (unrecognised)  | no (unrecognised)
reserved    | old      | no (unrecognised) | no (unrecognised)  | no (unrecognised)  | no (unrecognised)  | no (unrecognised)
-           | none     | ? (unknown)      | ? (unknown)         | yes (unknown)      | ? (unknown)        | yes (unknown)
";

fn policies() -> [Policy; 5] {
    let stale = |policy: Policy| policy.on_stale_status(OnStaleStatus::Accept);
    let unknown = |policy: Policy| policy.on_unknown_status(OnUnknownStatus::Accept);
    let suspended = |policy: Policy| policy.on_suspended(OnSuspended::Accept);
    [policy(), stale(policy()), unknown(policy()), suspended(policy()), stale(unknown(suspended(policy())))]
}

fn evidence(status: &str, freshness: &str) -> Evidence {
    let status = match status {
        "valid" => Status::Valid,
        "invalid" => Status::Invalid,
        "suspended" => Status::Suspended,
        "application" => Status::Application(0x0c),
        "reserved" => Status::Unknown(0x04),
        "-" => return Evidence::none(),
        other => panic!("{other}"),
    };
    let list = List::new(status);
    let received = |list: List| Evidence::none().received(list.text(), NOW);
    match freshness {
        "fresh" => received(list),
        "old" => received(list.aged(hours(25))),
        "expired" => received(List { expires_at: Some(before(Duration::from_minutes(2))), ..list }),
        "past ttl" => Evidence::none().stapled(List { ttl: Some(Duration::from_minutes(30)), ..list }.text()),
        "future" => received(List { issued_at: crate::kit::after(Duration::from_minutes(2)), ..list }),
        other => panic!("{other}"),
    }
}

fn cell(decision: &Decision) -> String {
    let short = |name: &'static str| {
        let (_, short) = name.split_once('.').unwrap();
        short.trim_end_matches("_status")
    };
    let (word, names): (_, Vec<_>) = match decision {
        Decision::Accepted(accepted) => {
            ("yes", accepted.loosenings().iter().map(|loosening| short(loosening.as_str())).collect())
        }
        Decision::Rejected(rejected) => (
            if rejected.is_undetermined() { "?" } else { "no" },
            rejected.reasons().iter().map(|reason| short(reason.code().as_str())).collect(),
        ),
    };
    if names.is_empty() { word.to_owned() } else { format!("{word} ({})", names.join(" ")) }
}

#[test]
fn every_cell() {
    let presentation = Presentation::with_status();
    for row in TABLE.trim().lines().skip(1) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let evidence = evidence(cells[0], cells[1]);
        let decided = policies().map(|policy| cell(&presentation.decide(policy, &evidence)));
        assert_eq!(decided.as_slice(), &cells[2..], "{row}");
    }
}

#[test]
fn a_credential_that_is_refused_is_not_looked_up() {
    let expired = Presentation::with_status().set("exp", &before(hours(1)).as_unix().to_string());
    let decision = expired.decide(policy(), &List::new(Status::Invalid).evidence());
    assert_eq!(cell(&decision), "no (expired)");
    assert!(decision.report().status().is_none());
}
