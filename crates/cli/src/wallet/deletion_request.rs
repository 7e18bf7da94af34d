use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page};
use clap::{Args, ValueEnum};
use serde::Serialize;
use vouchsafe_app::view::DeletionRequestView;
use vouchsafe_verifier::Timestamp;

/// Write a letter that asks a verifier to delete what you showed to it
#[derive(Debug, Args)]
#[command(after_help = "\
The letter names what was shown when, by the names of the fields, and the articles of the GDPR that you rest on. \
Fill in what stands in [square brackets]. Nothing is sent.

Example:
  vouchsafe wallet deletion-request shop.example > letter.txt
  vouchsafe wallet deletion-request shop.example --language de

Exit codes: 0 written · 2 nothing was shown to a verifier of this name, or the vault could not be opened.")]
pub(crate) struct DeletionRequest {
    /// The verifier's name, or a part of it
    #[arg(value_name = "VERIFIER")]
    verifier: String,
    /// The letter's language
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// German
    De,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Letter(DeletionRequestView);

impl DeletionRequest {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let language = match self.language {
            Language::En => vouchsafe_app::Language::English,
            Language::De => vouchsafe_app::Language::German,
        };
        output.answer(&Letter(self.vault.open()?.deletion_request(&self.verifier, language, now)?))
    }
}

impl Answer for Letter {
    const COMMAND: &'static str = "wallet.deletion-request";

    fn page(&self, page: &mut Page) {
        let line = Line::mark(Mark::Attention, "Fill in")
            .text(" what stands in [square brackets], and send it yourself.");
        page.line(line);
    }

    fn payload(&self) -> Option<&str> {
        Some(self.0.text.trim_end())
    }
}
