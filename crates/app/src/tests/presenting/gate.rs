//! A verifier that is asked in memory, and what it was sent.

use super::super::desk::{CANARIES, NOW};
use crate::exchange::{Courier, Invitation, VerifierTrust};
use getrandom::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256,
    PublicKeyData, SanType, SignatureAlgorithm, date_time_ymd,
};
use std::cell::{Cell, RefCell};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClientId, ResponseUri, base64url};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_net::Error as NetError;
use vouchsafe_openid4vc::http::{JSON, Method, Request, Response};
use vouchsafe_openid4vc::vp::{Client, Link, Order, PostedAnswer, ResponseMode, Session, WalletAnswer};
use vouchsafe_wallet::DevelopmentSwitch;

pub(super) const HOST: &str = "gate.example";
pub(super) const ANSWERS: &str = "https://gate.example/answers/1";
const REQUESTS: &str = "https://gate.example/requests/1";
pub(super) const QUERY: &str =
    r#"{"credentials":[{"id":"person","format":"dc+sd-jwt","meta":{},"claims":[{"path":["given_name"]}]}]}"#;

/// What comes back for a message.
pub(super) type Reply = Result<Response, NetError>;

pub(super) struct Gate {
    pub(super) client: Client,
    pub(super) session: Session,
    authority: Vec<u8>,
    /// Every message that was posted to it.
    pub(super) posted: RefCell<Vec<Request>>,
    replies: RefCell<Vec<Reply>>,
    /// How often its request was fetched.
    pub(super) fetched: Cell<usize>,
    pub(super) development: Vec<DevelopmentSwitch>,
    /// Whether it may be asked.
    pub(super) admits: Result<(), NetError>,
}

impl Gate {
    /// A verifier with a certificate, which answers with `replies` in turn.
    pub(super) fn certified(replies: Vec<Reply>) -> Self {
        let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        let (authority, chain) = certify(&key, HOST);
        let client = Client::x509_san_dns(HOST, key, chain).unwrap();
        Self::of(client, authority, order(), replies)
    }

    /// A verifier that is known by a name without prefix, and what says so.
    pub(super) fn registered(replies: Vec<Reply>) -> (Self, String) {
        let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        let jwk = key.verifying_key().to_jwk_json();
        let client = Client::preregistered(&ClientId::new("gate").unwrap(), key).unwrap();
        let file =
            format!(r#"{{"client_id":"gate","jwks":{{"keys":[{jwk}]}},"response_uris":["{ANSWERS}"]}}"#);
        // An authority, so that its request is fetched.
        (Self::of(client, vec![0], order(), replies), file)
    }

    /// Somebody for whom nobody vouches, and who takes answers as they are.
    pub(super) fn unproven(order: Order, replies: Vec<Reply>) -> Self {
        let client = Client::redirect_uri(&ResponseUri::new(ANSWERS).unwrap()).unwrap();
        Self::of(client, Vec::new(), order.by(ResponseMode::DirectPost), replies)
    }

    fn of(client: Client, authority: Vec<u8>, order: Order, replies: Vec<Reply>) -> Self {
        let session = client.begin(&order, NOW, &mut SysRng).unwrap();
        let (posted, replies) = (RefCell::default(), RefCell::new(replies));
        Self {
            client,
            session,
            authority,
            posted,
            replies,
            development: Vec::new(),
            admits: Ok(()),
            fetched: Cell::new(0),
        }
    }

    pub(super) fn trust(&self) -> VerifierTrust {
        let files: Vec<Vec<u8>> =
            Some(self.authority.clone()).into_iter().filter(|file| !file.is_empty()).collect();
        VerifierTrust::new(&files).unwrap()
    }

    pub(super) fn link(&self) -> String {
        let by_reference = Link::ByReference { request_uri: REQUESTS, method: Method::Post };
        let how = if self.authority.is_empty() { Link::ByValue } else { by_reference };
        self.session.link(&self.client, "openid4vp://", how).unwrap()
    }

    pub(super) fn invitation(&self) -> Invitation {
        Invitation::parse(&self.link(), self).unwrap()
    }

    /// The last message, as the verifier reads it.
    pub(super) fn answer(&self) -> WalletAnswer {
        let posted = self.posted.borrow();
        let message = posted.last().unwrap();
        let answer = PostedAnswer::parse(message.headers.media_type().as_deref(), &message.body).unwrap();
        answer.open(&self.session, NOW).unwrap()
    }

    /// No message holds a value that was not to be shown.
    pub(super) fn was_told_no_claim(&self) {
        for message in self.posted.borrow().iter() {
            let text = String::from_utf8_lossy(&message.body);
            assert!(CANARIES.iter().all(|canary| !text.contains(canary)));
        }
    }
}

impl Courier for Gate {
    fn exchange(&self, request: &Request) -> Reply {
        let media_type = request.headers.media_type();
        if request.url.as_str() == REQUESTS {
            self.fetched.set(self.fetched.get() + 1);
            let served =
                self.session.serve(&self.client, request.method, media_type.as_deref(), &request.body, NOW);
            return Ok(served.unwrap());
        }
        assert_eq!(request.url.as_str(), ANSWERS, "nobody else is asked");
        self.posted.borrow_mut().push(request.clone());
        self.replies.borrow_mut().remove(0)
    }

    fn admit(&self, request: &Request) -> Result<(), NetError> {
        assert_eq!(request.url.as_str(), ANSWERS, "nobody else is answered");
        self.admits
    }

    fn development(&self) -> &[DevelopmentSwitch] {
        &self.development
    }
}

pub(super) fn order() -> Order {
    Order::new(QUERY.as_bytes(), ResponseUri::new(ANSWERS).unwrap()).unwrap()
}

pub(super) fn taken() -> Reply {
    Ok(Response::new(200, JSON, r#"{"redirect_uri":"https://gate.example/next#code=1"}"#))
}

/// Our signing key as what a certificate certifies.
struct Certified(Vec<u8>);

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

/// An authority, and the chain of the verifier under it.
pub(super) fn certify(key: &SigningKey, host: &str) -> (Vec<u8>, Vec<Vec<u8>>) {
    let of = |is_ca| {
        let mut params = CertificateParams::default();
        (params.not_before, params.not_after) = (date_time_ymd(2023, 1, 1), date_time_ymd(2024, 1, 1));
        params.is_ca = is_ca;
        params
    };
    let (authority, secret) = (of(IsCa::Ca(BasicConstraints::Unconstrained)), KeyPair::generate().unwrap());
    let jwk = Document::parse(key.verifying_key().to_jwk_json()).unwrap();
    let coordinate = |name| base64url::decode(&*jwk.root().get(name).unwrap().as_str().unwrap()).unwrap();
    let point = Certified([&[4][..], &coordinate("x"), &coordinate("y")].concat());
    let mut leaf = of(IsCa::NoCa);
    // Otherwise it would have the name of its authority.
    leaf.distinguished_name.push(DnType::CommonName, "gate");
    leaf.subject_alt_names = vec![SanType::DnsName(host.try_into().unwrap())];
    let leaf = leaf.signed_by(&point, &Issuer::from_params(&authority, &secret)).unwrap();
    (authority.self_signed(&secret).unwrap().der().to_vec(), vec![leaf.der().to_vec()])
}
