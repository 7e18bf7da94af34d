use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page};
use crate::wallet::location::{VaultArguments, refused};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::OpenWallet;

/// Go on with a vault that was found to be an older copy
#[derive(Debug, Args)]
#[command(after_help = "\
When the keychain remembers more than a vault has, the vault was put back from an older copy: by you, or by somebody \
who wants a card to be shown again. Every command says so until you put the newest copy back, or accept this one. One-time \
copies of cards that it offers may have been shown already: delete such cards and have them issued anew.

Example:
  vouchsafe wallet keychain accept-older-copy

Exit codes: 0 accepted · 2 the vault could not be opened.")]
pub(crate) struct AcceptOlderCopy {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Accepted {
    version: Version,
}

impl AcceptOlderCopy {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let passphrase = self.vault.read_passphrase()?;
        OpenWallet::accept_older_copy(&directory, passphrase).map_err(|error| refused(error, &directory))?;
        output.answer(&Accepted { version: Version })
    }
}

impl Answer for Accepted {
    const COMMAND: &'static str = "wallet.keychain.accept-older-copy";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "This copy counts as the newest from now on."));
    }
}
