#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::oauth::ServerMetadata;
use vouchsafe_openid4vc::vci::metadata::IssuerMetadata;
use vouchsafe_openid4vc::vci::wallet::Saved;
use vouchsafe_openid4vc::vci::{CredentialIssuerId, CredentialOffer, LinkScheme, OfferLink};

// Offers and metadata are what a wallet reads of somebody whom it does not know. What was read is the same when it is written and read.
fuzz_target!(|data: &[u8]| {
    // What is written may be longer than what was read.
    if data.len() > 16 * 1024 {
        return;
    }
    if let Ok(offer) = CredentialOffer::parse(data, Reach::HttpsOrLoopback) {
        let again = CredentialOffer::parse(offer.to_json().as_bytes(), Reach::HttpsOrLoopback);
        assert!(again.is_ok_and(|again| again == offer));
        let link = OfferLink::Value(offer);
        if let Ok(again) = OfferLink::parse(&link.to_link(LinkScheme::HaipVci), Reach::HttpsOrLoopback) {
            assert!(again == link);
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = OfferLink::parse(text, Reach::HttpsOnly);
    }
    let Ok(issuer) = CredentialIssuerId::new("https://a.example", Reach::HttpsOnly) else { return };
    if let Ok(metadata) = IssuerMetadata::parse(data, &issuer, Reach::HttpsOnly) {
        let again = IssuerMetadata::parse(metadata.to_json().as_bytes(), &issuer, Reach::HttpsOnly);
        assert!(again.is_ok_and(|again| again == metadata));
    }
    if let Ok(metadata) = ServerMetadata::parse(data, "https://a.example", Reach::HttpsOnly) {
        let again = ServerMetadata::parse(metadata.to_json().as_bytes(), "https://a.example", Reach::HttpsOnly);
        assert!(again.is_ok_and(|again| again == metadata));
    }
    let _ = Saved::load(data);
});
