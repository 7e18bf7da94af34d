//! Verifiers with certificates, and requests written by hand, so that they can be wrong.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PKCS_ECDSA_P384_SHA384, PublicKeyData, SanType, SignatureAlgorithm, date_time_ymd,
};
use serde_json::{Value as Json, json};
use url::form_urlencoded;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ResponseUri, Timestamp, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{Reach, Request, Response};
use vouchsafe_openid4vc::vp::{
    Client, Invocation, Order, PostedAnswer, REQUEST_OBJECT, Refused, Session, VerifiedRequest, WalletAnswer,
    WalletRules,
};

/// 2026-03-01.
pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_772_323_200);
pub(crate) const HOST: &str = "door.example";
pub(crate) const SAN: &str = "x509_san_dns:door.example";
pub(crate) const RESPONSE_URI: &str = "https://door.example/answers/7";
pub(crate) const REQUEST_URI: &str = "https://door.example/requests/7";
pub(crate) const NONCE: &str = "n-0S6_WzA2Mj";
pub(crate) const STATE: &str = "6TUi2g6eq6Tsoq0G8J0bGQ";
pub(crate) const QUERY: &str = r#"{"credentials":[{"id":"id","format":"dc+sd-jwt","meta":{"vct_values":["urn:id"]},
    "claims":[{"path":["name"]}]}]}"#;
pub(crate) const VP_TOKEN: &str = r#"{"id":["eyJhbGciOiJFUzI1NiJ9.e30.c2ln~"]}"#;

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// The verifier's key is number 1, anybody else's another.
pub(crate) fn key(seed: u64) -> SigningKey {
    SigningKey::generate(Algorithm::Es256, &mut rng(seed)).unwrap()
}

/// Our signing key as what a certificate certifies.
struct Certified<'a> {
    key: &'a SigningKey,
    point: Vec<u8>,
}

impl PublicKeyData for Certified<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.point
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.key.algorithm() {
            Algorithm::Es384 => &PKCS_ECDSA_P384_SHA384,
            _ => &PKCS_ECDSA_P256_SHA256,
        }
    }
}

/// An authority that certifies verifiers.
pub(crate) struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let params = params(IsCa::Ca(BasicConstraints::Unconstrained), "authority");
        Self { params, key: KeyPair::generate().unwrap() }
    }

    pub(crate) fn itself(&self) -> Vec<u8> {
        self.params.self_signed(&self.key).unwrap().der().to_vec()
    }

    pub(crate) fn anchors(&self) -> TrustAnchors {
        TrustAnchors::new([self.itself()]).unwrap()
    }

    /// The chain of a verifier of this name: its leaf alone.
    pub(crate) fn certify(&self, dns_name: &str, key: &SigningKey) -> Vec<Vec<u8>> {
        let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
        let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
        let point = [&[4][..], &coordinate("x"), &coordinate("y")].concat();
        let mut params = params(IsCa::NoCa, "verifier");
        params.subject_alt_names = vec![SanType::DnsName(dns_name.try_into().unwrap())];
        let issuer = Issuer::from_params(&self.params, &self.key);
        vec![params.signed_by(&Certified { key, point }, &issuer).unwrap().der().to_vec()]
    }

    /// The verifier at the door, by its DNS name.
    pub(crate) fn door(&self) -> Client {
        Client::x509_san_dns(HOST, key(1), self.certify(HOST, &key(1))).unwrap()
    }

    /// The same by the digest of its certificate.
    pub(crate) fn door_by_hash(&self) -> Client {
        Client::x509_hash(key(1), self.certify(HOST, &key(1))).unwrap()
    }
}

fn params(is_ca: IsCa, name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2027, 1, 1);
    params.is_ca = is_ca;
    params
}

pub(crate) fn hash_id(chain: &[Vec<u8>]) -> String {
    format!("x509_hash:{}", base64url::encode(&sha256(&chain[0])))
}

pub(crate) fn order() -> Order {
    Order::new(QUERY.as_bytes(), ResponseUri::new(RESPONSE_URI).unwrap()).unwrap()
}

pub(crate) fn begin(client: &Client, order: &Order) -> Session {
    client.begin(order, NOW, &mut rng(7)).unwrap()
}

/// A request object written by hand. As it is here, it is good.
#[derive(Clone)]
pub(crate) struct Crafted {
    pub(crate) payload: Json,
    pub(crate) typ: &'static str,
    pub(crate) key: u64,
    pub(crate) chain: Vec<Vec<u8>>,
    pub(crate) attestation: Option<String>,
    /// `client_id` beside the object.
    pub(crate) outer: String,
}

