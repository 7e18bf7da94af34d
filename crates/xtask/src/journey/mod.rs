//! `cargo xtask run`: the whole of Vouchsafe as a story, told by the real program.

mod chapters;
mod expected;
mod guide;
mod readme;
mod shell;
mod specifications;
mod story;
mod texts;
mod transcript;
mod wire;

use crate::command::{Command, Outcome};
use crate::setup;
use crate::workspace::{self, cargo};
use anyhow::{Context, Result, bail};
use guide::Outdated;
use shell::Shell;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};
use std::{env, fs};
use story::Story;

/// Where the story is kept for those who only read.
const README: &str = "README.md";
const WRITE: &str = "--write-transcript";

pub(crate) const COMMAND: Command = Command {
    name: "run",
    arguments: "[--write-transcript]",
    summary: "Build the program and let it tell its story: issue, store, show in part, verify, revoke",
    details: "\
Runs `setup`, builds the command line, and drives it as people would, in target/journey: an issuer is made on the
spot, a vault, a policy; credentials are issued, the standards' own are imported beside them; fields are shown,
presentations are accepted and refused. Every step is checked; one that does not end as the story says fails the run.
The transcript is left in target/journey/transcript.md. Then every command in docs/guide is typed too. At last an issuer
and a verifier are started on ports of this machine that are free: cards are received and shown over HTTP, and one is
revoked and refused, which takes about a minute of waiting. This part is not in the transcript.
README.md and the guide have to show what the program says, but for ids, times, keys and sizes; where they do not, the run
fails, and --write-transcript writes them anew, and the guide's page of all codes with them.
Needs no display: there is no window yet. In colour on a terminal, unless NO_COLOR is set.",
    run: |arguments| match arguments {
        [] => run(Outdated::Refuse),
        [write] if write == WRITE => run(Outdated::Rewrite),
        [other, ..] => Ok(Outcome::Misused(format!("`run` takes {WRITE} or nothing, not `{other}`"))),
    },
};

fn run(outdated: Outdated) -> Result<Outcome> {
    setup::run()?;
    println!("Building the programs (a first build takes some minutes).");
    let packages = ["vouchsafe-cli", wire::ISSUER, wire::VERIFIER];
    let packages = packages.into_iter().flat_map(|package| ["--package", package]);
    if !workspace::succeeds(cargo("build").arg("--quiet").args(packages))? {
        bail!("the programs cannot be built");
    }
    let target = target_directory();
    let directory = target.join("journey");
    if directory.exists() {
        fs::remove_dir_all(&directory).context("cannot clear target/journey")?;
    }
    fs::create_dir_all(&directory)?;
    // Copies, so that a build that goes on beside this does not change a program in the middle of the story.
    let program = copied("vouchsafe", &target, &directory)?;

    let colour =
        std::io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let start = Instant::now();
    let shell = Shell { program: program.clone(), directory: directory.clone(), colour };
    let told = Story::new(shell, colour, SystemTime::now())?;
    let markdown = match chapters::tell(told) {
        Ok(markdown) => markdown,
        Err(error) => {
            println!("\nThe story broke off.");
            return Err(error);
        }
    };
    fs::write(directory.join("transcript.md"), &markdown)?;
    keep(&workspace::root().join(README), |readme| readme::with_transcript(readme, &markdown), outdated)?;
    keep(&workspace::root().join(guide::codes::PAGE), |_| guide::codes::page(), outdated)?;
    let typed = guide::walk(&program, &directory, outdated)?;
    let over_http = directory.join("wire");
    fs::create_dir_all(&over_http)?;
    for server in [wire::ISSUER, wire::VERIFIER] {
        copied(server, &target, &over_http)?;
    }
    let shell = Shell { program, directory: over_http.clone(), colour };
    wire::tell(Story::new(shell, colour, SystemTime::now())?, &over_http)?;
    println!(
        "\nEverything went as told, in {:.0} s. The transcript is {}; the guide's {typed} commands say what it shows.",
        start.elapsed().as_secs_f64(),
        shown(&directory.join("transcript.md"))
    );
    Ok(Outcome::Done)
}

/// A copy of a program that was built, in a directory.
fn copied(program: &str, target: &Path, directory: &Path) -> Result<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    let copy = directory.join(&name);
    fs::copy(target.join("debug").join(name), &copy).with_context(|| format!("cannot copy {program}"))?;
    Ok(copy)
}

/// Holds a document against what it should be, likeness by likeness.
fn keep(path: &Path, of: impl FnOnce(&str) -> Result<String>, outdated: Outdated) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", shown(path)))?;
    let right = of(&text)?;
    if guide::is_like(&text, &right) {
        return Ok(());
    }
    if outdated == Outdated::Refuse {
        bail!(
            "{} shows something else than the program says; `cargo xtask run {WRITE}` writes it anew: {}",
            shown(path),
            guide::difference(&text, &right)
        );
    }
    Ok(fs::write(path, right)?)
}

/// Where cargo builds, as it was told or by default.
fn target_directory() -> PathBuf {
    let root = workspace::root();
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |named| root.join(named))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(workspace::root()).unwrap_or(path).display().to_string()
}
