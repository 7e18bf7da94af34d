use crate::vp::VpToken;

/// What a wallet answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WalletAnswer {
    /// Presentations.
    Presented(Answer),
    /// None, and why.
    Refused(WalletRefusal),
}

/// An answer to the query of its session, by its shape: nobody has verified the presentations in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub(super) vp_token: VpToken,
    pub(super) staples: Vec<String>,
}

impl Answer {
    /// The presentations.
    #[must_use]
    pub fn vp_token(&self) -> &VpToken {
        &self.vp_token
    }

    /// The status list tokens that came along, as unverified as the rest. None unless the session asked for them.
    #[must_use]
    pub fn staples(&self) -> &[String] {
        &self.staples
    }
}

/// Why a wallet did not answer: the `error` of OpenID4VP section 8.5. What it says beside that is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WalletRefusal {
    /// `access_denied`: the person did not want it, or has nothing that would do.
    AccessDenied,
    /// `invalid_request`
    InvalidRequest,
    /// `invalid_client`
    InvalidClient,
    /// `invalid_scope`
    InvalidScope,
    /// `unsupported_response_type`
    UnsupportedResponseType,
    /// `vp_formats_not_supported`
    VpFormatsNotSupported,
    /// `invalid_request_uri_method`
    InvalidRequestUriMethod,
    /// `invalid_transaction_data`
    InvalidTransactionData,
    /// `wallet_unavailable`
    WalletUnavailable,
    /// One that the standard does not name.
    Other,
}

impl WalletRefusal {
    pub(super) fn new(error: &str) -> Self {
        match error {
            "access_denied" => Self::AccessDenied,
            "invalid_request" => Self::InvalidRequest,
            "invalid_client" => Self::InvalidClient,
            "invalid_scope" => Self::InvalidScope,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "vp_formats_not_supported" => Self::VpFormatsNotSupported,
            "invalid_request_uri_method" => Self::InvalidRequestUriMethod,
            "invalid_transaction_data" => Self::InvalidTransactionData,
            "wallet_unavailable" => Self::WalletUnavailable,
            _ => Self::Other,
        }
    }
}
