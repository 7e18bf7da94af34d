use super::expected::Expected;
use super::shell::{Shell, Typing};
use super::transcript::{Transcript, plain};
use crate::calendar;
use anyhow::{Context, Result};
use std::time::{Duration, SystemTime};

/// The story while it is told: what happens and what is said of it.
pub(crate) struct Story {
    pub(crate) shell: Shell,
    pub(crate) transcript: Transcript,
    /// `YYYY-MM-DD`.
    pub(crate) two_days_ago: String,
    /// `YYYY-MM-DD`.
    pub(crate) tomorrow: String,
}

impl Story {
    pub(crate) fn new(shell: Shell, colour: bool, now: SystemTime) -> Result<Self> {
        let day = Duration::from_secs(86_400);
        let (two_days_ago, tomorrow) = (calendar::day_of(now - 2 * day)?, calendar::day_of(now + day)?);
        Ok(Self { shell, transcript: Transcript::new(colour), two_days_ago, tomorrow })
    }

    pub(crate) fn title(&mut self, title: &str) {
        self.transcript.title(title);
    }

    pub(crate) fn tell(&mut self, paragraph: &str) {
        self.transcript.tell(paragraph);
    }

    /// Somebody writes a file, and it is shown.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn write(&mut self, name: &str, contents: &str) -> Result<()> {
        self.shell.write(name, contents)?;
        self.transcript.file(name, contents);
        Ok(())
    }

    /// Somebody types a line. Gives back what was seen, without colour.
    ///
    /// # Errors
    /// If it does not end as the story says.
    pub(crate) fn run(&mut self, line: &str, expected: &Expected) -> Result<String> {
        let seen = self.shell.run(line, &Typing::Known(expected.typed()))?;
        self.transcript.typed(line, &seen.text);
        expected.check(line, &seen)?;
        Ok(plain(&seen.text))
    }

    /// As [`Story::run`], for a line that puts a card into a wallet. Gives back enough of the card's id to name it.
    ///
    /// # Errors
    /// If it does not end as the story says.
    pub(crate) fn import(&mut self, line: &str, expected: &Expected) -> Result<String> {
        let seen = self.run(line, expected)?;
        let id = seen.split_once("a new card, ").and_then(|(_, rest)| rest.get(..6));
        id.map(str::to_owned).with_context(|| format!("`{line}` named no card"))
    }
}
