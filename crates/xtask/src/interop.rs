//! `cargo xtask interop`: tokens made and read by other people's libraries, kept as vectors.

use crate::command::{Command as Verb, Outcome};
use crate::setup;
use crate::workspace::{PEERS, cargo, root, succeeds};
use anyhow::{Context, Result, ensure};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const COMMAND: Verb = Verb {
    name: "interop",
    arguments: "",
    summary: "Exchange tokens with other libraries anew, and keep them as vectors",
    details: "\
Needs python3 with venv, and installs the PyPI package `sd-jwt` into target/interop. Then, under tests/vectors/interop:
  python/                    issued and presented by the Python package
  sd-jwt-rs/                 issued and presented by the crate sd-jwt-rs
  ours/                      issued and presented by us
  ours-read-by-PEER.json     what each peer's verifier made of ours
`cargo xtask test` verifies all of them, without the peers.",
    run: |_| {
        setup::run()?;
        let vectors = root().join("tests/vectors/interop");
        let python = python()?;
        let script = root().join("tests/peers/python/interop.py");
        let ours = vectors.join("ours");

        run(Command::new(&python).arg(&script).arg("issue").arg(vectors.join("python")))?;
        run(peer().arg("sd-jwt-rs").arg(vectors.join("sd-jwt-rs")))?;
        run(peer().arg("ours").arg(&ours))?;
        run(peer().arg("read-ours").arg(&ours).stdout(file(&vectors, "ours-read-by-sd-jwt-rs.json")?))?;
        let read = file(&vectors, "ours-read-by-python.json")?;
        run(Command::new(&python).arg(&script).arg("verify").args(json_files(&ours)?).stdout(read))?;
        println!("Made anew under tests/vectors/interop; `cargo test -p vouchsafe-tests --test interop` verifies them.");
        Ok(Outcome::Done)
    },
};

fn peer() -> Command {
    let mut command = cargo("run");
    command.args(["--quiet", "--package", PEERS, "--bin", "interop", "--"]);
    command
}

/// The Python of an environment that holds the pinned packages.
fn python() -> Result<PathBuf> {
    let environment = root().join("target/interop");
    let python = environment.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    let requirements = root().join("tests/peers/python/requirements.txt");
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(requirements))?;
    Ok(python)
}

fn file(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    File::create(&path).with_context(|| format!("cannot write {}", path.display()))
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn run(command: &mut Command) -> Result<()> {
    ensure!(succeeds(command)?, "{} failed", command.get_program().to_string_lossy());
    Ok(())
}
