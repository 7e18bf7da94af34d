//! The BBS part of our JSON Proof Tokens is the draft's alone: `zkryptium` takes it as it stands, with the octets of the
//! presentation header as `ph`, whether or not a proof of not being revoked goes with it; and ours takes theirs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use std::num::NonZeroU32;
use vouchsafe_bbs::revocation::{AccumulatorValue, Period, RegistrySecret};
use vouchsafe_bbs::{Ciphersuite, Generators, SigningKey};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{
    Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, RegistryReference, Timestamp, base64url,
};
use vouchsafe_jpt::{
    Error, IssuerHeader, PreparedIssuer, PresentationExpectations, PresentationRequest, UnverifiedJpt,
    UnverifiedPresentation, VerifiedPresentation,
};
use vouchsafe_peers::zkryptium::{self, Statement, Suite};

/// A token's parts between the dots, each with its texts between the tildes, decoded.
fn parts(token: &str) -> Vec<Vec<Option<Vec<u8>>>> {
    let octets = |text: &str| (!text.is_empty()).then(|| base64url::decode(text).unwrap());
    token.split('.').map(|part| part.split('~').map(octets).collect()).collect()
}

fn only(part: &[Option<Vec<u8>>]) -> &[u8] {
    part[0].as_deref().unwrap()
}

struct Scene {
    key: SigningKey,
    issuer: PreparedIssuer,
    rng: ChaCha20Rng,
}

fn request() -> PresentationRequest {
    PresentationRequest {
        audience: Audience::new("https://verifier.example").unwrap(),
        nonce: Nonce::new("n-1").unwrap(),
    }
}

impl Scene {
    fn new(claims: &[&str], registry: Option<RegistryReference>) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let key = SigningKey::generate(&mut rng).unwrap();
        let issuer = IssuerId::new("https://issuer.example").unwrap();
        let credential_type = CredentialType::new("urn:example:member").unwrap();
        let claims = claims.iter().copied().map(ClaimPath::top).collect();
        let (version, kid) = (NonZeroU32::MIN, "key-1");
        let header = match registry {
            None => IssuerHeader::new(issuer, credential_type, version, kid, claims),
            Some(registry) => {
                IssuerHeader::revocable(issuer, credential_type, version, kid, claims, registry)
            }
        };
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let issuer = PreparedIssuer::new(&generators, key.verifying_key(), &header.unwrap()).unwrap();
        Self { key, issuer, rng }
    }

    fn verify(&self, token: &str) -> Result<VerifiedPresentation, Error> {
        let request = request();
        let expected = PresentationExpectations {
            audience: Some(&request.audience),
            nonce: Some(&request.nonce),
            now: Timestamp::from_unix(1_790_000_000),
            max_age: Duration::from_minutes(5),
            skew: Duration::from_minutes(1),
        };
        UnverifiedPresentation::parse(token)?.verify(&self.issuer, &expected)
    }

    fn public(&self) -> [u8; 96] {
        self.key.verifying_key().to_octets()
    }
}

/// The signature of an issued token, by the peer.
fn check_issued(scene: &Scene, issued: &str) {
    let parts = parts(issued);
    let messages: Vec<Vec<u8>> = parts[1].iter().map(|payload| payload.clone().unwrap()).collect();
    let signature = only(&parts[2]).try_into().unwrap();
    zkryptium::verify(Suite::Sha256, &scene.public(), only(&parts[0]), &messages, signature).unwrap();
}

/// The proof of a presented token, by the peer; and that it is bound to the presentation header.
fn check_presented(scene: &Scene, presented: &str) {
    let parts = parts(presented);
    let slots = parts[2].iter().enumerate();
    let (disclosed, messages): (Vec<usize>, Vec<Vec<u8>>) =
        slots.filter_map(|(slot, payload)| Some((slot, payload.clone()?))).unzip();
    let (header, proof) = (only(&parts[1]), only(&parts[3]));
    let verify = |presentation_header: &[u8]| {
        let statement = Statement { header, presentation_header, disclosed: &disclosed };
        zkryptium::verify_proof(Suite::Sha256, &scene.public(), &statement, &messages, proof)
    };
    verify(only(&parts[0])).unwrap();
    assert!(verify(&[only(&parts[0]), b" "].concat()).is_err());
}

