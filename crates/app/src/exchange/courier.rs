use vouchsafe_openid4vc::http::{Reach, Request, Response};
use vouchsafe_wallet::DevelopmentSwitch;

/// Carries one request to an address that somebody else wrote, and brings back the response.
pub trait Courier {
    /// Sends it once, and waits. Nothing is followed or tried again.
    ///
    /// # Errors
    /// [`vouchsafe_net::Error`]; only one that [comes before the request](vouchsafe_net::Error::is_before_sending) says that it did not
    /// arrive.
    fn exchange(&self, request: &Request) -> Result<Response, vouchsafe_net::Error>;

    /// Whether it would be sent where it is to go. Nothing is sent. A courier that does not say goes everywhere.
    ///
    /// # Errors
    /// [`vouchsafe_net::Error`]
    fn admit(&self, _request: &Request) -> Result<(), vouchsafe_net::Error> {
        Ok(())
    }

    /// Reads what somebody publishes about themselves, to which no private network has anything to add: 200 alone is an answer.
    ///
    /// # Errors
    /// As [`exchange`](Self::exchange).
    fn read(&self, request: &Request) -> Result<Response, vouchsafe_net::Error> {
        self.exchange(request)
    }

    /// Under which loosenings for development it does that.
    fn development(&self) -> &[DevelopmentSwitch] {
        &[]
    }
}

/// Which addresses a request may name.
pub(super) fn reach(courier: &dyn Courier) -> Reach {
    if courier.development().contains(&DevelopmentSwitch::LoopbackHttp) {
        Reach::HttpsOrLoopback
    } else {
        Reach::HttpsOnly
    }
}

/// The codes of its loosenings.
pub(super) fn development_codes(courier: &dyn Courier) -> Vec<&'static str> {
    courier.development().iter().map(|switch| switch.code()).collect()
}
