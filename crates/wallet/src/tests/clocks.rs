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

    // A list of that future is believed then, and no statement about now. Back at the right time, a list of now takes its place.
    world.wallet.apply_status(&world.list(next_year(), &[]), next_year()).unwrap();
    assert_eq!(world.state(&card, later(60)).code(), "cannot_tell");
    let update = world.wallet.apply_status(&world.list(later(60), &[]), later(60)).unwrap();
    assert_eq!(update.instead_of, Some(next_year()));
    assert!(matches!(
        world.state(&card, later(60)),
        State::Valid { status_as_of: Some(as_of), .. } if as_of == later(60)
    ));
    assert_eq!(world.wallet.status_evidence(&card).unwrap()[0].issued_at, later(60));
    // From then on no older one does, and nothing is said to have given way.
    let older = world.list(later(59), &[]);
    assert_eq!(code(world.wallet.apply_status(&older, later(61))), "status_list.rolled_back");
    let update = world.wallet.apply_status(&world.list(later(120), &[]), later(120)).unwrap();
    assert_eq!(update.instead_of, None);
}

#[test]
fn a155_what_is_a_skew_ahead_is_not_from_the_future() {
    let mut world = World::new();
    world.batch(1);
    let ahead = later(limits::CLOCK_SKEW.as_secs());
    world.wallet.apply_status(&world.list(ahead, &[]), NOW).unwrap();
    let now = world.list(NOW, &[]);
    assert_eq!(code(world.wallet.apply_status(&now, NOW)), "status_list.rolled_back");
    let second_before = NOW.saturating_sub(Duration::from_secs(1));
    let then = world.list(second_before, &[]);
    assert_eq!(world.wallet.apply_status(&then, second_before).unwrap().instead_of, Some(ahead));
}

#[test]
fn a155_a_clock_a_year_behind_brings_nothing_back() {
    let mut world = World::new();
    let (revoked, shown) = (world.batch(1), world.batch(2));
    let suspended = world.batch_at(&[7]);
    // Both cards have an entry 0.
    let draft = world.draft(&shown, &["given_name"]);
    let first = world.present(draft).unwrap();
    let list = world.list(NOW, &[(0, Status::Invalid), (7, Status::Suspended)]);
    world.wallet.apply_status(&list, NOW).unwrap();

    // A list of a year ago is one of now by this clock. What was revoked or suspended stays so all the same.
    assert_eq!(world.state(&revoked, last_year()), State::Revoked { as_of: NOW });
    let old = world.list(last_year(), &[]);
    assert_eq!(world.wallet.apply_status(&old, last_year()).unwrap().instead_of, Some(NOW));
    assert_eq!(world.state(&revoked, NOW), State::Revoked { as_of: NOW });
    assert_eq!(world.state(&suspended, NOW), State::Suspended { as_of: NOW });
    // Once the clock is right, a list of now takes the place of the old one.
    let list = world.list(later(5), &[]);
    world.wallet.apply_status(&list, later(5)).unwrap();
    assert_eq!(world.state(&suspended, later(5)).code(), "valid");

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
