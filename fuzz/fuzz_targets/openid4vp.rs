//! An address that a wallet is invoked with: whatever comes, nothing is believed that nobody proved.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::vp::{ClientProof, Declining, Invocation, PostedAnswer, WalletRules};

fuzz_target!(|address: &str| {
    let _ = PostedAnswer::parse(Some("application/x-www-form-urlencoded"), address.as_bytes());
    let Ok(Invocation::Request(request)) = Invocation::parse(address, Reach::HttpsOnly) else { return };
    let nobody = TrustAnchors::new([[0_u8; 0]; 0]).expect("no anchors");
    match request.verify(&WalletRules::new(&nobody), Timestamp::from_unix(1_772_323_200)) {
        Ok(request) => {
            assert_eq!(request.proof(), ClientProof::RedirectUri);
            assert!(request.decline(Declining::AccessDenied).is_ok());
        }
        Err(refused) => drop(refused.answer()),
    }
});
