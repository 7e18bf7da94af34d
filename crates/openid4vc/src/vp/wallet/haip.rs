//! The High Assurance Interoperability Profile 1.0, as far as it is about requests.

use super::authentication::{AnchorInChain, Signature};
use super::body::Mode;
use super::unverified::Delivery;
use crate::vp::{ClientMetadata, ClientProof, Error};
use vouchsafe_jose::Algorithm;
use vouchsafe_jose::jwe::ContentEncryption;

/// What HAIP 1.0 demands of a request (sections 5, 5.1 and 7).
pub(super) fn demand(
    delivery: Delivery,
    proof: ClientProof,
    mode: Mode,
    signature: Option<&Signature>,
    metadata: &ClientMetadata,
) -> Result<(), Error> {
    if proof != ClientProof::X509Hash {
        return Err(Error::HaipPrefix);
    }
    if delivery != Delivery::ByReference {
        return Err(Error::HaipByValue);
    }
    if signature.is_none_or(|signature| signature.algorithm != Algorithm::Es256) {
        return Err(Error::HaipAlgorithm);
    }
    let certificate = signature.and_then(|signature| signature.certificate.as_ref());
    if certificate.is_none_or(|certificate| certificate.anchor_in_chain == AnchorInChain::Sent) {
        return Err(Error::HaipAnchor);
    }
    if mode != Mode::DirectPostJwt {
        return Err(Error::HaipResponseMode);
    }
    if ![ContentEncryption::A128Gcm, ContentEncryption::A256Gcm].into_iter().all(|each| metadata.offers(each))
    {
        return Err(Error::HaipEncryption);
    }
    Ok(())
}
