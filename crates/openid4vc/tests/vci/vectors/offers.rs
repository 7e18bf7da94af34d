use super::message::{assert_same, response, vector};
use vouchsafe_openid4vc::http::{Method, Reach};
use vouchsafe_openid4vc::vci::wallet::Offered;
use vouchsafe_openid4vc::vci::{CredentialOffer, InputMode, LinkScheme, OfferLink};

/// Read, and written again, as JSON and as a link.
fn offer(text: &str) -> CredentialOffer {
    let offer = CredentialOffer::parse(text.as_bytes(), Reach::HttpsOnly).unwrap();
    assert_same(offer.to_json().as_bytes(), text);
    for scheme in [LinkScheme::OpenIdCredentialOffer, LinkScheme::HaipVci] {
        let link = OfferLink::Value(offer.clone());
        assert_eq!(OfferLink::parse(&link.to_link(scheme), Reach::HttpsOnly), Ok(link));
    }
    offer
}

#[test]
fn credential_offer_pre_authz_code() {
    let offer = offer(vector!("openid4vci-1.0/examples/credential_offer_pre-authz_code.json"));
    let tx_code = offer.pre_authorized().unwrap().tx_code().unwrap();
    assert_eq!((tx_code.input_mode, tx_code.length), (InputMode::Numeric, None));
    assert!(tx_code.description.as_ref().unwrap().starts_with("Please provide"));
}

#[test]
fn credential_offer_by_reference() {
    let offer = offer(vector!("openid4vci-1.0/examples/credential_offer_by_reference.json"));
    assert!(offer.pre_authorized().unwrap().tx_code().is_some(), "an empty object asks for a code too");
}

#[test]
fn credential_offer_authz_code() {
    let response = response(vector!("openid4vci-1.0/examples/credential_offer_authz_code.txt"));
    let link =
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fserver.example.com%2Fcredential_offer";
    let Offered::Reference(reference) = Offered::parse(link, Reach::HttpsOnly).unwrap() else {
        panic!("no reference")
    };
    let received = reference.acknowledge().receive(&response).unwrap();
    let grant = received.offer().authorization_code().unwrap();
    assert_eq!(grant.issuer_state.as_deref(), Some("eyJhbGciOiJSU0Et...FYUaBy"));
    offer(std::str::from_utf8(&response.body).unwrap());
}

#[test]
fn sec4_1_2_by_value() {
    let message = vector!("openid4vci-1.0/inline/01_sec4.1.2_sending-credential-offer-by-value-using-.txt");
    let query: String = message.split_whitespace().collect();
    let link = query.replace("GET/credential_offer?", "https://wallet.example/credential_offer?");
    let OfferLink::Value(offer) = OfferLink::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("no offer")
    };
    assert_eq!(offer.configuration_ids(), ["UniversityDegree_JWT", "org.iso.18013.5.1.mDL"]);
    assert!(offer.pre_authorized().unwrap().tx_code().is_some());
}

#[test]
fn sec4_1_3_by_reference() {
    let message = vector!("openid4vci-1.0/inline/02_sec4.1.3_sending-credential-offer-by-reference-us.txt");
    let theirs = super::message::request(message);
    let link = OfferLink::Reference(theirs.url.clone()).to_link(LinkScheme::OpenIdCredentialOffer);
    let Offered::Reference(reference) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("no reference")
    };
    let ours = reference.acknowledge().request();
    assert_eq!((ours.method, ours.url), (Method::Get, theirs.url));
}
