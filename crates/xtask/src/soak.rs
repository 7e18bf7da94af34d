//! `cargo xtask soak`: the counts that are too large for every day.

use crate::command::{Command, Outcome};
use crate::workspace::{cargo, root};
use crate::{calendar, machine, setup, tally};
use anyhow::{Context, Result};
use std::time::SystemTime;

pub(crate) const COMMAND: Command = Command {
    name: "soak",
    arguments: "[PACKAGE]...",
    summary: "Run the tests with large counts and write dated results to docs/soak",
    details: "\
Runs, as a release and one at a time, the tests that are ignored by default and whose names start with `soak_`: all, or
those of the packages that are named. Writes docs/soak/DATE.md (UTC), with the names of packages behind the date: the
machine, the commit, each test with its result, and the lines that the tests print with `soak: ` in front. On Linux and
x86-64 it then runs those of bbs that start with `memcheck_` under valgrind, which finds branches on secrets.

The tests of timing take SOAK_SAMPLES measurements each, 100,000 where the environment does not say; close other programs first.

Example:
  cargo xtask soak vouchsafe-bbs vouchsafe-peers",
    run: |packages| {
        if let Some(option) = packages.iter().find(|package| package.starts_with('-')) {
            return Ok(Outcome::Misused(format!("`soak` takes names of packages, not `{option}`")));
        }
        setup::run()?;
        let which: Vec<&str> = match packages {
            [] => vec!["--workspace"],
            named => named.iter().flat_map(|package| ["--package", package]).collect(),
        };
        let mut lines = Vec::new();
        let (mut succeeded, mut tally) = tally::count(
            cargo("test")
                .arg("--release")
                .args(which)
                .args(["--lib", "--bins", "--tests", "--no-fail-fast"])
                .args(["--", "--ignored", "soak_"])
                .args(ONE_AT_A_TIME),
            |line| lines.extend(worth_keeping(line)),
        )?;
        let with_bbs = packages.is_empty() || packages.iter().any(|package| package == BBS);
        if with_bbs && cfg!(all(target_arch = "x86_64", target_os = "linux")) {
            let (clean, more) = tally::count(
                cargo("test")
                    .args(["--config", &memcheck(), "--profile", "memcheck"])
                    .args(["--package", BBS, "--all-features", "--lib"])
                    .args(["--", "--ignored", "memcheck_"])
                    .args(ONE_AT_A_TIME),
                |line| lines.extend(worth_keeping(line)),
            )?;
            succeeded &= clean;
            tally += more;
        }
        write(packages, &format!("{tally}"), &lines)?;
        println!("\n{tally}");
        Ok(Outcome::of(succeeded))
    },
};

/// Whose tests run under valgrind too.
const BBS: &str = "vouchsafe-bbs";

const ONE_AT_A_TIME: [&str; 2] = ["--test-threads=1", "--show-output"];

/// Has cargo run test programs under valgrind. Findings are counted by the tests; some look for them.
fn memcheck() -> String {
    let suppressions = root().join("crates/bbs/src/tests/memcheck/memcheck.supp");
    let options = format!("'--quiet', '--error-limit=no', '--suppressions={}'", suppressions.display());
    format!("target.'cfg(all())'.runner = ['valgrind', {options}]")
}

/// What of a test program's output goes into the results.
fn worth_keeping(line: &str) -> Option<String> {
    line.strip_prefix("soak: ")
        .or_else(|| {
            line.strip_prefix("test ").filter(|rest| {
                ["soak_", "memcheck_"].iter().any(|kind| rest.contains(kind)) && rest.contains(" ... ")
            })
        })
        .map(|rest| format!("- {rest}"))
}

fn write(packages: &[String], tally: &str, lines: &[String]) -> Result<()> {
    let date = calendar::day_of(SystemTime::now())?;
    let known = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let page = format!(
        "# Soak of {date}\n\nMade by `{}`: {tally}.\n\n\
         - commit {}\n- {}\n- {cores} cores, {}\n\n## Results\n\n{}\n",
        ["cargo xtask soak", &packages.join(" ")].join(" ").trim_end(),
        known(machine::output("git", &["describe", "--always", "--dirty"])),
        known(machine::output("rustc", &["--version"])),
        std::env::consts::ARCH,
        lines.join("\n"),
    );
    let folder = root().join("docs/soak");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join(format!("{}.md", name(&date, packages)));
    std::fs::write(&file, page).with_context(|| format!("cannot write {}", file.display()))
}

/// The date, and of what the results are if not of all.
fn name(date: &str, packages: &[String]) -> String {
    let short = packages.iter().map(|package| package.trim_start_matches("vouchsafe-"));
    [date].into_iter().chain(short).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_say_of_what_they_are() {
        assert_eq!(name("2026-11-21", &[]), "2026-11-21");
        let packages = ["vouchsafe-bbs", "vouchsafe-peers"].map(str::to_owned);
        assert_eq!(name("2026-11-21", &packages), "2026-11-21-bbs-peers");
    }

    #[test]
    fn results_and_figures_are_kept() {
        assert_eq!(worth_keeping("test a::soak_races ... ok").as_deref(), Some("- a::soak_races ... ok"));
        assert!(worth_keeping("test tests::memcheck_of_signing ... ok").is_some());
        assert_eq!(worth_keeping("soak: 10000 races in 3 s").as_deref(), Some("- 10000 races in 3 s"));
        for line in ["running 0 tests", "test result: ok. 0 passed", "test a::other ... ok", ""] {
            assert_eq!(worth_keeping(line), None, "{line}");
        }
    }
}
