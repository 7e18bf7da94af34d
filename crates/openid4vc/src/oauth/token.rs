use super::authorization::{answer, object};
use super::limits::{MAX_ACCESS_TOKEN, MAX_TEXT};
use super::{Error, jwt};
use crate::http::{JSON, Response};
use vouchsafe_credential::Duration;
use vouchsafe_credential::json::Document;
use zeroize::Zeroizing;

/// How an access token is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// By whoever bears it (RFC 6750).
    Bearer,
    /// With proofs of the key that it is bound to (RFC 9449).
    Dpop,
}

impl TokenType {
    /// The name, as the scheme of `Authorization` too.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }

    /// The type of a name, which is compared without regard to case (RFC 6749 section 5.1).
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Bearer, Self::Dpop].into_iter().find(|kind| name.eq_ignore_ascii_case(kind.as_str()))
    }
}

/// An access token, at the client.
pub(crate) struct AccessToken {
    pub(crate) text: Zeroizing<String>,
    pub(crate) kind: TokenType,
}

/// A successful token response (RFC 6749 section 5.1).
pub(crate) struct TokenResponse {
    pub(crate) token: AccessToken,
    pub(crate) expires_in: Option<Duration>,
    /// The whole answer, for `authorization_details`.
    pub(crate) document: Document,
}

/// What may stand in `Authorization` (RFC 6750 section 2.1): nothing that could end the header field.
pub(crate) fn is_token68(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(allowed)
}

impl TokenResponse {
    pub(crate) fn receive(response: &Response) -> Result<Self, Error> {
        let document = answer(response, 200)?;
        let members = object(&document)?;
        let text = members.text("access_token", MAX_ACCESS_TOKEN)?;
        if !is_token68(&text) {
            return Err(Error::MemberMalformed { member: "access_token" });
        }
        let kind = TokenType::from_name(&members.text("token_type", MAX_TEXT)?).ok_or(Error::TokenType)?;
        let expires_in = members.number("expires_in")?.map(Duration::from_secs);
        Ok(Self { token: AccessToken { text: Zeroizing::new(text), kind }, expires_in, document })
    }
}

/// Writes a successful token response; `details` is `authorization_details` as JSON that we wrote.
pub(crate) fn respond(
    token: &str,
    kind: TokenType,
    expires_in: Duration,
    details: Option<&Document>,
) -> Response {
    let body = Zeroizing::new(jwt::object(|writer| {
        jwt::member(writer, "access_token", token);
        jwt::member(writer, "token_type", kind.as_str());
        writer.name("expires_in");
        writer.unsigned(expires_in.as_secs());
        if let Some(details) = details {
            writer.name("authorization_details");
            writer.value(details.root());
        }
    }));
    Response::new(200, JSON, body.as_bytes()).no_store()
}
