use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use crate::wallet::location::{VaultDirectory, refused};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::keychain;
use vouchsafe_app::view::KeychainView;

/// Say whether the keychain opens the vault, and whether it can be used
#[derive(Debug, Args)]
#[command(after_help = "\
Puts a random text into the keychain, reads it back and removes it. A locked keychain may ask you to unlock it. The vault \
is not opened.

Example:
  vouchsafe wallet keychain status

Exit codes: 0 the keychain can be used · 1 it cannot · 2 there is no vault to look at.")]
pub(crate) struct ShowStatus {
    #[command(flatten)]
    vault: VaultDirectory,
}

#[derive(Serialize)]
struct Shown(KeychainView);

impl ShowStatus {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        output.answer(&Shown(keychain(&directory).map_err(|error| refused(error, &directory))?))
    }
}

impl Answer for Shown {
    const COMMAND: &'static str = "wallet.keychain.status";

    fn page(&self, page: &mut Page) {
        let KeychainView { enabled, refusal, .. } = &self.0;
        page.line(match enabled {
            true => Line::mark(Mark::Valid, "The keychain was enabled for this vault."),
            false => Line::mark(Mark::Skipped, "The keychain is not enabled for this vault."),
        });
        let Some(why) = refusal else {
            page.line(Line::mark(Mark::Valid, "The keychain works: it kept a text and gave it back."));
            if !enabled {
                page.gap();
                let next = Line::quiet("To use it: ");
                page.line(next.and(Tone::Accent, "vouchsafe wallet keychain enable"));
            }
            return;
        };
        page.line(Line::mark(Mark::Refused, format!("It cannot be used now: {}.", why.message)));
        if let Some(help) = why.help {
            page.indented(2, Line::new().and(Tone::Accent, "help:").text(" ").text(help));
        }
    }

    fn exit(&self) -> Exit {
        if self.0.refusal.is_none() { Exit::Done } else { Exit::Rejected }
    }
}
