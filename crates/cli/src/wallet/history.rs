use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Column, Line, Page, Table, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{EntryView, HistoryView};

/// List what happened to your cards: when, with whom, which fields
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet history

Exit codes: 0 listed · 2 the vault could not be opened.")]
pub(crate) struct History {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Told(HistoryView);

impl History {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        output.answer(&Told(self.vault.open()?.history()?))
    }
}

impl Answer for Told {
    const COMMAND: &'static str = "wallet.history";

    fn page(&self, page: &mut Page) {
        if self.0.entries.is_empty() {
            page.line("Nothing happened yet.");
            return;
        }
        page.table(0, &history_table(&self.0.entries));
        page.gap();
        page.line(Line::quiet("Fields by name only: the history never holds their values."));
    }
}

/// What happened, oldest first.
pub(super) fn history_table(entries: &[EntryView]) -> Table {
    let columns =
        [Column::whole("#"), Column::whole("WHEN"), Column::whole("CARD"), Column::wrap("WHAT HAPPENED")];
    let mut table = Table::new(columns);
    for entry in entries {
        let cards: Vec<&str> =
            entry.cards.iter().map(|card| card.card.get(..6).unwrap_or(&card.card)).collect();
        table.row(vec![
            Line::quiet(entry.entry.to_string()),
            moment_of(&entry.at).into(),
            cards.join(" ").into(),
            what_happened(entry).into(),
        ]);
    }
    table
}

fn what_happened(entry: &EntryView) -> String {
    match entry.event {
        "received" => {
            let issuer = entry.cards.first().map(|card| card.issuer.as_str()).unwrap_or_default();
            match entry.copies {
                Some(copies) if copies > 1 => format!("received from {issuer}, in {copies} copies"),
                _ => format!("received from {issuer}"),
            }
        }
        "shared" => {
            let shown: Vec<&str> =
                entry.cards.iter().flat_map(|card| card.paths.iter().flatten()).map(String::as_str).collect();
            let fields =
                if shown.is_empty() { "only what always shows".to_owned() } else { shown.join(", ") };
            let audience = entry.audience.as_deref().unwrap_or("somebody");
            let outcome = match entry.progress {
                Some("reserved") => "agreed to, never handed out",
                Some("pending") => "handed out",
                Some("delivered") => "received by them",
                Some("accepted") => "accepted by them",
                Some("refused") => "refused by them",
                _ => "not sent",
            };
            format!("shared with {audience}: {fields} ({outcome})")
        }
        "restored" => {
            let made_at = entry.made_at.as_deref().map(moment_of).unwrap_or_default();
            format!("restored from a backup of {made_at}: what happened in between is not here")
        }
        _ => "deleted".to_owned(),
    }
}
