use super::form::{Form, Parameters};
use super::limits::{MAX_MESSAGE, MAX_TEXT};
use super::mac::equal_secrets;
use super::{CodeChallenge, Error, jwt, refused};
use crate::http::{JSON, Response};
use crate::members::Members;
use std::fmt;
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, shown};
use zeroize::Zeroizing;

/// Where a native app is given the answer of an authorization server: on this machine, at a port that it has just been given by the
/// operating system (RFC 8252 section 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoopbackRedirect(
    /// The port that the app listens at.
    pub u16,
);

impl LoopbackRedirect {
    /// The redirect address: `http://127.0.0.1:PORT/callback`.
    #[must_use]
    pub fn uri(self) -> String {
        format!("http://127.0.0.1:{}/callback", self.0)
    }
}

/// An authorization request (RFC 6749 section 4.1.1) with PKCE, pushed (RFC 9126) or not.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// `client_id`.
    pub client_id: String,
    /// `redirect_uri`.
    pub redirect_uri: String,
    /// `code_challenge`, by `S256`.
    pub challenge: CodeChallenge,
    /// `state`.
    pub state: Option<String>,
    /// `scope`, split.
    pub scope: Vec<String>,
    /// `authorization_details` as JSON (RFC 9396).
    pub authorization_details: Option<String>,
    /// `resource` (RFC 8707).
    pub resource: Option<String>,
    /// `issuer_state` (OpenID4VCI 1.0 section 5.1.3). Whoever gets it may not believe that it is the one who made it.
    pub issuer_state: Option<String>,
}

impl AuthorizationRequest {
    pub(crate) fn parameters(&self) -> Parameters {
        let mut parameters = Parameters::default();
        parameters.add("response_type", "code");
        parameters.add("client_id", &*self.client_id);
        parameters.add("code_challenge", self.challenge.as_str());
        parameters.add("code_challenge_method", "S256");
        parameters.add("redirect_uri", &*self.redirect_uri);
        parameters.add_some("state", self.state.clone());
        parameters.add_some("scope", (!self.scope.is_empty()).then(|| self.scope.join(" ")));
        parameters.add_some("authorization_details", self.authorization_details.clone());
        parameters.add_some("resource", self.resource.clone());
        parameters.add_some("issuer_state", self.issuer_state.clone());
        parameters
    }

    pub(crate) fn read(form: &Form) -> Result<Self, Error> {
        let text = |name| form.text(name, MAX_TEXT);
        let required = |name| text(name)?.ok_or(Error::MemberMissing { member: name });
        if form.required("response_type")? != "code" {
            return Err(Error::ResponseTypeAsked);
        }
        let (Some(challenge), Some("S256")) = (form.get("code_challenge"), form.get("code_challenge_method"))
        else {
            return Err(Error::PkceMissing);
        };
        let scope = text("scope")?.unwrap_or_default();
        Ok(Self {
            client_id: required("client_id")?,
            redirect_uri: required("redirect_uri")?,
            challenge: CodeChallenge::new(challenge)?,
            state: text("state")?,
            scope: scope.split(' ').filter(|one| !one.is_empty()).map(str::to_owned).collect(),
            authorization_details: form.get("authorization_details").map(str::to_owned),
            resource: text("resource")?,
            issuer_state: text("issuer_state")?,
        })
    }
}

/// Whose it is: its states let others finish it.
impl fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (client, scopes) = (shown::escape(&self.client_id), self.scope.len());
        write!(f, "AuthorizationRequest({client}, {scopes} scopes)")
    }
}

/// The answer to a pushed request (RFC 9126 section 2.2).
#[derive(Clone, PartialEq, Eq)]
pub struct PushedResponse {
    /// `request_uri`: stands for the request, once.
    pub request_uri: String,
    /// `expires_in`.
    pub expires_in: Duration,
}

impl PushedResponse {
    /// Reads the answer to a pushed request.
    ///
    /// # Errors
    /// [`Error::ServerRefused`], [`Error::ResponseStatus`], `oauth.*` and `json.*` for the rest.
    pub fn receive(response: &Response) -> Result<Self, Error> {
        let document = answer(response, 201)?;
        let members = object(&document)?;
        let expires_in =
            members.number("expires_in")?.ok_or(Error::MemberMissing { member: "expires_in" })?;
        Ok(Self {
            request_uri: members.text("request_uri", MAX_TEXT)?,
            expires_in: Duration::from_secs(expires_in),
        })
    }

