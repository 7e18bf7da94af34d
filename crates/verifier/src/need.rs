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
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StatusList { uri } => {
                write!(f, "the status list at {}", vouchsafe_credential::shown::escape(uri))
            }
        }
    }
}
