//! Every crate forbids unsafe code at its root, but the one that speaks to blst.

use crate::graph::Graph;
use crate::{assert_none, assert_seen, floors, rust, source_files};

const MAY_BE_UNSAFE: &str = "bbs";

fn violations(package: &str, roots: &[(String, String)]) -> Vec<String> {
    if floors::room(package) == Some(MAY_BE_UNSAFE) {
        return Vec::new();
    }
    let attribute = ["#", "!", "[", "forbid", "(", "unsafe_code", ")", "]"];
    let forbids = |text: &str| {
        let words: Vec<_> = rust::tokens(text).iter().map(|token| token.text).collect();
        words.windows(attribute.len()).any(|window| window == attribute)
    };
    let missing = roots.iter().filter(|(_, text)| !forbids(text));
    missing.map(|(path, _)| format!("{path} lacks #![forbid(unsafe_code)]")).collect()
}

#[test]
fn every_root_forbids_unsafe_code() {
    for package in Graph::read().packages {
        let read = |path: &std::path::PathBuf| {
            let shown = path.strip_prefix(source_files::root()).unwrap_or(path).display().to_string();
            (shown, std::fs::read_to_string(path).unwrap())
        };
        let roots: Vec<_> = package.roots.iter().map(read).collect();
        assert!(!roots.is_empty() || package.name == "vouchsafe-tests", "{} has no root", package.name);
        assert_none(&violations(&package.name, &roots));
    }
}

#[test]
fn planted_roots_are_seen() {
    let root = |text: &str| [("lib.rs".to_owned(), text.to_owned())];
    assert_none(&violations("vouchsafe-jose", &root("//! Words.\n#![forbid(unsafe_code)]\n")));
    assert_seen(
        &violations("vouchsafe-jose", &root("//! #![forbid(unsafe_code)]\npub mod a;\n")),
        "lib.rs lacks",
    );
    assert_seen(&violations("vouchsafe-jose", &root("#![deny(unsafe_code)]\n")), "lib.rs lacks");
    assert_none(&violations("vouchsafe-bbs", &root("")));
}
