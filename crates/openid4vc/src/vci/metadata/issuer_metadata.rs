use super::{CredentialConfiguration, Display, RequestEncryption, ResponseEncryption};
use crate::http::{JSON, JWT, Reach, Request, Response};
use crate::members::Members;
use crate::oauth::{TrustedSigners, member, names, object};
use crate::vci::limits::{MAX_AUTHORIZATION_SERVERS, MAX_BATCH, MAX_CONFIGURATIONS, MAX_METADATA, MAX_TEXT};
use crate::vci::{CredentialIssuerId, Error};
use std::collections::BTreeMap;
use url::Url;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::{Document, Writer};

pub(super) const PART: &str = "the issuer's metadata";

/// The metadata of a credential issuer (OpenID4VCI 1.0 section 12.2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerMetadata {
    /// `credential_issuer`
    pub issuer: CredentialIssuerId,
    /// `authorization_servers`; none: the issuer is its own.
    pub authorization_servers: Vec<String>,
    /// `credential_endpoint`
    pub credential_endpoint: Url,
    /// `nonce_endpoint`
    pub nonce_endpoint: Option<Url>,
    /// `deferred_credential_endpoint`
    pub deferred_endpoint: Option<Url>,
    /// `notification_endpoint`
    pub notification_endpoint: Option<Url>,
    /// `credential_request_encryption`
    pub request_encryption: Option<RequestEncryption>,
    /// `credential_response_encryption`
    pub response_encryption: Option<ResponseEncryption>,
    /// `batch_credential_issuance.batch_size`, at least 2; none: one credential at a time.
    pub batch_size: Option<usize>,
    /// `display`
    pub display: Vec<Display>,
    /// `credential_configurations_supported`, by identifier.
    pub configurations: BTreeMap<String, CredentialConfiguration>,
}

impl IssuerMetadata {
    /// The request for it. It is asked for in the signed form too where `signers` are trusted; `languages` as in `Accept-Language`.
    #[must_use]
    pub fn request(issuer: &CredentialIssuerId, signed: SignedForm, languages: Option<&str>) -> Request {
        let accept = match signed {
            SignedForm::Preferred => "application/jwt, application/json;q=0.9",
            SignedForm::NotAsked => JSON,
        };
        let request = Request::get(issuer.metadata_location(), accept, MAX_METADATA);
        let plain = |languages: &&str| languages.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        match languages.filter(plain) {
            Some(languages) => request.with_header("Accept-Language", languages),
            None => request,
        }
    }

    /// Reads the answer to [`IssuerMetadata::request`], signed (`application/jwt`) or not.
    ///
    /// # Errors
    /// [`Error::ResponseStatus`], [`Error::ResponseType`], and as [`IssuerMetadata::parse`] and [`IssuerMetadata::verify`].
    pub fn receive(
        response: &Response,
        issuer: &CredentialIssuerId,
        signers: &TrustedSigners,
        reach: Reach,
        now: Timestamp,
    ) -> Result<Self, Error> {
        if response.status != 200 {
            return Err(Error::ResponseStatus);
        }
        match response.headers.media_type().as_deref() {
            Some(JSON) => Self::parse(&response.body, issuer, reach),
            Some(JWT) => {
                let token = std::str::from_utf8(&response.body).map_err(|_| Error::ResponseType)?;
                Self::verify(token, issuer, signers, reach, now)
            }
            _ => Err(Error::ResponseType),
        }
    }

    /// Reads metadata that was found where that of `issuer` is.
    ///
    /// # Errors
    /// [`Error::IssuerMismatch`] if it is that of another, `openid4vci.*` and `json.*` for the rest.
    pub fn parse(text: &[u8], issuer: &CredentialIssuerId, reach: Reach) -> Result<Self, Error> {
        if text.len() > MAX_METADATA {
            return Err(Error::TooLong { part: PART });
        }
        Self::read(&Document::parse(text).map_err(Error::json(PART))?, issuer, reach)
    }

