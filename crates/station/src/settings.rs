use crate::Error;
use crate::limits::MAX_RETURN;
use url::Url;
use vouchsafe_openid4vc::http::Reach;

/// What a station is made with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the station is called on its pages.
    pub name: String,
    /// Where wallets reach it.
    pub wallet: PublicUrl,
    /// Where the staff reach it: what their pages must come from.
    pub staff: PublicUrl,
    /// The address that wallets listen at, such as `openid4vp://`.
    pub wallets: String,
    /// Origins to which a browser may be sent back once its wallet has answered.
    pub return_to: Vec<PublicUrl>,
    /// What decisions rest on besides what wallets bring.
    pub preloaded: Preloaded,
    /// Whether what is known is renewed.
    pub network: Network,
}

/// Whether evidence is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Somebody calls [`Station::refresh`](crate::Station::refresh).
    Online,
    /// Nobody does.
    Offline,
}

/// Which evidence the station began with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preloaded {
    /// None.
    Nothing,
    /// That of a snapshot.
    Snapshot,
}

/// The address of a service: a scheme, a host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Takes an address: `https` without a path, or `http` on this machine.
    ///
    /// # Errors
    /// [`Error::PublicUrl`]
    pub fn new(text: &str) -> Result<Self, Error> {
        let url = Reach::HttpsOrLoopback.address(text).ok_or(Error::PublicUrl)?;
        let origin = url.origin().ascii_serialization();
        if text.trim_end_matches('/') == origin { Ok(Self(origin)) } else { Err(Error::PublicUrl) }
    }

    /// The address, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach it by TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Its host.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        Url::parse(&self.0).ok()?.host_str().map(str::to_owned)
    }
}

impl Settings {
    /// Refuses an address to which a browser is not sent back.
    pub(crate) fn admit_return(&self, address: &str) -> Result<(), Error> {
        let url = Reach::HttpsOrLoopback.address(address).ok_or(Error::ReturnTo)?;
        let origin = url.origin().ascii_serialization();
        let is_listed = self.return_to.iter().any(|listed| listed.0 == origin);
        if is_listed && address.len() <= MAX_RETURN { Ok(()) } else { Err(Error::ReturnTo) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_has_addresses_without_a_path() {
        for (text, kept) in [
            ("https://door.example", "https://door.example"),
            ("https://door.example:8443/", "https://door.example:8443"),
            ("http://127.0.0.1:8090", "http://127.0.0.1:8090"),
        ] {
            assert_eq!(PublicUrl::new(text).map(|url| url.0), Ok(kept.to_owned()));
        }
        for refused in
            ["http://door.example", "https://a.example/b", "https://u@a.example", "HTTPS://A.example", ""]
        {
            assert_eq!(PublicUrl::new(refused), Err(Error::PublicUrl), "{refused}");
        }
    }

    #[test]
    fn a_browser_is_sent_back_to_what_is_listed_alone() {
        let settings = Settings {
            name: "Door".to_owned(),
            wallet: PublicUrl::new("https://door.example").unwrap(),
            staff: PublicUrl::new("https://desk.example").unwrap(),
            wallets: "openid4vp://".to_owned(),
            return_to: vec![PublicUrl::new("https://shop.example").unwrap()],
            preloaded: Preloaded::Nothing,
            network: Network::Offline,
        };
        let longest = |length: usize| format!("https://shop.example/{}", "x".repeat(length - 21));
        for good in ["https://shop.example/done?order=1", &longest(MAX_RETURN)] {
            assert_eq!(settings.admit_return(good), Ok(()));
        }
        for bad in [
            "https://shop.example.evil.example/",
            "https://evil.example/",
            "http://shop.example/",
            "https://shop.example@evil.example/",
            "https://shop.example:444/",
            "javascript:alert(1)",
            "//shop.example",
            "",
            &longest(MAX_RETURN + 1),
        ] {
            assert_eq!(settings.admit_return(bad), Err(Error::ReturnTo), "{bad}");
        }
    }
}
