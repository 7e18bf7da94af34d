//! Stages that run one after another, whatever becomes of the ones before, and the table of how they went.

use crate::tally::{self, Tally};
use anyhow::{Context as _, Result};
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
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
    /// What a stage that failed said of it.
    complaints: Vec<String>,
}

/// So many lines of a stage's complaints are told again at the end.
const TOLD_AGAIN: usize = 60;

/// What ran so far.
#[derive(Default)]
pub(crate) struct Stages {
    done: Vec<Stage>,
    tally: Tally,
}

impl Stages {
    /// Runs a command that checks something.
    pub(crate) fn check(&mut self, name: &'static str, command: &mut Command) {
        self.run(name, |complaints| Ok((complaining(command, complaints)?, Tally::default())));
    }

    /// Runs a command whose output is that of test programs, and counts the tests.
    pub(crate) fn tests(&mut self, name: &'static str, command: &mut Command) {
        self.run(name, |complaints| {
            tally::count(command, |line| {
                if line.starts_with("test ") && line.ends_with(" ... FAILED") {
                    complaints.push_back(line.to_owned());
                }
            })
        });
    }

    /// Notes that a stage could not be done here.
    pub(crate) fn skip(&mut self, name: &'static str, why: impl Into<String>) {
        let verdict = Verdict::Skipped(why.into());
        self.done.push(Stage { name, time: Duration::ZERO, verdict, complaints: Vec::new() });
    }

    /// Does the work of a stage. One that fails without a failed test, such as a build, counts as one failure, so that the
    /// closing line never reads as success.
    fn run(&mut self, name: &'static str, work: impl FnOnce(&mut VecDeque<String>) -> Result<(bool, Tally)>) {
        println!("\n== {name}");
        let start = Instant::now();
        let mut complaints = VecDeque::new();
        let (succeeded, mut tally) = work(&mut complaints).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            complaints.push_back(format!("error: {error:#}"));
            (false, Tally::default())
        });
        if !succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        self.tally += tally;
        let verdict = if tally.failed == 0 { Verdict::Passed } else { Verdict::Failed };
        let complaints = if succeeded { Vec::new() } else { complaints.into() };
        self.done.push(Stage { name, time: start.elapsed(), verdict, complaints });
    }

    /// Whether no stage failed.
    pub(crate) fn succeeded(&self) -> bool {
        !self.done.iter().any(|stage| matches!(stage.verdict, Verdict::Failed))
    }

    /// The sum over all stages.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// What failed said of it, stage by stage: in a long log it stands far from the end.
    pub(crate) fn complaints(&self) -> String {
        let failed = self.done.iter().filter(|stage| !stage.complaints.is_empty());
        failed
            .map(|stage| format!("\n== {} failed:\n{}\n", stage.name, stage.complaints.join("\n")))
            .collect()
    }

    /// Each stage with its time and how it ended.
    pub(crate) fn table(&self) -> String {
        let width = self.done.iter().map(|stage| stage.name.chars().count()).max().unwrap_or_default();
        let mut table = String::new();
        let mut line = |name: &str, time: Duration, verdict: &str| {
            let text = format!("{name:width$} {:>8.1} s  {verdict}", time.as_secs_f64());
            let _ = writeln!(table, "{}", text.trim_end());
        };
        for Stage { name, time, verdict, .. } in &self.done {
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

/// Runs a command, passing on what it complains of as it comes, and keeping the last lines of it. Gives back whether it succeeded.
fn complaining(command: &mut Command, complaints: &mut VecDeque<String>) -> Result<bool> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command.stderr(Stdio::piped()).spawn().with_context(|| format!("cannot start {name}"))?;
    let mut errors = BufReader::new(child.stderr.take().context("the errors were not connected")?);
    let mut bytes = Vec::new();
    while errors.read_until(b'\n', &mut bytes)? > 0 {
        let line = String::from_utf8_lossy(&bytes);
        eprint!("{line}");
        if complaints.len() == TOLD_AGAIN {
            complaints.pop_front();
        }
        complaints.push_back(line.trim_end().to_owned());
        bytes.clear();
    }
    Ok(child.wait()?.success())
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
            &mut shell(
                "echo 'test a::b ... FAILED'; echo 'test result: FAILED. 5 passed; 2 failed; 0 ignored'; exit 101",
            ),
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

    #[test]
    fn what_failed_is_told_again() {
        let mut stages = Stages::default();
        stages.check("fine", &mut shell("echo a warning >&2"));
        stages.check(
            "story",
            &mut shell("i=0; while [ $i -le 60 ]; do echo line $i >&2; i=$((i+1)); done; exit 2"),
        );
        stages.tests("tests", &mut shell("echo 'test a::b ... FAILED'; echo 'test c ... ok'; exit 101"));
        let complaints = stages.complaints();
        let lines: Vec<&str> = complaints.lines().collect();
        assert_eq!(lines[..3], ["", "== story failed:", "line 1"], "{complaints}");
        assert_eq!(lines[TOLD_AGAIN + 1..], ["line 60", "", "== tests failed:", "test a::b ... FAILED"]);
    }
}
