//! base64url: what decodes is the one spelling of its bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::base64url;

fuzz_target!(|text: &str| {
    if let Ok(bytes) = base64url::decode(text) {
        assert_eq!(base64url::encode(&bytes), text);
    }
});
