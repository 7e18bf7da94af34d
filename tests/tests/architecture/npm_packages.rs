//! The packages of the npm registry that tests/npm runs: each at one version, known by its digest, under a licence of deny.toml's, and from
//! no host in particular. They are for tests alone: nothing that is shipped holds any.

use crate::{assert_none, assert_seen, source_files};
use serde_json::Value;

/// As deny.toml has it for crates.
const LICENCES: &[&str] = &["Apache-2.0", "BSD-3-Clause", "ISC", "MIT", "(MIT AND Zlib)"];

fn violations(manifest: &Value, lock: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let entries = |value: &Value| value.as_object().cloned().unwrap_or_default();
    for (name, version) in entries(&manifest["dependencies"]) {
        let exact = version.as_str().is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'));
        if !exact {
            found.push(format!("{name} is not at one version"));
        }
    }
    for (path, package) in entries(&lock["packages"]).iter().filter(|(path, _)| !path.is_empty()) {
        if !package["integrity"].as_str().is_some_and(|digest| digest.starts_with("sha512-")) {
            found.push(format!("{path} has no digest"));
        }
        if package.get("resolved").is_some() {
            found.push(format!("{path} names a host"));
        }
        if package["hasInstallScript"] == true {
            found.push(format!("{path} runs a script when it is installed"));
        }
        if !package["license"].as_str().is_some_and(|licence| LICENCES.contains(&licence)) {
            found.push(format!("{path} has another licence"));
        }
    }
    found
}

fn read(name: &str) -> Value {
    let text = std::fs::read(source_files::root().join("tests/npm").join(name)).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn packages_are_pinned_and_free() {
    let lock = read("package-lock.json");
    assert!(lock["packages"].as_object().unwrap().len() > 5);
    assert_none(&violations(&read("package.json"), &lock));
}

#[test]
fn planted_packages_are_seen() {
    let good = || serde_json::json!({ "version": "1.0.0", "integrity": "sha512-a", "license": "MIT" });
    let with = |name: &str, value: Value| {
        let mut package = good();
        package[name] = value;
        violations(&Value::Null, &serde_json::json!({ "packages": { "": {}, "node_modules/a": package } }))
    };
    assert_none(&with("version", "1.0.1".into()));
    assert_seen(&with("integrity", "sha1-a".into()), "no digest");
    assert_seen(&with("resolved", "https://registry.example/a.tgz".into()), "names a host");
    assert_seen(&with("hasInstallScript", true.into()), "runs a script");
    assert_seen(&with("license", "GPL-3.0".into()), "another licence");
    let manifest = serde_json::json!({ "dependencies": { "a": "^1.0.0" } });
    assert_seen(&violations(&manifest, &Value::Null), "not at one version");
}
