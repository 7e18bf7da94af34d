use crate::Error;
use url::Url;
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::vci::Profile;

/// What an issuer is made with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where others reach it; its identifier.
    pub public: PublicUrl,
    /// Which rules hold. Under HAIP, wallets are attested by the wallet provider here, and keys are certified.
    pub profile: Profile,
    /// Addresses besides those on this machine to which browsers may be sent back, as they stand.
    pub redirects: Vec<RedirectUrl>,
}

/// The address of an issuer: a scheme, a host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Takes an address: `https` without a path, or `http` on this machine. It is the issuer's identifier as it stands, without a
    /// slash at its end.
    ///
    /// # Errors
    /// [`Error::PublicUrl`]
    pub fn new(text: &str) -> Result<Self, Error> {
        let url = Reach::HttpsOrLoopback.address(text).ok_or(Error::PublicUrl)?;
        let origin = url.origin().ascii_serialization();
        if text.trim_end_matches('/') == origin { Ok(Self(origin)) } else { Err(Error::PublicUrl) }
    }

    /// The address, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, if that is a name.
    pub(crate) fn domain(&self) -> Option<String> {
        Url::parse(&self.0).ok()?.domain().map(str::to_owned)
    }

    /// An address below it.
    pub(crate) fn at(&self, path: &str) -> Result<Url, Error> {
        Url::parse(&format!("{}{path}", self.0)).map_err(|_| Error::PublicUrl)
    }
}

/// An address to which browsers may be sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectUrl(String);

impl RedirectUrl {
    /// Takes an address: `https`, or `http` on this machine.
    ///
    /// # Errors
    /// [`Error::RedirectUrl`]
    pub fn new(text: &str) -> Result<Self, Error> {
        Reach::HttpsOrLoopback.address(text).map(|_| Self(text.to_owned())).ok_or(Error::RedirectUrl)
    }

    /// The address as it stands.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_has_an_address_without_a_path() {
        for (text, kept) in [
            ("https://issuer.example", "https://issuer.example"),
            ("https://issuer.example:8443/", "https://issuer.example:8443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(PublicUrl::new(text).map(|url| url.0), Ok(kept.to_owned()));
        }
        for refused in [
            "http://issuer.example",
            "https://a.example/b",
            "https://a.example?b",
            "https://u@a.example",
            "HTTPS://A.example",
            "",
        ] {
            assert_eq!(PublicUrl::new(refused), Err(Error::PublicUrl), "{refused}");
        }
    }
}
