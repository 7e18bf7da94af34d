use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Column, Line, Page, Table, Tone, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{CardSummary, CardsView};
use vouchsafe_verifier::Timestamp;

/// List your cards and how each stands
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet list
  vouchsafe wallet list --json

Exit codes: 0 listed · 2 the vault could not be opened.")]
pub(crate) struct List {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(CardsView);

impl List {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        output.answer(&Listed(self.vault.open()?.cards(now)?))
    }
}

impl Answer for Listed {
    const COMMAND: &'static str = "wallet.list";

    fn page(&self, page: &mut Page) {
        let CardsView { cards, as_of, .. } = &self.0;
        if cards.is_empty() {
            page.line("There is no card in this vault yet.");
            let next = Line::quiet("Put one in: ")
                .and(Tone::Accent, "vouchsafe wallet import card.txt --issuer-key issuer.jwk");
            page.line(next);
            return;
        }
        let columns = [
            Column::whole("CARD"),
            Column::wrap("STATE"),
            Column::cut_start("TYPE"),
            Column::cut_start("ISSUER"),
            Column::whole("COPIES LEFT"),
        ];
        let mut table = Table::new(columns);
        let length = unique_length(cards);
        for card in cards {
            table.row(vec![
                Line::strong(card.id.chars().take(length).collect::<String>()),
                state_line(&card.state),
                short(card.credential_type.as_deref().unwrap_or("–")).into(),
                short(&card.issuer).into(),
                copies(card),
            ]);
        }
        page.table(0, &table);
        page.gap();
        page.line(Line::quiet(format!("As of {}, by what this vault knows.", moment_of(as_of))));
    }
}

/// A web address without what all of them begin with.
fn short(name: &str) -> &str {
    name.strip_prefix("https://").unwrap_or(name)
}

fn copies(card: &CardSummary) -> Line {
    match card.usage {
        "single_use" => format!("{} of {}", card.copies_left, card.copies).into(),
        _ => Line::quiet("reusable"),
    }
}

/// How many characters of an id tell these cards apart; never fewer than six.
fn unique_length(cards: &[CardSummary]) -> usize {
    let longest = cards.iter().map(|card| card.id.len()).max().unwrap_or_default();
    let is_unique = |length: &usize| {
        let starts: std::collections::BTreeSet<_> =
            cards.iter().map(|card| card.id.get(..*length).unwrap_or(&card.id)).collect();
        starts.len() == cards.len()
    };
    (6..longest).find(is_unique).unwrap_or(longest)
}
