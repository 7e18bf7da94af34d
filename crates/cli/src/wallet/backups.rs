use super::location::VaultArguments;
use super::returning::reissue_table;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{BackupNoteView, ReissueView};

/// See when you last backed up and rehearsed, and which cards a restore left to be issued again
#[derive(Debug, Args)]
#[command(after_help = "\
A card of one-time copies is in no backup. After a restore it is listed here until you import new copies from its issuer, or give \
up waiting for them.

Example:
  vouchsafe wallet backups
  vouchsafe wallet backups --give-up 3f9c1ab2de4f5a60

Exit codes: 0 listed · 2 the vault could not be opened, or no such card is waited for.")]
pub(crate) struct Backups {
    /// Wait no more for this card to be issued again: its whole id
    #[arg(long, value_name = "CARD")]
    give_up: Option<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Told {
    version: Version,
    last: BackupNoteView,
    reissues: Vec<ReissueView>,
}

impl Backups {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        if let Some(card) = &self.give_up {
            wallet.give_up_reissue(card)?;
        }
        output.answer(&Told {
            version: Version,
            last: wallet.backup_note()?,
            reissues: wallet.reissues()?.reissues,
        })
    }
}

impl Answer for Told {
    const COMMAND: &'static str = "wallet.backups";

    fn page(&self, page: &mut Page) {
        match &self.last.made_at {
            None => {
                page.line(Line::mark(Mark::Attention, "This vault was never backed up"));
                let next = "vouchsafe wallet backup --out my.vouchsafe-backup";
                page.indented(2, Line::quiet("Make a backup: ").and(Tone::Accent, next));
            }
            Some(made_at) => {
                page.line(
                    Line::mark(Mark::Valid, "Last backed up").text(format!(": {}", moment_of(made_at))),
                );
                match &self.last.rehearsed_at {
                    Some(at) => page
                        .line(Line::mark(Mark::Valid, "Last rehearsed").text(format!(": {}", moment_of(at)))),
                    None => page.line(
                        Line::mark(Mark::Attention, "Never rehearsed")
                            .text(": whether a backup opens is known when it was opened."),
                    ),
                }
            }
        }
        if !self.reissues.is_empty() {
            page.gap();
            page.line(
                "Ask the issuers of these for new one-time copies: a restore could not bring theirs back.",
            );
            page.table(2, &reissue_table(&self.reissues));
        }
    }
}
