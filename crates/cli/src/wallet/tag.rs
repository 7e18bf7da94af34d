use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::CardSummary;
use vouchsafe_verifier::Timestamp;

/// Put tags on a card, to find it again
#[derive(Debug, Args)]
#[command(after_help = "\
Tags never leave the vault. Two that differ only in case or accents are the same.

Example:
  vouchsafe wallet tag 3f9c travel 'my office'
  vouchsafe wallet list --tag travel

Exit codes: 0 done · 2 there is no such card, a tag is none, or the card has 20 already.")]
pub(crate) struct Tag {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// A word or two, 40 characters at most
    #[arg(value_name = "TAG", required = true)]
    tags: Vec<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

/// Take tags off a card
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet untag 3f9c travel

Exit codes: 0 done · 2 there is no such card, or it does not have the tag.")]
pub(crate) struct Untag {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// The tag
    #[arg(value_name = "TAG", required = true)]
    tags: Vec<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Tagged {
    version: Version,
    card: CardSummary,
}

impl Tag {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        let card = wallet.tag(&self.card, &tags, now).map_err(unchanged)?;
        output.answer(&Tagged { version: Version, card })
    }
}

impl Untag {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        let card = wallet.untag(&self.card, &tags, now).map_err(unchanged)?;
        output.answer(&Tagged { version: Version, card })
    }
}

fn unchanged(error: vouchsafe_app::Error) -> Failure {
    Failure::from(error).unchanged("the card's tags are as they were")
}

impl Answer for Tagged {
    const COMMAND: &'static str = "wallet.tag";

    fn page(&self, page: &mut Page) {
        let id: String = self.card.id.chars().take(6).collect();
        let line = Line::mark(Mark::Valid, "Done").text(". The card ").and(Tone::Strong, id);
        page.line(match self.card.tags.as_slice() {
            [] => line.text(" has no tags."),
            tags => line.text(" has the tags ").and(Tone::Strong, tags.join(", ")).text("."),
        });
    }
}
