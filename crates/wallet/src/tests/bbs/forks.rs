//! An issuer who tells different people different things.

use super::super::kit::*;
use super::super::memory::Memory;
use super::registrar::*;
use super::scene;
use crate::backup::Restoration;
use crate::*;
use vouchsafe_accumulator::Fork;
use vouchsafe_credential::IssuerId;

#[test]
fn two_statements_for_one_period_stop_everything_and_are_kept() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, _) = followed(&mut registrar);
    let mut liar = registrar.clone();
    registrar.say_up_to(3);
    apply(&mut world, &registrar.file(0)).unwrap();
    let draft = world.wallet.draft(&[of_age(&card, &[])], request("https://verifier.example"), NOW).unwrap();

    // Others are told that nobody was revoked.
    liar.say(&[]);
    liar.say(&[]);
    let update = apply(&mut world, &liar.file(0)).unwrap();
    assert_eq!(update.forked, Some([2, 2]));
    let State::CannotTell { doubt, last_good } = update.cards[0].after else { panic!("{update:?}") };
    assert_eq!((doubt, last_good), (Doubt::RegistryForked, Some(registrar.statement(3).starts_at())));
    assert_eq!(world.state(&card, NOW), update.cards[0].after);
    let fork = record(&world, &card);
    let [one, other] = fork.fork.as_ref().unwrap();
    let proof = Fork::prove(&registrar.registry, one, other).unwrap();
    assert_eq!((proof.periods(), one, other), ([2, 2], &registrar.statements[1], &liar.statements[1]));

    for file in [&registrar, &liar] {
        assert_eq!(code(apply(&mut world, &file.file(0))), "wallet.registry_forked");
    }
    assert_eq!(code(show(&mut world, &card, &[])), "wallet.registry_forked");
    assert_eq!(code(world.present(draft)), "wallet.registry_forked");
    assert_eq!(code(scene::take(&mut world, &registrar.issue().text)), "wallet.registry_forked");
    assert_eq!(world.wallet.registry_needs(NOW).unwrap()[0].fork.as_ref(), fork.fork.as_ref());
    let stored = world.wallet.store.card(&card).unwrap().unwrap();
    assert_eq!(stored.copies[0].finding.unwrap().entry, StatusEntry::Contradicted);
}

/// Trust that is taken away and given back does not undo it.
#[test]
fn a_fork_counts_for_cards_of_an_issuer_who_is_not_trusted_then() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, _) = followed(&mut registrar);
    let mut liar = registrar.clone();
    registrar.say_up_to(2);
    liar.say(&[]);
    apply(&mut world, &registrar.file(0)).unwrap();
    world.wallet.distrust_issuer(&IssuerId::new(ISSUER).unwrap()).unwrap();
    assert_eq!(apply(&mut world, &liar.file(0)).unwrap().forked, Some([2, 2]));
    world.wallet.trust_issuer(IssuerId::new(ISSUER).unwrap(), &[scene::issuer_key()], NOW).unwrap();
    let State::CannotTell { doubt, .. } = world.state(&card, NOW) else { panic!() };
    assert_eq!(doubt, Doubt::RegistryForked);
}

/// Whoever takes the id of a registry for one of their own, and forks that, stops nobody's but their own.
#[test]
fn another_registry_of_the_same_id_is_another() {
    for swap in [false, true] {
        let mut pair = [Registrar::new(9), Registrar::with(REGISTRY, 9, 60)];
        pair.rotate_left(usize::from(swap));
        let [mut registrar, mut forked] = pair;
        let (mut world, card, _) = followed(&mut registrar);
        let other = scene::take(&mut world, &forked.issue().text).unwrap().card.id;
        world.wallet.apply_registry(&forked.description()).unwrap();
        let mut liar = forked.clone();
        forked.say_up_to(2);
        liar.say(&[]);
        apply(&mut world, &forked.file(0)).unwrap();
        assert_eq!(apply(&mut world, &liar.file(0)).unwrap().forked, Some([2, 2]));
        registrar.say_up_to(2);
        assert_eq!(apply(&mut world, &registrar.file(0)).unwrap().newest.unwrap().0, 2);
        assert!(registrar.verify(&show(&mut world, &card, &[]).unwrap(), 2).is_ok());
        assert_eq!(code(apply(&mut world, &forked.file(0))), "wallet.registry_forked");
        assert_eq!(code(show(&mut world, &other, &[])), "wallet.registry_forked");
    }
}

