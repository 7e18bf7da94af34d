//! The pages of the guide: each block of commands is typed to the real program, and has to show what the program says.

pub(crate) mod codes;
mod doctor;
mod likeness;
mod page;
mod reader;
mod scene;

use super::shell::Shell;
use super::transcript::{plain, shortened};
use crate::workspace;
use anyhow::{Context, Result, bail};
use likeness::likeness;
use page::{Page, Part};
use reader::Reader;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the guide is.
const FOLDER: &str = "docs/guide/src";
/// So many words before and after a difference are shown with it.
const WORDS_AROUND: usize = 12;

/// What a page that shows something else than the program says comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outdated {
    /// It fails the run.
    Refuse,
    /// It is written anew.
    Rewrite,
}

/// Whether two texts differ in nothing but what differs every time.
pub(crate) fn is_like(one: &str, other: &str) -> bool {
    likeness(one) == likeness(other)
}

/// Where two texts begin to differ in more than that, with some words before and after.
pub(crate) fn difference(one: &str, other: &str) -> String {
    let (one, other) = (likeness(one), likeness(other));
    let at = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let around = |words: &[String]| {
        words.iter().skip(at.saturating_sub(WORDS_AROUND)).take(2 * WORDS_AROUND).cloned().collect::<Vec<_>>()
    };
    format!(
        "it shows\n  … {} …\nand the program says\n  … {} …",
        around(&one).join(" "),
        around(&other).join(" ")
    )
}

/// Goes through every page. Gives back how many commands were typed.
///
/// # Errors
/// If a command cannot be run, or a page shows something else than the program says.
pub(crate) fn walk(program: &Path, directory: &Path, outdated: Outdated) -> Result<usize> {
    let mut typed = 0;
    for path in pages(&workspace::root().join(FOLDER))? {
        let text = fs::read_to_string(&path)?;
        let page = Page::parse(&text).with_context(|| path.display().to_string())?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let home = directory.join("guide").join(name);
        fs::create_dir_all(&home)?;
        let shell = Shell { program: program.to_owned(), directory: home, colour: false };
        let seen = type_all(&page, &shell).with_context(|| path.display().to_string())?;
        typed += seen.len();
        let written = page.showing(&seen);
        if written == text {
            continue;
        }
        if outdated == Outdated::Refuse {
            bail!("{}: {}", path.display(), page.first_difference(&seen));
        }
        fs::write(&path, written)?;
    }
    Ok(typed)
}

/// Every Markdown file under `folder`, in order.
fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for path in entries.map(|entry| entry.map(|entry| entry.path())) {
            let path = path?;
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Types every command of a page, in order. Gives back what the page should show for each: its own words where the program said
/// the same but for what differs every time.
fn type_all(page: &Page, shell: &Shell) -> Result<Vec<String>> {
    let mut reader = Reader::new(shell)?;
    if let Some(card) = scene::set(page.scene.as_deref(), shell)? {
        reader.ids.learn(scene::CARD, &card);
    }
    let mut all = Vec::new();
    for part in &page.parts {
        match part {
            Part::Words(_) => {}
            Part::File { name, contents } => shell.write(name, contents)?,
            Part::Typed(typed) => {
                let seen = reader.run(typed, shell)?;
                let seen = shortened(plain(&seen.text).trim_end());
                let lines: Vec<&str> = seen.lines().map(str::trim_end).collect();
                let seen = lines.join("\n");
                reader.ids.learn(&typed.shown, &seen);
                let like = is_like(&typed.shown, &seen);
                all.push(if like { typed.shown.clone() } else { reader.ids.there(&seen) });
            }
        }
    }
    Ok(all)
}
