//! SD-JWT as text, compact and JSON: no text panics, and what has a shape is unverified still.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_sd_jwt::UnverifiedSdJwt;

fuzz_target!(|text: &str| {
    if let Ok(token) = UnverifiedSdJwt::parse(text) {
        assert_eq!(token.as_compact(), text);
        let _ = token.routing();
    }
    if let Ok(token) = UnverifiedSdJwt::parse_json(text) {
        let compact = token.as_compact().to_owned();
        assert!(UnverifiedSdJwt::parse(&compact).is_ok(), "{compact}");
        let _ = token.routing();
    }
});
