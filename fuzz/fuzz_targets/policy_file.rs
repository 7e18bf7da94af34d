//! Policy files: no text panics, and what is wrong with one is told with a line that it has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_verifier::{Error, Policy};

fuzz_target!(|text: &str| {
    if let Err(Error::PolicyFile { line, .. }) = Policy::from_toml(text) {
        assert!((1..=text.split('\n').count()).contains(&line), "line {line}");
    }
});
