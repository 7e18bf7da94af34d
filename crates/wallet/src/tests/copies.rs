use super::kit::*;
use crate::*;
use vouchsafe_credential::Audience;

fn present_to(
    world: &mut World,
    card: &vouchsafe_credential::CredentialId,
    audience: &str,
    acknowledged: &[Caution],
) -> Result<CopyId, Error> {
    let draft = world.wallet.draft(&[choice(card, &[])], request(audience), NOW)?;
    let digest = draft.digest();
    let consent = draft.consent(digest, acknowledged, NOW)?;
    let presented = world.wallet.present(consent, NOW, &mut rng(7))?;
    let (entry, _) = world.wallet.store.entry(presented.entry)?.unwrap();
    match entry.event {
        Event::Shared(sharing) => Ok(sharing.parts[0].copy),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_copy_is_shown_once() {
    let mut world = World::new();
    let card = world.batch(3);
    let mut shown = std::collections::BTreeSet::new();
    for left in [2, 1, 0] {
        let draft = world.draft(&card, &["given_name"]);
        assert_eq!(draft.linkability(), Linkability::Unlinkable { left });
        assert!(draft.cautions().is_empty());
        assert!(shown.insert(present_to(&mut world, &card, "https://a.example", &[]).unwrap()));
    }
    let holding = world.wallet.card(&card, NOW).unwrap().holding;
    assert!(holding.card.is_exhausted());
}

#[test]
fn copies_used_up_are_shown_again_only_knowingly_and_best_to_who_saw_them() {
    let mut world = World::new();
    let card = world.batch(3);
    let audiences = ["https://a.example", "https://b.example", "https://c.example"];
    let mut first = Vec::new();
    for audience in audiences {
        first.push(present_to(&mut world, &card, audience, &[]).unwrap());
    }
    assert_eq!(code(present_to(&mut world, &card, audiences[0], &[])), "wallet.copies_exhausted");
    let showings = world.sharings().len();
    for (audience, copy) in audiences.into_iter().zip(first) {
        let again = present_to(&mut world, &card, audience, &[Caution::CopyShownBefore]).unwrap();
        assert_eq!(again, copy, "{audience} recognises what it has seen already, and nothing more");
    }
    assert!(present_to(&mut world, &card, "https://d.example", &[Caution::CopyShownBefore]).is_ok());
    assert_eq!(world.sharings().len(), showings + 4);
}

#[test]
fn two_drafts_of_one_copy_make_one_showing() {
    let mut world = World::new();
    let card = world.batch(2);
    let (one, other) = (world.draft(&card, &[]), world.draft(&card, &[]));
    assert!(world.present(one).is_ok());
    assert_eq!(code(world.present(other)), "wallet.consent_mismatch");
    assert_eq!(world.sharings().len(), 1);
}

#[test]
fn a_reusable_card_says_that_it_is_recognised() {
    let mut world = World::new();
    let card = world.card();
    for shown_before in 0..3 {
        let draft = world.draft(&card, &[]);
        assert_eq!(draft.linkability(), Linkability::Recognisable { shown_before });
        assert!(world.present(draft).is_ok());
    }
}

#[test]
fn a_card_has_so_many_copies_and_no_more() {
    let mut world = World::new();
    let most = u64::try_from(limits::MAX_COPIES).unwrap();
    let card = world.batch(most);
    assert_eq!(world.wallet.card(&card, NOW).unwrap().holding.card.copies_left(), limits::MAX_COPIES);
    let one_more = vec![String::new(); limits::MAX_COPIES + 1];
    assert_eq!(code(world.import_batch(&one_more)), "wallet.too_many_copies");
}

#[test]
fn what_links_copies_is_refused() {
    let mut world = World::new();
    let (a, b) = (world.holder_key(), world.holder_key());
    let issue = |world: &mut World, key: &_, index| world.issue(&person(&[cnf(key), status(index)]));
    let linked = |result: Result<Imported, Error>| match result.unwrap_err() {
        Error::BatchLinkable { shared } => shared,
        other => panic!("{other:?}"),
    };

    let token = issue(&mut world, &a, 1);
    assert_eq!(linked(world.import_batch(&[token.clone(), token])), "the issuer's signature");
    let tokens = [issue(&mut world, &a, 1), issue(&mut world, &a, 2)];
    assert_eq!(linked(world.import_batch(&tokens)), "a holder key");
    let tokens = [issue(&mut world, &a, 1), issue(&mut world, &b, 1)];
    assert_eq!(linked(world.import_batch(&tokens)), "a status list entry");

    let mut same_salts = |key, index| {
        world.rng = rng(99);
        issue(&mut world, key, index)
    };
    let tokens = [same_salts(&a, 1), same_salts(&b, 2)];
    assert_eq!(linked(world.import_batch(&tokens)), "a salt");

    let jti = r#""jti":"1""#.to_owned();
    let tokens = [&a, &b].map(|key| world.issue(&person(&[cnf(key), jti.clone()])));
    assert_eq!(linked(world.import_batch(&tokens)), "an identifier (`jti`)");

    let tokens = [&a, &b].map(|key| issue(&mut world, key, u64::from(*key == a)));
    assert!(world.import_batch(&tokens).is_ok());
}

#[test]
fn what_are_no_copies_of_each_other_are_refused() {
    let mut world = World::new();
    let (a, b) = (world.holder_key(), world.holder_key());
    let one = world.issue(&person(&[cnf(&a)]));
    let other = world.issue(&person(&[cnf(&b)]).replace("Ada", "Eve"));
    assert_eq!(code(world.import_batch(&[one, other])), "wallet.batch_mixed");
}

#[test]
fn a_one_time_copy_shares_its_key_with_nothing() {
    let mut world = World::new();
    let (a, b) = (world.holder_key(), world.holder_key());
    let issue = |world: &mut World, key| world.issue(&person(&[cnf(key)]));
    let reusable = issue(&mut world, &a);
    world.import(&reusable).unwrap();
    let copy = issue(&mut world, &a);
    assert_eq!(code(world.import_batch(std::slice::from_ref(&copy))), "wallet.holder_key_shared");
    // Two credentials to be shown again and again may share one: the person is recognised by either.
    assert!(world.import(&copy).is_ok());
    let copy = issue(&mut world, &b);
    world.import_batch(&[copy]).unwrap();
    let reusable = issue(&mut world, &b);
    assert_eq!(code(world.import(&reusable)), "wallet.holder_key_shared");
}

#[test]
fn each_copy_has_its_own_key_and_its_own_binding() {
    let mut world = World::new();
    let card = world.batch(2);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let draft = world.draft(&card, &["family_name"]);
        let presented = world.present(draft).unwrap();
        let verified = world.verify(only(&presented));
        let request = request("https://verifier.example");
        let binding = key_binding(&verified, &request).unwrap();
        assert_eq!(binding.audience, Audience::new("https://verifier.example").unwrap());
        keys.push(verified.holder_key().unwrap().clone());
    }
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn a_copy_that_expired_is_shown_only_knowingly_whatever_the_others_are() {
    let mut world = World::new();
    let exps = ["1700003600", "1702512000"];
    let tokens = exps.map(|exp| {
        let key = world.holder_key();
        world.issue(&person(&[cnf(&key)]).replace("1702512000", exp))
    });
    let card = world.import_batch(&tokens).unwrap().card.id;
    for audience in ["https://a.example", "https://b.example"] {
        present_to(&mut world, &card, audience, &[]).unwrap();
    }
    let later = later(7_200);
    assert_eq!(world.state(&card, later).code(), "valid");
    let draft = world.wallet.draft(&[choice(&card, &[])], request("https://a.example"), later).unwrap();
    assert_eq!(draft.cautions(), [Caution::CopyShownBefore, Caution::NotValid]);
}

/// What never left was seen by nobody, so it does not make a copy one that this verifier knows.
#[test]
fn a_used_up_batch_shows_a_verifier_what_it_really_saw() {
    let mut world = World::new();
    let card = world.batch(2);
    let (a, b) = ("https://a.example", "https://b.example");
    let seen_by_a = present_to(&mut world, &card, a, &[]).unwrap();
    // The other copy was made for a, given up, and seen by b.
    present_to(&mut world, &card, a, &[]).unwrap();
    let given_up = world.history().last().unwrap().id;
    world.wallet.settle(given_up, Outcome::NotSent).unwrap();
    let shown_to_b = present_to(&mut world, &card, b, &[Caution::CopyShownBefore]).unwrap();
    let again = present_to(&mut world, &card, a, &[Caution::CopyShownBefore]).unwrap();
    assert_eq!(again, seen_by_a, "{shown_to_b:?}");
}

#[test]
fn a_copy_that_was_shown_stays_shown_when_it_is_deleted_and_imported_again() {
    let mut world = World::new();
    let tokens = [world.issue(&person(&[])), world.issue(&person(&[]))];
    let card = world.import_batch(&tokens).unwrap().card.id;
    let shown = present_to(&mut world, &card, "https://a.example", &[Caution::NotBound]).unwrap();
    world.wallet.delete(&card, HistoryOnDelete::Keep, NOW).unwrap();
    let again = world.import_batch(&tokens).unwrap().card;
    assert_eq!(again.copies_left(), 1);
    let next = present_to(&mut world, &again.id, "https://b.example", &[Caution::NotBound]).unwrap();
    assert_ne!(next, shown);
    let draft = world.wallet.draft(&[choice(&card, &[])], request("https://c.example"), NOW).unwrap();
    assert_eq!(draft.linkability(), Linkability::Recognisable { shown_before: 1 });
}
