use super::location::VaultArguments;
use super::returning::reissue_table;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Stage, Tone};
use crate::secret::BackupPassphraseSource;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::BackupView;
use vouchsafe_verifier::Timestamp;

/// Write your cards to one encrypted file, to keep elsewhere
#[derive(Debug, Args)]
#[command(after_help = "\
The file is encrypted under a passphrase of its own, which may be that of the vault. It holds all but one-time copies: which \
of them were shown after the backup was made, nobody could tell, so their issuers have to issue new ones. It is an age \
file; a file that is there already is never replaced.

Example:
  vouchsafe wallet backup --out 2026-03.vouchsafe-backup
  vouchsafe wallet backup --out b.vouchsafe-backup --passphrase-file p --backup-passphrase-fd 3 3< b
  vouchsafe wallet rehearse 2026-03.vouchsafe-backup     see that it opens, and what would come back

Exit codes: 0 made · 2 not made, and there is no such file.")]
pub(crate) struct Backup {
    /// The new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    vault: VaultArguments,
    #[command(flatten)]
    passphrase: BackupPassphraseSource,
}

#[derive(Serialize)]
struct BackedUp {
    file: String,
    #[serde(flatten)]
    view: BackupView,
}

impl Backup {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let passphrase = self.passphrase.choose()?;
        let mut stage = Stage::new("Encrypting the backup");
        let made = wallet.back_up(&self.out, passphrase, now, &mut |done, total| stage.at(done, total));
        drop(stage);
        let view = made.map_err(|error| {
            Failure::from(error).about(self.out.display()).unchanged("no backup was made")
        })?;
        output.answer(&BackedUp { file: self.out.display().to_string(), view })
    }
}

impl Answer for BackedUp {
    const COMMAND: &'static str = "wallet.backup";

    fn page(&self, page: &mut Page) {
        let Self { file, view } = self;
        page.line(Line::mark(Mark::Valid, "Backed up").text(format!(": {file}")));
        let cards = if view.cards == 1 { "1 card".to_owned() } else { format!("{} cards", view.cards) };
        page.indented(
            2,
            format!(
                "It brings back {cards} with what belongs to them, the issuers you trust and your history."
            ),
        );
        if !view.reissues.is_empty() {
            page.gap();
            page.line(
                "Not in it are one-time copies. After a restore, ask the issuers of these for new ones:",
            );
            page.table(2, &reissue_table(&view.reissues));
        }
        page.gap();
        page.line(
            Line::quiet("Now see that it opens: ")
                .and(Tone::Accent, format!("vouchsafe wallet rehearse {file}")),
        );
    }
}
