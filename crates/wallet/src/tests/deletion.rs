use super::kit::*;
use crate::*;
use vouchsafe_credential::base64url;
use vouchsafe_jose::{Algorithm, SigningKey};
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
            replaced_by: None,
            spent: 1
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

/// Keys that a person has outside of the wallet too, so that copies bound to them can come back.
fn keys() -> impl Iterator<Item = SigningKey> {
    (10..13).map(|seed| SigningKey::generate(Algorithm::Es256, &mut rng(seed)).unwrap())
}

fn import_again(world: &mut World, tokens: &[String]) -> Card {
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let import = Import {
        tokens: Tokens::SingleUse(&tokens),
        profile: Profile::SdJwtVc,
        issuer_keys: &[],
        holder_keys: keys().collect(),
        type_metadata: None,
    };
    world.wallet.import(import, NOW).unwrap().card
}

#[test]
fn a_copy_whose_history_is_forgotten_is_no_new_one() {
    let mut world = World::new();
    let bound = |(key, index): (SigningKey, u64)| person(&[cnf(key.verifying_key()), status(index)]);
    let claims: Vec<String> = keys().zip(0..).map(bound).collect();
    let tokens: Vec<String> = claims.iter().map(|claims| world.issue(claims)).collect();
    let card = import_again(&mut world, &tokens);
    for _ in 0..2 {
        let draft = world.draft(&card.id, &["given_name"]);
        world.present(draft).unwrap();
    }
    world.wallet.delete(&card.id, HistoryOnDelete::Forget, NOW).unwrap();
    assert!(world.history().is_empty());

    // What stays names neither the copies nor anything of their card.
    let store = &world.wallet.store;
    assert_eq!(store.names("spent").len(), 2);
    let everything = String::from_utf8_lossy(&store.bytes()).into_owned();
    for copy in &card.copies {
        assert!(!everything.contains(&base64url::encode(copy.id.as_bytes())));
    }
    assert!(!everything.contains(card.id.as_str()) && !everything.contains("urn:example:person"));

    let again = import_again(&mut world, &tokens);
    assert_eq!(again.copies.iter().map(|copy| copy.showings).collect::<Vec<_>>(), [1, 1, 0]);
    let draft = world.draft(&again.id, &[]);
    assert_eq!(draft.linkability(), Linkability::Unlinkable { left: 0 });
    world.present(draft).unwrap();
    assert_eq!(world.draft(&again.id, &[]).cautions(), [Caution::CopyShownBefore]);
    // A restored wallet knows it too.
    let selection = world.wallet.selection().unwrap();
    let marks = selection.things.iter().filter(|thing| matches!(thing, Change::PutSpentCopy(_)));
    assert_eq!(marks.count(), 2);
}

#[test]
fn no_mark_stays_of_what_was_not_shown_or_is_shown_again_and_again() {
    let mut world = World::new();
    let (shown, unshown) = (world.card(), world.batch(2));
    let draft = world.draft(&shown, &[]);
    world.present(draft).unwrap();
    for card in [&shown, &unshown] {
        assert_eq!(world.wallet.deletion(card).unwrap().spent, 0);
        world.wallet.delete(card, HistoryOnDelete::Forget, NOW).unwrap();
    }
    let kept = world.batch(1);
    let draft = world.draft(&kept, &[]);
    world.present(draft).unwrap();
    // The history tells, as long as it is kept.
    world.wallet.delete(&kept, HistoryOnDelete::Keep, NOW).unwrap();
    assert!(world.wallet.store.names("spent").is_empty());
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
