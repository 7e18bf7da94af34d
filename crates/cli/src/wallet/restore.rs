use super::location::VaultArguments;
use super::returning::show_returning;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Source, Wanted, make_directory};
use crate::screen::{Line, Mark, Page, Stage, Tone};
use crate::secret::BackupPassphraseSource;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::RestorePassphrases;
use vouchsafe_app::view::RehearsalView;
use vouchsafe_verifier::Timestamp;

/// Make a new vault of a backup
#[derive(Debug, Args)]
#[command(after_help = "\
First the passphrase of the backup is asked for, then one for the new vault, which may be the same. A vault that is there \
already is not touched: an older backup would bring back what was deleted since, and forget what was shown. Rehearse the backup \
first to see what would come back.

Example:
  vouchsafe wallet restore 2026-03.vouchsafe-backup --vault ./restored
  vouchsafe wallet restore b.vouchsafe-backup --vault ./v --backup-passphrase-file b --passphrase-file p

Exit codes: 0 restored, as far as the answer says · 2 not restored, and no vault was made.")]
pub(crate) struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    passphrase: BackupPassphraseSource,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Restored {
    vault: String,
    #[serde(flatten)]
    view: RehearsalView,
}

impl Restore {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let directory = self.vault.directory()?;
        Source::File(self.file.clone()).look_for(Wanted::Backup)?;
        let backup = self.passphrase.read()?;
        let passphrases = RestorePassphrases { backup, vault: self.vault.choose_passphrase()? };
        if let Some(parent) = directory.parent() {
            make_directory(parent)?;
        }
        let mut stage = Stage::new("Restoring the backup");
        let mut progress = |done, total| stage.at(done, total);
        let restored = vouchsafe_app::restore(&self.file, &directory, passphrases, now, &mut progress);
        drop(stage);
        let view =
            restored.map_err(|error| Failure::from(error).unchanged("no vault was made or changed"))?;
        output.answer(&Restored { vault: directory.display().to_string(), view })
    }
}

impl Answer for Restored {
    const COMMAND: &'static str = "wallet.restore";

    fn page(&self, page: &mut Page) {
        let Self { vault, view } = self;
        let mark = if view.sound { Mark::Valid } else { Mark::Attention };
        page.line(Line::mark(mark, "Restored").text(format!(": {vault}")));
        show_returning(page, view, "came back");
        page.line(
            Line::quiet("See your cards: ")
                .and(Tone::Accent, format!("vouchsafe wallet list --vault {vault}")),
        );
    }
}
