//! Stages that run one after another, whatever becomes of the ones before, and the table of how they went.

use crate::tally::{self, Tally};
use crate::workspace;
use anyhow::Result;
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

/// How a stage ended.
enum Verdict {
    Passed,
    Failed,
    /// Could not be done here, and why.
    Skipped(String),
}

struct Stage {
    name: &'static str,
    time: Duration,
    verdict: Verdict,
}

/// What ran so far.
#[derive(Default)]
pub(crate) struct Stages {
    done: Vec<Stage>,
    tally: Tally,
}

impl Stages {
    /// Runs a command that checks something.
    pub(crate) fn check(&mut self, name: &'static str, command: &mut Command) {
        self.run(name, || Ok((workspace::succeeds(command)?, Tally::default())));
    }

    /// Runs a command whose output is that of test programs, and counts the tests.
    pub(crate) fn tests(&mut self, name: &'static str, command: &mut Command) {
        self.run(name, || tally::count(command, |_| ()));
    }

    /// Notes that a stage could not be done here.
    pub(crate) fn skip(&mut self, name: &'static str, why: impl Into<String>) {
        self.done.push(Stage { name, time: Duration::ZERO, verdict: Verdict::Skipped(why.into()) });
    }

    /// Does the work of a stage. One that fails without a failed test, such as a build, counts as one failure, so that the
    /// closing line never reads as success.
    fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<(bool, Tally)>) {
        println!("\n== {name}");
        let start = Instant::now();
        let (succeeded, mut tally) = work().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            (false, Tally::default())
        });
        if !succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        self.tally += tally;
        let verdict = if tally.failed == 0 { Verdict::Passed } else { Verdict::Failed };
        self.done.push(Stage { name, time: start.elapsed(), verdict });
    }

    /// Whether no stage failed.
    pub(crate) fn succeeded(&self) -> bool {
        !self.done.iter().any(|stage| matches!(stage.verdict, Verdict::Failed))
    }

    /// The sum over all stages.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// Each stage with its time and how it ended.
    pub(crate) fn table(&self) -> String {
        let width = self.done.iter().map(|stage| stage.name.chars().count()).max().unwrap_or_default();
        let mut table = String::new();
        let mut line = |name: &str, time: Duration, verdict: &str| {
            let text = format!("{name:width$} {:>8.1} s  {verdict}", time.as_secs_f64());
            let _ = writeln!(table, "{}", text.trim_end());
        };
        for Stage { name, time, verdict } in &self.done {
            match verdict {
                Verdict::Passed => line(name, *time, "passed"),
                Verdict::Failed => line(name, *time, "FAILED"),
                Verdict::Skipped(why) => line(name, *time, &format!("skipped: {why}")),
            }
        }
        line("total", self.done.iter().map(|stage| stage.time).sum(), "");
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn stages_after_a_failed_one_still_run() {
        let mut stages = Stages::default();
        stages.check("build", &mut shell("true"));
        stages.tests(
            "tests",
            &mut shell("echo 'test result: FAILED. 5 passed; 2 failed; 0 ignored'; exit 101"),
        );
        stages.tests("more", &mut shell("echo 'test result: ok. 4 passed; 0 failed; 0 ignored'"));
        stages.skip("wasm", "no such target");
        assert!(!stages.succeeded());
        assert_eq!(stages.tally(), Tally { passed: 9, failed: 2 });
        let table = stages.table();
        for (name, verdict) in
            [("build", "passed"), ("tests", "FAILED"), ("more", "passed"), ("wasm", "such target")]
        {
            assert!(table.lines().any(|line| line.starts_with(name) && line.ends_with(verdict)), "{table}");
        }
    }

    #[test]
    fn a_failure_without_a_failed_test_is_counted() {
        let mut stages = Stages::default();
        stages.check("build", &mut shell("false"));
        stages.tests("tests", &mut shell("echo 'test result: ok. 3 passed; 0 failed; 0 ignored'; exit 101"));
        stages.check("nothing to start", &mut Command::new("./no such program"));
        assert!(!stages.succeeded());
        assert_eq!(stages.tally(), Tally { passed: 3, failed: 3 });
    }
}
