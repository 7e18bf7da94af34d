//! The status lists that go along with what is shown.

use crate::failure::Failure;
use crate::files::{Readers, make_directory, write};
use crate::screen::{Line, Mark, Page, Tone};
use std::path::Path;

/// Writes each list to a file of its own, `1.jwt` and so on. Gives back their names.
pub(super) fn write_all(directory: &Path, staples: &[String]) -> Result<Vec<String>, Failure> {
    make_directory(directory)?;
    let named = staples.iter().enumerate().map(|(number, staple)| {
        let file = directory.join(format!("{}.jwt", number + 1));
        write(&file, staple.as_bytes(), Readers::Everybody).map(|()| file.display().to_string())
    });
    named.collect()
}

pub(super) fn show(page: &mut Page, files: &[String]) {
    if files.is_empty() {
        let none = "You have no status list of it, so none goes along. To have one: ";
        let command = "vouchsafe wallet status --list FILE";
        page.indented(2, Line::mark(Mark::Attention, none).and(Tone::Accent, command));
    } else {
        let along = Line::quiet("To be sent along, for `vouchsafe verify --stapled`: ");
        page.indented(2, along.and(Tone::Accent, files.join(", ")));
    }
}
