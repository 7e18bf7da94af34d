use super::Error;
use crate::http::Reach;
use url::Url;

/// Reads an address that is asked or answered: one that may be reached, of the characters that RFC 3986 gives an address and
/// written so that no two readers understand it differently.
pub(crate) fn read(text: &str, reach: Reach, name: &'static str) -> Result<Url, Error> {
    is_plain(text).then(|| reach.address(text)).flatten().ok_or(Error::AddressRefused { name })
}

/// True if all characters may stand in an address (RFC 3986 section 2).
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let read = |text: &str, reach| read(text, reach, "request_uri").is_ok();
        for good in ["https://a.example", "https://a.example:8443/p/q?r=%20&s", "https://[2001:db8::1]/"] {
            assert!(read(good, Reach::HttpsOnly), "{good}");
        }
        for bad in [
            "",
            "a.example",
            "/p",
            "https:a.example",
            "https:///a.example",
            "http://a.example",
            "ftp://a.example",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://user@a.example",
            "https://@a.example",
            "https://:@a.example",
            "https://user:word@a.example",
            "https://a.example/#f",
            "https://a.example/ b",
            "https://b.example\\@a.example",
            " https://a.example",
            "https://a.example\n",
            "https://ä.example",
            "https://%65vil.example/",
            "https://0x08.8.8.8/",
            "https://a.example./",
            "https://",
            "https://a.example/\u{202e}",
            "openid4vp://a.example",
        ] {
            assert!(!read(bad, Reach::HttpsOnly), "{bad:?}");
            assert!(!read(bad, Reach::HttpsOrLoopback), "{bad:?}");
        }
        assert!(!read("http://localhost:8080/p", Reach::HttpsOnly));
        assert!(read("http://localhost:8080/p", Reach::HttpsOrLoopback));
        assert!(!read("http://localhost.evil.example", Reach::HttpsOrLoopback));
    }
}
