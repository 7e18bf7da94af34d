//! The clock of the machine jumps: what is decided may change, and nothing that was decided comes undone.

use super::kit::*;
use crate::*;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_status_list::Status;

fn years(years: u64) -> Duration {
    Duration::from_days(365 * years)
}

fn next_year() -> Timestamp {
    NOW.saturating_add(years(1))
}

fn last_year() -> Timestamp {
    NOW.saturating_sub(years(1))
}

#[test]
fn a155_a_clock_a_year_ahead_makes_nothing_valid_and_takes_nothing_away() {
    let mut world = World::new();
    let card = world.batch(3);
    world.wallet.apply_status(&world.list(NOW, &[]), NOW).unwrap();
    assert_eq!(world.state(&card, NOW).code(), "valid");
    let draft = world.draft(&card, &["given_name"]);
    assert_eq!(world.state(&card, next_year()).code(), "expired");

    // A person agreed to it a year ago.
    let digest = draft.digest();
    assert_eq!(code(draft.consent(digest, &[], next_year()).map(drop)), "wallet.draft_expired");
    assert!(world.sharings().is_empty());

    // A list of that future is believed then. Back at the right time it is newer than any other, so no list of now replaces it; it is no
    // statement about now either.
    world.wallet.apply_status(&world.list(next_year(), &[]), next_year()).unwrap();
    assert_eq!(
        code(world.wallet.apply_status(&world.list(later(60), &[]), later(60))),
        "status_list.rolled_back"
    );
    assert_eq!(world.state(&card, later(60)).code(), "cannot_tell");
}

#[test]
fn a155_a_clock_a_year_behind_brings_nothing_back() {
    let mut world = World::new();
    let (revoked, shown) = (world.batch(1), world.batch(2));
    // Both cards have an entry 0.
    let draft = world.draft(&shown, &["given_name"]);
    let first = world.present(draft).unwrap();
    world.wallet.apply_status(&world.list(NOW, &[(0, Status::Invalid)]), NOW).unwrap();

    assert_eq!(world.state(&revoked, last_year()), State::Revoked { as_of: NOW });
    // What a year ago was still true is older than what is known.
    let old = world.list(last_year(), &[]);
    assert_eq!(code(world.wallet.apply_status(&old, last_year())), "status_list.rolled_back");
    assert_eq!(world.state(&revoked, NOW), State::Revoked { as_of: NOW });

    // A copy that was shown stays shown, whatever the time.
    let holding = world.wallet.card(&shown, last_year()).unwrap().holding;
    assert_eq!(holding.card.copies_left(), 1);
    assert_eq!(world.wallet.resend(first.entry).unwrap(), first);
}

#[test]
fn a155_before_it_was_issued_a_card_is_not_valid_yet_and_history_keeps_its_order() {
    let mut world = World::new();
    let card = world.card();
    assert_eq!(world.state(&card, NOW).code(), "valid");
    assert_eq!(world.state(&card, last_year()).code(), "not_yet_valid");

    world.wallet.delete(&card, HistoryOnDelete::Keep, last_year()).unwrap();
    let history = world.history();
    assert!(history.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert_eq!((history[1].at, matches!(history[1].event, Event::Deleted { .. })), (last_year(), true));
}
