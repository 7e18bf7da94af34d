use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use vouchsafe_net::{Client, Error, Request, Switch};

/// What comes of a request.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Fetched, Error>> + Send + 'a>>;

/// What came back, whole: of the content type that was asked for, from the host that was meant. Nothing of it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The body.
    pub body: Vec<u8>,
    /// `Cache-Control`, if it is there once.
    pub cache_control: Option<String>,
    /// What for development alone was used.
    pub switches: Vec<Switch>,
}

/// Asks addresses: the [`Client`] of `vouchsafe-net`, or what a test counts with.
pub trait Fetch: Send + Sync {
    /// Asks, and gives the whole answer or none.
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a>;
}

impl Fetch for Client {
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a> {
        Box::pin(async move {
            let response = self.fetch(request).await?;
            let cache_control = response.header("cache-control").map(str::to_owned);
            let switches = response.switches().to_vec();
            Ok(Fetched { body: response.into_body(), cache_control, switches })
        })
    }
}

/// One client may serve several.
impl<F: Fetch + ?Sized> Fetch for Arc<F> {
    fn fetch<'a>(&'a self, request: &'a Request) -> Fetching<'a> {
        (**self).fetch(request)
    }
}