/// Nobody has to fetch the evidence twice.
#[test]
fn a_fork_is_known_after_the_last_card_is_gone() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, _) = followed(&mut registrar);
    let mut liar = registrar.clone();
    registrar.say_up_to(2);
    liar.say(&[]);
    let issued = registrar.issue();
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(apply(&mut world, &liar.file(0)).unwrap().forked, Some([2, 2]));
    world.wallet.delete(&card, HistoryOnDelete::Forget, NOW).unwrap();
    assert_eq!(world.wallet.store.names("registry").len(), 1);
    assert_eq!(code(scene::take(&mut world, &issued.text)), "wallet.registry_forked");
}

/// An issuer cannot make them too long to be kept.
#[test]
fn evidence_of_any_length_is_kept() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, _) = followed(&mut registrar);
    let mut liar = registrar.clone();
    for number in 2..=4 {
        registrar.say_up_to(number);
        registrar.pad();
    }
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(world.wallet.store.names("statement").len(), 2);
    assert!(registrar.verify(&show(&mut world, &card, &[registrar.asked(3)]).unwrap(), 3).is_ok());
    liar.statements = registrar.statements[..3].to_vec();
    liar.say(&[]);
    liar.pad();
    assert_eq!(apply(&mut world, &liar.file(0)).unwrap().forked, Some([4, 4]));
    assert_eq!(world.wallet.store.names("statement").len(), 3);
    let kept = record(&world, &card).fork.unwrap();
    assert_eq!(kept, [registrar.statements[3].clone(), liar.statements[3].clone()]);

    // A backup has it all.
    let things = world.wallet.selection().unwrap().things;
    let restored = Restoration::of(things.into_iter().map(Ok), NOW, &mut |_, _| ());
    let mut store = Memory::default();
    store.commit(restored.into_changes(NOW, NOW)).unwrap();
    let world = World { wallet: Wallet::new(store), ..world };
    assert_eq!(record(&world, &card).fork.unwrap(), kept);
}

/// The chain that goes on from another statement than the one that was followed.
#[test]
fn a_statement_that_names_another_before_it_is_evidence_too() {
    let mut registrar = Registrar::new(19);
    let mut liar = registrar.clone();
    let (mut world, card, _) = followed(&mut registrar);
    registrar.say_up_to(8);
    liar.say(&[]);
    liar.say_up_to(9);
    apply(&mut world, &registrar.file(0)).unwrap();
    let update = apply(&mut world, &liar.file(1)).unwrap();
    assert_eq!(update.forked, Some([8, 9]));
    let fork = record(&world, &card);
    assert_eq!(fork.fork.as_ref().unwrap(), &[registrar.statements[7].clone(), liar.statements[8].clone()]);
    let [one, other] = fork.fork.as_ref().unwrap();
    assert_eq!(Fork::prove(&registrar.registry, one, other).unwrap().periods(), [8, 9]);
    assert_eq!(code(show(&mut world, &card, &[])), "wallet.registry_forked");
}

/// Of two cards of one registry, one issued on the one list and one on the other.
#[test]
fn two_cards_on_two_lists_tell() {
    let mut registrar = Registrar::new(19);
    let mut liar = registrar.clone();
    let (mut world, ..) = followed(&mut registrar);
    registrar.say_up_to(8);
    liar.say(&[]);
    liar.say_up_to(10);
    let issued = liar.issue();
    scene::take(&mut world, &issued.text).unwrap();
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(apply(&mut world, &liar.file(1)).unwrap().forked, Some([8, 9]));
}

/// Nobody but the issuer can make a wallet believe in a fork.
#[test]
fn a_strangers_statement_is_no_evidence() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, _) = followed(&mut registrar);
    let mut stranger = Registrar::with(REGISTRY, 9, 60);
    stranger.say_up_to(3);
    let before = world.wallet.store.bytes();
    assert_eq!(code(apply(&mut world, &stranger.file(0))), "jose.signature_invalid");
    assert_eq!(world.wallet.store.bytes(), before);
    assert!(show(&mut world, &card, &[]).is_ok());
}

/// What was revoked stays so, whatever else is said.
#[test]
fn a_revoked_card_stays_revoked_in_a_fork() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, issued) = followed(&mut registrar);
    let mut liar = registrar.clone();
    registrar.say(&[&issued.handle]);
    apply(&mut world, &registrar.file(0)).unwrap();
    let other = registrar.issue();
    scene::take(&mut world, &other.text).unwrap();
    liar.say(&[]);
    assert_eq!(apply(&mut world, &liar.file(0)).unwrap().forked, Some([2, 2]));
    assert_eq!(world.state(&card, NOW).code(), "revoked");
}
