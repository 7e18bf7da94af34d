use serde::Serialize;
use std::env::consts::{ARCH, OS};

/// A program, a library or the system, and which version of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Program {
    pub(super) name: &'static str,
    pub(super) version: String,
}

/// What this program was built from: cargo writes it before it builds.
const LOCK_FILE: &str = include_str!("../../../../Cargo.lock");

/// What is at work here.
pub(super) fn programs() -> Vec<Program> {
    let engine = vouchsafe_app::storage_engine().ok();
    let system = system_name().map_or_else(|| format!("{OS} {ARCH}"), |name| format!("{name}, {OS} {ARCH}"));
    let signatures = locked_version("aws-lc-rs").map(|version| ("aws-lc-rs", version.to_owned()));
    [
        Some(("vouchsafe", env!("CARGO_PKG_VERSION").to_owned())),
        engine.as_ref().map(|engine| ("SQLCipher", engine.sqlcipher.clone())),
        engine.as_ref().map(|engine| ("SQLite", engine.sqlite.clone())),
        engine
            .as_ref()
            .map(|engine| ("OpenSSL", engine.cryptography.trim_start_matches("OpenSSL ").to_owned())),
        signatures,
        Some(("system", system)),
    ]
    .into_iter()
    .flatten()
    .map(|(name, version)| Program { name, version })
    .collect()
}

/// The version of a library that is linked into this program.
fn locked_version(name: &str) -> Option<&'static str> {
    let (_, entry) = LOCK_FILE.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    entry.split('"').next()
}

/// What the system calls itself: <https://www.freedesktop.org/software/systemd/man/latest/os-release.html>.
fn system_name() -> Option<String> {
    let about = std::fs::read_to_string("/etc/os-release").ok()?;
    let name = about.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_version() {
        let programs = programs();
        for name in ["vouchsafe", "SQLCipher", "SQLite", "OpenSSL", "aws-lc-rs", "system"] {
            let found = programs.iter().find(|program| program.name == name);
            let version = &found.unwrap_or_else(|| panic!("{name} is missing")).version;
            assert!(
                name == "system" || version.contains(|character: char| character.is_ascii_digit()),
                "{name}"
            );
        }
        assert_eq!(locked_version("no-such-library"), None);
    }
}
