//! One vault, whose program is killed again and again.

use crate::effect::{Acknowledged, Announced};
use crate::ledger::{Holdings, Ledger};
use crate::victim;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::ops::AddAssign;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vouchsafe_app::{Error, OpenWallet, Timestamp, rehearse_with};
use vouchsafe_vault::{BackupPolicy, KdfPolicy};
use zeroize::Zeroizing;

pub(crate) const DIRECTORY: &str = "VOUCHSAFE_KILLED_DIRECTORY";
pub(crate) const SEED: &str = "VOUCHSAFE_KILLED_SEED";
pub(crate) const OPEN_ONLY: &str = "VOUCHSAFE_KILLED_OPEN_ONLY";
/// The number of the passphrase that opens the vault, or the next one does.
pub(crate) const PASSPHRASE: &str = "VOUCHSAFE_KILLED_PASSPHRASE";

/// When the wallets are looked at: after all that happened in them.
const END: Timestamp = Timestamp::from_unix(1_800_000_000);

pub(crate) fn passphrase(number: u64) -> Zeroizing<String> {
    Zeroizing::new(format!("correct horse battery staple {number}"))
}

/// Opens the wallet with this passphrase, or with the next one, which it says.
pub(crate) fn open(directory: &Path, number: u64) -> Result<(OpenWallet, u64), Error> {
    let open = |number| {
        OpenWallet::open_with(directory, passphrase(number), &KdfPolicy::insecure_for_tests())
            .map(|wallet| (wallet, number))
    };
    open(number).or_else(|error| match error.code() {
        "vault.wrong_passphrase" => open(number + 1),
        _ => Err(error),
    })
}

pub(crate) fn backup(directory: &Path, number: u64) -> PathBuf {
    directory.with_file_name(format!("{number}.backup"))
}

/// What came of killing.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) kills: u64,
    /// Changes that were acknowledged before a kill. None was lost.
    pub(crate) acknowledged: u64,
    /// Kills amid a change.
    pub(crate) in_flight: u64,
    /// Of those, how many were found done.
    found_done: u64,
    /// One-time copies that were shown. None was shown twice.
    copies_shown: usize,
    /// Backups that were found. All were whole.
    backups: u64,
    /// How often the passphrase was changed, and every other time all keys with it.
    passphrases: u64,
    /// The longest opening after a kill; deriving the key took next to nothing of it.
    slowest_opening: Duration,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.acknowledged += other.acknowledged;
        self.in_flight += other.in_flight;
        self.found_done += other.found_done;
        self.copies_shown += other.copies_shown;
        self.backups += other.backups;
        self.passphrases += other.passphrases;
        self.slowest_opening = self.slowest_opening.max(other.slowest_opening);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} kills (SIGKILL); the vault opened after each, and every page of it was whole",
            self.kills
        )?;
        writeln!(f, "{} acknowledged changes, none lost", self.acknowledged)?;
        writeln!(
            f,
            "{} kills amid a change; found done {}, undone the others",
            self.in_flight, self.found_done
        )?;
        writeln!(
            f,
            "{} backups found, all whole; {} changes of the passphrase",
            self.backups, self.passphrases
        )?;
        writeln!(f, "{} one-time copies shown, none twice", self.copies_shown)?;
        write!(
            f,
            "slowest opening after a kill, beyond deriving the key: {} ms",
            self.slowest_opening.as_millis()
        )
    }
}

/// When to kill.
#[derive(Debug)]
enum Moment {
    /// This long after so many changes were announced.
    Announced(u64, Duration),
    /// As soon as so many changes were acknowledged.
    Acknowledged(u64),
    /// This long after the start, which may be before the vault is open.
    Started(Duration),
}

pub(crate) struct Life {
    directory: TempDir,
    rng: ChaCha20Rng,
    ledger: Ledger,
    /// Whether there has been a vault.
    was_open: bool,
    /// By the issuer's signed part: the only text in which this one-time copy was ever given out.
    given_out: BTreeMap<String, String>,
    tally: Tally,
}

