//! As of which period a card is shown.

use super::super::kit::*;
use super::super::memory::{Memory, name};
use super::registrar::*;
use super::scene;
use crate::backup::Restoration;
use crate::*;
use vouchsafe_credential::format;

/// A registry at period 12, and a wallet at the same.
fn at_twelve() -> (Registrar, World, CredentialId) {
    let mut registrar = Registrar::new(20);
    let (mut world, card, _) = followed(&mut registrar);
    registrar.say_up_to(12);
    (0..2).for_each(|file| drop(apply(&mut world, &registrar.file(file)).unwrap()));
    (registrar, world, card)
}

#[test]
fn the_newest_or_the_one_before_if_the_verifier_holds_it() {
    let (mut registrar, mut world, card) = at_twelve();
    for (asked, shown) in [(None, 12), (Some(12), 12), (Some(11), 11)] {
        let asked: Vec<_> = asked.iter().map(|number| registrar.asked(*number)).collect();
        let text = show(&mut world, &card, &asked).unwrap();
        assert!(registrar.verify(&text, shown).is_ok(), "{shown}");
        assert!(registrar.verify(&text, 23 - shown).is_err());
    }
    let refused = show(&mut world, &card, &[registrar.asked(10)]).unwrap_err();
    assert_eq!(refused.code(), "accumulator.too_old");
    assert!(refused.help().unwrap().contains("verifier"));
    registrar.say_up_to(17);
    for (asked, segment) in [(13, 1), (17, 1)] {
        let refused = show(&mut world, &card, &[registrar.asked(asked)]).unwrap_err();
        assert!(matches!(refused, Error::StatementsMissing { segment: named, .. } if named == segment));
    }
    // Statements about other registries say nothing of this one.
    let other = Registrar::with("https://issuer.example/registry/2", 3, 60);
    let text = show(&mut world, &card, &[other.asked(1)]).unwrap();
    assert!(registrar.verify(&text, 12).is_ok());
    let text = show(&mut world, &card, &[other.asked(1), registrar.asked(11)]).unwrap();
    assert!(registrar.verify(&text, 11).is_ok());
}

