/// A loosening that is for development alone, and under which something was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DevelopmentSwitch {
    /// This machine may be asked, without TLS.
    LoopbackHttp,
    /// Hosts are trusted under one more TLS root.
    TlsRoot,
}

impl DevelopmentSwitch {
    const ALL: [Self; 2] = [Self::LoopbackHttp, Self::TlsRoot];

    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LoopbackHttp => "loopback_http",
            Self::TlsRoot => "tls_root",
        }
    }

    /// The switch of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|switch| switch.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::DevelopmentSwitch;

    #[test]
    fn a_switch_has_a_name_of_its_own() {
        for switch in DevelopmentSwitch::ALL {
            assert_eq!(DevelopmentSwitch::from_code(switch.code()), Some(switch));
        }
    }
}
