//! `vouchsafe inspect`: any token, opened and explained. Nothing is verified, and the page says so first.

mod bbs;
mod facts;
mod page;

use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Wanted, token_or_file};
use crate::screen::Page;
use clap::Args;
use serde::Serialize;
use vouchsafe_app::inspect::{Inspection, inspect};
use vouchsafe_verifier::Timestamp;

/// Open any token and read it, without verifying it
#[derive(Debug, Args)]
#[command(after_help = "\
Shows an SD-JWT with its disclosures and closed digests, a key binding, a BBS credential or a presentation of one, \
with what is withheld, a status list token, the description of a registry or statements about it, another signed \
JWT or a JSON Web Key: what it says of itself, dates in words. Nothing is verified and nothing is contacted.

Example:
  vouchsafe inspect credential.txt
  vouchsafe inspect 'eyJhbGciOi…~WyJ…~'
  pbpaste | vouchsafe inspect

Exit codes: 0 it could be read · 2 it could not.")]
pub(crate) struct InspectArguments {
    /// A file, the token itself, or - for standard input
    #[arg(value_name = "TOKEN|FILE|-", default_value = "-")]
    token: String,
}

impl InspectArguments {
    pub(crate) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let text = token_or_file(&self.token, Wanted::Token)?;
        let inspection = inspect(&text)?;
        output.answer(&Inspected { inspection, length: text.len(), now })
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Inspected {
    inspection: Inspection,
    #[serde(skip)]
    length: usize,
    #[serde(skip)]
    now: Timestamp,
}

impl Answer for Inspected {
    const COMMAND: &'static str = "inspect";

    fn page(&self, page: &mut Page) {
        page::show(page, &self.inspection.content, self.length, self.now);
    }
}
