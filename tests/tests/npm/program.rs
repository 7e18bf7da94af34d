//! The program `vouchsafe`, as people use it.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A directory with a wallet in it.
pub(crate) struct Desk(TempDir);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    /// With an empty wallet, opened by `--passphrase-file pass`.
    pub(crate) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("pass", "a passphrase of this test");
        desk.done("wallet create --passphrase-file pass");
        desk
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.0.path().join(name), contents).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Runs a line of arguments without spaces in them; `typed` comes from standard input.
    pub(crate) fn run(&self, line: &str, typed: &str) -> Run {
        let mut command = Command::new(program());
        command.args(line.split_whitespace()).current_dir(self.0.path());
        command.env_clear().env("HOME", self.0.path()).env("XDG_DATA_HOME", self.0.path().join("data"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that reads nothing may be gone before this.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let exit = output.status.code().expect("the program was killed");
        Run { exit, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs a line that has to be done.
    pub(crate) fn done(&self, line: &str) -> Run {
        let run = self.run(line, "");
        assert_eq!(run.exit, 0, "{line}: {run:?}");
        run
    }
}

/// Cargo knows whether it is built: only the package's own tests are told where it is.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--locked", "--quiet", "--package", "vouchsafe-cli", "--message-format=json"]);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let output = command.current_dir(root).stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "the program cannot be built");
        let lines = String::from_utf8(output.stdout).unwrap();
        let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let built = messages.filter(|message| message["target"]["name"] == "vouchsafe");
        let mut executables = built.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
        executables.next_back().expect("cargo says where the program is")
    })
}
