//! Many at once: one answer is taken once, by one instance or by several, and a flood is sent away.

use crate::holder::Card;
use crate::scene::{Scene, code, send, text};
use std::collections::BTreeMap;
use std::sync::Arc;
use vouchsafe_openid4vc::http::Response;
use vouchsafe_station::wallet_router;

fn accepted(scene: &Scene) -> usize {
    scene.log().iter().filter(|entry| text(entry, "verdict") == "accepted").count()
}

#[test]
fn a159_of_a_thousand_copies_of_an_answer_one_is_accepted() {
    let scene = Scene::new();
    let (_, link) = scene.begin("adult");
    let answer = Arc::new(scene.answer(&link, Card::GOOD));
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let (router, answer) = (wallet_router(Arc::clone(&scene.station)), Arc::clone(&answer));
            scene.runtime.spawn(async move { send(router, &answer).await })
        })
        .collect();
    let mut told: BTreeMap<(u16, String), usize> = BTreeMap::new();
    for task in tasks {
        let response = scene.runtime.block_on(task).unwrap();
        *told.entry((response.status, code(&response))).or_default() += 1;
    }
    assert_eq!(told.get(&(200, String::new())), Some(&1), "{told:?}");
    let refusals = ["station.session_used", "station.session_underway", "station.busy"];
    assert!(
        told.keys().all(|(status, code)| *status == 200 || refusals.contains(&code.as_str())),
        "{told:?}"
    );
    assert_eq!(accepted(&scene), 1);
}

#[test]
fn a107_two_instances_with_one_store_take_an_answer_once() {
    let scene = Scene::new();
    let replica = scene.replica();
    for round in 1..=20 {
        let (_, link) = scene.begin("adult");
        let answer = Arc::new(scene.answer(&link, Card::GOOD));
        let both: Vec<_> = [&scene.station, &replica]
            .map(|station| {
                let (router, answer) = (wallet_router(Arc::clone(station)), Arc::clone(&answer));
                scene.runtime.spawn(async move { send(router, &answer).await })
            })
            .into_iter()
            .map(|task| scene.runtime.block_on(task).unwrap())
            .collect();
        let taken = both.iter().filter(|response| response.status == 200).count();
        assert_eq!(taken, 1, "{both:?}");
        assert!(both.iter().any(|response| code(response) == "station.session_used"), "{both:?}");
        assert_eq!(accepted(&scene), round);
    }
}

#[test]
fn a161_a_flood_is_sent_away_and_may_come_again() {
    let scene = Scene::new();
    let answers: Vec<_> =
        (0..150).map(|_| Arc::new(scene.answer(&scene.begin("adult").1, Card::GOOD))).collect();
    let flood = || -> Vec<Response> {
        let tasks: Vec<_> = answers
            .iter()
            .map(|answer| {
                let (router, answer) = (wallet_router(Arc::clone(&scene.station)), Arc::clone(answer));
                scene.runtime.spawn(async move { send(router, &answer).await })
            })
            .collect();
        tasks.into_iter().map(|task| scene.runtime.block_on(task).unwrap()).collect()
    };
    let mut taken = 0;
    for _ in 0..50 {
        let responses = flood();
        for response in &responses {
            match (response.status, code(response).as_str()) {
                (200, "") => taken += 1,
                (409, "station.session_used") => {}
                (503, "station.busy") => assert!(response.headers.one("Retry-After").is_some()),
                other => panic!("{other:?}"),
            }
        }
        if taken == answers.len() {
            break;
        }
    }
    assert_eq!(taken, answers.len());
    assert_eq!(accepted(&scene), answers.len());
}
