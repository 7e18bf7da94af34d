//! What one guess at a vault's passphrase costs: the work that somebody who has the files does for each.

use anyhow::{Result, ensure};
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use vouchsafe_vault::{Error, KdfPolicy, KeyWrap, Passphrase, Vault};

/// Guesses, of which the median is told.
const GUESSES: usize = 9;
/// What a guess should cost at least.
const AIM: Duration = Duration::from_millis(500);

/// Words and figures as a part of the page.
pub(crate) fn page() -> Result<String> {
    let directory = tempfile::tempdir()?;
    let vault = directory.path().join("vault");
    let policy = KdfPolicy::standard();
    let passphrase = |text: &str| Passphrase::new(text.to_owned());
    drop(Vault::create(&vault, &passphrase("correct horse battery staple")?, &policy)?);
    let mut times = Vec::new();
    for number in 0..GUESSES {
        let guess = passphrase(&format!("guess number {number}"))?;
        let start = Instant::now();
        let refused = Vault::open(&vault, &guess, &policy);
        times.push(start.elapsed());
        ensure!(refused.err() == Some(Error::WrongPassphrase), "a guess was not refused as one");
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let mut page = String::from("## Guess a passphrase\n\n");
    for wrap in Vault::key_wraps_in(&vault, &policy)? {
        if let KeyWrap::Passphrase(cost) = wrap {
            let (mebibytes, passes, lanes) = (cost.memory_kib() / 1_024, cost.passes(), cost.lanes());
            let met = if median >= AIM { "met" } else { "missed" };
            writeln!(
                page,
                "A new vault: Argon2id with {mebibytes} MiB, {passes} passes, {lanes} lane. One guess takes {} ms of a core (aim: at \
                 least {} ms, {met}), and the memory; median of {GUESSES}. Somebody with better hardware is quicker.\n",
                median.as_millis(),
                AIM.as_millis(),
            )?;
        }
    }
    Ok(page)
}
