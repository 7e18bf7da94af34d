use crate::answer::{Answer, Exit, Output, Version};
use crate::arguments;
use crate::failure::Failure;
use crate::files::{Readers, make_directory_of, write};
use crate::screen::{Line, Mark, Page, Tone};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;

/// Write a script that lets a shell complete this program's commands, options and files
#[derive(Debug, Args)]
#[command(after_help = "\
The script knows this version's commands: write it again after an update.

Example:
  vouchsafe completions bash --out ~/.local/share/bash-completion/completions/vouchsafe
  vouchsafe completions zsh --out ~/.zfunc/_vouchsafe                 with ~/.zfunc in $fpath
  vouchsafe completions fish --out ~/.config/fish/completions/vouchsafe.fish
  vouchsafe completions powershell >> $PROFILE
  vouchsafe completions elvish >> ~/.config/elvish/rc.elv

Exit codes: 0 written · 2 not written.")]
pub(crate) struct Completions {
    /// For which shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
    /// Write the script to this file instead of standard output, and make its directory if there is none
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The shells that there is a script for.
#[expect(clippy::enum_variant_names, reason = "one of them is called so")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
    Elvish,
}

#[derive(Serialize)]
struct Script {
    version: Version,
    shell: Shell,
    script: String,
    written_to: Option<String>,
}

impl Completions {
    pub(crate) fn run(self, output: Output) -> Result<Exit, Failure> {
        use clap_complete::Shell as Target;
        let target = match self.shell {
            Shell::Bash => Target::Bash,
            Shell::Zsh => Target::Zsh,
            Shell::Fish => Target::Fish,
            Shell::PowerShell => Target::PowerShell,
            Shell::Elvish => Target::Elvish,
        };
        let mut bytes = Vec::new();
        clap_complete::generate(target, &mut arguments::grammar(), arguments::NAME, &mut bytes);
        let script = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        if let Some(out) = &self.out {
            make_directory_of(out)?;
            write(out, format!("{script}\n").as_bytes(), Readers::Everybody)?;
        }
        let written_to = self.out.map(|out| out.display().to_string());
        output.answer(&Script { version: Version, shell: self.shell, script, written_to })
    }
}

impl Answer for Script {
    const COMMAND: &'static str = "completions";

    fn payload(&self) -> Option<&str> {
        self.written_to.is_none().then_some(&self.script)
    }

    fn page(&self, page: &mut Page) {
        let shell = self.shell.to_possible_value().map(|value| value.get_name().to_owned());
        let shell = shell.unwrap_or_default();
        if let Some(file) = &self.written_to {
            let written = Line::mark(Mark::Valid, format!("The script for {shell}"));
            page.line(written.text(", in ").and(Tone::Accent, file));
            return;
        }
        let words = format!("The script for {shell}. ");
        let where_to = Line::quiet(words).and(Tone::Quiet, "Where it belongs says ");
        page.line(where_to.and(Tone::Accent, "vouchsafe completions --help"));
    }
}
