use crate::admission::Admission;
use crate::exchange::exchange;
use crate::limits::{MAX_LOOKUPS, MAX_TRIES};
use crate::target::{Host, Target};
use crate::tls::Roots;
use crate::{ClientOptions, Error, Request, Response, Switch};
use http_body_util::Full;
use hyper::body::Bytes;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

/// Asks addresses that somebody else wrote.
///
/// For each request it reads the address in one way, looks the name up once, judges every address that it has, connects to one of those,
/// verifies the certificate for the name, asks once, and hangs up. Nothing is followed, kept or tried again.
pub struct Client {
    options: ClientOptions,
    roots: Roots,
    lookups: Semaphore,
}

impl Client {
    /// A client. Reads the system's certificate authorities.
    ///
    /// # Errors
    /// [`Error::RootMalformed`]
    pub fn new(options: ClientOptions) -> Result<Self, Error> {
        let roots = Roots::load(&options.development)?;
        Ok(Self { options, roots, lookups: Semaphore::new(MAX_LOOKUPS) })
    }

    /// Asks, and gives the whole answer or none. Needs tokio's network and time. To drop it is to hang up.
    ///
    /// # Errors
    /// [`Error`], of any kind.
    pub async fn fetch(&self, request: &Request) -> Result<Response, Error> {
        request.permit()?;
        let target = Target::parse(request.address())?;
        let admission = Admission::of(&target, request.purpose(), &self.options)?;
        let deadline = Instant::now() + request.purpose().time();
        let whole = self.ask(request, &target, admission, deadline);
        timeout_at(deadline, whole).await.unwrap_or(Err(Error::TooSlow))
    }

    /// Whether this request would be made: what [`fetch`](Self::fetch) judges before it connects to anybody. Looks the name up, and sends
    /// nothing.
    ///
    /// # Errors
    /// [`Error`], of any kind that [comes before the request](Error::is_before_sending); [`Error::TooSlow`] if the name could not be looked
    /// up in time.
    pub async fn admit(&self, request: &Request) -> Result<(), Error> {
        request.permit()?;
        let target = Target::parse(request.address())?;
        let admission = Admission::of(&target, request.purpose(), &self.options)?;
        request.to_http::<Full<Bytes>>(&target.authority, &target.path_and_query)?;
        let deadline = Instant::now() + request.purpose().time();
        let addresses = timeout_at(deadline, self.addresses(&target.host)).await;
        admission.judge(&addresses.unwrap_or(Err(Error::TooSlow))?)
    }

    async fn ask(
        &self,
        request: &Request,
        target: &Target,
        admission: Admission,
        deadline: Instant,
    ) -> Result<Response, Error> {
        let addresses = self.addresses(&target.host).await?;
        admission.judge(&addresses)?;
        let stream = connect(&addresses, target.port, deadline).await?;
        let mut switches = Vec::new();
        if admission == Admission::Loopback {
            switches.push(Switch::Loopback);
        }
        let mut response = if target.is_https {
            let (stream, used_extra) = self.roots.shake_hands(&target.host, stream).await?;
            if used_extra {
                switches.push(Switch::ExtraRoot);
            }
            exchange(stream, request, target).await?
        } else {
            exchange(stream, request, target).await?
        };
        response.switches = switches;
        Ok(response)
    }

    async fn addresses(&self, host: &Host) -> Result<Vec<IpAddr>, Error> {
        let name = match host {
            Host::Literal(address) => return Ok(vec![*address]),
            Host::Name(name) => name,
        };
        let _place = self.lookups.acquire().await.map_err(|_| Error::NameNotFound)?;
        let addresses = self.options.resolver.resolve(name).await.map_err(|_| Error::NameNotFound)?;
        if addresses.is_empty() { Err(Error::NameNotFound) } else { Ok(addresses) }
    }
}

/// Connects to the first address that answers, each given its share of the time that is left: one that is silent leaves some for the next.
async fn connect(addresses: &[IpAddr], port: u16, deadline: Instant) -> Result<TcpStream, Error> {
    let mut left = u32::try_from(addresses.len().min(MAX_TRIES)).unwrap_or(1);
    for address in addresses.iter().take(MAX_TRIES) {
        // One share more than there are addresses: there is something to be said, too.
        let share = deadline.saturating_duration_since(Instant::now()) / left.saturating_add(1);
        left = left.saturating_sub(1);
        let connecting = TcpStream::connect(SocketAddr::new(*address, port));
        if let Ok(Ok(stream)) = timeout_at(Instant::now() + share, connecting).await {
            return Ok(stream);
        }
    }
    Err(Error::Unreachable)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({:?})", self.options)
    }
}
