//! Receiving from an issuer over HTTP, on this machine: the sandbox, behind somebody who counts requests and may kill the program.

use crate::kit::{Desk, PASSPHRASE, Run};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use vouchsafe_sandbox::{Edge, Profile, PublicUrl, Sandbox, Settings, router};

const OPEN: &str = "--passphrase-file pass --dev-loopback-http";

/// An issuer that listens on this machine, until the test is over.
struct Town {
    issuer: String,
    session: String,
    way: Arc<Way>,
    _serving: (Runtime, TempDir),
}

/// Where requests go through.
#[derive(Default)]
struct Way {
    asked: Mutex<Vec<String>>,
    /// The program that is killed once a request of this number has arrived, and before it is answered.
    kill: Mutex<Option<(usize, Child)>>,
}

impl Town {
    fn open(profile: Profile) -> Self {
        let front = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://127.0.0.1:{}", front.local_addr().unwrap().port());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let directory = tempfile::tempdir().unwrap();
        let settings = Settings { public: PublicUrl::new(&issuer).unwrap(), profile, redirects: Vec::new() };
        let sandbox = Arc::new(Sandbox::open(directory.path(), settings, Edge::system()).unwrap());
        let token = sandbox.admin_token().to_owned();
        let back = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = back.local_addr().unwrap().port();
        runtime.spawn(async move { axum::serve(back, router(sandbox)).await.unwrap() });
        let way = Arc::new(Way::default());
        let carried = Arc::clone(&way);
        std::thread::spawn(move || {
            for stream in front.incoming() {
                carried.carry(stream.unwrap(), port);
            }
        });
        let mut town = Self { issuer, session: String::new(), way, _serving: (runtime, directory) };
        let (_, begun) = town.post("/admin/session", &format!(r#"{{"token":"{token}"}}"#));
        let begun: Value = serde_json::from_str(&begun).unwrap();
        town.session = begun["session"].as_str().unwrap().to_owned();
        town
    }

    fn port(&self) -> &str {
        self.issuer.rsplit_once(':').unwrap().1
    }

    fn ask(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port())).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    fn post(&self, path: &str, body: &str) -> (String, String) {
        self.send(path, "application/json", body)
    }

    fn send(&self, path: &str, media_type: &str, body: &str) -> (String, String) {
        let Self { issuer, session, .. } = self;
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {issuer}\r\nAuthorization: Bearer {session}\r\n\
             Content-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port(),
            body.len()
        ))
    }

    /// An offer to Erika: its link, and its transaction code.
    fn offer(&self, configuration: &str, way: &str) -> (String, Option<String>) {
        let body = format!(r#"{{"person":"erika","configuration":"{configuration}","way":"{way}"}}"#);
        let made: Value = serde_json::from_str(&self.post("/admin/offers", &body).1).unwrap();
        (made["link"].as_str().unwrap().to_owned(), made["tx_code"].as_str().map(str::to_owned))
    }
}

impl Way {
    fn carry(&self, mut stream: TcpStream, port: u16) {
        let (mut request, mut piece) = (Vec::new(), [0; 4096]);
        let whole = |request: &[u8]| {
            let end = request.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            Some(end + length.map_or(0, |length| length.trim().parse::<usize>().unwrap()))
        };
        while whole(&request).is_none_or(|length| request.len() < length) {
            match stream.read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(read) => request.extend_from_slice(&piece[..read]),
            }
        }
        let line = String::from_utf8_lossy(&request).lines().next().unwrap().to_owned();
        let mut back = TcpStream::connect(("127.0.0.1", port)).unwrap();
        back.write_all(&request).unwrap();
        let mut answer = Vec::new();
        let _ = back.read_to_end(&mut answer);
        let number = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(line);
            asked.len() - 1
        };
        let mut kill = self.kill.lock().unwrap();
        if kill.as_ref().is_some_and(|(at, _)| *at == number) {
            let (_, child) = kill.as_mut().unwrap();
            child.kill().unwrap();
            return;
        }
        drop(kill);
        let _ = stream.write_all(&answer);
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn desk(town: &Town) -> Desk {
    let desk = Desk::new();
    desk.write("pass", PASSPHRASE);
    desk.done("wallet create --passphrase-file pass");
    town.way.asked.lock().unwrap().clear();
    desk
}

fn receive(desk: &Desk, line: &str, typed: &str) -> Run {
    let line = format!("wallet receive {line} {OPEN}");
    desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), typed.as_bytes())
}

fn cards(desk: &Desk) -> usize {
    let list = desk.done("wallet list --passphrase-file pass --json").json();
    list["cards"].as_array().unwrap().len()
}

