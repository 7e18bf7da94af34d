use crate::http::{JSON, Reach, Response};
use crate::limits::MAX_ADDRESS;
use crate::vp::exchange::content;
use crate::vp::limits::MAX_REPLY;
use crate::vp::parameters::Parameters;
use crate::vp::{Error, address};
use std::fmt;
use url::Url;

/// What a verifier replied to an answer (OpenID4VP section 8.2). It took the answer; what it made of it, it does not say here.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierReply {
    redirect_uri: Option<Url>,
}

impl VerifierReply {
    /// Reads a reply. Members that the standard does not name are ignored.
    ///
    /// # Errors
    /// `openid4vp.http_*`, `openid4vp.content_type`, `openid4vp.body_too_long`, `openid4vp.not_utf8`, `json.*`,
    /// `openid4vp.parameter_malformed`, `openid4vp.address_refused`. None of them says that the answer did not arrive.
    pub fn read(response: &Response, reach: Reach) -> Result<Self, Error> {
        let members = Parameters::object(content(response, JSON, MAX_REPLY)?, "the reply")?;
        let redirect_uri =
            members.text("redirect_uri")?.map(|text| read_address(&text, reach)).transpose()?;
        Ok(Self { redirect_uri })
    }

    /// Where the person's browser is to be sent: an https address that holds a secret of the session, for the browser alone.
    #[must_use]
    pub fn redirect_uri(&self) -> Option<&Url> {
        self.redirect_uri.as_ref()
    }
}

/// Whether the browser is to be sent somewhere, and not where: that holds a secret of the session.
impl fmt::Debug for VerifierReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierReply(goes on: {})", self.redirect_uri.is_some())
    }
}

/// An address with or without a fragment: the secret may stand there.
fn read_address(text: &str, reach: Reach) -> Result<Url, Error> {
    let name = "redirect_uri";
    let (before, fragment) =
        text.split_once('#').map_or((text, None), |(before, after)| (before, Some(after)));
    let mut url = address::read(before, reach, name)?;
    if let Some(fragment) = fragment {
        if fragment.contains('#') || text.len() > MAX_ADDRESS || !address::is_plain(fragment) {
            return Err(Error::AddressRefused { name });
        }
        url.set_fragment(Some(fragment));
    }
    Ok(url)
}
