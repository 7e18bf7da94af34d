//! Every code that a decision can give, with its words: a change here is a change for everybody who reads them.

use std::fmt::Write as _;
use vouchsafe_verifier::{Error, Loosening, ReasonCode};

const KEPT: &str = include_str!("../reason_codes.txt");

#[test]
fn codes_and_words_are_as_documented() {
    let mut listed = String::from("# Reasons\n");
    for code in ReasonCode::ALL {
        writeln!(listed, "{code}: {}", code.words()).unwrap();
    }
    listed.push_str("\n# Loosenings\n");
    for loosening in Loosening::ALL {
        writeln!(listed, "{}: {}", loosening.as_str(), loosening.words()).unwrap();
    }
    listed.push_str("\n# Errors: nothing was decided\n");
    Error::CODES.iter().for_each(|code| writeln!(listed, "{code}").unwrap());
    assert!(listed == KEPT, "tests/reason_codes.txt should be:\n{listed}");
}

#[test]
fn codes_are_unique() {
    let mut codes: Vec<_> = ReasonCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.extend(Loosening::ALL.iter().map(|loosening| loosening.as_str()));
    codes.extend(Error::CODES);
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
    assert_eq!(ReasonCode::Format("sd_jwt.too_long").as_str(), "sd_jwt.too_long");
}
