use super::directory::DirectoryArguments;
use super::issue_sd_jwt::read_keys;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Readers, Source, Wanted, write};
use crate::screen::{Line, Mark, Page, Tone};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_issuer::limits::MAX_UNREVOCABLE_LIFE;
use vouchsafe_issuer::{BatchOrder, BbsOrder, CredentialId, Error, TypeDefinition, TypeFile, Validity};
use vouchsafe_verifier::json::Document;
use vouchsafe_verifier::{Duration, Timestamp};

/// Issue a credential, or a batch of copies of it, one for each key of its holder
#[derive(Debug, Args)]
#[command(after_help = "\
The type file says which claims the holder may withhold; every claim must be named there, so that none shows \
because somebody forgot it. The credential is known here by --name, which leaves this directory nowhere.

An SD-JWT looks the same each time it is shown; whoever must not be recognised by it gets a batch of one-time copies. Of \
a BBS credential (--proof bbs) one is enough: no two showings of it can be linked. It is bound to no key, so its file \
is as good as the credential. Claims that are missing are null in it, and what the type always shows must be there.

Example:
  vouchsafe issuer issue --dir city --type residence.toml --claims ada.json \\
      --holder-key ada.jwk --name ada-residence --out ada-residence.txt
  vouchsafe issuer issue --dir city --proof bbs --type residence.toml --claims ada.json \\
      --name ada-pass --out ada-pass.txt

