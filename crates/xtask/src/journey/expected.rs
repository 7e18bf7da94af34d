use super::shell::Seen;
use super::transcript::plain;
use anyhow::{Result, bail};

/// How a step has to end for the story to be true.
pub(crate) struct Expected {
    exit: i32,
    says: Vec<String>,
    never_says: Vec<String>,
    typed: String,
}

impl Expected {
    fn new(exit: i32) -> Self {
        Self { exit, says: Vec::new(), never_says: Vec::new(), typed: String::new() }
    }

    /// Done, or accepted.
    pub(crate) fn done() -> Self {
        Self::new(0)
    }

    /// Rejected.
    pub(crate) fn rejected() -> Self {
        Self::new(1)
    }

    /// Not done.
    pub(crate) fn failed() -> Self {
        Self::new(2)
    }

    /// These words are seen.
    pub(crate) fn says(mut self, words: &str) -> Self {
        self.says.push(words.to_owned());
        self
    }

    /// These words are not seen.
    pub(crate) fn never_says(mut self, words: &str) -> Self {
        self.never_says.push(words.to_owned());
        self
    }

    /// This is typed meanwhile.
    pub(crate) fn typing(mut self, text: &str) -> Self {
        self.typed = text.to_owned();
        self
    }

    /// What is typed meanwhile.
    pub(crate) fn typed(&self) -> &str {
        &self.typed
    }

    /// Holds what was seen against the story.
    ///
    /// # Errors
    /// If it is not as told.
    pub(crate) fn check(&self, line: &str, seen: &Seen) -> Result<()> {
        let text = plain(&seen.text);
        // The program breaks lines where they are full: the words count, not the spaces.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (text, exit) = (words(&text), seen.exit);
        if exit != self.exit {
            bail!("`{line}` ended with {exit}, and not with {}", self.exit);
        }
        if let Some(missing) = self.says.iter().find(|said| !text.contains(&words(said))) {
            bail!("`{line}` did not say: {missing}");
        }
        if let Some(unwanted) = self.never_says.iter().find(|said| text.contains(&words(said))) {
            bail!("`{line}` said: {unwanted}");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_ends_otherwise_breaks_the_story() {
        let seen =
            Seen { exit: 1, text: "\u{1b}[31m✕ REJECTED\u{1b}[0m\n  the answer\n  is no".to_owned() };
        let check = |expected: Expected| expected.check("vouchsafe", &seen);
        assert!(
            check(Expected::rejected().says("REJECTED").says("the answer is no").never_says("yes")).is_ok()
        );
        assert!(check(Expected::done()).is_err());
        assert!(check(Expected::failed()).is_err());
        assert!(check(Expected::rejected().says("ACCEPTED")).is_err());
        assert!(check(Expected::rejected().never_says("answer")).is_err());
    }
}
