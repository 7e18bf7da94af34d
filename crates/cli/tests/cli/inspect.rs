use crate::kit::{Desk, specification_keys, vector};
use std::fs;
use std::path::Path;

/// Every token file of the standards, by its path.
fn tokens() -> Vec<std::path::PathBuf> {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut found = Vec::new();
    let mut waiting = vec![vectors.join("sd-jwt"), vectors.join("sd-jwt-vc")];
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else if name.starts_with("sd_jwt_issuance") || name.starts_with("sd_jwt_presentation") {
                found.push(entry.path());
            }
        }
    }
    found
}

#[test]
fn every_token_of_the_standards_can_be_read_and_none_counts_as_verified() {
    let desk = Desk::new();
    let tokens = tokens();
    assert!(tokens.len() > 30, "{}", tokens.len());
    for path in tokens {
        let text = fs::read_to_string(&path).unwrap();
        // One of the JSON files holds its JSON as a text.
        let text = if text.starts_with('"') { serde_json::from_str(&text).unwrap() } else { text };
        let path = path.display();
        let page = desk.run_typing(&["inspect"], text.as_bytes());
        assert_eq!(page.exit, 0, "{path}: {page:?}");
        assert!(page.stdout.contains("▲ Not verified"), "{path}: {}", page.stdout);
        assert!(!page.stdout.contains("a verifier refuses this"), "{path}: {}", page.stdout);
        let json = desk.run_typing(&["inspect", "--json"], text.as_bytes()).json();
        assert_eq!((&json["version"], &json["command"]), (&1.into(), &"inspect".into()));
        assert_eq!((&json["verified"], &json["kind"]), (&false.into(), &"sd-jwt".into()), "{path}");
    }
}

#[test]
fn a_token_comes_from_a_file_an_argument_or_a_pipe() {
    let desk = Desk::new();
    let token = vector("sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt");
    desk.write("token.txt", &token);
    let from_file = desk.done("inspect token.txt").stdout;
    assert!(from_file.contains("Key binding") && from_file.contains("https://verifier.example.org"));
    assert!(from_file.contains("at the top"), "closed digests are counted: {from_file}");
    for (arguments, typed) in
        [(&["inspect", token.trim()][..], ""), (&["inspect", "-"], &token), (&["inspect"], &token)]
    {
        assert_eq!(desk.run_typing(arguments, typed.as_bytes()).stdout, from_file, "{arguments:?}");
    }
}

#[test]
fn status_lists_and_keys() {
    let desk = Desk::new();
    let json: serde_json::Value =
        serde_json::from_str(&vector("token-status-list/status_list_token_jwt.json")).unwrap();
    desk.write("list.jwt", json["jwt"].as_str().unwrap());
    let page = desk.done("inspect list.jwt").stdout;
    assert!(page.contains("Status list token") && page.contains("https://example.com/statuslists/1"));

    let keys = specification_keys();
    let mut private = keys["holder_public_jwk"].clone();
    private["d"] = keys["holder_private_d"].clone();
    desk.write("key.jwk", private.to_string());
    for line in ["inspect key.jwk", "inspect --json key.jwk"] {
        let run = desk.done(line);
        assert!(run.stdout.to_lowercase().contains("private"));
        assert!(!run.stdout.contains(keys["holder_private_d"].as_str().unwrap()), "{}", run.stdout);
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let desk = Desk::new();
    desk.write("bytes", b"\xff\xfe");
    desk.write("text", "hello");
    for (line, code) in [
        ("inspect no-such-file", "cli.file_not_found"),
        ("inspect .", "cli.file_is_directory"),
        ("inspect bytes", "cli.input_not_text"),
        ("inspect text", "app.not_recognised"),
        ("inspect a.b.c.d", "app.not_recognised"),
        ("inspect -", "cli.file_empty"),
    ] {
        desk.refused(line, code);
    }
    let run = desk.run("inspect --json text");
    assert_eq!((run.exit, &run.json()["error"]["code"]), (2, &"app.not_recognised".into()));
}

#[test]
fn a_token_cannot_steer_the_terminal() {
    let desk = Desk::new();
    // {"alg":"none","typ":"\u001b[2J"} . {"iss":"\u001b]0;x\u0007","a\u202eb":"\u001b[31m"}
    let token = "eyJhbGciOiJub25lIiwidHlwIjoiXHUwMDFiWzJKIn0.\
                 eyJpc3MiOiJcdTAwMWJdMDt4XHUwMDA3IiwiYVx1MjAyZWIiOiJcdTAwMWJbMzFtIn0.";
    let run = desk.run_typing(&["inspect"], token.as_bytes());
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(!run.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", run.stdout);
}

#[test]
fn bbs_credentials_and_what_is_said_of_their_registry() {
    let desk = Desk::new();
    let door = Path::new(env!("CARGO_MANIFEST_DIR")).join("../verifier/examples/door");
    for (name, words) in [
        (
            "member.txt",
            &[
                "Presentation of a BBS credential",
                "▲ Not verified",
                "https://credentials.example/member, version 1",
                "1 January 2027",
                "https://issuer.example/registry/1",
                "BBS, key 2026-bbs",
                "bound to no key",
                "age_over_18  true",
                "family_name",
                "in period 5, as it claims",
                "n-0S6_WzA2Mj",
            ][..],
        ),
        (
            "registry.json",
            &["Description of a registry", "https://issuer.example/registry/1", "1 h", "EdDSA"],
        ),
        ("statements.txt", &["5 statements about a registry", "2026-01-01T12:00:00Z"]),
        ("issuer.jwks.json", &["2 public keys", "BBS", "2026-bbs"]),
    ] {
        desk.write(name, fs::read_to_string(door.join(name)).unwrap());
        let page = desk.done(&format!("inspect {name} --at 1767268800")).stdout;
        for word in words {
            assert!(page.contains(word), "{word}: {page}");
        }
        let json = desk.done(&format!("inspect {name} --json")).json();
        assert_eq!(json["verified"], false, "{name}");
    }
    let json = desk.done("inspect member.txt --json").json();
    assert_eq!(json["kind"], "bbs-presentation");
    let states: Vec<_> =
        json["slots"].as_array().unwrap().iter().map(|slot| slot["state"].as_str().unwrap()).collect();
    assert_eq!(states.iter().filter(|state| **state == "disclosed").count(), 2);
    assert_eq!(states.iter().filter(|state| **state == "withheld").count(), 6);
}
