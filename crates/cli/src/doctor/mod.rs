//! `vouchsafe doctor`: what works on this machine.

mod clock;
mod finding;
mod keychain;
mod place;
mod process;
mod programs;
mod terminal;
mod vault;

use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Table, Tone, capitalised, during};
use crate::wallet::vault_directory;
use clap::Args;
use finding::{Finding, Standing};
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_verifier::Timestamp;

/// Look whether everything that a wallet needs works on this machine
#[derive(Debug, Args)]
#[command(after_help = "\
Asks for no passphrase, contacts nobody and changes nothing but a file and an entry in the keychain of its own, which it takes \
away again. A locked keychain may ask you to unlock it.

Example:
  vouchsafe doctor
  vouchsafe doctor --vault ./vault --json

Exit codes: 0 all is well · 1 there is something to heed · 2 something does not work.")]
pub(crate) struct Doctor {
    /// The vault's directory [default: vouchsafe in your data directory, as $XDG_DATA_HOME/vouchsafe]
    #[arg(long, value_name = "DIR")]
    vault: Option<PathBuf>,
}

#[derive(Serialize)]
struct Diagnosis {
    version: Version,
    /// `good`, `heed` or `bad`: the worst of them all.
    standing: Standing,
    programs: Vec<programs::Program>,
    findings: Vec<Finding>,
}

impl Doctor {
    pub(crate) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let directory = vault_directory(self.vault)?;
        let findings = during("Looking around", || {
            let mut findings = place::findings(&directory);
            findings.extend(vault::findings(&directory));
            findings.extend(keychain::findings(&directory));
            findings.extend(clock::findings(&directory, now));
            findings.extend(process::findings());
            findings.extend(terminal::findings());
            findings
        });
        let standing = findings.iter().map(|finding| finding.standing).max().unwrap_or(Standing::Good);
        output.answer(&Diagnosis { version: Version, standing, programs: programs::programs(), findings })
    }
}

impl Answer for Diagnosis {
    const COMMAND: &'static str = "doctor";

    fn exit(&self) -> Exit {
        match self.standing {
            Standing::Good => Exit::Done,
            Standing::Heed => Exit::Rejected,
            Standing::Bad => Exit::Failed,
        }
    }

    fn page(&self, page: &mut Page) {
        let mut table = Table::bare(2);
        for finding in &self.findings {
            let mut words = Line::from(capitalised(&finding.words));
            if let Some(help) = &finding.help {
                words = words.text(" ").and(Tone::Accent, format!("→ {help}"));
            }
            table.row(vec![mark(finding.standing, finding.subject), words]);
        }
        page.table(0, &table);
        page.heading("Made of");
        let mut made = Table::bare(2);
        for program in &self.programs {
            made.row(vec![Line::quiet(program.name), program.version.as_str().into()]);
        }
        page.table(2, &made);
        page.gap();
        let count = |standing| self.findings.iter().filter(|finding| finding.standing == standing).count();
        page.line(match (count(Standing::Bad), count(Standing::Heed)) {
            (0, 0) => Line::mark(Mark::Valid, "All is well."),
            (0, heed) => Line::mark(Mark::Attention, format!("It works; things to heed: {heed}.")),
            (bad, _) => Line::mark(Mark::Refused, format!("Things that do not work: {bad}.")),
        });
    }
}

fn mark(standing: Standing, subject: &str) -> Line {
    let mark = match standing {
        Standing::Good => Mark::Valid,
        Standing::Heed => Mark::Attention,
        Standing::Bad => Mark::Refused,
    };
    Line::mark(mark, subject)
}
