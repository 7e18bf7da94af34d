use super::kit::*;
use crate::limits::{AFTER_A_REFUSAL, STATUS_MAX_AGE, STATUS_REST};
use crate::*;
use proptest::prelude::*;
use vouchsafe_credential::Timestamp;
use vouchsafe_status_list::Status;

fn at(world: &mut World, now: Timestamp, seed: u64) -> Vec<Timestamp> {
    let plan = world.wallet.status_plan(now, &mut rng(seed)).unwrap();
    plan.checks.iter().map(|check| check.at).collect()
}

#[test]
fn each_list_once_for_all_cards_and_only_when_it_grows_old() {
    let mut world = World::new();
    assert!(world.wallet.status_plan(NOW, &mut rng(1)).unwrap().checks.is_empty());
    world.batch(3);
    let key = world.holder_key();
    let token = world.issue(&person(&[cnf(&key), status(9)]));
    world.import(&token).unwrap();
    let plan = world.wallet.status_plan(NOW, &mut rng(1)).unwrap();
    assert_eq!(plan.checks.len(), 1);
    assert_eq!((plan.checks[0].need.uri.as_str(), plan.checks[0].known), (LIST, None));
    assert_eq!(plan.due(NOW).count(), 1, "never seen, so at once");

    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let fresh_until = NOW.saturating_add(STATUS_MAX_AGE);
    let third = vouchsafe_credential::Duration::from_secs(STATUS_MAX_AGE.as_secs() / 3);
    let planned = at(&mut world, NOW, 2);
    assert!(planned[0] <= fresh_until && planned[0] >= fresh_until.saturating_sub(third));
    assert_eq!(at(&mut world, later(60), 3), planned, "chance is asked once");
    let mut other = World { wallet: Wallet::new(world.wallet.store.clone()), ..World::new() };
    assert_eq!(at(&mut other, NOW, 4), planned, "it is kept");
    let plan = world.wallet.status_plan(NOW, &mut rng(1)).unwrap();
    assert_eq!((plan.due(NOW).count(), plan.due(fresh_until).count()), (0, 1));
    assert_eq!(
        plan.due(NOW.saturating_sub(third)).count(),
        1,
        "the clock was set back: what is known is from the future"
    );
}

#[test]
fn draws_differ_from_wallet_to_wallet() {
    let moments: std::collections::BTreeSet<Timestamp> = (0..20)
        .map(|seed| {
            let mut world = World::new();
            world.batch(1);
            let list = world.list(NOW, &[]);
            world.wallet.apply_status(&list, NOW).unwrap();
            at(&mut world, NOW, seed)[0]
        })
        .collect();
    assert!(moments.len() > 15);
}

#[test]
fn a_refusal_hurries_all_lists_alike() {
    let mut world = World::new();
    world.batch(2);
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let before = at(&mut world, NOW, 1);
    world.wallet.doubt_statuses(NOW, &mut rng(2)).unwrap();
    let after = at(&mut world, NOW, 3);
    assert!(after[0] < before[0] && after[0] <= NOW.saturating_add(AFTER_A_REFUSAL), "{after:?}");
    world.wallet.doubt_statuses(NOW, &mut rng(4)).unwrap();
    assert!(at(&mut world, NOW, 5)[0] <= after[0], "never later");
}

#[test]
fn an_issuer_in_a_hurry_is_not_asked_all_the_time() {
    let short = KnownList { as_of: NOW, fresh_until: later(1) };
    let need =
        StatusNeed { uri: LIST.to_owned(), issuer: vouchsafe_credential::IssuerId::new(ISSUER).unwrap() };
    let lists = std::collections::BTreeMap::from([(need, Some(short))]);
    let plan = StatusPlan::default().renewed(lists, NOW, &mut rng(1)).unwrap();
    assert_eq!(plan.checks[0].at, NOW.saturating_add(STATUS_REST));
}

#[test]
fn what_ended_or_was_deleted_is_not_asked_for() {
    let mut world = World::new();
    let card = world.batch(1);
    assert_eq!(at(&mut world, NOW, 1).len(), 1);
    assert!(at(&mut world, later(10_000_000), 1).is_empty(), "it expired");
    assert_eq!(at(&mut world, NOW, 1).len(), 1);
    world.wallet.delete(&card, HistoryOnDelete::Forget, NOW).unwrap();
    let kept = world.wallet.store.status_plan().unwrap().unwrap();
    assert!(kept.checks.is_empty(), "nothing tells that the card was there");
}

/// The wallet's half of attack 82: who serves a list does not learn who read in it that they were revoked.
#[test]
fn a82_the_list_of_a_revoked_card_is_fetched_as_that_of_a_valid_one() {
    let [revoked, spared] = [9, 10].map(|entry| {
        let mut world = World::new();
        world.batch_at(&[9]);
        [0, 5_000, 90_000].map(|seconds| {
            let list = world.list(later(seconds), &[(entry, Status::Invalid)]);
            world.wallet.apply_status(&list, later(seconds)).unwrap();
            at(&mut world, later(seconds), 7)
        })
    });
    assert_eq!(revoked, spared);
}

#[test]
fn a_plan_comes_back_as_it_was_stored() {
    let mut world = World::new();
    world.batch(1);
    let list = world.list(NOW, &[]);
    for _ in 0..2 {
        let plan = world.wallet.status_plan(NOW, &mut rng(1)).unwrap();
        let form = plan.to_stored().unwrap();
        assert_eq!(StatusPlan::from_stored(form.version, &form.meta).unwrap(), plan);
        assert_eq!(StatusPlan::from_stored(2, &form.meta).unwrap_err().code(), "wallet.stored_newer");
        world.wallet.apply_status(&list, NOW).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The wallet's half of attack 82: whatever is shown, the same lists are fetched at the same moments.
    #[test]
    fn a82_showing_a_card_changes_nothing_of_what_is_fetched(
        shown in prop::collection::vec((0usize..3, any::<bool>()), 0..8),
        seed in any::<u64>(),
    ) {
        let mut world = World::new();
        let cards = [world.batch(2), world.batch(3), world.card()];
        let list = world.list(NOW, &[]);
        world.wallet.apply_status(&list, NOW).unwrap();
        let mut untouched = Wallet::new(world.wallet.store.clone());
        for (card, delivered) in shown {
            let draft = world.draft(&cards[card], &[]);
            let digest = draft.digest();
            let cautions = draft.cautions();
            let consent = draft.consent(digest, &cautions, NOW).unwrap();
            let presented = world.wallet.present(consent, NOW, &mut rng(7)).unwrap();
            let outcome = if delivered { Outcome::Accepted } else { Outcome::NotSent };
            world.wallet.settle(presented.entry, outcome).unwrap();
            prop_assert_eq!(
                world.wallet.status_plan(NOW, &mut rng(seed)).unwrap(),
                untouched.status_plan(NOW, &mut rng(seed)).unwrap()
            );
        }
        let plan = world.wallet.status_plan(NOW, &mut rng(seed)).unwrap();
        let lists: std::collections::BTreeSet<_> = plan.checks.iter().map(|check| &check.need).collect();
        prop_assert_eq!(lists.len(), plan.checks.len());
    }
}
