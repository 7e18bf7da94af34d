use super::Error;
use crate::http::Reach;
use crate::oauth::shown_host;
use std::fmt;
use url::Url;

/// A credential issuer's identifier (OpenID4VCI 1.0 section 12.2.1): an address with host, port and path; compared as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialIssuerId {
    text: String,
    url: Url,
}

impl CredentialIssuerId {
    /// Takes an identifier.
    ///
    /// # Errors
    /// [`Error::IssuerMalformed`]
    pub fn new(text: &str, reach: Reach) -> Result<Self, Error> {
        let url = reach.address(text).ok_or(Error::IssuerMalformed)?;
        if text.contains(['?', '#']) {
            return Err(Error::IssuerMalformed);
        }
        Ok(Self { text: text.to_owned(), url })
    }

    /// As it stands.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port as they may be shown to a person.
    #[must_use]
    pub fn host(&self) -> String {
        shown_host(&self.url)
    }

    /// Whether an address has the same scheme, host and port.
    pub(super) fn is_at(&self, address: &Url) -> bool {
        address.origin() == self.url.origin()
    }

    /// Whether an authorization server is the issuer's own: its identifier is the same, or lies below. On a host of many issuers, one
    /// beside it is another's.
    pub(super) fn owns(&self, server: &str) -> bool {
        let Ok(server) = Url::parse(server) else { return false };
        let below = server.path().strip_prefix(self.url.path().trim_end_matches('/'));
        self.is_at(&server) && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Where its metadata is (section 12.2.2): the well-known name goes between host and path.
    #[must_use]
    pub fn metadata_location(&self) -> Url {
        let mut url = self.url.clone();
        let path = if url.path() == "/" { "" } else { url.path() };
        let path = format!("/.well-known/openid-credential-issuer{path}");
        url.set_path(&path);
        url
    }
}

impl fmt::Debug for CredentialIssuerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialIssuerId({})", self.host())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_name_goes_between_host_and_path() {
        for (identifier, location) in [
            (
                "https://issuer.example.com/tenant",
                "https://issuer.example.com/.well-known/openid-credential-issuer/tenant",
            ),
            (
                "https://tenant.issuer.example.com",
                "https://tenant.issuer.example.com/.well-known/openid-credential-issuer",
            ),
            ("https://a.example:8443/", "https://a.example:8443/.well-known/openid-credential-issuer"),
            ("https://a.example/b/c", "https://a.example/.well-known/openid-credential-issuer/b/c"),
        ] {
            let id = CredentialIssuerId::new(identifier, Reach::HttpsOnly).unwrap();
            assert_eq!(id.metadata_location().as_str(), location);
            assert_eq!(id.as_str(), identifier);
        }
    }

    #[test]
    fn an_identifier_is_a_plain_https_address() {
        for refused in [
            "http://a.example",
            "https://a.example?b",
            "https://a.example#b",
            "https://u@a.example",
            "urn:a",
            "a",
        ] {
            assert_eq!(
                CredentialIssuerId::new(refused, Reach::HttpsOnly),
                Err(Error::IssuerMalformed),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_server_beside_an_issuer_is_not_its_own() {
        let issuer = CredentialIssuerId::new("https://a.example/tenant", Reach::HttpsOnly).unwrap();
        for own in
            ["https://a.example/tenant", "https://a.example/tenant/", "https://a.example:443/tenant/login"]
        {
            assert!(issuer.owns(own), "{own}");
        }
        for other in [
            "https://a.example",
            "https://a.example/other",
            "https://a.example/tenant2",
            "https://a.example/tenant/../other",
            "https://a.example/tenant/%2e%2e/other",
            "https://a.example:8443/tenant",
            "http://a.example/tenant",
            "https://b.example/tenant",
            "tenant",
        ] {
            assert!(!issuer.owns(other), "{other}");
        }
        let root = CredentialIssuerId::new("https://a.example", Reach::HttpsOnly).unwrap();
        assert!(root.owns("https://a.example/login") && root.owns("https://a.example/"));
    }

    #[test]
    fn a_host_that_deceives_is_shown_in_punycode() {
        let id = CredentialIssuerId::new("https://\u{430}pple.example:8443/x", Reach::HttpsOnly).unwrap();
        assert_eq!(id.host(), "xn--pple-43d.example:8443");
    }
}
