use super::directory::DirectoryArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use getrandom::SysRng;
use serde::Serialize;
use vouchsafe_issuer::{ListSettings, SigningKey, StatusRegistry};
use vouchsafe_verifier::{Algorithm, IssuerId};

/// Make an issuer: a signing key and an empty status registry
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer init --dir city --id https://city.example

Exit codes: 0 made · 2 not made.")]
pub(crate) struct Init {
    #[command(flatten)]
    directory: DirectoryArguments,
    /// Who it is: the iss of its credentials, usually a web address
    #[arg(long, value_name = "URL")]
    id: String,
    /// Where its status lists will be found; a number is added [default: the id and /status]
    #[arg(long, value_name = "URL")]
    status_uri: Option<String>,
    /// ES256, ES384 or EdDSA
    #[arg(long, value_name = "ALG", default_value = "ES256")]
    algorithm: String,
}

#[derive(Serialize)]
struct Made {
    version: Version,
    issuer: String,
    algorithm: &'static str,
    status_uri: String,
}

impl Init {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let id = IssuerId::new(self.id).map_err(|why| Failure::new("cli.misuse", format!("the id {why}")))?;
        let algorithm = Algorithm::from_name(&self.algorithm);
        let key = algorithm.and_then(|algorithm| SigningKey::generate(algorithm, &mut SysRng));
        let key = key.map_err(|error| Failure::new(error.code(), error.to_string()).help_if(error.help()))?;
        let status_uri =
            self.status_uri.unwrap_or_else(|| format!("{}/status", id.as_str().trim_end_matches('/')));
        let registry = StatusRegistry::new(ListSettings::at(status_uri))?;
        let made = self.directory.create(id, key, registry)?;
        output.answer(&Made {
            version: Version,
            issuer: made.issuer.id().as_str().to_owned(),
            algorithm: made.issuer.verifying_key().algorithm().name(),
            status_uri: made.registry.settings().base_uri.clone(),
        })
    }
}

impl Answer for Made {
    const COMMAND: &'static str = "issuer.init";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "A new issuer").text(": ").and(Tone::Strong, &self.issuer));
        page.fields(
            2,
            [
                ("Signs with".to_owned(), Line::from(self.algorithm)),
                ("Status lists".to_owned(), format!("{}/1 and so on", self.status_uri).into()),
            ],
        );
    }
}
