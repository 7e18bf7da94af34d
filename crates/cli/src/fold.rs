//! Help and errors of the arguments, which clap lays out for the terminal except for some lines: those are broken here.

use crate::screen::Surface;
use clap::{Command, builder::StyledStr};
use unicode_width::UnicodeWidthChar as _;

/// How far the rest of a usage line stands to the right.
const AFTER_USAGE: usize = 7;
/// How far the rest of any other line stands to the right of its beginning.
const DEEPER: usize = 2;
/// How far the rest of a command in an example stands to the right, after a backslash.
const AFTER_BACKSLASH: usize = 6;
/// How a command in an example begins.
const EXAMPLE: &str = "  vouchsafe ";

/// `text` as clap made it, with lines that are too long for `surface` broken at spaces, and in colour if that is.
pub(crate) fn folded(text: &StyledStr, surface: Surface) -> String {
    let text = if surface.colour { text.ansi().to_string() } else { text.to_string() };
    text.split_inclusive('\n').map(|line| fold(line, surface.width)).collect()
}

/// Lets every command's examples fit in `width` columns: a command goes on after a backslash, so that it can be pasted still, and
/// what is said of it stands under it.
pub(crate) fn with_examples(command: Command, width: usize) -> Command {
    let narrowed = command.get_after_help().map(|text| examples(&text.to_string(), width));
    let command = match narrowed {
        Some(text) => command.after_help(text),
        None => command,
    };
    command.mut_subcommands(|below| with_examples(below, width))
}

fn examples(text: &str, width: usize) -> String {
    let mut all = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut whole = vec![line];
        while line.starts_with(EXAMPLE) && whole.last().is_some_and(|last| last.ends_with('\\')) {
            match lines.next() {
                Some(next) => whole.push(next),
                None => break,
            }
        }
        if line.starts_with(EXAMPLE) && whole.iter().any(|line| columns(line) > width) {
            let pieces: Vec<&str> = whole.iter().map(|line| line.trim_end_matches('\\').trim()).collect();
            all.push(example(&pieces.join(" "), width));
        } else {
            all.extend(whole.into_iter().map(str::to_owned));
        }
    }
    all.join("\n")
}

fn example(line: &str, width: usize) -> String {
    let (command, words) = match line.trim_start().split_once("  ") {
        Some((command, words)) => (command, words.trim()),
        None => (line.trim(), ""),
    };
    let room = width.saturating_sub(" \\".len());
    let command = broken(command, "  ", &" ".repeat(AFTER_BACKSLASH), room).join(" \\\n");
    let words = match words {
        "" => String::new(),
        words => {
            let margin = " ".repeat(AFTER_BACKSLASH);
            format!("\n{}", broken(words, &margin, &margin, width).join("\n"))
        }
    };
    format!("{command}{words}")
}

fn fold(line: &str, width: usize) -> String {
    let bare = line.trim_end_matches('\n');
    if columns(bare) <= width {
        return line.to_owned();
    }
    let text = bare.trim_start_matches(' ');
    let indent = bare.len() - text.len();
    let rest = if visible(text).starts_with("Usage:") { AFTER_USAGE } else { indent + DEEPER };
    let lines = broken(text, &" ".repeat(indent), &" ".repeat(rest), width);
    format!("{}\n", lines.join("\n"))
}

/// `text` as lines of at most `width` columns, where its words allow that.
fn broken(text: &str, first: &str, others: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::replace(&mut line, others.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// `text` without control sequences.
fn visible(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| all + piece.split_once('m').map_or("", |(_, rest)| rest))
}

fn columns(text: &str) -> usize {
    visible(text).chars().map(|character| character.width().unwrap_or_default()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_broken_at_spaces() {
        assert_eq!(fold("Usage: a [B] --c <D>\n", 14), "Usage: a [B]\n       --c <D>\n");
        assert_eq!(fold("\u{1b}[1mUsage:\u{1b}[0m a [B]\n", 12), "\u{1b}[1mUsage:\u{1b}[0m a [B]\n");
        assert_eq!(fold("  one two\n", 6), "  one\n    two\n");
        assert_eq!(fold("one two", 7), "one two");
        assert_eq!(fold("unbreakable\n", 4), "unbreakable\n");
    }

    #[test]
    fn an_example_stays_one_that_can_be_pasted() {
        let text = "Example:\n  vouchsafe one two three      what it does\n  vouchsafe one\n\nSome words, longer than that";
        assert_eq!(
            examples(text, 20),
            "Example:\n  vouchsafe one \\\n      two three\n      what it does\n  vouchsafe one\n\nSome words, longer than that"
        );
        assert_eq!(
            examples("  vouchsafe one two \\\n      three", 19),
            "  vouchsafe one \\\n      two three"
        );
        assert_eq!(examples(text, 80), text);
    }
}
