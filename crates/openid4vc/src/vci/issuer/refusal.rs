//! The errors of an issuer's endpoints by the names of OpenID4VCI 1.0 sections 8.3.1, 9.3 and 11.3.

use crate::http::{JSON, Response};
use crate::oauth::{self, member, object};
use crate::vci::{Error, key_attestation, proof};

/// Which endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// That for credentials, or for deferred ones.
    Credential,
    /// That for notifications.
    Notification,
}

impl Error {
    /// The answer to the request that this error is about. Says nothing else than the name, and is never encrypted.
    #[must_use]
    pub fn respond(&self, endpoint: Endpoint) -> Response {
        let generic = match endpoint {
            Endpoint::Credential => "invalid_credential_request",
            Endpoint::Notification => "invalid_notification_request",
        };
        let name = match self {
            Self::OAuth(oauth::Error::TokenTyp | oauth::Error::SignerUntrusted) => "invalid_proof",
            Self::OAuth(oauth::Error::Jose { part, .. } | oauth::Error::Json { part, .. })
            | Self::Jose { part, .. }
            | Self::Json { part, .. }
                if [proof::PART, key_attestation::PART].contains(part) =>
            {
                "invalid_proof"
            }
            Self::OAuth(error) => return error.respond_at_resource(),
            Self::NotAuthorized => {
                let challenge = "DPoP error=\"insufficient_scope\"";
                return Response::empty(403).with_header("WWW-Authenticate", challenge).no_store();
            }
            Self::UnknownConfiguration => "unknown_credential_configuration",
            Self::UnknownIdentifier => "unknown_credential_identifier",
            Self::ProofMissing
            | Self::ProofUnexpected
            | Self::TooManyProofs
            | Self::ProofMember { .. }
            | Self::ProofKey
            | Self::ProofTime
            | Self::ProofNonceMissing
            | Self::KeyRepeated
            | Self::AttestationMember { .. }
            | Self::AttestationMissing
            | Self::KeyNotAttested => "invalid_proof",
            Self::NonceInvalid => "invalid_nonce",
            Self::EncryptionParameters | Self::Jose { .. } => "invalid_encryption_parameters",
            Self::TransactionUnknown => "invalid_transaction_id",
            Self::NotificationUnknown => "invalid_notification_id",
            Self::Denied => "credential_request_denied",
            _ => generic,
        };
        Response::new(400, JSON, object(|writer| member(writer, "error", name))).no_store()
    }
}
