use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version, tell, to_stderr};
use crate::failure::Failure;
use crate::question::{Reply, ask};
use crate::screen::{Line, Mark, Page, Surface, Table};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::HistoryOnDelete;
use vouchsafe_app::view::DeletionView;
use vouchsafe_verifier::Timestamp;

/// Delete a card, after you have read what goes with it
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet delete 3f9c

Exit codes: 0 deleted · 1 you said no, and nothing was deleted · 2 it could not be deleted.")]
pub(crate) struct Delete {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// Delete its history too: nothing says any more with whom it was shared
    #[arg(long)]
    forget_history: bool,
    /// Agree in advance
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Deleted {
    version: Version,
    card: String,
    history_kept: bool,
}

impl Delete {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let consequences = wallet.deletion(&self.card)?;
        let mut page = Page::new(Surface::stderr());
        show_consequences(&mut page, &consequences);
        to_stderr(&page.finish());
        if !self.yes && ask("Delete it?")? == Reply::No {
            tell("Not deleted. Nothing was changed.");
            return Ok(Exit::Rejected);
        }
        let history = if self.forget_history { HistoryOnDelete::Forget } else { HistoryOnDelete::Keep };
        wallet.delete(&consequences.card, history, now)?;
        output.answer(&Deleted {
            version: Version,
            card: consequences.card,
            history_kept: !self.forget_history,
        })
    }
}

fn show_consequences(page: &mut Page, consequences: &DeletionView) {
    page.line(Line::strong(format!("Deleting the card {}", consequences.card)));
    let mut table = Table::bare(2);
    for words in &consequences.words {
        table.row(vec![Line::quiet("–"), words.as_str().into()]);
    }
    page.table(2, &table);
}

impl Answer for Deleted {
    const COMMAND: &'static str = "wallet.delete";

    fn page(&self, page: &mut Page) {
        let history = if self.history_kept { "Its history is kept." } else { "Its history is gone too." };
        page.line(Line::mark(Mark::Valid, "Deleted").text(format!(". {history}")));
    }
}
