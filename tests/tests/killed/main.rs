//! The program is killed (SIGKILL) while it creates a vault, imports, shows, revokes, deletes, backs up, and changes the passphrase and
//! the keys: nothing that it was told to be done is lost, no one-time copy is shown twice, and the vault opens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod effect;
mod ledger;
mod life;
mod town;
mod victim;

use life::{Life, Tally};

/// Each life is a vault of its own, killed so many times.
fn live(lives: u64, kills: u64) -> Tally {
    let mut tally = Tally::default();
    for life in 0..lives {
        tally += Life::new(life).end_after(kills);
    }
    tally
}

#[test]
fn a143_what_was_acknowledged_survives_kill_9_300_times() {
    let tally = live(10, 30);
    println!("{tally}");
    assert_eq!(tally.kills, 300);
    // Otherwise the moments were not where anything happened.
    assert!(tally.acknowledged > 300 && tally.in_flight > 50, "{tally}");
}

#[test]
#[ignore = "an hour; run by `cargo xtask soak`"]
fn soak_killed_5000_times() {
    for line in live(50, 100).to_string().lines() {
        println!("soak: {line}");
    }
}
