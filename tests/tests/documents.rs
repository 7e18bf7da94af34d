//! Documents that make claims about the tests are held to them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every test whose name starts with `a` and a case number, `a02_unreferenced_disclosure`, by number.
fn attack_tests() -> BTreeMap<u32, BTreeSet<String>> {
    let mut files = Vec::new();
    rust_files(&root().join("tests/tests"), &mut files);
    rust_files(&root().join("crates"), &mut files);
    let mut tests: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let Some(name) = line.trim_start().strip_prefix("fn a").and_then(|rest| rest.split('(').next())
            else {
                continue;
            };
            let Some((number, _)) = name.split_once('_') else { continue };
            if let Ok(number) = number.parse() {
                tests.entry(number).or_default().insert(format!("a{name}"));
            }
        }
    }
    tests
}

/// The rows of docs/ATTACKS.md, `| 2 | what | tests | codes |`: number to the tests it names.
fn listed_tests(document: &str) -> BTreeMap<u32, BTreeSet<String>> {
    let mut listed: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for line in document.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Some(Ok(number)) = cells.get(1).map(|cell| cell.parse::<u32>()) else { continue };
        let names = cells[3].split(',').map(|name| name.trim().trim_matches('`').to_owned());
        listed.entry(number).or_default().extend(names.filter(|name| name.starts_with('a')));
    }
    listed
}

#[test]
fn the_list_of_attacks_names_every_attack_test_and_no_other() {
    let document = std::fs::read_to_string(root().join("docs/ATTACKS.md")).unwrap();
    let (tests, listed) = (attack_tests(), listed_tests(&document));
    for number in tests.keys().chain(listed.keys()) {
        let empty = BTreeSet::new();
        let (tests, listed) = (tests.get(number).unwrap_or(&empty), listed.get(number).unwrap_or(&empty));
        assert_eq!(tests, listed, "case {number}: left the tests, right docs/ATTACKS.md");
    }
}

#[test]
fn every_case_in_scope_has_a_test() {
    let tests = attack_tests();
    let vault = (139..=141).chain([145]).chain(147..=149).chain(152..=154).chain(156..=157);
    let bbs = (49..=66).chain([161]);
    let openid4vp = (93..=107).chain(109..=112);
    let station = [159].into_iter().chain(161..=166).chain(170..=171);
    let in_scope = (1..=48)
        .chain(bbs)
        .chain(67..=79)
        .chain(81..=83)
        .chain([87])
        .chain(openid4vp)
        .chain(vault)
        .chain(station);
    let missing: Vec<u32> = in_scope.filter(|number| !tests.contains_key(number)).collect();
    assert!(missing.is_empty(), "no test for the cases {missing:?}");
}

/// Links to files in the documents at the top lead somewhere.
#[test]
fn links_lead_somewhere() {
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/ARCHITECTURE.md",
        "docs/PROFILE.md",
        "docs/ATTACKS.md",
        "docs/decisions/README.md",
    ] {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                assert!(path.parent().unwrap().join(target).exists(), "{name} links to {link}");
            }
        }
    }
}
