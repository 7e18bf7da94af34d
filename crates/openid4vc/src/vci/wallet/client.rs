use crate::oauth::ClientAttestation;
use crate::vci::{MetadataSigners, Profile};

/// How the wallet names itself to authorization servers.
pub enum Client {
    /// Not at all: for pre-authorized codes, where the server allows it.
    Anonymous,
    /// By a `client_id` alone.
    Public {
        /// `client_id`: the same for all wallets of its kind.
        client_id: String,
    },
    /// By an attestation made for this issuer, where the server asks for attestations; by its `client_id` elsewhere.
    Attested(Box<ClientAttestation>),
}

impl Client {
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Anonymous => None,
            Self::Public { client_id } => Some(client_id),
            Self::Attested(attestation) => Some(attestation.client_id()),
        }
    }
}

/// What an issuance goes by.
pub struct Settings {
    /// Which rules hold.
    pub profile: Profile,
    /// How the wallet names itself.
    pub client: Client,
    /// Who is trusted to sign the metadata of which issuer; if nobody is, the unsigned form is asked for.
    pub metadata_signers: Option<MetadataSigners>,
    /// `Accept-Language`: which languages names are wanted in. Tells the issuer about the person: leave it out where that matters.
    pub languages: Option<String>,
}
