//! Issuers by certificate: under which anchor, and by which name.

use crate::kit::{
    ISSUER, LIST, NOW, Presentation, codes, credential_type, hours, key_of, policy, without_status,
};
use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData,
    SanType, SignatureAlgorithm, date_time_ymd,
};
use vouchsafe_credential::{base64url, json::Document};
use vouchsafe_jose::Algorithm;
use vouchsafe_status_list::{Bits, StatusList, StatusListToSign};
use vouchsafe_verifier::{
    Decision, Evidence, IssuerId, Query, SubjectName, TrustAnchors, TrustEntry, TrustList, Verifier,
};

struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

/// A key of the kit as what a certificate certifies.
struct Certified(Vec<u8>);

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

fn certified(name: &str) -> Certified {
    let jwk = Document::parse(key_of(Algorithm::Es256, name).verifying_key().to_jwk_json()).unwrap();
    let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
    Certified([&[4][..], &coordinate("x"), &coordinate("y")].concat())
}

fn params(is_ca: IsCa, names: Vec<SanType>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(rcgen::DnType::CommonName, if names.is_empty() { "ca" } else { "leaf" });
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2027, 1, 1);
    params.is_ca = is_ca;
    params.subject_alt_names = names;
    params
}

fn authority() -> Authority {
    let params = params(IsCa::Ca(BasicConstraints::Unconstrained), Vec::new());
    Authority { params, key: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap() }
}

fn dns(name: &str) -> SanType {
    SanType::DnsName(name.try_into().unwrap())
}

fn uri(name: &str) -> SanType {
    SanType::URI(name.try_into().unwrap())
}

impl Authority {
    fn leaf(&self, key: &str, names: Vec<SanType>) -> Vec<Vec<u8>> {
        let issuer = Issuer::from_params(&self.params, &self.key);
        vec![params(IsCa::NoCa, names).signed_by(&certified(key), &issuer).unwrap().der().to_vec()]
    }

    fn entry(&self, names: &[&str]) -> TrustEntry {
        let anchors = TrustAnchors::new([self.params.self_signed(&self.key).unwrap().der()]).unwrap();
        let names = names.iter().map(|name| name.parse::<SubjectName>().unwrap());
        TrustEntry::certificates(anchors, names).for_types([credential_type(crate::kit::TYPE)])
    }
}

fn presentation(x5c: Vec<Vec<u8>>) -> Presentation {
    Presentation { x5c, algorithm: Algorithm::Es256, ..Presentation::new() }
}

fn decide(presentation: &Presentation, trust: impl Into<TrustList>) -> Decision {
    presentation.decide(without_status().trust(trust), &Evidence::none())
}

#[test]
fn a_name_that_the_entry_trusts() {
    let ca = authority();
    let chain = ca.leaf("issuer", vec![dns("issuer.example"), uri("https://tenant.example/a")]);
    for (names, iss, expected) in [
        (&["dns:issuer.example"][..], Some(ISSUER), Ok(ISSUER)),
        (
            &["dns:issuer.example"],
            Some("https://issuer.example/any/path"),
            Ok("https://issuer.example/any/path"),
        ),
        (&["dns:issuer.example"], None, Ok("issuer.example")),
        (&["uri:https://tenant.example/a"], Some("https://tenant.example/a"), Ok("https://tenant.example/a")),
        (&["uri:https://tenant.example/a"], None, Ok("https://tenant.example/a")),
        (
            &["dns:issuer.example", "uri:https://tenant.example/a"],
            Some("https://tenant.example/a"),
            Ok("https://tenant.example/a"),
        ),
        // In the certificate, but not in the trust list, and the reverse.
        (&["dns:issuer.example"], Some("https://tenant.example/a"), Err("trust.name_mismatch")),
        (&["dns:issuer.example"], Some("https://other.example"), Err("trust.name_mismatch")),
        (&["dns:issuer.example"], Some("http://issuer.example"), Err("trust.name_mismatch")),
        (&["dns:other.example"], Some("https://other.example"), Err("trust.issuer_unknown")),
        (&[], Some(ISSUER), Err("trust.issuer_unknown")),
    ] {
        let presentation = presentation(chain.clone());
        let presentation = match iss {
            Some(iss) => presentation.set("iss", &format!("\"{iss}\"")),
            None => presentation.without("iss"),
        };
        let decision = decide(&presentation, ca.entry(names));
        match expected {
            Ok(issuer) => {
                assert_eq!(codes(&decision), [""; 0], "{names:?} {iss:?}");
                assert_eq!(decision.report().issuer().unwrap().as_str(), issuer);
            }
            Err(code) => assert_eq!(codes(&decision), [code], "{names:?} {iss:?}"),
        }
    }
}

