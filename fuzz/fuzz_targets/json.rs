//! The strict JSON reader: whatever it accepts it writes back as the same document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::json::Document;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = Document::parse(bytes) {
        let written = document.root().to_json();
        assert!(Document::parse(written.as_bytes()).is_ok_and(|again| again == document), "{written}");
    }
});
