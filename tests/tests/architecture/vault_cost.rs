//! The vault's next-to-nothing cost for tests is never used in what is shipped.

use crate::source_files::SourceFile;
use crate::{assert_none, assert_seen, rust, source_files};

const FOR_TESTS: &str = "insecure_for_tests";

fn violations(file: &SourceFile) -> Vec<String> {
    let tokens = rust::shipped(&rust::tokens(&file.text));
    let named = tokens.windows(2).filter(|pair| pair[1].text == FOR_TESTS && pair[0].text != "fn");
    named.map(|pair| format!("{}:{}: {FOR_TESTS}", file.path, pair[1].line)).collect()
}

#[test]
fn shipped_code_never_makes_a_cheap_vault() {
    for file in source_files::below("").iter().filter(|file| file.extension() == "rs" && !file.is_test()) {
        assert_none(&violations(file));
    }
}

#[test]
fn a_planted_use_is_seen() {
    let seen = |text: &str| violations(&SourceFile { path: "lib.rs".to_owned(), text: text.to_owned() });
    assert_seen(&seen("fn open() {\n    let policy = KdfPolicy::insecure_for_tests();\n}"), "lib.rs:2");
    assert_none(&seen("pub const fn insecure_for_tests() -> Self {}"));
    assert_none(&seen("#[cfg(test)]\nmod tests { fn f() { KdfPolicy::insecure_for_tests(); } }"));
}
