use super::{DeferredRequest, RequestedCredential};
use crate::http::{JSON, JWT, Method, Request, Response};
use crate::members::Members;
use crate::oauth::server::AccessGrant;
use crate::oauth::{
    self, AuthorizationRequest, NonceKey, NoncePurpose, ReplayStore, Seen, TrustedSigners,
    detailed_configurations, member, object,
};
use crate::vci::credential_request::{CredentialRequest, Proofs};
use crate::vci::encryption::EncryptionParameters;
use crate::vci::key_attestation::KeyAttestation;
use crate::vci::limits::{MAX_CREDENTIAL_REQUEST, MAX_TEXT};
use crate::vci::metadata::{CredentialConfiguration, IssuerMetadata, ProofType};
use crate::vci::proof::ProofRules;
use crate::vci::{CredentialName, Error};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jwe::{DecryptionKey, UndecryptedJwe};
use zeroize::Zeroizing;

const REQUEST: &str = "the request";

/// A credential issuer's rules.
pub struct CredentialIssuer {
    /// What it says of itself.
    pub metadata: IssuerMetadata,
    /// The key by which it knows its nonces.
    pub nonces: NonceKey,
    /// Whose key attestations are accepted.
    pub key_attesters: TrustedSigners,
    /// The private halves of the keys in `credential_request_encryption`.
    pub decryption_keys: Vec<DecryptionKey>,
}

impl CredentialIssuer {
    /// The answer to a request for its metadata (OpenID4VCI 1.0 section 12.2.2): in the signed form, which
    /// [`IssuerMetadata::sign`] makes, if there is one and the wallet asks for it.
    #[must_use]
    pub fn metadata_response(&self, request: &Request, signed: Option<&str>) -> Response {
        let asked = request.headers.all("Accept").any(|accept| accept.contains(JWT));
        match signed.filter(|_| asked) {
            Some(token) => Response::new(200, JWT, token),
            None => Response::new(200, JSON, self.metadata.to_json()),
        }
    }

    /// The answer of its nonce endpoint (section 7.2), to a POST by anybody.
    ///
    /// # Errors
    /// [`Error::NoNonceEndpoint`], `oauth.randomness_failed`
    pub fn nonce_response(&self, now: Timestamp, rng: &mut impl TryCryptoRng) -> Result<Response, Error> {
        if self.metadata.nonce_endpoint.is_none() {
            return Err(Error::NoNonceEndpoint);
        }
        let nonce = self.nonces.make(NoncePurpose::Credential, self.metadata.issuer.as_str(), now, rng)?;
        Ok(Response::new(200, JSON, object(|writer| member(writer, "c_nonce", &nonce))).no_store())
    }

    /// Which configurations an authorization request asks for, by scope and by authorization details (section 5.1); what is not known
    /// among the scopes is ignored.
    ///
    /// # Errors
    /// `oauth.target_unknown` if `resource` or `locations` name another issuer;
    /// `oauth.scope_unknown` if nothing is left; `oauth.*`, `json.*` for the details.
    pub fn requested_configurations(&self, request: &AuthorizationRequest) -> Result<Vec<String>, Error> {
        let issuer = self.metadata.issuer.as_str();
        if request.resource.as_ref().is_some_and(|resource| resource != issuer) {
            return Err(oauth::Error::TargetUnknown.into());
        }
        let mut found = match &request.authorization_details {
            Some(details) => detailed_configurations(details, issuer)?,
            None => Vec::new(),
        };
        if !found.iter().all(|id| self.metadata.configurations.contains_key(id)) {
            return Err(oauth::Error::ScopeUnknown.into());
        }
        for (id, configuration) in &self.metadata.configurations {
            let scoped = configuration.scope.as_ref().is_some_and(|scope| request.scope.contains(scope));
            if scoped && !found.contains(id) {
                found.push(id.clone());
            }
        }
        if found.is_empty() { Err(oauth::Error::ScopeUnknown.into()) } else { Ok(found) }
    }

