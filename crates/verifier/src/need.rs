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
    /// The type metadata of this type, and of each type that it extends: [`Evidence::type_metadata`](crate::Evidence::type_metadata).
    /// Wanted only where the policy demands it ([`OnTypeMetadata::Required`](crate::OnTypeMetadata::Required)). Have it before anybody
    /// presents: what is fetched because somebody does tells the publisher where.
    TypeMetadata {
        /// `vct`. An address where it begins with `https://`; one that somebody else wrote.
        credential_type: String,
        /// Which bytes it has, where the credential says so (`vct#integrity`).
        integrity: Option<String>,
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
            Self::TypeMetadata { credential_type, .. } => {
                write!(f, "the type metadata of {}", vouchsafe_credential::shown::escape(credential_type))
            }
        }
    }
}
