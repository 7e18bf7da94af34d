//! Which names are addresses that may be asked.

/// Whether it is an address of this machine without TLS: an issuer to try things with has one. `vouchsafe-net` asks it only where it is
/// told to, for development.
pub(crate) fn is_loopback_http(text: &str) -> bool {
    let rest = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).and(text.get(7..));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].into_iter().any(|host| {
        let port = authority.strip_prefix(host).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
        port.is_some_and(|port| port.bytes().all(|digit| digit.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::is_loopback_http;

    #[test]
    fn this_machine_by_its_own_names() {
        for text in
            ["http://127.0.0.1", "http://127.0.0.1:8088/types/a", "HTTP://localhost:1", "http://[::1]/x"]
        {
            assert!(is_loopback_http(text), "{text}");
        }
        for text in [
            "https://127.0.0.1",
            "http://127.0.0.1.example",
            "http://localhost.example/",
            "http://127.0.0.1@example/",
            "http://127.0.0.1:80@example/",
            "http://127.0.0.2",
            "http://example",
            "localhost",
            "",
        ] {
            assert!(!is_loopback_http(text), "{text}");
        }
    }
}
