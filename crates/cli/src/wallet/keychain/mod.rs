//! `vouchsafe wallet keychain`: the key store of the desktop session, as a second way into the vault.

mod accept;
mod disable;
mod enable;
mod status;

use crate::answer::{Exit, Output};
use crate::failure::Failure;
use clap::Subcommand;

/// Let this computer's keychain open the vault, so that you need not type
#[derive(Debug, Subcommand)]
#[command(after_help = "\
The keychain is the key store of your desktop session: gnome-keyring, KWallet, KeePassXC. While you are logged in and \
it is unlocked, every program that runs as you can read what is in it, and so open the vault. In return the \
keychain remembers how far the vault has come, and an older copy of it is noticed.

The passphrase always opens the vault as well. Whatever becomes of the keychain, nothing in the vault is lost.

Example:
  vouchsafe wallet keychain status
  vouchsafe wallet keychain enable

Exit codes: 0 done · 1 (status) the keychain cannot be used · 2 it could not be done.")]
pub(crate) enum KeychainCommand {
    Status(status::ShowStatus),
    Enable(enable::Enable),
    Disable(disable::Disable),
    AcceptOlderCopy(accept::AcceptOlderCopy),
}

impl KeychainCommand {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        match self {
            Self::Status(command) => command.run(output),
            Self::Enable(command) => command.run(output),
            Self::Disable(command) => command.run(output),
            Self::AcceptOlderCopy(command) => command.run(output),
        }
    }
}
