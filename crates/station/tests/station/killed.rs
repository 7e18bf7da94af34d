//! The program is killed while it decides.

use crate::attacks::contains;
use crate::holder::CANARY;
use crate::program::{Program, free_ports, send};
use crate::scene::{code, json, text};
use std::time::Duration;

#[test]
fn a170_no_decision_that_was_told_is_lost_and_none_is_made_twice() {
    let (directory, ports) = (tempfile::tempdir().unwrap(), free_ports());
    let mut said = String::new();
    let mut answers = Vec::new();
    for delay in [3, 30, 90] {
        let program = Program::start(directory.path(), ports);
        let mut round: Vec<_> = (0..12)
            .map(|_| {
                let (_, link) = program.begin("adult");
                program.answer(&link)
            })
            .collect();
        let sending: Vec<_> = round
            .iter()
            .map(|answer| {
                let answer = answer.clone();
                std::thread::spawn(move || send(&answer).is_some_and(|response| response.status == 200))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(delay));
        said += &program.kill();
        let told = sending.into_iter().map(|one| one.join().unwrap());
        answers.extend(round.drain(..).zip(told.collect::<Vec<_>>()));
    }
    let program = Program::start(directory.path(), ports);
    let accepted = || {
        let log = json(&program.get("/api/v1/log"));
        let entries = log.root().get("entries").unwrap().to_document();
        entries
            .root()
            .elements()
            .unwrap()
            .filter(|entry| text(&entry.to_document(), "verdict") == "accepted")
            .count()
    };
    let told = answers.iter().filter(|(_, told)| *told).count();
    assert!(accepted() >= told, "{} of {told}", accepted());
    for (answer, told) in &answers {
        let again = send(answer).unwrap();
        match (again.status, code(&again).as_str()) {
            // It was decided on, whether or not the wallet heard of it; or it was not, and is now.
            (409, "station.session_used") => {}
            (200, "") => assert!(!told),
            other => panic!("{other:?}"),
        }
        assert_eq!(code(&send(answer).unwrap()), "station.session_used");
    }
    assert_eq!(accepted(), answers.len());
    said += &program.kill();
    assert!(!said.contains(CANARY));
    for file in std::fs::read_dir(directory.path().join("store")).unwrap() {
        assert!(!contains(&std::fs::read(file.unwrap().path()).unwrap(), CANARY));
    }
}
