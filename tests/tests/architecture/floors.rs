//! A crate imports only from lower floors: never up, never sideways.

use crate::graph::Graph;
use crate::{assert_none, assert_seen};

/// The floors, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Floor {
    Words,
    Signing,
    Formats,
    Protocols,
    Roles,
    Evidence,
    Composition,
    Shells,
}

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    On(Floor),
    /// Disk or sockets behind plain types: among the roles, but knows only the words.
    Adapter,
    /// Tests: may use everything that is shipped, and is used by nothing.
    Tests,
    /// Developer commands: built before anything of ours can be.
    Tools,
}

use Floor::*;
use Place::*;

/// Every package, by its name without `vouchsafe-`. Those that are not built yet have their place already.
const PLACES: &[(&str, Place)] = &[
    ("credential", On(Words)),
    ("bbs", On(Words)),
    ("jose", On(Signing)),
    ("sd-jwt", On(Formats)),
    ("jpt", On(Formats)),
    ("status-list", On(Formats)),
    ("accumulator", On(Formats)),
    ("type-metadata", On(Formats)),
    ("dcql", On(Formats)),
    ("openid4vc", On(Protocols)),
    ("wallet", On(Roles)),
    ("verifier", On(Roles)),
    ("issuer", On(Roles)),
    ("vault", Adapter),
    ("net", Adapter),
    ("evidence", On(Evidence)),
    ("app", On(Composition)),
    ("cli", On(Shells)),
    ("desktop", On(Shells)),
    ("station", On(Shells)),
    ("sandbox", On(Shells)),
    ("tests", Tests),
    ("peers", Tests),
    ("xtask", Tools),
];

/// Crates that may use fewer of ours than their floor allows.
const ONLY: &[(&str, &[&str])] = &[("cli", &["app", "verifier", "issuer"])];

/// The name without `vouchsafe-`, for a package of ours.
pub(crate) fn room(package: &str) -> Option<&str> {
    package.strip_prefix("vouchsafe-")
}

/// Whether a package may know nothing of clock, disk, sockets, environment and the system's random numbers.
pub(crate) fn is_pure(package: &str) -> bool {
    match room(package).and_then(place) {
        Some(On(floor)) => floor <= Roles,
        _ => false,
    }
}

/// Whether a package is shipped to nobody: tests and developer commands.
pub(crate) fn is_for_developers(package: &str) -> bool {
    matches!(room(package).and_then(place), Some(Tests | Tools))
}

fn place(room: &str) -> Option<Place> {
    PLACES.iter().find(|(name, _)| *name == room).map(|(_, place)| *place)
}

fn violations(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for package in &graph.packages {
        let Some((from, place)) = room(&package.name).and_then(|room| Some((room, place(room)?))) else {
            found
                .push(format!("{} has no floor: give it one here and in docs/ARCHITECTURE.md", package.name));
            continue;
        };
        for to in package.dependencies.iter().filter_map(|name| room(name)) {
            if let Some(why) = forbids(from, place, to) {
                found.push(format!("{from} -> {to}: {why}"));
            }
        }
    }
    found
}

/// Why one crate may not use another.
fn forbids(from: &str, from_place: Place, to: &str) -> Option<&'static str> {
    let to_place = place(to)?;
    let to_floor = match to_place {
        On(floor) => floor,
        Adapter => Roles,
        Tests | Tools => return Some("nothing uses tests and tools"),
    };
    if ONLY.iter().any(|(name, allowed)| *name == from && !allowed.contains(&to)) {
        return Some("not among the few it may use");
    }
    match from_place {
        Tests => None,
        Tools => Some("developer commands use nothing of ours"),
        Adapter if to_floor != Words => Some("an adapter knows only the words"),
        Adapter => None,
        On(floor) if to_floor > floor => Some("up"),
        On(floor) if to_floor == floor => Some("sideways"),
        On(_) => None,
    }
}

#[test]
fn every_arrow_points_down() {
    assert_none(&violations(&Graph::read()));
}

#[test]
fn allowed_arrows_pass() {
    assert_none(&violations(&Graph::of(&[
        ("vouchsafe-jose", &["vouchsafe-credential", "aws-lc-rs"]),
        ("vouchsafe-verifier", &["vouchsafe-sd-jwt", "vouchsafe-credential"]),
        ("vouchsafe-accumulator", &["vouchsafe-bbs", "vouchsafe-credential", "vouchsafe-jose"]),
        ("vouchsafe-type-metadata", &["vouchsafe-credential", "vouchsafe-jose"]),
        ("vouchsafe-vault", &["vouchsafe-credential"]),
        ("vouchsafe-evidence", &["vouchsafe-net", "vouchsafe-status-list"]),
        ("vouchsafe-app", &["vouchsafe-wallet", "vouchsafe-vault", "vouchsafe-evidence"]),
        ("vouchsafe-cli", &["vouchsafe-app", "vouchsafe-verifier", "vouchsafe-issuer"]),
        ("vouchsafe-peers", &["vouchsafe-verifier", "aws-lc-rs"]),
    ])));
}

#[test]
fn planted_arrows_are_seen() {
    for (from, to, why) in [
        ("jose", "sd-jwt", "up"),
        ("verifier", "app", "up"),
        ("dcql", "openid4vc", "up"),
        ("wallet", "evidence", "up"),
        ("wallet", "verifier", "sideways"),
        ("verifier", "wallet", "sideways"),
        ("sd-jwt", "jpt", "sideways"),
        ("jpt", "sd-jwt", "sideways"),
        ("accumulator", "jpt", "sideways"),
        ("type-metadata", "sd-jwt", "sideways"),
        ("credential", "bbs", "sideways"),
        ("issuer", "vault", "sideways"),
        ("station", "sandbox", "sideways"),
        ("vault", "sd-jwt", "an adapter knows only the words"),
        ("net", "jose", "an adapter knows only the words"),
        ("vault", "net", "an adapter knows only the words"),
        ("cli", "vault", "not among the few"),
        ("cli", "credential", "not among the few"),
        ("app", "tests", "nothing uses tests"),
        ("tests", "xtask", "nothing uses tests"),
        ("xtask", "credential", "developer commands"),
    ] {
        let (from, to) = (format!("vouchsafe-{from}"), format!("vouchsafe-{to}"));
        assert_seen(&violations(&Graph::of(&[(&from, &[&to])])), why);
    }
    assert_seen(&violations(&Graph::of(&[("vouchsafe-cache", &[])])), "vouchsafe-cache has no floor");
    assert_seen(&violations(&Graph::of(&[("cache", &[])])), "cache has no floor");
}

#[test]
fn pure_crates_are_the_cores() {
    for pure in
        ["credential", "bbs", "jose", "sd-jwt", "jpt", "dcql", "openid4vc", "wallet", "verifier", "issuer"]
    {
        assert!(is_pure(&format!("vouchsafe-{pure}")), "{pure}");
    }
    for other in ["vault", "net", "evidence", "app", "cli", "tests", "xtask"] {
        assert!(!is_pure(&format!("vouchsafe-{other}")), "{other}");
    }
}
