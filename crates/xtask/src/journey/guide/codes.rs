//! The guide's page of all codes, read from where each is declared.

use crate::workspace;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The page.
pub(crate) const PAGE: &str = "docs/guide/src/developers/codes.md";

const BEGINNING: &str = "\
# Every code

<!-- written by `cargo xtask run --write-transcript` -->

An error of a command, a reason of a decision and a loosened rule each have a code that never changes, for programs to act on. The
words beside it may change; `{…}` stands for a particular of the case. The last column says what one can do, where there is something.
";

/// Where codes are declared: what opens the declaration.
const DECLARATIONS: [&str; 3] = ["\nerrors! {", "\nreason_codes! {", "\nloosenings! {"];

struct Meaning {
    words: String,
    help: String,
}

/// The page as it has to be.
///
/// # Errors
/// If the sources cannot be read.
pub(crate) fn page() -> Result<String> {
    let mut all: BTreeMap<String, Meaning> = BTreeMap::new();
    for path in sources(&workspace::root().join("crates"))? {
        let text = with_constants(&fs::read_to_string(&path).with_context(|| path.display().to_string())?);
        for declaration in DECLARATIONS {
            if let Some((_, entries)) = text.split_once(declaration) {
                declared(entries.split("\n}\n").next().unwrap_or_default(), &mut all);
            }
        }
        for failure in text.split("Failure::new(").skip(1) {
            failed(failure.split(';').next().unwrap_or_default(), &mut all);
        }
        json(&text, &mut all);
    }
    let mut page = BEGINNING.to_owned();
    let mut part = "";
    for (code, meaning) in &all {
        let prefix = code.split('.').next().unwrap_or_default();
        if prefix != part {
            part = prefix;
            // Writing to a String cannot fail.
            let _ = write!(page, "\n## {part}\n\n| code | says | what to do |\n|---|---|---|\n");
        }
        let _ = writeln!(page, "| `{code}` | {} | {} |", cell(&meaning.words), cell(&meaning.help));
    }
    Ok(page)
}

