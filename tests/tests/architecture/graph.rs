//! The workspace as cargo declares it, and what a package pulls in as cargo resolves it.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// Every package of the workspace with the dependencies it declares, optional ones included.
pub(crate) struct Graph {
    pub(crate) packages: Vec<Package>,
}

pub(crate) struct Package {
    /// Such as `vouchsafe-jose`.
    pub(crate) name: String,
    /// The root file of each library and program.
    pub(crate) roots: Vec<PathBuf>,
    /// Names of the packages that the shipped code or its build script uses. Dependencies of tests are left out: a test may
    /// play every part.
    pub(crate) dependencies: Vec<String>,
}

impl Graph {
    /// The workspace of this test.
    pub(crate) fn read() -> Self {
        let metadata = cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"]);
        let metadata: Value = serde_json::from_str(&metadata).unwrap();
        Self { packages: metadata["packages"].as_array().unwrap().iter().map(Package::read).collect() }
    }

    /// A graph made up for a test: names without `vouchsafe-` are other people's.
    pub(crate) fn of(packages: &[(&str, &[&str])]) -> Self {
        let package = |(name, dependencies): &(&str, &[&str])| Package {
            name: (*name).to_owned(),
            roots: Vec::new(),
            dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
        };
        Self { packages: packages.iter().map(package).collect() }
    }
}

impl Package {
    fn read(package: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let has_shipped_kind = |target: &&Value| {
            let kinds = target["kind"].as_array().unwrap();
            kinds.iter().any(|kind| {
                ["lib", "bin", "proc-macro", "cdylib", "staticlib"].contains(&kind.as_str().unwrap())
            })
        };
        let targets = package["targets"].as_array().unwrap().iter();
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        Self {
            name: text(&package["name"]),
            roots: targets.filter(has_shipped_kind).map(|target| text(&target["src_path"]).into()).collect(),
            dependencies: dependencies
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        }
    }
}

/// What one package pulls in with its default features, built alone: names with versions, itself included.
///
/// `cargo metadata` would not do: it turns on what any other member of the workspace asks for.
pub(crate) struct Tree {
    pub(crate) package: String,
    packages: BTreeSet<String>,
}

impl Tree {
    /// The tree of a package of this workspace.
    pub(crate) fn read(package: &str) -> Self {
        Self::parse(package, &cargo(&["tree", "--locked", "-p", package, "-e", "normal", "--prefix", "none"]))
    }

    /// Reads `cargo tree --prefix none`: a package a line, `name v1.2.3 …`, some more than once.
    pub(crate) fn parse(package: &str, text: &str) -> Self {
        let name_and_version = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        Self { package: package.to_owned(), packages: text.lines().map(name_and_version).collect() }
    }

    /// The number of packages; two versions are two.
    pub(crate) fn len(&self) -> usize {
        self.packages.len()
    }

    /// The names of the packages, without versions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.packages.iter().filter_map(|package| package.split(' ').next())
    }
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_workspace_is_read() {
    let graph = Graph::read();
    let verifier = graph.packages.iter().find(|package| package.name == "vouchsafe-verifier").unwrap();
    assert!(verifier.dependencies.iter().any(|name| name == "vouchsafe-sd-jwt"));
    assert!(verifier.roots.iter().any(|root| root.ends_with("crates/verifier/src/lib.rs")));
}

#[test]
fn a_tree_counts_each_version_once() {
    let tree = Tree::parse("a", "a v0.1.0 (folder)\nsyn v2.0.1\nsyn v3.0.0 (*)\nsyn v3.0.0\n");
    assert_eq!(tree.len(), 3);
    assert_eq!(tree.names().collect::<Vec<_>>(), ["a", "syn", "syn"]);
}
