use super::limits::{MAX_NAMES, MAX_SERVER_METADATA, MAX_TEXT};
use super::{Error, jwt};
use crate::http::{JSON, Reach, Request, Response};
use crate::members::Members;
use url::Url;
use vouchsafe_credential::json::{Document, Value, Writer};

/// The grant type of pre-authorized codes (OpenID4VCI 1.0 section 4.1.1).
pub const PRE_AUTHORIZED_CODE: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
/// The grant type of authorization codes (RFC 6749 section 4.1).
pub const AUTHORIZATION_CODE: &str = "authorization_code";
/// How clients authenticate by an attestation.
pub const ATTESTED: &str = "attest_jwt_client_auth";

/// The metadata of an authorization server (RFC 8414 section 2), as far as issuance needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerMetadata {
    /// `issuer`: its identifier, compared as it stands.
    pub issuer: String,
    /// `authorization_endpoint`.
    pub authorization_endpoint: Option<Url>,
    /// `token_endpoint`.
    pub token_endpoint: Url,
    /// `pushed_authorization_request_endpoint` (RFC 9126 section 5).
    pub par_endpoint: Option<Url>,
    /// `require_pushed_authorization_requests`.
    pub par_required: bool,
    /// `challenge_endpoint`, for client attestations.
    pub challenge_endpoint: Option<Url>,
    /// `grant_types_supported`; where it is absent, what RFC 8414 says then.
    pub grant_types: Vec<String>,
    /// `code_challenge_methods_supported`.
    pub code_challenge_methods: Vec<String>,
    /// `dpop_signing_alg_values_supported` (RFC 9449 section 5.1).
    pub dpop_algorithms: Vec<String>,
    /// `token_endpoint_auth_methods_supported`; none where it is absent.
    pub client_authentication: Vec<String>,
    /// `authorization_details_types_supported` (RFC 9396 section 10).
    pub authorization_details_types: Vec<String>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 section 3).
    pub iss_in_responses: bool,
    /// `pre-authorized_grant_anonymous_access_supported` (OpenID4VCI 1.0 section 12.3).
    pub anonymous_pre_authorized: bool,
}