    /// The response of a server.
    #[must_use]
    pub fn respond(&self) -> Response {
        let body = jwt::object(|writer| {
            jwt::member(writer, "request_uri", &self.request_uri);
            writer.name("expires_in");
            writer.unsigned(self.expires_in.as_secs());
        });
        Response::new(201, JSON, body).with_header("Cache-Control", "no-cache, no-store")
    }
}

/// Until when: whoever knows the name can take the request up.
impl fmt::Debug for PushedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PushedResponse({} s)", self.expires_in.as_secs())
    }
}

/// Whether the answer of an authorization server has to name it (RFC 9207 section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IssRule {
    /// No; where it does, it has to be right.
    IfPresent,
    /// Always.
    Required,
}

/// What a client knows of the answer that it waits for.
pub(crate) struct AwaitedAnswer<'a> {
    pub(crate) redirect_uri: &'a str,
    pub(crate) state: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) iss: IssRule,
}

impl AwaitedAnswer<'_> {
    /// Whether an address that the browser was sent to is the answer to our request: at our address, with our `state`.
    pub(crate) fn is_ours(&self, redirected: &Url) -> Result<Form, Error> {
        let ours = Url::parse(self.redirect_uri).map_err(|_| Error::RedirectElsewhere)?;
        let place = |url: &Url| {
            let host = url.host_str().map(str::to_owned);
            (url.scheme().to_owned(), host, url.port(), url.path().to_owned())
        };
        if place(&ours) != place(redirected) {
            return Err(Error::RedirectElsewhere);
        }
        let form = Form::of_query(redirected)?;
        if !form.get("state").is_some_and(|state| equal_secrets(state, self.state)) {
            return Err(Error::StateMismatch);
        }
        Ok(form)
    }

    /// The code out of that address. Whether it is our request's answer, and from our server, comes before anything that it says.
    pub(crate) fn code(&self, redirected: &Url) -> Result<Zeroizing<String>, Error> {
        let form = self.is_ours(redirected)?;
        match (form.get("iss"), self.iss) {
            (Some(iss), _) if iss != self.issuer => return Err(Error::IssMismatch),
            (None, IssRule::Required) => return Err(Error::IssMissing),
            _ => {}
        }
        if let Some(error) = form.get("error") {
            return Err(Error::ServerRefused { error: refused::known(error) });
        }
        let code = form.text("code", MAX_TEXT)?.ok_or(Error::MemberMissing { member: "code" })?;
        Ok(Zeroizing::new(code))
    }
}

/// The JSON of an answer with the status that is expected; anything else is an error that the server names, or that we name.
pub(crate) fn answer(response: &Response, status: u16) -> Result<Document, Error> {
    const PART: &str = "the authorization server's answer";
    if response.status != status {
        return Err(refused::read(response).unwrap_or(Error::ResponseStatus));
    }
    if response.headers.media_type().as_deref() != Some(JSON) {
        return Err(Error::ResponseType);
    }
    if response.body.len() > MAX_MESSAGE {
        return Err(Error::TooLong { part: PART });
    }
    Document::parse(response.body.as_slice()).map_err(Error::json(PART))
}

pub(crate) fn object(document: &Document) -> Result<Members<'_>, Error> {
    Members::new(document.root()).ok_or(Error::NotAnObject { part: "the authorization server's answer" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::CodeVerifier;

    #[test]
    fn debug_shows_no_state_and_no_name_of_a_request() {
        let verifier = CodeVerifier::new(Zeroizing::new("a".repeat(43))).unwrap();
        let request = AuthorizationRequest {
            client_id: "wallet".to_owned(),
            redirect_uri: LoopbackRedirect(1).uri(),
            challenge: verifier.challenge(),
            state: Some("bittern".to_owned()),
            scope: vec!["identity".to_owned()],
            authorization_details: Some("bittern".to_owned()),
            resource: None,
            issuer_state: Some("bittern".to_owned()),
        };
        assert_eq!(format!("{request:?}"), "AuthorizationRequest(wallet, 1 scopes)");
        let pushed =
            PushedResponse { request_uri: "bittern".to_owned(), expires_in: Duration::from_secs(60) };
        assert_eq!(format!("{pushed:?}"), "PushedResponse(60 s)");
    }
}
