use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Readers, write};
use crate::screen::{Line, Mark, Page, Progress, Tone};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::HolderKeyView;
use vouchsafe_verifier::Timestamp;

/// Make a key pair in the vault, and give out its public part for an issuer
#[derive(Debug, Args)]
#[command(after_help = "\
The private part never leaves the vault. With --count the public parts come as one JWK Set, a key for each \
copy of a batch.

Example:
  vouchsafe wallet new-key --out my-key.jwk
  vouchsafe wallet new-key --count 3 --out my-keys.jwks     for three one-time copies

Exit codes: 0 made · 2 not made.")]
pub(crate) struct NewKey {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    count: u8,
    /// ES256, ES384 or EdDSA
    #[arg(long, value_name = "ALG", default_value = "ES256")]
    algorithm: String,
    /// Write the public part to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct NewKeys {
    version: Version,
    keys: Vec<HolderKeyView>,
    #[serde(skip)]
    public: String,
    written_to: Option<String>,
}

impl NewKey {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let progress = Progress::of("Making keys", u64::from(self.count));
        let keys = (0..self.count)
            .map(|_| wallet.new_holder_key(&self.algorithm, now).inspect(|_| progress.advance(1)))
            .collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        let public = match keys.as_slice() {
            [key] => key.public_jwk.clone(),
            keys => {
                let keys: Vec<&str> = keys.iter().map(|key| key.public_jwk.as_str()).collect();
                format!("{{\"keys\":[{}]}}", keys.join(","))
            }
        };
        if let Some(out) = &self.out {
            write(out, format!("{public}\n").as_bytes(), Readers::Everybody)?;
        }
        let written_to = self.out.map(|out| out.display().to_string());
        output.answer(&NewKeys { version: Version, keys, public, written_to })
    }
}

impl Answer for NewKeys {
    const COMMAND: &'static str = "wallet.new-key";

    fn payload(&self) -> Option<&str> {
        self.written_to.is_none().then_some(&self.public)
    }

    fn page(&self, page: &mut Page) {
        let made = match self.keys.as_slice() {
            [_] => "A new key is in your vault.".to_owned(),
            keys => format!("{} new keys are in your vault.", keys.len()),
        };
        page.line(Line::mark(Mark::Valid, made));
        for key in &self.keys {
            page.indented(2, Line::quiet(format!("{} ", key.algorithm)).text(&key.thumbprint));
        }
        if let Some(file) = &self.written_to {
            let words = Line::from("Give the issuer ").and(Tone::Accent, file);
            page.line(words.text(": it holds the public part only."));
        }
    }
}
