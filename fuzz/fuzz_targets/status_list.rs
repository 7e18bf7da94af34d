//! Status lists, compressed in either way: no input panics, and a list that was read is written back as the same list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::base64url;
use vouchsafe_status_list::bitstring::Bitstring;
use vouchsafe_status_list::{Bits, StatusList, UnverifiedStatusListToken};

fuzz_target!(|bytes: &[u8]| {
    let text = base64url::encode(bytes);
    let _ = Bitstring::decode(&format!("u{text}"));
    if let Ok(list) = StatusList::from_lst(Bits::Two, &text) {
        let again = list.to_lst().and_then(|lst| StatusList::from_lst(Bits::Two, &lst));
        assert_eq!(again, Ok(list));
    }
    if let Ok(token) = std::str::from_utf8(bytes).map(UnverifiedStatusListToken::parse) {
        let _ = token.and_then(|token| token.routing());
    }
});
