//! An issuer with its authorization server, in memory, that answers requests by their addresses.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use url::Url;
use vouchsafe_credential::{CredentialType, Duration, Timestamp};
use vouchsafe_jose::jwe::{ContentEncryption, DecryptionKey};
use vouchsafe_jose::{Algorithm, JwkSet, SigningKey};
use vouchsafe_openid4vc::http::{Reach, Request, Response};
use vouchsafe_openid4vc::oauth::server::{
    AccessGrant, AccessRules, AttestationPolicy, Authorization, AuthorizationServer, Authorize,
    AuthorizedCredential, CodeGrant, DpopPolicy, GrantStore, PushedRequest, RequestUri, Secret, SecretDigest,
    verify_access,
};
use vouchsafe_openid4vc::oauth::{
    ATTESTATION_CHALLENGE, ATTESTED, AUTHORIZATION_CODE, ClientAttestation, DPOP_NONCE, NonceKey,
    PRE_AUTHORIZED_CODE, ReplayKey, ServerMetadata, TrustedSigners,
};
use vouchsafe_openid4vc::vci::issuer::{CredentialIssuer, Endpoint};
use vouchsafe_openid4vc::vci::metadata::{
    CredentialConfiguration, CredentialFormat, IssuerMetadata, KeyAttestationRequirement, ProofType,
    ProofTypeSupport, RequestEncryption, ResponseEncryption,
};
use vouchsafe_openid4vc::vci::wallet::{
    AuthorizationStart, Authorized, Authorizing, Client, CredentialOutcome, KeyProofs, Offered, Prepared,
    Settings, Step, TokenOutcome, TokenPending,
};
use vouchsafe_openid4vc::vci::{
    AuthorizationCodeGrant, CredentialIssuerId, CredentialOffer, Error, LinkScheme, Notification, OfferLink,
    Profile, TxCode,
};

pub const ISSUER: &str = "https://issuer.example/tenant";
pub const SERVER: &str = "https://server.example";
pub const MEMBER: &str = "member_sd_jwt";
pub const TICKET: &str = "ticket_bbs";
pub const MEMBER_TYPE: &str = "https://issuer.example/types/member";
pub const REDIRECT_PORT: u16 = 49_152;

/// What the issuer does beside the least.
#[derive(Default, Clone, Copy)]
pub struct Extras {
    pub haip: bool,
    pub dpop_nonce: bool,
    pub challenge: bool,
    pub encryption: bool,
    pub defer: bool,
    pub identifiers: bool,
    pub key_attestation: bool,
    pub no_scope: bool,
    pub bearer: bool,
    pub ticket: bool,
}

pub struct Scene {
    pub rng: ChaCha20Rng,
    pub now: Timestamp,
    pub server: AuthorizationServer,
    pub issuer: CredentialIssuer,
    pub extras: Extras,
    pub attester: SigningKey,
    pub codes: BTreeMap<SecretDigest, CodeGrant>,
    pub tokens: BTreeMap<SecretDigest, AccessGrant>,
    pub pushed: BTreeMap<RequestUri, PushedRequest>,
    pub replays: BTreeMap<ReplayKey, Timestamp>,
    pub transactions: BTreeMap<SecretDigest, (String, usize)>,
    pub notifications: Vec<Notification>,
    /// Addresses that were asked, in order.
    pub asked: Vec<String>,
    pub offered_bytes: Option<String>,
    pub signed_metadata: Option<String>,
}

pub fn jwk_set(keys: &[&SigningKey]) -> JwkSet {
    let keys: Vec<_> = keys.iter().map(|key| key.verifying_key().to_jwk_json()).collect();
    JwkSet::parse(format!("{{\"keys\":[{}]}}", keys.join(",")).as_bytes()).unwrap()
}

pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

pub fn configuration(extras: Extras) -> CredentialConfiguration {
    let support = |kind| ProofTypeSupport {
        kind,
        algorithms: vec!["ES256".to_owned(), "EdDSA".to_owned()],
        key_attestation: extras.key_attestation.then(|| KeyAttestationRequirement {
            key_storage: vec!["iso_18045_moderate".to_owned()],
            user_authentication: Vec::new(),
        }),
    };
    CredentialConfiguration {
        format: CredentialFormat::SdJwtVc,
        credential_type: Some(CredentialType::new(MEMBER_TYPE).unwrap()),
        scope: (!extras.no_scope).then(|| "member".to_owned()),
        signing_algorithms: vec!["ES256".to_owned()],
        binding_methods: vec!["jwk".to_owned()],
        proof_types: vec![support(ProofType::Jwt), support(ProofType::Attestation)],
        display: Vec::new(),
        claims: Vec::new(),
    }
}

