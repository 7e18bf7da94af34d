//! The program `vouchsafe-sandbox`: arguments, sockets, signals. The issuer is in the library.
#![forbid(unsafe_code)]

mod arguments;

use anyhow::{Context as _, anyhow};
use arguments::Arguments;
use clap::Parser as _;
use std::future::Future;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{MissedTickBehavior, interval, timeout};
use vouchsafe_sandbox::{Edge, Error, Profile, PublicUrl, Sandbox, Settings, limits, router, serve};

/// How long requests that are under way are waited for at the end.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let listener = TcpListener::bind((arguments.listen, arguments.port))
        .await
        .with_context(|| format!("cannot listen at {} port {}", arguments.listen, arguments.port))?;
    let port = listener.local_addr()?.port();
    let public = match arguments.public_url {
        Some(public) => public,
        None => PublicUrl::new(&format!("http://127.0.0.1:{port}")).map_err(told)?,
    };
    let profile = if arguments.haip { Profile::Haip } else { Profile::OpenId4Vci };
    let settings = Settings { public, profile, redirects: arguments.redirect };
    let sandbox = Sandbox::open(&arguments.directory, settings, Edge::system()).map_err(told)?;
    let sandbox = Arc::new(sandbox);
    // Before it says that it is ready: whoever reads that may ask it to end at once.
    let asked_to_end = asked_to_end()?;
    greet(&sandbox, &arguments.directory.display().to_string(), arguments.json)?;

    let publishing = tokio::spawn(publish(Arc::clone(&sandbox)));
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let until = async {
        // Whoever sends also drops: both mean the end.
        let _ = ended.await;
    };
    let serving = tokio::spawn(serve(listener, router(sandbox), until));
    asked_to_end.await;
    drop(end);
    publishing.abort();
    match timeout(LAST_REQUESTS, serving).await {
        Ok(served) => served.context("serving failed"),
        // Whoever is still connected has been answered, or will never ask.
        Err(_) => Ok(()),
    }
}

/// Publishes what is due until the end. What cannot be published is said once, and tried again.
async fn publish(sandbox: Arc<Sandbox>) {
    let mut ticks = interval(Duration::from_secs(limits::TICK.as_secs()));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told_of = None;
    loop {
        ticks.tick().await;
        let sandbox = Arc::clone(&sandbox);
        let result = tokio::task::spawn_blocking(move || sandbox.tick()).await;
        let failed = result.ok().and_then(Result::err);
        if let Some(error) = failed.as_ref().filter(|error| told_of != Some(error.code())) {
            let _ = writeln!(
                std::io::stderr(),
                "vouchsafe-sandbox: nothing is published: {:#}",
                told(error.clone())
            );
        }
        told_of = failed.map(|error| error.code());
    }
}

fn greet(sandbox: &Sandbox, directory: &str, json: bool) -> anyhow::Result<()> {
    let (issuer, token) = (sandbox.public(), sandbox.admin_token());
    let mut out = std::io::stdout().lock();
    if json {
        let line = serde_json::json!({
            "event": "ready", "issuer": issuer, "page": format!("{issuer}/#{token}"), "directory": directory
        });
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "An issuer to try things with. What it issues is worth nothing.")?;
        writeln!(out, "  page       {issuer}/#{token}")?;
        writeln!(out, "  issuer     {issuer}")?;
        writeln!(out, "  directory  {directory}")?;
        writeln!(out, "Whoever has the address of the page can offer and revoke. Ctrl-C ends it.")?;
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
