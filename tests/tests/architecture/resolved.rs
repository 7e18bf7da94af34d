//! What a crate pulls in through any number of others: strangers stay strangers, and the verifier stays small.

use crate::graph::{Graph, Tree};
use crate::{assert_none, assert_seen, floors};

/// Pairs that never know each other; what both need moves down a floor.
const STRANGERS: &[(&str, &str)] =
    &[("vouchsafe-wallet", "vouchsafe-verifier"), ("vouchsafe-sd-jwt", "vouchsafe-jpt")];

/// The vault keeps opaque records: of ours it knows the words.
const VAULT: &str = "vouchsafe-vault";
const KNOWN_TO_VAULT: &[&str] = &[VAULT, "vouchsafe-credential"];

/// The crate that strangers reuse has fewer packages than this below it, itself included.
const VERIFIER: &str = "vouchsafe-verifier";
const VERIFIER_PACKAGES: usize = 60;

fn violations(tree: &Tree) -> Vec<String> {
    let Tree { package, .. } = tree;
    let mut found = Vec::new();
    for (one, other) in STRANGERS {
        for (from, to) in [(one, other), (other, one)] {
            if package == from && tree.names().any(|name| name == *to) {
                found.push(format!("{from} knows {to}"));
            }
        }
    }
    if package == VAULT {
        let known =
            tree.names().filter(|name| floors::room(name).is_some() && !KNOWN_TO_VAULT.contains(name));
        found.extend(known.map(|name| format!("the vault knows {name}")));
    }
    if package == VERIFIER {
        if tree.len() >= VERIFIER_PACKAGES {
            found.push(format!("the verifier has {} packages, {VERIFIER_PACKAGES} or more", tree.len()));
        }
        let heavy = tree.names().filter(|name| *name == "tokio" || name.starts_with("openssl"));
        found.extend(heavy.map(|name| format!("the verifier pulls in {name}")));
    }
    found
}

#[test]
fn strangers_stay_strangers_and_the_verifier_small() {
    for package in Graph::read().packages {
        assert_none(&violations(&Tree::read(&package.name)));
    }
}

#[test]
fn planted_packages_are_seen() {
    for (package, line, words) in [
        (VERIFIER, "vouchsafe-wallet v0.1.0", "vouchsafe-verifier knows vouchsafe-wallet"),
        ("vouchsafe-wallet", "vouchsafe-verifier v0.1.0", "vouchsafe-wallet knows vouchsafe-verifier"),
        ("vouchsafe-sd-jwt", "vouchsafe-jpt v0.1.0", "vouchsafe-sd-jwt knows vouchsafe-jpt"),
        ("vouchsafe-jpt", "vouchsafe-sd-jwt v0.1.0", "vouchsafe-jpt knows vouchsafe-sd-jwt"),
        (VAULT, "vouchsafe-status-list v0.1.0", "the vault knows vouchsafe-status-list"),
        (VERIFIER, "tokio v1.54.1", "the verifier pulls in tokio"),
        (VERIFIER, "openssl-sys v0.9.1", "the verifier pulls in openssl-sys"),
    ] {
        assert_seen(&violations(&Tree::parse(package, &format!("{package} v0.1.0\n{line}\n"))), words);
    }
    let lines = |count: usize| (0..count).map(|number| format!("p{number} v1.0.0\n")).collect::<String>();
    assert_none(&violations(&Tree::parse(VERIFIER, &lines(VERIFIER_PACKAGES - 1))));
    assert_seen(&violations(&Tree::parse(VERIFIER, &lines(VERIFIER_PACKAGES))), "60 packages");
}
