use super::*;
use crate::limits::{MAX_CERTIFICATE, MAX_CERTIFICATES};
use crate::{Algorithm, Error, SigningKey, digest, jws};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, GeneralSubtree,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
    PKCS_ED25519, PublicKeyData, SanType, SignatureAlgorithm, date_time_ymd,
};
use vouchsafe_credential::{Timestamp, base64url};

/// 2026-03-01.
const NOW: Timestamp = Timestamp::from_unix(1_772_323_200);

struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

fn params(name: &str, is_ca: IsCa) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2027, 1, 1);
    params.is_ca = is_ca;
    params
}

fn authority(name: &str) -> Authority {
    authority_with(name, &PKCS_ECDSA_P256_SHA256)
}

fn authority_with(name: &str, algorithm: &'static SignatureAlgorithm) -> Authority {
    let params = params(name, IsCa::Ca(BasicConstraints::Unconstrained));
    Authority { params, key: KeyPair::generate_for(algorithm).unwrap() }
}

impl Authority {
    fn itself(&self) -> Vec<u8> {
        self.params.self_signed(&self.key).unwrap().der().to_vec()
    }

    fn anchors(&self) -> TrustAnchors {
        TrustAnchors::new([self.itself()]).unwrap()
    }

    fn issue(&self, params: &CertificateParams, key: &impl PublicKeyData) -> Vec<u8> {
        let issuer = Issuer::from_params(&self.params, &self.key);
        params.signed_by(key, &issuer).unwrap().der().to_vec()
    }

    fn issue_authority(&self, to: &Authority) -> Vec<u8> {
        self.issue(&to.params, &to.key)
    }
}

/// Our signing key as what a certificate certifies.
struct Certified {
    key: SigningKey,
    point: Vec<u8>,
}

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.point
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.key.algorithm() {
            Algorithm::Es256 => &PKCS_ECDSA_P256_SHA256,
            Algorithm::Es384 => &PKCS_ECDSA_P384_SHA384,
            Algorithm::Ed25519 => &PKCS_ED25519,
        }
    }
}

fn certified(algorithm: Algorithm) -> Certified {
    let key = SigningKey::generate(algorithm, &mut ChaCha20Rng::seed_from_u64(1)).unwrap();
    let jwk = vouchsafe_credential::json::Document::parse(key.verifying_key().to_jwk_json()).unwrap();
    let coordinate =
        |name| jwk.root().get(name).map(|text| base64url::decode(&*text.as_str().unwrap()).unwrap());
    let (x, y) = (coordinate("x").unwrap(), coordinate("y"));
    let point = y.map_or(x.clone(), |y| [&[4][..], &x, &y].concat());
    Certified { key, point }
}

fn leaf() -> (CertificateParams, Certified) {
    (params("leaf", IsCa::NoCa), certified(Algorithm::Es256))
}

fn code(anchors: &TrustAnchors, chain: &[Vec<u8>]) -> &'static str {
    match anchors.verify_chain(chain, NOW) {
        Ok(_) => "ok",
        Err(error) => error.code(),
    }
}

/// The code for a chain of one leaf with these parameters under a trusted authority.
fn code_of_leaf(change: impl FnOnce(&mut CertificateParams)) -> &'static str {
    let (mut params, key) = leaf();
    change(&mut params);
    let ca = authority("ca");
    code(&ca.anchors(), &[ca.issue(&params, &key)])
}

/// The code for a leaf under an authority with these parameters under a trusted authority.
fn code_of_authority(change: impl FnOnce(&mut CertificateParams)) -> &'static str {
    let (mut leaf_params, key) = leaf();
    leaf_params.subject_alt_names = vec![SanType::DnsName("issuer.example".try_into().unwrap())];
    let (root, mut middle) = (authority("root"), authority("middle"));
    change(&mut middle.params);
    let chain = [middle.issue(&leaf_params, &key), root.issue_authority(&middle)];
    code(&root.anchors(), &chain)
}

