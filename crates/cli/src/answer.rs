use crate::failure::Failure;
use crate::notice::{self, Notice};
use crate::screen::{Page, Surface};
use serde::Serialize;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

/// The version of a JSON document that this program writes: the member `version`. It rises when another member changes its
/// meaning or goes away.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version;

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(1)
    }
}

/// How a command ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done; of a decision: accepted.
    Done,
    /// The decision is no.
    Rejected,
    /// Could not be evaluated, or was asked for in the wrong way.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Rejected => 1,
            Exit::Failed => 2,
        })
    }
}

/// What a command has to say: to a person as a page, to a program as one JSON object, of which `version` is a member.
pub(crate) trait Answer: Serialize {
    /// Which command answers, as in `wallet.list`.
    const COMMAND: &'static str;

    fn page(&self, page: &mut Page);

    fn exit(&self) -> Exit {
        Exit::Done
    }

    /// What standard output gets alone, for a pipe or a file; the page then goes to standard error.
    fn payload(&self) -> Option<&str> {
        None
    }
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    command: &'static str,
    #[serde(flatten)]
    answer: &'a T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Notice>,
}

#[derive(Serialize)]
struct FailureEnvelope<'a> {
    version: Version,
    error: &'a Failure,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Notice>,
}

/// Where answers go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Prints an answer.
    pub(crate) fn answer<T: Answer>(self, answer: &T) -> Result<Exit, Failure> {
        if self.json {
            json_to_stdout(&Envelope { command: T::COMMAND, answer, warnings: notice::take() })?;
        } else if let Some(payload) = answer.payload() {
            let mut page = Page::new(Surface::stderr());
            answer.page(&mut page);
            to_stderr(&page.finish());
            to_stdout(&format!("{payload}\n"))?;
        } else {
            let mut page = Page::new(Surface::stdout());
            answer.page(&mut page);
            to_stdout(&page.finish())?;
        }
        Ok(answer.exit())
    }

    /// Prints a failure; not one that says that nobody reads any more.
    pub(crate) fn failure(self, failure: &Failure) -> Exit {
        if failure.code() == READER_GONE {
            return Exit::Failed;
        }
        let told = self.json && {
            let warnings = notice::take();
            json_to_stdout(&FailureEnvelope { version: Version, error: failure, warnings }).is_ok()
        };
        if !told {
            let mut page = Page::new(Surface::stderr());
            failure.show(&mut page);
            to_stderr(&page.finish());
        }
        Exit::Failed
    }
}

fn json_to_stdout(document: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(document).map_err(|_| unwritable())?;
    text.push('\n');
    to_stdout(&text)
}

/// The code of the failure to write into a pipe that the reader has closed, as `head` does when it has enough.
const READER_GONE: &str = "cli.reader_gone";

fn unwritable() -> Failure {
    Failure::new("cli.output_unwritable", "the answer could not be written to standard output")
}

/// Writes to standard output and makes sure that it arrived.
pub(crate) fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::new(READER_GONE, "nobody reads the answer any more"),
        _ => unwritable(),
    })
}

/// Says a sentence on standard error, broken where the terminal ends.
pub(crate) fn tell(words: &str) {
    let mut page = Page::new(Surface::stderr());
    page.line(words);
    to_stderr(&page.finish());
}

/// Writes to standard error, where nobody may be listening.
pub(crate) fn to_stderr(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
