use crate::{DevelopmentSwitch, KeyThumbprint, QueryId};
use std::fmt;
use vouchsafe_credential::{Audience, ClientId, Nonce, RequestState, ResponseUri, Timestamp, base64url};
use vouchsafe_jose::digest::sha256;

/// What a verifier asks to be answered, and how. All of it is bound by the consent to a [`Draft`](crate::Draft).
///
/// A request that came by word of mouth has an audience and a nonce, and nothing else: [`PresentationRequest::by_hand`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentationRequest {
    /// Whom the presentation is made for: the `aud` of the KB-JWT (RFC 9901 section 4.3, OpenID4VP 1.0 section 14.9).
    pub audience: Audience,
    /// What it chose to be answered with, once.
    pub nonce: Nonce,
    /// Who asks.
    pub verifier: Verifier,
    /// The request as it was received and authenticated, by its digest.
    pub received: Option<RequestDigest>,
    /// Where the answer goes, and how.
    pub destination: Destination,
    /// What is to be authorised by the answer (OpenID4VP 1.0 section 8.4).
    pub transaction_data: Vec<TransactionData>,
    /// Whether status list tokens go along.
    pub staples: Staples,
    /// What the verifier says that it asks for.
    pub purpose: Option<Purpose>,
    /// From when on the verifier takes no answer.
    pub expires_at: Option<Timestamp>,
    /// Under which loosenings for development it came, or may be answered.
    pub development: Vec<DevelopmentSwitch>,
}

impl PresentationRequest {
    /// A request of which only the audience and the nonce are known.
    #[must_use]
    pub fn by_hand(audience: Audience, nonce: Nonce) -> Self {
        Self {
            audience,
            nonce,
            verifier: Verifier { client_id: None, proof: ClientProof::NotProven },
            received: None,
            destination: Destination { response_uri: None, encryption_key: None, state: None },
            transaction_data: Vec::new(),
            staples: Staples::Leave,
            purpose: None,
            expires_at: None,
            development: Vec::new(),
        }
    }
}

/// Who asks, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    /// What it calls itself, whole, with the prefix.
    pub client_id: Option<ClientId>,
    /// How that was proven.
    pub proof: ClientProof,
}

/// How it was proven that a verifier is who it says: the client identifier prefixes of OpenID4VP 1.0 section 5.9.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientProof {
    /// Not at all: somebody typed the name, or the request is not signed.
    NotProven,
    /// The wallet knew it before (no prefix).
    Preregistered,
    /// The answer goes to where the name says and nowhere else (`redirect_uri`). Who is there is not proven.
    RedirectUri,
    /// By a federation's trust chain (`openid_federation`).
    OpenidFederation,
    /// By a key of its DID document (`decentralized_identifier`).
    DecentralizedIdentifier,
    /// By an attestation of somebody trusted (`verifier_attestation`).
    VerifierAttestation,
    /// By a trusted certificate for its DNS name (`x509_san_dns`).
    X509SanDns,
    /// By a trusted certificate of this digest (`x509_hash`).
    X509Hash,
}

impl ClientProof {
    const ALL: [Self; 8] = [
        Self::NotProven,
        Self::Preregistered,
        Self::RedirectUri,
        Self::OpenidFederation,
        Self::DecentralizedIdentifier,
        Self::VerifierAttestation,
        Self::X509SanDns,
        Self::X509Hash,
    ];

    /// A name for it that never changes: the prefix where there is one.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotProven => "not_proven",
            Self::Preregistered => "preregistered",
            Self::RedirectUri => "redirect_uri",
            Self::OpenidFederation => "openid_federation",
            Self::DecentralizedIdentifier => "decentralized_identifier",
            Self::VerifierAttestation => "verifier_attestation",
            Self::X509SanDns => "x509_san_dns",
            Self::X509Hash => "x509_hash",
        }
    }

    /// The proof of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proof| proof.code() == code)
    }

    /// True if somebody whom the person trusts stands for the name. Without that anybody may have asked under it.
    #[must_use]
    pub const fn names_somebody(self) -> bool {
        !matches!(self, Self::NotProven | Self::RedirectUri)
    }
}

/// Where an answer goes, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// To which address.
    pub response_uri: Option<ResponseUri>,
    /// Encrypted to which key, by its thumbprint.
    pub encryption_key: Option<KeyThumbprint>,
    /// With what beside it.
    pub state: Option<RequestState>,
}

/// SHA-256 over a request as it was received.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestDigest([u8; 32]);

impl RequestDigest {
    /// The digest of a request: of the bytes that were authenticated, not of what was understood of them.
    #[must_use]
    pub fn of(request: &[u8]) -> Self {
        Self(sha256(request))
    }

    /// A digest that whoever authenticated the request made of those bytes.
    #[must_use]
    pub const fn from_bytes(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for RequestDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestDigest({})", base64url::encode(&self.0))
    }
}

/// Something that an answer authorises: one element of `transaction_data` (OpenID4VP 1.0 section 5.1), by the SHA-256 of its
/// text as received (section B.3.3.1).
#[derive(Clone, PartialEq, Eq)]
pub struct TransactionData {
    hash: [u8; 32],
    queries: Vec<QueryId>,
}

impl TransactionData {
    /// Of the base64url text as it was received, and of its `credential_ids`: the queries whose answer may authorise it.
    #[must_use]
    pub fn new(text: &str, queries: Vec<QueryId>) -> Self {
        Self { hash: sha256(text.as_bytes()), queries }
    }

    /// The digest of the text.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The queries whose answer may authorise it.
    #[must_use]
    pub fn queries(&self) -> &[QueryId] {
        &self.queries
    }
}

impl fmt::Debug for TransactionData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionData({} for {:?})", base64url::encode(&self.hash), self.queries)
    }
}

/// Whether the status list tokens of what is shown go along, so that its verifier needs no network. They are the same for
/// all holders of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Staples {
    /// They stay here.
    Leave,
    /// Those that are at hand go along.
    Send,
}

/// What a verifier says that it asks for, in its own words: nobody holds it to them.
#[derive(Clone, PartialEq, Eq)]
pub struct Purpose(String);

impl Purpose {
    /// The longest purpose, in bytes.
    pub const MAX_LENGTH: usize = 1_024;

    /// The text, unless it is empty or longer than [`Purpose::MAX_LENGTH`].
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (1..=Self::MAX_LENGTH).contains(&text.len()).then_some(Self(text))
    }

    /// The text as it came: to be escaped before it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Purpose({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_has_a_name_of_its_own() {
        for proof in ClientProof::ALL {
            assert_eq!(ClientProof::from_code(proof.code()), Some(proof));
        }
        assert_eq!(ClientProof::from_code("origin"), None, "section 5.9.3: never in a request");
    }

    #[test]
    fn a_purpose_has_a_length() {
        assert!(Purpose::new("x".repeat(Purpose::MAX_LENGTH)).is_some());
        assert_eq!(Purpose::new("x".repeat(Purpose::MAX_LENGTH + 1)), None);
        assert_eq!(Purpose::new(""), None);
    }
}
