use crate::limits::{TIME_FOR_EVIDENCE, TIME_FOR_EXCHANGE};
use std::time::Duration;

/// What an address is asked for, which says how long that may take and which hosts may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A status list, or statements about a registry: [`TIME_FOR_EVIDENCE`].
    Status,
    /// What an issuer or a type says about itself: [`TIME_FOR_EVIDENCE`].
    Metadata,
    /// To receive a credential: [`TIME_FOR_EXCHANGE`]; perhaps from a host in a private network that the person acknowledged.
    Receive(Option<PrivateHost>),
    /// To present credentials: as for receiving.
    Present(Option<PrivateHost>),
}

/// A host in a private network that a person was shown by its name, and said that they know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateHost(String);

impl PrivateHost {
    /// The host, as the person was shown it and as it stands in the address: without scheme and port.
    ///
    /// An address of this machine, of the same wire or of a cloud's metadata service is refused even so.
    #[must_use]
    pub fn acknowledged(host: impl Into<String>) -> Self {
        Self(host.into())
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0
    }
}

impl Purpose {
    /// The time from the look-up of the name to the last byte of the answer.
    #[must_use]
    pub fn time(&self) -> Duration {
        if self.is_reading() { TIME_FOR_EVIDENCE } else { TIME_FOR_EXCHANGE }
    }

    /// Whether something is only read, which 200 alone answers.
    pub(crate) fn is_reading(&self) -> bool {
        matches!(self, Self::Status | Self::Metadata)
    }

    pub(crate) fn private_host(&self) -> Option<&PrivateHost> {
        match self {
            Self::Status | Self::Metadata => None,
            Self::Receive(host) | Self::Present(host) => host.as_ref(),
        }
    }
}
