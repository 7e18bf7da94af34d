//! The program `vouchsafe-station`: arguments, files, sockets, signals. The service is in the library.
#![forbid(unsafe_code)]

mod arguments;

use anyhow::{Context as _, anyhow};
use arguments::Arguments;
use clap::Parser as _;
use std::future::Future;
use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use vouchsafe_evidence::{EvidenceStore, Refresher};
use vouchsafe_net::{Client, ClientOptions, Development, Purpose, Request};
use vouchsafe_station::{
    CertifiedName, Checks, Edge, Error, Identity, Network, Pages, Patience, Preloaded, PublicUrl, Settings,
    Station, Tls, limits, pages_router, serve, staff_router, wallet_router,
};
use zeroize::Zeroizing;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let (wallets, wallet) = listen(arguments.listen, arguments.port, arguments.public_url.clone()).await?;
    let (staffs, staff) =
        listen(arguments.staff_listen, arguments.staff_port, arguments.staff_url.clone()).await?;
    let tls = tls(&arguments)?;
    let identity = identity(&arguments, &wallet)?;
    let client = Arc::new(client(&arguments)?);
    let checks = checks(&arguments, &client).await?;
    let edge = Edge::system();
    let (evidence, preloaded) = evidence(&arguments, &checks, &edge)?;
    let settings = Settings {
        name: arguments.name,
        wallet,
        staff,
        wallets: arguments.wallet,
        return_to: arguments.return_to,
        preloaded,
        network: if arguments.offline { Network::Offline } else { Network::Online },
    };
    let refresher = (!arguments.offline).then(|| Refresher::new(client, Arc::clone(&evidence)));
    let station =
        Station::open(&arguments.directory, settings, identity, checks, evidence, edge).map_err(told)?;
    let station = Arc::new(station);
    let for_staff = match &arguments.pages {
        Some(pages) => {
            staff_router(Arc::clone(&station)).merge(pages_router(Pages::read(pages).map_err(told)?))
        }
        None => staff_router(Arc::clone(&station)),
    };
    // Before it says that it is ready: whoever reads that may ask it to end at once.
    let asked_to_end = asked_to_end()?;
    let directory = arguments.directory.display().to_string();
    greet(&station, &directory, arguments.json)?;

    let ticking = tokio::spawn(tick(Arc::clone(&station)));
    let refreshing = refresher.map(|refresher| tokio::spawn(refresh(Arc::clone(&station), refresher)));
    let (end, ending) = watch::channel(false);
    let serving = tokio::spawn(serve(
        wallets,
        tls,
        wallet_router(Arc::clone(&station)),
        Patience::Short,
        ending.clone(),
    ));
    let staffing = tokio::spawn(serve(staffs, None, for_staff, Patience::Long, ending));
    asked_to_end.await;
    end.send_replace(true);
    ticking.abort();
    if let Some(refreshing) = refreshing {
        refreshing.abort();
    }
    let (serving, staffing) = tokio::join!(serving, staffing);
    serving.and(staffing).context("serving failed")
}

/// A listener, and where it is reached.
async fn listen(at: IpAddr, port: u16, url: Option<PublicUrl>) -> anyhow::Result<(TcpListener, PublicUrl)> {
    let bound = TcpListener::bind((at, port)).await;
    let listener = bound.with_context(|| format!("cannot listen at {at} port {port}"))?;
    let port = listener.local_addr()?.port();
    let url = match url {
        Some(url) => url,
        None => PublicUrl::new(&format!("http://127.0.0.1:{port}")).map_err(told)?,
    };
    Ok((listener, url))
}

/// What asks for evidence. Addresses of this machine are asked where that was said, or where the sandbox is here.
fn client(arguments: &Arguments) -> anyhow::Result<Client> {
    let here = arguments.demo.as_ref().is_some_and(|demo| demo.as_str().starts_with("http:"));
    let development =
        if arguments.loopback || here { Development::none().asking_loopback() } else { Development::none() };
    let client = Client::new(ClientOptions::new().development(development));
    client.map_err(|error| anyhow!("{error} [{}]", error.code()))
}

async fn checks(arguments: &Arguments, client: &Client) -> anyhow::Result<Checks> {
    let Some(demo) = &arguments.demo else {
        let directory = arguments.checks.clone().unwrap_or_default();
        return Checks::read(&directory).map_err(told);
    };
    let address = format!("{}/.well-known/jwt-vc-issuer", demo.as_str());
    let metadata = client.fetch(&Request::get(Purpose::Metadata, address, &["application/json"])).await;
    let metadata =
        metadata.map_err(|error| anyhow!("no sandbox answers there: {error} [{}]", error.code()))?;
    Checks::demo(demo, metadata.body()).map_err(told)
}