#[test]
fn algorithms_of_leaf_and_authority() {
    for of_leaf in [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519] {
        for of_authority in [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ED25519] {
            let ca = authority_with("ca", of_authority);
            let key = certified(of_leaf);
            let chain = vec![ca.issue(&params("leaf", IsCa::NoCa), &key)];
            let header = jws::HeaderToSign { x5c: Some(&chain), ..jws::HeaderToSign::new("t") };
            let token = jws::sign(&key.key, &header, b"payload").unwrap();

            let unverified = jws::UnverifiedJws::parse(&token).unwrap();
            let verified = ca.anchors().verify_chain(unverified.header().x5c().unwrap(), NOW).unwrap();
            assert_eq!(&verified.leaf_key, key.key.verifying_key());
            assert_eq!(verified.leaf_sha256, digest::sha256(&chain[0]));
            assert!(unverified.verify(&verified.leaf_key).is_ok());
        }
    }
}

#[test]
fn key_ids_of_the_authorities() {
    let (root, issuing) = (authority("root"), authority("issuing"));
    let (mut leaf, certified) = leaf();
    leaf.use_authority_key_identifier_extension = true;
    let mut other = authority("issuing");
    other.params.use_authority_key_identifier_extension = true;
    let chain = [issuing.issue(&leaf, &certified), root.issue(&other.params, &issuing.key)];
    let ids: Vec<_> = authority_key_ids(&chain).collect();
    assert_eq!(ids, [issuing.params.key_identifier(&issuing.key), root.params.key_identifier(&root.key)]);
    // A certificate that says nothing of it, one that is cut off, and what is none.
    let (plain, certified) = (params("leaf", IsCa::NoCa), certified);
    let cut = chain[0][..chain[0].len() / 2].to_vec();
    let others = [issuing.issue(&plain, &certified), cut, Vec::new(), b"none".to_vec()];
    assert_eq!(authority_key_ids(&others).count(), 0);
}

#[test]
fn a39_another_key_than_the_leafs_did_sign() {
    let ca = authority("ca");
    let (params, key) = leaf();
    let chain = vec![ca.issue(&params, &key)];
    let mallory = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(66)).unwrap();
    let header = jws::HeaderToSign { x5c: Some(&chain), ..jws::HeaderToSign::new("t") };
    let token = jws::sign(&mallory, &header, b"payload").unwrap();
    let unverified = jws::UnverifiedJws::parse(&token).unwrap();
    let leaf_key = ca.anchors().verify_chain(unverified.header().x5c().unwrap(), NOW).unwrap().leaf_key;
    assert_eq!(unverified.verify(&leaf_key).unwrap_err(), Error::SignatureInvalid);
}

#[test]
fn names_of_the_leaf() {
    let (mut params, key) = leaf();
    params.subject_alt_names = vec![
        SanType::DnsName("issuer.example".try_into().unwrap()),
        SanType::DnsName("*.issuer.example".try_into().unwrap()),
        SanType::URI("https://issuer.example/tenant".try_into().unwrap()),
        SanType::Rfc822Name("mail@issuer.example".try_into().unwrap()),
        SanType::IpAddress([192, 0, 2, 1].into()),
    ];
    let ca = authority("ca");
    let verified = ca.anchors().verify_chain(&[ca.issue(&params, &key)], NOW).unwrap();
    assert_eq!(verified.dns_names, ["issuer.example"]);
    assert_eq!(verified.uris, ["https://issuer.example/tenant"]);
}

