//! Rust source as tokens: enough to tell code from comments, text and tests, and to read the paths it names.

use std::collections::BTreeSet;
use std::ops::Range;

/// A word, a number, `::`, or one other character. Comments are left out; text and character literals are `""`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// Counted from 1.
    pub(crate) line: usize,
    pub(crate) text: &'a str,
}

/// Reads a file.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader { rest: text, line: 1 };
    std::iter::from_fn(|| reader.next()).collect()
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let first = self.rest.chars().next()?;
            if first.is_whitespace() {
                self.take(first.len_utf8());
            } else if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.take(block_comment(self.rest));
            } else if let Some(length) = literal(self.rest) {
                let line = self.line;
                self.take(length);
                return Some(Token { line, text: "\"\"" });
            } else {
                let length = match first {
                    ':' if self.rest.starts_with("::") => 2,
                    // A lifetime: a character literal was taken above.
                    '\'' => 1 + word(&self.rest[1..]),
                    _ => word(self.rest).max(first.len_utf8()),
                };
                return Some(Token { line: self.line, text: self.take(length) });
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.line += taken.matches('\n').count();
        taken
    }
}

/// The length of the word or number at the start.
fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let step = if rest.starts_with(b"/*") {
            depth += 1;
            2
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            2
        } else {
            1
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the text or character literal at the start, if there is one.
fn literal(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].iter().find(|prefix| {
        text.strip_prefix(**prefix).is_some_and(|rest| {
            rest.starts_with(['"', '\'']) || prefix.ends_with('r') && rest.starts_with('#')
        })
    })?;
    let body = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = body.len() - body.trim_start_matches('#').len();
        let inside = body[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
        return Some(prefix.len() + hashes + 1 + length);
    }
    let quote = body.chars().next()?;
    if quote == '\'' {
        let mut inside = body[1..].chars();
        let first = inside.next()?;
        if first != '\\' && inside.next() != Some('\'') {
            return None;
        }
    }
    let mut escaped = false;
    let end = body[1..].find(|c| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    Some(prefix.len() + end.map_or(body.len(), |at| at + 2))
}

/// The tokens without the items that are only compiled for tests.
pub(crate) fn shipped<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept = Vec::new();
    let mut from = 0;
    for test in test_items(tokens) {
        kept.extend_from_slice(&tokens[from..test.start]);
        from = test.end;
    }
    kept.extend_from_slice(&tokens[from..]);
    kept
}

/// The number of lines without those of items that are only compiled for tests.
pub(crate) fn shipped_lines(text: &str) -> usize {
    let tokens = tokens(text);
    let lines = |item: Range<usize>| tokens[item.start].line..=tokens[item.end - 1].line;
    let tests: BTreeSet<usize> = test_items(&tokens).into_iter().flat_map(lines).collect();
    text.lines().count() - tests.len()
}

/// Items behind `#[cfg(test)]` or `#[test]`, each from its attribute to its end.
fn test_items(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let attribute = attribute(tokens, at);
        if attribute.clone().is_some_and(|attribute| is_for_tests(&tokens[attribute])) {
            let end = item_end(tokens, at);
            items.push(at..end);
            at = end;
        } else {
            at = attribute.map_or(at + 1, |attribute| attribute.end);
        }
    }
    items
}

/// The attribute that starts here: `#[…]`.
fn attribute(tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
    (is(at, "#") && is(at + 1, "[")).then(|| at..group_end(tokens, at + 1))
}

fn is_for_tests(attribute: &[Token<'_>]) -> bool {
    let has = |word: &str| attribute.iter().any(|token| token.text == word);
    has("test") && !has("not") && (has("cfg") || attribute.len() == 4)
}

/// One past the bracket that closes the one here.
fn group_end(tokens: &[Token<'_>], at: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// One past the item that starts here, attributes first: its block, or its semicolon.
fn item_end(tokens: &[Token<'_>], mut at: usize) -> usize {
    while let Some(attribute) = attribute(tokens, at) {
        at = attribute.end;
    }
    while let Some(token) = tokens.get(at) {
        match token.text {
            ";" => return at + 1,
            "{" => return group_end(tokens, at),
            "(" | "[" => at = group_end(tokens, at),
            _ => at += 1,
        }
    }
    tokens.len()
}

/// Every path that is named, as segments, with its line; `use a::{b, c::d}` names `a::b` and `a::c::d`.
pub(crate) fn paths<'a>(tokens: &[Token<'a>]) -> Vec<(usize, Vec<&'a str>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = path(tokens, at, Vec::new(), &mut found);
    }
    found
}

/// Reads the path that starts here below a prefix, and returns where to go on.
fn path<'a>(
    tokens: &[Token<'a>],
    mut at: usize,
    mut segments: Vec<&'a str>,
    found: &mut Vec<(usize, Vec<&'a str>)>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_word = |at: usize| word(text(at)) > 0;
    if !is_word(at) {
        return at + 1;
    }
    let line = tokens[at].line;
    segments.push(text(at));
    at += 1;
    while text(at) == "::" && is_word(at + 1) {
        segments.push(text(at + 1));
        at += 2;
    }
    if text(at) == "::" && text(at + 1) == "{" {
        let end = group_end(tokens, at + 1);
        at += 2;
        while at < end {
            at = path(tokens, at, segments.clone(), found);
        }
        return end;
    }
    found.push((line, segments));
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_text_are_not_code() {
        assert_eq!(texts("a // std::fs\n/* x /* y */ z */ b"), ["a", "b"]);
        assert_eq!(
            texts(r##"f("std::fs \" x", r#"a"b"#, b"c", 'd', '\'', b'"', "é\\")"##).join(""),
            r#"f("","","","","","","")"#
        );
        assert_eq!(
            texts("fn f<'a>(x: &'a str) -> &'static str"),
            "fn f < 'a > ( x : & 'a str ) - > & 'static str".split(' ').collect::<Vec<_>>()
        );
        assert_eq!(texts("r#type::b_1"), ["r", "#", "type", "::", "b_1"]);
        assert_eq!(tokens("\"a\nb\"\n c").iter().map(|token| token.line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn test_items_are_not_shipped() {
        let text = "use a::b;\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n    fn f() { g(); }\n}\n\
                    #[cfg(not(test))]\nfn kept() {}\n#[cfg(test)]\nmod more;\n#[test]\nfn t(x: [u8; 2]) {\n}\nfn last() {}\n";
        let shipped: Vec<_> = shipped(&tokens(text)).iter().map(|token| token.text).collect();
        assert!(shipped.contains(&"kept") && shipped.contains(&"last"));
        assert!(!["tests", "g", "more", "t"].iter().any(|word| shipped.contains(word)), "{shipped:?}");
        assert_eq!(shipped_lines(text), 4);
    }

    #[test]
    fn nested_imports_are_whole_paths() {
        let found: Vec<_> = paths(&tokens("use std::{fmt, net::{self, TcpStream}}; ::std::fs::read(x)"))
            .into_iter()
            .map(|(_, segments)| segments.join("::"))
            .collect();
        assert_eq!(found, ["use", "std::fmt", "std::net::self", "std::net::TcpStream", "std::fs::read", "x"]);
    }
}
