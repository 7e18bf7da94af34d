//! How many tests passed and failed, read from the lines with which cargo's test programs end.

use anyhow::{Context, Result};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

/// Tests that passed and tests that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`; any other line is `None`.
    fn from_line(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
        let count = |word: &str| {
            counts.split("; ").find_map(|part| part.trim_end().strip_suffix(word)?.trim_end().parse().ok())
        };
        Some(Self { passed: count("passed")?, failed: count("failed")? })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs test programs, passing every line of their output on as it comes, to the terminal and to `each_line`.
///
/// Returns whether the command succeeded, and the sum over its test programs.
///
/// # Errors
/// When the command cannot be started or its output cannot be read.
pub(crate) fn count(command: &mut Command, mut each_line: impl FnMut(&str)) -> Result<(bool, Tally)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {name}"))?;
    let mut output = BufReader::new(child.stdout.take().context("the output was not connected")?);
    let mut tally = Tally::default();
    let mut bytes = Vec::new();
    while output.read_until(b'\n', &mut bytes)? > 0 {
        let line = String::from_utf8_lossy(&bytes);
        print!("{line}");
        tally += Tally::from_line(&line).unwrap_or_default();
        each_line(line.trim_end());
        bytes.clear();
    }
    Ok((child.wait()?.success(), tally))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted_and_others_are_not() {
        for (line, passed, failed) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s\n",
                12,
                0,
            ),
            (
                "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                3,
                2,
            ),
        ] {
            assert_eq!(Tally::from_line(line), Some(Tally { passed, failed }), "{line}");
        }
        for line in [
            "",
            "test tally::tests::x ... ok",
            "  test result: ok. 1 passed; 0 failed",
            "test result: ok. many",
        ] {
            assert_eq!(Tally::from_line(line), None, "{line}");
        }
    }

    #[test]
    fn sums_over_programs_and_reports_the_exit() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'; printf 'x\\377\\n'; \
                      echo 'test result: FAILED. 1 passed; 4 failed; 0 ignored'; exit 101";
        let mut lines = 0;
        let (succeeded, tally) = count(Command::new("sh").args(["-c", script]), |_| lines += 1).unwrap();
        assert_eq!((succeeded, lines), (false, 3));
        assert_eq!(tally.to_string(), "3 passed, 4 failed");
    }
}