impl Life {
    pub(crate) fn new(number: u64) -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            rng: ChaCha20Rng::seed_from_u64(number),
            ledger: Ledger::default(),
            was_open: false,
            given_out: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    /// Kills so many times, then shows what was never shown.
    pub(crate) fn end_after(mut self, kills: u64) -> Tally {
        let mut seed = 0;
        while self.tally.kills < kills {
            seed += 1;
            let (announced, cut_off) = self.kill_one(seed);
            if self.tally.kills < kills && self.below(4) == 0 {
                // Amid opening what the last one left.
                let mut victim = self.spawn(seed, true);
                std::thread::sleep(Duration::from_micros(self.below(30_000)));
                self.kill(&mut victim);
            }
            self.look(announced, &cut_off);
        }
        self.show_the_rest();
        self.tally
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("wallet")
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.rng.next_u64() % bound
    }

    fn spawn(&self, seed: u64, open_only: bool) -> Child {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "victim::victim", "--nocapture"]);
        command.env(DIRECTORY, self.path()).env(SEED, seed.to_string());
        command.env(PASSPHRASE, self.ledger.holdings.passphrase.to_string());
        if open_only {
            command.env(OPEN_ONLY, "1");
        }
        command.stdout(Stdio::piped()).spawn().unwrap()
    }

    fn kill(&mut self, victim: &mut Child) {
        victim.kill().unwrap();
        let status = victim.wait().unwrap();
        // It may have come to its end before; to no other one than that.
        assert!(status.success() || status.signal() == Some(9), "{status}");
        self.tally.kills += u64::from(!status.success());
    }

    fn moment(&mut self) -> Moment {
        match self.below(8) {
            0..4 => Moment::Announced(1 + self.below(12), Duration::from_micros(self.below(6_000))),
            4..6 => Moment::Acknowledged(1 + self.below(12)),
            _ => Moment::Started(Duration::from_micros(self.below(200_000))),
        }
    }

    /// Starts the program and kills it; enters what was acknowledged. What was under way, and the line that was cut off.
    fn kill_one(&mut self, seed: u64) -> (Option<Announced>, String) {
        let moment = self.moment();
        let mut victim = self.spawn(seed, false);
        let mut out = BufReader::new(victim.stdout.take().unwrap());
        let mut lines = Vec::new();
        let mut read = |lines: &mut Vec<String>| {
            let mut line = Vec::new();
            // A line may be cut off anywhere, but everything in it is ASCII.
            let more = out.read_until(b'\n', &mut line).unwrap() > 0;
            lines.push(String::from_utf8(line).unwrap());
            more
        };
        let (mut begun, mut ended) = (0, 0);
        match moment {
            Moment::Started(after) => std::thread::sleep(after),
            _ => {
                while read(&mut lines) {
                    let line = lines.last().unwrap();
                    begun += u64::from(line.starts_with("begin "));
                    ended += u64::from(line.starts_with("end "));
                    match moment {
                        Moment::Announced(changes, after) if begun == changes => {
                            std::thread::sleep(after);
                            break;
                        }
                        Moment::Acknowledged(changes) if ended == changes => break,
                        _ => {}
                    }
                }
            }
        }
        self.kill(&mut victim);
        while read(&mut lines) {}

        let mut announced = None;
        let mut cut_off = String::new();
        for line in lines {
            let Some(whole) = line.strip_suffix('\n') else {
                cut_off = line;
                continue;
            };
            self.was_open = self.was_open || whole == "open";
            if let Some(change) = Announced::parse(whole) {
                announced = Some(change);
            } else if let Some(acknowledged) = Acknowledged::parse(whole) {
                let announced = announced.take().unwrap();
                if let (Announced::Show { card }, Acknowledged::Shown { text, .. }) =
                    (&announced, &acknowledged)
                {
                    self.give_out(card, text);
                }
                self.ledger.enter(announced, acknowledged);
                self.tally.acknowledged += 1;
            }
        }
        (announced, cut_off)
    }

    /// Opens the vault and compares.
    fn look(&mut self, announced: Option<Announced>, cut_off: &str) {
        let began = Instant::now();
        let (wallet, opened_with) = match open(&self.path(), self.ledger.holdings.passphrase) {
            Ok(opened) => opened,
            Err(error) => {
                assert!(!self.was_open, "{error}");
                assert!(["vault.none_here", "vault.creation_unfinished"].contains(&error.code()), "{error}");
                return;
            }
        };
        self.tally.slowest_opening = self.tally.slowest_opening.max(began.elapsed());
        self.was_open = true;
        wallet.verify_vault().unwrap();
        let found = Holdings::of(&wallet, opened_with, END);
        let possible = match announced {
            None => vec![self.ledger.clone()],
            Some(announced) => {
                self.tally.in_flight += 1;
                self.ledger.outcomes(announced, &found)
            }
        };
        let done = possible.iter().position(|outcome| outcome.holdings == found);
        let done = done.unwrap_or_else(|| panic!("found {found:#?}\nwhich is none of {possible:#?}"));
        self.tally.found_done += u64::from(done > 0 && done + 1 == possible.len());
        self.ledger = possible.into_iter().nth(done).unwrap();

        for entry in found.entries.values() {
            if let Some(text) = &entry.text {
                self.give_out(&entry.card, text);
            }
        }
        if let Some(started) = cut_off.strip_prefix("end shown ") {
            // Some of it left the program: then what left is what is there.
            let mut words = started.splitn(3, ' ');
            if let (Some(entry), Some(text)) = (words.next(), words.next().filter(|text| !text.is_empty())) {
                let there = found.entries[&entry.parse::<u64>().unwrap()].text.as_ref().unwrap();
                assert!(there.starts_with(text));
            }
        }
        self.ledger.restart(found);
        self.look_at_backups();
    }

    /// A backup that was acknowledged is there, and every one that is there is whole.
    fn look_at_backups(&mut self) {
        for number in std::mem::take(&mut self.ledger.backups) {
            assert!(backup(&self.path(), number).exists(), "backup {number} is lost");
        }
        for entry in self.directory.path().read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "backup") {
                let policy = BackupPolicy::insecure_for_tests();
                let view = rehearse_with(&path, passphrase(0), &policy, END, &mut |_, _| {}).unwrap();
                assert_eq!((view.newer, view.damaged), (0, 0));
                std::fs::remove_file(&path).unwrap();
                self.tally.backups += 1;
            }
        }
    }

    /// Writes down that this could have been sent: of a one-time copy, always the same bytes.
    fn give_out(&mut self, card: &str, text: &str) {
        if self.ledger.holdings.cards[card].single_use {
            let copy = text.split('~').next().unwrap().to_owned();
            let before = self.given_out.insert(copy, text.to_owned());
            assert!(before.is_none_or(|before| before == text), "one copy, two presentations");
        }
    }

    /// What counts as never shown was never given out.
    fn show_the_rest(&mut self) {
        let Ok((mut wallet, _)) = open(&self.path(), self.ledger.holdings.passphrase) else { return };
        let cards = self.ledger.holdings.cards.clone();
        for (card, about) in cards.iter().filter(|(_, about)| about.single_use && !about.revoked) {
            for left in 0..about.left {
                let (_, text) = victim::show(&mut wallet, card, u64::try_from(left).unwrap(), END);
                let copy = text.split('~').next().unwrap();
                assert!(!self.given_out.contains_key(copy), "a copy that counted as never shown");
                self.give_out(card, &text);
            }
        }
        self.tally.copies_shown = self.given_out.len();
        self.tally.passphrases = self.ledger.holdings.passphrase;
    }
}
