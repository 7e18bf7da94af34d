//! A card that can be revoked, from its import to the day on which it is.

use super::super::kit::*;
use super::registrar::*;
use super::scene;
use crate::*;
use rand_core::Rng as _;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};

fn needs(world: &World) -> Vec<(bool, u64)> {
    let needs = world.wallet.registry_needs(NOW).unwrap();
    assert!(needs.iter().all(|need| need.reference.registry() == REGISTRY && need.fork.is_none()));
    needs.into_iter().map(|need| (need.description, need.segment)).collect()
}

fn hour(registrar: &Registrar, number: usize) -> Timestamp {
    registrar.statement(number).starts_at()
}

#[test]
fn a_card_is_valid_as_of_the_newest_statement() {
    let mut registrar = Registrar::new(3);
    registrar.say_up_to(2);
    let mut world = scene::world();
    let issued = registrar.issue();
    let Imported { card, verdict } = scene::take(&mut world, &issued.text).unwrap();
    assert_eq!(verdict.state.code(), "cannot_tell");
    let grounds: Vec<_> = verdict.grounds.iter().map(Ground::code).collect();
    assert_eq!(grounds, ["signed", "not_bound"]);
    assert_eq!(needs(&world), [(true, 0)]);
    assert_eq!(code(show(&mut world, &card.id, &[])), "wallet.registry_not_described");
    assert_eq!(code(apply(&mut world, &registrar.file(0))), "wallet.registry_not_described");

    assert_eq!(
        world.wallet.apply_registry(&format!("{}\n", registrar.description())).unwrap(),
        std::slice::from_ref(&card.id)
    );
    assert_eq!(needs(&world), [(false, 0)]);
    let refused = show(&mut world, &card.id, &[]).unwrap_err();
    assert_eq!(refused.code(), "wallet.statements_missing");
    assert!(refused.to_string().contains("from file 0 on") && refused.to_string().contains(REGISTRY));
    assert!(world.history().len() == 1, "nothing was written down");

    registrar.say_up_to(3);
    let update = apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!((update.registry.as_str(), update.newest), (REGISTRY, Some((3, hour(&registrar, 3)))));
    assert_eq!((update.refused.len(), update.forked), (0, None));
    let until = Some(Timestamp::from_unix(scene::EXP));
    let valid = State::Valid { until, status_as_of: Some(hour(&registrar, 3)) };
    assert_eq!((update.cards[0].before.code(), update.cards[0].after), ("cannot_tell", valid));
    assert_eq!(world.state(&card.id, NOW), valid);

    let shown = show(&mut world, &card.id, &[]).unwrap();
    let verified = registrar.verify(&shown, 3).unwrap();
    assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{},"age_over_18":true}}"#, scene::EXP));
    assert!(registrar.verify(&shown, 2).is_err());
}

#[test]
fn files_are_followed_in_their_order_by_all_cards_together() {
    let mut registrar = Registrar::new(30);
    let (mut world, early, _) = followed(&mut registrar);
    registrar.say_up_to(10);
    let later = registrar.issue();
    let late = scene::take(&mut world, &later.text).unwrap().card.id;
    // The one is at 1, the other at 10: whole files, from the one that the first lacks.
    registrar.say_up_to(27);
    assert_eq!(needs(&world), [(false, 0)]);
    let before = world.wallet.store.bytes();
    for file in [2, 3] {
        let refused = apply(&mut world, &registrar.file(file)).unwrap_err();
        assert!(matches!(refused, Error::StatementsMissing { segment: 0, .. }), "{refused}");
    }
    assert_eq!(world.wallet.store.bytes(), before);

    let newest = |update: RegistryUpdate| update.newest.unwrap().0;
    assert_eq!(newest(apply(&mut world, &registrar.file(0)).unwrap()), 8);
    assert_eq!(needs(&world), [(false, 1)]);
    assert_eq!(newest(apply(&mut world, &registrar.file(1)).unwrap()), 16);
    assert_eq!(newest(apply(&mut world, &registrar.file(1)).unwrap()), 16, "again is no harm");
    assert_eq!(newest(apply(&mut world, &registrar.file(2)).unwrap()), 24);
    assert_eq!(newest(apply(&mut world, &registrar.file(3)).unwrap()), 27);
    assert_eq!(needs(&world), [(false, 3)]);
    for card in [&early, &late] {
        let shown = show(&mut world, card, &[]).unwrap();
        assert!(registrar.verify(&shown, 27).is_ok());
    }
    // What was kept of it does not grow.
    let record = record(&world, &early);
    assert_eq!(record.statements.keys().copied().collect::<Vec<_>>(), [26, 27]);
    assert_eq!(world.wallet.store.names("statement").len(), 2);
}

