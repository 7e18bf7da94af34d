use super::location::{VaultDirectory, refused};
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone, during};
use crate::secret::{NewPassphraseSource, RecoveryCodeSource};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::VaultOwner;

/// Set a new passphrase with the recovery code, if you have forgotten the old one
#[derive(Debug, Args)]
#[command(after_help = "\
The code is read in upper or lower case, with or without dashes and spaces, O for 0 and I or L for 1. A slip in it is \
noticed before anything is tried. The code opens the vault afterwards as well.

Example:
  vouchsafe wallet recover
  vouchsafe wallet recover --recovery-code-file code.txt --new-passphrase-file new.txt

Exit codes: 0 the new passphrase is set · 2 nothing was changed.")]
pub(crate) struct Recover {
    #[command(flatten)]
    code: RecoveryCodeSource,
    #[command(flatten)]
    new: NewPassphraseSource,
    #[command(flatten)]
    place: VaultDirectory,
}

#[derive(Serialize)]
struct Recovered {
    version: Version,
    vault: String,
}

impl Recover {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.place.existing()?;
        let refused = |error| refused(error, &directory);
        let mut owner = VaultOwner::by_recovery_code(&directory, &self.code.read()?).map_err(refused)?;
        let passphrase = self.new.choose()?;
        during("Setting the passphrase", || owner.change_passphrase(passphrase)).map_err(refused)?;
        output.answer(&Recovered { version: Version, vault: directory.display().to_string() })
    }
}

impl Answer for Recovered {
    const COMMAND: &'static str = "wallet.recover";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "The new passphrase is set").text(format!(": {}", self.vault)));
        let words = "The recovery code still opens the vault too. If somebody else may have seen it, take ";
        page.indented(2, Line::from(words).and(Tone::Accent, "vouchsafe wallet rekey").text("."));
    }
}
