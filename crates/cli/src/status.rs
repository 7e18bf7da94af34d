//! `vouchsafe status`: one entry of one status list.

use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::keys::read_jwk;
use crate::screen::{Line, Mark, Page, Tone, moment_of};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::look_up_status;
use vouchsafe_app::view::StatusLookUpView;
use vouchsafe_verifier::{Duration, Timestamp};

/// Look one entry up in a status list token, and say how fresh it is
#[derive(Debug, Args)]
#[command(after_help = "\
The token's signature is verified with the issuer's key, and it has to be the list at --uri.

Example:
  vouchsafe status list-1.jwt --uri https://city.example/status/1 --index 2041 --issuer-key city.jwk

Exit codes: 0 valid, and fresh · 1 anything else that a genuine list can say · 2 the list could not be believed.")]
pub(crate) struct StatusArguments {
    /// A file with the status list token, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: String,
    /// The list's address, as the credential names it
    #[arg(long, value_name = "URI")]
    uri: String,
    /// The entry, from 0
    #[arg(long, value_name = "N")]
    index: u64,
    /// The issuer's public key: a JWK or a JWK Set
    #[arg(long, value_name = "FILE")]
    issuer_key: PathBuf,
    /// How old the list may be
    #[arg(long, value_name = "TIME", default_value = "24 h", value_parser = parse_duration)]
    max_age: Duration,
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    text.parse().map_err(|_| "write a length of time as 90 s, 5 min, 24 h or 2 days".to_owned())
}

#[derive(Serialize)]
#[serde(transparent)]
struct LookedUp(StatusLookUpView);

impl StatusArguments {
    pub(crate) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let token = Source::from(self.file.as_str()).read_token(Wanted::StatusList)?;
        let jwk = read_jwk(self.issuer_key)?;
        let found = look_up_status(&token, self.index, &jwk, Some(&self.uri), self.max_age, now)
            .map_err(|error| Failure::from(error).about(&self.file))?;
        output.answer(&LookedUp(found))
    }
}

impl Answer for LookedUp {
    const COMMAND: &'static str = "status";

    fn exit(&self) -> Exit {
        if self.0.value == 0 && self.0.freshness == "fresh" { Exit::Done } else { Exit::Rejected }
    }

    fn page(&self, page: &mut Page) {
        let found = &self.0;
        let (mark, words) = match found.value {
            0 => (Mark::Valid, "valid".to_owned()),
            1 => (Mark::Refused, "invalid: revoked for good".to_owned()),
            2 => (Mark::Suspended, "suspended".to_owned()),
            _ => (Mark::CannotTell, found.status.clone()),
        };
        page.line(Line::strong(format!("Entry {}", found.index)).text(format!(" of {}", found.uri)));
        page.gap();
        let age = found.age.as_ref().map(|age| format!("  {age} ago")).unwrap_or_default();
        let mut fields = vec![
            ("Says".to_owned(), Line::mark(mark, words)),
            ("Issued".to_owned(), Line::from(moment_of(&found.issued_at)).and(Tone::Quiet, age)),
        ];
        if let Some(expires_at) = &found.expires_at {
            fields.push(("Good until".to_owned(), moment_of(expires_at).into()));
        }
        fields.push((
            "Freshness".to_owned(),
            match found.freshness {
                "fresh" => Line::mark(Mark::Valid, "fresh"),
                "stale" => Line::mark(Mark::CannotTell, "too old to tell how it stands now"),
                "expired" => Line::mark(Mark::CannotTell, "expired: it tells nothing about now"),
                _ => Line::mark(Mark::CannotTell, "from the future: one of the clocks is wrong"),
            },
        ));
        page.fields(2, fields);
    }
}
