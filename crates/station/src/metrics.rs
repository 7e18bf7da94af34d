use crate::Station;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// What happened since the program began, in numbers. Labels are names of checks, verdicts and codes: nothing that somebody sent.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    sessions: u64,
    decisions: BTreeMap<(String, &'static str), u64>,
    refusals: BTreeMap<&'static str, u64>,
}

impl Metrics {
    /// A session began.
    pub(crate) fn began(&self) {
        self.count(|counts| &mut counts.sessions);
    }

    /// An answer was decided on.
    pub(crate) fn decided(&self, check: &str, verdict: &'static str) {
        self.count(|counts| counts.decisions.entry((check.to_owned(), verdict)).or_default());
    }

    /// A request was refused with this code.
    pub(crate) fn refused(&self, code: &'static str) {
        self.count(|counts| counts.refusals.entry(code).or_default());
    }

    fn count(&self, which: impl FnOnce(&mut Counts) -> &mut u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counter = which(&mut counts);
        *counter = counter.saturating_add(1);
    }
}

impl Station {
    /// The text format of Prometheus, version 0.0.4.
    pub(crate) fn metrics_text(&self, open_sessions: u32) -> String {
        let counts = self.metrics.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, samples: &[(String, u64)]| {
            // Writing to a text does not fail.
            let _ = writeln!(
                text,
                "# HELP vouchsafe_station_{name} {help}\n# TYPE vouchsafe_station_{name} {kind}"
            );
            for (labels, value) in samples {
                let _ = writeln!(text, "vouchsafe_station_{name}{labels} {value}");
            }
        };
        let one = |value: u64| [(String::new(), value)];
        family("sessions_total", "counter", "Requests that were begun.", &one(counts.sessions));
        family("sessions_open", "gauge", "Requests that wait for an answer.", &one(open_sessions.into()));
        let length = u64::try_from(self.queue.length()).unwrap_or(u64::MAX);
        family("queue_length", "gauge", "Answers that are decided on, or wait for it.", &one(length));
        let decisions = counts.decisions.iter().map(|((check, verdict), value)| {
            (format!("{{check=\"{check}\",verdict=\"{verdict}\"}}"), *value)
        });
        family("decisions_total", "counter", "Answers that were decided on.", &decisions.collect::<Vec<_>>());
        let refusals = counts.refusals.iter().map(|(code, value)| (format!("{{code=\"{code}\"}}"), *value));
        family("refusals_total", "counter", "Requests that were refused.", &refusals.collect::<Vec<_>>());
        text
    }
}
