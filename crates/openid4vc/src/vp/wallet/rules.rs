use crate::http::Reach;
use crate::vp::ClientMetadata;
use crate::vp::wallet::TransactionType;
use vouchsafe_credential::{ClientId, IssuerId, ResponseUri};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::x5c::TrustAnchors;

/// What a request is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// OpenID4VP 1.0.
    #[default]
    OpenId4Vp,
    /// The High Assurance Interoperability Profile 1.0 on top of it: by `request_uri`, signed with ES256 under `x509_hash`, to be
    /// answered by `direct_post.jwt`, both encryptions offered. Also demanded by an address that begins with `haip-vp:`.
    Haip,
}

/// Whom a wallet believes, and what it can do. All of it is the caller's: nothing is looked up.
#[derive(Debug, Clone)]
pub struct WalletRules<'a> {
    /// Authorities whose certificates stand for verifiers (`x509_san_dns`, `x509_hash`).
    pub anchors: &'a TrustAnchors,
    /// Verifiers that are known by a name without prefix.
    pub preregistered: &'a [PreregisteredClient],
    /// Who attests verifiers (`verifier_attestation`).
    pub attesters: &'a [Attester],
    /// The types of `transaction_data` that can be shown to the person and authorised. None: every request with any is refused.
    pub transaction_types: &'a [TransactionType],
    /// What requests are held to.
    pub profile: Profile,
    /// Which addresses an answer may go to.
    pub reach: Reach,
}

impl<'a> WalletRules<'a> {
    /// These anchors, nobody else, nothing to authorise, OpenID4VP, TLS everywhere.
    #[must_use]
    pub fn new(anchors: &'a TrustAnchors) -> Self {
        Self {
            anchors,
            preregistered: &[],
            attesters: &[],
            transaction_types: &[],
            profile: Profile::OpenId4Vp,
            reach: Reach::HttpsOnly,
        }
    }
}

/// A verifier whose name, keys and addresses the wallet knew before (OpenID4VP section 5.9.2).
#[derive(Debug, Clone)]
pub struct PreregisteredClient {
    /// Its name, without a colon.
    pub client_id: ClientId,
    /// The keys that sign its requests.
    pub keys: Vec<VerifyingKey>,
    /// Where its answers may go, compared byte for byte.
    pub response_uris: Vec<ResponseUri>,
    /// What is known of it; then its requests have none of their own.
    pub metadata: Option<ClientMetadata>,
}

/// Somebody whose verifier attestations are believed (OpenID4VP section 12).
#[derive(Debug, Clone)]
pub struct Attester {
    /// The `iss` of the attestations.
    pub issuer: IssuerId,
    /// The keys that sign them.
    pub keys: Vec<VerifyingKey>,
}
