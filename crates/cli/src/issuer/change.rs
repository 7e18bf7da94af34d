use super::directory::DirectoryArguments;
use super::list::state_line;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Line, Page, Table, moment};
use clap::Args;
use serde::Serialize;
use vouchsafe_issuer::{CredentialId, CredentialState, Error, StatusRegistry};
use vouchsafe_verifier::Timestamp;

/// Say that credentials hold no more, for good
#[derive(Debug, Args)]
#[command(after_help = "\
Nobody learns it before it is published; of a BBS credential, not before the next period. A BBS credential is deleted: it \
cannot be suspended or reinstated.

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
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        self.change.run(output, now, CredentialState::Revoked, StatusRegistry::revoke)
    }
}

impl Suspend {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        self.change.run(output, now, CredentialState::Suspended, StatusRegistry::suspend)
    }
}

impl Reinstate {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        self.change.run(output, now, CredentialState::Valid, StatusRegistry::reinstate)
    }
}

type Apply = fn(&mut StatusRegistry, &CredentialId) -> Result<CredentialState, Error>;

#[derive(Serialize)]
struct Changed {
    version: Version,
    changes: Vec<ChangedOne>,
    /// When a statement can speak of those among them that are BBS credentials.
    #[serde(skip)]
    known_from: Option<Timestamp>,
    #[serde(skip)]
    now: Timestamp,
}

#[derive(Serialize)]
struct ChangedOne {
    name: String,
    before: CredentialState,
    after: CredentialState,
    /// Of a BBS credential: when a statement can say so at the earliest.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_from: Option<String>,
    #[serde(skip)]
    is_bbs: bool,
}

impl Change {
    /// All of the names, or none.
    fn run(
        self,
        output: Output,
        now: Timestamp,
        after: CredentialState,
        apply: Apply,
    ) -> Result<Exit, Failure> {
        let mut directory = self.directory.open()?;
        let mut changes = Vec::new();
        let mut known_from = None;
        for name in self.names {
            let of_name = |failure: Failure| failure.about(&name).unchanged("no credential was changed");
            let id = CredentialId::new(name.clone())
                .map_err(|why| of_name(Failure::new("cli.misuse", format!("the name {why}"))))?;
            let is_bbs = directory.is_bbs(&id);
            let before = match &mut directory.bbs {
                Some(bbs) if is_bbs => bbs.change(&id, after),
                _ => apply(&mut directory.registry, &id),
            };
            let before = before.map_err(|error| of_name(error.into()))?;
            let next = directory.bbs.as_ref().and_then(|bbs| bbs.registry.as_ref());
            let next = next
                .filter(|_| is_bbs && before != after)
                .map(|registry| registry.next_statement_at().max(now));
            known_from = known_from.or(next);
            let next = next.map(|next| next.to_string());
            changes.push(ChangedOne { name, before, after, known_from: next, is_bbs });
        }
        if let Some(bbs) = directory.bbs.as_ref().filter(|_| known_from.is_some()) {
            bbs.save()?;
        }
        directory.save()?;
        output.answer(&Changed { version: Version, changes, known_from, now })
    }
}

impl Answer for Changed {
    const COMMAND: &'static str = "issuer.change";

    fn page(&self, page: &mut Page) {
        let mut table = Table::bare(3);
        for change in &self.changes {
            let from = self.known_from.filter(|at| change.known_from.is_some() && *at > self.now);
            let was = match from {
                _ if change.before == change.after => "as before".to_owned(),
                None => "from now on".to_owned(),
                Some(at) => format!("from {} on", moment(at)),
            };
            table.row(vec![Line::strong(&change.name), state_line(change.after), Line::quiet(was)]);
        }
        page.table(0, &table);
        if self.changes.iter().any(|change| !change.is_bbs) {
            page.line(Line::quiet("Verifiers learn it from the lists: publish them again."));
        }
        match self.known_from {
            None => {}
            Some(at) if at <= self.now => {
                page.line(Line::quiet("Verifiers learn of BBS credentials from the next statement: publish it now."));
            }
            Some(at) => page.line(Line::quiet(format!(
                "Verifiers learn of BBS credentials with the next period, which starts on {}: publish then. That of this period is \
                 signed already.",
                moment(at)
            ))),
        }
    }
}
