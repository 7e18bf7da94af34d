use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Progress, Tone};
use crate::secret::NewPassphraseSource;
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::LockView;

/// Give the vault a new key and a new passphrase, if somebody may know the old ones
#[derive(Debug, Args)]
#[command(after_help = "\
All that is stored is encrypted anew under a new key, and the files from before are overwritten, as far as the disk \
allows. Whoever knows the old passphrase, a recovery code or what the keychain held, or has a copy of the vault's \
header, cannot read what is in the vault from now on. What they copied before, they have.

Only the new passphrase opens the vault afterwards: a recovery code is to be made anew, and the keychain to be enabled anew. If \
this is interrupted, the vault opens as before or with the new passphrase, never not at all.

Example:
  vouchsafe wallet rekey
  vouchsafe wallet rekey --passphrase-file old.txt --new-passphrase-file new.txt

Exit codes: 0 done · 2 not done: the old passphrase opens the vault.")]
pub(crate) struct Rekey {
    #[command(flatten)]
    new: NewPassphraseSource,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Rekeyed {
    version: Version,
    vault: String,
    dropped: Vec<LockView>,
}

impl Rekey {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let owner = self.vault.owner()?;
        let passphrase = self.new.choose()?;
        let mut progress = None;
        let mut before = 0;
        let done = owner.rekey(passphrase, |done, total| {
            let progress = progress.get_or_insert_with(|| Progress::of("Encrypting anew", total));
            progress.advance(done - before);
            before = done;
        });
        drop(progress);
        let done = done.map_err(|error| {
            let help = error.help().map_or_else(String::new, |help| format!("{help}; "));
            Failure::from(error)
                .about(directory.display())
                .unchanged("nothing is lost: the vault opens with the old passphrase or, if the disk failed at the end, with the new one")
                .help(format!("{help}then run this command again"))
        })?;
        let vault = directory.display().to_string();
        output.answer(&Rekeyed { version: Version, vault, dropped: done.dropped })
    }
}

impl Answer for Rekeyed {
    const COMMAND: &'static str = "wallet.rekey";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, "The vault has a new key").text(format!(": {}", self.vault)));
        page.indented(2, "The new passphrase alone opens it. Copies of the vault from before keep the old key: delete them.");
        for lock in &self.dropped {
            let (words, command) = match lock.kind {
                "keychain" => {
                    ("The keychain opens it no more. To let it again: ", "vouchsafe wallet keychain enable")
                }
                _ => (
                    "The recovery code opens it no more. To make a new one: ",
                    "vouchsafe wallet recovery-code",
                ),
            };
            page.gap();
            page.indented(2, Line::from(words).and(Tone::Accent, command));
        }
    }
}
