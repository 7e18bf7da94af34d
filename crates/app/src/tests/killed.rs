//! The program is killed while it imports and presents: nothing acknowledged is lost, and no one-time copy is shown twice.

use super::desk::*;
use crate::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use vouchsafe_vault::KdfPolicy;

const DIRECTORY: &str = "VOUCHSAFE_KILLED_WALLET";
const CARD: &str = "VOUCHSAFE_KILLED_CARD";
const COPIES: u64 = 100;

/// Not a test of its own: what the process does that is to be killed. Writes down what was acknowledged to it.
#[test]
fn victim() {
    let (Ok(directory), Ok(card)) = (std::env::var(DIRECTORY), std::env::var(CARD)) else { return };
    let policy = KdfPolicy::insecure_for_tests();
    let directory = Path::new(&directory);
    let mut wallet = crate::OpenWallet::open_with(directory, passphrase("correct horse"), &policy).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let key = wallet.new_holder_key("ES256", NOW).unwrap().thumbprint;
        writeln!(out, "\nkey {key} whole").unwrap();
        let Ok(presented) = present(&mut wallet, &card, &["given_name"]) else { break };
        writeln!(out, "\nshown {} {} whole", presented.entry, presented.presentation).unwrap();
        out.flush().unwrap();
    }
    writeln!(out, "\ndone").unwrap();
}

#[test]
fn killed_at_any_moment() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let card = desk.import(&mut wallet, Some(COPIES));
    drop(wallet);
    let (mut keys, mut shown) = (BTreeSet::new(), BTreeMap::new());
    for round in 0..10_u32 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::killed::victim", "--nocapture"])
            .env(DIRECTORY, desk.path())
            .env(CARD, &card)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut acknowledged = Vec::new();
        let mut began = Instant::now();
        // Once it has shown a copy, strike in the next showing or the one after, at a moment that differs from round to round.
        for line in lines.by_ref() {
            if line.starts_with("key") {
                began = Instant::now();
            }
            let shown = line.starts_with("shown");
            acknowledged.push(line);
            if shown {
                break;
            }
        }
        std::thread::sleep(began.elapsed() * round / 6);
        victim.kill().unwrap();
        victim.wait().unwrap();
        for line in acknowledged.into_iter().chain(lines) {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["key", key, "whole"] => drop(keys.insert(key.to_owned())),
                // A line that was cut off was not acknowledged.
                ["shown", entry, text, "whole"] => {
                    shown.insert(entry.parse::<u64>().unwrap(), text.to_owned());
                }
                _ => {}
            }
        }
        assert!(shown.len() > usize::try_from(round).unwrap());
        check(&desk, &card, &keys, &shown, NOW);
    }
}

fn check(desk: &Desk, card: &str, keys: &BTreeSet<String>, shown: &BTreeMap<u64, String>, now: Timestamp) {
    let wallet = desk.open();
    let there: BTreeSet<String> =
        wallet.holder_keys().unwrap().keys.into_iter().map(|key| key.thumbprint).collect();
    assert!(there.is_superset(keys), "an acknowledged key is lost");
    for (entry, text) in shown {
        assert_eq!(wallet.resend(*entry).unwrap().presentation, *text, "an acknowledged showing is lost");
    }
    let mut copies = BTreeSet::new();
    let history = wallet.wallet.history().unwrap();
    for entry in history {
        if let vouchsafe_wallet::Event::Shared(sharing) = entry.event {
            let used = sharing.parts.iter().map(|part| part.copy);
            used.for_each(|copy| assert!(copies.insert(copy), "a one-time copy was used twice"));
        }
    }
    let left = wallet.card(card, now).unwrap().card.copies_left;
    assert_eq!(left + copies.len(), usize::try_from(COPIES).unwrap(), "showings and copies do not add up");
}
