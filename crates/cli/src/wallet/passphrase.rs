use super::location::{VaultArguments, refused};
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, during};
use crate::secret::NewPassphraseSource;
use clap::Args;
use serde::Serialize;

/// Change the passphrase
#[derive(Debug, Args)]
#[command(after_help = "\
What is stored is not written anew: only the way to its key is. So whoever has a copy of the vault from before, and the old \
passphrase, can still read that copy, and the key in it opens today's vault too. If somebody may have both, use \
`vouchsafe wallet rekey`. If you have forgotten the passphrase, use `vouchsafe wallet recover`.

Example:
  vouchsafe wallet passphrase
  vouchsafe wallet passphrase --passphrase-file old.txt --new-passphrase-file new.txt
  vouchsafe wallet passphrase --passphrase-fd 0 --new-passphrase-fd 0 < two-lines.txt

Exit codes: 0 changed · 2 not changed: the old passphrase opens the vault.")]
pub(crate) struct Passphrase {
    #[command(flatten)]
    new: NewPassphraseSource,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Changed {
    version: Version,
    vault: String,
}

impl Passphrase {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let mut owner = self.vault.owner()?;
        let passphrase = self.new.choose()?;
        during("Setting the passphrase", || owner.change_passphrase(passphrase))
            .map_err(|error| refused(error, &directory))?;
        output.answer(&Changed { version: Version, vault: directory.display().to_string() })
    }
}

impl Answer for Changed {
    const COMMAND: &'static str = "wallet.passphrase";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "The passphrase is changed").text(format!(": {}", self.vault)));
        page.indented(
            2,
            "The old one opens the vault no more. Copies made before, such as backups, keep theirs.",
        );
    }
}
