//! A verifier in one file: asks one wallet over HTTP on this machine, fetches what its decision wants, decides, says why, and ends.
//!
//!     cargo run --package vouchsafe-evidence --example gate -- over-18.toml query.json request.txt
//!
//! It writes the link for the wallet into the last file. For trying out: nobody vouches for who asks, and what asks on this machine needs
//! no TLS.
#![allow(clippy::print_stdout, reason = "an example")]

use getrandom::SysRng;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use vouchsafe_credential::{ResponseUri, Timestamp};
use vouchsafe_evidence::{DecisionNeeds, EvidenceStore, Jitter, Refresher};
use vouchsafe_net::{Client as Network, ClientOptions, Development};
use vouchsafe_openid4vc::vp::{Client, Link, Order, PostedAnswer, ResponseMode, Session, WalletAnswer};
use vouchsafe_verifier::{AnswerDecision, Audience, Evidence, Policy, PolicyFile, Request, Verifier};

/// What is posted here is a few hundred kilobytes at most.
const MOST: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [policy, query, link_file] = arguments.as_slice() else {
        return Err("gate POLICY QUERY LINK-FILE".into());
    };
    let (policy, query) = (read_policy(Path::new(policy))?, std::fs::read(query)?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let answer_at = ResponseUri::new(format!("http://{}/answer", listener.local_addr()?))?;
    let client = Client::redirect_uri(&answer_at)?;
    let order = Order::new(&query, answer_at)?.by(ResponseMode::DirectPost);
    let session = client.begin(&order, now()?, &mut SysRng)?;
    std::fs::write(link_file, session.link(&client, "openid4vp://", Link::ByValue)?)?;
    println!("The gate asks. The link for the wallet is in {link_file}.");
    loop {
        let (stream, _) = listener.accept()?;
        // Anybody on this machine may connect, and say anything.
        let answered = post(&stream).and_then(|(kind, body)| open(&session, &kind, &body));
        reply(&stream, if answered.is_ok() { "200 OK" } else { "400 Bad Request" })?;
        let vp_token = match answered {
            Ok(WalletAnswer::Presented(answer)) => answer.vp_token().as_json().to_owned(),
            Ok(WalletAnswer::Refused(_)) => {
                println!("They did not want to show anything.");
                return Ok(ExitCode::from(1));
            }
            Err(error) => {
                println!("That was no answer: {error}");
                continue;
            }
        };
        return decide(policy, &session, &vp_token);
    }
}

fn decide(policy: Policy, session: &Session, vp_token: &str) -> Result<ExitCode, Box<dyn Error>> {
    let request = Request::new(Audience::new(session.client_id().as_str())?, session.nonce().clone());
    let pending =
        Verifier::new(policy).begin_answer(vp_token, &request.with_query(session.query().clone()), now()?)?;
    let wanted = DecisionNeeds::of_answer(&pending);
    let options = ClientOptions::new().development(Development::none().asking_loopback());
    let refresher = Refresher::new(Network::new(options)?, Arc::new(EvidenceStore::new()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for (need, fetched) in runtime.block_on(refresher.fetch_for(&wanted, now()?, Jitter::draw(&mut SysRng)?))
    {
        println!(
            "Fetched {need}: {}",
            fetched.map_or_else(|error| error.to_string(), |()| "done".to_owned())
        );
    }
    let decision = pending.decide(&refresher.store().evidence_for(&wanted, Evidence::none(), now()?), now()?);
    println!("{}", decision.report());
    Ok(if matches!(decision, AnswerDecision::Accepted(_)) { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn open(session: &Session, kind: &str, body: &[u8]) -> Result<WalletAnswer, Box<dyn Error>> {
    Ok(PostedAnswer::parse(Some(kind), body)?.open(session, now()?)?)
}

/// The content type and the body of a POST.
fn post(stream: &TcpStream) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(MOST));
    let (mut kind, mut length) = (String::new(), 0);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if !line.starts_with("POST /answer ") {
        return Err("nothing is here".into());
    }
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or("no header")?;
        match name.to_ascii_lowercase().as_str() {
            "content-type" => kind = value.trim().to_ascii_lowercase(),
            "content-length" => length = value.trim().parse::<u64>()?.min(MOST),
            _ => {}
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok((kind, body))
}

fn reply(mut stream: &TcpStream, status: &str) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}"
    );
    stream.write_all(head.as_bytes())
}

/// A policy, and the key sets beside it.
fn read_policy(path: &Path) -> Result<Policy, Box<dyn Error>> {
    let mut file = PolicyFile::parse(&std::fs::read_to_string(path)?)?;
    let names: Vec<String> = file.missing_key_sets().into_iter().map(str::to_owned).collect();
    for name in names {
        let keys = std::fs::read_to_string(path.with_file_name(&name))?;
        file.supply_key_set(name, &keys)?;
    }
    Ok(file.into_policy()?)
}

fn now() -> Result<Timestamp, Box<dyn Error>> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Timestamp::from_unix(i64::try_from(since.as_secs())?))
}
