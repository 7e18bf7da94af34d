use super::http::text;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A program that serves, until this is dropped.
pub(super) struct Server {
    child: Child,
    /// It may still say something, and somebody has to hold the other end.
    output: BufReader<ChildStdout>,
    /// What it said when it was ready.
    ready: Value,
}

impl Server {
    /// Starts it, in the program's directory, on ports that the system chooses. What it complains of goes into NAME.log there.
    ///
    /// # Errors
    /// If it does not say that it is ready.
    pub(super) fn start(program: &Path, arguments: &[&str]) -> Result<Self> {
        let log = program.with_extension("log");
        let directory = program.parent().context("the program is in no directory")?;
        let mut command = Command::new(program);
        command.args(arguments).args(["--port", "0", "--json"]).current_dir(directory);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log)?);
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let output = child.stdout.take().context("a program without output")?;
        let mut server = Self { child, output: BufReader::new(output), ready: Value::Null };
        let mut line = String::new();
        server.output.read_line(&mut line)?;
        server.ready = serde_json::from_str(&line)
            .with_context(|| format!("{} did not start: see {}", program.display(), log.display()))?;
        Ok(server)
    }

    /// The origin and the token in the address that it printed under this name.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn page(&self, name: &str) -> Result<(&str, &str)> {
        text(&self.ready, name)?.split_once("/#").context("an address without a token")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