#[test]
fn chains_with_and_without_the_anchor() {
    let (params, key) = leaf();
    let (root, middle, stranger) = (authority("root"), authority("middle"), authority("stranger"));
    let leaf = middle.issue(&params, &key);
    let middle_der = root.issue_authority(&middle);
    let anchors = root.anchors();
    assert_eq!(code(&anchors, &[leaf.clone(), middle_der.clone()]), "ok");
    assert_eq!(code(&anchors, &[leaf.clone(), middle_der.clone(), root.itself()]), "ok");
    assert_eq!(code(&anchors, &[leaf.clone(), stranger.itself(), middle_der.clone()]), "ok");
    assert_eq!(code(&anchors, std::slice::from_ref(&leaf)), "jose.x5c_untrusted");
    assert_eq!(code(&stranger.anchors(), &[leaf.clone(), middle_der.clone()]), "jose.x5c_untrusted");
    assert_eq!(
        code(&stranger.anchors(), &[leaf.clone(), middle_der.clone(), root.itself()]),
        "jose.x5c_untrusted"
    );
    assert_eq!(code(&TrustAnchors::new([[0_u8; 0]; 0]).unwrap(), &[leaf, middle_der]), "jose.x5c_untrusted");
}

#[test]
fn a39_self_signed_leaf() {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let itself = params("leaf", IsCa::NoCa).self_signed(&key).unwrap().der().to_vec();
    assert_eq!(code(&authority("ca").anchors(), std::slice::from_ref(&itself)), "jose.x5c_self_signed");
    // Not even where it is an anchor.
    let anchors = TrustAnchors::new([&itself]).unwrap();
    assert_eq!(code(&anchors, &[itself]), "jose.x5c_self_signed");
}

#[test]
fn an_authority_of_the_same_name_with_another_key() {
    let (params, key) = leaf();
    let (real, fake) = (authority("ca"), authority("ca"));
    assert_eq!(code(&real.anchors(), &[fake.issue(&params, &key)]), "jose.x5c_signature_invalid");
    assert_eq!(
        code(&real.anchors(), &[fake.issue(&params, &key), fake.itself()]),
        "jose.x5c_signature_invalid"
    );
}

#[test]
fn a39_outside_its_validity() {
    let expired = |params: &mut CertificateParams| params.not_after = date_time_ymd(2026, 2, 28);
    let future = |params: &mut CertificateParams| params.not_before = date_time_ymd(2026, 3, 2);
    assert_eq!(code_of_leaf(expired), "jose.x5c_expired");
    assert_eq!(code_of_leaf(future), "jose.x5c_not_yet_valid");
    assert_eq!(code_of_authority(expired), "jose.x5c_expired");
    assert_eq!(code_of_authority(future), "jose.x5c_not_yet_valid");

    let ca = authority("ca");
    let (params, key) = leaf();
    let chain = [ca.issue(&params, &key)];
    let at = |seconds| ca.anchors().verify_chain(&chain, Timestamp::from_unix(seconds)).map(|_| ());
    // 2026-01-01 and 2027-01-01.
    assert_eq!(at(1_767_225_600 - 1), Err(Error::CertificateNotYetValid));
    assert_eq!(at(1_767_225_600), Ok(()));
    assert_eq!(at(1_798_761_600), Ok(()));
    assert_eq!(at(1_798_761_600 + 1), Err(Error::CertificateExpired));
    assert_eq!(at(i64::MIN), Err(Error::CertificateNotYetValid));
    assert_eq!(at(i64::MAX), Err(Error::CertificateExpired));
}

#[test]
fn a39_wrong_extended_key_usage() {
    use ExtendedKeyUsagePurpose as Eku;
    let document_signing = || Eku::Other(vec![1, 3, 6, 1, 5, 5, 7, 3, 36]);
    let mdl = Eku::Other(vec![1, 0, 18013, 5, 1, 2]);
    let leaf = |purposes: Vec<Eku>| code_of_leaf(|params| params.extended_key_usages = purposes);
    assert_eq!(leaf(vec![]), "ok");
    for purpose in [document_signing(), mdl, Eku::Any] {
        assert_eq!(leaf(vec![purpose]), "ok");
    }
    assert_eq!(leaf(vec![Eku::ServerAuth, document_signing()]), "ok");
    for purpose in [Eku::ServerAuth, Eku::ClientAuth, Eku::CodeSigning, Eku::TimeStamping, Eku::OcspSigning] {
        assert_eq!(leaf(vec![purpose.clone()]), "jose.x5c_purpose", "{purpose:?}");
    }
    assert_eq!(code_of_authority(|ca| ca.extended_key_usages = vec![Eku::ServerAuth]), "jose.x5c_purpose");

    assert_eq!(code_of_authority(|ca| ca.extended_key_usages = vec![document_signing()]), "ok");
}

