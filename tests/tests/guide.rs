//! The guide lists every code that a program may meet, and no other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The codes with this beginning in the sources of a crate that has no list to ask for.
fn codes_in(folder: &Path, beginning: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_in(&path, beginning, found);
        } else {
            codes_of(&path, beginning, found);
        }
    }
}

fn codes_of(file: &Path, beginning: &str, found: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(file).unwrap();
    let quoted = text.split('"').filter(|part| part.starts_with(beginning) && part.len() > beginning.len());
    found.extend(quoted.filter(|part| part.bytes().all(is_of_a_code)).map(str::to_owned));
}

fn is_of_a_code(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte)
}

#[test]
fn the_guide_lists_every_code_and_no_other() {
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for crate_codes in [
        vouchsafe_accumulator::Error::CODES,
        vouchsafe_app::Error::CODES,
        vouchsafe_bbs::Error::CODES,
        vouchsafe_dcql::Error::CODES,
        vouchsafe_evidence::Error::CODES,
        vouchsafe_issuer::Error::CODES,
        vouchsafe_jose::Error::CODES,
        vouchsafe_jpt::Error::CODES,
        vouchsafe_net::Error::CODES,
        vouchsafe_openid4vc::oauth::Error::CODES,
        vouchsafe_openid4vc::vci::Error::CODES,
        vouchsafe_openid4vc::vp::Error::CODES,
        vouchsafe_sd_jwt::Error::CODES,
        vouchsafe_status_list::Error::CODES,
        vouchsafe_type_metadata::Error::CODES,
        vouchsafe_vault::Error::CODES,
        vouchsafe_verifier::Error::CODES,
        vouchsafe_wallet::Error::CODES,
    ] {
        codes.extend(crate_codes.iter().map(|code| (*code).to_owned()));
    }
    codes.extend(vouchsafe_verifier::ReasonCode::ALL.iter().map(|code| code.as_str().to_owned()));
    codes.extend(vouchsafe_verifier::Loosening::ALL.iter().map(|code| code.as_str().to_owned()));
    codes_in(&root().join("crates/cli/src"), "cli.", &mut codes);
    codes_of(&root().join("crates/sandbox/src/error.rs"), "sandbox.", &mut codes);
    codes_of(&root().join("crates/station/src/error.rs"), "station.", &mut codes);
    codes_in(&root().join("crates/credential/src/json"), "json.", &mut codes);

    let page = std::fs::read_to_string(root().join("docs/guide/src/developers/codes.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<String> = rows.map(|row| row.split('`').next().unwrap().to_owned()).collect();
    let missing: Vec<_> = codes.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&codes).collect();
    let help = "`cargo xtask run --write-transcript` writes the page anew";
    assert!(missing.is_empty() && gone.is_empty(), "missing {missing:?}, gone {gone:?}: {help}");
}
