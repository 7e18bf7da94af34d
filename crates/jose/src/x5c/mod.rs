//! Certificate chains (RFC 7515 section 4.1.6) verified up to trust anchors that the caller gives. Never the web PKI.

mod algorithms;
mod anchors;
mod der;
mod purpose;

pub use anchors::{TrustAnchors, VerifiedChain};
pub use purpose::ChainPurpose;

/// The key identifiers of the authorities that issued the certificates of a chain, as these say it (`keyIdentifier` in the
/// authority key identifier, RFC 5280 section 4.2.1.1). Proves nothing: that a chain leads to an authority, [`TrustAnchors`] says.
pub fn authority_key_ids(chain: &[Vec<u8>]) -> impl Iterator<Item = &[u8]> {
    chain.iter().filter_map(|certificate| der::authority_key_id(certificate))
}

#[cfg(test)]
mod tests;
