use crate::Error;
use crate::limits::MAX_ADDRESS;
use std::net::IpAddr;
use url::{Position, Url};

/// An address that can be asked, in the one way in which it can be read.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) is_https: bool,
    pub(crate) host: Host,
    pub(crate) port: u16,
    /// What the `Host` header says.
    pub(crate) authority: String,
    /// What the request line says: path and query.
    pub(crate) path_and_query: String,
    pub(crate) path: String,
}

/// Who is asked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Host {
    /// A name, in small letters.
    Name(String),
    /// An address.
    Literal(IpAddr),
}

impl Target {
    /// Reads an address. Programs differ in how they read the odd ones, so that one judges what another then asks; here those are
    /// refused: every character is one of RFC 3986, and the host, but for the case of its letters, is written as it is read.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_ADDRESS {
            return Err(Error::AddressTooLong);
        }
        let (scheme, rest) = text.split_once("://").ok_or(Error::NotHttps)?;
        let is_https = scheme.eq_ignore_ascii_case("https");
        if !is_https && !scheme.eq_ignore_ascii_case("http") {
            return Err(Error::NotHttps);
        }
        // A fragment is never sent, so that two addresses would be asked as one.
        if !text.bytes().all(is_of_an_address) || text.contains('#') {
            return Err(Error::AddressMalformed);
        }
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(Error::UserInfo);
        }
        let url = Url::parse(text).map_err(|_| Error::AddressMalformed)?;
        let port = url.port_or_known_default().ok_or(Error::AddressMalformed)?;
        let (written_host, written_port) = split_port(authority);
        let read_host = url.host_str().ok_or(Error::AddressMalformed)?;
        if !written_host.eq_ignore_ascii_case(read_host)
            || read_host.ends_with('.')
            || written_port.is_some_and(|written| written != port.to_string())
        {
            return Err(Error::HostNotCanonical);
        }
        let host = match url.host().ok_or(Error::AddressMalformed)? {
            url::Host::Domain(name) => Host::Name(name.to_owned()),
            url::Host::Ipv4(address) => Host::Literal(address.into()),
            url::Host::Ipv6(address) => Host::Literal(address.into()),
        };
        Ok(Self {
            is_https,
            host,
            port,
            authority: url[Position::BeforeHost..Position::AfterPort].to_owned(),
            path_and_query: url[Position::BeforePath..Position::AfterQuery].to_owned(),
            path: url.path().to_owned(),
        })
    }

    /// Whether this is the host that somebody calls so.
    pub(crate) fn is_at(&self, host: &str) -> bool {
        self.host_text().eq_ignore_ascii_case(host)
    }

    fn host_text(&self) -> String {
        match &self.host {
            Host::Name(name) => name.clone(),
            Host::Literal(IpAddr::V6(address)) => format!("[{address}]"),
            Host::Literal(address) => address.to_string(),
        }
    }
}

/// The port as it is written, if it is; that of `[::1]` comes after the bracket.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// RFC 3986 section 2: unreserved, reserved, and the percent sign.
fn is_of_an_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

