use super::ChainPurpose;
use super::algorithms::SUPPORTED;
use super::der;
use crate::limits::{MAX_CERTIFICATE, MAX_CERTIFICATES};
use crate::{Error, VerifyingKey, digest};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::fmt;
use vouchsafe_credential::Timestamp;
use webpki::EndEntityCert;

/// Certificates whose holders are trusted to issue others. None: nobody is trusted.
///
/// Of an anchor only name, key and name constraints count (RFC 5280 section 6.1.1): its own validity period does not, and
/// whether to trust it at some time is for the caller's trust list to say.
#[derive(Clone)]
pub struct TrustAnchors(Vec<TrustAnchor<'static>>);

impl TrustAnchors {
    /// Takes certificates in DER.
    ///
    /// # Errors
    /// [`Error::AnchorMalformed`], [`Error::CertificateTooLong`]
    pub fn new<C: AsRef<[u8]>>(certificates: impl IntoIterator<Item = C>) -> Result<Self, Error> {
        certificates
            .into_iter()
            .map(|certificate| anchor(certificate.as_ref()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Takes certificates in PEM (RFC 7468 section 5), one or more in each text.
    ///
    /// # Errors
    /// [`Error::AnchorMalformed`] also for a text without a certificate, [`Error::CertificateTooLong`].
    pub fn from_pem<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let mut anchors = Vec::new();
        for text in texts {
            let before = anchors.len();
            for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
                anchors.push(anchor(&certificate.map_err(|_| Error::AnchorMalformed)?)?);
            }
            if anchors.len() == before {
                return Err(Error::AnchorMalformed);
            }
        }
        Ok(Self(anchors))
    }

    /// True if there are none: then no chain leads anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A digest (SHA-256) of all that counts of them, in their order.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = Vec::new();
        let mut part = |part: &[u8]| {
            bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            bytes.extend_from_slice(part);
        };
        for anchor in &self.0 {
            part(&anchor.subject);
            part(&anchor.subject_public_key_info);
            part(anchor.name_constraints.as_deref().unwrap_or_default());
        }
        digest::sha256(&bytes)
    }

    /// True if `certificate`, in DER, is one of these: of the same name and key.
    #[must_use]
    pub fn contain(&self, certificate: &[u8]) -> bool {
        anchor(certificate).is_ok_and(|certificate| {
            let same = |anchor: &TrustAnchor<'_>| {
                anchor.subject == certificate.subject
                    && anchor.subject_public_key_info == certificate.subject_public_key_info
            };
            self.0.iter().any(same)
        })
    }

    /// Verifies a chain in DER, leaf first, that leads to one of these anchors. The anchor itself may be in it or not.
    ///
    /// What RFC 5280 section 6.1 demands is checked by rustls-webpki: signatures (ECDSA on P-256 and P-384, Ed25519; no RSA),
    /// validity of every certificate at `now`, basic constraints, path length, name constraints (those on directory names and
    /// URIs refuse), critical extensions. Beside that:
    /// - the leaf is no authority, is not issued by itself, and if it has a key usage, `digitalSignature` is in it;
    /// - if a certificate of the path has an extended key usage, it contains one of those of `purpose`, or
    ///   `anyExtendedKeyUsage`. A web server's certificate signs neither credentials nor requests for them.
    ///
    /// Certificates in the chain that the path does not need are ignored. Revocation of certificates is not looked up: that
    /// would tell their authority who verifies what.
    ///
    /// # Errors
    /// `jose.x5c_*`; `jose.key_type_unsupported` or `jose.key_invalid` for the leaf's key.
    pub fn verify_chain_for(
        &self,
        purpose: ChainPurpose,
        chain: &[Vec<u8>],
        now: Timestamp,
    ) -> Result<VerifiedChain, Error> {
        if chain.len() > MAX_CERTIFICATES {
            return Err(Error::ChainTooLong);
        }
        if chain.iter().any(|certificate| certificate.len() > MAX_CERTIFICATE) {
            return Err(Error::CertificateTooLong);
        }
        let (leaf, others) = chain.split_first().ok_or(Error::CertificateMalformed)?;
        let leaf_der = CertificateDer::from(leaf.as_slice());
        let others: Vec<_> = others.iter().map(|other| CertificateDer::from(other.as_slice())).collect();
        let certificate = EndEntityCert::try_from(&leaf_der).map_err(refusal)?;
        if certificate.issuer() == certificate.subject() {
            return Err(Error::LeafSelfSigned);
        }
        // A time before 1970 is before every certificate.
        let now = std::time::Duration::from_secs(u64::try_from(now.as_unix()).unwrap_or(0));
        let now = UnixTime::since_unix_epoch(now);
        certificate
            .verify_for_usage(SUPPORTED, &self.0, &others, now, purpose, None, None)
            .map_err(refusal)?;
        if !der::may_sign(leaf) {
            return Err(Error::CertificatePurpose);
        }
        Ok(VerifiedChain {
            leaf_key: VerifyingKey::from_spki(&certificate.subject_public_key_info())?,
            dns_names: certificate
                .valid_dns_names()
                .filter(|name| !name.contains('*'))
                .map(str::to_owned)
                .collect(),
            uris: certificate.valid_uri_names().filter(|uri| uri.is_ascii()).map(str::to_owned).collect(),
            leaf_sha256: digest::sha256(leaf),
        })
    }

    /// [`TrustAnchors::verify_chain_for`] [`ChainPurpose::Documents`].
    ///
    /// # Errors
    /// As it says.
    pub fn verify_chain(&self, chain: &[Vec<u8>], now: Timestamp) -> Result<VerifiedChain, Error> {
        self.verify_chain_for(ChainPurpose::Documents, chain, now)
    }
}

