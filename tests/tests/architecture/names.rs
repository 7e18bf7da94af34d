//! No crate and no module is a drawer for things that have no home.

use crate::graph::Graph;
use crate::{assert_none, assert_seen, floors, source_files};

const DRAWERS: &[&str] = &["common", "core", "helper", "helpers", "misc", "shared", "types", "util", "utils"];

fn packages(graph: &Graph) -> Vec<String> {
    let names = graph.packages.iter().map(|package| floors::room(&package.name).unwrap_or(&package.name));
    let drawers = names.filter(|name| name.split('-').any(|part| DRAWERS.contains(&part)));
    drawers.map(|name| format!("a crate called {name}")).collect()
}

fn modules<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_drawer = |path: &&str| path.split('/').any(|part| DRAWERS.contains(&part.trim_end_matches(".rs")));
    paths
        .filter(|path| path.ends_with(".rs"))
        .filter(is_drawer)
        .map(|path| format!("a module called {path}"))
        .collect()
}

#[test]
fn nothing_is_a_drawer() {
    assert_none(&packages(&Graph::read()));
    let files = source_files::below("");
    assert_none(&modules(files.iter().map(|file| file.path.as_str())));
}

#[test]
fn planted_drawers_are_seen() {
    for name in ["vouchsafe-utils", "vouchsafe-test-common", "core"] {
        assert_seen(&packages(&Graph::of(&[(name, &[])])), "a crate called");
    }
    for path in ["crates/jose/src/utils.rs", "crates/jose/src/common/mod.rs", "tests/tests/it/helpers.rs"] {
        assert_seen(&modules([path].into_iter()), path);
    }
    assert_none(&modules(["crates/score/src/encore.rs", "docs/common.md"].into_iter()));
}
