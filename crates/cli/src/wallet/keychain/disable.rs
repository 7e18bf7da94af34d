use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page};
use crate::wallet::location::{VaultArguments, refused};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::OpenWallet;
use vouchsafe_app::view::KeychainDisabledView;

/// Let the keychain open the vault no more
#[derive(Debug, Args)]
#[command(after_help = "\
Asks for the passphrase, so that you do not find out afterwards that you have forgotten it. Works without the keychain \
too.

Example:
  vouchsafe wallet keychain disable

Exit codes: 0 disabled · 2 not disabled, and the vault is opened as before.")]
pub(crate) struct Disable {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Disabled(KeychainDisabledView);

impl Disable {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let passphrase = self.vault.read_passphrase()?;
        let view = OpenWallet::disable_keychain(&directory, passphrase);
        output.answer(&Disabled(view.map_err(|error| refused(error, &directory))?))
    }
}

impl Answer for Disabled {
    const COMMAND: &'static str = "wallet.keychain.disable";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "The keychain opens this vault no more."));
        page.indented(
            2,
            "Whether a copy of the vault is older than the newest is not noticed any more, either.",
        );
        if let Some(why) = &self.0.left {
            page.line(Line::mark(
                Mark::Attention,
                format!("The key could not be removed from the keychain: {}.", why.message),
            ));
            page.indented(2, "It opens nothing but copies of vault.header from before.");
        }
    }
}
