use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Column, Line, Page, Table, Tone, day_of, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{KnowledgeView, VerifiersView};

/// List to whom you showed something, and what they know of you by it
#[derive(Debug, Args)]
#[command(after_help = "\
A name that was not proven may have been used by anybody. Values are never kept: only which fields were shown.

Example:
  vouchsafe wallet verifiers                     everybody to whom something was shown
  vouchsafe wallet verifiers shop.example        what this one knows
  vouchsafe wallet deletion-request shop.example

Exit codes: 0 listed · 2 nothing was shown to a verifier of this name, or the vault could not be opened.")]
pub(crate) struct Verifiers {
    /// One of them: the name, or a part of it
    #[arg(value_name = "VERIFIER")]
    verifier: Option<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Known(VerifiersView);

impl Verifiers {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let wallet = self.vault.open()?;
        let mut view = wallet.verifiers()?;
        if let Some(name) = &self.verifier {
            let one = wallet.verifier(name)?;
            view.verifiers = vec![one];
        }
        output.answer(&Known(view))
    }
}

impl Answer for Known {
    const COMMAND: &'static str = "wallet.verifiers";

    fn page(&self, page: &mut Page) {
        match self.0.verifiers.as_slice() {
            [] => page.line("Nothing was shown to anybody yet."),
            [one] => know(page, one),
            several => {
                let columns = [
                    Column::cut_start("VERIFIER"),
                    Column::whole("TIMES"),
                    Column::whole("LAST"),
                    Column::wrap("WHAT THEY SAW"),
                ];
                let mut table = Table::new(columns);
                for known in several {
                    let fields: usize = known.cards.iter().map(|card| card.paths.len()).sum();
                    table.row(vec![
                        name(known),
                        known.entries.len().to_string().into(),
                        day_of(&known.last).into(),
                        format!(
                            "{} of {}; {}",
                            counted(fields, "field"),
                            counted(known.cards.len(), "card"),
                            known.recognition.words
                        )
                        .into(),
                    ]);
                }
                page.table(0, &table);
                page.gap();
                page.line(
                    Line::quiet("More about one: ").and(Tone::Accent, "vouchsafe wallet verifiers VERIFIER"),
                );
            }
        }
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn name(known: &KnowledgeView) -> Line {
    let line = Line::strong(&known.audience);
    if known.verifier.proven { line } else { line.and(Tone::Quiet, " (name not proven)") }
}

fn know(page: &mut Page, known: &KnowledgeView) {
    page.line(name(known));
    page.gap();
    let times = match known.entries.len() {
        1 => moment_of(&known.first),
        times => format!("{times} times, from {} to {}", moment_of(&known.first), moment_of(&known.last)),
    };
    let mut facts =
        vec![("Shown".to_owned(), times.into()), ("Recognition".to_owned(), known.recognition.words.into())];
    if !known.shared_with.is_empty() {
        let others = known.shared_with.join(", ");
        facts.push(("Together with".to_owned(), format!("{others}: these saw the same copy or key").into()));
    }
    page.fields(2, facts);
    for card in &known.cards {
        page.heading(card.credential_type.as_deref().unwrap_or(&card.card));
        page.indented(2, Line::quiet(format!("{}, in {}", card.issuer, counted(card.showings, "showing"))));
        let chosen = if card.paths.is_empty() { "nothing".to_owned() } else { card.paths.join(", ") };
        let mut facts = vec![("You chose".to_owned(), chosen.into())];
        facts.push((
            "Always shows".to_owned(),
            card.always
                .as_ref()
                .map_or_else(|| "not written down".to_owned(), |paths| paths.join(", "))
                .into(),
        ));
        page.fields(2, facts);
    }
}