/// A card that comes later has a witness of its own, for a period before what was followed.
#[test]
fn a_card_behind_the_others_catches_up_by_itself() {
    let mut registrar = Registrar::new(30);
    let waiting = registrar.issue();
    let (mut world, first, _) = followed(&mut registrar);
    registrar.say_up_to(20);
    (0..3).for_each(|file| drop(apply(&mut world, &registrar.file(file)).unwrap()));
    let second = scene::take(&mut world, &waiting.text).unwrap().card.id;
    assert_eq!(needs(&world), [(false, 0)]);
    for asked in [vec![], vec![registrar.asked(1)], vec![registrar.asked(20)]] {
        assert_eq!(code(show(&mut world, &second, &asked)), "wallet.statements_missing");
    }
    assert!(show(&mut world, &first, &[]).is_ok());
    // One file of three: it is on the way, and the other card is where it was.
    for (file, period) in [(0, 8), (1, 16)] {
        apply(&mut world, &registrar.file(file)).unwrap();
        let copy = world.wallet.store.card(&second).unwrap().unwrap().copies.remove(0);
        assert_eq!(copy.membership.unwrap().period, period);
        let State::CannotTell { doubt, last_good } = world.state(&second, NOW) else { panic!() };
        let then = registrar.statement(period.try_into().unwrap()).starts_at();
        assert_eq!((doubt, last_good), (Doubt::StatusStale { as_of: then }, Some(then)));
        assert_eq!(code(show(&mut world, &second, &[])), "wallet.statements_missing");
        // Nor for the periods that it is at, which a verifier may ask for to tell who lags behind.
        for old in [period, period - 1] {
            let asked = [registrar.asked(old.try_into().unwrap())];
            assert_eq!(code(show(&mut world, &second, &asked)), "wallet.statements_missing");
        }
    }
    apply(&mut world, &registrar.file(2)).unwrap();
    for card in [&first, &second] {
        assert!(registrar.verify(&show(&mut world, card, &[]).unwrap(), 20).is_ok());
    }
}

/// Issued in the period that the wallet is at already: the witness is checked at once.
#[test]
fn a_card_of_a_known_period_is_valid_at_once_or_refused() {
    let mut registrar = Registrar::new(3);
    let (mut world, ..) = followed(&mut registrar);
    let issued = registrar.issue();
    let imported = scene::take(&mut world, &issued.text).unwrap();
    assert_eq!(imported.verdict.state.code(), "valid");
    assert!(show(&mut world, &imported.card.id, &[]).is_ok());
    // The same with the witness of another.
    let (own, other) = (registrar.issue(), registrar.issue());
    let (rest, _) = own.text.rsplit_once('~').unwrap();
    let (_, theirs) = other.text.rsplit_once('~').unwrap();
    assert_eq!(code(scene::take(&mut world, &format!("{rest}~{theirs}"))), "bbs.witness_invalid");
    assert!(scene::take(&mut world, &own.text).is_ok());
    // The same credential with another witness is the same credential.
    let again = format!("{rest}~{theirs}");
    assert_eq!(code(scene::take(&mut world, &again)), "wallet.already_stored");
}

#[test]
fn a_card_that_comes_behind_what_is_known_cannot_be_told_of() {
    let mut registrar = Registrar::new(3);
    let waiting = [registrar.issue(), registrar.issue()];
    let (mut world, ..) = followed(&mut registrar);
    registrar.say_up_to(2);
    let late = registrar.issue();
    registrar.say_up_to(3);
    apply(&mut world, &registrar.file(0)).unwrap();
    // At the period before the newest, whose statement is here.
    let imported = scene::take(&mut world, &late.text).unwrap();
    assert_eq!(imported.verdict.state.code(), "cannot_tell");
    for asked in [vec![], vec![registrar.asked(2)], vec![registrar.asked(3)]] {
        assert_eq!(code(show(&mut world, &imported.card.id, &asked)), "wallet.statements_missing");
    }
    for waiting in waiting {
        assert_eq!(scene::take(&mut world, &waiting.text).unwrap().verdict.state.code(), "cannot_tell");
    }
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(world.state(&imported.card.id, NOW).code(), "valid");
    assert!(show(&mut world, &imported.card.id, &[registrar.asked(2)]).is_ok());
}

