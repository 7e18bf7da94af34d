use super::directory::DirectoryArguments;
use super::list::state_line;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Page, Table};
use clap::Args;
use serde::Serialize;
use vouchsafe_issuer::{CredentialId, CredentialState, Error, StatusRegistry};

/// Say that credentials hold no more, for good
#[derive(Debug, Args)]
#[command(after_help = "\
Nobody learns it before the status lists are published again.

Example:
  vouchsafe issuer revoke --dir city ada-residence
  vouchsafe issuer publish --dir city --out lists

Exit codes: 0 done · 2 nothing was changed.")]
pub(crate) struct Revoke {
    #[command(flatten)]
    change: Change,
}

/// Say that credentials do not hold for the time being
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer suspend --dir city ada-badge
  vouchsafe issuer publish --dir city --out lists

Exit codes: 0 done · 2 nothing was changed.")]
pub(crate) struct Suspend {
    #[command(flatten)]
    change: Change,
}

/// Say that suspended credentials hold again
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer reinstate --dir city ada-badge
  vouchsafe issuer publish --dir city --out lists

Exit codes: 0 done · 2 nothing was changed.")]
pub(crate) struct Reinstate {
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Args)]
struct Change {
    #[command(flatten)]
    directory: DirectoryArguments,
    /// The credentials, by the names they were issued under
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Revoke {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        self.change.run(output, CredentialState::Revoked, StatusRegistry::revoke)
    }
}

impl Suspend {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        self.change.run(output, CredentialState::Suspended, StatusRegistry::suspend)
    }
}

impl Reinstate {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        self.change.run(output, CredentialState::Valid, StatusRegistry::reinstate)
    }
}

type Apply = fn(&mut StatusRegistry, &CredentialId) -> Result<CredentialState, Error>;

#[derive(Serialize)]
struct Changed {
    version: Version,
    changes: Vec<ChangedOne>,
}

#[derive(Serialize)]
struct ChangedOne {
    name: String,
    before: CredentialState,
    after: CredentialState,
}

impl Change {
    /// All of the names, or none.
    fn run(self, output: Output, after: CredentialState, apply: Apply) -> Result<Exit, Failure> {
        let mut directory = self.directory.open()?;
        let mut changes = Vec::new();
        for name in self.names {
            let of_name = |failure: Failure| failure.about(&name).unchanged("no credential was changed");
            let id = CredentialId::new(name.clone())
                .map_err(|why| of_name(Failure::new("cli.misuse", format!("the name {why}"))))?;
            let before = apply(&mut directory.registry, &id).map_err(|error| of_name(error.into()))?;
            changes.push(ChangedOne { name, before, after });
        }
        directory.save()?;
        output.answer(&Changed { version: Version, changes })
    }
}

impl Answer for Changed {
    const COMMAND: &'static str = "issuer.change";

    fn page(&self, page: &mut Page) {
        let mut table = Table::bare(3);
        for change in &self.changes {
            let was = if change.before == change.after { "as before" } else { "from now on" };
            table.row(vec![Line::strong(&change.name), state_line(change.after), Line::quiet(was)]);
        }
        page.table(0, &table);
        page.line(Line::quiet("Verifiers learn it from the lists: publish them again."));
    }
}
