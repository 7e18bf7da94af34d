//! Words that must not stay in the tree: paths of somebody's machine, hosts of a registry, marks of something unfinished.

use crate::source_files::SourceFile;
use crate::{assert_none, assert_seen, source_files};

/// Each in two pieces, so that this file does not hold them.
const WORDS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Use", "rs/"),
    concat!("/tm", "p/"),
    concat!("registry", ".npmjs"),
    concat!("index", ".crates"),
    concat!("static", ".crates"),
    concat!("python", "hosted"),
    concat!("deb", ".debian"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

fn violations(file: &SourceFile, checkout: &str) -> Vec<String> {
    let words = || WORDS.iter().copied().chain([checkout]);
    let line = |(index, line): (usize, &str)| {
        let word = words().find(|word| line.contains(word))?;
        Some(format!("{}:{}: {word}", file.path, index + 1))
    };
    file.text.lines().enumerate().filter_map(line).collect()
}

#[test]
fn no_such_word_is_in_the_tree() {
    let checkout = source_files::root().display().to_string();
    for file in source_files::below("")
        .iter()
        .filter(|file| !file.path.ends_with("lock") && !file.path.ends_with("lock.json"))
    {
        assert_none(&violations(file, &checkout));
    }
}

#[test]
fn planted_words_are_seen() {
    let file = |text: String| SourceFile { path: "a.md".to_owned(), text };
    for word in WORDS.iter().chain(&["/srv/checkout"]) {
        assert_seen(
            &violations(&file(format!("fine\nsee {word}x")), "/srv/checkout"),
            &format!("a.md:2: {word}"),
        );
    }
    assert_none(&violations(&file("home/ and temporary".to_owned()), "/srv/checkout"));
}
