//! The forms in which a server's store keeps requests and grants: JSON with a version. They hold no code and no token.

use super::grant::CodeKind;
use super::{AccessGrant, Authorization, AuthorizedCredential, CodeGrant, PushedRequest};
use crate::members::Members;
use crate::oauth::limits::{MAX_MESSAGE, MAX_PARAMETERS, MAX_TEXT};
use crate::oauth::{AuthorizationRequest, CodeChallenge, Error, ReplayKey, member, names, object};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{Timestamp, base64url};
use zeroize::Zeroizing;

/// The newest form.
const VERSION: u64 = 1;
const KIND: &str = "what is kept";

impl CodeGrant {
    /// For storing.
    #[must_use]
    pub fn to_stored(&self) -> Zeroizing<String> {
        write(|writer| {
            number(writer, "expires", self.expires);
            authorization(writer, &self.authorization);
            match &self.kind {
                CodeKind::Authorization { client_id, redirect_uri, challenge, attested, dpop } => {
                    member(writer, "client_id", client_id);
                    member(writer, "redirect_uri", redirect_uri);
                    member(writer, "challenge", challenge.as_str());
                    digest(writer, "attested", attested.as_ref());
                    digest(writer, "dpop", dpop.as_ref());
                }
                CodeKind::PreAuthorized { tx_code, tries } => {
                    digest(writer, "tx_code", tx_code.as_ref().map(ReplayKey::as_bytes));
                    writer.name("tries");
                    writer.unsigned((*tries).into());
                }
            }
        })
    }

    /// Reads what [`CodeGrant::to_stored`] wrote.
    ///
    /// # Errors
    /// `oauth.stored_malformed`, `oauth.stored_newer`
    pub fn from_stored(bytes: &[u8]) -> Result<Self, Error> {
        let document = open(bytes)?;
        let members = root(&document)?;
        let kind = match members.number("tries")? {
            Some(tries) => CodeKind::PreAuthorized {
                tx_code: read_digest(&members, "tx_code")?.map(ReplayKey::from_bytes),
                tries: u32::try_from(tries).map_err(|_| Error::StoredMalformed)?,
            },
            None => CodeKind::Authorization {
                client_id: members.text("client_id", MAX_TEXT)?,
                redirect_uri: members.text("redirect_uri", MAX_TEXT)?,
                challenge: CodeChallenge::new(&members.text("challenge", MAX_TEXT)?)?,
                attested: read_digest(&members, "attested")?,
                dpop: read_digest(&members, "dpop")?,
            },
        };
        Ok(Self { authorization: read_authorization(&members)?, expires: time(&members, "expires")?, kind })
    }
}

impl AccessGrant {
    /// For storing.
    #[must_use]
    pub fn to_stored(&self) -> Zeroizing<String> {
        write(|writer| {
            number(writer, "expires", self.expires);
            authorization(writer, &self.authorization);
            optional(writer, "client_id", self.client_id.as_ref());
            digest(writer, "dpop", self.dpop.as_ref());
        })
    }

    /// Reads what [`AccessGrant::to_stored`] wrote.
    ///
    /// # Errors
    /// `oauth.stored_malformed`, `oauth.stored_newer`
    pub fn from_stored(bytes: &[u8]) -> Result<Self, Error> {
        let document = open(bytes)?;
        let members = root(&document)?;
        Ok(Self {
            authorization: read_authorization(&members)?,
            client_id: members.optional_text("client_id", MAX_TEXT)?,
            dpop: read_digest(&members, "dpop")?,
            expires: time(&members, "expires")?,
        })
    }
}

impl PushedRequest {
    /// For storing.
    #[must_use]
    pub fn to_stored(&self) -> Zeroizing<String> {
        let request = &self.request;
        write(|writer| {
            member(writer, "client_id", &request.client_id);
            member(writer, "redirect_uri", &request.redirect_uri);
            member(writer, "challenge", request.challenge.as_str());
            optional(writer, "state", request.state.as_ref());
            names(writer, "scope", &request.scope);
            optional(writer, "authorization_details", request.authorization_details.as_ref());
            optional(writer, "resource", request.resource.as_ref());
            optional(writer, "issuer_state", request.issuer_state.as_ref());
            digest(writer, "attested", self.attested.as_ref());
            digest(writer, "dpop", self.dpop.as_ref());
        })
    }

