//! Certificates: no bytes panic, as an anchor or as a chain of two halves, and no chain leads to an anchor that is not there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::x5c::TrustAnchors;

fuzz_target!(|bytes: &[u8]| {
    let now = Timestamp::from_unix(1_700_000_000);
    let (leaf, other) = bytes.split_at(bytes.len() / 2);
    let nobody = TrustAnchors::new::<&[u8]>([]).expect("no certificate is malformed");
    assert!(nobody.verify_chain(&[bytes.to_vec()], now).is_err());
    if let Ok(anchors) = TrustAnchors::new([other]) {
        let _ = anchors.verify_chain(&[leaf.to_vec(), other.to_vec()], now);
    }
});