impl Crafted {
    pub(crate) fn new(authority: &Authority) -> Self {
        let payload = json!({
            "client_id": SAN, "response_type": "vp_token", "response_mode": "direct_post", "response_uri": RESPONSE_URI,
            "nonce": NONCE, "state": STATE, "dcql_query": serde_json::from_str::<Json>(QUERY).unwrap(),
            "aud": "https://self-issued.me/v2", "iat": NOW.as_unix(), "exp": NOW.as_unix() + 300,
        });
        let chain = authority.certify(HOST, &key(1));
        Self { payload, typ: "oauth-authz-req+jwt", key: 1, chain, attestation: None, outer: SAN.to_owned() }
    }

    /// Another member; `null` takes it out.
    pub(crate) fn with(mut self, name: &str, value: Json) -> Self {
        let members = self.payload.as_object_mut().unwrap();
        match value {
            Json::Null => members.remove(name),
            value => members.insert(name.to_owned(), value),
        };
        self
    }

    /// Under another name, inside and outside.
    pub(crate) fn named(mut self, client_id: &str) -> Self {
        self.outer = client_id.to_owned();
        self.with("client_id", json!(client_id))
    }

    pub(crate) fn token(&self) -> String {
        let x5c = (!self.chain.is_empty()).then_some(self.chain.as_slice());
        let header = HeaderToSign { x5c, jwt: self.attestation.as_deref(), ..HeaderToSign::new(self.typ) };
        sign(&key(self.key), &header, self.payload.to_string().as_bytes()).unwrap()
    }

    pub(crate) fn link(&self) -> String {
        link(&[("client_id", &self.outer), ("request", &self.token())])
    }

    pub(crate) fn verify(&self, rules: &WalletRules<'_>) -> Result<VerifiedRequest, Refused> {
        self.verify_at(rules, NOW)
    }

    pub(crate) fn verify_at(
        &self,
        rules: &WalletRules<'_>,
        now: Timestamp,
    ) -> Result<VerifiedRequest, Refused> {
        verify(&self.link(), rules, now)
    }

    /// `ok`, or the code of the refusal.
    pub(crate) fn code(&self, rules: &WalletRules<'_>) -> &'static str {
        code(&self.verify(rules))
    }
}

pub(crate) fn link(parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("openid4vp://?{query}")
}

/// From an address that holds the whole request.
pub(crate) fn verify(
    link: &str,
    rules: &WalletRules<'_>,
    now: Timestamp,
) -> Result<VerifiedRequest, Refused> {
    match Invocation::parse(link, Reach::HttpsOnly)? {
        Invocation::Request(request) => request.verify(rules, now),
        Invocation::Reference(_) => panic!("a reference"),
    }
}

/// From an address that says where the request is, which is served by `serve`.
pub(crate) fn fetch(
    link: &str,
    rules: &WalletRules<'_>,
    serve: impl FnOnce(&Request) -> Response,
) -> Result<VerifiedRequest, Refused> {
    let Invocation::Reference(reference) = Invocation::parse(link, Reach::HttpsOnly)? else {
        panic!("no reference")
    };
    let (request, awaited) = reference.fetch(&mut rng(9))?;
    awaited.receive(&serve(&request))?.verify(rules, NOW)
}

pub(crate) fn object(token: impl Into<Vec<u8>>) -> Response {
    Response::new(200, REQUEST_OBJECT, token)
}

pub(crate) fn code(result: &Result<VerifiedRequest, Refused>) -> &'static str {
    result.as_ref().err().map_or("ok", |refused| refused.error().code())
}

/// The fields of a form.
pub(crate) fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

pub(crate) fn field(request: &Request, name: &str) -> Option<String> {
    fields(&request.body).into_iter().find(|(field, _)| field == name).map(|(_, value)| value)
}

/// What a session makes of a post.
pub(crate) fn open(
    post: &Request,
    session: &Session,
) -> Result<WalletAnswer, vouchsafe_openid4vc::vp::Error> {
    PostedAnswer::parse(post.headers.media_type().as_deref(), &post.body)?.open(session, NOW)
}

/// A post of these fields.
pub(crate) fn post(fields: &[(&str, &str)], session: &Session) -> &'static str {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let posted = PostedAnswer::parse(Some("application/x-www-form-urlencoded"), body.as_bytes());
    posted.and_then(|posted| posted.open(session, NOW)).map_or_else(|error| error.code(), |_| "ok")
}