impl Host {
    /// Whether the name means something in a private network alone: a single label, or a name that RFC 6761, 6762, 7686 or 8375, or
    /// ICANN (`internal`), keep from the internet.
    pub(crate) fn is_local_name(&self) -> bool {
        const LOCAL: [&str; 5] = ["home.arpa", "internal", "local", "localhost", "onion"];
        let Self::Name(name) = self else { return false };
        let is_below = |local: &&str| {
            name.strip_suffix(*local).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        !name.contains('.') || LOCAL.iter().any(is_below)
    }

    /// Whether it is this machine, by name or address.
    pub(crate) fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost",
            Self::Literal(address) => address.is_loopback(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn error(text: &str) -> Error {
        match Target::parse(text) {
            Ok(target) => panic!("{text} is read as {}", target.authority),
            Err(error) => error,
        }
    }

    fn read(text: &str) -> (String, u16, String) {
        let target = Target::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        (target.authority, target.port, target.path_and_query)
    }

    #[test]
    fn plain_addresses() {
        assert_eq!(
            read("https://issuer.example/status/1"),
            ("issuer.example".into(), 443, "/status/1".into())
        );
        assert_eq!(read("https://issuer.example"), ("issuer.example".into(), 443, "/".into()));
        assert_eq!(read("HTTPS://Issuer.Example?x=1"), ("issuer.example".into(), 443, "/?x=1".into()));
        assert_eq!(read("https://issuer.example:443/"), ("issuer.example".into(), 443, "/".into()));
        assert_eq!(read("https://issuer.example:8443/a"), ("issuer.example:8443".into(), 8443, "/a".into()));
        assert_eq!(
            read("https://xn--mnchen-3ya.example/"),
            ("xn--mnchen-3ya.example".into(), 443, "/".into())
        );
        assert_eq!(read("https://[2620:fe::fe]:8443/a"), ("[2620:fe::fe]:8443".into(), 8443, "/a".into()));
        assert_eq!(read("http://127.0.0.1:80/"), ("127.0.0.1".into(), 80, "/".into()));
        assert_eq!(read("https://i.example/a'b?c='d'").1, 443);
    }

    #[test]
    fn other_schemes() {
        for text in [
            "file:///etc/passwd",
            "ftp://issuer.example/",
            "gopher://issuer.example/",
            "data:,x",
            "",
            "issuer.example",
        ] {
            assert_eq!(error(text), Error::NotHttps, "{text}");
        }
        for text in [
            "unix://run/x",
            "httpss://issuer.example/",
            " https://issuer.example/",
            "javascript://issuer.example/%0a",
        ] {
            assert_eq!(error(text), Error::NotHttps, "{text}");
        }
    }

    #[test]
    fn hosts_that_are_read_in_two_ways() {
        for host in [
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "127.1",
            "127.0.0.1.",
            "127.000.000.001",
            "%31%32%37.0.0.1",
            "issuer.example.",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::1]:0443",
            "issuer.example:0443",
            "issuer.example:",
            "1.2.3",
            "issuer%2eexample",
        ] {
            assert_eq!(error(&format!("https://{host}/")), Error::HostNotCanonical, "{host}");
        }
        for text in [
            "https://issuer.example\\@evil.example/",
            "https://issuer.example/\\..",
            "https://issuer.example/a\tb",
            "https://issuer.\nexample/",
            "https://issuer.example/ ",
            "https://münchen.example/",
            "https://①②⑦.0.0.1/",
            "https://issuer.example/#x",
            "https:///path",
            "https://",
            "https://issuer.example:99999/",
            "https://issuer.example:a/",
            "https://[::1/",
            "https://[fe80::1%25eth0]/",
            "https://issuer.example/\u{202e}",
            "https://xn--a/",
        ] {
            assert!(matches!(error(text), Error::AddressMalformed | Error::HostNotCanonical), "{text}");
        }
        for text in [
            "https://me@issuer.example/",
            "https://me:secret@issuer.example/",
            "https://issuer.example@127.0.0.1/",
            "https://@a.example/",
        ] {
            assert_eq!(error(text), Error::UserInfo, "{text}");
        }
        assert_eq!(read("https://issuer.example/@me?@").2, "/@me?@");
    }

    #[test]
    fn names_of_private_networks() {
        let is_local = |name: &str| Host::Name(name.to_owned()).is_local_name();
        for local in [
            "localhost",
            "a.localhost",
            "printer",
            "printer.local",
            "nas.home.arpa",
            "metadata.google.internal",
            "x.onion",
        ] {
            assert!(is_local(local), "{local}");
        }
        for public in ["issuer.example", "local.example", "notlocal.com", "myinternal.dev", "arpa.net"] {
            assert!(!is_local(public), "{public}");
        }
    }

    #[test]
    fn the_longest_address() {
        let address = |length: usize| format!("https://a.example/{}", "x".repeat(length - 18));
        assert!(Target::parse(&address(MAX_ADDRESS)).is_ok());
        assert_eq!(error(&address(MAX_ADDRESS + 1)), Error::AddressTooLong);
    }

    proptest! {
        /// Whatever is read is asked at the host that is written between the slashes, and nowhere else.
        #[test]
        fn what_is_written_is_what_is_asked(text in "https?://[a-zA-Z0-9.:@\\[\\]%_/?\\\\-]{0,40}") {
            if let Ok(target) = Target::parse(&text) {
                let (_, rest) = text.split_once("://").unwrap();
                let written = rest.split(['/', '?']).next().unwrap().to_ascii_lowercase();
                let default = if target.is_https { ":443" } else { ":80" };
                prop_assert_eq!(written.strip_suffix(default).unwrap_or(&written), target.authority);
            }
        }
    }
}
