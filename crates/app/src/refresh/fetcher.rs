use crate::Error;
use crate::exchange::certificates;
use getrandom::SysRng;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use vouchsafe_evidence::{EvidenceStore, Fetch, Fetching, Jitter, Refresher};
use vouchsafe_net::{Client, ClientOptions, Development, OperatedDestination, Request};
use vouchsafe_wallet::DevelopmentSwitch;

/// Whom an [`EvidenceFetcher`] asks. The default: public hosts, by TLS, under the system's authorities.
#[derive(Clone, Default)]
pub struct FetcherOptions {
    operated: Vec<OperatedDestination>,
    development: Vec<DevelopmentSwitch>,
    tls_root: Option<Vec<u8>>,
}

impl FetcherOptions {
    /// Also what is below this address, which whoever runs the program wrote down, and which may be in a private network.
    ///
    /// # Errors
    /// [`Error::Net`] with `net.destination_malformed`.
    pub fn operating(mut self, address: &str) -> Result<Self, Error> {
        self.operated.push(OperatedDestination::new(address)?);
        Ok(self)
    }

    /// For development: also this machine, without TLS.
    #[must_use]
    pub fn asking_loopback(mut self) -> Self {
        self.development.push(DevelopmentSwitch::LoopbackHttp);
        self
    }

    /// For development: also hosts with a certificate under that of this file, in DER or PEM.
    ///
    /// # Errors
    /// [`Error::Jose`] with `jose.anchor_malformed` for a file without a certificate.
    pub fn trusting(mut self, file: &[u8]) -> Result<Self, Error> {
        self.tls_root = certificates(file)?.into_iter().next();
        self.development.push(DevelopmentSwitch::TlsRoot);
        Ok(self)
    }
}

impl fmt::Debug for FetcherOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FetcherOptions({} operated, {:?})", self.operated.len(), self.development)
    }
}

/// Fetches evidence, and keeps what it fetched for as long as it lives: the one place where commands, which wait, meet what does not.
pub struct EvidenceFetcher {
    /// Gone at the end alone.
    runtime: Option<Runtime>,
    pub(super) refresher: Arc<Refresher<Arc<dyn Fetch>>>,
    development: Vec<DevelopmentSwitch>,
}

/// Asks nobody.
struct NoNetwork;

impl Fetch for NoNetwork {
    fn fetch<'a>(&'a self, _request: &'a Request) -> Fetching<'a> {
        Box::pin(async { Err(vouchsafe_net::Error::Unreachable) })
    }
}

impl EvidenceFetcher {
    /// One over the network.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NetworkUnavailable`].
    pub fn new(options: FetcherOptions) -> Result<Self, Error> {
        let FetcherOptions { operated, development, tls_root } = options;
        let mut net = Development::none();
        if development.contains(&DevelopmentSwitch::LoopbackHttp) {
            net = net.asking_loopback();
        }
        if let Some(root) = tls_root {
            net = net.trusting(root);
        }
        let client =
            operated.into_iter().fold(ClientOptions::new().development(net), ClientOptions::operated);
        Self::over(Arc::new(Client::new(client)?), development)
    }

    /// One that asks nobody: for what was carried here.
    ///
    /// # Errors
    /// [`Error::NetworkUnavailable`].
    pub fn offline() -> Result<Self, Error> {
        Self::over(Arc::new(NoNetwork), Vec::new())
    }

    pub(crate) fn over(fetch: Arc<dyn Fetch>, development: Vec<DevelopmentSwitch>) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        Ok(Self {
            runtime: Some(runtime.map_err(|_| Error::NetworkUnavailable)?),
            refresher: Arc::new(Refresher::new(fetch, Arc::new(EvidenceStore::new()))),
            development,
        })
    }

    /// Under which loosenings for development it fetches, by their codes.
    #[must_use]
    pub fn development(&self) -> Vec<&'static str> {
        self.development.iter().map(|switch| switch.code()).collect()
    }

    pub(super) fn runtime(&self) -> Result<&Runtime, Error> {
        self.runtime.as_ref().ok_or(Error::NetworkUnavailable)
    }

    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        Ok(self.runtime()?.block_on(work))
    }

    pub(super) fn jitter() -> Result<Jitter, Error> {
        Ok(Jitter::draw(&mut SysRng)?)
    }
}

/// A look-up of a name that hangs is not waited for.
impl Drop for EvidenceFetcher {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for EvidenceFetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EvidenceFetcher({:?}, {:?})", self.refresher, self.development)
    }
}
