//! Claim paths: what parses is written as JSON that parses to the same path, and shown without control characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::ClaimPath;

fuzz_target!(|text: &str| {
    if let Ok(path) = text.parse::<ClaimPath>() {
        assert!(!path.to_string().contains(char::is_control));
        assert_eq!(path.to_json().parse(), Ok(path));
    }
});
