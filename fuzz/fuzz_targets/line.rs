//! One presentation a line: whatever the line, there is one answer, in one line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::json::Document;
use vouchsafe_verifier::Timestamp;
use vouchsafe_verifier::line::decide_line;

fuzz_target!(|line: &str| {
    let answer = decide_line(line, Timestamp::from_unix(1_700_000_000)).to_json();
    assert!(!answer.contains('\n'), "{answer}");
    let answer = Document::parse(answer).expect("an answer is JSON");
    assert!(answer.root().get("decision").is_some());
});
