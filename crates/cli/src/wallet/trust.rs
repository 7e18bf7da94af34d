use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::keys::read_jwk;
use crate::screen::{Column, Line, Mark, Page, Table, day_of};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::{IssuerView, IssuersView};
use vouchsafe_verifier::Timestamp;

/// Say which issuers' signatures you believe
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Example:
  vouchsafe wallet trust add https://city.example --key city.jwk
  vouchsafe wallet trust list

Exit codes: 0 done · 2 it could not be done.")]
pub(crate) enum TrustCommand {
    Add(Add),
    List(List),
    Remove(Remove),
}

/// Trust these keys to be an issuer's
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet trust add https://city.example --key city.jwk

Exit codes: 0 trusted from now on · 2 nothing was changed.")]
pub(crate) struct Add {
    /// The issuer, as its credentials name it
    #[arg(value_name = "ISSUER")]
    issuer: String,
    /// Its public key, a JWK or a JWK Set that you had from the issuer
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    vault: VaultArguments,
}

/// List the issuers that you trust
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet trust list

Exit codes: 0 listed · 2 the vault could not be opened.")]
pub(crate) struct List {
    #[command(flatten)]
    vault: VaultArguments,
}

/// Trust an issuer no more; its cards stay, and can't be told to be valid
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe wallet trust remove https://city.example

Exit codes: 0 no longer trusted · 2 nothing was changed.")]
pub(crate) struct Remove {
    /// The issuer, as its credentials name it
    #[arg(value_name = "ISSUER")]
    issuer: String,
    #[command(flatten)]
    vault: VaultArguments,
}

impl TrustCommand {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        match self {
            Self::Add(Add { issuer, key, vault }) => {
                let jwk = read_jwk(key)?;
                let issuer = vault.open()?.trust_issuer(&issuer, &jwk, now)?;
                output.answer(&Trusted { version: Version, issuer })
            }
            Self::List(List { vault }) => output.answer(&Listed(vault.open()?.issuers()?)),
            Self::Remove(Remove { issuer, vault }) => {
                vault.open()?.distrust_issuer(&issuer)?;
                output.answer(&Distrusted { version: Version, issuer })
            }
        }
    }
}

#[derive(Serialize)]
struct Trusted {
    version: Version,
    #[serde(flatten)]
    issuer: IssuerView,
}

impl Answer for Trusted {
    const COMMAND: &'static str = "wallet.trust.add";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, format!("You trust {} with", self.issuer.issuer)));
        page.table(2, &keys([&self.issuer]));
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(IssuersView);

impl Answer for Listed {
    const COMMAND: &'static str = "wallet.trust.list";

    fn page(&self, page: &mut Page) {
        if self.0.issuers.is_empty() {
            page.line("You trust no issuer yet.");
        } else {
            page.table(0, &keys(&self.0.issuers));
        }
    }
}

fn keys<'a>(issuers: impl IntoIterator<Item = &'a IssuerView>) -> Table {
    let columns = [
        Column::wrap("ISSUER"),
        Column::whole("KEY"),
        Column::cut_start("THUMBPRINT"),
        Column::whole("SINCE"),
        Column::wrap("FOR"),
    ];
    let mut table = Table::new(columns);
    for issuer in issuers {
        for key in &issuer.keys {
            table.row(vec![
                issuer.issuer.as_str().into(),
                key.algorithm.into(),
                key.thumbprint.as_str().into(),
                day_of(&issuer.since).into(),
                issuer
                    .types
                    .as_ref()
                    .map_or_else(|| "everything".to_owned(), |types| types.join(", "))
                    .into(),
            ]);
        }
    }
    table
}

#[derive(Serialize)]
struct Distrusted {
    version: Version,
    issuer: String,
}

impl Answer for Distrusted {
    const COMMAND: &'static str = "wallet.trust.remove";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, format!("You no longer trust {}.", self.issuer)));
    }
}
