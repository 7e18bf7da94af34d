//! Files of another kind than a command wants, each told by what it looks like; and what a text editor does to a right one.

use crate::kit::{Desk, ISSUE, PASSPHRASE};
use std::fs::{self, File};
use std::path::Path;

const POLICY: &str = r#"version = 1
types = "any"

[[trust]]
issuer = "https://city.example"
types = "any"
key_set = "city.jwk"
"#;
const QUERY: &str = r#"{"credentials":[{"id":"residence","format":"dc+sd-jwt","meta":{}}]}"#;
/// One byte more than is read of a file.
const HUGE: u64 = 64 * 1024 * 1024 + 1;

/// A desk with a file of each kind.
fn desk() -> Desk {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("policy.toml", POLICY);
    desk.write("query.json", QUERY);
    desk.done("wallet create --vault vault --passphrase-file pass");
    desk.done("wallet new-key --out holder.jwk --vault vault --passphrase-file pass");
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done("issuer publish --dir city --out lists");
    fs::copy(desk.path("lists/1.jwt"), desk.path("list.jwt")).unwrap();
    fs::copy(desk.path("city/key.jwk"), desk.path("private.jwk")).unwrap();
    desk.write("city.jwks", desk.read("city.jwk"));
    desk.write("city.jwk", desk.done("issuer show-key --dir city --json").json()["jwk"].to_string());
    for name in ["member.txt", "registry.json", "statements.txt"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../verifier/examples/door").join(name);
        fs::copy(path, desk.path(name)).unwrap();
    }
    desk.write("backup", "age-encryption.org/v1\n-> scrypt abc 18\n");
    desk.write("page.html", "<!DOCTYPE html><html><body>404 Not Found</body></html>");
    desk.write("key.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    desk.write("empty", "");
    desk.write("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.write("utf16", b"\xff\xfe{\0}\0");
    fs::create_dir(desk.path("folder")).unwrap();
    File::create(desk.path("huge")).unwrap().set_len(HUGE).unwrap();
    desk
}

/// Every way in which a file comes in: a line with `FILE` for it, what it is to be, and which of the kinds above it may be.
const WAYS: [(&str, &str, &[&str]); 22] = [
    (
        "inspect FILE",
        "a token or a key",
        &[
            "card.txt",
            "member.txt",
            "list.jwt",
            "registry.json",
            "statements.txt",
            "city.jwk",
            "city.jwks",
            "private.jwk",
        ],
    ),
    ("verify FILE --policy policy.toml", "a presentation", &["card.txt", "member.txt"]),
    ("verify FILE --policy policy.toml --query query.json", "a vp_token", &["card.txt", "member.txt"]),
    ("verify card.txt --policy FILE", "a policy", &["policy.toml"]),
    ("verify --explain-policy FILE", "a policy", &["policy.toml"]),
    ("verify card.txt --policy policy.toml --query FILE", "a query", &["query.json"]),
    ("verify card.txt --policy policy.toml --status-list FILE", "a status list", &["list.jwt"]),
    ("verify card.txt --policy policy.toml --stapled FILE", "a status list", &["list.jwt"]),
    (
        "verify card.txt --policy policy.toml --registry FILE",
        "the description of a registry",
        &["registry.json"],
    ),
    (
        "verify card.txt --policy policy.toml --registry registry.json --statements FILE",
        "a file of statements about a registry",
        &["statements.txt"],
    ),
    (
        "status FILE --uri https://city.example/status/1 --index 0 --issuer-key city.jwk",
        "a status list",
        &["list.jwt"],
    ),
    (
        "status list.jwt --uri https://city.example/status/1 --index 0 --issuer-key FILE",
        "a public key",
        &["city.jwk", "city.jwks", "private.jwk"],
    ),
    (
        "issuer issue --dir city --type FILE --claims claims.json --holder-key holder.jwk --name x",
        "a type of credential",
        &["type.toml"],
    ),
    (
        "issuer issue --dir city --type type.toml --claims FILE --holder-key holder.jwk --name x",
        "a JSON object with claims",
        &["claims.json", "city.jwk", "city.jwks", "query.json", "registry.json"],
    ),
    (
        "issuer issue --dir city --type type.toml --claims claims.json --holder-key FILE --name x",
        "a public key",
        &["city.jwk", "city.jwks", "private.jwk"],
    ),
    ("wallet import FILE --issuer-key city.jwk --vault vault", "a credential", &["card.txt"]),
    (
        "wallet import card.txt --issuer-key FILE --vault vault",
        "a public key",
        &["city.jwk", "city.jwks", "private.jwk"],
    ),
    (
        "wallet import card.txt --issuer-key city.jwk --holder-key FILE --vault vault",
        "a private key of the holder",
        &["private.jwk"],
    ),
    (
        "wallet status --list FILE --vault vault",
        "a status list or a file about a registry",
        &["list.jwt", "registry.json", "statements.txt"],
    ),
    (
        "wallet trust add https://city.example --key FILE --vault vault",
        "a public key",
        &["city.jwk", "city.jwks", "private.jwk"],
    ),
    ("wallet candidates --query FILE --vault vault", "a query", &["query.json"]),
    ("wallet rehearse FILE --backup-passphrase-file pass", "a backup", &["backup"]),
];

/// The kinds, and what each looks like.
const KINDS: [(&str, &str); 15] = [
    ("policy.toml", "a policy"),
    ("type.toml", "a type of credential"),
    ("query.json", "a query"),
    ("card.txt", "an SD-JWT"),
    ("member.txt", "a presentation of a BBS credential"),
    ("list.jwt", "a status list"),
    ("registry.json", "the description of a registry"),
    ("statements.txt", "statements about a registry"),
    ("city.jwk", "a public key"),
    ("city.jwks", "a set of public keys"),
    ("private.jwk", "a private key"),
    ("backup", "a backup"),
    ("page.html", "a web page"),
    ("key.pem", "a key or certificate in PEM"),
    ("claims.json", ""),
];

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_file_of_another_kind_is_told_by_what_it_looks_like() {
    let desk = desk();
    for (way, wanted, fitting) in WAYS {
        for (file, looks_like) in KINDS {
            // Any JSON object may hold claims, and nothing is said of one.
            if fitting.contains(&file) || looks_like.is_empty() {
                continue;
            }
            let run = desk.refused(&way.replace("FILE", file), "cli.wrong_file");
            let said = one_line(&run.stderr);
            let words = format!("{file}: that looks like {looks_like}");
            assert!(
                said.contains(&words) && said.contains(&format!("{wanted} is wanted here")),
                "{way}: {said}"
            );
            assert!(said.contains("help: "), "{way}: {said}");
        }
    }
}

#[test]
fn a_file_that_is_no_text_a_directory_or_too_long_is_refused_as_what_it_is() {
    let desk = desk();
    for (way, wanted, _) in WAYS {
        if wanted == "a backup" {
            continue;
        }
        let refused =
            |file: &str, code: &str| one_line(&desk.refused(&way.replace("FILE", file), code).stderr);
        // An empty answer is one, and is decided on.
        if !["a presentation", "a vp_token"].contains(&wanted) {
            let said = refused("empty", "cli.file_empty");
            assert!(said.contains(&format!("{wanted} is wanted here")), "{way}: {said}");
        }
        assert!(refused("picture", "cli.input_not_text").contains("picture: is not UTF-8 text"), "{way}");
        assert!(refused("utf16", "cli.input_not_text").contains("save it as UTF-8"), "{way}");
        assert!(refused("folder", "cli.file_is_directory").contains("folder: is a directory"), "{way}");
        assert!(refused("no-such", "cli.file_not_found").contains("no-such: there is no such file"), "{way}");
    }
    for (way, ..) in WAYS.iter().filter(|(_, wanted, _)| *wanted != "a backup") {
        desk.refused(&way.replace("FILE", "huge"), "cli.input_too_long");
    }
    for (line, code) in [
        ("wallet rehearse folder --backup-passphrase-file pass", "cli.file_is_directory"),
        ("wallet rehearse empty --backup-passphrase-file pass", "cli.file_empty"),
        ("wallet rehearse picture --backup-passphrase-file pass", "vault.backup_foreign"),
        ("wallet rehearse huge --backup-passphrase-file pass", "vault.backup_foreign"),
        ("wallet rehearse no-such --backup-passphrase-file pass", "vault.no_backup"),
        ("wallet restore folder --vault new --backup-passphrase-file pass", "cli.file_is_directory"),
        ("wallet restore policy.toml --vault new --backup-passphrase-file pass", "cli.wrong_file"),
        ("verify --jsonl folder", "cli.file_is_directory"),
        ("verify --jsonl no-such", "cli.file_not_found"),
        ("wallet list --vault vault --passphrase-file folder", "cli.passphrase_unreadable"),
        ("wallet list --vault vault --passphrase-file empty", "cli.passphrase_missing"),
        ("wallet list --vault vault --passphrase-file picture", "cli.passphrase_unreadable"),
        ("wallet list --vault vault --passphrase-file huge", "cli.passphrase_too_long"),
        ("wallet list --vault card.txt", "vault.io"),
    ] {
        desk.refused(line, code);
    }
}

/// A private key never does for a public one, whoever reads it.
#[test]
fn a_private_key_is_refused_where_a_public_one_belongs() {
    let desk = desk();
    for (way, wanted, _) in WAYS.iter().filter(|(_, wanted, _)| *wanted == "a public key") {
        let open = if way.contains("--vault") { " --passphrase-file pass" } else { "" };
        let line = format!("{}{open}", way.replace("FILE", "private.jwk"));
        let run = desk.refused(&line, "jose.private_key_exposed");
        assert!(run.stderr.contains("private.jwk"), "{wanted}: {run:?}");
    }
}

/// What an editor on Windows makes of a file, and one on a Mac.
#[test]
fn a_mark_before_a_text_and_ends_of_lines_of_windows_change_nothing() {
    let desk = desk();
    let of_windows = |name: &str| {
        let text = desk.read(name).replace('\n', "\r\n");
        desk.write(name, format!("\u{feff}{text}\r\n"));
    };
    let names = [
        "policy.toml",
        "query.json",
        "type.toml",
        "claims.json",
        "city.jwk",
        "holder.jwk",
        "card.txt",
        "list.jwt",
        "pass",
    ];
    names.into_iter().for_each(of_windows);
    let issue = ISSUE.replace("--name ada", "--name bo");
    desk.done(&format!("{issue} --out bo.txt"));
    let open = "--vault vault --passphrase-file pass";
    desk.done(&format!("wallet import card.txt --issuer-key city.jwk {open}"));
    desk.done(&format!("wallet status --list list.jwt {open}"));
    desk.done(&format!("wallet candidates --query query.json {open}"));
    desk.done("verify --explain-policy policy.toml");
    desk.done("inspect card.txt");
    desk.done("status list.jwt --uri https://city.example/status/1 --index 0 --issuer-key city.jwk");
    let run =
        desk.run("verify card.txt --policy policy.toml --status-list list.jwt --audience a --nonce n --json");
    assert_eq!(
        run.json()["verdict"],
        "rejected",
        "a presentation without key binding, but it could be read: {run:?}"
    );
    assert_eq!(run.json()["reasons"][0]["code"], "binding.missing", "{run:?}");
}
