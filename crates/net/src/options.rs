use crate::target::Target;
use crate::{Error, Resolve, SystemResolver};
use std::fmt;
use std::sync::Arc;

/// How a [`Client`](crate::Client) is set up. Nothing of it comes from the environment, but for where the system keeps its certificate
/// authorities.
#[derive(Clone)]
pub struct ClientOptions {
    pub(crate) operated: Vec<OperatedDestination>,
    pub(crate) development: Development,
    pub(crate) resolver: Arc<dyn Resolve>,
}

impl ClientOptions {
    /// Public hosts alone, by the system's look-up of names.
    #[must_use]
    pub fn new() -> Self {
        Self { operated: Vec::new(), development: Development::none(), resolver: Arc::new(SystemResolver) }
    }

    /// Lets a destination be asked that whoever runs this program wrote down, also in a private network or on this machine.
    #[must_use]
    pub fn operated(mut self, destination: OperatedDestination) -> Self {
        self.operated.push(destination);
        self
    }

    /// Turns on what is for development alone. Every answer tells which of it was used: [`Response::switches`](crate::Response::switches).
    #[must_use]
    pub fn development(mut self, development: Development) -> Self {
        self.development = development;
        self
    }

    /// Looks names up in another way.
    #[must_use]
    pub fn resolver(mut self, resolver: Arc<dyn Resolve>) -> Self {
        self.resolver = resolver;
        self
    }
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientOptions({} operated, {:?})", self.operated.len(), self.development)
    }
}

/// A destination from the configuration of whoever runs this program, such as their own issuer: host, port, and where its addresses begin.
///
/// An address that somebody else wrote is taken for it if it begins so. What is listed there should do nothing when it is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct OperatedDestination(Target);

impl OperatedDestination {
    /// `https://issuer.internal:8443/status/`: https, any port, a path that ends with a slash, no query.
    ///
    /// # Errors
    /// [`Error::DestinationMalformed`]
    pub fn new(address: &str) -> Result<Self, Error> {
        let target = Target::parse(address).map_err(|_| Error::DestinationMalformed)?;
        let is_plain = target.path == target.path_and_query && !target.path.contains('%');
        if target.is_https && target.path.ends_with('/') && is_plain {
            Ok(Self(target))
        } else {
            Err(Error::DestinationMalformed)
        }
    }

    /// A server may read `%2e%2e%2f` as a step up: with a percent sign nothing but the root is covered.
    pub(crate) fn covers(&self, target: &Target) -> bool {
        let Self(listed) = self;
        let is_below = target.path.starts_with(&listed.path) && !target.path.contains('%');
        target.is_https
            && listed.host == target.host
            && listed.port == target.port
            && (listed.path == "/" || is_below)
    }
}

impl fmt::Debug for OperatedDestination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperatedDestination({}{})", self.0.authority, self.0.path)
    }
}

/// What is for development alone, and off unless it is written down.
#[derive(Clone, Default)]
pub struct Development {
    pub(crate) asks_loopback: bool,
    pub(crate) extra_root: Option<Vec<u8>>,
}

impl Development {
    /// All of it off.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Asks this machine, as `localhost`, 127.0.0.1 or `[::1]`, at any port, without TLS where the address says `http`.
    #[must_use]
    pub fn asking_loopback(mut self) -> Self {
        self.asks_loopback = true;
        self
    }

    /// Trusts hosts with a certificate under this one too, in DER.
    #[must_use]
    pub fn trusting(mut self, root: impl Into<Vec<u8>>) -> Self {
        self.extra_root = Some(root.into());
        self
    }
}

impl fmt::Debug for Development {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Development({}, {})", self.asks_loopback, self.extra_root.is_some())
    }
}

/// What is for development alone, and was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Switch {
    /// The answer came from this machine.
    Loopback,
    /// The host's certificate is trusted under the extra root alone.
    ExtraRoot,
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "this machine was asked, which is for development",
            Self::ExtraRoot => "the host is trusted by an extra TLS root, which is for development",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_covers_what_is_below_it() {
        let covers = |listed: &str, address: &str| {
            OperatedDestination::new(listed).unwrap().covers(&Target::parse(address).unwrap())
        };
        let listed = "https://issuer.corp.example:9443/status/";
        assert!(covers(listed, "https://issuer.corp.example:9443/status/1?x"));
        for address in [
            "https://issuer.corp.example/status/1",
            "https://issuer.corp.example:9443/statuses",
            "https://issuer.corp.example:9443/status/../admin",
            "https://issuer.corp.example:9443/status/%2e%2e/admin",
            "https://issuer.corp.example:9443/status/..%2fadmin",
            "https://other.corp.example:9443/status/1",
            "http://issuer.corp.example:9443/status/1",
        ] {
            assert!(!covers(listed, address), "{address}");
        }
        assert!(covers("https://10.0.0.1/", "https://10.0.0.1/a%20b"));
    }

    #[test]
    fn what_is_no_destination() {
        for address in [
            "http://a.example/",
            "https://a.example/x",
            "https://a.example/?x",
            "a.example",
            "https://a.example/%2e/x%2f/",
        ] {
            assert_eq!(OperatedDestination::new(address), Err(Error::DestinationMalformed), "{address}");
        }
    }
}
