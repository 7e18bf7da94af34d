use super::kit::*;
use crate::*;
use vouchsafe_credential::CredentialId;

const SHOP: &str = "https://shop.example";
const BANK: &str = "https://bank.example";

impl World {
    fn show(&mut self, card: &CredentialId, to: &str, selected: &[&str], days: u64) -> EntryId {
        let now = later(days * 86_400);
        let draft = self.wallet.draft(&[choice(card, selected)], request(to), now).unwrap();
        let (digest, cautions) = (draft.digest(), draft.cautions());
        self.wallet.present(draft.consent(digest, &cautions, now).unwrap(), now, &mut rng(7)).unwrap().entry
    }

    fn known(&self, name: &str) -> Knowledge {
        self.wallet.knowledge_of(name).unwrap()
    }
}

#[test]
fn a_verifier_knows_all_that_was_ever_shown_to_it() {
    let mut world = World::new();
    let (one, other) = (world.card(), world.card());
    world.show(&one, SHOP, &["given_name"], 0);
    world.show(&other, BANK, &["family_name"], 1);
    world.show(&one, SHOP, &["address.city"], 2);
    world.show(&other, SHOP, &[], 3);
    let order: Vec<String> =
        world.wallet.knowledge().unwrap().iter().map(|known| known.audience.to_string()).collect();
    assert_eq!(order, [SHOP, BANK], "the last one first");
    let shop = world.known(SHOP);
    assert_eq!((shop.first, shop.last, shop.showings.len()), (later(0), later(3 * 86_400), 3));
    let cards: Vec<_> = shop.cards.iter().map(|known| (&known.card.id, known.showings)).collect();
    assert_eq!(cards, [(&one, 2), (&other, 1)]);
    assert_eq!(shop.cards[0].paths, paths(&["given_name", "address", "address.city"]).into_iter().collect());
    assert!(shop.cards[0].always.as_ref().unwrap().contains(&path("iss")));
    assert!(shop.cards[1].paths.is_empty());
    let debugged = format!("{shop:?}");
    assert!(CANARIES.iter().all(|canary| !debugged.contains(canary)));

    world.wallet.delete(&one, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(world.known(SHOP).cards.len(), 2, "what they know does not go with the card");
    assert_eq!(world.wallet.history_of_card(&one).unwrap().len(), 4);
    world.wallet.delete(&other, HistoryOnDelete::Forget, NOW).unwrap();
    assert_eq!(code(world.wallet.knowledge_of(BANK)), "wallet.no_such_verifier");
}

#[test]
fn what_never_left_is_not_known() {
    let mut world = World::new();
    let card = world.card();
    let given_up = world.show(&card, SHOP, &["given_name"], 0);
    world.wallet.settle(given_up, Outcome::NotSent).unwrap();
    world.wallet.store.commits_left = Some(1);
    let draft = world.wallet.draft(&[choice(&card, &[])], request(SHOP), NOW).unwrap();
    let digest = draft.digest();
    assert!(
        world.wallet.present(draft.consent(digest, &[], NOW).unwrap(), NOW, &mut rng(7)).is_err(),
        "reserved only"
    );
    world.wallet.store.commits_left = None;
    assert!(world.wallet.knowledge().unwrap().is_empty());
    let refused = world.show(&card, SHOP, &[], 0);
    world.wallet.settle(refused, Outcome::Refused).unwrap();
    assert_eq!(world.known(SHOP).showings, [refused], "who refused it has seen it");
}

#[test]
fn verifiers_recognise_copies_and_keys() {
    let mut world = World::new();
    let card = world.card();
    world.show(&card, SHOP, &[], 0);
    assert_eq!(
        (world.known(SHOP).recognition, world.known(SHOP).shared_with),
        (Recognition::SeenOnce, vec![])
    );
    world.show(&card, BANK, &[], 0);
    assert_eq!(world.known(SHOP).shared_with, [world.known(BANK).audience]);
    world.show(&card, SHOP, &[], 0);
    assert_eq!(world.known(SHOP).recognition, Recognition::Recognised);

    let mut world = World::new();
    let batch = world.batch(3);
    world.show(&batch, SHOP, &[], 0);
    world.show(&batch, SHOP, &[], 0);
    world.show(&batch, BANK, &[], 0);
    let shop = world.known(SHOP);
    assert_eq!((shop.recognition, shop.shared_with), (Recognition::NotByTheCards, vec![]));
    world.show(&batch, BANK, &[], 0);
    assert_eq!(world.known(BANK).recognition, Recognition::Recognised, "the copy that they had seen");

    let mut world = World::new();
    let key = world.holder_key();
    let tokens = [1, 2].map(|index| world.issue(&person(&[cnf(&key), status(index)])));
    let cards = tokens.map(|token| world.import(&token).unwrap().card.id);
    world.show(&cards[0], SHOP, &[], 0);
    world.show(&cards[1], SHOP, &[], 0);
    assert_eq!(world.known(SHOP).recognition, Recognition::Recognised, "two cards, one key");
}

#[test]
fn verifiers_are_found_by_a_part_of_their_name() {
    let mut world = World::new();
    let card = world.card();
    world.show(&card, SHOP, &[], 0);
    world.show(&card, "https://shop.example/till", &[], 0);
    assert_eq!(world.known(SHOP).audience.as_str(), SHOP, "the whole name is enough");
    assert_eq!(world.known("TILL").audience.as_str(), "https://shop.example/till");
    assert_eq!(code(world.wallet.knowledge_of("shop")), "wallet.verifier_ambiguous");
    assert_eq!(code(world.wallet.knowledge_of("bank")), "wallet.no_such_verifier");
    assert_eq!(code(world.wallet.knowledge_of("")), "wallet.no_such_verifier");
}
