use super::directory::DirectoryArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Page};
use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;

/// Give out the public keys, for wallets and verifiers that are to trust this issuer
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer show-key --dir city > city.jwks

Exit codes: 0 here it is · 2 the directory could not be read.")]
pub(crate) struct ShowKey {
    #[command(flatten)]
    directory: DirectoryArguments,
}

#[derive(Serialize)]
struct PublicKeys {
    version: Version,
    issuer: String,
    /// That of SD-JWTs and status lists.
    jwk: Option<Box<RawValue>>,
    /// All of them.
    jwks: Option<Box<RawValue>>,
    #[serde(skip)]
    text: String,
}

impl ShowKey {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.directory.open()?;
        let jwk = directory.issuer.verifying_key().to_jwk_json();
        let bbs = directory.bbs.as_ref().map(|bbs| bbs.issuer.key().public().to_jwk_json());
        let keys: Vec<&str> = [Some(jwk.as_str()), bbs.as_deref()].into_iter().flatten().collect();
        let text = format!("{{\"keys\":[{}]}}", keys.join(","));
        output.answer(&PublicKeys {
            version: Version,
            issuer: directory.issuer.id().as_str().to_owned(),
            jwks: RawValue::from_string(text.clone()).ok(),
            jwk: RawValue::from_string(jwk).ok(),
            text,
        })
    }
}

impl Answer for PublicKeys {
    const COMMAND: &'static str = "issuer.show-key";

    fn payload(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn page(&self, page: &mut Page) {
        page.line(Line::quiet(format!(
            "The public keys of {}. Hand them over in a way that nobody can tamper with.",
            self.issuer
        )));
    }
}