#[test]
fn who_may_ask_for_credentials_may_not_issue_them() {
    use ExtendedKeyUsagePurpose as Eku;
    let mdl = |purpose| Eku::Other(vec![1, 0, 18013, 5, 1, purpose]);
    let documents = Eku::Other(vec![1, 3, 6, 1, 5, 5, 7, 3, 36]);
    let ca = authority("ca");
    for (allowed, may_issue, may_ask) in [
        (vec![mdl(6)], false, true),
        (vec![mdl(2)], true, false),
        (vec![documents], true, true),
        (vec![Eku::Any], true, true),
        (vec![Eku::ServerAuth], false, false),
        (vec![], true, true),
    ] {
        let (mut params, key) = leaf();
        params.extended_key_usages = allowed.clone();
        let chain = [ca.issue(&params, &key)];
        for (purpose, may) in [(ChainPurpose::Documents, may_issue), (ChainPurpose::Requests, may_ask)] {
            let verified = ca.anchors().verify_chain_for(purpose, &chain, NOW);
            assert_eq!(
                verified.err(),
                (!may).then_some(Error::CertificatePurpose),
                "{purpose:?} {allowed:?}"
            );
        }
    }
}

#[test]
fn a_leaf_says_which_key_it_certifies() {
    for algorithm in [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519] {
        let key = certified(algorithm);
        let chain = [authority("ca").issue(&params("leaf", IsCa::NoCa), &key), b"ignored".to_vec()];
        assert_eq!(claimed_leaf_key(&chain).as_ref(), Ok(key.key.verifying_key()));
    }
    for none in [&[][..], &[b"no certificate".to_vec()]] {
        assert_eq!(claimed_leaf_key(none), Err(Error::CertificateMalformed));
    }
}

#[test]
fn an_anchor_is_known_by_name_and_key() {
    let (ca, other) = (authority("ca"), authority("ca"));
    assert!(ca.anchors().contain(&ca.itself()));
    assert!(!ca.anchors().contain(&other.itself()), "another key");
    let (params, key) = leaf();
    assert!(!ca.anchors().contain(&ca.issue(&params, &key)));
    assert!(!ca.anchors().contain(b"no certificate"));
}

#[test]
fn key_usage() {
    use KeyUsagePurpose as Usage;
    let leaf = |usages: Vec<Usage>| code_of_leaf(|params| params.key_usages = usages);
    assert_eq!(leaf(vec![Usage::DigitalSignature]), "ok");
    assert_eq!(leaf(vec![Usage::DigitalSignature, Usage::ContentCommitment, Usage::DecipherOnly]), "ok");
    assert_eq!(leaf(vec![Usage::KeyAgreement]), "jose.x5c_purpose");
    assert_eq!(leaf(vec![Usage::KeyCertSign, Usage::CrlSign]), "jose.x5c_purpose");
}

#[test]
fn basic_constraints() {
    assert_eq!(
        code_of_leaf(|leaf| leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        "jose.x5c_leaf_is_ca"
    );
    assert_eq!(code_of_authority(|ca| ca.is_ca = IsCa::NoCa), "jose.x5c_not_a_ca");
    assert_eq!(code_of_authority(|ca| ca.is_ca = IsCa::ExplicitNoCa), "jose.x5c_not_a_ca");
    assert_eq!(code_of_authority(|ca| ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0))), "ok");

    let (params, key) = leaf();
    let (root, mut upper, lower) = (authority("root"), authority("upper"), authority("lower"));
    upper.params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let chain = [lower.issue(&params, &key), upper.issue_authority(&lower), root.issue_authority(&upper)];
    assert_eq!(code(&root.anchors(), &chain), "jose.x5c_path_length");
}