    pub(super) fn read(
        document: &Document,
        issuer: &CredentialIssuerId,
        reach: Reach,
    ) -> Result<Self, Error> {
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: PART })?;
        if members.required("credential_issuer")?.as_str().is_none_or(|found| found != issuer.as_str()) {
            return Err(Error::IssuerMismatch);
        }
        let servers = members.optional_names("authorization_servers", MAX_AUTHORIZATION_SERVERS, MAX_TEXT)?;
        let request_encryption = members.optional_object("credential_request_encryption")?;
        let response_encryption = members.optional_object("credential_response_encryption")?;
        Ok(Self {
            issuer: issuer.clone(),
            authorization_servers: servers.unwrap_or_default(),
            credential_endpoint: members.address("credential_endpoint", reach)?,
            nonce_endpoint: members.optional_address("nonce_endpoint", reach)?,
            deferred_endpoint: members.optional_address("deferred_credential_endpoint", reach)?,
            notification_endpoint: members.optional_address("notification_endpoint", reach)?,
            request_encryption: request_encryption.map(RequestEncryption::read).transpose()?,
            response_encryption: response_encryption.map(ResponseEncryption::read).transpose()?,
            batch_size: members.optional_object("batch_credential_issuance")?.map(batch_size).transpose()?,
            display: Display::read_all(&members)?,
            configurations: configurations(&members)?,
        })
    }

    /// Writes it as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        object(|writer| self.write_members(writer))
    }

    pub(super) fn write_members(&self, writer: &mut Writer) {
        member(writer, "credential_issuer", self.issuer.as_str());
        if !self.authorization_servers.is_empty() {
            names(writer, "authorization_servers", &self.authorization_servers);
        }
        for (name, url) in [
            ("credential_endpoint", Some(&self.credential_endpoint)),
            ("nonce_endpoint", self.nonce_endpoint.as_ref()),
            ("deferred_credential_endpoint", self.deferred_endpoint.as_ref()),
            ("notification_endpoint", self.notification_endpoint.as_ref()),
        ] {
            if let Some(url) = url {
                member(writer, name, url.as_str());
            }
        }
        if let Some(encryption) = &self.request_encryption {
            writer.name("credential_request_encryption");
            encryption.write(writer);
        }
        if let Some(encryption) = &self.response_encryption {
            writer.name("credential_response_encryption");
            encryption.write(writer);
        }
        if let Some(size) = self.batch_size {
            writer.name("batch_credential_issuance");
            writer.begin_object();
            writer.name("batch_size");
            writer.unsigned(u64::try_from(size).unwrap_or(u64::MAX));
            writer.end_object();
        }
        Display::write_all(&self.display, writer);
        writer.name("credential_configurations_supported");
        writer.begin_object();
        for (id, configuration) in &self.configurations {
            writer.name(id);
            configuration.write(writer);
        }
        writer.end_object();
    }

    /// How many keys one request may prove, and so how many credentials it may ask for; never more than [`MAX_BATCH`].
    #[must_use]
    pub fn batch_limit(&self) -> usize {
        self.batch_size.unwrap_or(1).min(MAX_BATCH)
    }

    /// The identifiers of its authorization servers: its own if it names none.
    #[must_use]
    pub fn servers(&self) -> Vec<String> {
        if self.authorization_servers.is_empty() {
            vec![self.issuer.as_str().to_owned()]
        } else {
            self.authorization_servers.clone()
        }
    }
}

/// Whether metadata is asked for in the signed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedForm {
    /// Yes; unsigned metadata is accepted too.
    Preferred,
    /// No: nobody is trusted to sign it.
    NotAsked,
}

fn batch_size(members: Members<'_>) -> Result<usize, Error> {
    let size = members.number("batch_size")?.ok_or(Error::MemberMissing { member: "batch_size" })?;
    let malformed = Error::MemberMalformed { member: "batch_size" };
    // A number that no machine has room for is as good as any other that is past our own limit.
    if size < 2 { Err(malformed) } else { Ok(usize::try_from(size).unwrap_or(usize::MAX)) }
}

fn configurations(members: &Members<'_>) -> Result<BTreeMap<String, CredentialConfiguration>, Error> {
    const MEMBER: &str = "credential_configurations_supported";
    let malformed = Error::MemberMalformed { member: MEMBER };
    let mut found = BTreeMap::new();
    for (id, value) in members.required(MEMBER)?.entries().ok_or(malformed)? {
        if found.len() >= MAX_CONFIGURATIONS {
            return Err(Error::TooMany { part: MEMBER });
        }
        if id.is_empty() || id.len() > MAX_TEXT || id.chars().any(char::is_control) {
            return Err(malformed);
        }
        let configuration = CredentialConfiguration::read(Members::new(value).ok_or(malformed)?)?;
        found.insert(id.into_owned(), configuration);
    }
    Ok(found)
}
