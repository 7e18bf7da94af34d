use crate::screen::{Line, Mark, Page, Tone};
use serde::Serialize;

/// A command could not do what it was asked to: what happened, what was not changed, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unchanged: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Failure {
    /// What happened, under a code that never changes.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), section: None, unchanged: None, help: None }
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// The rule that says so.
    pub(crate) fn section(mut self, section: Option<&'static str>) -> Self {
        self.section = section;
        self
    }

    /// What is as it was.
    pub(crate) fn unchanged(mut self, what: impl Into<String>) -> Self {
        self.unchanged = Some(what.into());
        self
    }

    /// What the person can do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn help_if(mut self, help: Option<&str>) -> Self {
        self.help = help.map(str::to_owned).or(self.help);
        self
    }

    /// The same failure, said of a file or of another thing that has a name.
    pub(crate) fn about(mut self, what: impl std::fmt::Display) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    pub(crate) fn show(&self, page: &mut Page) {
        let refused = Tone::Of(Mark::Refused);
        page.line(Line::new().and(refused, format!("error[{}]", self.code)).text(": ").text(&self.message));
        let notes = [("unchanged", self.unchanged.as_deref()), ("help", self.help.as_deref())];
        for (label, note) in notes.iter().filter_map(|(label, note)| note.map(|note| (label, note))) {
            page.indented(2, Line::new().and(Tone::Accent, format!("{label}:")).text(" ").text(note));
        }
        if let Some(section) = self.section {
            page.indented(2, Line::quiet(format!("rule: {section}")));
        }
    }
}

impl From<vouchsafe_app::Error> for Failure {
    fn from(error: vouchsafe_app::Error) -> Self {
        Self::new(error.code(), error.to_string()).section(error.section()).help_if(error.help())
    }
}

impl From<vouchsafe_verifier::Error> for Failure {
    fn from(error: vouchsafe_verifier::Error) -> Self {
        Self::new(error.code(), error.to_string()).section(error.section()).help_if(error.help())
    }
}

impl From<vouchsafe_issuer::Error> for Failure {
    fn from(error: vouchsafe_issuer::Error) -> Self {
        Self::new(error.code(), error.to_string()).section(error.section()).help_if(error.help())
    }
}
