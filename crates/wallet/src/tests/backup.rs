//! What goes into a backup, and what comes back.

use super::kit::*;
use super::memory::Memory;
use crate::backup::{Fate, Restoration, Unreadable};
use crate::*;
use vouchsafe_status_list::Status;

/// A wallet made of what a backup of this one would hold.
fn restored(world: &World) -> (Vec<Fate>, Wallet<Memory>) {
    let things = world.wallet.selection().unwrap().things;
    let restoration = Restoration::of(things.into_iter().map(Ok), later(60), &mut |_, _| {});
    assert!(restoration.is_sound());
    let mut wallet = Wallet::new(Memory::default());
    let (fates, changes) = {
        let mut restoration = restoration;
        let fates = restoration.cards.drain(..).map(|card| card.fate).collect();
        (fates, restoration.into_changes(NOW, later(60)))
    };
    wallet.store.commit(changes).unwrap();
    (fates, wallet)
}

#[test]
fn nothing_of_a_one_time_copy_goes_in_and_nothing_that_waits_to_be_sent() {
    let mut world = World::new();
    let batch = world.batch(3);
    let draft = world.draft(&batch, &["given_name"]);
    world.present(draft).unwrap();
    let selection = world.wallet.selection().unwrap();
    assert_eq!((selection.cards, selection.reissues.len()), (0, 1));
    let (fates, wallet) = restored(&world);
    assert!(matches!(fates[..], [Fate::NeedsReissue]));
    for kind in ["card", "credential", "key"] {
        assert!(wallet.store.names(kind).is_empty(), "{kind}");
    }
    let everything = readable(&String::from_utf8_lossy(&wallet.store.bytes()));
    assert!(CANARIES.iter().all(|canary| !everything.contains(canary)));
    let events: Vec<Event> = wallet.history().unwrap().into_iter().map(|entry| entry.event).collect();
    assert!(matches!(
        &events[..],
        [Event::Received { .. }, Event::Shared(shared), Event::Restored { made_at: NOW }]
            if shared.progress == Progress::Pending
    ));
}

#[test]
fn cards_come_back_with_their_keys_and_what_is_known_of_them() {
    let mut world = World::new();
    let key = world.holder_key();
    let free = world.holder_key();
    let tokens = [status(1), status(2)].map(|status| world.issue(&person(&[cnf(&key), status])));
    let cards = tokens.map(|token| world.import(&token).unwrap().card.id);
    world.batch(2);
    let list = world.list(NOW, &[(2, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let (fates, mut wallet) = restored(&world);
    assert!(matches!(fates[..], [Fate::Returns, Fate::Returns, Fate::NeedsReissue]));

    let before: Vec<Holding> = world.wallet.cards(later(60)).unwrap();
    let after = wallet.cards(later(60)).unwrap();
    assert_eq!(after[..], before[..2], "in their order and with their state");
    let uses: Vec<(KeyThumbprint, u32)> =
        wallet.holder_keys().unwrap().iter().map(|key| (key.thumbprint(), key.uses)).collect();
    assert_eq!(uses, [(KeyThumbprint::of(&key), 2), (KeyThumbprint::of(&free), 0)]);
    assert_eq!(wallet.status_evidence(&cards[0]).unwrap().len(), 1);
    // The key goes with the last of its cards, as if nothing had happened.
    for card in &cards {
        wallet.delete(card, HistoryOnDelete::Keep, later(60)).unwrap();
    }
    assert_eq!(wallet.holder_keys().unwrap().len(), 1);
}

#[test]
fn an_older_backup_of_a_key_knows_no_use_that_it_does_not_hold() {
    let mut world = World::new();
    world.card();
    let things = world.wallet.selection().unwrap().things;
    let without_card = things.into_iter().filter(|thing| !matches!(thing, Change::PutCard(_)));
    let found = without_card.map(Ok).chain([Err(Unreadable::Newer)]);
    let restoration = Restoration::of(found, NOW, &mut |_, _| {});
    assert!(!restoration.is_sound() && restoration.returning() == 0);
    let mut wallet = Wallet::new(Memory::default());
    wallet.store.commit(restoration.into_changes(NOW, NOW)).unwrap();
    assert_eq!(wallet.holder_keys().unwrap()[0].uses, 0);
    assert!(wallet.store.names("credential").is_empty(), "a token without a card is left out");
}

#[test]
fn what_a_backup_cannot_hold_is_called_damaged() {
    let mut world = World::new();
    let card = world.card();
    let changes = [
        Change::DeleteCard(card.clone()),
        Change::PutBackupNote(BackupNote {
            made_at: NOW,
            cards: 1,
            rehearsed_at: None,
            rehearsed_made_at: None,
        }),
    ];
    let restoration = Restoration::of(changes.into_iter().map(Ok), NOW, &mut |_, _| {});
    assert_eq!(restoration.unreadable, [Unreadable::Damaged, Unreadable::Damaged]);
}

#[test]
fn a_one_time_card_in_a_backup_is_not_believed() {
    let mut world = World::new();
    let batch = world.batch(2);
    let card = world.wallet.cards(NOW).unwrap().remove(0).card;
    let token = world.wallet.store.credential(card.copies[0].id).unwrap().unwrap();
    let found = [Change::PutCard(card), Change::PutCredential(token)];
    let restoration = Restoration::of(found.into_iter().map(Ok), NOW, &mut |_, _| {});
    assert!(matches!(restoration.cards[0].fate, Fate::NeedsReissue));
    let mut wallet = Wallet::new(Memory::default());
    wallet.store.commit(restoration.into_changes(NOW, NOW)).unwrap();
    assert!(wallet.store.names("credential").is_empty());
    assert_eq!(wallet.reissues().unwrap()[0].card, batch);
}
