use super::authorized::orders_json;
use super::exchange::Exchange;
use super::record::keys_text;
use super::session::Target;
use super::{Authorized, NotificationPending, Notify, Order, Saved, Session};
use crate::http::{JSON, Request};
use crate::vci::limits::MAX_MESSAGE;
use crate::vci::metadata::{CredentialConfiguration, CredentialFormat};
use crate::vci::notification::is_description;
use crate::vci::{Error, Notification, NotificationEvent};
use rand_core::TryCryptoRng;
use std::collections::BTreeSet;
use vouchsafe_credential::{CredentialType, Timestamp};
use vouchsafe_jose::VerifyingKey;
use zeroize::Zeroizing;

/// Credentials as the issuer sent them. Nothing of them is verified.
pub struct Received {
    authorized: Box<Authorized>,
    order: Order,
    keys: Vec<[u8; 32]>,
    credentials: Vec<Zeroizing<String>>,
    notification_id: Option<String>,
}

/// What a credential says of itself, once it is verified by its format.
#[derive(Debug, Clone, Copy)]
pub struct ClaimedBinding<'a> {
    /// Its format.
    pub format: &'a CredentialFormat,
    /// Its type.
    pub credential_type: &'a CredentialType,
    /// The key that it is bound to.
    pub key: Option<&'a VerifyingKey>,
}

impl Received {
    /// There is one credential at least, and no more than keys were proved (OpenID4VCI 1.0 section 8.3).
    pub(super) fn new(
        authorized: Box<Authorized>,
        order: Order,
        keys: Vec<[u8; 32]>,
        credentials: Vec<Zeroizing<String>>,
        notification_id: Option<String>,
    ) -> Result<Self, Error> {
        if !(1..=keys.len().max(1)).contains(&credentials.len()) {
            return Err(Error::CredentialCount);
        }
        Ok(Self { authorized, order, keys, credentials, notification_id })
    }

    /// What is known.
    #[must_use]
    pub fn session(&self) -> &Session {
        self.authorized.session()
    }

    /// What was asked for.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// What the issuer's metadata says of it.
    #[must_use]
    pub fn configuration(&self) -> Option<&CredentialConfiguration> {
        self.session().issuer.configurations.get(&self.order.configuration_id)
    }

    /// The credentials, as text of their format.
    pub fn credentials(&self) -> impl ExactSizeIterator<Item = &str> {
        self.credentials.iter().map(|credential| credential.as_str())
    }

    /// Whether these are the credentials that were asked for: of the right format and type, each bound to one of the keys that were
    /// proved, no two to the same. `claimed` tells of all credentials, in order. Nothing is stored before this holds.
    ///
    /// # Errors
    /// [`Error::CredentialCount`], [`Error::CredentialType`], [`Error::CredentialKey`]
    pub fn verify_binding(&self, claimed: &[ClaimedBinding<'_>]) -> Result<(), Error> {
        if claimed.len() != self.credentials.len() {
            return Err(Error::CredentialCount);
        }
        let configuration = self.configuration().ok_or(Error::ConfigurationUnknown)?;
        let mut seen = BTreeSet::new();
        for one in claimed {
            let asked = configuration.credential_type.as_ref();
            if *one.format != configuration.format || asked != Some(one.credential_type) {
                return Err(Error::CredentialType);
            }
            match one.key.map(VerifyingKey::thumbprint) {
                None if self.keys.is_empty() => {}
                Some(key) if self.keys.contains(&key) && seen.insert(key) => {}
                _ => return Err(Error::CredentialKey),
            }
        }
        Ok(())
    }

    /// Tells the issuer what became of the credentials, if it wants to know. `description` is for its developers.
    ///
    /// # Errors
    /// [`Error::Description`], `oauth.*`, `jose.*`
    pub fn notify(
        self,
        event: NotificationEvent,
        description: Option<&str>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Notify, Error> {
        if description.is_some_and(|text| !is_description(text)) {
            return Err(Error::Description);
        }
        let Self { authorized, notification_id, .. } = self;
        let endpoint = authorized.session.issuer.notification_endpoint.clone();
        let (Some(id), Some(endpoint)) = (notification_id, endpoint) else {
            return Ok(Notify::NotAsked(*authorized));
        };
        let body = Notification { id, event, description: description.map(str::to_owned) }.to_json();
        let body = Zeroizing::new(body.into_bytes());
        let bare = Request::post(endpoint, JSON, body, MAX_MESSAGE);
        let exchange = Exchange::new(&authorized.session, bare, Target::Issuer, now, rng)?;
        Ok(Notify::Send(NotificationPending { authorized, exchange }))
    }

    /// Keeps it. Holds the token, the credentials and keys.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn save(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Saved::write("received", &self.authorized.session, |record| {
            record.put("orders", &orders_json(&self.authorized.orders));
            record.put("order", &orders_json(std::slice::from_ref(&self.order)));
            record.put("keys", &keys_text(&self.keys));
            if let Some(id) = &self.notification_id {
                record.put("notification", id);
            }
            // No credential of these formats has a line break in it.
            let room = self.credentials.iter().map(|credential| credential.len() + 1).sum();
            let mut lines = Zeroizing::new(String::with_capacity(room));
            for credential in &self.credentials {
                lines.push_str(credential);
                lines.push('\n');
            }
            record.put("credentials", &lines);
        })
    }
}

super::opaque!(Received);
