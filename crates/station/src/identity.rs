use crate::Error;
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::{ResponseUri, base64url};
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::vp::Client;

/// Under which name the station asks.
#[derive(Clone)]
pub struct Identity(Kind);

#[derive(Clone)]
enum Kind {
    ResponseAddress,
    Named(Arc<Client>),
}

/// How a certificate names the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertifiedName<'a> {
    /// By this DNS name in it (`x509_san_dns`).
    Dns(&'a str),
    /// By its digest (`x509_hash`).
    Hash,
}

impl Identity {
    /// By where the answers go (`redirect_uri`): nothing is signed, and nobody is proven to be there. For development.
    #[must_use]
    pub fn response_address() -> Self {
        Self(Kind::ResponseAddress)
    }

    /// By a certificate. `key` is a private JWK, `chain` its certificates as PEM (RFC 7468), the leaf first, without the anchor.
    ///
    /// # Errors
    /// [`Error::Key`]
    pub fn certified(key: &[u8], chain: &str, name: CertifiedName<'_>) -> Result<Self, Error> {
        let key = SigningKey::from_jwk_json(key).map_err(|_| Error::Key)?;
        let chain = certificates(chain).ok_or(Error::Key)?;
        let client = match name {
            CertifiedName::Dns(name) => Client::x509_san_dns(name, key, chain),
            CertifiedName::Hash => Client::x509_hash(key, chain),
        };
        Ok(Self(Kind::Named(Arc::new(client.map_err(|_| Error::Key)?))))
    }

    /// Who asks for an answer to this address.
    pub(crate) fn at(&self, response_uri: &ResponseUri) -> Result<Arc<Client>, Error> {
        match &self.0 {
            Kind::ResponseAddress => Ok(Arc::new(Client::redirect_uri(response_uri)?)),
            Kind::Named(client) => Ok(Arc::clone(client)),
        }
    }

    /// Whether requests are signed, so that wallets fetch them.
    pub(crate) fn signs(&self) -> bool {
        matches!(self.0, Kind::Named(_))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.signs() { "Identity(certified)" } else { "Identity(response address)" })
    }
}

/// The certificates of a PEM text, in DER.
fn certificates(pem: &str) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let mut found = Vec::new();
    for part in pem.split(BEGIN).skip(1) {
        let body: String = part.split_once(END)?.0.split_ascii_whitespace().collect();
        let text = body.trim_end_matches('=').replace('+', "-").replace('/', "_");
        found.push(base64url::decode(&text).ok()?);
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::certificates;

    #[test]
    fn certificates_are_read_from_pem() {
        let one = "text\n-----BEGIN CERTIFICATE-----\nAAEC\n+/8=\n-----END CERTIFICATE-----\n";
        assert_eq!(certificates(one), Some(vec![vec![0, 1, 2, 251, 255]]));
        assert_eq!(certificates(&one.repeat(2)).map(|found| found.len()), Some(2));
        for bad in [
            "",
            "-----BEGIN CERTIFICATE-----\nAAEC",
            "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----",
        ] {
            assert_eq!(certificates(bad), None, "{bad}");
        }
    }
}