#[test]
fn a_person_sees_who_offers_what_and_agrees() {
    let town = Town::open(Profile::OpenId4Vci);
    let desk = desk(&town);
    desk.write("offer.txt", town.offer("identity", "pre_authorized").0);
    town.way.asked.lock().unwrap().clear();

    let declined = receive(&desk, "offer.txt", "n\n");
    assert_eq!((declined.exit, town.way.asked().len()), (1, 0), "{declined:?}");
    assert!(declined.stdout.contains("Not received"), "{declined:?}");
    let declined = receive(&desk, "offer.txt", "y\ny\ny\nn\n");
    assert_eq!(declined.exit, 1, "{declined:?}");
    assert!(receive(&desk, "--waiting", "").stdout.contains("Nothing waits"));

    let run = receive(&desk, "offer.txt --lang de --copies 3", "y\ny\ny\ny\n");
    assert_eq!(run.exit, 0, "{run:?}");
    let host = town.issuer.strip_prefix("http://").unwrap();
    for seen in [
        format!("Fetch the offer from {host}?"),
        format!("Ask {host} who it is"),
        format!("Trust {} from now on to vouch by these keys for Personalausweis?", town.issuer),
        format!("Receive Personalausweis from {host}?"),
        "Vouchsafe-Sandkasten".to_owned(),
        "Its key".to_owned(),
        "Not certified".to_owned(),
    ] {
        assert!(run.stderr.contains(&seen), "{seen}: {run:?}");
    }
    for seen in
        ["Your wallet has a new card", "Personalausweis", "3, each to be shown once", "For development"]
    {
        assert!(run.stdout.contains(seen), "{seen}: {run:?}");
    }
    assert!(town.way.asked().iter().any(|line| line.starts_with("POST /notification ")));
    assert_eq!(cards(&desk), 1);
    assert!(desk.done("wallet trust list --passphrase-file pass").stdout.contains(&town.issuer));

    // An offer is good once.
    let again = receive(&desk, "offer.txt --yes-receive identity", "");
    assert_eq!(again.exit, 2, "{again:?}");
    assert_eq!(cards(&desk), 1);
}

#[test]
fn a_script_receives_what_it_named_from_whom_it_named_or_nothing() {
    let town = Town::open(Profile::OpenId4Vci);
    let desk = desk(&town);
    let (link, code) = town.offer("residence", "pre_authorized_with_tx_code");
    let code = code.unwrap();
    desk.write("code.txt", format!("{code}\n"));
    desk.write("wrong.txt", "x");
    town.way.asked.lock().unwrap().clear();
    let refused = |more: &str, code: &str| {
        let run = receive(&desk, &format!("{link} {more}"), "");
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(&format!("error[{code}]")), "{code}: {run:?}");
    };
    refused("--yes-receive residence", "cli.issuer_not_agreed");
    refused("--yes-receive residence --yes-trust https://other.example", "cli.issuer_not_agreed");
    assert_eq!(town.way.asked().len(), 0, "nobody is asked for a script that names nobody");
    let trust = format!("--yes-trust {}", town.issuer);
    refused(&format!("--yes-receive identity {trust}"), "cli.not_offered");
    refused(&format!("--yes-receive residence {trust}"), "cli.no_terminal");
    refused(&format!("--yes-receive residence {trust} --tx-code-file wrong.txt"), "openid4vci.tx_code_shape");
    for one in receive(&desk, "--waiting --json", "").json()["waiting"].as_array().unwrap() {
        let forgotten = receive(&desk, &format!("--forget {}", one["id"].as_str().unwrap()), "");
        assert_eq!(forgotten.exit, 0, "{forgotten:?}");
    }
    let run =
        receive(&desk, &format!("{link} --yes-receive residence {trust} --tx-code-file code.txt --json"), "");
    let json = run.json();
    assert_eq!(
        (run.exit, &json["command"], &json["version"]),
        (0, &"wallet.receive".into(), &1.into()),
        "{run:?}"
    );
    assert_eq!(json["issuer"]["issuer"], town.issuer);
    assert_eq!(json["received"][0]["card"]["card"]["copies"], 10);
    assert_eq!(json["received"][0]["told"], true);
    assert!(!run.stdout.contains(&code) && !run.stderr.contains(&code));
    for (line, code) in [
        ("nothing.txt", "cli.no_offer"),
        ("- --tx-code-file -", "cli.misuse"),
        ("openid-credential-offer://?x=y", "openid4vci.link_malformed"),
        ("--resume 00", "wallet.no_such_issuance"),
        ("--forget 00", "wallet.no_such_issuance"),
    ] {
        let run = receive(&desk, line, "");
        assert!(run.exit == 2 && run.stderr.starts_with(&format!("error[{code}]")), "{line}: {run:?}");
    }
}

