//! `cargo xtask soak`: the counts that are too large for every day.

use crate::command::{Command, Outcome};
use crate::workspace::{cargo, root};
use crate::{calendar, machine, setup, tally};
use anyhow::{Context, Result};
use std::time::SystemTime;

pub(crate) const COMMAND: Command = Command {
    name: "soak",
    arguments: "",
    summary: "Run the tests with large counts and write dated results to docs/soak",
    details: "\
Runs, as a release and one at a time, the tests that are ignored by default and whose names start with `soak_`. Writes
docs/soak/DATE.md (UTC): the machine, the commit, each test with its result, and the lines that the tests print
with `soak: ` in front.",
    run: |_| {
        setup::run()?;
        let mut lines = Vec::new();
        let (succeeded, tally) = tally::count(
            cargo("test")
                .args(["--release", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
                .args(["--", "--ignored", "soak_", "--test-threads=1", "--show-output"]),
            |line| lines.extend(worth_keeping(line)),
        )?;
        write(&format!("{tally}"), &lines)?;
        println!("\n{tally}");
        Ok(Outcome::of(succeeded))
    },
};

/// What of a test program's output goes into the results.
fn worth_keeping(line: &str) -> Option<String> {
    line.strip_prefix("soak: ")
        .or_else(|| {
            line.strip_prefix("test ").filter(|rest| rest.contains("soak_") && rest.contains(" ... "))
        })
        .map(|rest| format!("- {rest}"))
}

fn write(tally: &str, lines: &[String]) -> Result<()> {
    let date = calendar::day_of(SystemTime::now())?;
    let known = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let page = format!(
        "# Soak of {date}\n\nMade by `cargo xtask soak`: {tally}.\n\n\
         - commit {}\n- {}\n- {cores} cores, {}\n\n## Results\n\n{}\n",
        known(machine::output("git", &["describe", "--always", "--dirty"])),
        known(machine::output("rustc", &["--version"])),
        std::env::consts::ARCH,
        lines.join("\n"),
    );
    let folder = root().join("docs/soak");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join(format!("{date}.md"));
    std::fs::write(&file, page).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_figures_are_kept() {
        assert_eq!(worth_keeping("test a::soak_races ... ok").as_deref(), Some("- a::soak_races ... ok"));
        assert_eq!(worth_keeping("soak: 10000 races in 3 s").as_deref(), Some("- 10000 races in 3 s"));
        for line in ["running 0 tests", "test result: ok. 0 passed", "test a::other ... ok", ""] {
            assert_eq!(worth_keeping(line), None, "{line}");
        }
    }
}
