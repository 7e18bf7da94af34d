//! `vouchsafe man`: the help of every command as manual pages.

mod page;

use crate::answer::{Answer, Exit, Output, Version};
use crate::arguments;
use crate::failure::Failure;
use crate::files::{Readers, make_directory, write};
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Write the manual pages
#[derive(Debug, Args)]
#[command(after_help = "\
They say what --help says: vouchsafe(1), and a page for each command, as in vouchsafe-wallet-present(1).

Example:
  vouchsafe man | man -l -                            read the first page
  vouchsafe man --out ~/.local/share/man/man1         then `man vouchsafe-wallet-present`

Exit codes: 0 written · 2 not written.")]
pub(crate) struct Man {
    /// Write all pages into this directory; without it the first one goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Written {
    version: Version,
    directory: Option<String>,
    pages: Vec<String>,
    /// The first page, if it was written to no directory.
    text: Option<String>,
}

impl Man {
    pub(crate) fn run(self, output: Output) -> Result<Exit, Failure> {
        let mut grammar = arguments::grammar();
        // Gives every command its full name and what is meant for all of them.
        grammar.build();
        let Some(directory) = self.out else {
            let text = Some(page::roff(&grammar, None));
            let pages = vec![format!("{}.1", page::name(&grammar))];
            return output.answer(&Written { version: Version, directory: None, pages, text });
        };
        make_directory(&directory)?;
        let mut pages = Vec::new();
        let mut waiting = vec![(&grammar, None)];
        while let Some((command, above)) = waiting.pop() {
            let name = page::name(command);
            let file = format!("{name}.1");
            let text = page::roff(command, above.as_deref());
            write(&directory.join(&file), text.as_bytes(), Readers::Everybody)?;
            pages.push(file);
            waiting.extend(arguments::commands_of(command).map(|below| (below, Some(name.clone()))));
        }
        pages.sort();
        let directory = Some(directory.display().to_string());
        output.answer(&Written { version: Version, directory, pages, text: None })
    }
}

impl Answer for Written {
    const COMMAND: &'static str = "man";

    fn payload(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn page(&self, page: &mut Page) {
        let Some(directory) = &self.directory else {
            page.line(
                Line::quiet("The first page. All of them: ").and(Tone::Accent, "vouchsafe man --out DIR"),
            );
            return;
        };
        let words = format!("{} pages", self.pages.len());
        page.line(Line::mark(Mark::Valid, words).text(", in ").and(Tone::Accent, directory));
    }
}
