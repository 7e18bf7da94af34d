//! Credential issuer metadata (OpenID4VCI 1.0 section 12.2).

mod configuration;
mod display;
mod encryption;
mod issuer_metadata;
mod signed;
mod signers;

pub use configuration::{
    ClaimDescription, CredentialConfiguration, CredentialFormat, KeyAttestationRequirement, ProofType,
    ProofTypeSupport,
};
pub use display::{Display, Picture};
pub use encryption::{RequestEncryption, ResponseEncryption};
pub use issuer_metadata::{IssuerMetadata, SignedForm};
pub use signers::MetadataSigners;
