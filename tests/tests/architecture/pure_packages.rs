//! Pure crates pull in nothing that reads a clock, opens a file or socket, asks the environment or the system's random numbers.

use crate::graph::{Graph, Tree};
use crate::{assert_none, assert_seen, floors};

/// Packages whose business is the outside world, and which part of it.
const WORLDLY: &[(&str, &str)] = &[
    ("async-std", "a runtime"),
    ("smol", "a runtime"),
    ("tokio", "a runtime"),
    ("hickory-resolver", "sockets"),
    ("hyper", "sockets"),
    ("mio", "sockets"),
    ("native-tls", "sockets"),
    ("openssl", "a library of the system"),
    ("openssl-sys", "a library of the system"),
    ("reqwest", "sockets"),
    ("rustls", "sockets"),
    ("socket2", "sockets"),
    ("ureq", "sockets"),
    ("dirs", "the environment"),
    ("fs4", "files"),
    ("libsqlite3-sys", "files"),
    ("memmap2", "files"),
    ("notify", "files"),
    ("tempfile", "files"),
    ("walkdir", "files"),
    ("getrandom", "the system's random numbers"),
    ("rand", "the system's random numbers"),
    ("chrono", "the clock"),
    ("iana-time-zone", "the clock"),
    ("time", "the clock"),
    ("keyring", "the system's key store"),
    ("log", "a global"),
    ("tracing", "a global"),
];

/// Those who encrypt (`jose` with its feature `jwe`), and what the library brings that does: it is given no address, file or time.
const ENCRYPTING: &[&str] = &["vouchsafe-openid4vc"];
const UNDER_JWE: &[&str] = &["openssl", "openssl-sys", "time"];

fn worldly(name: &str) -> Option<&'static str> {
    WORLDLY.iter().find(|(package, _)| *package == name).map(|(_, what)| *what)
}

/// Looks at what pure crates declare: an optional dependency counts too, for somebody may turn it on.
fn declared(graph: &Graph) -> Vec<String> {
    let pure = graph.packages.iter().filter(|package| floors::is_pure(&package.name));
    pure.flat_map(|package| {
        let found = package.dependencies.iter().filter_map(|name| Some((name, worldly(name)?)));
        found.map(|(name, what)| format!("{} declares {name}: {what}", package.name)).collect::<Vec<_>>()
    })
    .collect()
}

/// Looks at everything below a pure crate with its default features.
fn pulled_in(tree: &Tree) -> Vec<String> {
    let encrypts = ENCRYPTING.contains(&tree.package.as_str());
    let names = tree.names().filter(|name| !(encrypts && UNDER_JWE.contains(name)));
    let found = names.filter_map(|name| Some((name, worldly(name)?)));
    found.map(|(name, what)| format!("{} pulls in {name}: {what}", tree.package)).collect()
}

#[test]
fn pure_crates_know_nothing_of_the_world() {
    let graph = Graph::read();
    assert_none(&declared(&graph));
    for package in graph.packages.iter().filter(|package| floors::is_pure(&package.name)) {
        assert_none(&pulled_in(&Tree::read(&package.name)));
    }
}

#[test]
fn planted_packages_are_seen() {
    for (name, what) in WORLDLY {
        assert_seen(&declared(&Graph::of(&[("vouchsafe-sd-jwt", &[name])])), what);
        assert_seen(
            &pulled_in(&Tree::parse("vouchsafe-sd-jwt", &format!("serde v1.0.0\n{name} v1.0.0"))),
            what,
        );
    }
    let with_openssl = |package| pulled_in(&Tree::parse(package, "josekit v0.10.3\nopenssl v0.10.0"));
    assert_none(&with_openssl("vouchsafe-openid4vc"));
    assert_seen(&with_openssl("vouchsafe-verifier"), "a library of the system");
    assert_none(&declared(&Graph::of(&[
        ("vouchsafe-vault", &["getrandom"]),
        ("vouchsafe-jose", &["rand_core"]),
    ])));
}
