use std::fmt;

/// Evidence that a decision wants. See [`Pending::needs`](crate::Pending::needs).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Need {
    /// The status list token at this address. The address stands in a credential whose signature was verified and whose
    /// issuer is on the trust list; fetch the whole list, and not while the presenter waits if it can be had before.
    StatusList {
        /// The `uri` of the credential's status reference.
        uri: String,
    },
    /// Statements about the registry of this id, from its issuer, and its description: a [`RegistryEvidence`](crate::RegistryEvidence).
    /// Fetch whole files of them, the newest always among them, and on a schedule: what is fetched because somebody presents tells
    /// the issuer where.
    Statements {
        /// The registry's id, as the header of the credential names it, an address.
        registry: String,
    },
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StatusList { uri } => {
                write!(f, "the status list at {}", vouchsafe_credential::shown::escape(uri))
            }
            Self::Statements { registry } => {
                write!(f, "statements about the registry {}", vouchsafe_credential::shown::escape(registry))
            }
        }
    }
}
