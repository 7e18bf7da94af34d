use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version, tell};
use crate::failure::Failure;
use crate::question::choose;
use crate::screen::{Line, Mark, Page};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use serde::Serialize;
use vouchsafe_app::Outcome as Shared;
use vouchsafe_verifier::Timestamp;

/// Write down what became of a presentation
#[derive(Debug, Args)]
#[command(after_help = "\
The history then says so, and the presentation itself, which was kept to be sent again, is deleted.

Example:
  vouchsafe wallet settle 4 accepted
  vouchsafe wallet settle 4                 asks for the outcome

Exit codes: 0 written down · 1 you named no outcome, and nothing was changed · 2 nothing of this entry waits
to be sent.")]
pub(crate) struct Settle {
    /// The entry's number in the history
    #[arg(value_name = "ENTRY")]
    entry: u64,
    /// What became of it; asked for if it is left out
    #[arg(value_enum, value_name = "OUTCOME")]
    outcome: Option<Outcome>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// They have it; what they decided is not known
    Delivered,
    /// They accepted it
    Accepted,
    /// They refused it
    Refused,
    /// They never got it
    NotSent,
}

#[derive(Serialize)]
struct Settled {
    version: Version,
    entry: u64,
    outcome: Outcome,
}

impl Settle {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let Some(outcome) = self.outcome.map_or_else(ask_outcome, |outcome| Ok(Some(outcome)))? else {
            tell("That is none of them. Nothing was changed.");
            return Ok(Exit::Rejected);
        };
        let shared = match outcome {
            Outcome::Delivered => Shared::Delivered,
            Outcome::Accepted => Shared::Accepted,
            Outcome::Refused => Shared::Refused,
            Outcome::NotSent => Shared::NotSent,
        };
        wallet.settle(self.entry, shared)?;
        if shared == Shared::Refused {
            wallet.doubt_statuses(now)?;
        }
        output.answer(&Settled { version: Version, entry: self.entry, outcome })
    }
}

fn ask_outcome() -> Result<Option<Outcome>, Failure> {
    let outcomes = Outcome::value_variants();
    let possible: Vec<_> = outcomes.iter().filter_map(ValueEnum::to_possible_value).collect();
    let help = |value: &PossibleValue| value.get_help().map(ToString::to_string).unwrap_or_default();
    let words: Vec<String> = possible.iter().map(help).collect();
    let names = possible.iter().map(PossibleValue::get_name);
    let choices: Vec<(&str, &str)> = names.zip(words.iter().map(String::as_str)).collect();
    Ok(choose("What became of it?", &choices)?.and_then(|index| outcomes.get(index).copied()))
}

impl Answer for Settled {
    const COMMAND: &'static str = "wallet.settle";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, format!("Entry {} says so now.", self.entry)));
    }
}