    /// Reads what [`PushedRequest::to_stored`] wrote.
    ///
    /// # Errors
    /// `oauth.stored_malformed`, `oauth.stored_newer`
    pub fn from_stored(bytes: &[u8]) -> Result<Self, Error> {
        let document = open(bytes)?;
        let members = root(&document)?;
        let text = |name| members.text(name, MAX_TEXT);
        // What was kept may be empty, and hold what no other message does: it is read as it was written.
        let kept = |name| -> Result<Option<String>, Error> {
            let read =
                |value: Value<'_>| value.as_str().map(|text| text.into_owned()).ok_or(Error::StoredMalformed);
            members.optional(name).map(read).transpose()
        };
        let scopes = members.required("scope")?.elements().ok_or(Error::StoredMalformed)?;
        let scope =
            |value: Value<'_>| value.as_str().map(|text| text.into_owned()).ok_or(Error::StoredMalformed);
        Ok(Self {
            request: AuthorizationRequest {
                client_id: text("client_id")?,
                redirect_uri: text("redirect_uri")?,
                challenge: CodeChallenge::new(&text("challenge")?)?,
                state: kept("state")?,
                scope: scopes.map(scope).collect::<Result<_, _>>()?,
                authorization_details: kept("authorization_details")?,
                resource: kept("resource")?,
                issuer_state: kept("issuer_state")?,
            },
            attested: read_digest(&members, "attested")?,
            dpop: read_digest(&members, "dpop")?,
        })
    }
}

fn write(members: impl FnOnce(&mut Writer)) -> Zeroizing<String> {
    Zeroizing::new(object(|writer| {
        writer.name("version");
        writer.unsigned(VERSION);
        members(writer);
    }))
}

fn authorization(writer: &mut Writer, authorization: &Authorization) {
    member(writer, "subject", &authorization.subject);
    member(writer, "audience", &authorization.audience);
    writer.name("credentials");
    writer.begin_array();
    for credential in &authorization.credentials {
        writer.begin_object();
        member(writer, "configuration_id", &credential.configuration_id);
        names(writer, "identifiers", &credential.identifiers);
        writer.end_object();
    }
    writer.end_array();
}

fn optional(writer: &mut Writer, name: &str, text: Option<&String>) {
    if let Some(text) = text {
        member(writer, name, text);
    }
}

fn digest(writer: &mut Writer, name: &str, digest: Option<&[u8; 32]>) {
    if let Some(digest) = digest {
        member(writer, name, &base64url::encode(digest));
    }
}

fn number(writer: &mut Writer, name: &str, moment: Timestamp) {
    writer.name(name);
    writer.integer(moment.as_unix());
}

fn open(bytes: &[u8]) -> Result<Document, Error> {
    if bytes.len() > 4 * MAX_MESSAGE {
        return Err(Error::StoredMalformed);
    }
    let document = Document::parse(bytes).map_err(|_| Error::StoredMalformed)?;
    match document.root().get("version").and_then(|version| version.as_u64()) {
        Some(VERSION) => Ok(document),
        Some(newer) if newer > VERSION => Err(Error::StoredNewer),
        _ => Err(Error::StoredMalformed),
    }
}

fn root(document: &Document) -> Result<Members<'_>, Error> {
    Members::new(document.root()).ok_or(Error::NotAnObject { part: KIND })
}

fn time(members: &Members<'_>, name: &'static str) -> Result<Timestamp, Error> {
    let seconds = members.required(name)?.as_i64().ok_or(Error::StoredMalformed)?;
    Ok(Timestamp::from_unix(seconds))
}

