use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::CardSummary;
use vouchsafe_verifier::Timestamp;

/// Say that a newer card replaces an older one, which is then no longer proposed
#[derive(Debug, Args)]
#[command(after_help = "\
Both cards stay, and the older one can still be chosen. They have to be of the same issuer and type, and about \
the same subject where they name one.

Example:
  vouchsafe wallet replace 3f9c --by 81d0
  vouchsafe wallet replace 3f9c --undo

Exit codes: 0 done · 2 there is no such card, or it cannot be a replacement.")]
pub(crate) struct Replace {
    /// The older card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// The newer card's id, or the start of it
    #[arg(long, value_name = "CARD", required_unless_present = "undo")]
    by: Option<String>,
    /// Take it back: the older card stands for itself again
    #[arg(long, conflicts_with = "by")]
    undo: bool,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Replaced {
    version: Version,
    card: CardSummary,
}

impl Replace {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let card = match &self.by {
            Some(newer) => wallet.replace(&self.card, newer, now),
            None => wallet.keep(&self.card, now),
        };
        let card = card.map_err(|error| Failure::from(error).unchanged("the cards are as they were"))?;
        output.answer(&Replaced { version: Version, card })
    }
}

impl Answer for Replaced {
    const COMMAND: &'static str = "wallet.replace";

    fn page(&self, page: &mut Page) {
        let short = |id: &str| id.get(..6).unwrap_or(id).to_owned();
        let line =
            Line::mark(Mark::Valid, "Done").text(". The card ").and(Tone::Strong, short(&self.card.id));
        page.line(match &self.card.replaced_by {
            Some(newer) => line.text(" is replaced by ").and(Tone::Strong, short(newer)).text("."),
            None => line.text(" stands for itself again."),
        });
    }
}
