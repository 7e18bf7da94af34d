//! This test program again, as another process.

use super::Place;
use std::process::{Child, Command, Stdio};

const DIRECTORY: &str = "VOUCHSAFE_VAULT_TEST";

/// What to start to run only `test`, with the vault's directory in its environment.
pub(super) fn alone(test: &str, place: &Place) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(DIRECTORY, &place.path);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// The vault's directory, in the other process.
pub(super) fn given() -> Option<std::path::PathBuf> {
    std::env::var_os(DIRECTORY).map(Into::into)
}

/// Waits for a line of the other process, past what the test program says itself.
pub(super) fn wait_for(line: &str, child: &mut Child) {
    use std::io::{BufRead as _, BufReader};
    let out = BufReader::new(child.stdout.as_mut().unwrap());
    assert!(out.lines().map(|line| line.unwrap()).any(|said| said == line), "it never said {line}");
}