#[test]
fn a_card_with_a_wrong_witness_stays_behind_and_the_others_do_not() {
    let mut registrar = Registrar::new(3);
    let (good, own, other) = (registrar.issue(), registrar.issue(), registrar.issue());
    let (rest, _) = own.text.rsplit_once('~').unwrap();
    let (_, theirs) = other.text.rsplit_once('~').unwrap();
    let mut world = scene::world();
    let good = scene::take(&mut world, &good.text).unwrap().card.id;
    let bad = scene::take(&mut world, &format!("{rest}~{theirs}")).unwrap().card.id;
    world.wallet.apply_registry(&registrar.description()).unwrap();
    let update = apply(&mut world, &registrar.file(0)).unwrap();
    let [(card, error)] = &update.refused[..] else { panic!("{update:?}") };
    assert_eq!((card, error.code()), (&bad, "bbs.witness_invalid"));
    assert_eq!(world.state(&bad, NOW).code(), "cannot_tell");
    assert_eq!(code(show(&mut world, &bad, &[])), "bbs.witness_invalid");
    assert!(show(&mut world, &good, &[]).is_ok());
}

#[test]
fn a_card_that_cannot_be_read_is_named() {
    let mut registrar = Registrar::new(3);
    let (mut world, card, _) = followed(&mut registrar);
    let record = world.wallet.store.names("credential").remove(0).to_owned();
    let good = world.wallet.store.body(&record);
    registrar.say_up_to(2);
    world.wallet.store.overwrite_body(&record, b"x");
    let update = apply(&mut world, &registrar.file(0)).unwrap();
    let [(refused, _)] = &update.refused[..] else { panic!("{update:?}") };
    assert_eq!(refused, &card);
    world.wallet.store.overwrite_body(&record, &good);
    assert!(apply(&mut world, &registrar.file(0)).unwrap().refused.is_empty());
    assert!(registrar.verify(&show(&mut world, &card, &[]).unwrap(), 2).is_ok());
}

#[test]
fn a_revoked_card_is_revoked_for_good_and_cannot_be_shown() {
    let mut registrar = Registrar::new(9);
    let (mut world, card, issued) = followed(&mut registrar);
    let other = registrar.issue();
    let spared = scene::take(&mut world, &other.text).unwrap().card.id;
    let draft = world.wallet.draft(&[of_age(&card, &[])], request("https://verifier.example"), NOW).unwrap();
    registrar.say(&[]);
    registrar.say(&[&issued.handle]);
    let update = apply(&mut world, &registrar.file(0)).unwrap();
    let copy = world.wallet.store.card(&card).unwrap().unwrap().copies.remove(0);
    assert_eq!(copy.membership.unwrap().period, 1, "that of the witness that is kept");
    let revoked = State::Revoked { as_of: hour(&registrar, 3) };
    let after: Vec<_> = update.cards.iter().map(|one| (one.card.clone(), one.after)).collect();
    assert!(after.contains(&(card.clone(), revoked)), "{after:?}");
    assert_eq!(world.state(&spared, NOW).code(), "valid");
    assert_eq!(code(show(&mut world, &card, &[])), "wallet.revoked");
    assert_eq!(code(world.present(draft)), "wallet.consent_mismatch");
    // Nor as of the period before, in which it was not: that would be to show what one knows not to hold.
    assert_eq!(code(show(&mut world, &card, &[registrar.asked(2)])), "wallet.revoked");
    registrar.say_up_to(8);
    apply(&mut world, &registrar.file(0)).unwrap();
    assert_eq!(world.state(&card, NOW), revoked);
    assert_eq!(needs(&world), [(false, 1)]);
    assert!(registrar.verify(&show(&mut world, &spared, &[]).unwrap(), 8).is_ok());
}

/// The wallet's half of attack 82: who serves the statements is not told by what is fetched, and when, that somebody learned of their revocation.
#[test]
fn a82_of_a_revoked_card_the_registry_is_fetched_as_that_of_a_valid_one() {
    let [revoked, spared] = [true, false].map(|is_revoked| {
        let mut registrar = Registrar::new(21);
        let (mut world, card, issued) = followed(&mut registrar);
        let handle = if is_revoked { issued.handle } else { registrar.issue().handle };
        registrar.say(&[&handle]);
        let mut plans = vec![world.wallet.status_plan(NOW, &mut rng(1)).unwrap()];
        for newest in [2, 9, 20] {
            registrar.say_up_to(newest);
            for file in needs(&world)[0].1..=vouchsafe_accumulator::segment_of(newest.try_into().unwrap()) {
                apply(&mut world, &registrar.file(file)).unwrap();
            }
            plans.push(world.wallet.status_plan(NOW, &mut rng(newest.try_into().unwrap())).unwrap());
        }
        assert_eq!(plans.last().unwrap().due(NOW).count(), 0, "an hour old");
        assert_eq!(world.state(&card, NOW).code(), if is_revoked { "revoked" } else { "valid" });
        assert_eq!(needs(&world).len(), 1);
        (plans, needs(&world))
    });
    assert_eq!(revoked, spared);
    assert_eq!(revoked.1, [(false, 2)]);
}

