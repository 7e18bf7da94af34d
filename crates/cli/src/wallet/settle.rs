use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page};
use clap::{Args, ValueEnum};
use serde::Serialize;
use vouchsafe_app::Outcome as Shared;

/// Write down what became of a presentation
#[derive(Debug, Args)]
#[command(after_help = "\
The history then says so, and the presentation itself, which was kept to be sent again, is deleted.

Example:
  vouchsafe wallet settle 4 accepted

Exit codes: 0 written down · 2 nothing of this entry waits to be sent.")]
pub(crate) struct Settle {
    /// The entry's number in the history
    #[arg(value_name = "ENTRY")]
    entry: u64,
    #[arg(value_enum, value_name = "OUTCOME")]
    outcome: Outcome,
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
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let outcome = match self.outcome {
            Outcome::Delivered => Shared::Delivered,
            Outcome::Accepted => Shared::Accepted,
            Outcome::Refused => Shared::Refused,
            Outcome::NotSent => Shared::NotSent,
        };
        self.vault.open()?.settle(self.entry, outcome)?;
        output.answer(&Settled { version: Version, entry: self.entry, outcome: self.outcome })
    }
}

impl Answer for Settled {
    const COMMAND: &'static str = "wallet.settle";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, format!("Entry {} says so now.", self.entry)));
    }
}
