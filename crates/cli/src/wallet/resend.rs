use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::Page;
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::PresentationView;

/// Give out a presentation again, byte for byte
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet resend 4 > presentation.txt

Exit codes: 0 here it is · 2 nothing of this entry waits to be sent.")]
pub(crate) struct Resend {
    /// The entry's number in the history
    #[arg(value_name = "ENTRY")]
    entry: u64,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Resent(PresentationView);

impl Resend {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        output.answer(&Resent(self.vault.open()?.resend(self.entry)?))
    }
}

impl Answer for Resent {
    const COMMAND: &'static str = "wallet.resend";

    fn payload(&self) -> Option<&str> {
        Some(&self.0.presentation)
    }

    fn page(&self, page: &mut Page) {
        page.line(format!("Entry {}, the same as before.", self.0.entry));
    }
}