#[test]
fn what_is_known_grows_old() {
    let mut registrar = Registrar::new(1);
    let (world, card, _) = followed(&mut registrar);
    let day = hour(&registrar, 1).saturating_add(Duration::from_hours(24));
    assert_eq!(world.state(&card, day).code(), "valid");
    let second = Duration::from_secs(1);
    let State::CannotTell { doubt, last_good } = world.state(&card, day.saturating_add(second)) else {
        panic!()
    };
    assert_eq!(doubt, Doubt::StatusStale { as_of: hour(&registrar, 1) });
    assert_eq!(last_good, Some(hour(&registrar, 1)));
    // It can be shown as long as the statement may be used, and not longer.
    let end = registrar.newest().expires_at().saturating_add(limits::CLOCK_SKEW);
    let draft_at = |now| world.wallet.draft(&[of_age(&card, &[])], request("https://verifier.example"), now);
    assert!(draft_at(end.saturating_sub(second)).is_ok());
    assert_eq!(draft_at(day).unwrap().cautions(), []);
    let late = day.saturating_add(second);
    for acknowledged in [&[][..], &[Caution::NotValid], &[Caution::OldPeriod]] {
        let draft = draft_at(late).unwrap();
        assert_eq!(draft.cautions(), [Caution::OldPeriod]);
        let digest = draft.digest();
        let consent = draft.consent(digest, acknowledged, late);
        match acknowledged {
            [Caution::OldPeriod] => assert!(consent.is_ok()),
            _ => assert_eq!(code(consent), "wallet.old_period"),
        }
    }
    assert_eq!(code(draft_at(end)), "wallet.statements_missing");
}

#[test]
fn what_no_card_names_is_not_taken() {
    let mut registrar = Registrar::new(3);
    let mut world = scene::world();
    assert_eq!(code(world.wallet.apply_registry(&registrar.description())), "wallet.registry_not_needed");
    assert_eq!(code(apply(&mut world, &registrar.file(0))), "wallet.registry_not_needed");
    let issued = registrar.issue();
    scene::take(&mut world, &issued.text).unwrap();
    // The same id with other keys: of anybody else's making.
    let other = Registrar::with(REGISTRY, 3, 60);
    assert_eq!(code(world.wallet.apply_registry(&other.description())), "accumulator.registry_mismatch");
    world.wallet.apply_registry(&registrar.description()).unwrap();
    assert_eq!(code(apply(&mut world, &other.file(0))), "jose.signature_invalid");
    assert_eq!(code(world.wallet.apply_registry("{}")), "accumulator.member_malformed");
    for file in ["", "x", "a.b.c", "{}", "\n"] {
        assert!(apply(&mut world, file).is_err(), "{file:?}");
    }
    // Half a file, from its middle.
    registrar.say_up_to(3);
    let (_, rest) =
        registrar.file(0).split_once('\n').map(|(one, rest)| (one.to_owned(), rest.to_owned())).unwrap();
    assert_eq!(code(apply(&mut world, &rest)), "accumulator.skipped");
}

#[test]
fn a_statement_of_the_future_is_refused() {
    let mut registrar = Registrar::new(2);
    let (mut world, ..) = followed(&mut registrar);
    registrar.say_up_to(3);
    let starts = hour(&registrar, 3);
    let early = starts.saturating_sub(limits::CLOCK_SKEW);
    let mut apply_at = |now| world.wallet.apply_statements(&registrar.file(0), now, &mut rng(5));
    let refused = apply_at(early.saturating_sub(Duration::from_secs(1)));
    assert_eq!(code(refused), "wallet.statement_from_the_future");
    assert!(apply_at(early).is_ok());
}

