//! Runs what a person would type: one line, the real program, one directory.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io::{Read as _, Write as _, pipe};
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

impl Shell {
    /// Runs `vouchsafe …`, with `> FILE` at the end if its output goes to a file. `keyboard` is what is typed meanwhile.
    ///
    /// # Errors
    /// If the program cannot be started or its files cannot be opened.
    pub(crate) fn run(&self, line: &str, keyboard: &str) -> Result<Seen> {
        let mut words = words(line)?;
        let target = match words.iter().position(|word| word == ">") {
            Some(at) => words.split_off(at).get(1).cloned(),
            None => None,
        };
        let Some((program, arguments)) = words.split_first() else { bail!("an empty line") };
        if program != "vouchsafe" {
            bail!("the story runs only vouchsafe, not {program}");
        }
        let (mut reader, writer) = pipe()?;
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::piped());
        command.env("HOME", &self.directory).env("XDG_DATA_HOME", self.directory.join("data"));
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", if self.colour { "1" } else { "" });
        match target {
            Some(target) => command.stdout(File::create(self.directory.join(target))?),
            None => command.stdout(writer.try_clone()?),
        };
        command.stderr(writer);
        let mut child =
            command.spawn().with_context(|| format!("cannot start {}", self.program.display()))?;
        // The pipe ends when the last writer is gone: the command holds two.
        drop(command);
        if let Some(mut stdin) = child.stdin.take() {
            // A program that reads nothing closes its end first.
            let _ = stdin.write_all(keyboard.as_bytes());
        }
        let mut text = String::new();
        reader.read_to_string(&mut text)?;
        let text = text.replace(&format!("{}/", self.directory.display()), "");
        let status = child.wait()?;
        let exit = status.code().with_context(|| format!("`{line}` was killed"))?;
        Ok(Seen { exit, text })
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
