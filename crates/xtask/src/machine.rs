//! What the machine has: programs, Debian packages, targets of the Rust compiler.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// The target that shows that the verifier runs where there is no operating system.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Whether a program can be started and ends well. Its output is not shown.
pub(crate) fn runs(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a command prints, without the end of the line; `None` when it cannot be run.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether the compiler has the standard library for [`WASM`].
pub(crate) fn has_wasm() -> bool {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    output(&rustc, &["--print", "target-libdir", "--target", WASM])
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Installs Debian packages, as root or through sudo, saying so first.
///
/// # Errors
/// When there is no apt-get, or it may not or cannot install: with the command that a person can run instead.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !runs("apt-get", &["--version"]) {
        bail!("this machine has no apt-get: install by its own means what Debian calls {names}");
    }
    let is_root = output("id", &["-u"]).as_deref() == Some("0");
    let prefix: &[&str] = if is_root { &[] } else { &["sudo"] };
    let by_hand = format!("apt-get update && apt-get install -y --no-install-recommends {names}");
    if !is_root && !runs("sudo", &["--version"]) {
        bail!("only root may install packages and there is no sudo; as root, run:\n  {by_hand}");
    }
    println!("setup: installing with apt-get: {names}");
    let quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    for step in [&["update", "-q"][..], &["install", "-y", "-q", "--no-install-recommends"]] {
        let added = if step.contains(&"install") { packages } else { &[] };
        let mut words = prefix.iter().chain(&quiet).chain(step).chain(added);
        let program = words.next().context("no command")?;
        let status =
            Command::new(program).args(words).status().with_context(|| format!("cannot start {program}"))?;
        if !status.success() {
            bail!("apt-get failed; as root, run:\n  {by_hand}");
        }
    }
    Ok(())
}
