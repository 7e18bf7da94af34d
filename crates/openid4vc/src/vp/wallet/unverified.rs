use super::channel::Channel;
use super::{Profile, VerifiedRequest, WalletRules, authentication};
use crate::http::Request;
use crate::vp::Error;
use crate::vp::client_id::ClientName;
use crate::vp::parameters::Parameters;
use std::fmt;
use vouchsafe_credential::{ClientId, Timestamp};

/// A request that anybody may have made.
///
/// What it asks for cannot be read before it is verified:
/// ```compile_fail,E0599
/// fn read(request: vouchsafe_openid4vc::vp::UnverifiedRequest) -> String {
///     request.nonce().to_string()
/// }
/// ```
pub struct UnverifiedRequest {
    pub(super) source: Source,
    pub(super) wallet_nonce: Option<String>,
    pub(super) delivery: Delivery,
    pub(super) client: ClientName,
    pub(super) profile: Profile,
}

/// What came.
pub(super) enum Source {
    /// A request object.
    Signed(String),
    /// Parameters by value, and the digest of the address that they stood in.
    Unsigned { parameters: Parameters, digest: [u8; 32] },
}

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    ByValue,
    ByReference,
}

impl UnverifiedRequest {
    /// Whom the request claims to be from.
    #[must_use]
    pub fn claimed_client_id(&self) -> &ClientId {
        self.client.whole()
    }

    /// Verifies who asks, and that the request is one that can be answered.
    ///
    /// That nobody asks twice with one request is the caller's to remember: by [`VerifiedRequest::replay_key`].
    ///
    /// # Errors
    /// [`Refused`], with what the verifier may be told if it is known where to tell it.
    pub fn verify(self, rules: &WalletRules<'_>, now: Timestamp) -> Result<VerifiedRequest, Refused> {
        let rules = WalletRules {
            profile: if self.profile == Profile::Haip { Profile::Haip } else { rules.profile },
            ..rules.clone()
        };
        let authentic = match self.source {
            Source::Signed(token) => authentication::signed(&self.client, &token, &rules, now)?,
            Source::Unsigned { parameters, digest } => {
                authentication::unsigned(&self.client, parameters, digest)
            }
        };
        VerifiedRequest::read(
            self.client,
            authentic,
            self.delivery,
            self.wallet_nonce.as_deref(),
            &rules,
            now,
        )
    }
}

impl fmt::Debug for UnverifiedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnverifiedRequest({:?}, {:?})", self.client.whole(), self.delivery)
    }
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Refused {
    error: Error,
    channel: Option<Box<Channel>>,
}

impl Refused {
    pub(super) fn answerable(error: Error, channel: &Channel) -> Self {
        Self { error, channel: Some(Box::new(channel.clone())) }
    }

    /// Why.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// What the verifier can be told: one of the standard's words, made of the request alone. `None` as long as it is not known that
    /// the address is the verifier's. To be sent only if the person wants it (section 15.7): it says that there is a wallet.
    #[must_use]
    pub fn answer(&self) -> Option<Request> {
        self.channel.as_ref()?.post(&[("error", self.error.answer())]).ok()
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { error, channel: None }
    }
}
