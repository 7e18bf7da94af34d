use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::make_directory;
use crate::screen::{Line, Mark, Page, Tone, during};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::OpenWallet;

/// Make an empty vault under a passphrase
#[derive(Debug, Args)]
#[command(after_help = "\
Everything in it is encrypted. Whoever has forgotten the passphrase has lost what is in the vault, unless they made \
a recovery code (`vouchsafe wallet recovery-code`).

Example:
  vouchsafe wallet create
  vouchsafe wallet create --vault ./vault --passphrase-fd 3 3< passphrase.txt

Exit codes: 0 made · 2 not made, and nothing was changed.")]
pub(crate) struct Create {
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Created {
    version: Version,
    vault: String,
}

impl Create {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.directory()?;
        let passphrase = self.vault.choose_passphrase()?;
        if let Some(parent) = directory.parent() {
            make_directory(parent)?;
        }
        during("Making the vault", || OpenWallet::create(&directory, passphrase)).map_err(|error| {
            Failure::from(error).about(directory.display()).unchanged("no vault was made")
        })?;
        output.answer(&Created { version: Version, vault: directory.display().to_string() })
    }
}

impl Answer for Created {
    const COMMAND: &'static str = "wallet.create";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "Your vault is ready").text(format!(": {}", self.vault)));
        page.indented(2, "Only the passphrase opens it. Nobody can restore it for you.");
        let words = Line::from("For the day you forget it: ");
        page.indented(2, words.and(Tone::Accent, "vouchsafe wallet recovery-code"));
        page.gap();
        let next = Line::quiet("Next, make a key for an issuer: ");
        page.line(next.and(Tone::Accent, "vouchsafe wallet new-key --out my-key.jwk"));
    }
}
