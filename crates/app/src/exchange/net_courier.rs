use super::Courier;
use super::certificates::certificates;
use crate::{Error, interruption};
use std::fmt;
use tokio::runtime::{Builder, Runtime};
use vouchsafe_net::{Client, ClientOptions, Development, Header, PrivateHost, Purpose};
use vouchsafe_openid4vc::http::{JSON, JWT, Method, Request, Response};
use vouchsafe_wallet::DevelopmentSwitch;

/// How a [`NetCourier`] goes. The default: to public hosts, by TLS, under the system's authorities.
#[derive(Clone, Default)]
pub struct CourierOptions {
    private_host: Option<String>,
    development: Vec<DevelopmentSwitch>,
    tls_root: Option<Vec<u8>>,
}

impl CourierOptions {
    /// Also to this host in a private network, which the person was shown by its name and knows.
    #[must_use]
    pub fn knowing(mut self, host: &str) -> Self {
        self.private_host = Some(host.to_owned());
        self
    }

    /// For development: also to this machine, without TLS.
    #[must_use]
    pub fn asking_loopback(mut self) -> Self {
        self.development.push(DevelopmentSwitch::LoopbackHttp);
        self
    }

    /// For development: also to hosts with a certificate under that of this file, in DER or PEM.
    ///
    /// # Errors
    /// [`Error::Jose`] with `jose.anchor_malformed` for a file without a certificate.
    pub fn trusting(mut self, file: &[u8]) -> Result<Self, Error> {
        self.tls_root = certificates(file)?.into_iter().next();
        self.development.push(DevelopmentSwitch::TlsRoot);
        Ok(self)
    }
}

/// Whether somebody else is known is not told.
impl fmt::Debug for CourierOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CourierOptions({:?})", self.development)
    }
}

/// A courier over the network: the one place where the commands, which wait, meet what does not.
pub struct NetCourier {
    /// There until it is dropped.
    runtime: Option<Runtime>,
    client: Client,
    purpose: Purpose,
    development: Vec<DevelopmentSwitch>,
}

impl NetCourier {
    /// A courier that presents.
    ///
    /// # Errors
    /// [`Error::Net`]; [`Error::NetworkUnavailable`].
    pub fn presenting(options: CourierOptions) -> Result<Self, Error> {
        Self::new(options, Purpose::Present)
    }

    /// A courier that receives.
    ///
    /// # Errors
    /// As [`presenting`](Self::presenting).
    pub fn receiving(options: CourierOptions) -> Result<Self, Error> {
        Self::new(options, Purpose::Receive)
    }

    fn new(
        options: CourierOptions,
        purpose: impl FnOnce(Option<PrivateHost>) -> Purpose,
    ) -> Result<Self, Error> {
        let CourierOptions { private_host, development, tls_root } = options;
        let mut net = Development::none();
        if development.contains(&DevelopmentSwitch::LoopbackHttp) {
            net = net.asking_loopback();
        }
        if let Some(root) = tls_root {
            net = net.trusting(root);
        }
        let runtime = Builder::new_current_thread().enable_io().enable_time().build();
        Ok(Self {
            runtime: Some(runtime.map_err(|_| Error::NetworkUnavailable)?),
            client: Client::new(ClientOptions::new().development(net))?,
            purpose: purpose(private_host.map(PrivateHost::acknowledged)),
            development,
        })
    }
}

impl NetCourier {
    fn wait<T>(
        &self,
        asking: impl Future<Output = Result<T, vouchsafe_net::Error>>,
    ) -> Result<T, vouchsafe_net::Error> {
        // It is always there.
        self.runtime
            .as_ref()
            .map_or(Err(vouchsafe_net::Error::Unreachable), |runtime| runtime.block_on(asking))
    }
}

/// Waits for nothing: the system's look-up of a name cannot be called off, and may take minutes.
impl Drop for NetCourier {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Courier for NetCourier {
    fn admit(&self, request: &Request) -> Result<(), vouchsafe_net::Error> {
        self.wait(self.client.admit(&outward(request, &self.purpose)?))
    }

    fn exchange(&self, request: &Request) -> Result<Response, vouchsafe_net::Error> {
        self.ask(request, &self.purpose)
    }

    fn read(&self, request: &Request) -> Result<Response, vouchsafe_net::Error> {
        self.ask(request, &Purpose::Metadata)
    }

    fn development(&self) -> &[DevelopmentSwitch] {
        &self.development
    }
}

/// What of the head of an answer the protocols read.
const READ: [&str; 5] =
    ["dpop-nonce", "www-authenticate", "oauth-client-attestation-challenge", "cache-control", "retry-after"];

/// What is accepted where a request does not say.
const ACCEPTED: [&str; 2] = [JSON, JWT];

impl NetCourier {
    fn ask(&self, request: &Request, purpose: &Purpose) -> Result<Response, vouchsafe_net::Error> {
        let _ = interruption::point();
        let answer = self.wait(self.client.fetch(&outward(request, purpose)?))?;
        let _ = interruption::point();
        let mut response = Response::empty(answer.status());
        if let Some(content_type) = answer.content_type() {
            response = response.with_header("Content-Type", content_type);
        }
        for name in READ {
            if let Some(value) = answer.header(name) {
                response = response.with_header(name, value);
            }
        }
        response.body = answer.into_body().into();
        Ok(response)
    }
}

/// The request as the network takes it.
fn outward(request: &Request, purpose: &Purpose) -> Result<vouchsafe_net::Request, vouchsafe_net::Error> {
    let accept = request.headers.all("Accept").flat_map(|list| list.split(','));
    // They are compared with what comes, and no answer has a weight.
    let accept = accept.map(|one| one.split(';').next().unwrap_or_default().trim());
    let mut accept: Vec<&str> = accept.collect();
    if accept.is_empty() {
        accept.extend(ACCEPTED);
    }
    let (purpose, address) = (purpose.clone(), request.url.as_str());
    let mut outward = match request.method {
        Method::Get => vouchsafe_net::Request::get(purpose, address, &accept),
        Method::Post => {
            let content_type = request.headers.one("Content-Type").unwrap_or_default();
            vouchsafe_net::Request::post(purpose, address, &accept, content_type, request.body.to_vec())
        }
    }
    .at_most(request.max_response);
    for (name, value) in request.headers.iter() {
        let header = match name.to_ascii_lowercase().as_str() {
            "accept" | "content-type" => continue,
            "authorization" => Header::Authorization,
            "dpop" => Header::Dpop,
            "oauth-client-attestation" => Header::ClientAttestation,
            "oauth-client-attestation-pop" => Header::ClientAttestationProof,
            _ => return Err(vouchsafe_net::Error::HeaderMalformed),
        };
        outward = outward.header(header, value);
    }
    Ok(outward)
}

impl fmt::Debug for NetCourier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NetCourier({:?}, {:?})", self.purpose, self.development)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_look_up_that_hangs_holds_nobody_up_who_leaves() {
        let courier = NetCourier::presenting(CourierOptions::default()).unwrap();
        let (began, beginning) = std::sync::mpsc::channel();
        courier.runtime.as_ref().unwrap().spawn_blocking(move || {
            began.send(()).unwrap();
            std::thread::sleep(Duration::from_secs(20));
        });
        beginning.recv().unwrap();
        let leaving = Instant::now();
        drop(courier);
        assert!(leaving.elapsed() < Duration::from_secs(10));
    }
}
