use crate::AddressKind;

/// One variant a line: blame, name and field, code, message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $message:literal;)*) => {
        /// Why nothing was asked, or what came back is not used.
        ///
        /// Each variant tells whose fault it is: **Malformed** and **Rejected** (the address, or what was answered; asking again changes
        /// nothing), **Unavailable** (the network, or the other side just now), **Misuse** (the caller). Nothing of an address or an answer
        /// is in any.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    #[doc = concat!("The ", stringify!($field), ".")]
                    $field: $type
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)*
                }
            }

            fn blame(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => stringify!($blame),)*
                }
            }
        }
    };
}

errors! {
    Malformed AddressTooLong, "net.address_too_long", "the address is longer than 4,096 bytes";
    Malformed AddressMalformed, "net.address_malformed", "this is no address that can be asked";
    Malformed HostNotCanonical, "net.host_not_canonical", "the host is not written as it is read";

    Rejected NotHttps, "net.not_https", "the address is not one of https";
    Rejected UserInfo, "net.user_info", "the address holds a name or a password before its host";
    Rejected PortRefused { port: u16 }, "net.port_refused", "port {port} is none that is asked";
    Rejected LocalName, "net.local_name", "the host has a name that means something in a private network alone";
    Rejected PrivateAddress, "net.private_address", "the host is at an address of a private network";
    Rejected AddressRefused { kind: AddressKind }, "net.address_refused", "the host is at {kind}";
    Rejected CertificateRefused, "net.certificate_refused", "the host's TLS certificate is not to be trusted";
    Rejected Redirected { status: u16 }, "net.redirected", "the answer leads to another address ({status}), and is not followed";
    Rejected ContentType, "net.content_type", "the answer is of another content type than was asked for";
    Rejected ContentEncoded, "net.content_encoded", "the answer is compressed, which was not asked for";
    Rejected BodyTooLong, "net.body_too_long", "the answer is longer than is read";
    Rejected NotHttp, "net.not_http", "the answer is no HTTP that is read, or its header has more than 100 fields or 64 KiB";

    Unavailable NameNotFound, "net.name_not_found", "no address was found for the host";
    Unavailable Unreachable, "net.unreachable", "the host cannot be reached";
    Unavailable TlsFailed, "net.tls_failed", "no secure connection to the host came about";
    Unavailable Broken, "net.broken", "the connection ended before the answer did";
    Unavailable TooSlow, "net.too_slow", "the answer was not complete in time";
    Unavailable Status { status: u16 }, "net.status", "the host answered with {status}";
    Unavailable NoRoots, "net.no_roots", "this system trusts no certificate authority";

    Misuse HeaderMalformed, "net.header_malformed", "a header of the request holds what none may";
    Misuse MethodNotAllowed, "net.method_not_allowed", "status and metadata are read, and nothing is posted for them";
    Misuse RequestTooLong, "net.request_too_long", "the request's body is longer than 4 MiB";
    Misuse RootMalformed, "net.root_malformed", "the extra TLS root is no certificate";
    Misuse DestinationMalformed, "net.destination_malformed", "a listed destination is an https address with a path that ends with a slash, and nothing more";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::HostNotCanonical => Some(
                "write the host in small ASCII letters (xn--… for others), or as a plain address, without a dot at its end",
            ),
            Self::NotHttps => Some("ask whoever sent the address for one that begins with https://"),
            Self::LocalName | Self::PrivateAddress => Some(
                "if you know this host and want to receive from it or present to it, say so by its name; nothing else is asked there",
            ),
            Self::PortRefused { .. } => Some("ports 443 and 8443 are asked"),
            Self::AddressRefused { .. } => {
                Some("do not answer whoever sent this address: it leads where nobody else should send you")
            }
            Self::CertificateRefused => Some(
                "do not go on: whoever answers cannot show that they are this host; check the clock, then ask the host's owner",
            ),
            Self::Redirected { .. } => Some("ask the host's owner for the address that it leads to"),
            Self::NameNotFound | Self::Unreachable | Self::TlsFailed | Self::Broken | Self::TooSlow => {
                Some("check the connection to the internet, and try again later")
            }
            Self::Status { .. } => Some("try again later; if it stays so, tell the host's owner"),
            Self::NoRoots => Some("install the system's certificate authorities (Debian: ca-certificates)"),
            _ => None,
        }
    }

    /// True if the same request may do better later: nothing was refused, something was not to be had.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        self.blame() == "Unavailable"
    }

    /// True if it came up before the first byte of the request was sent, so that whoever was to be asked knows nothing of it. Of
    /// [`TooSlow`](Self::TooSlow) and [`Broken`](Self::Broken) that is not known.
    #[must_use]
    pub fn is_before_sending(&self) -> bool {
        match self {
            Self::AddressTooLong
            | Self::AddressMalformed
            | Self::HostNotCanonical
            | Self::NotHttps
            | Self::UserInfo
            | Self::PortRefused { .. }
            | Self::LocalName
            | Self::PrivateAddress
            | Self::AddressRefused { .. }
            | Self::CertificateRefused
            | Self::NameNotFound
            | Self::Unreachable
            | Self::TlsFailed
            | Self::NoRoots
            | Self::HeaderMalformed
            | Self::MethodNotAllowed
            | Self::RequestTooLong
            | Self::RootMalformed
            | Self::DestinationMalformed => true,
            Self::Redirected { .. }
            | Self::ContentType
            | Self::ContentEncoded
            | Self::BodyTooLong
            | Self::NotHttp
            | Self::Broken
            | Self::TooSlow
            | Self::Status { .. } => false,
        }
    }

    /// True if it is the host's place in a private network that is in the way, so that a person may be asked whether they know the
    /// host: see [`PrivateHost`](crate::PrivateHost).
    #[must_use]
    pub fn asks_for_acknowledgement(&self) -> bool {
        matches!(self, Self::LocalName | Self::PrivateAddress)
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("net.")));
    }

    #[test]
    fn later_helps_only_where_nothing_was_refused() {
        assert!(Error::TooSlow.is_unavailable() && Error::Status { status: 404 }.is_unavailable());
        assert!(!Error::BodyTooLong.is_unavailable() && !Error::AddressMalformed.is_unavailable());
        assert!(
            Error::PrivateAddress.asks_for_acknowledgement() && Error::LocalName.asks_for_acknowledgement()
        );
        assert!(!Error::NotHttps.asks_for_acknowledgement());
    }

    #[test]
    fn what_may_have_been_sent_is_not_told_to_be_unsent() {
        for before in [Error::NameNotFound, Error::Unreachable, Error::CertificateRefused, Error::TlsFailed] {
            assert!(before.is_before_sending(), "{before:?}");
        }
        for after in [Error::TooSlow, Error::Broken, Error::BodyTooLong, Error::Redirected { status: 302 }] {
            assert!(!after.is_before_sending(), "{after:?}");
        }
    }
}
