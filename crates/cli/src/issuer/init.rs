use super::directory::DirectoryArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use getrandom::SysRng;
use serde::Serialize;
use vouchsafe_issuer::{AccumulatorKeys, BbsKey, ListSettings, SigningKey, StatusRegistry};
use vouchsafe_verifier::{Algorithm, Duration, IssuerId};

/// Make an issuer: its keys and an empty status registry
#[derive(Debug, Args)]
#[command(after_help = "\
It can issue both kinds of credentials: SD-JWTs, whose revocation is in status lists, and BBS credentials, whose \
revocation is in statements, one for each period.

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
    /// What SD-JWTs and status lists are signed with: ES256, ES384 or EdDSA
    #[arg(long, value_name = "ALG", default_value = "ES256")]
    algorithm: String,
    /// Where the statements about its BBS credentials will be found [default: the id and /revocation]
    #[arg(long, value_name = "URL")]
    revocation_uri: Option<String>,
    /// How often what is revoked of its BBS credentials becomes known: a minute to a week, and a day is a whole number of
    /// periods, or a period one of days. Who does not publish for more than 16,384 periods, 11 days if each is a minute, can say
    /// nothing of those credentials any more, and has to issue them anew
    #[arg(long, value_name = "TIME", default_value = "1 h", value_parser = super::publish::parse_duration)]
    period: Duration,
}

#[derive(Serialize)]
struct Made {
    version: Version,
    issuer: String,
    algorithm: &'static str,
    status_uri: String,
    revocation_uri: String,
    period: String,
}

impl Init {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let id = IssuerId::new(self.id).map_err(|why| Failure::new("cli.misuse", format!("the id {why}")))?;
        let algorithm = Algorithm::from_name(&self.algorithm);
        let key = algorithm.and_then(|algorithm| SigningKey::generate(algorithm, &mut SysRng));
        let key = key.map_err(|error| Failure::new(error.code(), error.to_string()).help_if(error.help()))?;
        let below = |name: &str| format!("{}/{name}", id.as_str().trim_end_matches('/'));
        let status_uri = self.status_uri.unwrap_or_else(|| below("status"));
        let revocation_uri = self.revocation_uri.unwrap_or_else(|| below("revocation"));
        let registry = StatusRegistry::new(ListSettings::at(status_uri))?;
        let revocation_keys = AccumulatorKeys::generate(&revocation_uri, self.period, &mut SysRng)?;
        let bbs_key = BbsKey::generate(&mut SysRng)?;
        let made = self.directory.create(id, key, registry, bbs_key, &revocation_keys)?;
        output.answer(&Made {
            version: Version,
            issuer: made.issuer.id().as_str().to_owned(),
            algorithm: made.issuer.verifying_key().algorithm().name(),
            status_uri: made.registry.settings().base_uri.clone(),
            revocation_uri,
            period: self.period.to_string(),
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
                ("Signs with".to_owned(), Line::from(format!("{} and BBS", self.algorithm))),
                ("Status lists".to_owned(), format!("{}/1 and so on", self.status_uri).into()),
                ("Statements".to_owned(), format!("{}, every {}", self.revocation_uri, self.period).into()),
            ],
        );
    }
}
