use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use crate::wallet::location::{VaultArguments, refused};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::OpenWallet;
use vouchsafe_app::view::KeychainView;

/// Let the keychain open the vault
#[derive(Debug, Args)]
#[command(after_help = "\
Asks for the passphrase once more. A new random key goes into the keychain, is read back, and only then the vault is \
told. Enabled again, the key before is replaced.

Example:
  vouchsafe wallet keychain enable

Exit codes: 0 enabled · 2 not enabled, and the vault is opened as before.")]
pub(crate) struct Enable {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Enabled(KeychainView);

impl Enable {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let passphrase = self.vault.read_passphrase()?;
        let view = OpenWallet::enable_keychain(&directory, passphrase);
        output.answer(&Enabled(view.map_err(|error| refused(error, &directory))?))
    }
}

impl Answer for Enabled {
    const COMMAND: &'static str = "wallet.keychain.enable";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "The keychain opens this vault from now on; nobody is asked."));
        page.indented(2, "Every program that runs as you can use it while the keychain is unlocked.");
        page.indented(2, "Keep the passphrase: it is the way in when the keychain is gone.");
        page.gap();
        let undo = Line::quiet("To undo this: ");
        page.line(undo.and(Tone::Accent, "vouchsafe wallet keychain disable"));
    }
}
