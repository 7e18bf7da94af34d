use crate::http::Reach;
use crate::vp::client_id::ClientName;
use crate::vp::{ClientProof, Error, address};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClientId, ResponseUri, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::{HeaderToSign, UnverifiedJws, sign};
use vouchsafe_jose::x5c::claimed_leaf_key;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};

/// Under which name a verifier asks, and how it proves that the name is its own (OpenID4VP section 5.9).
pub struct Client {
    name: ClientName,
    signer: Option<Signer>,
}

/// With what requests are signed, and what says whose key that is.
struct Signer {
    key: SigningKey,
    chain: Option<Vec<Vec<u8>>>,
    attestation: Option<String>,
}

impl Client {
    /// By where the answer goes, `redirect_uri:`. Nothing is signed, and nobody is proven to be there: for trying things out.
    ///
    /// # Errors
    /// `openid4vp.parameter_malformed` for an address that is too long for a name.
    pub fn redirect_uri(response_uri: &ResponseUri) -> Result<Self, Error> {
        let name = name(ClientProof::RedirectUri, response_uri.as_str())?;
        Ok(Self { name, signer: None })
    }

    /// By a certificate for a DNS name, `x509_san_dns:`. The chain is in DER, the leaf first, without the anchor; `key` is the leaf's.
    ///
    /// # Errors
    /// `openid4vp.client_misuse` if the leaf is about another key, `openid4vp.parameter_malformed` for what is no name; `jose.*` for
    /// what is no chain.
    pub fn x509_san_dns(dns_name: &str, key: SigningKey, chain: Vec<Vec<u8>>) -> Result<Self, Error> {
        let name = name(ClientProof::X509SanDns, dns_name)?;
        Ok(Self { name, signer: Some(Signer::certified(key, chain)?) })
    }

    /// By the digest of a certificate, `x509_hash:`. The chain is in DER, the leaf first, without the anchor; `key` is the leaf's.
    ///
    /// # Errors
    /// `openid4vp.client_misuse` if the leaf is about another key; `jose.*` for what is no chain.
    pub fn x509_hash(key: SigningKey, chain: Vec<Vec<u8>>) -> Result<Self, Error> {
        let leaf = chain.first().map(|leaf| sha256(leaf)).unwrap_or_default();
        let name = name(ClientProof::X509Hash, &base64url::encode(&leaf))?;
        Ok(Self { name, signer: Some(Signer::certified(key, chain)?) })
    }

    /// By what somebody attested, `verifier_attestation:`, under the `sub` of the attestation.
    ///
    /// # Errors
    /// `openid4vp.attestation_member` if it has no `sub`, `openid4vp.client_misuse` if it is about another key; `jose.*`, `json.*`.
    pub fn verifier_attestation(attestation: String, key: SigningKey) -> Result<Self, Error> {
        let claims = UnverifiedJws::parse(&attestation)?.payload_for_routing().to_vec();
        let claims = Document::parse(claims)
            .map_err(|error| Error::Json { part: "the verifier attestation", error })?;
        let subject = claims.root().get("sub").and_then(|subject| subject.as_str());
        let subject = subject.ok_or(Error::AttestationMember { member: "sub" })?;
        let attested = claims.root().get("cnf").and_then(|cnf| cnf.get("jwk"));
        let attested = VerifyingKey::from_jwk(attested.ok_or(Error::AttestationMember { member: "cnf" })?)?;
        if attested != *key.verifying_key() {
            return Err(Error::ClientMisuse);
        }
        let name = name(ClientProof::VerifierAttestation, &subject)?;
        Ok(Self { name, signer: Some(Signer { key, chain: None, attestation: Some(attestation) }) })
    }

    /// By a name that the wallets know, with its key; metadata of it they do not know, since every request has its own.
    ///
    /// # Errors
    /// `openid4vp.client_misuse` for a name with a colon.
    pub fn preregistered(client_id: &ClientId, key: SigningKey) -> Result<Self, Error> {
        if client_id.as_str().contains(':') {
            return Err(Error::ClientMisuse);
        }
        let signer = Signer { key, chain: None, attestation: None };
        Ok(Self { name: ClientName::parse(client_id.as_str())?, signer: Some(signer) })
    }

    /// The name, with its prefix: the audience that presentations must have.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.name.whole()
    }

    /// How it is proven.
    #[must_use]
    pub fn proof(&self) -> ClientProof {
        self.name.proof()
    }

    /// With what requests are signed.
    pub(super) fn algorithm(&self) -> Option<Algorithm> {
        self.signer.as_ref().map(|signer| signer.key.algorithm())
    }

    /// Whether wallets will take answers to that address for this name's.
    pub(super) fn may_be_answered_at(&self, response_uri: &ResponseUri) -> Result<(), Error> {
        let url = address::read(response_uri.as_str(), Reach::HttpsOrLoopback, "response_uri")?;
        let may = match self.proof() {
            ClientProof::RedirectUri => self.name.original() == response_uri.as_str(),
            ClientProof::X509SanDns => url.host_str() == Some(self.name.original()),
            _ => true,
        };
        if may { Ok(()) } else { Err(Error::ResponseUriForeign) }
    }

    /// Signs a request object.
    pub(super) fn sign(&self, typ: &str, payload: &str) -> Result<String, Error> {
        let signer = self.signer.as_ref().ok_or(Error::SignatureMisplaced)?;
        let header = HeaderToSign {
            kid: signer.key.kid(),
            x5c: signer.chain.as_deref(),
            jwt: signer.attestation.as_deref(),
            ..HeaderToSign::new(typ)
        };
        Ok(sign(&signer.key, &header, payload.as_bytes())?)
    }
}

impl Signer {
    fn certified(key: SigningKey, chain: Vec<Vec<u8>>) -> Result<Self, Error> {
        if claimed_leaf_key(&chain)? != *key.verifying_key() {
            return Err(Error::ClientMisuse);
        }
        Ok(Self { key, chain: Some(chain), attestation: None })
    }
}

fn name(proof: ClientProof, original: &str) -> Result<ClientName, Error> {
    ClientName::parse(&format!("{}:{original}", proof.code()))
}