fn read_digest(members: &Members<'_>, name: &'static str) -> Result<Option<[u8; 32]>, Error> {
    let Some(text) = members.optional_text(name, MAX_TEXT)? else { return Ok(None) };
    let bytes = base64url::decode(&text).map_err(|_| Error::StoredMalformed)?;
    Ok(Some(bytes.try_into().map_err(|_| Error::StoredMalformed)?))
}

fn read_authorization(members: &Members<'_>) -> Result<Authorization, Error> {
    let credential = |value: Value<'_>| {
        let members = Members::new(value).ok_or(Error::StoredMalformed)?;
        let identifiers = members.required("identifiers")?.elements().ok_or(Error::StoredMalformed)?;
        let text =
            |value: Value<'_>| value.as_str().map(|text| text.into_owned()).ok_or(Error::StoredMalformed);
        Ok::<_, Error>(AuthorizedCredential {
            configuration_id: members.text("configuration_id", MAX_TEXT)?,
            identifiers: identifiers.map(text).collect::<Result<_, _>>()?,
        })
    };
    let credentials = members.list("credentials", MAX_PARAMETERS)?;
    Ok(Authorization {
        subject: members.text("subject", MAX_TEXT)?,
        audience: members.text("audience", MAX_TEXT)?,
        credentials: credentials.map(credential).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;
    use rand_core::SeedableRng;

    fn authorization() -> Authorization {
        let credential = |id: &str, identifiers: &[&str]| AuthorizedCredential {
            configuration_id: id.to_owned(),
            identifiers: identifiers.iter().map(|one| (*one).to_owned()).collect(),
        };
        Authorization {
            subject: "erika".to_owned(),
            audience: "https://issuer.example".to_owned(),
            credentials: vec![credential("identity", &[]), credential("diploma", &["bachelor", "master"])],
        }
    }

    fn pushed() -> PushedRequest {
        PushedRequest {
            request: AuthorizationRequest {
                client_id: "wallet".to_owned(),
                redirect_uri: "http://127.0.0.1:1/callback".to_owned(),
                challenge: CodeChallenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap(),
                state: Some("s\u{7}".to_owned()),
                scope: vec!["identity".to_owned()],
                authorization_details: None,
                resource: None,
                issuer_state: Some("offer".to_owned()),
            },
            attested: Some([7; 32]),
            dpop: None,
        }
    }

    #[test]
    fn what_was_stored_comes_back_the_same() {
        let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let (code, expires) = (Secret::generate(&mut rng).unwrap(), Timestamp::from_unix(1_700_000_000));
        let by_request = CodeGrant::of_request(authorization(), &pushed(), expires);
        let with_tx_code = CodeGrant::pre_authorized(authorization(), &code, Some("1234"), expires);
        let without = CodeGrant::pre_authorized(authorization(), &code, None, expires);
        for grant in [by_request, with_tx_code, without] {
            let stored = grant.to_stored();
            assert!(CodeGrant::from_stored(stored.as_bytes()).is_ok_and(|read| read == grant));
            assert!(!stored.contains(code.as_str()) && !stored.contains("1234"));
        }
        let access =
            AccessGrant { authorization: authorization(), client_id: None, dpop: Some([1; 32]), expires };
        assert_eq!(AccessGrant::from_stored(access.to_stored().as_bytes()), Ok(access));
        assert_eq!(PushedRequest::from_stored(pushed().to_stored().as_bytes()), Ok(pushed()));
    }

    #[test]
    fn a_later_form_is_told_from_a_damaged_one() {
        let newer = br#"{"version":2}"#;
        assert_eq!(AccessGrant::from_stored(newer), Err(Error::StoredNewer));
        assert_eq!(PushedRequest::from_stored(newer), Err(Error::StoredNewer));
        for damaged in [&b"{}"[..], b"", br#"{"version":0}"#, br#"{"version":"1"}"#] {
            assert_eq!(AccessGrant::from_stored(damaged), Err(Error::StoredMalformed));
        }
        assert!(AccessGrant::from_stored(br#"{"version":1}"#).is_err());
    }
}
