//! What does not stop a command, and that the person has to know: said at once, or kept for the JSON document that answers.

use crate::answer::to_stderr;
use crate::screen::{Line, Mark, Page, Surface, Tone};
use serde::Serialize;
use std::sync::{Mutex, PoisonError};

/// Kept until there is an answer to put them into; nothing while they are said at once.
static KEPT: Mutex<Option<Vec<Notice>>> = Mutex::new(None);

/// What is said, under a code that never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Notice {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'static str>,
}

/// From here on notices are kept: the answer is for a program.
pub(crate) fn keep() {
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Vec::new());
}

/// Those that were kept since the last answer.
pub(crate) fn take() -> Vec<Notice> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.as_mut().map(std::mem::take).unwrap_or_default()
}

/// Gives notice. `what` is it, in a word: `warning`, `note`.
pub(crate) fn give(what: &str, code: &'static str, message: &str, help: Option<&'static str>) {
    let notice = Notice { code, message: message.to_owned(), help };
    match &mut *KEPT.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(kept) => kept.push(notice),
        None => notice.say(what),
    }
}

impl Notice {
    fn say(&self, what: &str) {
        let mut page = Page::new(Surface::stderr());
        let title = Line::new().and(Tone::Of(Mark::Attention), format!("{what}[{}]", self.code));
        page.line(title.text(": ").text(&self.message));
        if let Some(help) = self.help {
            page.indented(2, Line::new().and(Tone::Accent, "help:").text(" ").text(help));
        }
        to_stderr(&page.finish());
    }
}