impl fmt::Debug for TrustAnchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustAnchors({})", self.0.len())
    }
}

/// What a chain proves of its leaf. Only [`TrustAnchors::verify_chain_for`] makes it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct VerifiedChain {
    /// The key that the leaf certifies, and that must verify the JWS.
    pub leaf_key: VerifyingKey,
    /// The `dNSName`s among the leaf's subject alternative names, as they stand. Wildcards are left out: a name to speak for is
    /// compared as a whole.
    pub dns_names: Vec<String>,
    /// The `uniformResourceIdentifier`s among them, as they stand.
    pub uris: Vec<String>,
    /// SHA-256 over the leaf in DER: what `x509_hash` of OpenID4VP 1.0 section 5.9.3 is made of.
    pub leaf_sha256: [u8; 32],
}

fn anchor(certificate: &[u8]) -> Result<TrustAnchor<'static>, Error> {
    if certificate.len() > MAX_CERTIFICATE {
        return Err(Error::CertificateTooLong);
    }
    webpki::anchor_from_trusted_cert(&CertificateDer::from(certificate))
        .map(|anchor| anchor.to_owned())
        .map_err(|_| Error::AnchorMalformed)
}

fn refusal(error: webpki::Error) -> Error {
    use webpki::Error as E;
    match error {
        E::UnknownIssuer => Error::ChainUntrusted,
        E::InvalidSignatureForPublicKey => Error::CertificateSignature,
        E::CertExpired { .. } => Error::CertificateExpired,
        E::CertNotValidYet { .. } => Error::CertificateNotYetValid,
        E::CaUsedAsEndEntity => Error::LeafIsAuthority,
        E::EndEntityUsedAsCa => Error::IssuerNotAuthority,
        E::PathLenConstraintViolated | E::MaximumPathDepthExceeded => Error::PathLength,
        E::NameConstraintViolation => Error::NameConstraint,
        E::RequiredEkuNotFoundContext(_) | E::EmptyEkuExtension => Error::CertificatePurpose,
        E::UnsupportedCriticalExtension => Error::CertificateExtension,
        E::UnsupportedSignatureAlgorithmContext(_)
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Error::CertificateAlgorithm,
        _ => Error::CertificateMalformed,
    }
}
