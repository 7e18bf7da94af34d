//! `vouchsafe issuer`: a small issuer in a directory.

mod bbs;
mod change;
mod directory;
mod init;
mod issue;
mod issue_bbs;
mod issue_sd_jwt;
mod list;
mod publish;
mod published_types;
mod show_key;
mod statements;

use crate::answer::{Exit, Output};
use crate::failure::Failure;
use clap::Subcommand;
use vouchsafe_verifier::Timestamp;

/// Issue credentials, revoke them, publish what is revoked: a small issuer in a directory
#[derive(Debug, Subcommand)]
#[command(after_help = "\
The directory holds the keys (key.jwk, bbs-key.jwk and revocation-keys.json, for their owner alone), who the issuer is \
(issuer.json), which credential has which entries of the status lists (registry.json), and of BBS credentials which \
handle (handles.json) and what was signed about them (statements), and which types were published (types.json). Files are replaced in one step, so a crash \
loses nothing. No claims are kept. Never take up an older copy of the directory once something newer was published.

Example:
  vouchsafe issuer init --dir city --id https://city.example
  vouchsafe issuer issue --dir city --type residence.toml --claims ada.json \\
      --holder-key ada.jwk --name ada-residence --out ada-residence.txt
  vouchsafe issuer revoke --dir city ada-residence
  vouchsafe issuer publish --dir city --out lists

Exit codes: 0 done · 2 it could not be done, and nothing was changed.")]
pub(crate) enum IssuerCommand {
    Init(init::Init),
    Issue(issue::Issue),
    Revoke(change::Revoke),
    Suspend(change::Suspend),
    Reinstate(change::Reinstate),
    Publish(publish::Publish),
    List(list::List),
    ShowKey(show_key::ShowKey),
}

impl IssuerCommand {
    pub(crate) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        match self {
            Self::Init(command) => command.run(output),
            Self::Issue(command) => command.run(output, now),
            Self::Revoke(command) => command.run(output, now),
            Self::Suspend(command) => command.run(output, now),
            Self::Reinstate(command) => command.run(output, now),
            Self::Publish(command) => command.run(output, now),
            Self::List(command) => command.run(output),
            Self::ShowKey(command) => command.run(output),
        }
    }
}
