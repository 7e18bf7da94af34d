use serde::Serialize;

/// How a thing stands, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// It works.
    Good,
    /// It works, and there is something to know or to do.
    Heed,
    /// It does not work, or gives secrets away.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// What was looked at, in a word or two.
    pub(super) subject: &'static str,
    pub(super) standing: Standing,
    /// How it stands.
    pub(super) words: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
}

impl Finding {
    pub(super) fn good(subject: &'static str, words: impl Into<String>) -> Self {
        Self { subject, standing: Standing::Good, words: words.into(), help: None }
    }

    pub(super) fn heed(subject: &'static str, words: impl Into<String>) -> Self {
        Self { standing: Standing::Heed, ..Self::good(subject, words) }
    }

    pub(super) fn bad(subject: &'static str, words: impl Into<String>) -> Self {
        Self { standing: Standing::Bad, ..Self::good(subject, words) }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
