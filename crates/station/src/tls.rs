use crate::Error;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// With what connections are encrypted: TLS 1.3 or 1.2 (RFC 8446, RFC 5246).
#[derive(Clone)]
pub struct Tls(pub(crate) TlsAcceptor);

impl Tls {
    /// Certificates, the station's own first, and their private key, both as PEM (RFC 7468).
    ///
    /// # Errors
    /// [`Error::Tls`]
    pub fn new(chain: &[u8], key: &[u8]) -> Result<Self, Error> {
        let chain =
            CertificateDer::pem_slice_iter(chain).collect::<Result<Vec<_>, _>>().map_err(|_| Error::Tls)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| Error::Tls)?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions().map_err(|_| Error::Tls)?;
        let config = config.with_no_client_auth().with_single_cert(chain, key).map_err(|_| Error::Tls)?;
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}
