use crate::check::{Check, CheckView, Checks};
use crate::metrics::Metrics;
use crate::outcome::Outcome;
use crate::queue::Queue;
use crate::refresh::Missed;
use crate::session::SessionView;
use crate::shown::{News, Shown, Underway};
use crate::sign_in::SignIns;
use crate::store::{Device, KeptSession, LogEntry, SessionState, Store, Turn};
use crate::{Edge, Error, Identity, Settings};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use vouchsafe_credential::Timestamp;
use vouchsafe_evidence::EvidenceStore;

/// A verifier's service with its store: everything but the sockets.
pub struct Station {
    pub(crate) settings: Settings,
    pub(crate) checks: Checks,
    pub(crate) identity: Identity,
    pub(crate) evidence: Arc<EvidenceStore>,
    pub(crate) edge: Edge,
    pub(crate) sign_ins: SignIns,
    pub(crate) shown: Shown,
    pub(crate) news: News,
    /// Answers that are decided on: one for each session.
    pub(crate) deciding: Arc<Underway>,
    /// Answers that are read.
    pub(crate) reading: Arc<Underway>,
    pub(crate) queue: Queue,
    /// Pages that are told of sessions.
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) metrics: Metrics,
    pub(crate) missed: Missed,
    store: Mutex<Store>,
}

impl Station {
    /// Opens the station in a directory; makes it where it is not there. `evidence` is what decisions rest on besides what wallets bring.
    ///
    /// # Errors
    /// [`Error::Directory`], [`Error::Store`], [`Error::StoreForeign`], [`Error::StoreNewer`]; [`Error::WalletAddress`]; `openid4vp.*`
    /// if wallets would not send their answers to this address for the name that it asks under.
    pub fn open(
        directory: &Path,
        settings: Settings,
        identity: Identity,
        checks: Checks,
        evidence: Arc<EvidenceStore>,
        edge: Edge,
    ) -> Result<Self, Error> {
        if !settings.wallets.contains(':') || settings.wallets.contains(['#', ' ']) {
            return Err(Error::WalletAddress);
        }
        let store = Store::open(directory)?;
        let station = Self {
            sign_ins: SignIns::new(&mut (edge.randomness)())?,
            settings,
            identity,
            checks,
            evidence,
            edge,
            shown: Shown::default(),
            news: News::default(),
            deciding: Underway::new(1),
            reading: Underway::new(crate::limits::MAX_READERS),
            queue: Queue::new(),
            streams: Arc::new(Semaphore::new(crate::limits::MAX_STREAMS)),
            metrics: Metrics::default(),
            missed: Missed::default(),
            store: Mutex::new(store),
        };
        // What cannot be asked is told now, and not to the first person at the desk.
        for check in station.checks.all() {
            station.draft(check)?;
        }
        station.tick()?;
        Ok(station)
    }

    /// Drops what has ended. To be called every few seconds: see [`limits::TICK`](crate::limits::TICK).
    ///
    /// # Errors
    /// [`Error::Store`]
    pub fn tick(&self) -> Result<(), Error> {
        let now = self.now();
        self.shown.sweep(now);
        self.turn(|turn| turn.sweep(now))
    }

    /// The secret by which the staff sign in, and programs ask.
    #[must_use]
    pub fn token(&self) -> &str {
        self.sign_ins.token()
    }

    /// Where wallets reach it.
    #[must_use]
    pub fn wallet_url(&self) -> &str {
        self.settings.wallet.as_str()
    }

    /// Where the staff reach it.
    #[must_use]
    pub fn staff_url(&self) -> &str {
        self.settings.staff.as_str()
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.edge.now)()
    }

    pub(crate) fn turn<T>(&self, work: impl FnOnce(&Turn<'_>) -> Result<T, Error>) -> Result<T, Error> {
        // Whoever panicked has stored nothing: a turn that does not end is undone.
        self.store.lock().unwrap_or_else(PoisonError::into_inner).turn(work)
    }

    /// A turn that changes nothing.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Turn<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).read(work)
    }

    pub(crate) fn check(&self, id: &str) -> Result<&Arc<Check>, Error> {
        self.checks.get(id).ok_or(Error::CheckUnknown)
    }

    pub(crate) fn check_views(&self) -> Vec<CheckView<'_>> {
        self.checks.all().map(|check| check.view()).collect()
    }

    /// A session as the pages have it.
    pub(crate) fn session_view(&self, id: &str) -> Result<SessionView, Error> {
        let (kept, entry) = self.read(|turn| {
            let kept = turn.session(id)?.ok_or(Error::SessionUnknown)?;
            let entry = kept.receipt.as_deref().map(|receipt| turn.entry(receipt)).transpose()?.flatten();
            Ok((kept, entry))
        })?;
        Ok(self.viewed(&kept, entry.as_ref()))
    }

    pub(crate) fn viewed(&self, kept: &KeptSession, entry: Option<&LogEntry>) -> SessionView {
        let state = state(kept, self.now());
        let outcome = match state {
            "decided" => {
                self.shown.get(&kept.id).or_else(|| entry.map(|entry| Arc::new(Outcome::logged(entry))))
            }
            _ => None,
        };
        SessionView::of(kept, state, outcome, &self.settings)
    }
}

/// How far a session is for the pages. Where a browser waits, what was decided is told once that very browser came back, and never to
/// anybody else.
fn state(kept: &KeptSession, now: Timestamp) -> &'static str {
    let has_ended = |ends: Timestamp| ends <= now;
    match (kept.state, kept.device, kept.code_ends) {
        (state, _, _) if state.is_open() && has_ended(kept.expires) => "ended",
        (SessionState::Decided | SessionState::Declined, Device::Same, Some(ends)) if has_ended(ends) => {
            "ended"
        }
        (SessionState::Decided | SessionState::Declined, Device::Same, Some(_)) => {
            SessionState::Asked.as_str()
        }
        (state, _, _) => state.as_str(),
    }
}
