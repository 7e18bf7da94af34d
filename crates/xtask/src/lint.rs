//! `cargo xtask lint`: everything a machine can say about the text of the project.

use crate::command::{Command, Outcome};
use crate::setup;
use crate::stage::Stages;
use crate::workspace::{bare_cargo, cargo, has_cargo_command};

pub(crate) const COMMAND: Command = Command {
    name: "lint",
    arguments: "",
    summary: "Check formatting, lints, documentation, rules of the tree, dependencies",
    details: "\
Runs `setup`, then:
  format         `cargo fmt --check`
  clippy         every crate and its tests, warnings refused; bbs with every feature too
  documentation  `cargo doc`, warnings refused; of bbs with every feature
  tree           the architecture test: arrows between crates, purity, names, file lengths, words that must not stay
  dependencies   bans, licences and sources by deny.toml, where cargo-deny is installed",
    run: |_| {
        setup::run()?;
        let mut stages = Stages::default();
        stages.check("format", bare_cargo().args(["fmt", "--all", "--check"]));
        stages.check("clippy", cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"]));
        let bbs = ["--package", "vouchsafe-bbs", "--all-features"];
        let deny = ["--all-targets", "--", "-D", "warnings"];
        stages.check("clippy, bbs", cargo("clippy").args(bbs).args(deny));
        let doc = || {
            let mut command = cargo("doc");
            command.arg("--no-deps").env("RUSTDOCFLAGS", "-D warnings");
            command
        };
        stages.check("documentation", doc().arg("--workspace"));
        stages.check("documentation, bbs", doc().args(bbs));
        let architecture = ["--package", "vouchsafe-tests", "--test", "architecture", "--", "--show-output"];
        stages.tests("tree", cargo("test").args(architecture));
        if has_cargo_command("deny") {
            // Owners that do not exist yet have their wrapper in deny.toml already; vulnerabilities need the network.
            let quietly = ["--hide-inclusion-graph", "--allow", "unused-wrapper"];
            let offline = ["bans", "licenses", "sources"];
            stages.check("dependencies", bare_cargo().args(["deny", "--locked", "check"]).args(quietly).args(offline));
        } else {
            stages.skip("dependencies", "cargo-deny is not here: cargo install cargo-deny --locked");
        }
        println!("\n{}", stages.table());
        Ok(Outcome::of(stages.succeeded()))
    },
};
