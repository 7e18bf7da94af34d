use super::directory::DirectoryArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Page};
use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;

/// Give out the public key, for wallets and verifiers that are to trust this issuer
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer show-key --dir city > city.jwk

Exit codes: 0 here it is · 2 the directory could not be read.")]
pub(crate) struct ShowKey {
    #[command(flatten)]
    directory: DirectoryArguments,
}

#[derive(Serialize)]
struct PublicKey {
    version: Version,
    issuer: String,
    jwk: Option<Box<RawValue>>,
    #[serde(skip)]
    text: String,
}

impl ShowKey {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.directory.open()?;
        let text = directory.issuer.verifying_key().to_jwk_json();
        output.answer(&PublicKey {
            version: Version,
            issuer: directory.issuer.id().as_str().to_owned(),
            jwk: RawValue::from_string(text.clone()).ok(),
            text,
        })
    }
}

impl Answer for PublicKey {
    const COMMAND: &'static str = "issuer.show-key";

    fn payload(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn page(&self, page: &mut Page) {
        page.line(Line::quiet(format!(
            "The public key of {}. Hand it over in a way that nobody can tamper with.",
            self.issuer
        )));
    }
}