    /// Reads and verifies a credential request (section 8.2) that came with an access token which
    /// [`verify_access`](crate::oauth::server::verify_access) has found. Its nonce is used up if all else holds.
    ///
    /// # Errors
    /// `openid4vci.*`, `oauth.*`, `jose.*`, `json.*`; [`Error::respond`] is the answer.
    pub fn credential(
        &self,
        request: &Request,
        access: &AccessGrant,
        now: Timestamp,
        replays: &mut impl ReplayStore,
    ) -> Result<RequestedCredential, Error> {
        let opened = self.open(request)?;
        let CredentialRequest { name, proofs, encryption } = CredentialRequest::read(&opened.document)?;
        let encryption = self.allows_encryption(encryption, opened.encrypted)?;
        let (configuration_id, identifier) = self.authorized(name, access)?;
        let configuration = self.metadata.configurations.get(&configuration_id);
        let configuration = configuration.ok_or(Error::UnknownConfiguration)?;
        let keys = match proofs {
            None if configuration.is_bound() => return Err(Error::ProofMissing),
            None => Vec::new(),
            Some(_) if !configuration.is_bound() => return Err(Error::ProofUnexpected),
            Some(proofs) => self.verify_proofs(&proofs, configuration, access, now, replays)?,
        };
        Ok(RequestedCredential { configuration_id, identifier, keys, encryption })
    }

    /// Reads a request for what was put off (section 9.1).
    ///
    /// # Errors
    /// `openid4vci.*`, `jose.*`, `json.*`; [`Error::respond`] is the answer.
    pub fn deferred(&self, request: &Request) -> Result<DeferredRequest, Error> {
        let opened = self.open(request)?;
        let members = Members::new(opened.document.root()).ok_or(Error::NotAnObject { part: REQUEST })?;
        let encryption = match members.optional("credential_response_encryption") {
            None => None,
            Some(value) => {
                Some(EncryptionParameters::read(Members::new(value).ok_or(Error::EncryptionParameters)?)?)
            }
        };
        let encryption = self.allows_encryption(encryption, opened.encrypted)?;
        let transaction_id = Zeroizing::new(members.text("transaction_id", MAX_TEXT)?);
        Ok(DeferredRequest { transaction_id, encryption })
    }

    fn open(&self, request: &Request) -> Result<Opened, Error> {
        if request.method != Method::Post {
            return Err(Error::RequestMalformed);
        }
        if request.body.len() > MAX_CREDENTIAL_REQUEST {
            return Err(Error::TooLong { part: REQUEST });
        }
        let parse = |text: Vec<u8>| Document::parse(text).map_err(Error::json(REQUEST));
        match request.headers.media_type().as_deref() {
            Some(JSON) => {
                if self.metadata.request_encryption.as_ref().is_some_and(|offered| offered.required) {
                    return Err(Error::EncryptionParameters);
                }
                Ok(Opened { document: parse(request.body.to_vec())?, encrypted: false })
            }
            Some(JWT) => {
                let token = std::str::from_utf8(&request.body).map_err(|_| Error::RequestMalformed)?;
                let token = UndecryptedJwe::parse(token).map_err(Error::jose(REQUEST))?;
                let offered = self.metadata.request_encryption.as_ref().ok_or(Error::EncryptionParameters)?;
                if !offered.encryptions.contains(&token.content_encryption()) {
                    return Err(Error::EncryptionParameters);
                }
                let named =
                    |key: &&DecryptionKey| token.kid().is_some() && key.recipient_key().kid() == token.kid();
                let key = self.decryption_keys.iter().find(named).ok_or(Error::EncryptionParameters)?;
                Ok(Opened {
                    document: parse(token.decrypt(key).map_err(Error::jose(REQUEST))?)?,
                    encrypted: true,
                })
            }
            _ => Err(Error::RequestMalformed),
        }
    }

    /// The response is encrypted if it has to be, only in a way that is offered, and only if the request was (section 8.2): in the
    /// clear, somebody on the way could have put in another key.
    fn allows_encryption(
        &self,
        asked: Option<EncryptionParameters>,
        encrypted: bool,
    ) -> Result<Option<EncryptionParameters>, Error> {
        let offered = self.metadata.response_encryption.as_ref();
        match &asked {
            None if offered.is_some_and(|offered| offered.required) => Err(Error::EncryptionParameters),
            None => Ok(None),
            Some(parameters) => {
                let taken =
                    offered.is_some_and(|offered| offered.encryptions.contains(&parameters.encryption));
                if taken && encrypted { Ok(asked) } else { Err(Error::EncryptionParameters) }
            }
        }
    }

