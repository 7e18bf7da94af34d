use super::authorized::read_orders;
use super::browser::Attempt;
use super::record::{Record, read_keys};
use super::session::{MetadataForm, list_json};
use super::{
    Authorized, Authorizing, BrowserFlow, Client, Deferred, Order, PreAuthorizedFlow, Received, Session,
};
use crate::http::Reach;
use crate::oauth::{AccessToken, ClientAttestation, CodeVerifier, DpopKey, ServerMetadata, TokenType};
use crate::vci::metadata::IssuerMetadata;
use crate::vci::{CredentialOffer, Error, Profile};
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::SigningKey;
use zeroize::Zeroizing;

/// An issuance that was kept.
#[derive(Debug)]
pub enum Saved {
    /// It waits for the person's choice and transaction code.
    PreAuthorized(PreAuthorizedFlow),
    /// It waits for the person's choice.
    Browser(BrowserFlow),
    /// It waits for the browser.
    Authorizing(Authorizing),
    /// There is a token.
    Authorized(Authorized),
    /// It waits for the issuer.
    Deferred(Deferred),
    /// Credentials are there and not stored yet.
    Received(Received),
}

impl Saved {
    /// Reads what one of the states was kept as.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`], [`Error::StoredNewer`]
    pub fn load(bytes: &[u8]) -> Result<Self, Error> {
        let record = Record::parse(bytes)?;
        let session = session(&record).map_err(|_| Error::StoredMalformed)?;
        let step = record.required("step")?;
        Ok(match step {
            "pre_authorized" => Self::PreAuthorized(PreAuthorizedFlow { session }),
            "browser" => Self::Browser(BrowserFlow { session }),
            "authorizing" => {
                let verifier = Zeroizing::new(record.required("verifier")?.to_owned());
                let attempt = Attempt {
                    verifier: CodeVerifier::new(verifier).map_err(|_| Error::StoredMalformed)?,
                    state: Zeroizing::new(record.required("state")?.to_owned()),
                    redirect_uri: record.required("redirect_uri")?.to_owned(),
                    asks_details: record.required("asks_details")? == "yes",
                };
                let url = Url::parse(record.required("url")?).map_err(|_| Error::StoredMalformed)?;
                Self::Authorizing(Authorizing { session, attempt, url })
            }
            _ => {
                let authorized = Authorized::new(session, read_orders(record.required("orders")?)?);
                match step {
                    "authorized" => Self::Authorized(authorized),
                    "deferred" => Self::Deferred(deferred(&record, authorized)?),
                    "received" => Self::Received(received(&record, authorized)?),
                    _ => return Err(Error::StoredMalformed),
                }
            }
        })
    }

    /// Writes a state: what it knows, and what `add` puts beside it.
    pub(super) fn write(
        step: &str,
        session: &Session,
        add: impl FnOnce(&mut Record),
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut record = Record::new();
        record.put("step", step);
        record.put("reach", if session.reach == Reach::HttpsOnly { "https" } else { "loopback" });
        record.put("profile", if session.profile == Profile::Haip { "haip" } else { "openid4vci" });
        record.put_some("client_id", session.client.id());
        if let Client::Attested(attestation) = &session.client {
            let key = attestation.key().to_private_jwk_json().map_err(Error::jose("the attested key"))?;
            record.put("attestation", attestation.token());
            record.put("attestation_key", &key);
        }
        record.put("offer", &session.offer.to_json());
        record.put("issuer", &session.issuer.to_json());
        record.put("form", if session.form == MetadataForm::Signed { "signed" } else { "unsigned" });
        record.put("server", &session.server.to_json());
        record.put("chosen", &list_json(&session.chosen));
        if let Some(key) = &session.dpop {
            record.put("dpop_key", &key.to_private_jwk_json()?);
        }
        record.put_some("server_nonce", session.server_nonce.as_deref());
        record.put_some("issuer_nonce", session.issuer_nonce.as_deref());
        record.put_some("challenge", session.challenge.as_deref());
        if let Some(token) = &session.token {
            record.put("token", &token.text);
            record.put("token_type", token.kind.as_str());
        }
        if let Some(expires) = session.token_expires {
            record.put("token_expires", &expires.as_unix().to_string());
        }
        add(&mut record);
        Ok(record.to_bytes())
    }
}

