//! Sources of pure crates name no clock, file, socket, environment, terminal, thread, global or system random numbers.

use crate::graph::Graph;
use crate::source_files::SourceFile;
use crate::{assert_none, assert_seen, floors, rust, source_files};

/// Paths that start so reach the world.
const PATHS: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
];

/// Names that reach the world in whatever path they stand.
const NAMES: &[&str] =
    &["Instant", "OsRng", "SysRng", "SystemTime", "UNIX_EPOCH", "getrandom", "thread_rng", "tokio"];

/// Names that only the crate with the signatures may use: aws-lc-rs takes ECDSA nonces from nowhere else.
const NAMES_OF_JOSE: &[&str] = &["SystemRandom"];

/// Macros that write to the terminal or make a global.
const MACROS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println", "thread_local"];

/// What makes a `static` a global that changes.
const CHANGING: &[&str] = &["LazyLock", "Mutex", "Once", "OnceLock", "RwLock", "mut"];

fn violations(file: &SourceFile) -> Vec<String> {
    let tokens = rust::shipped(&rust::tokens(&file.text));
    let mut found = Vec::new();
    let mut report = |line: usize, what: &str| found.push(format!("{}:{line}: {what}", file.path));
    for (line, segments) in rust::paths(&tokens) {
        let path = segments.join("::");
        let starts = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let names = |names: &[&str]| segments.iter().any(|segment| names.contains(segment));
        let in_jose = file.path.starts_with("crates/jose/");
        if PATHS.iter().any(|prefix| starts(prefix)) || names(NAMES) || names(NAMES_OF_JOSE) && !in_jose {
            report(line, &path);
        }
    }
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map_or("", |next| next.text);
        if MACROS.contains(&token.text) && next == "!" {
            report(token.line, &format!("{}!", token.text));
        }
        if token.text == "static" {
            let kind = tokens[index..].iter().take_while(|token| !["=", ";"].contains(&token.text));
            let changes = |text: &str| CHANGING.contains(&text) || text.starts_with("Atomic");
            if kind.clone().any(|token| changes(token.text)) {
                report(token.line, &kind.map(|token| token.text).collect::<Vec<_>>().join(" "));
            }
        }
    }
    found
}

#[test]
fn pure_sources_name_nothing_of_the_world() {
    for package in Graph::read().packages.iter().filter(|package| floors::is_pure(&package.name)) {
        let room = floors::room(&package.name).unwrap();
        let sources = source_files::below(&format!("crates/{room}/src"));
        assert!(!sources.is_empty(), "no sources of {room}");
        for file in sources.iter().filter(|file| file.extension() == "rs" && !file.is_test()) {
            assert_none(&violations(file));
        }
    }
}

#[test]
fn planted_names_are_seen() {
    let seen_in =
        |path: &str, text: &str| violations(&SourceFile { path: path.to_owned(), text: text.to_owned() });
    let seen = |text: &str| seen_in("crates/sd-jwt/src/parse.rs", text);
    for (text, words) in [
        ("fn f() {\n    std::fs::read(x);\n}", "parse.rs:2: std::fs::read"),
        ("use std::{fmt, env};", "std::env"),
        ("use std::net::TcpStream as S;", "std::net::TcpStream"),
        ("let now = SystemTime::now();", "SystemTime::now"),
        ("let now = std::time::Instant::now();", "std::time::Instant::now"),
        ("let r = rand::thread_rng();", "rand::thread_rng"),
        ("getrandom::fill(&mut b)?;", "getrandom::fill"),
        ("SystemRandom::new()", "SystemRandom::new"),
        ("std::process::exit(1)", "std::process::exit"),
        ("std::thread::spawn(f)", "std::thread::spawn"),
        ("println!(\"{x}\");", "println!"),
        ("static mut N: u32 = 0;", "static mut N"),
        ("static CACHE: OnceLock<Map> = OnceLock::new();", "static CACHE"),
        ("static COUNT: std::sync::atomic::AtomicU64 = x;", "static COUNT"),
        ("#[cfg(not(test))]\nfn f() { std::fs::read(x); }", "std::fs::read"),
    ] {
        assert_seen(&seen(text), words);
    }
    for text in [
        "//! Reads no `std::fs`.\nconst A: &str = \"std::fs::read\";",
        "#[cfg(test)]\nmod tests { use std::fs; fn f() { println!(); } }",
        "static TABLE: [u8; 2] = [1, 2]; fn f(x: &'static str) {}",
        "use std::io::Read; fn env(instant: Timestamp) -> Validity { my::fs::read() }",
    ] {
        assert_none(&seen(text));
    }
    assert_none(&seen_in("crates/jose/src/sign.rs", "SystemRandom::new()"));
}
