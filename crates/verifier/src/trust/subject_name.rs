use crate::Error;
use std::fmt;
use std::str::FromStr;
use vouchsafe_credential::IssuerId;

/// A name that a certificate speaks for: a subject alternative name (RFC 5280 section 4.2.1.6).
///
/// Written `dns:issuer.example` or `uri:https://issuer.example/tenant`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubjectName(Name);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    /// In lower case.
    Dns(String),
    Uri(String),
}

impl SubjectName {
    /// A host, compared without regard to case; never a wildcard.
    ///
    /// # Errors
    /// [`Error::SubjectName`] if `host` is no host name.
    pub fn dns(host: &str) -> Result<Self, Error> {
        let labels = host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if labels { Ok(Self(Name::Dns(host.to_ascii_lowercase()))) } else { Err(Error::SubjectName) }
    }

    /// A URI, compared byte for byte.
    ///
    /// # Errors
    /// [`Error::SubjectName`] if `uri` has no scheme, or cannot be an issuer's name.
    pub fn uri(uri: &str) -> Result<Self, Error> {
        match IssuerId::new(uri) {
            Ok(_) if uri.contains(':') => Ok(Self(Name::Uri(uri.to_owned()))),
            _ => Err(Error::SubjectName),
        }
    }

    /// The host, if it is one.
    #[must_use]
    pub fn as_dns(&self) -> Option<&str> {
        match &self.0 {
            Name::Dns(host) => Some(host),
            Name::Uri(_) => None,
        }
    }

    /// The URI, if it is one.
    #[must_use]
    pub fn as_uri(&self) -> Option<&str> {
        match &self.0 {
            Name::Dns(_) => None,
            Name::Uri(uri) => Some(uri),
        }
    }

    /// True if this name is among the names of a certificate.
    pub(crate) fn is_among(&self, dns_names: &[String], uris: &[String]) -> bool {
        match &self.0 {
            Name::Dns(host) => dns_names.iter().any(|name| name.eq_ignore_ascii_case(host)),
            Name::Uri(uri) => uris.contains(uri),
        }
    }

    /// True if whoever has this name is the issuer `iss`: the URI itself, or an `https` URL at this host.
    pub(crate) fn is_issuer(&self, iss: &IssuerId) -> bool {
        match &self.0 {
            Name::Uri(uri) => uri == iss.as_str(),
            Name::Dns(host) => {
                let rest = iss.as_str().strip_prefix("https://");
                let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
                let plain = authority.filter(|authority| !authority.contains('@'));
                let named = plain.and_then(|authority| authority.split(':').next());
                named.is_some_and(|named| named.eq_ignore_ascii_case(host))
            }
        }
    }

    /// The issuer's name where the credential has no `iss`.
    pub(crate) fn to_issuer(&self) -> Option<IssuerId> {
        match &self.0 {
            Name::Dns(host) => IssuerId::new(host.clone()).ok(),
            Name::Uri(uri) => IssuerId::new(uri.clone()).ok(),
        }
    }
}

impl FromStr for SubjectName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once(':') {
            Some(("dns", host)) => Self::dns(host),
            Some(("uri", uri)) => Self::uri(uri),
            _ => Err(Error::SubjectName),
        }
    }
}

impl fmt::Display for SubjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Dns(host) => write!(f, "dns:{host}"),
            Name::Uri(uri) => write!(f, "uri:{}", vouchsafe_credential::shown::escape(uri)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused() {
        for text in [
            "",
            "issuer.example",
            "dns:",
            "dns:*.example",
            "dns:a..b",
            "dns:a/b",
            "dns:a@b",
            "uri:",
            "uri:relative",
            "ip:1.2.3.4",
        ] {
            assert_eq!(text.parse::<SubjectName>().unwrap_err().code(), "policy.subject_name", "{text}");
        }
    }

    #[test]
    fn a_host_speaks_for_its_https_urls_only() {
        let name: SubjectName = "dns:Issuer.example".parse().unwrap();
        for (iss, same) in [
            ("https://issuer.example", true),
            ("https://ISSUER.example:8443/tenant", true),
            ("https://issuer.example?x", true),
            ("http://issuer.example", false),
            ("https://issuer.example.evil.example", false),
            ("https://evil.example/https://issuer.example", false),
            ("https://issuer.example@evil.example", false),
            ("https://issuer.example:x@evil.example", false),
            ("issuer.example", false),
        ] {
            assert_eq!(name.is_issuer(&IssuerId::new(iss).unwrap()), same, "{iss}");
        }
        assert!(name.is_among(&["ISSUER.EXAMPLE".into()], &[]));
        assert!(!name.is_among(&["*.example".into()], &["issuer.example".into()]));
    }

    #[test]
    fn a_uri_speaks_for_itself() {
        let name: SubjectName = "uri:https://issuer.example/a".parse().unwrap();
        assert!(name.is_issuer(&IssuerId::new("https://issuer.example/a").unwrap()));
        assert!(!name.is_issuer(&IssuerId::new("https://issuer.example/a/").unwrap()));
        assert!(!name.is_among(&["issuer.example".into()], &[]));
    }
}
