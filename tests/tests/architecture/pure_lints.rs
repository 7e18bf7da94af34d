//! The pure crates let clippy refuse clock, files, sockets and the rest, all in the same words.

use crate::graph::Graph;
use crate::{assert_none, assert_seen, floors, source_files};

/// A crate's own clippy.toml stands instead of the one at the root, so it must say everything that one says.
fn violations(root: &str, configurations: &[(&str, String)]) -> Vec<String> {
    let mut found = Vec::new();
    let model = configurations.first().map_or("", |(_, text)| text);
    for (name, text) in configurations {
        if !text.contains("disallowed-methods") || !text.contains("disallowed-types") {
            found.push(format!("{name}: clippy.toml bans nothing"));
        } else if let Some(line) = root.lines().find(|line| !text.lines().any(|other| other == *line)) {
            found.push(format!("{name}: clippy.toml lacks `{line}` of the root"));
        } else if text != model {
            found.push(format!("{name}: clippy.toml differs from the others"));
        }
    }
    found
}

#[test]
fn pure_crates_have_the_same_bans() {
    let graph = Graph::read();
    let read = |path: String| std::fs::read_to_string(source_files::root().join(path)).unwrap_or_default();
    let rooms = graph.packages.iter().filter(|package| floors::is_pure(&package.name));
    let rooms = rooms.filter_map(|package| floors::room(&package.name));
    let configurations: Vec<_> =
        rooms.map(|room| (room, read(format!("crates/{room}/clippy.toml")))).collect();
    assert!(!configurations.is_empty());
    assert_none(&violations(&read("clippy.toml".to_owned()), &configurations));
}

#[test]
fn planted_configurations_are_seen() {
    let root = "allow-unwrap-in-tests = true\n";
    let good = format!("{root}disallowed-methods = []\ndisallowed-types = []\n");
    assert_none(&violations(root, &[("a", good.clone()), ("b", good.clone())]));
    assert_seen(
        &violations(root, &[("a", good.clone()), ("b", String::new())]),
        "b: clippy.toml bans nothing",
    );
    assert_seen(&violations(root, &[("a", good.replace(root, ""))]), "a: clippy.toml lacks");
    assert_seen(
        &violations(root, &[("a", good.clone()), ("b", format!("{good}\n"))]),
        "b: clippy.toml differs",
    );
}
