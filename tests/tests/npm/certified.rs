use getrandom::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PublicKeyData, SanType, SignatureAlgorithm,
};
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{Algorithm, SigningKey};

/// A verifier's key, for `localhost`, under an authority.
pub(crate) struct Certified {
    pub(crate) key: SigningKey,
    /// DER
    pub(crate) leaf: Vec<u8>,
    /// DER
    pub(crate) authority: Vec<u8>,
}

impl Certified {
    pub(crate) fn new() -> Self {
        let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
        let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
        let point = Point([&[4][..], &coordinate("x"), &coordinate("y")].concat());
        let (mut authority, secret) = (CertificateParams::default(), KeyPair::generate().unwrap());
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let mut leaf = CertificateParams::default();
        // Otherwise it would have the name of its authority.
        leaf.distinguished_name.push(DnType::CommonName, "door");
        leaf.subject_alt_names = vec![SanType::DnsName("localhost".try_into().unwrap())];
        let leaf = leaf.signed_by(&point, &Issuer::from_params(&authority, &secret)).unwrap();
        let authority = authority.self_signed(&secret).unwrap();
        Self { key, leaf: leaf.der().to_vec(), authority: authority.der().to_vec() }
    }
}

/// As `x5c` has it: base64 with padding (RFC 7515 section 4.1.6).
pub(crate) fn base64(der: &[u8]) -> String {
    let mut text = base64url::encode(der).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Our signing key as what a certificate certifies.
struct Point(Vec<u8>);

impl PublicKeyData for Point {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}
