use super::directory::DirectoryArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Readers, Source, Wanted, write};
use crate::screen::{Line, Mark, Page, Tone, during};
use clap::Args;
use getrandom::SysRng;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_issuer::{BatchCopy, BatchOrder, CredentialId, TypeDefinition, TypeFile, Validity};
use vouchsafe_verifier::json::Document;
use vouchsafe_verifier::{Duration, Timestamp, VerifyingKey};

/// Issue a credential, or a batch of copies of it, one for each key of its holder
#[derive(Debug, Args)]
#[command(after_help = "\
The type file says which claims the holder may withhold; every claim must be named there, so that none shows \
because somebody forgot it. The credential is known here by --name, which leaves this directory nowhere.

Example:
  vouchsafe issuer issue --dir city --type residence.toml --claims ada.json \\
      --holder-key ada.jwk --name ada-residence --out ada-residence.txt

A type file (TOML):
  vct = \"https://city.example/types/residence\"
  disclosable = [\"given_name\", \"birthdate\", \"address\", \"address.locality\", \"nationalities[]\"]
  always_shown = [\"level\"]

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
    /// The holder's public key: a JWK, or a JWK Set for a batch of one-time copies, one for each key
    #[arg(long, value_name = "FILE")]
    holder_key: PathBuf,
    /// The name that you will revoke it by
    #[arg(long, value_name = "NAME")]
    name: String,
    /// How long it holds; the day it ends is rounded as the type says
    #[arg(long, value_name = "TIME", default_value = "365 days", value_parser = super::publish::parse_duration)]
    valid_for: Duration,
    /// Write the credential to this file, a line a copy, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Issued {
    version: Version,
    name: String,
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
        let holder_keys = read_keys(self.holder_key)?;
        let name = CredentialId::new(self.name.clone())
            .map_err(|why| Failure::new("cli.misuse", format!("the name {why}")))?;

        let mut directory = self.directory.open()?;
        let references = directory.registry.allocate(name, holder_keys.len(), &mut SysRng)?;
        let copies: Vec<BatchCopy<'_>> = holder_keys
            .iter()
            .zip(&references)
            .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
            .collect();
        let order = BatchOrder {
            claims: claims.root(),
            validity: Validity {
                issued_at: Some(now),
                not_before: None,
                expires_at: Some(now.saturating_add(self.valid_for)),
            },
            copies: &copies,
        };
        let issued = during("Signing", || directory.issuer.issue_batch(&definition, &order, &mut SysRng));
        let credentials =
            issued.map_err(|error| Failure::from(error).about(&source).unchanged("nothing was issued"))?;
        // Before anybody has the credential, its entries are taken for good.
        directory.save()?;
        let text = credentials.join("\n");
        if let Some(out) = &self.out {
            write(out, format!("{text}\n").as_bytes(), Readers::Owner).map_err(|failure| {
                failure
                    .unchanged(format!("nobody has the credential, but {} stands for it now", self.name))
                    .help("revoke it, and issue it anew under another name")
            })?;
        }
        output.answer(&Issued {
            version: Version,
            name: self.name,
            credentials,
            text,
            disclosable: definition.disclosable().len(),
            written_to: self.out.map(|out| out.display().to_string()),
        })
    }
}

fn read_type(file: PathBuf) -> Result<TypeDefinition, Failure> {
    let source = Source::File(file);
    let written: TypeFile = toml::from_str(&source.read_as(Wanted::Type)?).map_err(|error| {
        Failure::new("cli.type_malformed", error.message().to_owned())
            .about(&source)
            .unchanged("nothing was issued")
            .help("a type file has `vct`, and may have `disclosable`, `always_shown`, `digests` and `dates`")
    })?;
    TypeDefinition::try_from(written).map_err(|error| Failure::from(error).about(&source))
}

/// The keys in a JWK or a JWK Set. One that cannot be used is an error here: a copy would be missing.
fn read_keys(file: PathBuf) -> Result<Vec<VerifyingKey>, Failure> {
    let source = Source::File(file);
    let document = Document::parse(source.read_as(Wanted::PublicKey)?)
        .map_err(|error| Failure::new(error.code(), error.to_string()).about(&source))?;
    let root = document.root();
    let jwks: Vec<_> = match root.get("keys").and_then(|keys| keys.elements()) {
        Some(keys) => keys.collect(),
        None => vec![root],
    };
    if jwks.is_empty() {
        let failure = Failure::new("cli.no_keys", "there is no key in this set").about(&source);
        return Err(failure.unchanged("nothing was issued").help("ask the wallet for a key for each copy"));
    }
    let keys = jwks.into_iter().map(VerifyingKey::from_jwk).collect::<Result<_, _>>();
    keys.map_err(|error| {
        Failure::new(error.code(), error.to_string())
            .section(error.section())
            .help_if(error.help())
            .about(&source)
    })
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
        let mut line = Line::mark(Mark::Valid, "Issued").text(" ").and(Tone::Strong, &self.name).text(copies);
        if let Some(file) = &self.written_to {
            line = line.text(", in ").and(Tone::Accent, file);
        }
        page.line(line);
        page.indented(
            2,
            Line::quiet(format!("Its holder can show or withhold {} claims one by one.", self.disclosable)),
        );
    }
}