A type file (TOML):
  vct = \"https://city.example/types/residence\"
  disclosable = [\"given_name\", \"birthdate\", \"age_over_18\", \"address\", \"address.locality\", \"nationalities[]\"]
  always_shown = [\"level\"]
  mandatory = [\"given_name\"]
  display = [{ locale = \"en\", name = \"Residence card\" }, { locale = \"de\", name = \"Wohnsitz\" }]
  labels.given_name = { en = \"Given name\", de = \"Vorname\" }

Names and labels are for `issuer publish --type`, which writes the description that wallets and verifiers hold the credentials \
to. Publish it before you issue: SD-JWTs name it by its bytes from then on.

Exit codes: 0 issued · 2 not issued.")]
pub(crate) struct Issue {
    #[command(flatten)]
    directory: DirectoryArguments,
    /// The type of the credential: a TOML file
    #[arg(long = "type", value_name = "FILE")]
    type_file: PathBuf,
    /// What it says: a JSON object, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    claims: String,
    /// What makes it believable
    #[arg(long, value_enum, default_value_t = ProofKind::SdJwt)]
    proof: ProofKind,
    /// Of an SD-JWT, the holder's public key: a JWK, or a JWK Set for a batch of one-time copies, one for each key
    #[arg(long, value_name = "FILE")]
    holder_key: Option<PathBuf>,
    /// The name that you will revoke it by
    #[arg(long, value_name = "NAME", required_unless_present = "short_lived")]
    name: Option<String>,
    /// A BBS credential that cannot be revoked, and holds for 8 days at most
    #[arg(long, conflicts_with = "name")]
    short_lived: bool,
    /// How long it holds; the day it ends is rounded as the type says [default: 365 days, or 8 days with --short-lived]
    #[arg(long, value_name = "TIME", value_parser = super::publish::parse_duration)]
    valid_for: Option<Duration>,
    /// Write the credential to this file, a line a copy, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The two kinds of credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ProofKind {
    /// SD-JWT: bound to keys of the holder; revoked by status lists
    SdJwt,
    /// BBS: showings cannot be linked; bound to no key; revoked by statements
    Bbs,
}

impl ProofKind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SdJwt => "SD-JWT",
            Self::Bbs => "BBS",
        }
    }
}

#[derive(Serialize)]
struct Issued {
    version: Version,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    proof: ProofKind,
    credentials: Vec<String>,
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    disclosable: usize,
    written_to: Option<String>,
}

impl Issue {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let definition = read_type(self.type_file)?;
        let source = Source::from(self.claims.as_str());
        let claims = Document::parse(source.read_as(Wanted::Claims)?)
            .map_err(|error| Failure::new(error.code(), error.to_string()).about(&source))?;
        let name = self.name.clone().map(CredentialId::new).transpose();
        let name = name.map_err(|why| Failure::new("cli.misuse", format!("the name {why}")))?;
        let expires_at = now.saturating_add(self.valid_for.unwrap_or(match self.short_lived {
            true => MAX_UNREVOCABLE_LIFE,
            false => Duration::from_days(365),
        }));
        let about = |error: Error| Failure::from(error).about(&source).unchanged("nothing was issued");
        let (credentials, disclosable) = match (self.proof, self.holder_key, &name) {
            (ProofKind::SdJwt, Some(holder_key), Some(name)) => {
                let holder_keys = read_keys(holder_key)?;
                let validity =
                    Validity { issued_at: Some(now), not_before: None, expires_at: Some(expires_at) };
                let mut directory = self.directory.open()?;
                let order = BatchOrder { claims: claims.root(), validity, copies: &[] };
                let definition = directory.as_published(definition, now)?;
                let credentials = directory.issue_sd_jwt(&definition, name, order, &holder_keys, about)?;
                (credentials, definition.disclosable().len())
            }
            (ProofKind::Bbs, None, name) => {
                let order = BbsOrder { claims: claims.root(), issued_at: now, expires_at, entry: None };
                let mut directory = self.directory.open()?;
                let definition = directory.as_published(definition, now)?;
                let (credential, claims) = directory.issue_bbs(definition, name.as_ref(), order, about)?;
                (vec![credential], claims)
            }
            (ProofKind::SdJwt, None, _) => {
                return Err(misuse("an SD-JWT is bound to a key of its holder: give --holder-key"));
            }
            (ProofKind::SdJwt, _, None) => {
                return Err(misuse(
                    "an SD-JWT has an entry in a status list: give --name, without --short-lived",
                ));
            }
            (ProofKind::Bbs, Some(_), _) => {
                return Err(misuse("a BBS credential is bound to no key: leave --holder-key out"));
            }
        };
        let text = credentials.join("\n");
        if let Some(out) = &self.out {
            write(out, format!("{text}\n").as_bytes(), Readers::Owner).map_err(|failure| {
                failure
                    .unchanged(match &self.name {
                        Some(name) => format!("nobody has the credential, but {name} stands for it now"),
                        None => "nobody has the credential".to_owned(),
                    })
                    .help("revoke it, and issue it anew under another name")
            })?;
        }
        output.answer(&Issued {
            version: Version,
            name: self.name,
            proof: self.proof,
            credentials,
            text,
            disclosable,
            written_to: self.out.map(|out| out.display().to_string()),
        })
    }
}

fn misuse(why: &str) -> Failure {
    Failure::new("cli.misuse", why).unchanged("nothing was issued")
}

pub(super) fn read_type(file: PathBuf) -> Result<TypeDefinition, Failure> {
    let source = Source::File(file);
    let written: TypeFile = toml::from_str(&source.read_as(Wanted::Type)?).map_err(|error| {
        Failure::new("cli.type_malformed", error.message().to_owned())
            .about(&source)
            .unchanged("nothing was issued")
            .help("a type file has `vct`, and may have `disclosable`, `always_shown`, `mandatory`, `digests`, `dates`, `version`, `display` and `labels`")
    })?;
    TypeDefinition::try_from(written).map_err(|error| Failure::from(error).about(&source))
}

impl Answer for Issued {
    const COMMAND: &'static str = "issuer.issue";

    fn payload(&self) -> Option<&str> {
        self.written_to.is_none().then_some(&self.text)
    }

    fn page(&self, page: &mut Page) {
        let copies = match self.credentials.len() {
            1 => String::new(),
            copies => format!(" in {copies} one-time copies"),
        };
        let name = self.name.as_deref().unwrap_or("a credential that cannot be revoked");
        let mut line = Line::mark(Mark::Valid, "Issued").text(" ").and(Tone::Strong, name).text(copies);
        if let Some(file) = &self.written_to {
            line = line.text(", in ").and(Tone::Accent, file);
        }
        page.line(line);
        let words = format!("Its holder can show or withhold {} claims one by one", self.disclosable);
        page.indented(
            2,
            Line::quiet(match self.proof {
                ProofKind::SdJwt => format!("{words}."),
                ProofKind::Bbs => {
                    format!("{words}, and no two showings can be linked. Whoever has it can show it.")
                }
            }),
        );
    }
}
