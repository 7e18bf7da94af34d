use super::directory::DirectoryArguments;
use super::issue::ProofKind;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::screen::{Column, Line, Mark, Page, Table};
use clap::Args;
use serde::Serialize;
use vouchsafe_issuer::CredentialState;

/// List the credentials and what is said of each
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  vouchsafe issuer list --dir city

Exit codes: 0 listed · 2 the directory could not be read.")]
pub(crate) struct List {
    #[command(flatten)]
    directory: DirectoryArguments,
}

#[derive(Serialize)]
struct Listed {
    version: Version,
    issuer: String,
    credentials: Vec<ListedOne>,
}

#[derive(Serialize)]
struct ListedOne {
    name: String,
    proof: ProofKind,
    state: CredentialState,
    copies: usize,
}

impl List {
    pub(super) fn run(self, output: Output) -> Result<Exit, Failure> {
        let directory = self.directory.open()?;
        let credentials = directory.registry.credentials().map(|(id, state)| {
            let copies = directory.registry.references(id)?.len();
            Ok(ListedOne { name: id.as_str().to_owned(), proof: ProofKind::SdJwt, state, copies })
        });
        let mut credentials = credentials.collect::<Result<Vec<_>, vouchsafe_issuer::Error>>()?;
        let handles = directory.bbs.as_ref().and_then(|bbs| bbs.registry.as_ref());
        credentials.extend(handles.iter().flat_map(|registry| registry.credentials()).map(|(id, state)| {
            ListedOne { name: id.as_str().to_owned(), proof: ProofKind::Bbs, state, copies: 1 }
        }));
        let issuer = directory.issuer.id().as_str().to_owned();
        output.answer(&Listed { version: Version, issuer, credentials })
    }
}

impl Answer for Listed {
    const COMMAND: &'static str = "issuer.list";

    fn page(&self, page: &mut Page) {
        page.line(Line::strong(&self.issuer));
        if self.credentials.is_empty() {
            page.line("has issued nothing yet.");
            return;
        }
        let columns = ["STATE", "PROOF", "COPIES"].map(Column::whole);
        let mut table =
            Table::new([Column::cut_start("NAME")].into_iter().chain(columns).collect::<Vec<_>>());
        for credential in &self.credentials {
            let copies = credential.copies.to_string();
            let proof = credential.proof.words().into();
            table.row(vec![
                credential.name.as_str().into(),
                state_line(credential.state),
                proof,
                copies.into(),
            ]);
        }
        page.table(0, &table);
    }
}

/// What the issuer says, as a shape and a word.
pub(super) fn state_line(state: CredentialState) -> Line {
    match state {
        CredentialState::Valid => Line::mark(Mark::Valid, "valid"),
        CredentialState::Suspended => Line::mark(Mark::Suspended, "suspended"),
        CredentialState::Revoked => Line::mark(Mark::Refused, "revoked"),
    }
}