    /// What the token is for, asked in the way that the token response demands.
    fn authorized(
        &self,
        name: CredentialName,
        access: &AccessGrant,
    ) -> Result<(String, Option<String>), Error> {
        let credentials = &access.authorization.credentials;
        match name {
            CredentialName::Identifier(identifier) => {
                let has = |identifiers: &[String]| identifiers.contains(&identifier);
                let found = credentials.iter().find(|credential| has(&credential.identifiers));
                let found = found.ok_or(Error::UnknownIdentifier)?;
                Ok((found.configuration_id.clone(), Some(identifier)))
            }
            CredentialName::Configuration(id) => {
                if !self.metadata.configurations.contains_key(&id) {
                    return Err(Error::UnknownConfiguration);
                }
                let found = credentials.iter().find(|credential| credential.configuration_id == id);
                match found.ok_or(Error::NotAuthorized)?.identifiers.is_empty() {
                    true => Ok((id, None)),
                    false => Err(Error::IdentifierRule),
                }
            }
        }
    }

    /// All proofs hold, over the same nonce, and prove different keys.
    fn verify_proofs(
        &self,
        proofs: &Proofs,
        configuration: &CredentialConfiguration,
        access: &AccessGrant,
        now: Timestamp,
        replays: &mut impl ReplayStore,
    ) -> Result<Vec<VerifyingKey>, Error> {
        let limit = self.metadata.batch_limit();
        if proofs.tokens.len() > limit {
            return Err(Error::TooManyProofs);
        }
        let support = configuration.proof_type(proofs.kind).ok_or(Error::ProofUnexpected)?;
        let (mut keys, mut nonces) = (Vec::new(), Vec::new());
        match proofs.kind {
            ProofType::Jwt => {
                let rules = ProofRules {
                    issuer: self.metadata.issuer.as_str(),
                    client_id: access.client_id.as_deref(),
                    support,
                    attesters: &self.key_attesters,
                };
                let alone = proofs.tokens.len() == 1;
                for token in &proofs.tokens {
                    let proof = rules.verify(token, now)?;
                    nonces.push(proof.nonce);
                    match proof.attested {
                        Some(attested) => {
                            nonces.push(attested.nonce);
                            // One proof stands for all keys of its attestation (appendix F.1).
                            if alone { keys.extend(attested.keys) } else { keys.push(proof.key) }
                        }
                        None => keys.push(proof.key),
                    }
                }
            }
            ProofType::Attestation => {
                for token in &proofs.tokens {
                    let attested = KeyAttestation::verify(token, &self.key_attesters, support, now)?;
                    nonces.push(attested.nonce);
                    keys.extend(attested.keys);
                }
            }
        }
        if keys.len() > limit {
            return Err(Error::TooManyProofs);
        }
        if keys.iter().enumerate().any(|(at, key)| keys.iter().skip(at + 1).any(|other| other == key)) {
            return Err(Error::KeyRepeated);
        }
        if self.metadata.nonce_endpoint.is_some() {
            self.use_up(&nonces, now, replays)?;
        }
        Ok(keys)
    }

    fn use_up(
        &self,
        nonces: &[Option<String>],
        now: Timestamp,
        replays: &mut impl ReplayStore,
    ) -> Result<(), Error> {
        let first = nonces.first().and_then(Option::as_ref).ok_or(Error::ProofNonceMissing)?;
        for nonce in nonces {
            match nonce {
                None => return Err(Error::ProofNonceMissing),
                Some(nonce) if nonce != first => return Err(Error::NonceInvalid),
                Some(_) => {}
            }
        }
        let issuer = self.metadata.issuer.as_str();
        let known = self.nonces.verify(NoncePurpose::Credential, issuer, first, now);
        let (key, until) = known.map_err(|_| Error::NonceInvalid)?;
        match replays.see(key, until) {
            Seen::First => Ok(()),
            Seen::Before => Err(Error::NonceInvalid),
        }
    }
}

/// A request's JSON, and whether it came encrypted.
struct Opened {
    document: Document,
    encrypted: bool,
}
