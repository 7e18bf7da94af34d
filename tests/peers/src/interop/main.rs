//! Makes the tokens in `tests/vectors/interop` that need Rust: ours, and those of `sd-jwt-rs`; and has `sd-jwt-rs` read ours.
//! `cargo xtask interop` runs it between the calls of the Python package.
#![forbid(unsafe_code)]

mod case;
mod ours;
mod theirs;

use anyhow::{Context as _, Result, bail};
use std::path::Path;

const USAGE: &str =
    "usage: interop ours DIRECTORY | interop sd-jwt-rs DIRECTORY | interop read-ours DIRECTORY";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, directory] = arguments.as_slice() else { bail!(USAGE) };
    let directory = Path::new(directory);
    match verb.as_str() {
        "ours" => write_all(directory, &ours::make()?),
        "sd-jwt-rs" => write_all(directory, &theirs::make()?),
        "read-ours" => {
            println!("{}", serde_json::to_string_pretty(&theirs::read(directory)?)?);
            Ok(())
        }
        _ => bail!(USAGE),
    }
}

fn write_all(directory: &Path, cases: &[serde_json::Value]) -> Result<()> {
    std::fs::create_dir_all(directory)?;
    for case in cases {
        let name = case.get("case").and_then(serde_json::Value::as_str).context("a case has a name")?;
        std::fs::write(directory.join(format!("{name}.json")), serde_json::to_string_pretty(case)? + "\n")?;
    }
    Ok(())
}
