//! `cargo xtask bench`: how fast, as ratios measured in one run.

use crate::command::{Command, Outcome};
use crate::setup;
use crate::workspace::{PEERS, cargo, root, succeeds};

const PAGE: &str = "docs/benchmarks.md";

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    arguments: "",
    summary: "Measure against other libraries and write docs/benchmarks.md",
    details: "\
Builds the benchmark of tests/peers as a release and runs it: ours, the peers and the floor (bare signature checks) in
turns, with the median of each and of the ratios of neighbouring turns. Prints the tables and writes them to docs/benchmarks.md. Close other programs first.",
    run: |_| {
        setup::run()?;
        let bench = ["--profile", "bench", "--package", PEERS, "--bin", "bench", "--"];
        Ok(Outcome::of(succeeds(cargo("run").args(bench).arg(root().join(PAGE)))?))
    },
};
