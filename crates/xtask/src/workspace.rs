//! The workspace this program belongs to, and calling cargo in it.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Other people's libraries: built and tested apart, because they are many and slow to compile.
pub(crate) const PEERS: &str = "vouchsafe-peers";

/// The folder with the workspace's Cargo.toml.
///
/// `cargo run` says where it runs. That counts, and not where this was compiled: checkouts that share a target folder share this
/// program.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    here.ancestors().nth(2).map(Path::to_owned).unwrap_or(here)
}

/// `cargo SUBCOMMAND --locked` in the workspace: a check must never change which versions it checks.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = bare_cargo();
    command.args([subcommand, "--locked"]);
    command
}

/// `cargo` in the workspace, for the subcommands that know no `--locked`.
pub(crate) fn bare_cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Whether `cargo NAME` is installed.
pub(crate) fn has_cargo_command(name: &str) -> bool {
    bare_cargo().args([name, "--version"]).output().is_ok_and(|output| output.status.success())
}

/// Runs a command to its end, showing its output, and says whether it succeeded.
///
/// # Errors
/// When the program cannot be started.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    Ok(status.success())
}
