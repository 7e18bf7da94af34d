//! Status lists by certificate: under which anchor, and by which name.

use crate::kit::{Issuer, NOW, Scene, URI, jitter, later, run};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData,
    SanType, SignatureAlgorithm, date_time_ymd,
};
use vouchsafe_credential::{IssuerId, base64url, json::Document};
use vouchsafe_evidence::{Error, SignerName, StatusListEvidence, StatusListSource, StatusSigner};
use vouchsafe_status_list::{Bits, StatusList, StatusListToSign};

struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

/// The key of an issuer as what a certificate certifies.
struct Certified(Vec<u8>);

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

fn params(name: &str, is_ca: IsCa, names: Vec<SanType>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    // Around the time of the tests.
    params.not_before = date_time_ymd(2023, 1, 1);
    params.not_after = date_time_ymd(2024, 1, 1);
    params.is_ca = is_ca;
    params.subject_alt_names = names;
    params
}

impl Authority {
    fn new() -> Self {
        let params = params("ca", IsCa::Ca(BasicConstraints::Unconstrained), Vec::new());
        Self { params, key: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap() }
    }

    fn der(&self) -> Vec<u8> {
        self.params.self_signed(&self.key).unwrap().der().to_vec()
    }

    /// A certificate of an issuer's key for `issuer.example` and `https://issuer.example/a`.
    fn chain(&self, issuer: &Issuer) -> Vec<Vec<u8>> {
        let jwk = Document::parse(issuer.key.verifying_key().to_jwk_json()).unwrap();
        let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
        let key = Certified([&[4][..], &coordinate("x"), &coordinate("y")].concat());
        let dns = SanType::DnsName("issuer.example".try_into().unwrap());
        let names = vec![dns, SanType::URI("https://issuer.example/a".try_into().unwrap())];
        let authority = rcgen::Issuer::from_params(&self.params, &self.key);
        vec![params("leaf", IsCa::NoCa, names).signed_by(&key, &authority).unwrap().der().to_vec()]
    }

    fn signer(&self, name: SignerName) -> StatusSigner {
        StatusSigner::certificates(&[self.der()], name).unwrap()
    }
}

fn list(issuer: &Issuer, iss: Option<&str>, x5c: Option<&[Vec<u8>]>) -> String {
    let list = StatusList::new(Bits::One, 1_024).unwrap();
    let iss = iss.map(|iss| IssuerId::new(iss).unwrap());
    let (issued_at, issuer_id) = (NOW, iss.as_ref());
    let (expires_at, ttl, aggregation_uri) = (None, None, None);
    StatusListToSign {
        uri: URI,
        issuer: issuer_id,
        issued_at,
        expires_at,
        ttl,
        aggregation_uri,
        x5c,
        list: &list,
    }
    .sign(&issuer.key)
    .unwrap()
}

async fn fetch(token: String, signer: StatusSigner) -> Result<StatusListEvidence, Error> {
    let scene = Scene::new();
    scene.network.says(URI, token);
    scene.refresher.status_list(&StatusListSource::new(URI, signer), NOW, jitter()).await
}

fn dns(name: &str) -> SignerName {
    SignerName::Dns(name.to_owned())
}

fn uri(name: &str) -> SignerName {
    SignerName::Uri(name.to_owned())
}

#[test]
fn by_a_name_of_the_certificate() {
    run(async {
        let (authority, issuer) = (Authority::new(), Issuer::new(1));
        let chain = authority.chain(&issuer);
        let unknown = Some("evidence.signer_unknown");
        for (name, iss, expected) in [
            (dns("issuer.example"), None, None),
            (dns("issuer.example"), Some("https://issuer.example"), None),
            (dns("issuer.example"), Some("https://issuer.example/tenant"), None),
            (dns("issuer.example"), Some("https://other.example"), unknown),
            (dns("issuer.example"), Some("https://issuer.example.evil.example"), unknown),
            (dns("issuer.example"), Some("http://issuer.example"), unknown),
            (uri("https://issuer.example/a"), None, None),
            (uri("https://issuer.example/a"), Some("https://issuer.example/a"), None),
            (uri("https://issuer.example/a"), Some("https://issuer.example/b"), unknown),
            (uri("https://issuer.example"), None, unknown),
            (dns("other.example"), None, unknown),
            (dns("example"), None, unknown),
        ] {
            let token = list(&issuer, iss, Some(&chain));
            let fetched = fetch(token, authority.signer(name.clone())).await;
            assert_eq!(fetched.err().map(|error| error.code()), expected, "{name:?} {iss:?}");
        }
    });
}

#[test]
fn a68_a_certificate_that_does_not_count() {
    run(async {
        let (authority, issuer, other) = (Authority::new(), Issuer::new(1), Issuer::new(2));
        let chain = authority.chain(&issuer);
        let name = || dns("issuer.example");
        for (token, signer, code) in [
            (
                list(&issuer, None, Some(&chain)),
                Authority::new().signer(name()),
                "jose.x5c_signature_invalid",
            ),
            (list(&issuer, None, None), authority.signer(name()), "evidence.signer_unknown"),
            // Signed by somebody else, who shows the issuer's certificate.
            (list(&other, None, Some(&chain)), authority.signer(name()), "jose.signature_invalid"),
            // Somebody whose keys are listed does not count by a certificate, nor the reverse.
            (list(&issuer, None, Some(&chain)), other.signer(), "jose.signature_invalid"),
        ] {
            assert_eq!(fetch(token, signer).await.unwrap_err().code(), code);
        }
        // A certificate that has run out meanwhile.
        let scene = Scene::new();
        scene.network.says(URI, list(&issuer, None, Some(&chain)));
        let source = StatusListSource::new(URI, authority.signer(name()));
        let error = scene.refresher.status_list(&source, later(24 * 365), jitter()).await.unwrap_err();
        assert_eq!(error.code(), "jose.x5c_expired");
        assert_eq!(StatusSigner::certificates(&[b"x"], name()).unwrap_err().code(), "jose.anchor_malformed");
    });
}
