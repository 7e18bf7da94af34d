//! What the certificates of a chain may be for.

use webpki::{
    Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter, KeyUsage, RequiredEkuNotFoundContext,
};

/// id-kp-documentSigning (RFC 9336), 1.3.6.1.5.5.7.3.36.
const DOCUMENT_SIGNING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x24];
/// anyExtendedKeyUsage (RFC 5280 section 4.2.1.12), 2.5.29.37.0.
const ANY: &[u8] = &[0x55, 0x1d, 0x25, 0x00];
/// id-mdl-kp-mdlDS (ISO/IEC 18013-5 annex B.1.4), 1.0.18013.5.1.2: issuers sign both kinds of credential with one certificate.
const MDL_DOCUMENT_SIGNER: &[u8] = &[0x28, 0x81, 0x8c, 0x5d, 0x05, 0x01, 0x02];
/// id-mdl-kp-mdlReaderAuth (ISO/IEC 18013-5 annex B.1.7), 1.0.18013.5.1.6: verifiers sign their requests for both kinds with one.
const MDL_READER: &[u8] = &[0x28, 0x81, 0x8c, 0x5d, 0x05, 0x01, 0x06];

/// What the leaf of a chain signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainPurpose {
    /// Credentials, and statements about them: document signing (RFC 9336) or mdoc document signing (ISO/IEC 18013-5 annex
    /// B.1.4).
    Documents,
    /// Requests for credentials: document signing or mdoc reader authentication (ISO/IEC 18013-5 annex B.1.7).
    Requests,
}

/// Accepts a certificate without extended key usage, and one whose extended key usage allows what it is used for. One that is
/// only for web servers, mail or anything else is refused.
impl ExtendedKeyUsageValidator for ChainPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let own = match self {
            Self::Documents => MDL_DOCUMENT_SIGNER,
            Self::Requests => MDL_READER,
        };
        let allowed = [DOCUMENT_SIGNING, ANY, own].map(KeyPurposeId::new);
        let mut limited = false;
        for purpose in purposes {
            if allowed.contains(&purpose?) {
                return Ok(());
            }
            limited = true;
        }
        if limited {
            let required = KeyUsage::required_if_present(DOCUMENT_SIGNING);
            Err(Error::RequiredEkuNotFoundContext(RequiredEkuNotFoundContext {
                required,
                present: Vec::new(),
            }))
        } else {
            Ok(())
        }
    }
}
