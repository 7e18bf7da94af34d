//! Each library that does security work has one crate that uses it directly.

use crate::graph::Graph;
use crate::{assert_none, assert_seen, floors};

/// Libraries and their one user, by its name without `vouchsafe-`. deny.toml says the same to cargo-deny.
const OWNERS: &[(&str, &str)] = &[
    ("aws-lc-rs", "jose"),
    ("aws-lc-sys", "jose"),
    ("josekit", "jose"),
    ("p256", "jose"),
    ("p384", "jose"),
    ("ed25519-dalek", "jose"),
    ("rustls-webpki", "jose"),
    ("rcgen", "sandbox"),
    ("blst", "bbs"),
    ("rusqlite", "vault"),
    ("libsqlite3-sys", "vault"),
    ("age", "vault"),
    ("argon2", "vault"),
    ("region", "vault"),
    ("keyring", "vault"),
    ("keyring-core", "vault"),
    ("secret-service", "vault"),
    ("hyper", "net"),
    ("hickory-resolver", "net"),
    ("reqwest", "net"),
    ("rustls", "net"),
    ("rustls-native-certs", "net"),
    ("tokio-rustls", "net"),
    ("ureq", "net"),
    ("tauri", "desktop"),
];

/// Sandbox and station keep what they must not forget in a plain SQLite file: nothing of SQLCipher, and no key. The station serves its own
/// connections, to cut off whoever says nothing and to encrypt them.
const BESIDES: &[(&str, &str)] = &[
    ("rusqlite", "sandbox"),
    ("rusqlite", "station"),
    ("hyper", "station"),
    ("rustls", "station"),
    ("tokio-rustls", "station"),
];

fn violations(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for package in graph.packages.iter().filter(|package| !floors::is_for_developers(&package.name)) {
        for (library, owner) in OWNERS {
            let room = floors::room(&package.name);
            if room != Some(*owner)
                && !BESIDES.iter().any(|(used, user)| used == library && room == Some(*user))
                && package.dependencies.iter().any(|name| name == library)
            {
                found.push(format!("{} uses {library}, which is {owner}'s", package.name));
            }
        }
    }
    found
}

#[test]
fn every_library_has_one_user() {
    assert_none(&violations(&Graph::read()));
}

#[test]
fn planted_users_are_seen() {
    for (library, owner) in OWNERS {
        assert_none(&violations(&Graph::of(&[(&format!("vouchsafe-{owner}"), &[library])])));
        assert_seen(&violations(&Graph::of(&[("vouchsafe-app", &[library])])), &format!("uses {library}"));
    }
    assert_none(&violations(&Graph::of(&[
        ("vouchsafe-peers", &["aws-lc-rs"]),
        ("vouchsafe-sandbox", &["rusqlite"]),
        ("vouchsafe-station", &["rusqlite", "hyper", "rustls", "tokio-rustls"]),
    ])));
    assert_seen(&violations(&Graph::of(&[("vouchsafe-sandbox", &["argon2"])])), "uses argon2");
}
