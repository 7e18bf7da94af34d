use super::kit::*;
use crate::*;
use vouchsafe_status_list::Status;

#[test]
fn consequences_are_said_and_then_happen() {
    let mut world = World::new();
    let card = world.batch(3);
    let draft = world.draft(&card, &["given_name"]);
    let presented = world.present(draft).unwrap();
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    assert_eq!(
        world.wallet.deletion(&card).unwrap(),
        Consequences {
            copies_left: 2,
            keys_deleted: 3,
            showings: 1,
            unsettled: 1,
            replaces: Vec::new(),
            replaced_by: None
        }
    );
    world.wallet.delete(&card, HistoryOnDelete::Keep, NOW).unwrap();
    let store = &world.wallet.store;
    for kind in ["card", "credential", "key", "list", "search"] {
        assert!(store.names(kind).is_empty(), "{kind}");
    }
    let everything = String::from_utf8_lossy(&store.bytes()).into_owned();
    for canary in CANARIES {
        assert!(!readable(&everything).contains(canary));
    }
    let events: Vec<Event> = world.history().into_iter().map(|entry| entry.event).collect();
    assert_eq!(events.len(), 3);
    assert!(matches!(&events[1], Event::Shared(sharing) if sharing.parts[0].paths == [path("given_name")]));
    assert!(matches!(&events[2], Event::Deleted { card: deleted } if deleted.id == card));
    assert_eq!(code(world.wallet.resend(presented.entry)), "wallet.not_pending");
    assert_eq!(code(world.wallet.delete(&card, HistoryOnDelete::Keep, NOW)), "wallet.no_such_card");
    assert_eq!(code(world.wallet.deletion(&card)), "wallet.no_such_card");
}

#[test]
fn the_history_goes_too_if_the_person_wants() {
    let mut world = World::new();
    let (gone, stays) = (world.card(), world.card());
    for card in [&gone, &stays] {
        let draft = world.draft(card, &[]);
        world.present(draft).unwrap();
    }
    world.wallet.delete(&gone, HistoryOnDelete::Forget, NOW).unwrap();
    assert!(world.history().iter().all(|entry| entry.is_about(&stays) && !entry.is_about(&gone)));
    assert_eq!(world.history().len(), 2);
}

#[test]
fn what_other_cards_need_stays() {
    let mut world = World::new();
    let key = world.holder_key();
    let tokens = [status(1), status(2)].map(|status| world.issue(&person(&[cnf(&key), status])));
    let cards = tokens.map(|token| world.import(&token).unwrap().card.id);
    let list = world.list(NOW, &[(1, Status::Valid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    assert_eq!(world.wallet.deletion(&cards[0]).unwrap().keys_deleted, 0);
    world.wallet.delete(&cards[0], HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(world.wallet.holder_keys().unwrap()[0].uses, 1);
    assert_eq!(world.wallet.store.names("list").len(), 1);
    let draft = world.draft(&cards[1], &[]);
    assert!(world.present(draft).is_ok());
    world.wallet.delete(&cards[1], HistoryOnDelete::Keep, NOW).unwrap();
    assert!(world.wallet.holder_keys().unwrap().is_empty());
    assert!(world.wallet.store.names("list").is_empty());
}

#[test]
fn a_deletion_that_fails_deletes_nothing() {
    let mut world = World::new();
    let card = world.card();
    let before = world.wallet.store.bytes();
    world.wallet.store.commits_left = Some(0);
    assert_eq!(code(world.wallet.delete(&card, HistoryOnDelete::Forget, NOW)), "memory.failed");
    assert_eq!(world.wallet.store.bytes(), before);
}