fn tls(arguments: &Arguments) -> anyhow::Result<Option<Tls>> {
    let (Some(chain), Some(key)) = (&arguments.tls_cert, &arguments.tls_key) else { return Ok(None) };
    let read = |path: &std::path::Path| {
        std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let key = Zeroizing::new(read(key)?);
    Ok(Some(Tls::new(&read(chain)?, &key).map_err(told)?))
}

fn identity(arguments: &Arguments, wallet: &PublicUrl) -> anyhow::Result<Identity> {
    let (Some(key), Some(chain)) = (&arguments.key, &arguments.chain) else {
        return Ok(Identity::response_address());
    };
    let unread = |path: &std::path::Path| format!("cannot read {}", path.display());
    let key = Zeroizing::new(std::fs::read(key).with_context(|| unread(key))?);
    let chain = std::fs::read_to_string(chain).with_context(|| unread(chain))?;
    let host = wallet.host().unwrap_or_default();
    let name = if arguments.by_hash { CertifiedName::Hash } else { CertifiedName::Dns(&host) };
    Identity::certified(&key, &chain, name).map_err(told)
}

fn evidence(
    arguments: &Arguments,
    checks: &Checks,
    edge: &Edge,
) -> anyhow::Result<(Arc<EvidenceStore>, Preloaded)> {
    let store = Arc::new(EvidenceStore::new());
    let Some(path) = &arguments.snapshot else { return Ok((store, Preloaded::Nothing)) };
    let snapshot = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let report = store.load_snapshot(&snapshot, &checks.status_signers(), (edge.now)());
    let report = report.map_err(|error| told(error.into()))?;
    if !report.is_whole || !report.refused.is_empty() {
        let refused: usize = report.refused.values().sum();
        let whole = if report.is_whole { "" } else { ", and the file was cut off" };
        writeln!(
            std::io::stderr(),
            "vouchsafe-station: the snapshot: {} taken, {refused} refused{whole}",
            report.taken
        )?;
    }
    Ok((store, Preloaded::Snapshot))
}

/// Drops what has ended, until the end. What cannot be done is said once, and tried again.
async fn tick(station: Arc<Station>) {
    let mut ticks = interval(Duration::from_secs(limits::TICK.as_secs()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told_of = None;
    loop {
        ticks.tick().await;
        let station = Arc::clone(&station);
        let result = tokio::task::spawn_blocking(move || station.tick()).await;
        let failed = result.ok().and_then(Result::err);
        if let Some(error) = failed.as_ref().filter(|error| told_of != Some(error.code())) {
            let _ = writeln!(std::io::stderr(), "vouchsafe-station: {:#}", told(error.clone()));
        }
        told_of = failed.map(|error| error.code());
    }
}

/// Renews evidence, until the end. What cannot be had is said once, and tried again.
async fn refresh(station: Arc<Station>, refresher: Refresher<Arc<Client>>) {
    let mut ticks = interval(Duration::from_secs(limits::REFRESH.as_secs()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told_of = None;
    loop {
        ticks.tick().await;
        let failed = station.refresh(&refresher).await.err();
        if let Some(error) = failed.as_ref().filter(|error| told_of != Some(error.code())) {
            let _ = writeln!(
                std::io::stderr(),
                "vouchsafe-station: not everything could be fetched: {:#}",
                told(error.clone())
            );
        }
        told_of = failed.map(|error| error.code());
    }
}

fn greet(station: &Station, directory: &str, json: bool) -> anyhow::Result<()> {
    let (wallet, staff, token) = (station.wallet_url(), station.staff_url(), station.token());
    let mut out = std::io::stdout().lock();
    if json {
        let line = serde_json::json!({
            "event": "ready", "staff": format!("{staff}/#{token}"), "wallet": wallet, "directory": directory
        });
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "The station is ready.")?;
        writeln!(out, "  staff      {staff}/#{token}")?;
        writeln!(out, "  wallets    {wallet}")?;
        writeln!(out, "  directory  {directory}")?;
        writeln!(out, "Whoever has the address for the staff can ask and read. Ctrl-C ends it.")?;
    }
    Ok(out.flush()?)
}

/// Ctrl-C or SIGTERM.
fn asked_to_end() -> anyhow::Result<impl Future<Output = ()>> {
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// An error in words, with its code and what can be done.
fn told(error: Error) -> anyhow::Error {
    let told = anyhow!("{error} [{}]", error.code());
    match error.help() {
        Some(help) => told.context(help),
        None => told,
    }
}
