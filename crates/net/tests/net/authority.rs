//! A certificate authority, and servers with its certificates.

use crate::kit::{Server, read_head};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt as _;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) der: Vec<u8>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    fn config(&self, params: &CertificateParams) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        config.with_single_cert(vec![certificate.der().clone()], key).unwrap()
    }

    /// A server on this machine with a certificate for these names, that answers each request with `{}`; and what it saw of the
    /// handshakes that were completed.
    pub(crate) async fn server(&self, at: &str, names: &[&str]) -> (Server, Arc<Mutex<Vec<String>>>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        self.server_with(at, &CertificateParams::new(names).unwrap()).await
    }

    pub(crate) async fn server_with(
        &self,
        at: &str,
        params: &CertificateParams,
    ) -> (Server, Arc<Mutex<Vec<String>>>) {
        let acceptor = TlsAcceptor::from(Arc::new(self.config(params)));
        let handshakes = Arc::new(Mutex::new(Vec::new()));
        let seen = handshakes.clone();
        let server = Server::at(at, move |stream| {
            let (acceptor, seen) = (acceptor.clone(), seen.clone());
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let kind = stream.get_ref().1.handshake_kind();
                seen.lock().unwrap().push(format!("{:?}", kind.unwrap()));
                read_head(&mut stream).await;
                let _ = stream
                    .write_all(&crate::kit::answer("200 OK", "content-type: application/json\r\n", b"{}"))
                    .await;
                let _ = stream.shutdown().await;
            }
        });
        (server.await, handshakes)
    }
}
