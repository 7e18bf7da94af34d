use super::kit::*;
use crate::*;
use vouchsafe_credential::{CredentialId, Duration, Timestamp};
use vouchsafe_sd_jwt::DisclosurePlan;
use vouchsafe_status_list::Status;

impl World {
    fn of(&mut self, vct: &str, sub: Option<&str>) -> CredentialId {
        let sub = sub.map(|sub| format!(r#","sub":"{sub}""#)).unwrap_or_default();
        let claims = format!(r#"{{"iss":"{ISSUER}","vct":"{vct}","number":{}{sub}}}"#, self.history().len());
        let token = self.issue_with(&claims, &DisclosurePlan::new(paths(&["number"])), "dc+sd-jwt");
        self.import(&token).unwrap().card.id
    }

    fn offered(&self, newer: &CredentialId) -> Vec<(CredentialId, Likeness)> {
        let offered = self.wallet.replaceable_by(newer, NOW).unwrap();
        offered.into_iter().map(|one| (one.older.card.id, one.likeness)).collect()
    }
}

#[test]
fn only_what_may_be_the_same_thing_is_offered() {
    let mut world = World::new();
    let nameless = world.of("t:pass", None);
    let ada = world.of("t:pass", Some("ada"));
    world.of("t:pass", Some("grace"));
    world.of("t:other", Some("ada"));
    let newer = world.of("t:pass", Some("ada"));
    assert_eq!(
        world.offered(&newer),
        [(ada.clone(), Likeness::SameSubject), (nameless.clone(), Likeness::SameType)]
    );
    assert!(
        world.wallet.cards(NOW).unwrap().iter().all(|held| held.card.replaced_by.is_none()),
        "nothing yet"
    );
    for _ in 0..7 {
        world.of("t:pass", None);
    }
    let offered = world.offered(&newer);
    assert_eq!((offered.len(), offered[0].clone()), (5, (ada, Likeness::SameSubject)));
}

#[test]
fn a_replaced_card_stays_and_is_not_proposed() {
    let mut world = World::new();
    let (older, newer) = (world.of("t:pass", Some("ada")), world.of("t:pass", Some("ada")));
    let holding = |world: &World| world.wallet.holding(&older, NOW).unwrap();
    let before = holding(&world);
    assert_eq!(SetAside::of(&before), None);
    world.wallet.replace(&older, &newer).unwrap();
    let after = holding(&world);
    assert_eq!((after.card.replaced_by.as_ref(), after.state), (Some(&newer), before.state));
    assert_eq!(SetAside::of(&after), Some(SetAside::Replaced));
    assert_eq!(after.hint(NOW), None);
    assert!(world.offered(&newer).is_empty());
    let chosen = world.draft(&older, &[]);
    assert_eq!(
        chosen.cautions(),
        [Caution::NotBound],
        "it can still be chosen, and nothing is said against it"
    );
    assert_eq!(code(world.wallet.replace(&newer, &older)), "wallet.not_a_replacement");
    assert_eq!(code(world.wallet.replace(&newer, &newer)), "wallet.not_a_replacement");

    assert_eq!(world.wallet.deletion(&newer).unwrap().replaces, std::slice::from_ref(&older));
    assert_eq!(world.wallet.deletion(&older).unwrap().replaced_by, Some(newer.clone()));
    world.wallet.delete(&newer, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(holding(&world).card.replaced_by, None, "it stands for itself again");
    assert_eq!(code(world.wallet.keep(&older)), "wallet.not_replaced");

    let (again, other) = (world.of("t:pass", None), world.of("t:other", None));
    world.wallet.replace(&older, &again).unwrap();
    world.wallet.keep(&older).unwrap();
    assert_eq!(holding(&world).card.replaced_by, None);
    assert_eq!(code(world.wallet.replace(&older, &other)), "wallet.not_a_replacement");
}

#[test]
fn hints_say_when_to_ask_for_a_new_one() {
    let mut world = World::new();
    fn hint(world: &World, card: &CredentialId, now: Timestamp) -> Option<Hint> {
        world.wallet.holding(card, now).unwrap().hint(now)
    }
    let words = |hint: Option<Hint>, now| hint.unwrap().words(ISSUER, now);
    let card = world.card();
    let end = Timestamp::from_unix(1_702_512_000);
    assert_eq!(hint(&world, &card, end.saturating_sub(Duration::from_days(31))), None);
    let twelve = end.saturating_sub(Duration::from_days(12));
    let soon = hint(&world, &card, twelve);
    assert_eq!(soon, Some(Hint::ExpiresSoon { at: end }));
    assert_eq!(words(soon, twelve), "expires in 12 days: ask https://issuer.example for a new one");
    assert_eq!(hint(&world, &card, later(10_000_000)), Some(Hint::Expired));

    let early = Timestamp::from_unix(1_699_920_000);
    // A quarter of them, or the last one.
    for (copies, few) in [(8, 2), (7, 1), (3, 1), (2, 1)] {
        let batch = world.batch(copies);
        assert_eq!(hint(&world, &batch, early), None, "as many as there ever were");
        for left in (0..usize::try_from(copies).unwrap()).rev() {
            let draft = world.draft(&batch, &[]);
            world.present(draft).unwrap();
            let expected = match left {
                0 => Some(Hint::Exhausted),
                left => (left <= few).then_some(Hint::FewCopies { left }),
            };
            assert_eq!(hint(&world, &batch, early), expected, "{left} of {copies}");
        }
    }
    let one = world.batch(1);
    assert_eq!(hint(&world, &one, early), None, "as many as there ever were");
    assert!(words(Some(Hint::FewCopies { left: 1 }), NOW).starts_with("1 unseen copy is left"));
    let small = world.batch(2);
    let list = world.list(NOW, &[(0, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    assert_eq!(hint(&world, &small, NOW), Some(Hint::Revoked));
}
