use crate::http::{FORM, JSON, Request};
use crate::vp::Error;
use crate::vp::exchange::form;
use crate::vp::limits::MAX_REPLY;
use crate::vp::vp_token::write_object;
use std::fmt;
use url::Url;
use vouchsafe_credential::RequestState;
use vouchsafe_jose::jwe::{self, ContentEncryption, RecipientKey};

/// Where an answer goes, and how (OpenID4VP sections 8.2 and 8.3.1).
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) url: Url,
    pub(super) state: Option<RequestState>,
    pub(super) encryption: Option<(RecipientKey, ContentEncryption)>,
}

impl Channel {
    /// Posts response parameters and the `state`; all of them encrypted if the answer is to be.
    ///
    /// `apu` and `apv` are left out: the standard asks for none, and the key is the request's own.
    pub(super) fn post(&self, parameters: &[(&str, &str)]) -> Result<Request, Error> {
        let state = self.state.iter().map(|state| ("state", state.as_str()));
        let parameters: Vec<_> = parameters.iter().copied().chain(state).collect();
        let body = match &self.encryption {
            None => form(&parameters),
            Some((key, encryption)) => {
                let object = write_object(&parameters)?;
                form(&[("response", &jwe::encrypt(object.as_bytes(), key, *encryption, None)?)])
            }
        };
        Ok(Request::post(self.url.clone(), FORM, body, MAX_REPLY).with_header("Accept", JSON))
    }
}

/// Which host; neither the rest of the address nor `state`, which name the session.
impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encrypted = self.encryption.as_ref().map(|(_, encryption)| encryption.name());
        write!(f, "Channel({:?}, {encrypted:?})", self.url.host_str())
    }
}
