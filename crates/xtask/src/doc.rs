//! `cargo xtask doc`: the documentation of our own crates.

use crate::command::{Command, Outcome};
use crate::setup;
use crate::workspace::{PEERS, cargo, succeeds};

pub(crate) const COMMAND: Command = Command {
    name: "doc",
    arguments: "",
    summary: "Build the documentation of every crate",
    details: "\
Runs `cargo doc` for our own crates, warnings refused; cargo says where the pages are. Start at vouchsafe_verifier.",
    run: |_| {
        setup::run()?;
        let pages = ["--workspace", "--exclude", PEERS, "--no-deps"];
        Ok(Outcome::of(succeeds(cargo("doc").args(pages).env("RUSTDOCFLAGS", "-D warnings"))?))
    },
};
