use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kind of place an address is (the registries of RFC 6890, as they stand).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressKind {
    /// Anywhere in the internet.
    Public,
    /// A network of somebody's own: RFC 1918, unique local (RFC 4193), behind a provider's translation (RFC 6598).
    Private,
    /// This machine.
    Loopback,
    /// The same wire: RFC 3927 and `fe80::/10`.
    LinkLocal,
    /// Where machines in somebody's cloud are given their secrets.
    Metadata,
    /// Several machines.
    Multicast,
    /// None that is anybody's: unspecified, for documentation, for benchmarks, for later; and those that carry another address in them
    /// (mapped, 6to4, Teredo).
    Reserved,
}

/// Metadata services outside the link-local networks: AWS, Google and Oracle have theirs among unique local or reserved addresses,
/// Alibaba among those of providers, Azure among public ones.
const METADATA_V4: [Ipv4Addr; 3] =
    [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(168, 63, 129, 16), Ipv4Addr::new(192, 0, 0, 192)];
const METADATA_V6: [Ipv6Addr; 3] = [
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

impl AddressKind {
    /// The kind of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        }
    }
}

fn of_v4(address: Ipv4Addr) -> AddressKind {
    if METADATA_V4.contains(&address) {
        return AddressKind::Metadata;
    }
    match address.octets() {
        [127, ..] => AddressKind::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => AddressKind::Private,
        [169, 254, ..] => AddressKind::LinkLocal,
        [224..=239, ..] => AddressKind::Multicast,
        // This network; protocol assignments; documentation; 6to4 relays; benchmarks; for later, broadcast.
        [0, ..]
        | [192, 0, 0 | 2, _]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [240..=255, ..] => AddressKind::Reserved,
        _ => AddressKind::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> AddressKind {
    if METADATA_V6.contains(&address) {
        return AddressKind::Metadata;
    }
    let [a, b, c, d, e, f, g, h] = address.segments();
    match a {
        _ if address == Ipv6Addr::LOCALHOST => AddressKind::Loopback,
        0xfc00..=0xfdff => AddressKind::Private,
        0xfe80..=0xfebf => AddressKind::LinkLocal,
        0xff00..=0xffff => AddressKind::Multicast,
        // Translation to IPv4 (RFC 6052), which networks without any IPv4 need: it is where it leads.
        0x64 if [b, c, d, e, f] == [0xff9b, 0, 0, 0, 0] => {
            let ([g, h], [i, j]) = (g.to_be_bytes(), h.to_be_bytes());
            of_v4(Ipv4Addr::new(g, h, i, j))
        }
        // Teredo and other protocol assignments, documentation, 6to4.
        0x2001 if b < 0x200 || b == 0xdb8 => AddressKind::Reserved,
        0x2002 => AddressKind::Reserved,
        0x3fff if b < 0x1000 => AddressKind::Reserved,
        // All that is given out.
        0x2000..=0x3fff => AddressKind::Public,
        _ => AddressKind::Reserved,
    }
}

/// As in "the host is at …".
impl fmt::Display for AddressKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "a public address",
            Self::Private => "an address of a private network",
            Self::Loopback => "an address of this machine",
            Self::LinkLocal => "an address of the same wire",
            Self::Metadata => "the address of a cloud's metadata service",
            Self::Multicast => "an address of several machines",
            Self::Reserved => "an address that is nobody's",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::AddressKind::{self, *};

    fn kinds(expected: AddressKind, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(AddressKind::of(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn at_both_ends_of_each_network() {
        kinds(Loopback, &["127.0.0.0", "127.0.0.1", "127.255.255.255", "::1"]);
        kinds(Private, &["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0"]);
        kinds(Private, &["192.168.255.255", "100.64.0.0", "100.127.255.255", "fc00::", "fdff:ffff::1"]);
        kinds(LinkLocal, &["169.254.0.0", "169.254.169.254", "169.254.255.255", "fe80::", "febf:ffff::1"]);
        kinds(Metadata, &["100.100.100.200", "168.63.129.16", "192.0.0.192"]);
        kinds(Metadata, &["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "64:ff9b::100.100.100.200"]);
        kinds(Multicast, &["224.0.0.0", "239.255.255.255", "ff00::", "ff02::1", "ffff::"]);
        kinds(
            Reserved,
            &["0.0.0.0", "0.255.255.255", "192.0.0.0", "192.0.2.0", "192.0.2.255", "192.88.99.1"],
        );
        kinds(Reserved, &["198.18.0.0", "198.19.255.255", "198.51.100.0", "203.0.113.255", "240.0.0.0"]);
        kinds(Reserved, &["255.255.255.255", "::", "100::", "5f00::1", "fec0::1", "4000::", "1fff::1"]);
        kinds(Reserved, &["2001:db8::1", "3fff::1", "3fff:fff::1", "2001:2::1", "2001:1ff::1"]);
    }

    #[test]
    fn next_to_each_network() {
        kinds(Public, &["126.255.255.255", "128.0.0.0", "9.255.255.255", "11.0.0.0", "172.15.255.255"]);
        kinds(Public, &["172.32.0.0", "192.167.255.255", "192.169.0.0", "100.63.255.255", "100.128.0.0"]);
        kinds(Public, &["169.253.255.255", "169.255.0.0", "223.255.255.255", "1.0.0.0", "192.0.1.0"]);
        kinds(Public, &["192.0.3.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0"]);
        kinds(Public, &["192.88.98.255", "192.88.100.0", "168.63.129.15", "2000::1", "2001:200::1"]);
        kinds(Public, &["2001:db7::1", "2001:db9::1", "2003::1", "3fff:1000::1", "3ffe::1", "2620:fe::fe"]);
    }

    #[test]
    fn an_address_inside_another_is_no_way_around() {
        kinds(Reserved, &["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1"]);
        kinds(Reserved, &["2002:7f00:1::", "2002:808:808::", "2001::7f00:1", "2001:0:7f00:1::"]);
        kinds(Reserved, &["64:ff9b:1::10.0.0.1", "64:ff9b:0:1::8.8.8.8", "64:ff9b::192.0.2.1", "64:ff9a::1"]);
        kinds(Loopback, &["64:ff9b::127.0.0.1"]);
        kinds(Private, &["64:ff9b::10.0.0.1"]);
        kinds(LinkLocal, &["64:ff9b::169.254.169.254"]);
        kinds(Public, &["64:ff9b::8.8.8.8"]);
    }
}
