//! The errors of OAuth by the names that stand in messages.

use super::limits::MAX_MESSAGE;
use super::{Error, dpop, jwt};
use crate::http::{JSON, Response};
use vouchsafe_credential::json::Document;

/// Every error name that we tell apart (RFC 6749, 6750, 8707, 9126, 9396, 9449, Attestation-Based Client Authentication, OpenID4VCI).
const KNOWN: &[&str] = &[
    "access_denied",
    "credential_request_denied",
    "insufficient_scope",
    "invalid_authorization_details",
    "invalid_client",
    "invalid_client_attestation",
    "invalid_credential_request",
    "invalid_dpop_proof",
    "invalid_encryption_parameters",
    "invalid_grant",
    "invalid_nonce",
    "invalid_notification_id",
    "invalid_notification_request",
    "invalid_proof",
    "invalid_request",
    "invalid_request_uri",
    "invalid_scope",
    "invalid_target",
    "invalid_token",
    "invalid_transaction_id",
    "issuance_pending",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unknown_credential_configuration",
    "unknown_credential_identifier",
    "unsupported_grant_type",
    "unsupported_response_type",
    "use_attestation_challenge",
    "use_dpop_nonce",
    "use_fresh_attestation",
];

/// The name as one of ours; texts of a server go no further.
pub(crate) fn known(name: &str) -> &'static str {
    KNOWN.iter().find(|known| **known == name).copied().unwrap_or("for a reason of its own")
}

/// The error that a response names, in its body or in `WWW-Authenticate`.
pub(crate) fn name_in(response: &Response) -> Option<&'static str> {
    if !(400..500).contains(&response.status) || response.body.len() > MAX_MESSAGE {
        return None;
    }
    let in_body = || {
        let document = Document::parse(response.body.as_slice()).ok()?;
        document.root().get("error").and_then(|error| error.as_str()).map(|error| known(&error))
    };
    let in_header = || {
        let challenge =
            response.headers.all("WWW-Authenticate").find_map(|value| value.split_once("error=\""))?;
        challenge.1.split_once('"').map(|(name, _)| known(name))
    };
    in_body().or_else(in_header)
}

pub(crate) fn read(response: &Response) -> Option<Error> {
    name_in(response).map(|error| Error::ServerRefused { error })
}

impl Error {
    /// Status and name under which a server answers with this error.
    fn wire(&self) -> (u16, &'static str) {
        match self {
            Self::DpopNonce => (400, "use_dpop_nonce"),
            Self::DpopMissing
            | Self::DpopMember { .. }
            | Self::DpopTime
            | Self::DpopReplayed
            | Self::DpopKey => (400, "invalid_dpop_proof"),
            Self::Jose { part, .. } | Self::Json { part, .. } if *part == dpop::PART => {
                (400, "invalid_dpop_proof")
            }
            Self::AttestationChallenge => (400, "use_attestation_challenge"),
            Self::AttestationMissing
            | Self::AttestationMember { .. }
            | Self::AttestationExpired
            | Self::AttestationPop { .. }
            | Self::AttestationReplayed
            | Self::SignerUntrusted
            | Self::ClientMismatch
            | Self::Jose { .. } => (401, "invalid_client"),
            Self::CodeUnknown | Self::CodeVerifier | Self::TxCodeWrong => (400, "invalid_grant"),
            Self::GrantTypeUnknown => (400, "unsupported_grant_type"),
            Self::ScopeUnknown => (400, "invalid_scope"),
            Self::TargetUnknown => (400, "invalid_target"),
            Self::ResponseTypeAsked => (400, "unsupported_response_type"),
            Self::RandomnessFailed => (500, "server_error"),
            _ => (400, "invalid_request"),
        }
    }

    /// The answer of an authorization server to the request that this error is about (RFC 6749 section 5.2). Says nothing else
    /// than the name.
    #[must_use]
    pub fn respond(&self) -> Response {
        let (status, name) = self.wire();
        Response::new(status, JSON, jwt::object(|writer| jwt::member(writer, "error", name))).no_store()
    }

    /// The answer of a protected resource (RFC 6750 section 3, RFC 9449 section 7.1).
    #[must_use]
    pub fn respond_at_resource(&self) -> Response {
        let (status, challenge) = match self {
            Self::AccessTokenMissing => (401, "DPoP algs=\"ES256 ES384 EdDSA\"".to_owned()),
            Self::AccessTokenUnknown | Self::DpopKey => (401, error_challenge("invalid_token")),
            Self::AccessTokenInQuery => (400, error_challenge("invalid_request")),
            Self::RandomnessFailed => return self.respond(),
            other => match other.wire() {
                (_, name @ ("use_dpop_nonce" | "invalid_dpop_proof")) => (401, error_challenge(name)),
                (status, name) => (status, error_challenge(name)),
            },
        };
        Response::empty(status).with_header("WWW-Authenticate", challenge).no_store()
    }
}

fn error_challenge(name: &str) -> String {
    format!("DPoP error=\"{name}\", algs=\"ES256 ES384 EdDSA\"")
}
