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
        let mut command = cargo("run");
        // arkworks, which a peer computes with, has its assembly only where the compiler is told so; ours finds out by itself.
        if has_adx() {
            command.env("RUSTFLAGS", "-C target-feature=+bmi2,+adx");
        }
        Ok(Outcome::of(succeeds(command.args(bench).arg(root().join(PAGE)))?))
    },
};

#[cfg(target_arch = "x86_64")]
fn has_adx() -> bool {
    is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("adx")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_adx() -> bool {
    false
}
