//! `vouchsafe wallet`: the holder's side.

mod backup;
mod backups;
mod candidates;
mod consent;
mod create;
mod delete;
mod deletion_request;
mod describe;
mod facts;
mod history;
mod import;
mod keychain;
mod languages;
mod list;
mod location;
mod locks;
mod network;
mod new_key;
mod passphrase;
mod present;
mod receive;
mod recover;
mod recovery_code;
mod refresh;
mod registries;
mod rehearse;
mod rekey;
mod replace;
mod resend;
mod restore;
mod returning;
mod settle;
mod show;
mod state;
mod status;
mod tag;
mod trust;
mod verifiers;

use crate::answer::{Exit, Output};
use crate::clock::Clock;
use crate::failure::Failure;
use clap::Subcommand;

pub(crate) use languages::LanguageArguments;
pub(crate) use location::vault_directory;
pub(crate) use network::development_lines;

/// Keep credentials in an encrypted vault, and show single fields of them
#[derive(Debug, Subcommand)]
#[command(after_help = "\
A credential is called a card here. A card is named by its id; the start of the id will do where it is unique. \
There is no command that gives out a private key.

Example:
  vouchsafe wallet create                                 make a vault; the passphrase is asked for
  vouchsafe wallet new-key --out my-key.jwk               a public key to give to an issuer
  vouchsafe wallet import card.txt --issuer-key issuer.jwk
  vouchsafe wallet list --search licence
  vouchsafe wallet present 3f9c --share age_over_18 --audience https://shop.example --nonce n-0

Exit codes: 0 done · 1 you said no · 2 it could not be done.")]
pub(crate) enum WalletCommand {
    Create(create::Create),
    NewKey(new_key::NewKey),
    Import(import::Import),
    Receive(Box<receive::Receive>),
    List(list::List),
    Tag(tag::Tag),
    Untag(tag::Untag),
    Show(show::Show),
    Describe(describe::Describe),
    Candidates(candidates::Candidates),
    Present(Box<present::Present>),
    Resend(resend::Resend),
    Settle(settle::Settle),
    Refresh(refresh::Refresh),
    Status(status::Status),
    History(history::History),
    Verifiers(verifiers::Verifiers),
    DeletionRequest(deletion_request::DeletionRequest),
    Replace(replace::Replace),
    Delete(delete::Delete),
    Backup(backup::Backup),
    Rehearse(rehearse::Rehearse),
    Restore(restore::Restore),
    Backups(backups::Backups),
    Locks(locks::Locks),
    Passphrase(passphrase::Passphrase),
    RecoveryCode(recovery_code::RecoveryCode),
    Recover(recover::Recover),
    Rekey(rekey::Rekey),
    #[command(subcommand)]
    Trust(trust::TrustCommand),
    #[command(subcommand)]
    Keychain(keychain::KeychainCommand),
}

impl WalletCommand {
    pub(crate) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        match self {
            Self::Create(command) => command.run(output),
            Self::NewKey(command) => command.run(output, clock.now()),
            Self::Import(command) => command.run(output, clock.now()),
            Self::Receive(command) => command.run(output, clock),
            Self::List(command) => command.run(output, clock.now()),
            Self::Tag(command) => command.run(output, clock.now()),
            Self::Untag(command) => command.run(output, clock.now()),
            Self::Show(command) => command.run(output, clock.now()),
            Self::Describe(command) => command.run(output, clock.now()),
            Self::Candidates(command) => command.run(output, clock.now()),
            Self::Present(command) => command.run(output, clock),
            Self::Resend(command) => command.run(output, clock.now()),
            Self::Settle(command) => command.run(output, clock.now()),
            Self::Refresh(command) => command.run(output, clock.now()),
            Self::Status(command) => command.run(output, clock.now()),
            Self::History(command) => command.run(output),
            Self::Verifiers(command) => command.run(output),
            Self::DeletionRequest(command) => command.run(output, clock.now()),
            Self::Replace(command) => command.run(output, clock.now()),
            Self::Delete(command) => command.run(output, clock.now()),
            Self::Backup(command) => command.run(output, clock.now()),
            Self::Rehearse(command) => command.run(output, clock.now()),
            Self::Restore(command) => command.run(output, clock.now()),
            Self::Backups(command) => command.run(output),
            Self::Locks(command) => command.run(output),
            Self::Passphrase(command) => command.run(output),
            Self::RecoveryCode(command) => command.run(output),
            Self::Recover(command) => command.run(output),
            Self::Rekey(command) => command.run(output),
            Self::Trust(command) => command.run(output, clock.now()),
            Self::Keychain(command) => command.run(output),
        }
    }
}
