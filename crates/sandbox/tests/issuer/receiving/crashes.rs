//! The program ends at every step: what it began is gone on with, or forgotten without a trace.

use super::home::{Home, Way, rules};
use crate::scene::Scene;
use vouchsafe_app::exchange::receiving::{Copies, Offer, Redeemed};
use vouchsafe_credential::Duration;

/// Receives until the program ends at a request; says whether it came to the end.
fn until(home: &mut Home, scene: &Scene, link: &str, way: &Way<'_>) -> Result<(), vouchsafe_app::Error> {
    let offer = Offer::parse(link, way)?;
    let opened = home.wallet.open_offer(offer, &rules(), way, scene.now())?;
    let chosen = opened.view.offered[0].id.clone();
    let Redeemed::Authorized(ids) = home.wallet.redeem(opened, &[&chosen], None, way, scene.now())? else {
        panic!("there is no transaction code")
    };
    for id in ids {
        home.wallet.collect(&id, Copies::UpTo(2), way, scene.now())?;
    }
    Ok(())
}

/// Goes on with all that waits, until nothing does.
fn go_on(home: &mut Home, scene: &Scene) {
    for _ in 0..4 {
        scene.pass(Duration::from_secs(30));
        for one in home.wallet.receiving().unwrap().waiting {
            if one.step == "open" {
                let opened = home.wallet.open_again(&one.id, scene, scene.now()).unwrap();
                let chosen = opened.view.offered[0].id.clone();
                // A code that was used up says so, and is forgotten with all that belongs to it.
                let redeemed = home.wallet.redeem(opened, &[&chosen], None, scene, scene.now());
                assert!(redeemed.is_ok() || !home.steps().contains(&"open"), "{redeemed:?}");
            } else {
                home.collect(scene, &one.id).unwrap();
            }
        }
    }
    assert!(home.steps().is_empty(), "{:?}", home.steps());
    let keys = home.wallet.holder_keys().unwrap().keys;
    assert!(keys.iter().all(|key| key.uses == 1), "no key is left behind");
}

#[test]
fn a143_killed_at_any_request_while_a_card_is_received() {
    for configuration in ["identity", "diploma", "event_pass_bbs"] {
        let mut requests = 0;
        for arrives in [false, true] {
            let mut number = 0;
            loop {
                let scene = Scene::new();
                let (link, _) = scene.offer(configuration, "pre_authorized");
                let mut home = Home::new();
                let mut way = Way::new(&scene);
                way.lost = Some((number, arrives));
                let ended = until(&mut home, &scene, &link, &way);
                if way.asked() <= number {
                    ended.unwrap();
                    break;
                }
                let at = way.addresses.borrow()[number].clone();
                let mut home = home.reopened();
                let began = !home.steps().is_empty();
                go_on(&mut home, &scene);
                // A token that was given and never came is lost.
                let expected = usize::from(began && !(at == "/token" && arrives));
                assert_eq!(home.cards(&scene), expected, "{configuration} {at} {arrives}");
                if !began {
                    until(&mut home, &scene, &link, &Way::new(&scene)).unwrap();
                    go_on(&mut home, &scene);
                    assert_eq!(home.cards(&scene), 1, "the offer is as good as new: {configuration} {at}");
                }
                number += 1;
            }
            requests = requests.max(number);
        }
        assert!(requests >= 6, "{configuration}: {requests}");
    }
}