/// `trusted_authorities` of a query, by the authority's key identifier (OpenID4VP section 6.1.1.1).
#[test]
fn an_authority_that_a_query_asks_for() {
    let ca = authority();
    let mut leaf = params(IsCa::NoCa, vec![dns("issuer.example")]);
    leaf.use_authority_key_identifier_extension = true;
    let issuer = Issuer::from_params(&ca.params, &ca.key);
    let leaf = leaf.signed_by(&certified("issuer"), &issuer).unwrap();
    let text = presentation(vec![leaf.der().to_vec()]).text();
    let decide = |trust: TrustEntry, key_id: &[u8]| {
        let query = format!(
            r#"{{"credentials":[{{"id":"pid","format":"dc+sd-jwt","meta":{{}},
            "trusted_authorities":[{{"type":"aki","values":["{}"]}}]}}]}}"#,
            base64url::encode(key_id)
        );
        let request = crate::kit::request().with_query(Query::parse(query.as_bytes()).unwrap());
        let verifier = Verifier::new(without_status().trust(trust));
        let pending = verifier.begin_answer(&format!(r#"{{"pid":["{text}"]}}"#), &request, NOW).unwrap();
        let decision = pending.decide(&Evidence::none(), NOW);
        decision.report().credentials()[0].report().to_string()
    };
    let entry = || ca.entry(&["dns:issuer.example"]);
    let asked = ca.params.key_identifier(&ca.key);
    assert!(decide(entry(), &asked).starts_with("Accepted"));
    assert!(decide(entry(), b"other").contains("(query.authority)"));
    // Certificates that nobody looked at say nothing, even where the issuer is trusted by its key.
    let key = key_of(Algorithm::Es256, "issuer").verifying_key().clone();
    let by_key = TrustEntry::issuer(IssuerId::new(ISSUER).unwrap(), [key]).for_any_type();
    assert!(decide(by_key, &asked).contains("(query.authority)"));
}

#[test]
fn chains_that_prove_nothing() {
    let (ca, mut other) = (authority(), authority());
    other.params.distinguished_name.push(rcgen::DnType::CommonName, "other");
    let entry = || ca.entry(&["dns:issuer.example"]);
    let names = || vec![dns("issuer.example")];
    let under_other = presentation(other.leaf("issuer", names()));
    assert_eq!(codes(&decide(&under_other, entry())), ["jose.x5c_untrusted"]);
    let others_key = presentation(ca.leaf("somebody", names()));
    assert_eq!(codes(&decide(&others_key, entry())), ["jose.signature_invalid"]);
    let without_chain = presentation(Vec::new());
    assert_eq!(codes(&decide(&without_chain, entry())), ["trust.issuer_unknown"]);
    let wildcard = presentation(ca.leaf("issuer", vec![dns("*.example")]));
    assert_eq!(codes(&decide(&wildcard, entry())), ["trust.issuer_unknown"]);
}

#[test]
fn the_entry_decides_how_the_key_is_found() {
    // A chain in the token does not matter where the trust list has keys.
    let ca = authority();
    let own = key_of(Algorithm::Es256, "issuer").verifying_key().clone();
    let by_key = |key| TrustEntry::issuer(crate::kit::issuer_id(ISSUER), [key]).for_any_type();
    let chain = ca.leaf("somebody", vec![dns("issuer.example")]);
    assert!(codes(&decide(&presentation(chain), by_key(own))).is_empty());
    // Nor does it help a token that is signed with its key.
    let chain = ca.leaf("issuer", vec![dns("issuer.example")]);
    let other = key_of(Algorithm::Es256, "other").verifying_key().clone();
    assert_eq!(codes(&decide(&presentation(chain), by_key(other))), ["jose.signature_invalid"]);
}

#[test]
fn a_status_list_by_the_same_name() {
    let ca = authority();
    let entry = ca.entry(&["dns:issuer.example", "dns:neighbour.example"]);
    let with_status = Presentation {
        x5c: ca.leaf("issuer", vec![dns("issuer.example")]),
        algorithm: Algorithm::Es256,
        ..Presentation::with_status()
    };
    let list = |key: &str, name: &str, issuer: Option<&str>| {
        let list = StatusList::new(Bits::One, 64).unwrap();
        let issuer = issuer.map(crate::kit::issuer_id);
        let token = StatusListToSign {
            uri: LIST,
            issuer: issuer.as_ref(),
            issued_at: crate::kit::before(hours(1)),
            expires_at: None,
            ttl: None,
            aggregation_uri: None,
            x5c: Some(&ca.leaf(key, vec![dns(name)])),
            list: &list,
        };
        Evidence::none().received(token.sign(&key_of(Algorithm::Es256, key)).unwrap(), NOW)
    };
    for (evidence, expected) in [
        // Another key of the same name may sign: certificates are renewed.
        (list("issuer", "issuer.example", None), &[][..]),
        (list("renewed", "issuer.example", None), &[]),
        (list("issuer", "issuer.example", Some("https://issuer.example/lists")), &[]),
        (
            list("issuer", "issuer.example", Some("https://neighbour.example")),
            &["status.signer_unknown", "status.unknown"],
        ),
        // Under the same anchor, in the same entry, but somebody else.
        (list("neighbour", "neighbour.example", None), &["status.signer_unknown", "status.unknown"]),
    ] {
        assert_eq!(codes(&with_status.decide(policy().trust(entry.clone()), &evidence)), expected);
    }
}