/// Constants stand for the texts that several errors share.
fn with_constants(source: &str) -> String {
    let mut whole = source.to_owned();
    for constant in source.split("\nconst ").skip(1) {
        let Some((name, rest)) = constant.split_once(": ") else { continue };
        let value = rest.split_once(" = ").and_then(|(kind, value)| {
            let text = ["Option<&str>", "&str"].contains(&kind);
            text.then(|| value.split_once(";\n").map(|(value, _)| value.trim())).flatten()
        });
        if let Some(value) = value {
            whole = whole.replace(&format!(" {name};"), &format!(" {value};"));
            whole = whole.replace(&format!("({name},"), &format!("({value},"));
        }
    }
    whole
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !["tests", "xtask", "target"].contains(&name.as_str()) {
            found.extend(sources(&path)?);
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A string literal, and whether it stands in a `Some(…)`; or the end of a declaration.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Text { text: String, optional: bool },
    End,
}

fn tokens(source: &str) -> Vec<Token> {
    let source: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut tokens = Vec::new();
    let mut rest = source.as_str();
    while let Some(at) = rest.find(['"', ';']) {
        let (before, from) = rest.split_at(at);
        if let Some(after) = from.strip_prefix(';') {
            tokens.push(Token::End);
            rest = after;
            continue;
        }
        let mut text = String::new();
        let mut escaped = false;
        let mut length = 1;
        for character in from.chars().skip(1) {
            length += character.len_utf8();
            match character {
                '"' if !escaped => break,
                '\\' if !escaped => escaped = true,
                _ => {
                    escaped = false;
                    text.push(character);
                }
            }
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let optional = ["Some(", ".help(", ".help(format!("].iter().any(|sign| before.ends_with(sign));
        tokens.push(Token::Text { text, optional });
        rest = from.get(length..).unwrap_or_default();
    }
    tokens.push(Token::End);
    tokens
}

fn is_code(text: &str) -> bool {
    text.split_once('.').is_some_and(|(crate_name, rest)| {
        let lower = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        // The number of a section has a digit there.
        lower(crate_name) && lower(rest) && crate_name.starts_with(|first: char| first.is_ascii_lowercase())
    })
}

/// Each code with the literals that follow it: rule, words and help, in one of the orders that the crates have.
fn declared(source: &str, all: &mut BTreeMap<String, Meaning>) {
    let mut code: Option<String> = None;
    let (mut plain, mut optional): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for token in tokens(source) {
        match token {
            Token::Text { text, .. } if code.is_none() || is_code(&text) => {
                if is_code(&text) {
                    keep(code.replace(text), &plain, &optional, all);
                    (plain, optional) = (Vec::new(), Vec::new());
                }
            }
            Token::Text { text, optional: true } if !plain.is_empty() => optional.push(text),
            Token::Text { optional: true, .. } => {}
            Token::Text { text, optional: false } => plain.push(text),
            Token::End => {
                keep(code.take(), &plain, &optional, all);
                (plain, optional) = (Vec::new(), Vec::new());
            }
        }
    }
}

/// A failure of the command line: its code, its words, and further down its help.
fn failed(source: &str, all: &mut BTreeMap<String, Meaning>) {
    let texts = |wanted: bool| {
        let texts = tokens(source).into_iter().filter_map(move |token| match token {
            Token::Text { text, optional } if optional == wanted => Some(text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    let plain = texts(false);
    if let [code, words, ..] = plain.as_slice()
        && is_code(code)
    {
        keep(Some(code.clone()), std::slice::from_ref(words), &texts(true), all);
    }
}

fn keep(code: Option<String>, plain: &[String], optional: &[String], all: &mut BTreeMap<String, Meaning>) {
    let Some(code) = code else { return };
    let (words, help) = match plain {
        [] => return,
        [words] => (words, optional.first()),
        [_rule, words] => (words, optional.first()),
        [_rule, help, words, ..] => (words, Some(help)),
    };
    let meaning = Meaning { words: words.clone(), help: help.cloned().unwrap_or_default() };
    all.entry(code).or_insert(meaning);
}

/// The reader of JSON says its words at each variant, and its codes further down.
fn json(source: &str, all: &mut BTreeMap<String, Meaning>) {
    for arm in source.split("Self::").skip(1) {
        let Some((name, rest)) = arm.split_once(" => \"json.") else { continue };
        let name = name.trim_end_matches(" { .. }");
        let Some(code) = rest.split('"').next().map(|code| format!("json.{code}")) else { continue };
        let variant = source.split("#[error(\"").skip(1).find(|text| {
            let after = text.split_once(")]\n").map_or("", |(_, after)| after).trim_start();
            after.strip_prefix(name).is_some_and(|after| after.starts_with([',', ' ']))
        });
        let words = variant.and_then(|text| text.split('"').next()).unwrap_or_default();
        let words = words.replace("{}", "{…}");
        all.entry(code).or_insert(Meaning { words, help: String::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<(String, String, String)> {
        let mut all = BTreeMap::new();
        declared(source, &mut all);
        all.into_iter().map(|(code, meaning)| (code, meaning.words, meaning.help)).collect()
    }

    #[test]
    fn each_order_of_a_declaration_is_read() {
        for (source, words, help) in [
            ("Malformed A, \"a.b\", \"RFC 1\", \"it; fails\";", "it; fails", ""),
            ("A = \"a.b\", \"it fails\", Some(\"do this\");", "it fails", "do this"),
            ("A = \"a.b\", Some(\"RFC 1\"),\n \"it fails\", None;", "it fails", ""),
            (
                "A { x: u8 = \"The x.\" }, \"a.b\", \"RFC 1\", \"do this\", \"it fails\";",
                "it fails",
                "do this",
            ),
            ("A \"a.b\" \"it fails\"", "it fails", ""),
            ("/// \"no.code\"\nA \"a.b\" \"it \\\n   fails\"", "it fails", ""),
        ] {
            assert_eq!(of(source), [("a.b".to_owned(), words.to_owned(), help.to_owned())], "{source}");
        }
        let several = of("A \"a.b\" \"one\"\nB \"a.c\" \"two\"\n");
        assert_eq!(several.len(), 2, "{several:?}");
    }
}
