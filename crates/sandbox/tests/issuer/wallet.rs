//! The wallet's machine of `vouchsafe-openid4vc`, with somebody who agrees to everything.

use getrandom::SysRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{Reach, Request, Response};
use vouchsafe_openid4vc::vci::wallet::{
    Authorized, Client, CredentialOutcome, KeyProofs, Notify, Offered, Prepared, Received, Settings, Step,
    TokenOutcome,
};
use vouchsafe_openid4vc::vci::{NotificationEvent, Profile};
use zeroize::Zeroizing;

/// How requests are sent, and what time it is.
pub(crate) struct World<'a> {
    pub(crate) send: &'a dyn Fn(&Request) -> Response,
    pub(crate) now: Timestamp,
}

impl World<'_> {
    pub(crate) fn send(&self, request: &Request) -> Response {
        (self.send)(request)
    }

    /// From the link to everything that can be known before the person chooses.
    pub(crate) fn discover(&self, link: &str, client: Client) -> Prepared {
        let Offered::Reference(reference) = Offered::parse(link, Reach::HttpsOrLoopback).unwrap() else {
            panic!("the offer is in the link")
        };
        let asked = reference.acknowledge();
        let response = self.send(&asked.request());
        let offer = asked.receive(&response).unwrap();
        let settings =
            Settings { profile: Profile::OpenId4Vci, client, metadata_signers: None, languages: None };
        let discovery = offer.acknowledge().discover(settings).unwrap();
        let response = self.send(&discovery.request());
        let server = discovery.receive(&response, self.now).unwrap();
        let response = self.send(&server.request().unwrap());
        match server.receive(&response, &mut SysRng).unwrap() {
            Step::Next(prepared) => prepared,
            Step::Again(_) => panic!("there is one server"),
        }
    }

    /// Redeems a pre-authorized code.
    pub(crate) fn redeem(&self, link: &str, tx_code: Option<&str>) -> TokenOutcome {
        let Prepared::PreAuthorized(flow) = self.discover(link, Client::Anonymous) else {
            panic!("the offer has no code")
        };
        let chosen: Vec<_> = flow.session().offer().configuration_ids().to_vec();
        let chosen: Vec<_> = chosen.iter().map(String::as_str).collect();
        let tx_code = tx_code.map(|code| Zeroizing::new(code.to_owned()));
        let pending = flow.redeem(&chosen, tx_code, self.now, &mut SysRng).unwrap();
        let response = self.send(pending.request());
        pending.receive(&response, self.now, &mut SysRng).unwrap()
    }

    pub(crate) fn authorized(&self, link: &str, tx_code: Option<&str>) -> Authorized {
        match self.redeem(link, tx_code) {
            TokenOutcome::Authorized(authorized) => authorized,
            other => panic!("{other:?}"),
        }
    }

    /// Asks for the first credential that can be asked for, bound to these keys or to none.
    pub(crate) fn ask(&self, mut authorized: Authorized, keys: &[SigningKey]) -> CredentialOutcome {
        if !keys.is_empty() {
            let request = authorized.nonce_request().unwrap();
            authorized.receive_nonce(&self.send(&request)).unwrap();
        }
        let order = authorized.orders()[0].clone();
        let keys: Vec<_> = keys.iter().collect();
        let proofs = match keys.is_empty() {
            true => KeyProofs::Unbound,
            false => KeyProofs::Signed { keys: &keys, attestation: None },
        };
        let pending = authorized.request(&order, proofs, self.now, &mut SysRng).unwrap();
        let response = self.send(pending.request());
        pending.receive(&response, self.now, &mut SysRng).unwrap()
    }

    pub(crate) fn receive(&self, authorized: Authorized, keys: &[SigningKey]) -> Received {
        match self.ask(authorized, keys) {
            CredentialOutcome::Received(received) => received,
            other => panic!("{other:?}"),
        }
    }

    /// Says that everything is stored.
    pub(crate) fn accept(&self, received: Received) -> Authorized {
        let notify = received.notify(NotificationEvent::Accepted, None, self.now, &mut SysRng).unwrap();
        let Notify::Send(pending) = notify else { panic!("the issuer does not want to know") };
        let response = self.send(pending.request());
        match pending.receive(&response, self.now, &mut SysRng).unwrap() {
            Step::Next(authorized) => authorized,
            Step::Again(_) => panic!("once more"),
        }
    }
}

pub(crate) fn keys(count: usize) -> Vec<SigningKey> {
    (0..count).map(|_| SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap()).collect()
}
