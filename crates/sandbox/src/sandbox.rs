use crate::catalogue::People;
use crate::edge::Randomness;
use crate::issuing::{Certificates, Keys, authorization_server, credential_issuer};
use crate::sessions::Sessions;
use crate::store::{Store, Turn};
use crate::{Edge, Error, Settings};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use vouchsafe_credential::Timestamp;
use vouchsafe_issuer::{BbsIssuer, Issuer};
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::oauth::server::AuthorizationServer;
use vouchsafe_openid4vc::vci::issuer::CredentialIssuer;
use zeroize::Zeroizing;

/// An issuer with its store: everything but the sockets. Each request is one [`Visit`].
pub struct Sandbox {
    pub(crate) settings: Settings,
    pub(crate) people: People,
    pub(crate) issuer: Issuer,
    /// The type metadata of every type, by its name.
    pub(crate) documents: BTreeMap<&'static str, String>,
    /// What everybody may know about the registry of BBS credentials. It never changes.
    pub(crate) registry_description: String,
    /// Those of its key, under HAIP.
    pub(crate) certificates: Option<Certificates>,
    /// Signs its metadata.
    pub(crate) metadata_key: SigningKey,
    pub(crate) bbs: BbsIssuer,
    /// The secrets of the registry, as they are stored.
    pub(crate) registry: Zeroizing<Vec<u8>>,
    pub(crate) server: AuthorizationServer,
    pub(crate) credentials: CredentialIssuer,
    /// Signs attestations of wallets.
    pub(crate) wallet_provider: SigningKey,
    pub(crate) sessions: Sessions,
    edge: Edge,
    store: Mutex<Store>,
}

/// One request: a turn of the store, the time, random numbers.
pub(crate) struct Visit<'a> {
    pub(crate) turn: &'a Turn<'a>,
    pub(crate) now: Timestamp,
    pub(crate) rng: Randomness,
}

impl Sandbox {
    /// Opens the issuer in a directory; makes it, with its keys, where it is not there. Publishes what is due.
    ///
    /// # Errors
    /// [`Error::Directory`], [`Error::Store`], [`Error::StoreForeign`], [`Error::StoreNewer`]; [`Error::OtherIssuer`] if it was made with
    /// another address: its credentials and lists name that; `issuer.*` if nothing can be published.
    pub fn open(directory: &Path, settings: Settings, edge: Edge) -> Result<Self, Error> {
        let mut store = Store::open(directory)?;
        let keys = store.turn(|turn| Keys::open(turn, &settings, (edge.now)(), &mut (edge.randomness)()))?;
        let server = authorization_server(&settings, keys.nonces()?, &keys.wallet_provider)?;
        let credentials = credential_issuer(&settings.public, keys.nonces()?, keys.encryption)?;
        let mut sandbox = Self {
            documents: BTreeMap::new(),
            registry_description: String::new(),
            people: People::read()?,
            issuer: keys.issuer,
            certificates: keys.certificates,
            metadata_key: keys.metadata,
            bbs: keys.bbs,
            registry: keys.registry,
            server,
            credentials,
            wallet_provider: keys.wallet_provider,
            sessions: Sessions::new(&mut (edge.randomness)())?,
            settings,
            edge,
            store: Mutex::new(store),
        };
        sandbox.tick()?;
        sandbox.documents = sandbox.visit(|visit| sandbox.type_documents(visit))?;
        let described = sandbox.visit(|visit| Ok(sandbox.accumulator_book(visit)?.registry().to_json()))?;
        sandbox.registry_description = described;
        Ok(sandbox)
    }

    /// Publishes what is due, and drops what has ended. To be called every few seconds: see [`limits::TICK`](crate::limits::TICK).
    ///
    /// # Errors
    /// [`Error::Store`]; `issuer.*` if the clock went back, or was stopped for too long.
    pub fn tick(&self) -> Result<(), Error> {
        self.visit(|visit| {
            visit.turn.sweep(visit.now)?;
            visit.turn.drop_used_offers()?;
            self.drop_expired(visit)?;
            self.publish(visit)
        })
    }

    /// The secret by which the page's first session is begun.
    #[must_use]
    pub fn admin_token(&self) -> &str {
        self.sessions.token()
    }

    /// Where others reach it.
    #[must_use]
    pub fn public(&self) -> &str {
        self.settings.public.as_str()
    }

    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        (self.edge.now)()
    }

    /// Does what a request asks. Its result is given out after everything that it changes is stored.
    pub(crate) fn visit<T>(&self, work: impl FnOnce(&mut Visit<'_>) -> Result<T, Error>) -> Result<T, Error> {
        // Whoever panicked has stored nothing: a turn that does not end is undone.
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, rng) = (self.now(), (self.edge.randomness)());
        store.turn(|turn| work(&mut Visit { turn, now, rng }))
    }
}
