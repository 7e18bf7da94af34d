//! `cargo xtask fuzz`: hostile input, made by a machine.

use crate::command::{Command, Outcome};
use crate::workspace::{bare_cargo, has_cargo_command, root, succeeds};
use anyhow::{Context, Result};

pub(crate) const COMMAND: Command = Command {
    name: "fuzz",
    arguments: "[TARGET] [SECONDS]",
    summary: "Fuzz one parser; without a target, list them",
    details: "\
Runs a target of fuzz/ with cargo-fuzz (cargo install cargo-fuzz --locked) for 60 seconds or as many as given, on the stable
compiler. An input that breaks the parser is kept under fuzz/artifacts.",
    run: |arguments| {
        let targets = targets()?;
        let (target, seconds) = match arguments {
            [] => {
                println!("{}", targets.join("\n"));
                return Ok(Outcome::Done);
            }
            [target] => (target, 60),
            [target, seconds] => match seconds.parse() {
                Ok(seconds) => (target, seconds),
                Err(_) => return Ok(Outcome::Misused(format!("`{seconds}` is not a number of seconds"))),
            },
            [_, _, extra, ..] => return Ok(Outcome::Misused(format!("`{extra}` is one argument too many"))),
        };
        if !targets.contains(target) {
            return Ok(Outcome::Misused(format!("there is no fuzz target `{target}`")));
        }
        if !has_cargo_command("fuzz") {
            println!("cargo-fuzz is not here: cargo install cargo-fuzz --locked");
            return Ok(Outcome::Failed);
        }
        run(target, seconds)
    },
};

fn run(target: &str, seconds: u64) -> Result<Outcome> {
    // The sanitizers need the nightly compiler; coverage is all that safe Rust needs.
    let mut command = bare_cargo();
    command
        .args(["fuzz", "run", "--sanitizer", "none", target, "--"])
        .arg(format!("-max_total_time={seconds}"));
    Ok(Outcome::of(succeeds(command.env("RUSTC_BOOTSTRAP", "1"))?))
}

fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|kind| kind == "rs")) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
