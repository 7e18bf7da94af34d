//! Runs what a person would type: one line, the real program, one directory.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{PipeReader, PipeWriter, Read as _, Write as _, pipe};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where lines are run, and with which program.
pub(crate) struct Shell {
    /// The program that `vouchsafe` stands for.
    pub(crate) program: PathBuf,
    /// The directory that all paths are relative to; also the home directory.
    pub(crate) directory: PathBuf,
    /// Whether the program is to write in colour.
    pub(crate) colour: bool,
}

/// How a line ended and what a person saw of it.
pub(crate) struct Seen {
    pub(crate) exit: i32,
    pub(crate) text: String,
}

/// What a person types while a line runs.
pub(crate) enum Typing<'a> {
    /// What they know beforehand.
    Known(&'a str),
    /// What they read off the screen: this makes it of all that was seen, as soon as enough was.
    Read(fn(&str) -> Option<String>),
}

impl Shell {
    /// Runs `vouchsafe …`, with `> FILE` at the end if its output goes to a file. What comes from elsewhere, as `3< FILE`, is
    /// opened by the system's own shell. `~/` is the home directory.
    ///
    /// # Errors
    /// If the program cannot be started or its files cannot be opened.
    pub(crate) fn run(&self, line: &str, typing: &Typing<'_>) -> Result<Seen> {
        let (mut command, writer, mut reader) = self.command(line)?;
        command.stderr(writer);
        let mut child =
            command.spawn().with_context(|| format!("cannot start {}", self.program.display()))?;
        // The pipe ends when the last writer is gone: the command holds two.
        drop(command);
        let mut stdin = child.stdin.take();
        let mut type_in = |text: &str| {
            if let Some(mut stdin) = stdin.take() {
                // A program that reads nothing closes its end first.
                let _ = stdin.write_all(text.as_bytes());
            }
        };
        if let Typing::Known(text) = typing {
            type_in(text);
        }
        let (mut bytes, mut more) = (Vec::new(), [0; 1_024]);
        loop {
            match reader.read(&mut more)? {
                0 => break,
                length => bytes.extend(more.iter().take(length)),
            }
            if let Typing::Read(answer) = typing
                && let Some(text) = answer(&String::from_utf8_lossy(&bytes))
            {
                type_in(&text);
            }
        }
        let home = self.directory.display().to_string();
        let text = String::from_utf8(bytes)?.replace(&format!("{home}/"), "").replace(&home, "~");
        let status = child.wait()?;
        let exit = status.code().with_context(|| format!("`{line}` was killed"))?;
        Ok(Seen { exit, text })
    }

    /// The command that a line stands for, and a pipe for what it says.
    fn command(&self, line: &str) -> Result<(Command, PipeWriter, PipeReader)> {
        let mut words = words(line)?;
        let by_shell = words.iter().any(|word| word.ends_with('<'));
        let target = match words.iter().position(|word| word == ">") {
            Some(at) if !by_shell => words.split_off(at).get(1).cloned(),
            _ => None,
        };
        let Some((program, arguments)) = words.split_first() else { bail!("an empty line") };
        if program != "vouchsafe" {
            bail!("the story runs only vouchsafe, not {program}");
        }
        let mut command = if by_shell {
            let mut shell = Command::new("sh");
            let folder = self.program.parent().context("the program is in no directory")?;
            let others = env::var_os("PATH").unwrap_or_default();
            let folders = env::join_paths([folder.to_owned()].into_iter().chain(env::split_paths(&others)))?;
            shell.args(["-c", line]).env("PATH", folders);
            shell
        } else {
            let mut command = Command::new(&self.program);
            let home = format!("{}/", self.directory.display());
            command.args(arguments.iter().map(|word| match word.strip_prefix("~/") {
                Some(rest) => format!("{home}{rest}"),
                None => word.clone(),
            }));
            command
        };
        command.current_dir(&self.directory).stdin(Stdio::piped());
        command.env("HOME", &self.directory).env("XDG_DATA_HOME", self.directory.join("data"));
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", if self.colour { "1" } else { "" });
        command.env_remove("COLUMNS");
        // What is told must not depend on the desktop of whoever tells it.
        let nowhere = self.directory.join("no-session");
        command.env("XDG_RUNTIME_DIR", &nowhere).env("DBUS_SESSION_BUS_ADDRESS", {
            let mut address = OsString::from("unix:path=");
            address.push(nowhere.join("bus"));
            address
        });
        let (reader, writer) = pipe()?;
        match target {
            Some(target) => command.stdout(File::create(self.directory.join(target))?),
            None => command.stdout(writer.try_clone()?),
        };
        Ok((command, writer, reader))
    }

    /// Writes a file of the story.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write(&self, name: &str, contents: &str) -> Result<()> {
        fs::write(self.directory.join(name), contents).with_context(|| format!("cannot write {name}"))
    }

    /// Reads a file of the story.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn read(&self, name: &str) -> Result<String> {
        fs::read_to_string(self.directory.join(name)).with_context(|| format!("cannot read {name}"))
    }
}

/// The words of a line: quotes keep spaces, a backslash before the end of a line joins lines.
///
/// # Errors
/// If a quote is not closed.
pub(crate) fn words(line: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let line = line.replace("\\\n", " ");
    for character in line.chars() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, space) if space.is_whitespace() => words.extend(word.take()),
            (_, character) => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        bail!("a quote is not closed: {line}");
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn lines_split_as_in_a_shell() {
        assert_eq!(words("a 'b c' \"d\" \\\n  e='f g' > h").unwrap(), ["a", "b c", "d", "e=f g", ">", "h"]);
        assert_eq!(words("''").unwrap(), [""]);
        assert!(words("a 'b").is_err());
    }
}
