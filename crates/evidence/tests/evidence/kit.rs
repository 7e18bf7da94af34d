//! An issuer of status lists, and a network of which every answer is written down.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration as Pause;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};
use vouchsafe_evidence::{
    Error, EvidenceStore, Fetch, Fetched, Fetching, Jitter, Refresher, StatusListEvidence, StatusListSource,
    StatusSigner,
};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_net::{Error as NetError, Request, Switch};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

pub(crate) const URI: &str = "https://issuer.example/status/1";
pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

pub(crate) fn jitter() -> Jitter {
    Jitter::draw(&mut rng(1)).unwrap()
}

pub(crate) fn later(hours: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_hours(hours))
}

pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

/// An issuer, by number.
pub(crate) struct Issuer {
    pub(crate) id: IssuerId,
    pub(crate) key: SigningKey,
}

impl Issuer {
    pub(crate) fn new(number: u64) -> Self {
        let id = IssuerId::new(format!("https://issuer-{number}.example")).unwrap();
        Self { id, key: SigningKey::generate(Algorithm::Es256, &mut rng(number)).unwrap() }
    }

    pub(crate) fn signer(&self) -> StatusSigner {
        StatusSigner::issuer(self.id.clone(), [self.key.verifying_key().clone()])
    }

    pub(crate) fn source(&self) -> StatusListSource {
        StatusListSource::new(URI, self.signer())
    }

    /// A list for an address, as of some time, of which entry 0 stands so.
    pub(crate) fn list(&self, uri: &str, issued_at: Timestamp, status: Status) -> String {
        self.dated(uri, issued_at, None, Some(Duration::from_hours(12)), status)
    }

    pub(crate) fn dated(
        &self,
        uri: &str,
        issued_at: Timestamp,
        expires_at: Option<Timestamp>,
        ttl: Option<Duration>,
        status: Status,
    ) -> String {
        let mut list = StatusList::new(Bits::Two, 1_024).unwrap();
        list.set(0, status).unwrap();
        let issuer = Some(&self.id);
        StatusListToSign {
            uri,
            issuer,
            issued_at,
            expires_at,
            ttl,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        }
        .sign(&self.key)
        .unwrap()
    }
}

/// What each address answers, and how often each was asked.
#[derive(Default)]
pub(crate) struct Network {
    answers: Mutex<HashMap<String, Result<Fetched, NetError>>>,
    asked: Mutex<Vec<String>>,
    pause: Option<Pause>,
}

impl Network {
    /// One that takes so long for each answer.
    pub(crate) fn slow(pause: Pause) -> Self {
        Self { pause: Some(pause), ..Self::default() }
    }

    pub(crate) fn says(&self, address: &str, body: impl AsRef<[u8]>) {
        let fetched = Fetched { body: body.as_ref().to_vec(), cache_control: None, switches: Vec::new() };
        self.answers.lock().unwrap().insert(address.to_owned(), Ok(fetched));
    }

    pub(crate) fn says_with(&self, address: &str, body: impl AsRef<[u8]>, cache_control: &str) {
        self.says(address, body);
        if let Some(Ok(fetched)) = self.answers.lock().unwrap().get_mut(address) {
            fetched.cache_control = Some(cache_control.to_owned());
        }
    }

    /// By something that is for development alone.
    pub(crate) fn says_by(&self, address: &str, body: impl AsRef<[u8]>, switch: Switch) {
        self.says(address, body);
        if let Some(Ok(fetched)) = self.answers.lock().unwrap().get_mut(address) {
            fetched.switches.push(switch);
        }
    }

    pub(crate) fn fails(&self, address: &str, error: NetError) {
        self.answers.lock().unwrap().insert(address.to_owned(), Err(error));
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// What was asked since this was last looked at, in order.
    pub(crate) fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Fetch for Network {
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a> {
        self.asked.lock().unwrap().push(request.address().to_owned());
        let answer = self.answers.lock().unwrap().get(request.address()).cloned();
        Box::pin(async move {
            if let Some(pause) = self.pause {
                tokio::time::sleep(pause).await;
            }
            answer.unwrap_or(Err(NetError::Status { status: 404 }))
        })
    }
}

/// A network, and what fills a store from it.
pub(crate) struct Scene {
    pub(crate) network: Arc<Network>,
    pub(crate) refresher: Refresher<Arc<Network>>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::over(Network::default())
    }

    pub(crate) fn over(network: Network) -> Self {
        let network = Arc::new(network);
        let refresher = Refresher::new(network.clone(), Arc::new(EvidenceStore::new()));
        Self { network, refresher }
    }

    pub(crate) fn store(&self) -> &EvidenceStore {
        self.refresher.store()
    }

    pub(crate) async fn refresh(&self, issuer: &Issuer, now: Timestamp) -> Result<StatusListEvidence, Error> {
        self.refresher.status_list(&issuer.source(), now, jitter()).await
    }

    /// What a text at the list's address is refused with.
    pub(crate) async fn refusal(&self, issuer: &Issuer, text: impl AsRef<[u8]>) -> &'static str {
        let fresh = Self::new();
        fresh.network.says(URI, text);
        let code = fresh.refresh(issuer, NOW).await.unwrap_err().code();
        assert_eq!(fresh.store().status_lists_at(URI, NOW), []);
        code
    }
}