#[test]
fn a82_a_registry_is_fetched_when_chance_says_and_not_when_a_card_is_shown() {
    let mut registrar = Registrar::new(3);
    let (mut world, card, _) = followed(&mut registrar);
    let plan = world.wallet.status_plan(NOW, &mut rng(1)).unwrap();
    let [check] = &plan.checks[..] else { panic!("{plan:?}") };
    assert_eq!((check.need.uri.as_str(), check.known.unwrap().as_of), (REGISTRY, hour(&registrar, 1)));
    assert!(!check.is_due(NOW));
    show(&mut world, &card, &[]).unwrap();
    assert_eq!(world.wallet.status_plan(NOW, &mut rng(2)).unwrap(), plan);
    world.wallet.delete(&card, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(world.wallet.store.status_plan().unwrap().unwrap().checks, []);
    assert!(world.wallet.store.names("registry").is_empty());
}

#[test]
fn a_registry_goes_with_its_last_card() {
    let mut registrar = Registrar::new(3);
    let (mut world, first, _) = followed(&mut registrar);
    let second = registrar.issue();
    let second = scene::take(&mut world, &second.text).unwrap().card.id;
    world.wallet.delete(&first, HistoryOnDelete::Forget, NOW).unwrap();
    assert_eq!(world.wallet.store.names("registry").len(), 1);
    assert!(show(&mut world, &second, &[]).is_ok());
    world.wallet.delete(&second, HistoryOnDelete::Forget, NOW).unwrap();
    assert!(world.wallet.store.names("registry").is_empty());
    assert!(world.wallet.store.names("statement").is_empty());
}

#[test]
fn a_distrusted_issuers_card_is_left_alone() {
    let mut registrar = Registrar::new(3);
    let (mut world, card, _) = followed(&mut registrar);
    world.wallet.distrust_issuer(&IssuerId::new(ISSUER).unwrap()).unwrap();
    registrar.say_up_to(2);
    let update = apply(&mut world, &registrar.file(0)).unwrap();
    assert!(update.cards.is_empty());
    let membership = world.wallet.store.card(&card).unwrap().unwrap().copies.remove(0).membership.unwrap();
    assert_eq!(membership.period, 1);
    world.wallet.trust_issuer(IssuerId::new(ISSUER).unwrap(), &[scene::issuer_key()], NOW).unwrap();
    registrar.say_up_to(3);
    apply(&mut world, &registrar.file(0)).unwrap();
    assert!(registrar.verify(&show(&mut world, &card, &[]).unwrap(), 3).is_ok());
}

/// The handle, and the witnesses of all periods, are known to issuer and holder alone.
#[test]
fn neither_handle_nor_witness_leaves() {
    for seed in 0..8 {
        let mut registrar = Registrar::new(30);
        let mut random = rng(seed);
        registrar.say_up_to(1 + usize::try_from(random.next_u32() % 4).unwrap());
        let (mut world, card, issued) = followed(&mut registrar);
        registrar.say_up_to(12);
        let mut said = format!("{:?}", show(&mut world, &card, &[registrar.asked(12)]).unwrap_err());
        let mut left = Vec::new();
        let mut secret = vec![issued.handle.payload().trim_matches('"').to_owned()];
        for file in 0..2 {
            let update = apply(&mut world, &registrar.file(file)).unwrap();
            let stored = world.wallet.store.card(&card).unwrap().unwrap();
            let text = world.wallet.store.credential(stored.copies[0].id).unwrap().unwrap();
            secret.push(text.text.rsplit('~').next().unwrap()[11..].to_owned());
            left.push(show(&mut world, &card, &[]).unwrap());
            let draft =
                world.wallet.draft(&[of_age(&card, &[])], request("https://verifier.example"), NOW).unwrap();
            said.push_str(&format!("{update:?} {stored:?} {text:?} {draft:?} {:?}", world.history()));
            said.push_str(&format!("{:?}", world.wallet.card(&card, NOW).unwrap()));
            said.push_str(&format!("{:?}", record(&world, &card)));
        }
        secret.push(issued.text.rsplit('~').next().unwrap()[11..].to_owned());
        for secret in secret {
            assert!(left.iter().all(|left| !readable(left).contains(&secret)));
            assert!(!said.contains(&secret));
            assert!(secret.len() > 40);
        }
        let detail = world.wallet.card(&card, NOW).unwrap();
        let fields: Vec<_> = detail.fields().iter().map(|field| field.path.to_string()).collect();
        assert_eq!(fields, ["exp", "given_name", "age_over_18"]);
        assert_eq!(
            code(world.wallet.draft(
                &[choice(&card, &["revocation_handle"])],
                request("https://a.example"),
                NOW
            )),
            "jpt.never_disclosed"
        );
    }
}
