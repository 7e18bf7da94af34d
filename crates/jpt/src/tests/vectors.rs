//! JPA appendix A.3, octet for octet; and what of the drafts' examples is refused.

use super::*;
use vouchsafe_bbs::{Signature, VerifyingKey};
use vouchsafe_credential::json::Value;

const ISSUED: &str = include_str!("../../../../tests/vectors/jwp/A3-bbs-issued.json");
const PRESENTED: &str = include_str!("../../../../tests/vectors/jwp/A3-bbs-presented.json");
const A1_PRESENTED: &str = include_str!("../../../../tests/vectors/jwp/A1-su-es256-presented.json");
const HEADERS: &str = include_str!("../../../../tests/vectors/jwp/jpt-headers.json");

fn text(value: Value<'_>, name: &str) -> String {
    value.get(name).unwrap().as_str().unwrap().into_owned()
}

fn octets(value: Value<'_>, name: &str) -> Vec<u8> {
    base64url::decode(text(value, name)).unwrap()
}

/// The octets that the file has for each payload; `None` where the file has `null`.
fn payloads(file: Value<'_>) -> Vec<Option<Vec<u8>>> {
    let payloads = file.get("decoded").unwrap().get("payloads_b64").unwrap();
    payloads
        .elements()
        .unwrap()
        .map(|payload| Some(base64url::decode(&*payload.as_str()?).unwrap()))
        .collect()
}

fn prepared(header: &[u8], count: usize) -> (PreparedKey, SigningKey) {
    let file = json(ISSUED);
    let jwk = file.root().get("issuer_private_jwk").unwrap();
    let key = SigningKey::from_octets(&octets(jwk, "d")).unwrap();
    let public = VerifyingKey::from_octets(&octets(jwk, "x")).unwrap();
    assert_eq!(key.verifying_key(), &public);
    (PreparedKey::new(&GENERATORS, &public, header, count).unwrap(), key)
}

#[test]
fn the_issued_form_of_appendix_a3() {
    let file = json(ISSUED);
    let compact = text(file.root(), "compact");
    let issued = Issued::read(&compact).unwrap();
    let expected: Option<Vec<_>> = payloads(file.root()).into_iter().collect();
    assert_eq!(Some(&*issued.payloads), expected.as_ref());
    assert_eq!(
        json(std::str::from_utf8(&issued.header).unwrap()).root(),
        file.root().get("issuer_header").unwrap()
    );
    let (prepared, key) = prepared(&issued.header, issued.payloads.len());
    Signature::from_octets(&issued.proof).unwrap().verify(&prepared, &issued.payloads).unwrap();

    let proof = key.sign(&prepared, &issued.payloads).unwrap().to_octets().to_vec().into();
    assert_eq!(Issued { proof, ..issued }.write().unwrap(), compact);
}

#[test]
fn the_presented_form_of_appendix_a3() {
    let file = json(PRESENTED);
    let compact = text(file.root(), "compact");
    let presented = Presented::read(&compact).unwrap();
    assert_eq!(presented.payloads, payloads(file.root()));
    let (prepared, _) = prepared(&presented.issuer_header, presented.payloads.len());
    let slots = presented.payloads.iter().enumerate();
    let disclosed: Vec<_> = slots.filter_map(|(slot, payload)| Some((slot, payload.as_deref()?))).collect();
    assert_eq!(disclosed.len(), 4);
    let proof = Proof::from_octets(&presented.proof).unwrap();
    proof.verify(&prepared, &disclosed, &presented.presentation_header).unwrap();
    assert!(proof.verify(&prepared, &disclosed, b"").is_err());
    assert_eq!(presented.write().unwrap(), compact);

    let request = PresentationRequest {
        audience: Audience::new("https://recipient.example.com").unwrap(),
        nonce: Nonce::new("wrmBRkKtXjQ").unwrap(),
    };
    assert_eq!(request.to_header(None), Presented::read(&compact).unwrap().presentation_header);
}

/// JWPs of the right algorithm, but without a type: no credentials of the profile.
#[test]
fn a_jwp_without_a_type_is_no_credential() {
    let (issued, presented) = (json(ISSUED), json(PRESENTED));
    let untyped = Error::HeaderMember { member: "typ" };
    assert_eq!(UnverifiedJpt::parse(&text(issued.root(), "compact")).unwrap_err(), untyped);
    assert_eq!(UnverifiedPresentation::parse(&text(presented.root(), "compact")).unwrap_err(), untyped);
    for form in ["with_claims", "with_cid"] {
        let headers = json(HEADERS);
        let header = headers.root().get(form).unwrap().to_json();
        assert_eq!(verify_issued(&forge_issued(&header, &[EXP; 7])).unwrap_err(), untyped);
    }
}

/// Another algorithm, whose proof has more parts than a BBS proof has; and it has nine slots for seven claims.
#[test]
fn the_malformed_example_of_appendix_a1_is_refused() {
    let file = json(A1_PRESENTED);
    let refused = UnverifiedPresentation::parse(&text(file.root(), "compact")).unwrap_err();
    assert!(matches!(refused, Error::ProofParts | Error::AlgorithmUnsupported), "{refused}");
}