#[test]
fn what_is_put_off_is_listed_and_gone_on_with() {
    let town = Town::open(Profile::OpenId4Vci);
    let desk = desk(&town);
    let (link, _) = town.offer("diploma", "pre_authorized");
    let trust = format!("--yes-trust {}", town.issuer);
    let run = receive(&desk, &format!("{link} --yes-receive diploma {trust}"), "");
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stdout.contains("Diploma comes later") && run.stdout.contains("receive --resume"), "{run:?}");
    let waiting = receive(&desk, "--waiting --json", "").json();
    assert_eq!(waiting["waiting"][0]["step"], "deferred");
    let listed = receive(&desk, "--waiting", "").stdout;
    assert!(listed.contains("Diploma") && listed.contains("the issuer, until"), "{listed}");
    let early = receive(&desk, "--resume", "");
    assert!(early.exit == 0 && early.stdout.contains("comes later"), "{early:?}");
    let at = vouchsafe_app::now().as_unix() + 25;
    std::thread::sleep(std::time::Duration::from_secs(21));
    let id = waiting["waiting"][0]["id"].as_str().unwrap().to_owned();
    let run = receive(&desk, &format!("--resume {} --at {at}", &id[..5]), "");
    assert!(run.exit == 0 && run.stdout.contains("Your wallet has a new card"), "{run:?}");
    assert!(receive(&desk, "--resume", "").stdout.contains("Nothing waits"));
}

/// What a browser does, when the program prints where to go.
fn browse(town: &Town, address: &str) -> String {
    let path = address.strip_prefix(&town.issuer).unwrap();
    let get = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", town.port())
    };
    let page = town.ask(&get(path)).1;
    let login = page.split("name=\"login\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = format!("login={login}&person=erika&decision=agree");
    let (head, _) = town.send("/authorize", "application/x-www-form-urlencoded", &form);
    let back = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    let rest = back.strip_prefix("http://").unwrap();
    let (host, target) = rest.split_at(rest.find('/').unwrap());
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut shown = String::new();
    stream.read_to_string(&mut shown).unwrap();
    shown
}

#[test]
fn somebody_signs_in_in_their_browser() {
    for profile in [Profile::OpenId4Vci, Profile::Haip] {
        let town = Town::open(profile);
        let desk = desk(&town);
        let (link, _) = town.offer("identity", "authorization_code");
        let mut line = format!(
            "wallet receive {link} --yes-receive identity --yes-trust {} --no-browser {OPEN}",
            town.issuer
        );
        if profile == Profile::Haip {
            line.push_str(&format!(" --haip --wallet-provider {}/wallet-provider", town.issuer));
        }
        let mut child = desk.command(&line.split_whitespace().collect::<Vec<_>>()).spawn().unwrap();
        drop(child.stdin.take());
        let (mut seen, mut byte) = (Vec::new(), [0]);
        let mut screen = child.stderr.take().unwrap();
        let start = format!("  {}/authorize?", town.issuer);
        let address = loop {
            assert_eq!(screen.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&seen));
            seen.push(byte[0]);
            let text = String::from_utf8_lossy(&seen).into_owned();
            if let Some(at) = text.find(&start)
                && text.ends_with('\n')
            {
                break text[at..].trim().to_owned();
            }
        };
        assert!(browse(&town, &address).contains("You can close this window"));
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains("Your wallet has a new card"), "{text}");
        assert_eq!(cards(&desk), 1);
    }
}

#[test]
fn a143_killed_at_every_request_while_a_card_is_received() {
    let town = Town::open(Profile::OpenId4Vci);
    let desk = desk(&town);
    let agree = format!("--yes-receive identity --yes-trust {} --copies 2 {OPEN}", town.issuer);
    let mut number = 0;
    loop {
        let (link, _) = town.offer("identity", "pre_authorized");
        town.way.asked.lock().unwrap().clear();
        let before = cards(&desk);
        let line = format!("wallet receive {link} {agree}");
        let mut kill = town.way.kill.lock().unwrap();
        let child = desk.command(&line.split_whitespace().collect::<Vec<_>>()).spawn().unwrap();
        *kill = Some((number, child));
        drop(kill);
        let ended = loop {
            std::thread::sleep(std::time::Duration::from_millis(20));
            if let Some(ended) = town.way.kill.lock().unwrap().as_mut().unwrap().1.try_wait().unwrap() {
                break ended;
            }
        };
        *town.way.kill.lock().unwrap() = None;
        let asked = town.way.asked();
        if asked.len() <= number {
            assert!(ended.success() && cards(&desk) == before + 1);
            break;
        }
        assert_eq!(ended.code(), None, "it was killed at {}", asked[number]);
        let waiting = receive(&desk, "--waiting --json", "").json();
        let waiting = waiting["waiting"].as_array().unwrap();
        assert!(waiting.len() <= 1);
        for one in waiting {
            let line = format!("wallet receive --resume {} {agree}", one["id"].as_str().unwrap());
            let run = desk.run(&line);
            // Its code was used up, and the token never came.
            let is_lost = asked[number].starts_with("POST /token ");
            assert_eq!(run.exit, if is_lost { 2 } else { 0 }, "{} {run:?}", asked[number]);
            assert_eq!(cards(&desk), before + usize::from(!is_lost), "{}", asked[number]);
        }
        if asked.iter().any(|line| line.starts_with("POST /nonce ")) {
            assert_eq!(cards(&desk), before + 1, "{}", asked[number]);
        }
        assert!(receive(&desk, "--waiting", "").stdout.contains("Nothing waits"), "{}", asked[number]);
        number += 1;
    }
    assert!(number >= 8, "{number}");
}
