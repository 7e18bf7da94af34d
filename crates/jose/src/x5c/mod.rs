//! Certificate chains (RFC 7515 section 4.1.6) verified up to trust anchors that the caller gives. Never the web PKI.

mod algorithms;
mod anchors;
mod der;
mod purpose;

pub use anchors::{TrustAnchors, VerifiedChain};
pub use purpose::ChainPurpose;

use crate::{Error, VerifyingKey};
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

/// The key identifiers of the authorities that issued the certificates of a chain, as these say it (`keyIdentifier` in the
/// authority key identifier, RFC 5280 section 4.2.1.1). Proves nothing: that a chain leads to an authority, [`TrustAnchors`] says.
pub fn authority_key_ids(chain: &[Vec<u8>]) -> impl Iterator<Item = &[u8]> {
    chain.iter().filter_map(|certificate| der::authority_key_id(certificate))
}

/// The key that the leaf of a chain in DER certifies, for whoever holds the private half and wants to know that they belong together.
/// Proves nothing: that somebody stands for it, [`TrustAnchors`] says.
///
/// # Errors
/// `jose.x5c_malformed`; `jose.key_type_unsupported` or `jose.key_invalid` for a key of another kind.
pub fn claimed_leaf_key(chain: &[Vec<u8>]) -> Result<VerifyingKey, Error> {
    let leaf = CertificateDer::from(chain.first().ok_or(Error::CertificateMalformed)?.as_slice());
    let certificate = EndEntityCert::try_from(&leaf).map_err(|_| Error::CertificateMalformed)?;
    VerifyingKey::from_spki(&certificate.subject_public_key_info())
}

#[cfg(test)]
mod tests;
