use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Readers, write_new};
use crate::screen::{Column, Line, Mark, Page, Table, moment_of};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};
use vouchsafe_app::view::{EntryView, HistoryView};

/// List what happened to your cards: when, with whom, which fields
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet history
  vouchsafe wallet history --verifier shop.example
  vouchsafe wallet history --export history.csv        or history.json

Exit codes: 0 listed · 2 there is no such verifier or card, the file could not be written, or the vault could not \
be opened.")]
pub(crate) struct History {
    /// What was shown to this verifier alone: the name, or a part of it
    #[arg(long, value_name = "VERIFIER", conflicts_with = "card")]
    verifier: Option<String>,
    /// What happened to this card alone: the id or the start of it, or the whole id of one that is gone
    #[arg(long, value_name = "CARD")]
    card: Option<String>,
    /// Write it to a new file, for yourself alone to read: .json or .csv
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    history: HistoryView,
    /// The file that it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    exported: Option<String>,
}

impl History {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let form = self.export.as_deref().map(Form::of).transpose()?;
        let wallet = self.vault.open()?;
        let history = match (&self.verifier, &self.card) {
            (Some(verifier), _) => wallet.history_of_verifier(verifier)?,
            (None, Some(card)) => wallet.history_of_card(card)?,
            (None, None) => wallet.history()?,
        };
        if let (Some(file), Some(form)) = (&self.export, form) {
            write_new(file, form.text(&history)?.as_bytes(), Readers::Owner)?;
        }
        let exported = self.export.map(|file| file.display().to_string());
        output.answer(&Told { history, exported })
    }
}

/// How a history is written to a file.
#[derive(Debug, Clone, Copy)]
enum Form {
    Json,
    Csv,
}

impl Form {
    fn of(file: &Path) -> Result<Self, Failure> {
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("json") => Ok(Self::Json),
            Some("csv") => Ok(Self::Csv),
            _ => Err(Failure::new("cli.export_form", "the name does not say in which form to write")
                .about(file.display())
                .unchanged("nothing was written")
                .help("end the name with .json or .csv")),
        }
    }

    fn text(self, history: &HistoryView) -> Result<String, Failure> {
        match self {
            Self::Csv => Ok(history.to_csv()),
            Self::Json => serde_json::to_string_pretty(history)
                .map(|text| text + "\n")
                .map_err(|_| Failure::new("cli.output_unwritable", "the history cannot be written as JSON")),
        }
    }
}

impl Answer for Told {
    const COMMAND: &'static str = "wallet.history";

    fn page(&self, page: &mut Page) {
        if let Some(file) = &self.exported {
            let entries = self.history.entries.len();
            page.line(Line::mark(Mark::Valid, "Written").text(format!(" to {file}: {entries} entries.")));
            page.line(Line::quiet("It is not encrypted: it tells whom you dealt with, and when."));
            return;
        }
        if self.history.entries.is_empty() {
            page.line("Nothing happened yet.");
            return;
        }
        page.table(0, &history_table(&self.history.entries));
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
            let development = match entry.development.as_slice() {
                [] => String::new(),
                switches => format!("; in development: {}", switches.join(", ")),
            };
            format!("shared with {audience}: {fields} ({outcome}{development})")
        }
        "restored" => {
            let made_at = entry.made_at.as_deref().map(moment_of).unwrap_or_default();
            format!("restored from a backup of {made_at}: what happened in between is not here")
        }
        _ => "deleted".to_owned(),
    }
}
