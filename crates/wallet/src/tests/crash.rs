//! What is left when the program ends between any two commits.

use super::kit::*;
use crate::*;

/// The world after a showing that was cut off before commit number `commits`.
fn cut_off(commits: usize) -> (World, vouchsafe_credential::CredentialId, Result<Presentation, Error>) {
    let mut world = World::new();
    let card = world.batch(2);
    let draft = world.draft(&card, &["given_name"]);
    world.wallet.store.commits_left = Some(commits);
    let result = world.present(draft);
    world.wallet = Wallet::new(world.wallet.store.clone());
    (world, card, result)
}

#[test]
fn a156_before_the_showing_is_written_down_nothing_happened() {
    let (world, card, result) = cut_off(0);
    assert_eq!(code(result), "memory.failed");
    assert!(world.sharings().is_empty());
    assert_eq!(world.draft(&card, &[]).linkability(), Linkability::Unlinkable { left: 1 });
}

#[test]
fn a156_between_reserving_and_sending_the_copy_is_spent_and_nothing_left() {
    let (mut world, card, result) = cut_off(1);
    assert_eq!(code(result), "memory.failed");
    let sharings = world.sharings();
    assert_eq!(sharings[0].progress, Progress::Reserved);
    let entry = world.history().pop().unwrap().id;
    assert_eq!(code(world.wallet.resend(entry)), "wallet.not_pending");
    assert_eq!(code(world.wallet.settle(entry, Outcome::Delivered)), "wallet.not_pending");
    world.wallet.settle(entry, Outcome::NotSent).unwrap();

    let draft = world.draft(&card, &[]);
    assert_eq!(draft.linkability(), Linkability::Unlinkable { left: 0 });
    world.present(draft).unwrap();
    assert_ne!(world.sharings()[1].parts[0].copy, sharings[0].parts[0].copy);
    assert!(world.wallet.card(&card, NOW).unwrap().holding.card.is_exhausted());
}

#[test]
fn a156_after_sending_was_written_down_the_same_bytes_are_there() {
    let (world, _, result) = cut_off(2);
    let presented = result.unwrap();
    assert_eq!(world.sharings()[0].progress, Progress::Pending);
    assert_eq!(world.wallet.resend(presented.entry).unwrap(), presented);
}