#[test]
fn a39_outside_the_name_constraints() {
    let permit = |name: &'static str| {
        move |ca: &mut CertificateParams| {
            let permitted_subtrees = vec![GeneralSubtree::DnsName(name.to_owned())];
            ca.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: vec![] });
        }
    };
    assert_eq!(code_of_authority(permit("issuer.example")), "ok");
    assert_eq!(code_of_authority(permit("other.example")), "jose.x5c_name_constraint");
    assert_eq!(
        code_of_authority(|ca| {
            let excluded_subtrees = vec![GeneralSubtree::DnsName("example".to_owned())];
            ca.name_constraints = Some(NameConstraints { permitted_subtrees: vec![], excluded_subtrees });
        }),
        "jose.x5c_name_constraint"
    );
}

#[test]
fn critical_extensions() {
    let extension = |critical| {
        move |params: &mut CertificateParams| {
            let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
            extension.set_criticality(critical);
            params.custom_extensions.push(extension);
        }
    };
    assert_eq!(code_of_leaf(extension(false)), "ok");
    assert_eq!(code_of_leaf(extension(true)), "jose.x5c_extension_unsupported");
}

#[test]
fn a39_chain_too_long() {
    let (params, key) = leaf();
    let root = authority("root");
    let mut chain = Vec::new();
    let mut issuer = authority("1");
    chain.push(issuer.issue(&params, &key));
    for name in ["2", "3", "4"] {
        let upper = authority(name);
        chain.push(upper.issue_authority(&issuer));
        issuer = upper;
    }
    chain.push(root.issue_authority(&issuer));
    assert_eq!(chain.len(), MAX_CERTIFICATES);
    assert_eq!(code(&root.anchors(), &chain), "ok");
    chain.push(root.itself());
    assert_eq!(code(&root.anchors(), &chain), "jose.x5c_too_long");

    let long = |length| code(&root.anchors(), &[vec![0; length]]);
    assert_eq!(long(MAX_CERTIFICATE), "jose.x5c_malformed");
    assert_eq!(long(MAX_CERTIFICATE + 1), "jose.x5c_certificate_too_long");
    let anchor = |length| TrustAnchors::new([vec![0; length]]).unwrap_err();
    assert_eq!(anchor(MAX_CERTIFICATE), Error::AnchorMalformed);
    assert_eq!(anchor(MAX_CERTIFICATE + 1), Error::CertificateTooLong);
}

#[test]
fn certificates_that_are_none() {
    let ca = authority("ca");
    let (params, key) = leaf();
    let leaf = ca.issue(&params, &key);
    assert_eq!(code(&ca.anchors(), &[]), "jose.x5c_malformed");
    for length in 0..leaf.len() {
        assert_eq!(code(&ca.anchors(), &[leaf[..length].to_vec()]), "jose.x5c_malformed");
    }
    for at in 0..leaf.len() {
        let mut changed = leaf.clone();
        changed[at] ^= 1;
        assert_ne!(code(&ca.anchors(), &[changed]), "ok", "{at}");
    }
}

#[test]
fn anchors_in_pem() {
    let pem = |der: &[u8]| {
        let text = base64_simd::STANDARD.encode_to_string(der);
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    };
    let (one, other) = (authority("one"), authority("other"));
    let (params, key) = leaf();
    let both = format!("{}{}", pem(&one.itself()), pem(&other.itself()));
    let anchors = TrustAnchors::from_pem([both.as_str()]).unwrap();
    assert_eq!(code(&anchors, &[one.issue(&params, &key)]), "ok");
    assert_eq!(code(&anchors, &[other.issue(&params, &key)]), "ok");
    assert_eq!(format!("{anchors:?}"), "TrustAnchors(2)");
    for text in [
        "",
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert_eq!(TrustAnchors::from_pem([text]).unwrap_err(), Error::AnchorMalformed, "{text}");
    }
}
