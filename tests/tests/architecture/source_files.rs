//! The files of the project, as text.

use std::path::{Path, PathBuf};

/// Folders that hold what others wrote or machines made.
const NOT_OURS: &[&str] = &[".git", "artifacts", "corpus", "dist", "node_modules", "target", "vectors"];

/// One file that can be read as text.
pub(crate) struct SourceFile {
    /// From the root of the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// Whether the whole file is only compiled for tests, by where it stands: in a `tests` folder or called `…tests.rs`.
    pub(crate) fn is_test(&self) -> bool {
        let stem = self.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        self.path.split('/').any(|part| part == "tests" || part == "fuzz") || stem.ends_with("tests")
    }

    /// The ending of its name.
    pub(crate) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every text file of ours below a folder of the workspace (`""` for all), in order.
pub(crate) fn below(folder: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(SourceFile { path: from_root(path), text });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn from_root(path: PathBuf) -> String {
    let parts = path.strip_prefix(root()).unwrap().components();
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

#[test]
fn files_are_found_and_tests_told_apart() {
    let files = below("");
    let is_test = |path: &str| files.iter().find(|file| file.path == path).unwrap().is_test();
    assert!(!is_test("crates/credential/src/json/parse.rs"));
    assert!(is_test("crates/credential/src/json/tests.rs"));
    assert!(is_test("tests/tests/architecture/main.rs"));
    assert!(!files.iter().any(|file| file.path.starts_with("tests/vectors/")));
}
