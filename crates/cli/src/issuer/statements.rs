use super::bbs::BbsSide;
use super::publish::PublishedFile;
use crate::failure::Failure;
use crate::files::{Readers, unreadable, write};
use crate::screen::{Line, Page, moment};
use serde::Serialize;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use vouchsafe_issuer::{Error, PublishedSegment};
use vouchsafe_verifier::Timestamp;

const DESCRIPTION: &str = "revocation.json";
const NOTHING_SIGNED: &str = "nothing was signed or published";

/// The statements of BBS credentials that are signed and not served yet.
pub(super) struct Signed {
    segments: Vec<PublishedSegment>,
    /// How many revocations they are the first to say.
    revocations: usize,
}

/// What is served of the registry of BBS credentials.
#[derive(Serialize)]
pub(super) struct Statements {
    registry: String,
    period: u64,
    revocations: usize,
    waiting: usize,
    next_statement_at: String,
    #[serde(skip)]
    next: Timestamp,
    /// Those that were not there, or not so.
    files: Vec<PublishedFile>,
}

/// Signs a statement for each period that has begun, keeps them, and gives nothing out. Nothing is signed if what is served in `out` has
/// statements that the book does not know, since somebody took up an older copy of it, or cannot be read.
pub(super) fn sign(
    side: &mut BbsSide,
    out: &Path,
    now: Timestamp,
    clock_ran_ahead: bool,
) -> Result<Signed, Failure> {
    let Some(registry) = &mut side.registry else {
        return Ok(Signed { segments: Vec::new(), revocations: 0 });
    };
    let waiting = registry.pending();
    let segments = match registry.publish(now) {
        Err(Error::StatementLater { .. }) if clock_ran_ahead => Vec::new(),
        signed => signed?,
    };
    let revocations = waiting - registry.pending();
    for segment in &segments {
        admit_served(&segment_file(out, segment.number), &segment.text)?;
    }
    if let Some(newest) = segments.last() {
        admit_served(&segment_file(out, newest.number.saturating_add(1)), "")?;
    }
    Ok(Signed { segments, revocations })
}

/// Refuses to go on where other statements were published than these and those that come after.
fn admit_served(file: &Path, text: &str) -> Result<(), Failure> {
    let served = match fs::read(file) {
        Ok(served) => served,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        // What cannot be read may contradict this, too.
        Err(error) => {
            return Err(unreadable(&error).about(file.display()).unchanged(NOTHING_SIGNED));
        }
    };
    if text.as_bytes().starts_with(&served) {
        return Ok(());
    }
    Err(Failure::new(
        "cli.statements_differ",
        "statements were published here that the issuer's directory does not know: it is an older copy, or that of another issuer",
    )
    .about(file.display())
    .unchanged(NOTHING_SIGNED)
    .help(
        "take up the newest copy of the directory, for two statements of one period are what a fraud looks like; if there \
         is none, make another issuer and issue the BBS credentials anew",
    ))
}

impl Signed {
    /// Keeps them with the book.
    pub(super) fn save(&self, side: &BbsSide) -> Result<(), Failure> {
        if self.segments.is_empty() { Ok(()) } else { side.save_signed(&self.segments) }
    }

    /// Writes all that there is to be served, as far as it is not there. Nothing before the first credential that can be revoked.
    pub(super) fn serve(self, side: &BbsSide, out: &Path) -> Result<Option<Statements>, Failure> {
        let Some(registry) = &side.registry else { return Ok(None) };
        let public = registry.registry();
        let id = public.reference().registry();
        let mut files = Vec::new();
        let description = public.to_json();
        put(out.join(DESCRIPTION), id.to_owned(), description.as_bytes(), &mut files)?;
        for number in 0..=registry.newest_segment() {
            put(segment_file(out, number), format!("{id}/{number}"), &side.segment(number)?, &mut files)?;
        }
        let next = registry.next_statement_at();
        Ok(Some(Statements {
            registry: id.to_owned(),
            period: registry.newest_period(),
            revocations: self.revocations,
            waiting: registry.pending(),
            next_statement_at: next.to_string(),
            next,
            files,
        }))
    }
}

impl Statements {
    pub(super) fn files(&self) -> &[PublishedFile] {
        &self.files
    }

    pub(super) fn page(&self, page: &mut Page) {
        let revocations = match self.revocations {
            0 => "nothing new is revoked".to_owned(),
            1 => "1 more revocation".to_owned(),
            more => format!("{more} more revocations"),
        };
        page.indented(2, Line::from(format!("BBS credentials: period {}, {revocations}.", self.period)));
        let next = moment(self.next);
        page.indented(
            2,
            Line::quiet(match self.waiting {
                0 => format!("The next period starts on {next}."),
                1 => format!("1 revocation waits for the next period. Publish on {next} or later."),
                waiting => {
                    format!("{waiting} revocations wait for the next period. Publish on {next} or later.")
                }
            }),
        );
    }
}

fn segment_file(out: &Path, number: u64) -> PathBuf {
    out.join(format!("revocation-{number}.txt"))
}

/// Writes a file that is not there, or not so.
fn put(file: PathBuf, uri: String, bytes: &[u8], files: &mut Vec<PublishedFile>) -> Result<(), Failure> {
    if fs::read(&file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write(&file, bytes, Readers::Everybody)?;
    files.push(PublishedFile { uri, file: file.display().to_string(), bytes: bytes.len() });
    Ok(())
}
