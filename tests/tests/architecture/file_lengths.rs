//! Files stay short enough to be read at one go. Tests are not counted.

use crate::source_files::SourceFile;
use crate::{assert_none, assert_seen, rust, source_files};

/// No file is longer.
const LONGEST: usize = 600;
/// A longer one may have two subjects: it is named in the output of this test.
const LONG: usize = 400;
/// Of all files, so many in a hundred may be long.
const LONG_IN_A_HUNDRED: usize = 10;

fn length(file: &SourceFile) -> usize {
    if file.extension() == "rs" { rust::shipped_lines(&file.text) } else { file.text.lines().count() }
}

fn long<'a>(files: &[&'a SourceFile]) -> Vec<(usize, &'a str)> {
    let lengths = files.iter().map(|file| (length(file), file.path.as_str()));
    lengths.filter(|(lines, _)| *lines > LONG).collect()
}

fn violations(files: &[&SourceFile]) -> Vec<String> {
    let long = long(files);
    let mut found = Vec::new();
    for (lines, path) in long.iter().filter(|(lines, _)| *lines > LONGEST) {
        found.push(format!("{path} has {lines} lines, more than {LONGEST}"));
    }
    if long.len() * 100 > files.len() * LONG_IN_A_HUNDRED {
        found.push(format!("{} of {} files are longer than {LONG} lines", long.len(), files.len()));
    }
    found
}

#[test]
fn files_are_short() {
    let files = source_files::below("");
    let code =
        files.iter().filter(|file| ["rs", "ts", "svelte"].contains(&file.extension()) && !file.is_test());
    let code: Vec<_> = code.collect();
    for (lines, path) in long(&code) {
        println!("{path} has {lines} lines: has it two subjects?");
    }
    assert_none(&violations(&code));
}

#[test]
fn planted_lengths_are_seen() {
    let file = |lines: usize| SourceFile { path: format!("{lines}.rs"), text: "fn f() {}\n".repeat(lines) };
    let short: Vec<_> = (0..9).map(|_| file(1)).collect();
    let with = |last: &SourceFile| violations(&short.iter().chain([last]).collect::<Vec<_>>());
    assert_none(&with(&file(LONGEST)));
    assert_seen(&with(&file(LONGEST + 1)), "601.rs has 601 lines");
    let mut tested = file(LONGEST);
    tested.text.push_str("#[cfg(test)]\nmod tests {\n}\n");
    assert_none(&with(&tested));
    assert_seen(&violations(&[&file(LONG + 1), &file(1)]), "1 of 2 files");
}