impl ServerMetadata {
    /// Where the metadata of the server with this identifier is (RFC 8414 section 3.1): the well-known name goes between host and
    /// path, and a slash at the end of the path goes away.
    ///
    /// # Errors
    /// [`Error::AddressNotAllowed`]
    pub fn location(issuer: &str, reach: Reach) -> Result<Url, Error> {
        let wrong = Error::AddressNotAllowed { member: "issuer" };
        let mut url = reach.address(issuer).filter(|url| url.query().is_none()).ok_or(wrong)?;
        let path = format!("/.well-known/oauth-authorization-server{}", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Ok(url)
    }

    /// The request for it.
    ///
    /// # Errors
    /// [`Error::AddressNotAllowed`]
    pub fn request(issuer: &str, reach: Reach) -> Result<Request, Error> {
        Ok(Request::get(Self::location(issuer, reach)?, JSON, MAX_SERVER_METADATA))
    }

    /// Reads the answer to [`ServerMetadata::request`].
    ///
    /// # Errors
    /// [`Error::ResponseStatus`], [`Error::ResponseType`], and as [`ServerMetadata::parse`].
    pub fn receive(response: &Response, issuer: &str, reach: Reach) -> Result<Self, Error> {
        if response.status != 200 {
            return Err(Error::ResponseStatus);
        }
        if response.headers.media_type().as_deref() != Some(JSON) {
            return Err(Error::ResponseType);
        }
        Self::parse(&response.body, issuer, reach)
    }

    /// Reads metadata that was found where that of `issuer` is.
    ///
    /// # Errors
    /// [`Error::IssuerMismatch`] if it is that of another (RFC 8414 section 3.3), `oauth.*` and `json.*` for the rest.
    pub fn parse(text: &[u8], issuer: &str, reach: Reach) -> Result<Self, Error> {
        const PART: &str = "the authorization server's metadata";
        if text.len() > MAX_SERVER_METADATA {
            return Err(Error::TooLong { part: PART });
        }
        let document = Document::parse(text).map_err(Error::json(PART))?;
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: PART })?;
        if members.required("issuer")?.as_str().is_none_or(|found| found != issuer) {
            return Err(Error::IssuerMismatch);
        }
        let names = |member| -> Result<Option<Vec<String>>, Error> {
            // An empty list says the same as one that is not there.
            if members
                .optional(member)
                .and_then(Value::elements)
                .is_some_and(|mut list| list.next().is_none())
            {
                return Ok(Some(Vec::new()));
            }
            Ok(members.optional_names(member, MAX_NAMES, MAX_TEXT)?)
        };
        let grants = names("grant_types_supported")?;
        Ok(Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: members.optional_address("authorization_endpoint", reach)?,
            token_endpoint: members.address("token_endpoint", reach)?,
            par_endpoint: members.optional_address("pushed_authorization_request_endpoint", reach)?,
            par_required: members.truth("require_pushed_authorization_requests")?.unwrap_or_default(),
            challenge_endpoint: members.optional_address("challenge_endpoint", reach)?,
            grant_types: grants.unwrap_or_else(|| vec![AUTHORIZATION_CODE.to_owned(), "implicit".to_owned()]),
            code_challenge_methods: names("code_challenge_methods_supported")?.unwrap_or_default(),
            dpop_algorithms: names("dpop_signing_alg_values_supported")?.unwrap_or_default(),
            client_authentication: names("token_endpoint_auth_methods_supported")?.unwrap_or_default(),
            authorization_details_types: names("authorization_details_types_supported")?.unwrap_or_default(),
            iss_in_responses: members
                .truth("authorization_response_iss_parameter_supported")?
                .unwrap_or_default(),
            anonymous_pre_authorized: members
                .truth("pre-authorized_grant_anonymous_access_supported")?
                .unwrap_or_default(),
        })
    }

    /// Writes it as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        jwt::object(|writer| {
            let address = |writer: &mut Writer, name: &str, url: Option<&Url>| {
                if let Some(url) = url {
                    jwt::member(writer, name, url.as_str());
                }
            };
            jwt::member(writer, "issuer", &self.issuer);
            address(writer, "authorization_endpoint", self.authorization_endpoint.as_ref());
            address(writer, "token_endpoint", Some(&self.token_endpoint));
            address(writer, "pushed_authorization_request_endpoint", self.par_endpoint.as_ref());
            address(writer, "challenge_endpoint", self.challenge_endpoint.as_ref());
            for (name, truth) in [
                ("require_pushed_authorization_requests", self.par_required),
                ("authorization_response_iss_parameter_supported", self.iss_in_responses),
                ("pre-authorized_grant_anonymous_access_supported", self.anonymous_pre_authorized),
            ] {
                writer.name(name);
                writer.bool(truth);
            }
            // Where it is left out, RFC 8414 takes it for more than nothing.
            names(writer, "grant_types_supported", &self.grant_types);
            if self.authorization_endpoint.is_some() {
                names(writer, "response_types_supported", &["code".to_owned()]);
            }
            for (name, list) in [
                ("code_challenge_methods_supported", &self.code_challenge_methods),
                ("dpop_signing_alg_values_supported", &self.dpop_algorithms),
                ("token_endpoint_auth_methods_supported", &self.client_authentication),
                ("authorization_details_types_supported", &self.authorization_details_types),
            ] {
                if !list.is_empty() {
                    names(writer, name, list);
                }
            }
        })
    }

    /// Whether each of its endpoints has its own scheme, host and port.
    pub(crate) fn is_of_one_origin(&self) -> bool {
        let Ok(own) = Url::parse(&self.issuer) else { return false };
        let others = [&self.authorization_endpoint, &self.par_endpoint, &self.challenge_endpoint];
        let endpoints = others.into_iter().flatten().chain([&self.token_endpoint]);
        endpoints.into_iter().all(|endpoint| endpoint.origin() == own.origin())
    }

    /// Whether it offers a grant type.
    ///
    /// # Errors
    /// [`Error::GrantUnsupported`]
    pub fn offers_grant(&self, grant_type: &str) -> Result<(), Error> {
        let offered = self.grant_types.iter().any(|grant| grant == grant_type);
        if offered { Ok(()) } else { Err(Error::GrantUnsupported) }
    }
}

pub(crate) fn names(writer: &mut Writer, name: &str, list: &[String]) {
    writer.name(name);
    writer.begin_array();
    list.iter().for_each(|one| writer.string(one));
    writer.end_array();
}