#[test]
fn a_credential_that_cannot_be_revoked() {
    let mut scene = Scene::new(&["exp", "name", "age_over_18", "city"], None);
    let claims = r#"{"exp":1796083200,"name":"Ada","age_over_18":true,"city":"London"}"#;
    let issued = scene.issuer.issue(&scene.key, Document::parse(claims).unwrap().root()).unwrap();
    check_issued(&scene, &issued);
    let held = UnverifiedJpt::parse(&issued).unwrap().verify(&scene.issuer).unwrap();
    let selection = held.select(&[ClaimPath::top("age_over_18")]).unwrap();
    let presented = selection.present(&scene.issuer, &request(), &mut scene.rng).unwrap();
    scene.verify(&presented).unwrap();
    check_presented(&scene, &presented);

    // The peer's proof in its place.
    let (issued, shown) = (parts(&issued), parts(&presented));
    let messages: Vec<Vec<u8>> = issued[1].iter().map(|payload| payload.clone().unwrap()).collect();
    let statement =
        Statement { header: only(&issued[0]), presentation_header: only(&shown[0]), disclosed: &[0, 2] };
    let signature = only(&issued[2]).try_into().unwrap();
    let proof = zkryptium::prove(Suite::Sha256, &scene.public(), &statement, &messages, signature).unwrap();
    let (front, _) = presented.rsplit_once('.').unwrap();
    let theirs = format!("{front}.{}", base64url::encode(&proof));
    assert_ne!(theirs, presented);
    let verified = scene.verify(&theirs).unwrap();
    assert_eq!(verified.claims().to_json(), r#"{"exp":1796083200,"age_over_18":true}"#);
}

#[test]
fn a_credential_with_the_proof_that_it_was_not_revoked() {
    const REGISTRY: &str = "https://issuer.example/registry/1";
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let secret = RegistrySecret::generate(REGISTRY, &mut rng).unwrap();
    let value: AccumulatorValue = *secret.genesis(&mut rng).unwrap().value();
    let reference =
        RegistryReference::new(REGISTRY, secret.key().digest(), [7; 32], Duration::from_hours(1)).unwrap();
    for slots in [
        ["revocation_handle", "exp", "name", "city"],
        ["exp", "name", "revocation_handle", "city"],
        ["exp", "name", "city", "revocation_handle"],
    ] {
        let mut scene = Scene::new(&slots, Some(reference.clone()));
        let handle = secret.new_handle(1, &mut rng).unwrap();
        let witness = secret.issue(&value, &handle).unwrap();
        let payload = handle.payload();
        let claims =
            format!(r#"{{"exp":1796083200,"name":"Ada","revocation_handle":{payload},"city":"London"}}"#);
        let claims = Document::parse(claims).unwrap();
        let issued = scene.issuer.issue_revocable(&scene.key, claims.root(), 1, &witness).unwrap();
        check_issued(&scene, &issued);
        let held = UnverifiedJpt::parse(&issued).unwrap().verify(&scene.issuer).unwrap();
        let period = Period::new(secret.key(), 1, value, [9; 32]).unwrap();
        let witness = held.receive_witness(secret.key(), &value, held.witness().unwrap().octets()).unwrap();
        let selection = held.select(&[ClaimPath::top("city")]).unwrap();
        let draft = selection.prepare_revocable(&scene.issuer, &period, &witness, &mut scene.rng).unwrap();
        let presented = draft.finish(&request()).unwrap();
        scene.verify(&presented).unwrap();
        assert_eq!(parts(&presented)[3].len(), 2);
        check_presented(&scene, &presented);
    }
}
