//! `cargo xtask test`: every test, in stages.

use crate::command::{Command, Outcome};
use crate::machine::{self, WASM};
use crate::setup;
use crate::stage::Stages;
use crate::workspace::{PEERS, cargo, root};
use std::process::{Command as Program, Stdio};

pub(crate) const COMMAND: Command = Command {
    name: "test",
    arguments: "",
    summary: "Set up, build, and run every test; the last line counts them",
    details: "\
Runs `setup`, then stage after stage, also where one before failed:
  build       every crate with its tests, but not other people's libraries
  tests       unit tests, doc tests, vectors, attack cases, journeys, and the architecture; those of the key
              store start a D-Bus session and a gnome-keyring of their own, those of tests/tests/npm node
  story       `cargo xtask run`: the real program, from an issuer to a revocation, and the same over HTTP
  signing     the tests of jose with every feature, and with the pure-Rust signatures alone
  bbs         the tests of bbs with every feature
  wasm        the verifier, with pure-Rust signatures, and bbs with every feature, checked for wasm32-unknown-unknown
  pages       those in ui: types and lint, their tests, and whether they build
  peers       the same questions put to other people's libraries
Ends with a table of times and a line `N passed, N failed`. A stage that fails without a failed test, such as a
build, counts as one failure. One test: `cargo test -p CRATE NAME`.",
    run: |_| {
        setup::run()?;
        let mut stages = Stages::default();
        let all = ["--workspace", "--exclude", PEERS];
        stages.check("build", cargo("test").args(all).arg("--no-run"));
        stages.tests("tests", cargo("test").args(all).arg("--no-fail-fast"));
        let story = ["--quiet", "--package", "vouchsafe-xtask", "--", "run"];
        stages.check("story", cargo("run").args(story).stdout(Stdio::null()));
        let jose = ["--package", "vouchsafe-jose", "--no-fail-fast"];
        let pure = ["--no-default-features", "--features", "pure-rust"];
        stages.tests("signing, every feature", cargo("test").args(jose).arg("--all-features"));
        stages.tests("signing, pure Rust", cargo("test").args(jose).args(pure));
        let bbs = ["--package", "vouchsafe-bbs", "--no-fail-fast", "--all-features"];
        stages.tests("bbs, every feature", cargo("test").args(bbs));
        let (verifier_stage, bbs_stage) = ("verifier for wasm", "bbs for wasm");
        if machine::has_wasm() {
            let check = |package: &str| {
                let mut command = cargo("check");
                command.args(["--package", package, "--target", WASM]);
                command
            };
            stages.check(verifier_stage, check("vouchsafe-verifier").args(pure));
            stages.check(bbs_stage, check("vouchsafe-bbs").arg("--all-features"));
        } else {
            for stage in [verifier_stage, bbs_stage] {
                stages.skip(stage, format!("Rust's standard library for {WASM} is not here"));
            }
        }
        for (name, script) in [("pages, lint", "check"), ("pages, tests", "test"), ("pages, build", "build")] {
            let mut npm = Program::new("npm");
            stages.check(name, npm.args(["run", "--silent", script]).current_dir(root().join(setup::PAGES)));
        }
        stages.tests("peers", cargo("test").args(["--package", PEERS, "--no-fail-fast"]));
        println!("{}\n{}\n{}", stages.complaints(), stages.table(), stages.tally());
        Ok(Outcome::of(stages.succeeded()))
    },
};
