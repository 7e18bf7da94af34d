use super::directory::DirectoryArguments;
use super::issue::read_type;
use super::statements::{self, Statements};
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Readers, make_directory, write};
use crate::screen::{Column, Line, Mark, Page, Table, Tone, moment};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_verifier::{Duration, Timestamp};

/// Sign what is revoked as of now, and write it to files
#[derive(Debug, Args)]
#[command(after_help = "\
Serve each file at its address, the lists as application/statuslist+jwt. A list speaks of all credentials at once; \
publish on a schedule and not only when something changed, or the moment tells what changed.

Of BBS credentials there is a statement for each period, also where nothing was revoked: publish in each period. What \
was signed for a period is never changed; what is revoked later in it becomes known with the next.

Type metadata is to be served at the type itself where that is an address, the same for everyone. It stays as it was published: \
SD-JWTs issued after it name it by its bytes, and wallets compare the header of a BBS credential with those it lists, so that \
nobody is given one of their own.

Example:
  vouchsafe issuer publish --dir city --out lists
  vouchsafe issuer publish --dir city --out lists --type residence.toml

Exit codes: 0 published · 2 not published.")]
pub(crate) struct Publish {
    #[command(flatten)]
    directory: DirectoryArguments,
    /// The directory for the lists, 1.jwt, 2.jwt and so on, and for what is said of BBS credentials: revocation.json,
    /// revocation-0.txt and so on
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write the type metadata of this type file as well, as NAME.json beside the lists: what wallets call the type and its claims,
    /// what holds of all its credentials, and which headers its BBS credentials have
    #[arg(long = "type", value_name = "FILE")]
    types: Vec<PathBuf>,
    /// After this long, verifiers should fetch a list again
    #[arg(long, value_name = "TIME", default_value = "12 h", value_parser = parse_duration)]
    ttl: Duration,
    /// After this long, nobody may use a list any more
    #[arg(long, value_name = "TIME", default_value = "7 days", value_parser = parse_duration)]
    lifetime: Duration,
    /// The lists published last were dated by a clock that ran ahead: forget their date. They beat all others from that
    /// date on, so delete them wherever they are, and publish again once it has passed. Statements about BBS credentials
    /// that were signed ahead stay; nothing is said of those credentials until their time has come
    #[arg(long)]
    clock_ran_ahead: bool,
}

/// Reads a length of time as a person types it.
pub(super) fn parse_duration(text: &str) -> Result<Duration, String> {
    text.parse().map_err(|_| "write a length of time as 90 s, 5 min, 12 h or 7 days".to_owned())
}

#[derive(Serialize)]
struct Published {
    version: Version,
    issued_at: String,
    lists: Vec<PublishedFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    types: Vec<PublishedFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Statements>,
    #[serde(skip)]
    at: Timestamp,
}

#[derive(Serialize)]
pub(super) struct PublishedFile {
    pub(super) uri: String,
    pub(super) file: String,
    pub(super) bytes: usize,
}

impl Publish {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut directory = self.directory.open()?;
        if self.clock_ran_ahead {
            directory.registry.forget_published();
        }
        let mut descriptions = Vec::new();
        for file in &self.types {
            let definition = read_type(file.clone())?;
            let document = directory.publish_type(&definition, now)?;
            let name = file.with_extension("json").file_name().map(PathBuf::from).unwrap_or_default();
            descriptions.push((definition.credential_type().to_string(), self.out.join(name), document));
        }
        let lists = directory.registry.publish(&directory.issuer, now, self.ttl, self.lifetime)?;
        let signed = match &mut directory.bbs {
            None => None,
            Some(bbs) => Some(statements::sign(bbs, &self.out, now, self.clock_ran_ahead)?),
        };
        make_directory(&self.out)?;
        // First, so that nothing leaves of which the directory does not know.
        if let (Some(signed), Some(bbs)) = (&signed, &directory.bbs) {
            signed.save(bbs)?;
        }
        directory.save()?;
        let mut files = Vec::new();
        for (number, list) in (1_u32..).zip(lists) {
            let file = self.out.join(format!("{number}.jwt"));
            write(&file, list.token.as_bytes(), Readers::Everybody)?;
            files.push(PublishedFile {
                uri: list.uri,
                file: file.display().to_string(),
                bytes: list.token.len(),
            });
        }
        let mut types = Vec::new();
        for (uri, file, document) in descriptions {
            write(&file, document.as_bytes(), Readers::Everybody)?;
            types.push(PublishedFile { uri, file: file.display().to_string(), bytes: document.len() });
        }
        let statements = match (signed, &directory.bbs) {
            (Some(signed), Some(bbs)) => signed.serve(bbs, &self.out)?,
            _ => None,
        };
        let issued_at = now.to_string();
        output.answer(&Published { version: Version, issued_at, lists: files, types, statements, at: now })
    }
}

impl Answer for Published {
    const COMMAND: &'static str = "issuer.publish";

    fn page(&self, page: &mut Page) {
        page.line(Line::mark(Mark::Valid, format!("Signed as of {}", moment(self.at))));
        let columns = [Column::whole("FILE"), Column::whole("BYTES"), Column::wrap("TO BE SERVED AT")];
        let mut table = Table::new(columns);
        let statements = self.statements.iter().flat_map(Statements::files);
        for list in self.lists.iter().chain(&self.types).chain(statements) {
            let file = Line::new().and(Tone::Accent, &list.file);
            table.row(vec![file, list.bytes.to_string().into(), list.uri.as_str().into()]);
        }
        page.table(2, &table);
        if let Some(statements) = &self.statements {
            statements.page(page);
        }
    }
}
