use super::location::VaultDirectory;
use super::location::refused;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Page, Table};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::locks;
use vouchsafe_app::view::LockView;

/// Show what opens the vault: the passphrase, the keychain, a recovery code
#[derive(Debug, Args)]
#[command(after_help = "\
This reads what the vault says of itself, and opens nothing: no passphrase is needed. Whoever can write the vault's \
files could make it say something else; what really opens it shows when it is opened.

Example:
  vouchsafe wallet locks
  vouchsafe wallet locks --vault ./vault --json

Exit codes: 0 shown · 2 there is no vault, or none that would be opened.")]
pub(crate) struct Locks {
    #[command(flatten)]
    place: VaultDirectory,
}

#[derive(Serialize)]
struct Shown {
    version: Version,
    vault: String,
    locks: Vec<LockView>,
}

impl Locks {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.place.existing()?;
        let locks = locks(&directory).map_err(|error| refused(error, &directory))?.locks;
        output.answer(&Shown { version: Version, vault: directory.display().to_string(), locks })
    }
}

impl Answer for Shown {
    const COMMAND: &'static str = "wallet.locks";

    fn page(&self, page: &mut Page) {
        let ways = if self.locks.len() == 1 { "One thing opens" } else { "Each of these opens" };
        page.line(Line::strong(format!("{ways} the vault")).text(format!(" {}", self.vault)));
        let mut table = Table::bare(2);
        for lock in &self.locks {
            table.row(vec![lock.words.into(), Line::quiet(explained(lock))]);
        }
        page.table(2, &table);
    }
}

fn explained(lock: &LockView) -> String {
    match (lock.kind, lock.guess) {
        (_, Some(guess)) => {
            let mebibytes = guess.memory_kib / 1_024;
            format!(
                "a guess costs {mebibytes} MiB of memory, {} times over ({})",
                guess.passes, guess.function
            )
        }
        ("keychain", None) => String::from("for whoever is logged in on this computer"),
        _ => String::from("that you wrote down"),
    }
}
