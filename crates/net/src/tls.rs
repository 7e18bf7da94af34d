use crate::target::Host;
use crate::{Development, Error};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Whose certificates are trusted: the authorities of the system, and perhaps one more for development.
#[derive(Clone)]
pub(crate) struct Roots {
    provider: Arc<CryptoProvider>,
    system: Option<Arc<WebPkiServerVerifier>>,
    extra: Option<Arc<WebPkiServerVerifier>>,
}

impl Roots {
    /// Reads the system's authorities from its files. Those that cannot be read are left out.
    pub(crate) fn load(development: &Development) -> Result<Self, Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut system = RootCertStore::empty();
        system.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let extra = match &development.extra_root {
            None => RootCertStore::empty(),
            Some(root) => {
                let mut roots = RootCertStore::empty();
                roots.add(CertificateDer::from(root.clone())).map_err(|_| Error::RootMalformed)?;
                roots
            }
        };
        let verifier = |roots| {
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().ok()
        };
        Ok(Self { system: verifier(system), extra: verifier(extra), provider })
    }

    /// Shakes hands with a host by its name, and tells whether it is trusted by the extra root alone. Nothing is kept of it by which the
    /// host could know this client again.
    pub(crate) async fn shake_hands(
        &self,
        host: &Host,
        stream: TcpStream,
    ) -> Result<(TlsStream<TcpStream>, bool), Error> {
        if self.system.is_none() && self.extra.is_none() {
            return Err(Error::NoRoots);
        }
        let judge = Arc::new(Judge { roots: self.clone(), used_extra: AtomicBool::new(false) });
        let config =
            ClientConfig::builder_with_provider(self.provider.clone()).with_safe_default_protocol_versions();
        let config = config.map_err(|_| Error::TlsFailed)?.dangerous();
        let mut config = config.with_custom_certificate_verifier(judge.clone()).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.resumption = Resumption::disabled();
        let name = match host {
            Host::Name(name) => ServerName::try_from(name.clone()).map_err(|_| Error::AddressMalformed)?,
            Host::Literal(address) => ServerName::from(*address),
        };
        let stream = TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .map_err(|error| refusal(&error))?;
        Ok((stream, judge.used_extra.load(Ordering::Relaxed)))
    }
}

/// What went wrong in the handshake: with what the host showed, or before it showed anything.
fn refusal(error: &std::io::Error) -> Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => Error::CertificateRefused,
        _ => Error::TlsFailed,
    }
}

/// Verifies one host's certificate, and remembers by what.
#[derive(Debug)]
struct Judge {
    roots: Roots,
    used_extra: AtomicBool,
}

impl std::fmt::Debug for Roots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Roots({}, {})", self.system.is_some(), self.extra.is_some())
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Roots { system, extra, .. } = &self.roots;
        let verify = |roots: &WebPkiServerVerifier| {
            roots.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        let nobody = Err(rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer));
        let verified = system.as_deref().map_or(nobody, verify);
        match (verified, extra) {
            (Err(_), Some(extra)) => {
                let verified = verify(extra)?;
                self.used_extra.store(true, Ordering::Relaxed);
                Ok(verified)
            }
            (verified, _) => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.roots.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.roots.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.roots.provider.signature_verification_algorithms.supported_schemes()
    }
}
