use crate::limits::{LOWEST_PRIVATE_PORT, PORTS};
use crate::options::ClientOptions;
use crate::target::Target;
use crate::{AddressKind, Error, Purpose};
use std::net::IpAddr;

/// Why a target may be asked, which says at what kinds of address it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Anybody's host in the internet.
    Public,
    /// A host that the person acknowledged.
    Acknowledged,
    /// A destination from the configuration.
    Operated,
    /// This machine, for development.
    Loopback,
}

impl Admission {
    /// Admits a target, or says what is wrong with it, before any name is looked up.
    pub(crate) fn of(target: &Target, purpose: &Purpose, options: &ClientOptions) -> Result<Self, Error> {
        if options.development.asks_loopback && target.host.is_loopback() {
            return Ok(Self::Loopback);
        }
        if !target.is_https {
            return Err(Error::NotHttps);
        }
        if options.operated.iter().any(|destination| destination.covers(target)) {
            return Ok(Self::Operated);
        }
        let is_usual_port = PORTS.contains(&target.port);
        if purpose.private_host().is_some_and(|host| target.is_at(host.host())) {
            let may = is_usual_port || target.port >= LOWEST_PRIVATE_PORT;
            return if may { Ok(Self::Acknowledged) } else { Err(Error::PortRefused { port: target.port }) };
        }
        if target.host.is_loopback() {
            return Err(Error::AddressRefused { kind: AddressKind::Loopback });
        }
        if target.host.is_local_name() {
            return Err(Error::LocalName);
        }
        if is_usual_port { Ok(Self::Public) } else { Err(Error::PortRefused { port: target.port }) }
    }

    /// Judges all addresses of a host: one that must not be asked refuses the host, since whoever answers with a public address and
    /// a private one is up to something.
    pub(crate) fn judge(self, addresses: &[IpAddr]) -> Result<(), Error> {
        for address in addresses {
            let kind = AddressKind::of(*address);
            let may = match kind {
                AddressKind::Public => self != Self::Loopback,
                AddressKind::Private => matches!(self, Self::Acknowledged | Self::Operated),
                AddressKind::Loopback => matches!(self, Self::Loopback | Self::Operated),
                _ => false,
            };
            if !may {
                let is_private = kind == AddressKind::Private;
                return Err(if is_private { Error::PrivateAddress } else { Error::AddressRefused { kind } });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Development, OperatedDestination, PrivateHost};

    fn admit(address: &str, purpose: &Purpose, options: &ClientOptions) -> Result<Admission, Error> {
        Admission::of(&Target::parse(address).unwrap(), purpose, options)
    }

    #[test]
    fn ports() {
        let plain = ClientOptions::new();
        let port =
            |port: u16, purpose: &Purpose| admit(&format!("https://a.example:{port}/"), purpose, &plain);
        let acknowledged = Purpose::Receive(Some(PrivateHost::acknowledged("A.example")));
        for usual in PORTS {
            assert_eq!(port(usual, &Purpose::Status), Ok(Admission::Public));
            assert_eq!(port(usual, &acknowledged), Ok(Admission::Acknowledged));
        }
        for other in [1, 22, 25, 80, 442, 444, 5432, 6379, 8080, 8442, 8444, 65_535] {
            assert_eq!(port(other, &Purpose::Metadata), Err(Error::PortRefused { port: other }));
        }
        assert_eq!(port(LOWEST_PRIVATE_PORT, &acknowledged), Ok(Admission::Acknowledged));
        assert_eq!(port(LOWEST_PRIVATE_PORT - 1, &acknowledged), Err(Error::PortRefused { port: 1_023 }));
    }

    #[test]
    fn an_acknowledgement_is_for_one_name() {
        let acknowledged = |host: &str| Purpose::Present(Some(PrivateHost::acknowledged(host)));
        let admit = |address: &str, purpose: &Purpose| admit(address, purpose, &ClientOptions::new());
        assert_eq!(admit("https://nas.local/", &acknowledged("nas.local")), Ok(Admission::Acknowledged));
        assert_eq!(admit("https://nas.local/", &acknowledged("local")), Err(Error::LocalName));
        assert_eq!(admit("https://nas/", &acknowledged("nas.local")), Err(Error::LocalName));
        assert_eq!(
            admit("https://192.168.1.7:9000/", &acknowledged("192.168.1.7")),
            Ok(Admission::Acknowledged)
        );
        assert_eq!(admit("https://[fd00::7]/", &acknowledged("[fd00::7]")), Ok(Admission::Acknowledged));
        assert_eq!(admit("http://nas.local/", &acknowledged("nas.local")), Err(Error::NotHttps));
        for purpose in [Purpose::Status, Purpose::Metadata, Purpose::Present(None), Purpose::Receive(None)] {
            assert_eq!(admit("https://nas.local/", &purpose), Err(Error::LocalName));
        }
    }

    #[test]
    fn each_admission_has_its_kinds_of_address() {
        let kinds = [
            "8.8.8.8",
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "fd00:ec2::254",
            "224.0.0.1",
            "::",
            "192.0.2.1",
        ];
        let passes =
            |admission: Admission| kinds.map(|address| admission.judge(&[address.parse().unwrap()]).is_ok());
        let (yes, no) = (true, false);
        assert_eq!(passes(Admission::Public), [yes, no, no, no, no, no, no, no]);
        assert_eq!(passes(Admission::Acknowledged), [yes, yes, no, no, no, no, no, no]);
        assert_eq!(passes(Admission::Operated), [yes, yes, yes, no, no, no, no, no]);
        assert_eq!(passes(Admission::Loopback), [no, no, yes, no, no, no, no, no]);
        let mixed = ["8.8.8.8".parse().unwrap(), "10.0.0.1".parse().unwrap()];
        assert_eq!(Admission::Public.judge(&mixed), Err(Error::PrivateAddress));
    }

    #[test]
    fn this_machine_is_asked_for_development_or_as_an_operators_destination() {
        let (plain, loopback) =
            (ClientOptions::new(), ClientOptions::new().development(Development::none().asking_loopback()));
        let refused = Err(Error::AddressRefused { kind: AddressKind::Loopback });
        for address in ["https://localhost/", "https://127.0.0.1/", "https://127.9.9.9/", "https://[::1]/"] {
            assert_eq!(admit(address, &Purpose::Status, &plain), refused, "{address}");
            assert_eq!(admit(address, &Purpose::Status, &loopback), Ok(Admission::Loopback), "{address}");
            let acknowledged = Purpose::Receive(Some(PrivateHost::acknowledged("127.0.0.1")));
            assert!(
                admit(address, &acknowledged, &plain)
                    .and_then(|admitted| admitted.judge(&["127.0.0.1".parse().unwrap()]))
                    .is_err()
            );
        }
        assert_eq!(admit("http://127.0.0.1:3000/", &Purpose::Status, &plain), Err(Error::NotHttps));
        assert_eq!(admit("http://127.0.0.1:3000/", &Purpose::Status, &loopback), Ok(Admission::Loopback));
        assert_eq!(admit("http://issuer.example/", &Purpose::Status, &loopback), Err(Error::NotHttps));
        let operated =
            ClientOptions::new().operated(OperatedDestination::new("https://localhost:9443/").unwrap());
        assert_eq!(admit("https://localhost:9443/1", &Purpose::Status, &operated), Ok(Admission::Operated));
        assert_eq!(admit("https://localhost:9444/1", &Purpose::Status, &operated), refused);
    }
}
