//! The story as it is told: on the terminal while it happens, and kept as Markdown.

use std::fmt::Write as _;

/// Lines are this long at most.
const WIDTH: usize = 100;
/// A run of base64url longer than this is shortened: it is a token, and nobody reads it.
const LONGEST_TOKEN: usize = 60;
/// What is left of it.
const TOKEN_START: usize = 24;

/// What was told so far.
pub(crate) struct Transcript {
    markdown: String,
    colour: bool,
}

impl Transcript {
    pub(crate) fn new(colour: bool) -> Self {
        Self { markdown: String::new(), colour }
    }

    pub(crate) fn markdown(&self) -> &str {
        &self.markdown
    }

    /// A title. The first one is the story's.
    pub(crate) fn title(&mut self, title: &str) {
        let level = if self.markdown.is_empty() { "#" } else { "##" };
        self.markdown_block(&format!("{level} {title}"));
        println!("\n{}\n{}", self.styled("1", title), "─".repeat(title.chars().count()));
    }

    /// A paragraph.
    pub(crate) fn tell(&mut self, paragraph: &str) {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        self.markdown_block(&words.join(" "));
        println!("\n{}", wrapped(&words));
    }

    /// A file that a person wrote.
    pub(crate) fn file(&mut self, name: &str, contents: &str) {
        let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
        self.markdown_block(&format!("`{name}`:\n\n```{kind}\n{}\n```", contents.trim_end()));
        println!("\n{}", self.styled("2", &format!("── {name} ──")));
        println!("{}", contents.trim_end());
    }

    /// A line that was typed, and what came of it.
    pub(crate) fn typed(&mut self, line: &str, seen: &str) {
        let seen = shortened(seen.trim_end());
        let gap = if seen.is_empty() { "" } else { "\n" };
        self.markdown_block(&format!("```console\n$ {line}{gap}{}\n```", plain(&seen)));
        println!("\n{}{gap}{seen}", self.styled("1;34", &format!("$ {line}")));
    }

    fn markdown_block(&mut self, block: &str) {
        let gap = if self.markdown.is_empty() { "" } else { "\n" };
        // Writing to a String cannot fail.
        let _ = writeln!(self.markdown, "{gap}{block}");
    }

    fn styled(&self, sgr: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{sgr}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn wrapped(words: &[&str]) -> String {
    let mut text = String::new();
    let mut used = 0;
    for word in words {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > WIDTH {
            text.push('\n');
            used = 0;
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += width;
    }
    text
}

/// `text` with every token cut to its beginning.
pub(crate) fn shortened(text: &str) -> String {
    let is_token = |character: char| character.is_ascii_alphanumeric() || "-_.~".contains(character);
    let mut short = String::new();
    for piece in text.split_inclusive(|character| !is_token(character)) {
        let token = piece.trim_end_matches(|character| !is_token(character));
        let start =
            token.get(..TOKEN_START).filter(|_| token.starts_with("ey") && token.len() > LONGEST_TOKEN);
        match start {
            Some(start) => {
                let rest = piece.get(token.len()..).unwrap_or_default();
                let _ = write!(short, "{start}…{rest}");
            }
            None => short.push_str(piece),
        }
    }
    short
}

/// `text` without control sequences.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut pieces = text.split('\u{1b}');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or(piece, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_shortened_and_words_are_not() {
        let token = format!("eyJhbGciOiJFUzI1NiJ9.{}~", "a".repeat(80));
        let text = format!("before {token}\nafter https://example.org/{}", "b".repeat(80));
        let short = shortened(&text);
        assert!(short.starts_with("before eyJhbGciOiJFUzI1NiJ9.aaa…\nafter https://"), "{short}");
        assert!(short.ends_with(&"b".repeat(80)));
    }

    #[test]
    fn colour_is_taken_off() {
        assert_eq!(plain("a \u{1b}[1;34mb\u{1b}[0m c"), "a b c");
    }

    #[test]
    fn paragraphs_fit() {
        let words = vec!["word"; 60];
        assert!(wrapped(&words).lines().all(|line| line.len() <= WIDTH));
        assert_eq!(wrapped(&words).split_whitespace().count(), 60);
    }
}
