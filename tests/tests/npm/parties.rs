use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than anything here takes; whoever says nothing for so long is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program of tests/npm in its role. Ended when this is dropped; if this process is killed, it ends as its input does.
pub(crate) struct Party {
    role: &'static str,
    child: Child,
    lines: Receiver<String>,
    _input: ChildStdin,
}

impl Party {
    /// Starts it with its order.
    pub(crate) fn start(role: &'static str, order: &Value) -> Self {
        let file = installed().join(format!("{role}.mjs"));
        let mut command = Command::new("node");
        command.arg(file).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("node runs");
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{order}").unwrap();
        let (said, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| said.send(line)));
        Self { role, child, lines, _input: input }
    }

    /// The next thing that it tells, which has to be this.
    pub(crate) fn tells(&self, event: &str) -> Value {
        let line = self.lines.recv_timeout(PATIENCE);
        let line = line.unwrap_or_else(|error| panic!("{} said nothing of `{event}`: {error}", self.role));
        let told: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(told["event"], event, "{} said: {told:#}", self.role);
        told
    }
}

impl Drop for Party {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder with the programs, and with the packages that its lock file names.
fn installed() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm");
        let status = Command::new("node").arg(folder.join("install.mjs")).status();
        let status = status.expect("node is missing: `cargo xtask setup` installs it");
        assert!(status.success(), "the packages of {} cannot be installed", folder.display());
        folder
    })
}