#[test]
fn a_verifier_who_was_told_something_else_gets_nothing() {
    let (registrar, mut world, card) = at_twelve();
    for number in [11, 12] {
        let right = registrar.asked(number);
        let (rest, digest) = right.rsplit_once(r#""digest":""#).unwrap();
        let digest = digest.replacen(&digest[..1], if digest.starts_with('A') { "B" } else { "A" }, 1);
        let wrong = format!(r#"{rest}"digest":"{digest}"#);
        let entries = world.history().len();
        let refused = show(&mut world, &card, &[wrong]).unwrap_err();
        assert_eq!(refused.code(), "accumulator.digest_mismatch");
        assert!(refused.help().unwrap().contains("nothing was shown"));
        assert_eq!(world.history().len(), entries);
    }
}

/// The first card of a registry knows no statement before that of its own issuance.
#[test]
fn before_its_own_period_there_is_nothing_to_show() {
    let mut registrar = Registrar::new(20);
    registrar.say_up_to(9);
    let (mut world, card, _) = followed(&mut registrar);
    assert!(show(&mut world, &card, &[registrar.asked(9)]).is_ok());
    assert_eq!(code(show(&mut world, &card, &[registrar.asked(8)])), "accumulator.too_old");
}

#[test]
fn a_query_says_which_statements_its_verifier_holds() {
    let (registrar, mut world, _) = at_twelve();
    let query = format!(
        r#"{{"credentials":[{{"id":"q","format":"{}","meta":{{"accumulator_statements":[{}]}},"claims":[{{"path":["age_over_18"]}}]}}]}}"#,
        format::BBS,
        registrar.asked(11)
    );
    let query = vouchsafe_dcql::Query::parse(query.as_bytes()).unwrap();
    let request = request("https://verifier.example");
    let found = world.wallet.candidates(&query, None, NOW).unwrap();
    assert_eq!(found.queries()[0].statements.len(), 1);
    let draft = world.wallet.draft_answer(&found, &Picks::default(), request, NOW).unwrap();
    assert_eq!(
        draft.parts().next().unwrap().period(),
        Some((REGISTRY, 11, registrar.statement(11).starts_at()))
    );
    let presented = world.present(draft).unwrap();
    assert!(registrar.verify(only(&presented), 11).is_ok());
}

/// Whatever a verifier says that it holds, it learns no more than that there is no answer.
#[test]
fn a_card_that_cannot_be_proven_is_no_candidate() {
    let (registrar, mut world, card) = at_twelve();
    let found = |world: &World, asked: &str| {
        let query = format!(
            r#"{{"credentials":[{{"id":"q","format":"{}","meta":{{"accumulator_statements":[{asked}]}},"claims":[{{"path":["age_over_18"]}}]}}]}}"#,
            format::BBS
        );
        let query = vouchsafe_dcql::Query::parse(query.as_bytes()).unwrap();
        world.wallet.candidates(&query, None, NOW).unwrap()
    };
    let made_up = |number: u64| {
        let digest = "A".repeat(43);
        format!(r#"{{"registry":"{REGISTRY}","t":{number},"digest":"{digest}"}}"#)
    };
    for (asked, why) in [
        (made_up(12), "other_statement"),
        (made_up(11), "other_statement"),
        (made_up(10), "period_too_old"),
        (made_up(13), "not_proven"),
        (registrar.asked(10), "period_too_old"),
    ] {
        let found = found(&world, &asked);
        let query = &found.queries()[0];
        let aside: Vec<_> =
            query.set_aside.iter().map(|(one, why)| (&one.holding.card.id, why.code())).collect();
        assert_eq!((query.cards.len(), aside), (0, vec![(&card, why)]));
        let picks = Picks::default();
        let request = request("https://verifier.example");
        assert_eq!(code(world.wallet.draft_answer(&found, &picks, request, NOW)), "wallet.not_answerable");
    }
    // Another card that would do is taken.
    let other = scene::card(&mut world);
    let found = found(&world, &made_up(12));
    let cards: Vec<_> = found.queries()[0].cards.iter().map(|one| &one.holding.card.id).collect();
    assert_eq!(cards, [&other]);
}

#[test]
fn a_card_with_the_witness_of_another_or_a_forked_registry_is_no_candidate() {
    let mut registrar = Registrar::new(20);
    let (own, other) = (registrar.issue(), registrar.issue());
    let (rest, _) = own.text.rsplit_once('~').unwrap();
    let (_, theirs) = other.text.rsplit_once('~').unwrap();
    let mut world = scene::world();
    let wrong = scene::take(&mut world, &format!("{rest}~{theirs}")).unwrap().card.id;
    let good = registrar.issue();
    let good = scene::take(&mut world, &good.text).unwrap().card.id;
    let query = format!(r#"{{"credentials":[{{"id":"q","format":"{}","meta":{{}}}}]}}"#, format::BBS);
    let query = vouchsafe_dcql::Query::parse(query.as_bytes()).unwrap();
    let why = |world: &World, card: &CredentialId| {
        let found = world.wallet.candidates(&query, None, NOW).unwrap();
        let aside = &found.queries()[0].set_aside;
        aside.iter().find(|(one, _)| one.holding.card.id == *card).map(|(_, why)| *why)
    };
    assert_eq!(why(&world, &wrong), Some(SetAside::NotProven), "its registry was not described");
    world.wallet.apply_registry(&registrar.description()).unwrap();
    assert_eq!(why(&world, &wrong), Some(SetAside::NotProven), "nothing was said of it");
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(why(&world, &wrong), Some(SetAside::NotProven), "its witness does not hold");
    assert_eq!(why(&world, &good), None);

    let mut registrar = Registrar::new(20);
    let (mut world, card, _) = followed(&mut registrar);
    let mut other = registrar.clone();
    registrar.say(&[]);
    other.say_up_to(2);
    apply(&mut world, &registrar.file(0)).unwrap();
    apply(&mut world, &other.file(0)).unwrap();
    assert_eq!(why(&world, &card), Some(SetAside::RegistryForked));
}

#[test]
fn what_was_agreed_to_is_shown_as_of_the_period_that_was_agreed_to() {
    let (mut registrar, mut world, card) = at_twelve();
    let draft = |world: &World| {
        world.wallet.draft(&[of_age(&card, &[])], request("https://verifier.example"), NOW).unwrap()
    };
    for prepared in [true, false] {
        let newest = registrar.statements.len();
        let draft = draft(&world);
        assert_eq!(draft.parts().next().unwrap().period().unwrap().1, u64::try_from(newest).unwrap());
        let prepared = prepared.then(|| world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap());
        registrar.say_up_to(newest + 1);
        apply(&mut world, &registrar.newest_file()).unwrap();
        let digest = draft.digest();
        let consent = draft.consent(digest, &[], NOW).unwrap();
        let presented = match prepared {
            None => world.wallet.present(consent, NOW, &mut rng(2)),
            Some(prepared) => world.wallet.present_prepared(consent, prepared, NOW, &mut rng(2)),
        };
        assert!(registrar.verify(only(&presented.unwrap()), newest).is_ok());
    }
    // Two periods on, it is too old.
    for prepared in [true, false] {
        let newest = registrar.statements.len();
        let draft = draft(&world);
        let prepared = prepared.then(|| world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap());
        registrar.say_up_to(newest + 2);
        let first = vouchsafe_accumulator::segment_of(u64::try_from(newest + 1).unwrap());
        apply(&mut world, &registrar.file(first)).unwrap();
        apply(&mut world, &registrar.newest_file()).unwrap();
        let digest = draft.digest();
        let consent = draft.consent(digest, &[], NOW).unwrap();
        let presented = match prepared {
            None => world.wallet.present(consent, NOW, &mut rng(2)),
            Some(prepared) => world.wallet.present_prepared(consent, prepared, NOW, &mut rng(2)),
        };
        assert_eq!(code(presented), "accumulator.too_old");
    }
}

/// The same randomness for two verifiers would tell both, together, all that is hidden.
#[test]
fn a_generator_that_repeats_itself_tells_nothing() {
    let (_, mut world, card) = at_twelve();
    let mut proofs = Vec::new();
    for (audience, prepared) in
        [("https://a.example", true), ("https://b.example", true), ("https://c.example", false)]
    {
        let draft = world.wallet.draft(&[of_age(&card, &[])], request(audience), NOW).unwrap();
        let prepared = prepared.then(|| world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap());
        let digest = draft.digest();
        let consent = draft.consent(digest, &[], NOW).unwrap();
        let presented = match prepared {
            None => world.wallet.present(consent, NOW, &mut rng(1)),
            Some(prepared) => world.wallet.present_prepared(consent, prepared, NOW, &mut rng(1)),
        };
        proofs.push(only(&presented.unwrap()).rsplit('.').next().unwrap().to_owned());
    }
    for (at, one) in proofs.iter().enumerate() {
        for other in proofs.iter().skip(at + 1) {
            let mut parts = one.as_bytes().windows(12);
            assert!(parts.all(|part| !other.as_bytes().windows(12).any(|same| same == part)));
        }
    }
}

#[test]
fn a_generator_that_is_stuck_is_noticed() {
    let (_, mut world, card) = at_twelve();
    let draft = world.wallet.draft(&[of_age(&card, &[])], request("https://a.example"), NOW).unwrap();
    let refused = world.wallet.prepare(&draft, NOW, &mut Stuck);
    assert_eq!(refused.err().unwrap().code(), "bbs.randomness_unusable");
    let digest = draft.digest();
    let consent = draft.consent(digest, &[], NOW).unwrap();
    assert_eq!(code(world.wallet.present(consent, NOW, &mut Stuck)), "bbs.randomness_unusable");
}

/// A generator that always gives the same octet.
struct Stuck;

impl rand_core::TryRng for Stuck {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0x0505_0505)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0x0505_0505_0505_0505)
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Self::Error> {
        octets.fill(5);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Stuck {}

#[test]
fn a_restored_wallet_goes_on_where_the_backup_was() {
    let (mut registrar, world, card) = at_twelve();
    let things = world.wallet.selection().unwrap().things;
    let restored = Restoration::of(things.into_iter().map(Ok), NOW, &mut |_, _| ());
    assert!(restored.is_sound());
    assert_eq!(restored.cards[0].state.unwrap().code(), "valid");
    let mut store = Memory::default();
    store.commit(restored.into_changes(NOW, NOW)).unwrap();
    let mut world = World { wallet: Wallet::new(store), ..world };
    assert!(registrar.verify(&show(&mut world, &card, &[registrar.asked(11)]).unwrap(), 11).is_ok());
    registrar.say_up_to(18);
    (1..3).for_each(|file| drop(apply(&mut world, &registrar.file(file)).unwrap()));
    assert!(registrar.verify(&show(&mut world, &card, &[]).unwrap(), 18).is_ok());
}

#[test]
fn what_was_stored_comes_back_the_same() {
    let (_, world, id) = at_twelve();
    let card = world.wallet.store.card(&id).unwrap().unwrap();
    assert_eq!(card.copies[0].membership.as_ref().unwrap().period, 12);
    let form = card.to_stored().unwrap();
    assert_eq!(Card::from_stored(form.version, &form.meta).unwrap(), card);
    let record = record(&world, &id).record();
    let form = record.to_stored().unwrap();
    let read = |version, meta: &[u8], body: &[u8]| RegistryRecord::from_stored(version, meta, body);
    assert!(read(form.version, &form.meta, &form.body).unwrap() == record);
    assert_eq!(code(read(2, &form.meta, &form.body)), "wallet.stored_newer");
    assert_eq!(code(read(1, &form.meta, b"\xff")), "wallet.stored_malformed");
    assert_eq!(code(read(1, b"{}", &form.body)), "wallet.stored_malformed");
    let text = world.wallet.store.statement(record.statements[&12]).unwrap().unwrap();
    let form = text.to_stored().unwrap();
    let read = |version, meta: &[u8], body: &[u8]| StatementText::from_stored(version, meta, body);
    assert!(read(form.version, &form.meta, &form.body).unwrap() == text);
    assert_eq!(code(read(2, &form.meta, &form.body)), "wallet.stored_newer");
    assert_eq!(code(read(1, &form.meta, b"\xff")), "wallet.stored_malformed");
    assert_eq!(code(read(1, b"{}", &form.body)), "wallet.stored_malformed");
}

/// What a disk gives back is verified again.
#[test]
fn a_stored_registry_is_verified_again_when_it_is_used() {
    let (registrar, mut world, card) = at_twelve();
    let description = world.wallet.store.names("registry").remove(0).to_owned();
    let kept = record(&world, &card).record();
    let newest = name("statement", kept.statements[&12]);
    let other = Registrar::with(REGISTRY, 20, 60).description();
    for (record, altered, expected) in [
        (&description, other.as_str(), "accumulator.registry_mismatch"),
        (&newest, &registrar.statements[9], "wallet.stored_malformed"),
        (&newest, "x", "jose.not_compact"),
    ] {
        let good = world.wallet.store.body(record);
        world.wallet.store.overwrite_body(record, altered.as_bytes());
        assert_eq!(code(show(&mut world, &card, &[])), expected);
        world.wallet.store.overwrite_body(record, &good);
    }
    assert!(show(&mut world, &card, &[]).is_ok());
    // A text that is gone.
    world.wallet.store.commit(vec![Change::DeleteStatement(kept.statements[&12])]).unwrap();
    assert_eq!(code(show(&mut world, &card, &[])), "wallet.stored_malformed");
}

use vouchsafe_credential::CredentialId;
