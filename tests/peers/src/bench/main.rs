//! `cargo xtask bench`: ours against other libraries and against the floor, in one run, as ratios.
//!
//! The floor of a verification is two bare P-256 verifications by aws-lc-rs with parsed keys over the same bytes: whatever is
//! above it is parsing, hashing, resolving and checking. Prints the tables and, given a file name, writes them there.
#![forbid(unsafe_code)]

mod bbs;
mod bbs_floor;
mod bbs_parts;
mod fixture;
mod floor;
mod guess;
mod measure;
mod sd_jwt;
mod status;
mod table;
mod wallet;

use anyhow::Result;
use std::fmt::Write as _;

fn main() -> Result<()> {
    let mut page = String::from(
        "# Benchmarks\n\nMade by `cargo xtask bench`. Contenders took turns in one run. Times are medians; a ratio is
the median of the ratios of turns that followed each other, and is what counts.\n",
    );
    writeln!(page, "\n{}\n", machine())?;
    for (title, words, rows) in [
        ("Verify an SD-JWT with KB-JWT", sd_jwt::VERIFY_WORDS, sd_jwt::verify()?),
        ("Decide with the verifier crate", sd_jwt::DECIDE_WORDS, sd_jwt::decide()?),
        ("Issue", sd_jwt::ISSUE_WORDS, sd_jwt::issue()?),
        ("Present three claims with a KB-JWT", sd_jwt::PRESENT_WORDS, sd_jwt::present()?),
        ("Status lists", status::WORDS, status::rows()?),
    ] {
        eprintln!("{title}: done");
        write!(page, "## {title}\n\n{words}\n\n{}\n", table::markdown(&rows))?;
    }
    let peers = ["dock", "zkryptium", "ursa", "floor"];
    write!(page, "## BBS\n\n{}\n\n{}\n", bbs::WORDS, table::markdown_of_peers(&bbs::rows()?, &peers))?;
    write!(
        page,
        "## BBS: prepared, not revoked, in batches\n\n{}\n\n{}\n",
        bbs_parts::WORDS,
        bbs_parts::table()?
    )?;
    eprintln!("BBS: done");
    write!(page, "## A wallet of 10,000 credentials\n\n{}\n\n{}\n", wallet::WORDS, wallet::table()?)?;
    page.push_str(&guess::page()?);
    eprintln!("Guess a passphrase: done");
    println!("{page}");
    if let Some(file) = std::env::args_os().nth(1) {
        std::fs::write(file, &page)?;
    }
    Ok(())
}

/// What ran where.
fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split(": ").nth(1)?.to_owned())
    });
    format!(
        "Processor: {}. Peers: sd-jwt-rs {}; zkryptium {}, dock bbs_plus {}, ursa bbs {}. Floor: aws-lc-rs {}.",
        processor.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        vouchsafe_peers::sd_jwt_rs::VERSION,
        vouchsafe_peers::zkryptium::VERSION,
        vouchsafe_peers::dock::VERSION,
        vouchsafe_peers::ursa::VERSION,
        fixture::AWS_LC_RS_VERSION,
    )
}