fn session(record: &Record) -> Result<Box<Session>, Error> {
    let reach = match record.required("reach")? {
        "https" => Reach::HttpsOnly,
        "loopback" => Reach::HttpsOrLoopback,
        _ => return Err(Error::StoredMalformed),
    };
    let profile = match record.required("profile")? {
        "openid4vci" => Profile::OpenId4Vci,
        "haip" => Profile::Haip,
        _ => return Err(Error::StoredMalformed),
    };
    let form = match record.required("form")? {
        "signed" => MetadataForm::Signed,
        "unsigned" => MetadataForm::Unsigned,
        _ => return Err(Error::StoredMalformed),
    };
    let offer = CredentialOffer::parse(record.required("offer")?.as_bytes(), reach)?;
    let issuer = IssuerMetadata::parse(record.required("issuer")?.as_bytes(), offer.issuer(), reach)?;
    let server = record.required("server")?.as_bytes();
    let server_issuer = Document::parse(server).map_err(|_| Error::StoredMalformed)?;
    let server_issuer =
        server_issuer.root().get("issuer").and_then(|issuer| issuer.as_str().map(String::from));
    let server = ServerMetadata::parse(server, &server_issuer.ok_or(Error::StoredMalformed)?, reach)?;
    let client = match (record.get("attestation"), record.get("client_id")) {
        (Some(token), _) => {
            let key = SigningKey::from_jwk_json(record.required("attestation_key")?.as_bytes());
            let key = key.map_err(Error::jose("the attested key"))?;
            Client::Attested(Box::new(ClientAttestation::new(token.to_owned(), key)?))
        }
        (None, Some(client_id)) => Client::Public { client_id: client_id.to_owned() },
        (None, None) => Client::Anonymous,
    };
    let token = match record.get("token") {
        None => None,
        Some(text) => {
            let kind = TokenType::from_name(record.required("token_type")?).ok_or(Error::StoredMalformed)?;
            Some(AccessToken { text: Zeroizing::new(text.to_owned()), kind })
        }
    };
    let token_expires = match record.get("token_expires") {
        None => None,
        Some(_) => Some(Timestamp::from_unix(record.number("token_expires")?)),
    };
    Ok(Box::new(Session {
        reach,
        profile,
        client,
        chosen: chosen(record.required("chosen")?)?,
        offer,
        issuer,
        form,
        server,
        dpop: record.get("dpop_key").map(DpopKey::from_jwk_json).transpose()?,
        server_nonce: record.get("server_nonce").map(str::to_owned),
        issuer_nonce: record.get("issuer_nonce").map(str::to_owned),
        challenge: record.get("challenge").map(str::to_owned),
        token,
        token_expires,
    }))
}

fn chosen(text: &str) -> Result<Vec<String>, Error> {
    let document = Document::parse(text).map_err(|_| Error::StoredMalformed)?;
    let list = document.root().get("list").and_then(|list| list.elements()).ok_or(Error::StoredMalformed)?;
    list.map(|id| id.as_str().map(String::from).ok_or(Error::StoredMalformed)).collect()
}

fn order(record: &Record) -> Result<Order, Error> {
    read_orders(record.required("order")?)?.pop().ok_or(Error::StoredMalformed)
}

fn deferred(record: &Record, authorized: Authorized) -> Result<Deferred, Error> {
    Ok(Deferred {
        authorized: Box::new(authorized),
        order: order(record)?,
        keys: read_keys(record.required("keys")?)?,
        transaction_id: record.required("transaction")?.to_owned(),
        interval: Duration::from_secs(record.number("interval")?),
        not_before: Timestamp::from_unix(record.number("not_before")?),
    })
}

fn received(record: &Record, authorized: Authorized) -> Result<Received, Error> {
    let credentials =
        record.required("credentials")?.lines().map(|line| Zeroizing::new(line.to_owned())).collect();
    let keys = read_keys(record.required("keys")?)?;
    let notification_id = record.get("notification").map(str::to_owned);
    Received::new(Box::new(authorized), order(record)?, keys, credentials, notification_id)
        .map_err(|_| Error::StoredMalformed)
}