impl Scene {
    pub fn new(extras: Extras) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let attester = SigningKey::generate(Algorithm::Es256, &mut rng).unwrap();
        let attesters = TrustedSigners::by_keys(&jwk_set(&[&attester]));
        let server = AuthorizationServer {
            metadata: ServerMetadata {
                issuer: SERVER.to_owned(),
                authorization_endpoint: Some(url("https://server.example/authorize")),
                token_endpoint: url("https://server.example/token"),
                par_endpoint: Some(url("https://server.example/par")),
                par_required: extras.haip,
                challenge_endpoint: None,
                grant_types: vec![AUTHORIZATION_CODE.to_owned(), PRE_AUTHORIZED_CODE.to_owned()],
                code_challenge_methods: vec!["S256".to_owned()],
                dpop_algorithms: if extras.bearer { Vec::new() } else { vec!["ES256".to_owned()] },
                client_authentication: vec![if extras.haip { ATTESTED } else { "none" }.to_owned()],
                authorization_details_types: vec!["openid_credential".to_owned()],
                iss_in_responses: true,
                anonymous_pre_authorized: true,
            },
            redirects: vec!["http://127.0.0.1/callback".to_owned()],
            attestation: match (extras.haip, extras.challenge) {
                (false, _) => AttestationPolicy::NotAsked,
                (true, false) => AttestationPolicy::Required(attesters.clone()),
                (true, true) => AttestationPolicy::RequiredWithChallenge(attesters.clone()),
            },
            dpop: match (extras.haip, extras.dpop_nonce) {
                (_, true) => DpopPolicy::RequiredWithNonce,
                (true, false) => DpopPolicy::Required,
                (false, false) => DpopPolicy::Offered,
            },
            nonces: NonceKey::generate(&mut rng).unwrap(),
            token_lifetime: Duration::from_hours(1),
        };
        let key = DecryptionKey::generate(&mut rng).unwrap().with_kid("ac").unwrap();
        let encryptions = vec![ContentEncryption::A128Gcm, ContentEncryption::A256Gcm];
        let ticket = CredentialConfiguration {
            format: CredentialFormat::Bbs,
            scope: Some("ticket".to_owned()),
            binding_methods: Vec::new(),
            proof_types: Vec::new(),
            ..configuration(extras)
        };
        let issuer = CredentialIssuer {
            metadata: IssuerMetadata {
                issuer: CredentialIssuerId::new(ISSUER, Reach::HttpsOnly).unwrap(),
                authorization_servers: vec![SERVER.to_owned()],
                credential_endpoint: url("https://issuer.example/credential"),
                nonce_endpoint: Some(url("https://issuer.example/nonce")),
                deferred_endpoint: Some(url("https://issuer.example/deferred")),
                notification_endpoint: Some(url("https://issuer.example/notification")),
                request_encryption: extras.encryption.then(|| RequestEncryption {
                    keys: vec![key.recipient_key().clone()],
                    encryptions: encryptions.clone(),
                    required: true,
                }),
                response_encryption: extras
                    .encryption
                    .then_some(ResponseEncryption { encryptions, required: true }),
                batch_size: Some(3),
                display: Vec::new(),
                configurations: [(MEMBER.to_owned(), configuration(extras)), (TICKET.to_owned(), ticket)]
                    .into(),
            },
            nonces: NonceKey::generate(&mut rng).unwrap(),
            key_attesters: attesters,
            decryption_keys: vec![key],
        };
        Self {
            rng,
            now: Timestamp::from_unix(1_700_000_000),
            server,
            issuer,
            extras,
            attester,
            codes: BTreeMap::new(),
            tokens: BTreeMap::new(),
            pushed: BTreeMap::new(),
            replays: BTreeMap::new(),
            transactions: BTreeMap::new(),
            notifications: Vec::new(),
            asked: Vec::new(),
            offered_bytes: None,
            signed_metadata: None,
        }
    }

    pub fn key(&mut self) -> SigningKey {
        SigningKey::generate(Algorithm::Es256, &mut self.rng).unwrap()
    }

    pub fn authorization(&self) -> Authorization {
        let identifiers = if self.extras.identifiers {
            vec!["Member-2023".to_owned(), "Member-2024".to_owned()]
        } else {
            Vec::new()
        };
        Authorization {
            subject: "person 17".to_owned(),
            audience: ISSUER.to_owned(),
            credentials: vec![AuthorizedCredential {
                configuration_id: if self.extras.ticket { TICKET } else { MEMBER }.to_owned(),
                identifiers,
            }],
        }
    }

    pub fn offer(&self) -> CredentialOffer {
        CredentialOffer::new(self.issuer.metadata.issuer.clone(), vec![MEMBER.to_owned()]).unwrap()
    }

    /// A link with a pre-authorized code.
    pub fn pre_authorized_link(&mut self, tx_code: Option<(&str, TxCode)>) -> String {
        let code = Secret::generate(&mut self.rng).unwrap();
        let expires = self.now.saturating_add(Duration::from_minutes(10));
        let typed = tx_code.as_ref().map(|(code, _)| *code);
        let grant = CodeGrant::pre_authorized(self.authorization(), &code, typed, expires);
        self.codes.put(code.digest(), grant);
        let offer =
            self.offer().with_pre_authorized_code(&code, tx_code.map(|(_, shape)| shape), None).unwrap();
        OfferLink::Value(offer).to_link(LinkScheme::OpenIdCredentialOffer).to_string()
    }

    pub fn browser_link(&self) -> String {
        let grant = AuthorizationCodeGrant {
            issuer_state: Some("issuer state".to_owned()),
            authorization_server: Some(SERVER.to_owned()),
        };
        let offer = self.offer().with_authorization_code(grant);
        OfferLink::Value(offer).to_link(LinkScheme::HaipVci).to_string()
    }

    pub fn attestation(&mut self) -> ClientAttestation {
        let key = self.key();
        let token = self.attestation_token(&key, |claims| claims);
        ClientAttestation::new(token, key).unwrap()
    }

    /// What the wallet's provider signs; `change` may change its claims.
    pub fn attestation_token(&self, key: &SigningKey, change: impl FnOnce(String) -> String) -> String {
        let exp = self.now.as_unix() + 3_600;
        let claims = format!(
            r#"{{"iss":"https://provider.example","sub":"https://wallet.example","exp":{exp},"cnf":{{"jwk":{}}}}}"#,
            key.verifying_key().to_jwk_json()
        );
        jwt(&self.attester, "oauth-client-attestation+jwt", &change(claims))
    }

    pub fn key_attestation(&self, keys: &[&SigningKey], nonce: &str) -> String {
        let jwks: Vec<_> = keys.iter().map(|key| key.verifying_key().to_jwk_json()).collect();
        let (iat, exp) = (self.now.as_unix(), self.now.as_unix() + 600);
        let claims = format!(
            r#"{{"iat":{iat},"exp":{exp},"nonce":"{nonce}","key_storage":["iso_18045_moderate"],"attested_keys":[{}]}}"#,
            jwks.join(",")
        );
        jwt(&self.attester, "key-attestation+jwt", &claims)
    }

    pub fn settings(&mut self) -> Settings {
        let client = if self.extras.haip {
            Client::Attested(Box::new(self.attestation()))
        } else {
            Client::Public { client_id: "https://wallet.example".to_owned() }
        };
        let profile = if self.extras.haip { Profile::Haip } else { Profile::OpenId4Vci };
        Settings { profile, client, metadata_signers: None, languages: None }
    }

    /// What issuer and server answer.
    pub fn send(&mut self, request: &Request) -> Response {
        self.asked.push(request.url.to_string());
        let nonce = self.server.dpop_nonce(self.now, &mut self.rng).unwrap();
        let response = self.answer(request);
        match nonce {
            Some(nonce) => response.with_header(DPOP_NONCE, nonce),
            None => response,
        }
    }

    fn answer(&mut self, request: &Request) -> Response {
        let now = self.now;
        match request.url.path() {
            "/.well-known/openid-credential-issuer/tenant" => {
                self.issuer.metadata_response(request, self.signed_metadata.as_deref())
            }
            path if path.starts_with("/.well-known/oauth-authorization-server") => {
                self.server.metadata_response()
            }
            "/offer" => Response::new(200, "application/json", self.offered_bytes.clone().unwrap()),
            "/par" => match self.server.pushed(request, now, &mut self.replays, &mut self.rng) {
                Ok((name, pushed, response)) => {
                    self.pushed.insert(name, pushed);
                    response
                }
                Err(error) => self.refuse(error),
            },
            "/token" => {
                let (codes, replays) = (&mut self.codes, &mut self.replays);
                match self.server.token(request, codes, now, replays, &mut self.rng) {
                    Ok(granted) => {
                        self.tokens.insert(granted.token.digest(), granted.access);
                        granted.response
                    }
                    Err(error) => self.refuse(error),
                }
            }
            "/nonce" => self.issuer.nonce_response(now, &mut self.rng).unwrap(),
            "/credential" => {
                self.credential(request).unwrap_or_else(|error| error.respond(Endpoint::Credential))
            }
            "/deferred" => self.deferred(request).unwrap_or_else(|error| error.respond(Endpoint::Credential)),
            "/notification" => {
                self.notification(request).unwrap_or_else(|error| error.respond(Endpoint::Notification))
            }
            other => panic!("nothing is at {other}"),
        }
    }

    fn refuse(&mut self, error: vouchsafe_openid4vc::oauth::Error) -> Response {
        let response = error.respond();
        if error == vouchsafe_openid4vc::oauth::Error::AttestationChallenge {
            let challenge = self.server.attestation_challenge(self.now, &mut self.rng).unwrap();
            return response.with_header(ATTESTATION_CHALLENGE, challenge);
        }
        response
    }

    pub fn access(&mut self, request: &Request) -> Result<AccessGrant, Error> {
        let rules = AccessRules { audience: ISSUER, nonces: self.server.dpop_nonces() };
        let find = |digest: &SecretDigest| self.tokens.get(digest).cloned();
        Ok(verify_access(request, rules, find, self.now, &mut self.replays)?)
    }

    /// Issues texts that say to which key they would be bound.
    pub fn credential(&mut self, request: &Request) -> Result<Response, Error> {
        let access = self.access(request)?;
        let requested = self.issuer.credential(request, &access, self.now, &mut self.replays)?;
        if self.extras.defer {
            let transaction = Secret::generate(&mut self.rng)?;
            let kept = (access.authorization.subject, requested.keys.len());
            self.transactions.insert(transaction.digest(), kept);
            return requested.defer(&transaction, Duration::from_minutes(10));
        }
        let credentials = (0..requested.keys.len().max(1)).map(|at| format!("credential.{at}")).collect();
        requested.respond(credentials, Some("notification 1"))
    }

    fn deferred(&mut self, request: &Request) -> Result<Response, Error> {
        let access = self.access(request)?;
        let asked = self.issuer.deferred(request)?;
        let Some((subject, keys)) = self.transactions.get(&asked.transaction()).cloned() else {
            return Err(Error::TransactionUnknown);
        };
        if subject != access.authorization.subject {
            return Err(Error::TransactionUnknown);
        }
        if self.extras.defer {
            return asked.still_pending(Duration::from_minutes(20));
        }
        self.transactions.remove(&asked.transaction());
        asked.respond((0..keys).map(|at| format!("credential.{at}")).collect(), keys, Some("notification 1"))
    }

    fn notification(&mut self, request: &Request) -> Result<Response, Error> {
        self.access(request)?;
        let notification = Notification::read(request)?;
        if notification.id != "notification 1" {
            return Err(Error::NotificationUnknown);
        }
        if !self.notifications.contains(&notification) {
            self.notifications.push(notification);
        }
        Ok(Response::empty(204))
    }

    /// The person agrees in the browser.
    pub fn browse(&mut self, address: &Url) -> Url {
        let pushed = match self.server.authorize(address).unwrap() {
            Authorize::Pushed { client_id, request_uri } => {
                let pushed = self.pushed.remove(&request_uri).unwrap();
                assert_eq!(pushed.request.client_id, client_id);
                pushed
            }
            Authorize::Whole(pushed) => *pushed,
        };
        assert_eq!(self.issuer.requested_configurations(&pushed.request).unwrap(), [MEMBER]);
        let expires = self.now.saturating_add(Duration::from_minutes(1));
        let granted = self.server.grant_code(&pushed, self.authorization(), expires, &mut self.rng).unwrap();
        self.codes.put(granted.code.digest(), granted.grant);
        granted.redirect
    }

    // The wallet, as far as every test goes the same way.

    pub fn prepare(&mut self, link: &str) -> Result<Prepared, Error> {
        let settings = self.settings();
        self.prepare_with(link, settings)
    }

    pub fn prepare_with(&mut self, link: &str, settings: Settings) -> Result<Prepared, Error> {
        let offer = match Offered::parse(link, Reach::HttpsOnly)? {
            Offered::Offer(offer) => offer,
            Offered::Reference(reference) => {
                let fetch = reference.acknowledge();
                let response = self.send(&fetch.request());
                fetch.receive(&response)?
            }
        };
        let discovery = offer.acknowledge().discover(settings)?;
        let response = self.send(&discovery.request());
        let mut discovery = discovery.receive(&response, self.now)?;
        loop {
            let response = self.send(&discovery.request()?);
            match discovery.receive(&response, &mut self.rng)? {
                Step::Again(next) => discovery = next,
                Step::Next(prepared) => return Ok(prepared),
            }
        }
    }

    pub fn push(&mut self, prepared: Prepared) -> Result<Authorizing, Error> {
        let Prepared::AuthorizationCode(flow) = prepared else { panic!("no browser") };
        let redirect = vouchsafe_openid4vc::oauth::LoopbackRedirect(REDIRECT_PORT);
        match flow.authorize(&[MEMBER], redirect, self.now, &mut self.rng)? {
            AuthorizationStart::Open(authorizing) => Ok(authorizing),
            AuthorizationStart::Push(mut pushing) => loop {
                let response = self.send(pushing.request());
                match pushing.receive(&response, self.now, &mut self.rng)? {
                    Step::Again(again) => pushing = again,
                    Step::Next(authorizing) => return Ok(authorizing),
                }
            },
        }
    }

    pub fn token(&mut self, mut pending: TokenPending) -> Result<Authorized, Error> {
        loop {
            let response = self.send(pending.request());
            match pending.receive(&response, self.now, &mut self.rng)? {
                TokenOutcome::Again(again) => pending = again,
                TokenOutcome::TxCodeRefused(_) => panic!("the transaction code is wrong"),
                TokenOutcome::Authorized(authorized) => return Ok(authorized),
            }
        }
    }

    pub fn authorize(&mut self) -> Authorized {
        if self.extras.haip {
            let prepared = self.prepare(&self.browser_link()).unwrap();
            let authorizing = self.push(prepared).unwrap();
            let redirected = self.browse(authorizing.url());
            let pending = authorizing.redirected(&redirected, self.now, &mut self.rng).unwrap();
            return self.token(pending).unwrap();
        }
        let link = self.pre_authorized_link(None);
        let Prepared::PreAuthorized(flow) = self.prepare(&link).unwrap() else { panic!("no code") };
        let pending = flow.redeem(&[MEMBER], None, self.now, &mut self.rng).unwrap();
        self.token(pending).unwrap()
    }

    pub fn fetch_nonce(&mut self, authorized: &mut Authorized) {
        if let Some(request) = authorized.nonce_request() {
            let response = self.send(&request);
            authorized.receive_nonce(&response).unwrap();
        }
    }

    /// Asks for the first order with these keys, until there is an answer that is none of a nonce.
    pub fn ask(
        &mut self,
        mut authorized: Authorized,
        keys: &[&SigningKey],
    ) -> Result<CredentialOutcome, Error> {
        loop {
            self.fetch_nonce(&mut authorized);
            let attestation =
                self.extras.key_attestation.then(|| authorized.nonce().unwrap_or_default().to_owned());
            let attestation = attestation.map(|nonce| self.key_attestation(keys, &nonce));
            let proofs = KeyProofs::Signed { keys, attestation: attestation.as_deref() };
            let order = authorized.orders()[0].clone();
            let mut pending = authorized.request(&order, proofs, self.now, &mut self.rng)?;
            loop {
                let response = self.send(pending.request());
                match pending.receive(&response, self.now, &mut self.rng)? {
                    CredentialOutcome::Again(again) => pending = *again,
                    CredentialOutcome::NonceRefused(again) => {
                        authorized = again;
                        break;
                    }
                    other => return Ok(other),
                }
            }
        }
    }
}

/// A JWT with these claims.
pub fn jwt(key: &SigningKey, typ: &str, claims: &str) -> String {
    let header = vouchsafe_jose::jws::HeaderToSign::new(typ);
    vouchsafe_jose::jws::sign(key, &header, claims.as_bytes()).unwrap()
}
