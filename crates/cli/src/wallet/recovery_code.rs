use super::location::{VaultArguments, refused};
use crate::answer::{Answer, Exit, Output, Version, tell, to_stderr, to_stdout};
use crate::failure::Failure;
use crate::question::ask_long_secret;
use crate::screen::{Line, Mark, Page, Tone, capitalised};
use clap::Args;
use serde::Serialize;
use std::path::Path;
use vouchsafe_app::VaultOwner;
use zeroize::Zeroizing;

/// Make a recovery code, which opens the vault if you forget the passphrase
#[derive(Debug, Args)]
#[command(after_help = "\
The code is shown once, on standard output, and asked back on standard input: only then does it open the vault, and \
a code from before no more. Write it on paper and keep that where neither a thief nor a fire finds it together with \
this computer. Whoever has the code and the vault's files can read what is in it. There is no way to see it again; \
make a new one instead. With --json, the code comes in an object of its own, before it is asked back.

Example:
  vouchsafe wallet recovery-code
  vouchsafe wallet recovery-code --remove       no code opens the vault any more

Exit codes: 0 made, or removed · 1 not typed again, so that nothing was changed · 2 it could not be done.")]
pub(crate) struct RecoveryCode {
    /// Remove the code there is
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct ShownCode<'a> {
    version: Version,
    recovery_code: &'a str,
}

#[derive(Serialize)]
struct Done {
    version: Version,
    vault: String,
    recovery_code_opens: bool,
}

impl RecoveryCode {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.vault.existing()?;
        let mut owner = self.vault.owner()?;
        let vault = directory.display().to_string();
        if self.remove {
            owner.remove_recovery_code().map_err(|error| refused(error, &directory))?;
            return output.answer(&Done { version: Version, vault, recovery_code_opens: false });
        }
        if make(output, &mut owner, &directory)? {
            output.answer(&Done { version: Version, vault, recovery_code_opens: true })
        } else {
            tell("Not made. What opened the vault before opens it still.");
            Ok(Exit::Rejected)
        }
    }
}

/// Shows a new code and asks it back until it is typed right, or until nothing is typed. Whether it was.
fn make(output: Output, owner: &mut VaultOwner, directory: &Path) -> Result<bool, Failure> {
    let (code, shown) = owner.new_recovery_code()?;
    if output.json {
        output.answer(&ShownCode { version: Version, recovery_code: &code })?;
    } else {
        tell("Write this down. It is shown once, and opens the vault when you have typed it again.");
        to_stderr("\n");
        to_stdout(&Zeroizing::new(format!("  {}\n", code.as_str())))?;
        to_stderr("\n");
    }
    drop(code);
    loop {
        let typed = ask_long_secret("The code again (nothing to give up): ")?;
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return Ok(false) };
        match owner.confirm_recovery_code(&shown, &typed) {
            Ok(_) => return Ok(true),
            Err(error) if is_slip(&error) => {
                let what = capitalised(&error.to_string());
                tell(&format!("{what}. Nothing is lost: look again."));
            }
            Err(error) => return Err(refused(error, directory)),
        }
    }
}

fn is_slip(error: &vouchsafe_app::Error) -> bool {
    let slips =
        ["vault.recovery_code_incomplete", "vault.recovery_code_mistyped", "vault.recovery_code_differs"];
    slips.contains(&error.code())
}

impl Answer for ShownCode<'_> {
    const COMMAND: &'static str = "wallet.recovery-code.shown";

    fn page(&self, page: &mut Page) {
        page.line(self.recovery_code);
    }
}

impl Answer for Done {
    const COMMAND: &'static str = "wallet.recovery-code";

    fn page(&self, page: &mut Page) {
        if self.recovery_code_opens {
            let done = Line::mark(Mark::Valid, "The recovery code opens the vault");
            page.line(done.text(format!(": {}", self.vault)));
            page.indented(2, "A code from before opens it no more.");
            let words = Line::from("If you forget the passphrase: ");
            page.indented(2, words.and(Tone::Accent, "vouchsafe wallet recover"));
        } else {
            let done = Line::mark(Mark::Valid, "No recovery code opens the vault any more");
            page.line(done.text(format!(": {}", self.vault)));
        }
    }
}
