use super::location::VaultArguments;
use super::returning::show_returning;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::{Line, Mark, Page, Stage};
use crate::secret::BackupPassphraseSource;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::RehearsalView;
use vouchsafe_verifier::Timestamp;

/// See that a backup opens, and what would come back from it
#[derive(Debug, Args)]
#[command(after_help = "\
Every card in the backup is verified, as a restore would do it. Nothing is written, except that with --note the vault keeps in \
mind when its backup was last rehearsed.

Example:
  vouchsafe wallet rehearse 2026-03.vouchsafe-backup
  vouchsafe wallet rehearse 2026-03.vouchsafe-backup --note

Exit codes: 0 all of it would come back · 1 some of it would not · 2 the backup could not be opened.")]
pub(crate) struct Rehearse {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Let the vault keep in mind that this was done; it has to be unlocked for that
    #[arg(long)]
    note: bool,
    #[command(flatten)]
    passphrase: BackupPassphraseSource,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Rehearsed(RehearsalView);

impl Rehearse {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        Source::File(self.file.clone()).look_for(Wanted::Backup)?;
        let mut wallet = self.note.then(|| self.vault.open()).transpose()?;
        let passphrase = self.passphrase.read()?;
        let mut stage = Stage::new("Opening the backup");
        let mut progress = |done, total| stage.at(done, total);
        let rehearsed = match &mut wallet {
            Some(wallet) => wallet.rehearse(&self.file, passphrase, now, &mut progress),
            None => vouchsafe_app::rehearse(&self.file, passphrase, now, &mut progress),
        };
        drop(stage);
        let view = rehearsed.map_err(|error| Failure::from(error).about(self.file.display()))?;
        output.answer(&Rehearsed(view))
    }
}

impl Answer for Rehearsed {
    const COMMAND: &'static str = "wallet.rehearse";

    fn exit(&self) -> Exit {
        if self.0.sound { Exit::Done } else { Exit::Rejected }
    }

    fn page(&self, page: &mut Page) {
        let view = &self.0;
        page.line(if view.sound {
            Line::mark(Mark::Valid, "The backup opens").text(", and all of it would come back.")
        } else {
            Line::mark(Mark::Attention, "The backup opens")
                .text(", and not all of it would come back as it should.")
        });
        show_returning(page, view, "would come back");
        match view.of_this_wallet {
            Some(true) if view.sound => {
                page.line(Line::quiet("Your vault keeps in mind that this backup was rehearsed."));
            }
            Some(false) => {
                page.line(Line::quiet("It is not a backup of this vault, so nothing was noted there."))
            }
            _ => {}
        }
    }
}
