//! `cargo xtask setup`: what building and testing need beyond cargo.

use crate::command::{Command, Outcome};
use crate::machine::{self, WASM, output, runs};
use crate::workspace::{root, succeeds};
use anyhow::{Result, bail};
use std::process::Command as Program;

pub(crate) const COMMAND: Command = Command {
    name: "setup",
    arguments: "",
    summary: "Install what building and testing need and this machine lacks",
    details: "\
Looks for a C compiler, pkg-config and OpenSSL's headers (SQLCipher and JWE are built against
them), clang (it compiles the curve of BBS for wasm32), a D-Bus daemon and gnome-keyring (the key store tests start
their own, apart from yours), valgrind (`soak` looks with it for branches on secrets), node and npm (they run the wallets, issuers and verifiers that
others wrote, in tests/npm, and build and test the pages in ui), and installs the missing ones with apt-get, as root or
through sudo. Installs the npm packages that the lock files of tests/npm and ui name. Adds the standard
library for wasm32-unknown-unknown with rustup, for the check that the verifier and bbs build there.
Does nothing, quickly, where all is there. `test` does this first.",
    run: |_| {
        run()?;
        println!("setup: everything that building and testing need is here");
        Ok(Outcome::Done)
    },
};

/// Something that building or testing needs.
struct Need {
    what: &'static str,
    /// The Debian package that brings it.
    package: &'static str,
    is_met: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { what: "a C compiler", package: "build-essential", is_met: || runs("cc", &["--version"]) },
    Need { what: "pkg-config", package: "pkg-config", is_met: || runs("pkg-config", &["--version"]) },
    Need {
        what: "OpenSSL's headers",
        package: "libssl-dev",
        is_met: || runs("pkg-config", &["--exists", "openssl"]),
    },
    Need { what: "clang", package: "clang", is_met: || runs("clang", &["--version"]) },
    Need { what: "a D-Bus daemon", package: "dbus", is_met: || runs("dbus-daemon", &["--version"]) },
    Need {
        what: "gnome-keyring",
        package: "gnome-keyring",
        is_met: || runs("gnome-keyring-daemon", &["--version"]),
    },
    Need { what: "valgrind", package: "valgrind", is_met: || runs("valgrind", &["--version"]) },
    Need { what: "node 20 or later", package: "nodejs", is_met: has_node },
    Need { what: "npm", package: "npm", is_met: || runs("npm", &["--version"]) },
];

/// Where packages of npm are used.
const NPM_FOLDERS: [&str; 2] = ["tests/npm", PAGES];
/// The station's pages.
pub(crate) const PAGES: &str = "ui";

/// The oldest node that runs them.
const OLDEST_NODE: u32 = 20;

fn has_node() -> bool {
    let version = output("node", &["--version"]);
    let major =
        version.as_deref().and_then(|version| version.strip_prefix('v')?.split('.').next()?.parse().ok());
    major.is_some_and(|major: u32| major >= OLDEST_NODE)
}

/// Installs what is missing. Says nothing where nothing is.
///
/// The wasm32 standard library cannot be had everywhere (a distribution's own Rust, no network): then this says so and goes on.
///
/// # Errors
/// When something that every build or test needs is missing and cannot be installed.
pub(crate) fn run() -> Result<()> {
    let missing = missing();
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|need| need.what).collect();
        println!("setup: this machine lacks {}", names.join(", "));
        machine::install(&missing.iter().map(|need| need.package).collect::<Vec<_>>())?;
        if let Some(need) = self::missing().first() {
            bail!("{} was installed, but {} is still not found", need.package, need.what);
        }
    }
    for folder in NPM_FOLDERS {
        // Looks itself whether they are there.
        let install = root().join("tests/npm/install.mjs");
        if !succeeds(Program::new("node").arg(install).arg(root().join(folder)))? {
            bail!("the packages that {folder}/package-lock.json names cannot be installed");
        }
    }
    if !machine::has_wasm() {
        println!("setup: adding the standard library for {WASM} with rustup");
        if !runs("rustup", &["target", "add", WASM]) {
            println!("setup: rustup could not add it; by hand: rustup target add {WASM}");
        }
    }
    Ok(())
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.is_met)()).collect()
}
