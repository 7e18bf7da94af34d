//! What strangers write, with every byte changed or missing: it is refused, or it reads the same once it is written again.

use crate::kit::{Extras, Scene};
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::oauth::ServerMetadata;
use vouchsafe_openid4vc::vci::metadata::IssuerMetadata;
use vouchsafe_openid4vc::vci::wallet::Saved;
use vouchsafe_openid4vc::vci::{CredentialIssuerId, CredentialOffer, LinkScheme, OfferLink};

const OFFER: &str = r#"{"credential_issuer":"https://a.example/b","credential_configuration_ids":["a","b"],"grants":{
    "authorization_code":{"issuer_state":"c","authorization_server":"https://d.example"},
    "urn:ietf:params:oauth:grant-type:pre-authorized_code":{"pre-authorized_code":"e",
        "tx_code":{"input_mode":"text","length":6,"description":"f\u0007\\"}}}}"#;

/// How many of the changed texts were read.
fn mutated(text: &str, read: impl Fn(&[u8]) -> bool) -> usize {
    let mut count = 0;
    let mut changed = |bytes: &[u8]| count += usize::from(read(bytes));
    let whole = text.as_bytes();
    changed(whole);
    for at in 0..whole.len() {
        changed(&whole[..at]);
        let mut bytes = whole.to_vec();
        bytes.remove(at);
        changed(&bytes);
        for other in
            [b'"', b'\\', b'0', b'{', b' ', 0x00, 0x7f, 0xff, whole[at] ^ 0x20, whole[at].wrapping_add(1)]
        {
            let mut bytes = whole.to_vec();
            bytes[at] = other;
            changed(&bytes);
        }
    }
    count
}

#[test]
fn offers() {
    let reach = Reach::HttpsOrLoopback;
    let read = |bytes: &[u8]| {
        let Ok(offer) = CredentialOffer::parse(bytes, reach) else { return false };
        assert_eq!(CredentialOffer::parse(offer.to_json().as_bytes(), reach).as_ref(), Ok(&offer));
        let link = OfferLink::Value(offer);
        assert_eq!(OfferLink::parse(&link.to_link(LinkScheme::HaipVci), reach).as_ref(), Ok(&link));
        true
    };
    assert!(mutated(OFFER, read) > 100);
}

#[test]
fn links() {
    let offer = CredentialOffer::parse(OFFER.as_bytes(), Reach::HttpsOnly).unwrap();
    let link = OfferLink::Value(offer).to_link(LinkScheme::OpenIdCredentialOffer);
    let read = |bytes: &[u8]| {
        std::str::from_utf8(bytes).is_ok_and(|text| OfferLink::parse(text, Reach::HttpsOnly).is_ok())
    };
    assert!(mutated(&link, read) > 100);
}

#[test]
fn metadata() {
    let scene = Scene::new(Extras { encryption: true, key_attestation: true, ..Extras::default() });
    let text = scene.issuer.metadata.to_json();
    let issuer = scene.issuer.metadata.issuer.clone();
    let read = |bytes: &[u8]| {
        let Ok(metadata) = IssuerMetadata::parse(bytes, &issuer, Reach::HttpsOnly) else { return false };
        let again = IssuerMetadata::parse(metadata.to_json().as_bytes(), &issuer, Reach::HttpsOnly);
        assert_eq!(again.as_ref(), Ok(&metadata));
        true
    };
    assert!(mutated(&text, read) > 100);

    let text = scene.server.metadata.to_json();
    let read = |bytes: &[u8]| {
        let parse = |bytes: &[u8]| ServerMetadata::parse(bytes, crate::kit::SERVER, Reach::HttpsOnly);
        let Ok(metadata) = parse(bytes) else { return false };
        assert_eq!(parse(metadata.to_json().as_bytes()).as_ref(), Ok(&metadata));
        true
    };
    assert!(mutated(&text, read) > 100);
}

#[test]
fn what_was_kept() {
    let mut scene = Scene::new(Extras::default());
    let kept = scene.authorize().save().unwrap();
    // Not of every byte: each has a key to be made of it.
    for at in (0..kept.len()).step_by(7) {
        let mut bytes = kept.to_vec();
        bytes[at] ^= 1;
        if let Ok(Saved::Authorized(state)) = Saved::load(&bytes) {
            assert!(state.save().is_ok());
        }
        assert!(Saved::load(&kept[..at]).is_err());
    }
    assert!(CredentialIssuerId::new("", Reach::HttpsOnly).is_err());
}
