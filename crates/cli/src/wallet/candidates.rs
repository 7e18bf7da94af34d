use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::{Column, Line, Mark, Page, Table, Tone};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::{CandidateView, CandidatesView, CardSummary, QueryCandidatesView};
use vouchsafe_verifier::Timestamp;

/// See which of your cards answer a query, before anybody is told anything
#[derive(Debug, Args)]
#[command(after_help = "\
The query is a DCQL query (OpenID4VP 1.0 section 6), as JSON in a file. The best card for each question stands first; \
`wallet present --query` takes it unless you choose another. Where the query has credential sets, a required one is answered in \
the first way that your cards allow, and an optional one only if `--set` names it.

Example:
  vouchsafe wallet candidates --query query.json

Exit codes: 0 you can answer · 1 you cannot, with the cards you hold · 2 the query could not be read.")]
pub(crate) struct Candidates {
    /// The query
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
    /// Who asks, as they call themselves: a card that they know already goes before one that they do not
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<String>,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Found(CandidatesView);

impl Candidates {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let query = Source::File(self.query).read_as(Wanted::Query)?;
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        output.answer(&Found(wallet.candidates(&query, self.audience.as_deref(), now)?))
    }
}

impl Answer for Found {
    const COMMAND: &'static str = "wallet.candidates";

    fn exit(&self) -> Exit {
        if self.0.answerable { Exit::Done } else { Exit::Rejected }
    }

    fn page(&self, page: &mut Page) {
        for query in &self.0.queries {
            page.heading(&query.query);
            page.indented(2, Line::quiet(asked(query)));
            page.table(2, &table(query));
            if query.not_looked_into > 0 {
                page.indented(2, Line::quiet(format!("and {} more of this type", query.not_looked_into)));
            }
        }
        page.gap();
        self.sets(page);
        page.line(if self.0.answerable {
            Line::mark(Mark::Valid, "You can answer this.")
        } else {
            Line::mark(Mark::Refused, "You cannot answer this with the cards you hold.")
        });
        page.line(Line::quiet("Nobody was told anything."));
    }
}

impl Found {
    /// What is asked for together, where that is not simply everything.
    fn sets(&self, page: &mut Page) {
        let sets = &self.0.sets;
        let everything = self.0.queries.len();
        if matches!(&sets[..], [set] if matches!(&set.options[..], [option] if option.queries.len() == everything))
        {
            return;
        }
        let mut table = Table::new([Column::whole("SET"), Column::whole("WAY"), Column::wrap("IT TAKES")]);
        for (number, set) in sets.iter().enumerate() {
            for (way, option) in set.options.iter().enumerate() {
                let mut takes = Line::from(option.queries.join(" and "));
                if !option.missing.is_empty() {
                    takes = takes.text("  ").and(
                        Tone::Of(Mark::Refused),
                        format!("✕ you have no card for {}", option.missing.join(", ")),
                    );
                }
                let need = if set.required { "required" } else { "if you like" };
                let set = if way == 0 { format!("{}  {need}", number + 1) } else { String::new() };
                table.row(vec![set.into(), (way + 1).to_string().into(), takes]);
            }
        }
        page.table(0, &table);
        page.line(Line::quiet("The first way that you can is taken, or the one that --set SET=WAY names."));
        page.gap();
    }
}

fn asked(query: &QueryCandidatesView) -> String {
    let types = if query.types.is_empty() { "any type".to_owned() } else { query.types.join(" or ") };
    let how_many = if query.multiple { "cards" } else { "a card" };
    match query.asked.as_slice() {
        [] => format!("{how_many} of {types}, with nothing that can be withheld"),
        claims => format!("{how_many} of {types}, with {}", claims.join(", ")),
    }
}

/// Those that are offered, those that are not, and those that would not do.
fn table(query: &QueryCandidatesView) -> Table {
    let columns = [Column::whole("CARD"), Column::wrap("STATE"), Column::wrap("IT SHOWS")];
    let mut table = Table::new(columns);
    let id = |card: &CardSummary| card.id.chars().take(6).collect::<String>();
    for candidate in &query.cards {
        table.row(vec![
            Line::strong(id(&candidate.card)),
            state_line(&candidate.card.state),
            shows(candidate),
        ]);
    }
    for aside in &query.set_aside {
        let card = &aside.candidate.card;
        let why = Line::mark(Mark::Attention, format!("not chosen: {}", aside.words));
        table.row(vec![id(card).into(), state_line(&card.state), why]);
    }
    for miss in &query.near_misses {
        let why = match miss.lacks.as_slice() {
            [] => miss.words.clone(),
            lacks => format!("it has no {}", lacks.join(", no ")),
        };
        table.row(vec![id(&miss.card).into(), state_line(&miss.card.state), Line::mark(Mark::Refused, why)]);
    }
    if table.is_empty() {
        table.row(vec!["–".into(), "none".into(), Line::quiet("you hold no card of this type")]);
    }
    table
}

fn shows(candidate: &CandidateView) -> Line {
    let called = |labels: &[String], paths: &[String]| match candidate.card.type_metadata {
        None => paths.join(", "),
        Some(_) => {
            let both = labels.iter().zip(paths).map(|(label, path)| format!("{label} ({path})"));
            both.collect::<Vec<_>>().join(", ")
        }
    };
    let mut line = match candidate.answers.first().filter(|answer| !answer.paths.is_empty()) {
        None => Line::quiet("only what always shows"),
        Some(answer) => Line::from(called(&answer.labels, &answer.paths)),
    };
    if !candidate.unasked.is_empty() {
        let unasked = called(&candidate.unasked_labels, &candidate.unasked);
        line = line.and(Tone::Quiet, format!("; {unasked}, which always shows"));
    }
    if candidate.linkability.code == "unlinkable" {
        line = line.and(Tone::Quiet, format!("; one-time, {} left", candidate.card.copies_left));
    }
    if candidate.linkability.code == "unlinkable_proof" {
        line = line.and(Tone::Quiet, "; by a proof that verifiers cannot link");
    }
    line
}
