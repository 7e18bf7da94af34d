use super::*;
use crate::limits::STATUS_MAX_AGE;
use vouchsafe_credential::Duration;

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

fn later(hours: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_hours(hours))
}

fn earlier(hours: u64) -> Timestamp {
    NOW.saturating_sub(Duration::from_hours(hours))
}

fn found(status: Status, as_of: Timestamp) -> StatusFinding {
    StatusFinding {
        entry: StatusEntry::Listed(status),
        as_of,
        looked_at: as_of,
        fresh_until: as_of.saturating_add(STATUS_MAX_AGE),
        last_good: (status == Status::Valid).then_some(as_of),
    }
}

fn copy(number: u8, finding: Option<StatusFinding>) -> CredentialCopy {
    CredentialCopy {
        id: CopyId::from_bytes([number; 32]),
        holder_key: None,
        validity: Validity { issued_at: Some(earlier(1)), not_before: None, expires_at: Some(later(1_000)) },
        status: Some(StatusReference::new("https://issuer.example/1", u64::from(number)).unwrap()),
        membership: None,
        finding,
        showings: 0,
    }
}

fn card(usage: Usage, copies: Vec<CredentialCopy>) -> Card {
    Card {
        id: CredentialId::new("card").unwrap(),
        issuer: IssuerId::new("https://issuer.example").unwrap(),
        credential_type: None,
        profile: Profile::SdJwtVc,
        usage,
        added_at: NOW,
        subject: None,
        replaced_by: None,
        type_metadata: None,
        tags: Vec::new(),
        copies,
    }
}

fn doubt(copy: &CredentialCopy, now: Timestamp) -> Option<Doubt> {
    match copy.state(now) {
        State::CannotTell { doubt, .. } => Some(doubt),
        _ => None,
    }
}

#[test]
fn validity_comes_before_status() {
    let mut copy = copy(1, Some(found(Status::Valid, NOW)));
    let until = copy.validity.expires_at;
    assert_eq!(copy.state(NOW), State::Valid { until, status_as_of: Some(NOW) });
    assert_eq!(copy.state(later(1_001)), State::Expired { at: later(1_000) });
    copy.validity.not_before = Some(later(2));
    assert_eq!(copy.state(NOW), State::NotYetValid { from: later(2) });
    copy.finding = Some(found(Status::Suspended, NOW));
    assert_eq!(copy.state(NOW), State::NotYetValid { from: later(2) });
}

#[test]
fn no_status_is_valid_and_an_unknown_status_is_not() {
    let mut copy = copy(1, None);
    assert_eq!(doubt(&copy, NOW), Some(Doubt::StatusNeverSeen));
    for (status, value) in [(Status::Application(3), 3), (Status::Unknown(9), 9)] {
        copy.finding = Some(found(status, NOW));
        assert_eq!(doubt(&copy, NOW), Some(Doubt::StatusNotUnderstood { value }));
    }
    copy.finding =
        Some(StatusFinding { entry: StatusEntry::OutOfRange, ..found(Status::Unknown(0xff), NOW) });
    assert_eq!(doubt(&copy, NOW), Some(Doubt::StatusNotListed));
    copy.status = None;
    assert_eq!(copy.state(NOW), State::Valid { until: copy.validity.expires_at, status_as_of: None });
}

#[test]
fn what_was_found_grows_old_unless_it_is_bad() {
    let good = copy(1, Some(found(Status::Valid, NOW)));
    assert_eq!(good.state(later(24)).code(), "valid");
    let stale = later(24).saturating_add(Duration::from_secs(1));
    assert_eq!(
        good.state(stale),
        State::CannotTell { doubt: Doubt::StatusStale { as_of: NOW }, last_good: Some(NOW) }
    );
    let bad = copy(1, Some(found(Status::Invalid, NOW)));
    assert_eq!(bad.state(stale), State::Revoked { as_of: NOW });
    assert_eq!(bad.state(later(2_000)), State::Revoked { as_of: NOW });
    let suspended = copy(1, Some(found(Status::Suspended, NOW)));
    assert_eq!(suspended.state(stale), State::Suspended { as_of: NOW });
}

#[test]
fn revoked_sticks_and_the_last_good_is_remembered() {
    let revoked = found(Status::Invalid, NOW);
    let later_on = found(Status::Valid, later(1));
    let StatusFinding { looked_at, fresh_until, .. } = later_on;
    assert_eq!(revoked.then(later_on, later(1)), StatusFinding { looked_at, fresh_until, ..revoked });
    let unknown = found(Status::Valid, NOW).then(found(Status::Unknown(9), later(1)), later(1));
    assert_eq!((unknown.as_of, unknown.last_good), (later(1), Some(NOW)));
    let reinstated = found(Status::Suspended, NOW).then(found(Status::Valid, later(1)), later(1));
    assert_eq!(reinstated, found(Status::Valid, later(1)));
}

#[test]
fn a_batch_stands_as_its_best_copy_unless_its_issuer_objects() {
    let state = |copies: Vec<CredentialCopy>| card(Usage::SingleUse, copies).state(NOW, true).code();
    let good = || copy(1, Some(found(Status::Valid, NOW)));
    assert_eq!(state(vec![copy(2, None), good()]), "valid");
    assert_eq!(state(vec![copy(2, Some(found(Status::Suspended, NOW))), good()]), "suspended");
    assert_eq!(state(vec![good(), copy(2, Some(found(Status::Invalid, NOW)))]), "revoked");
    // A copy that was shown already does not make a doubt.
    assert_eq!(state(vec![good(), CredentialCopy { showings: 1, ..copy(2, None) }]), "valid");
    assert_eq!(state(vec![CredentialCopy { showings: 1, ..copy(2, None) }]), "cannot_tell");
}

#[test]
fn without_trust_in_the_issuer_only_bad_news_counts() {
    let state = |finding| card(Usage::Reusable, vec![copy(1, finding)]).state(NOW, false);
    let untrusted = |last_good| State::CannotTell { doubt: Doubt::IssuerNotTrusted, last_good };
    assert_eq!(state(None), untrusted(None));
    assert_eq!(state(Some(found(Status::Valid, NOW))), untrusted(Some(NOW)));
    assert_eq!(state(Some(found(Status::Invalid, NOW))).code(), "revoked");
}

#[test]
fn the_next_copy_is_the_best_that_nobody_has_seen() {
    let good = || Some(found(Status::Valid, NOW));
    let shown = |number| CredentialCopy { showings: 1, ..copy(number, good()) };
    let batch = card(Usage::SingleUse, vec![shown(1), copy(2, None), copy(3, good()), copy(4, good())]);
    assert_eq!(batch.next_copy(NOW).unwrap().id, CopyId::from_bytes([3; 32]));
    assert_eq!((batch.copies_left(), batch.is_exhausted()), (3, false));
    let used_up = card(Usage::SingleUse, vec![shown(1), shown(2)]);
    assert_eq!((used_up.copies_left(), used_up.is_exhausted()), (0, true));
    assert!(used_up.next_copy(NOW).is_some());
    let reusable = card(Usage::Reusable, vec![shown(1)]);
    assert!(!reusable.is_exhausted());
    assert!(card(Usage::Reusable, Vec::new()).next_copy(NOW).is_none());
}
