use super::registration;
use crate::Error;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_openid4vc::vp::PreregisteredClient;

/// Who stands for verifiers.
#[derive(Clone)]
pub struct VerifierTrust {
    pub(super) anchors: TrustAnchors,
    pub(super) registered: Vec<PreregisteredClient>,
}

impl VerifierTrust {
    /// The authorities of these files, each with one certificate in DER or any number in PEM (RFC 7468 section 5). None: nobody stands
    /// for a verifier.
    ///
    /// # Errors
    /// [`Error::Jose`] with `jose.anchor_malformed` for a file that holds none.
    pub fn new(files: &[Vec<u8>]) -> Result<Self, Error> {
        let mut all = Vec::new();
        for file in files {
            all.extend(certificates(file)?);
        }
        Ok(Self { anchors: TrustAnchors::new(all)?, registered: Vec::new() })
    }

    /// The same, and whoever is registered by this file: a JSON object with `client_id` (a name without prefix), `jwks`, `response_uris`
    /// and perhaps `client_metadata`.
    ///
    /// # Errors
    /// [`Error::RegistrationMalformed`]; [`Error::Json`]; [`Error::Jose`] for a key; [`Error::OpenId4Vp`] for metadata.
    pub fn knowing(mut self, file: &[u8]) -> Result<Self, Error> {
        self.registered.push(registration::read(file)?);
        Ok(self)
    }
}

/// How many are not told.
impl std::fmt::Debug for VerifierTrust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VerifierTrust(..)")
    }
}

/// The certificates of a file, in DER.
pub(crate) fn certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    // DER of a certificate begins with the tag of a sequence.
    if file.first() == Some(&0x30) {
        return Ok(vec![file.to_vec()]);
    }
    let all = CertificateDer::pem_slice_iter(file).map(|one| one.map(|der| der.to_vec()));
    let all: Vec<_> = all.collect::<Result<_, _>>().map_err(|_| vouchsafe_jose::Error::AnchorMalformed)?;
    if all.is_empty() { Err(vouchsafe_jose::Error::AnchorMalformed.into()) } else { Ok(all) }
}
