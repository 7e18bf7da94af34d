use super::message::{assert_same, json, request, unwrapped, vector};
use crate::kit::jwk_set;
use rand_core::SeedableRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_jose::{Algorithm, JwkSet, SigningKey};
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::oauth::{ClientAttestation, TrustedSigners};
use vouchsafe_openid4vc::vci::metadata::{CredentialFormat, IssuerMetadata, ProofType, SignedForm};
use vouchsafe_openid4vc::vci::{CredentialIssuerId, Error};

pub const EXAMPLE: &str = "https://credential-issuer.example.com";

pub fn example() -> CredentialIssuerId {
    CredentialIssuerId::new(EXAMPLE, Reach::HttpsOnly).unwrap()
}

fn read(text: &str) -> IssuerMetadata {
    IssuerMetadata::parse(text.as_bytes(), &example(), Reach::HttpsOnly).unwrap()
}

/// The configurations of a file that has nothing else, as whole metadata.
fn whole(fragment: &str) -> String {
    let rest = fragment.trim_start().strip_prefix('{').unwrap();
    format!(r#"{{"credential_issuer":"{EXAMPLE}","credential_endpoint":"{EXAMPLE}/credential",{rest}"#)
}

#[test]
fn credential_issuer_metadata_sd_jwt_long() {
    let text = vector!("openid4vci-1.0/examples/credential_issuer_metadata_sd_jwt_long.json");
    let metadata = read(text);
    assert_eq!(metadata.batch_limit(), 10);
    assert_eq!(metadata.display.len(), 2);
    assert!(
        metadata.request_encryption.as_ref().is_some_and(|offered| offered.required && offered.is_usable())
    );
    // What is offered of compression is not taken up, and not written.
    let without_zip = text.replace("    \"zip_values_supported\": [\"DEF\"],\n", "");
    assert_same(metadata.to_json().as_bytes(), &without_zip);
}

#[test]
fn credential_issuer_metadata_sd_jwt_jwt() {
    let text = vector!("openid4vci-1.0/examples/credential_issuer_metadata_sd_jwt_jwt.txt");
    let token: String = text.split_whitespace().collect();
    let jws = UnverifiedJws::parse(&token).unwrap();
    let payload = String::from_utf8(jws.payload_for_routing().to_vec()).unwrap();
    let metadata = read(&payload);
    assert_eq!(metadata.authorization_servers, ["https://server.example.com"]);
    let ours = json(&metadata.to_json());
    for (name, value) in json(&payload).root().entries().unwrap() {
        assert!(["sub", "iat"].contains(&&*name) || ours.root().get(&name) == Some(value), "{name}");
    }
    // Its certificate is issued by itself: nobody is trusted for that.
    let anchor = TrustAnchors::new([&jws.header().x5c().unwrap()[0]]).unwrap();
    let now = Timestamp::from_unix(1_760_000_000);
    let verify =
        |signers: &TrustedSigners| IssuerMetadata::verify(&token, &example(), signers, Reach::HttpsOnly, now);
    let refused = verify(&TrustedSigners::default().and_anchors(anchor)).unwrap_err();
    assert_eq!(refused.code(), "jose.x5c_self_signed");
    assert_eq!(verify(&TrustedSigners::default()).unwrap_err().code(), "oauth.signer_untrusted");
    let other =
        SigningKey::generate(Algorithm::Es256, &mut rand_chacha::ChaCha20Rng::seed_from_u64(1)).unwrap();
    let refused = verify(&TrustedSigners::by_keys(&jwk_set(&[&other]))).unwrap_err();
    assert_eq!(refused.code(), "jose.signature_invalid");
}

#[test]
fn credential_metadata_sd_jwt_vc() {
    let text = whole(vector!("openid4vci-1.0/examples/credential_metadata_sd_jwt_vc.json"));
    let metadata = read(&text);
    let configuration = &metadata.configurations["SD_JWT_VC_example_in_OpenID4VCI"];
    assert_eq!(configuration.format, CredentialFormat::SdJwtVc);
    let attested = configuration.proof_type(ProofType::Jwt).unwrap().key_attestation.as_ref().unwrap();
    assert_eq!(attested.key_storage, ["iso_18045_moderate"]);
    assert_eq!(configuration.claims.len(), 13);
    assert_same(metadata.to_json().as_bytes(), &text);
}

#[test]
fn credential_metadata_jwt_vc_json() {
    let metadata = read(&whole(vector!("openid4vci-1.0/examples/credential_metadata_jwt_vc_json.json")));
    let configuration = &metadata.configurations["UniversityDegreeCredential"];
    assert_eq!(configuration.format, CredentialFormat::Other("jwt_vc_json".to_owned()));
    assert_eq!(configuration.scope.as_deref(), Some("UniversityDegree"));
}

#[test]
fn credential_metadata_mso_mdoc() {
    let metadata = read(&whole(vector!("openid4vci-1.0/examples/credential_metadata_mso_mdoc.json")));
    let configuration = &metadata.configurations["org.iso.18013.5.1.mDL"];
    assert_eq!(configuration.format, CredentialFormat::Other("mso_mdoc".to_owned()));
}

#[test]
fn issuer_jwks() {
    let text = unwrapped(vector!("openid4vci-1.0/examples/issuer_jwks.json"));
    let keys = JwkSet::from_value(json(&text).root().get("jwks").unwrap()).unwrap();
    let key = &keys.keys()[0];
    let thumbprint = vouchsafe_credential::base64url::encode(&key.thumbprint());
    assert_eq!(key.kid(), Some(&*format!("urn:ietf:params:oauth:jwk-thumbprint:sha-256:{thumbprint}")));
}

#[test]
fn wallet_attestation() {
    let text = vector!("openid4vci-1.0/examples/wallet_attestation.jwt.txt");
    let token: String = text.split_whitespace().collect();
    // It is read, and is about another key than we have.
    let key =
        SigningKey::generate(Algorithm::Es256, &mut rand_chacha::ChaCha20Rng::seed_from_u64(1)).unwrap();
    let refused = ClientAttestation::new(token, key).err().unwrap();
    assert_eq!(refused.code(), "oauth.key_not_attested");
}

#[test]
fn sec12_2_2_metadata_request() {
    let theirs =
        request(vector!("openid4vci-1.0/inline/31_sec12.2.2_credential-issuer-metadata-retrieval.txt"));
    let issuer = CredentialIssuerId::new("https://server.example.com", Reach::HttpsOnly).unwrap();
    let languages = theirs.headers.one("Accept-Language");
    let ours = IssuerMetadata::request(&issuer, SignedForm::NotAsked, languages);
    assert_eq!((ours.method, &ours.url), (theirs.method, &theirs.url));
    assert_eq!(ours.headers.one("Accept-Language"), languages);
}

#[test]
fn claims_that_contradict_each_other_are_refused() {
    let text = whole(vector!("openid4vci-1.0/examples/credential_metadata_sd_jwt_vc.json"));
    for (other, refused) in [
        (r#"["email"]"#, false),
        (r#"["phone_number"]"#, true),
        (r#"["email", 0]"#, false),
        (r#"["address", null]"#, true),
        (r#"["address", 0]"#, true),
        (r#"["address", "floor"]"#, false),
    ] {
        let text = text.replace(r#"{"path": ["email"]}"#, &format!(r#"{{"path": {other}}}"#));
        let read = IssuerMetadata::parse(text.as_bytes(), &example(), Reach::HttpsOnly);
        assert_eq!(read.err(), refused.then_some(Error::ClaimsContradict), "{other}");
    }
}
