use super::page;
use crate::answer::{Answer, Exit};
use crate::claims::raw;
use crate::failure::Failure;
use crate::files::Source;
use crate::screen::Page;
use serde::Serialize;
use serde_json::value::RawValue;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use vouchsafe_verifier::{Audience, Decision, Evidence, Nonce, Policy, Report, Request, Timestamp, Verifier};

/// A presentation and everything that it is judged by.
pub(super) struct Case {
    pub(super) presentation: String,
    pub(super) policy: Policy,
    pub(super) request: Option<(Audience, Nonce)>,
    pub(super) status_lists: Vec<PathBuf>,
    pub(super) stapled: Vec<PathBuf>,
}

/// What it comes to.
pub(super) struct Decided(pub(super) Decision);

impl Case {
    pub(super) fn decide(self, now: Timestamp) -> Result<Decided, Failure> {
        let request = match self.request {
            Some((audience, nonce)) => Request::new(audience, nonce),
            None => Request::unsolicited(),
        };
        let mut evidence = Evidence::none();
        for file in self.status_lists {
            let received_at = written_at(&file).map_or(now, |at| at.min(now));
            evidence = evidence.received(Source::File(file).read_token()?, received_at);
        }
        for file in self.stapled {
            evidence = evidence.stapled(Source::File(file).read_token()?);
        }
        let pending = Verifier::new(self.policy).begin(&self.presentation, &request, now)?;
        Ok(Decided(pending.decide(&evidence, now)))
    }
}

/// When a file was last written, if the system tells.
fn written_at(file: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(file).and_then(|about| about.modified()).ok()?;
    let since_1970 = modified.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_1970.as_secs()).ok().map(Timestamp::from_unix)
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    #[serde(flatten)]
    report: &'a Report,
    claims: Option<Box<RawValue>>,
}

/// The report, and the claims of an accepted presentation.
impl Serialize for Decided {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let claims = match &self.0 {
            Decision::Accepted(accepted) => raw(accepted.claims()),
            Decision::Rejected(_) => None,
        };
        DecisionJson { report: self.0.report(), claims }.serialize(serializer)
    }
}

impl Answer for Decided {
    const COMMAND: &'static str = "verify";

    fn page(&self, page: &mut Page) {
        page::show(page, &self.0);
    }

    fn exit(&self) -> Exit {
        match self.0 {
            Decision::Accepted(_) => Exit::Done,
            Decision::Rejected(_) => Exit::Rejected,
        }
    }
}
