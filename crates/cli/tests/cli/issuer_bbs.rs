use crate::kit::{Desk, ISSUE};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

const ISSUE_BBS: &str =
    "issuer issue --dir city --proof bbs --type type.toml --claims claims.json --name ada";
/// The start of an hour.
const START: u64 = 1_700_000_000 - 1_700_000_000 % HOUR;
const HOUR: u64 = 3_600;

fn at(line: &str, moment: u64) -> String {
    format!("{line} --at {moment}")
}

fn published(desk: &Desk, moment: u64) -> Value {
    let published = desk.done(&at("issuer publish --dir city --out lists --json", moment)).json();
    published["statements"].clone()
}

/// What is served of statements, by file.
fn served(desk: &Desk) -> BTreeMap<String, String> {
    let files = desk.files().into_iter().filter_map(|(path, bytes)| {
        let name = path.file_name()?.to_str()?.to_owned();
        let is_served = path.starts_with(desk.path("lists")) && name.starts_with("revocation-");
        is_served.then(|| (name, String::from_utf8(bytes).unwrap()))
    });
    files.collect()
}

#[test]
fn a_revocation_becomes_known_with_the_next_period() {
    let desk = Desk::with_issuer();
    assert_eq!(published(&desk, START), Value::Null, "nothing is said before there is a credential");
    let issued = desk.done(&at(&format!("{ISSUE_BBS} --json"), START)).json();
    assert_eq!((&issued["proof"], &issued["name"]), (&"bbs".into(), &"ada".into()));
    assert_eq!(issued["credentials"][0].as_str().unwrap().split('.').count(), 3);
    assert!(!desk.read("city/handles.json").contains("Canary"), "no claims are kept");
    desk.done(&at(&ISSUE_BBS.replace("--name ada", "--name bo"), START));

    let first = published(&desk, START + 5);
    assert_eq!((&first["period"], &first["waiting"]), (&1.into(), &0.into()));
    let uris: Vec<_> = first["files"].as_array().unwrap().iter().map(|file| &file["uri"]).collect();
    assert_eq!(uris, ["https://city.example/revocation", "https://city.example/revocation/0"]);
    let description: Value = serde_json::from_str(&desk.read("lists/revocation.json")).unwrap();
    assert_eq!((&description["registry"], &description["period"]), (uris[0], &HOUR.into()));

    // That of the period is signed: it stays as it is, and whoever revokes is told from when it is known.
    let page = desk.done(&at("issuer revoke --dir city ada", START + 10)).stdout;
    let page: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("from 14 November 2023, 23:00 UTC on"), "{page}");
    assert!(page.contains("publish then. That of this period is signed already."), "{page}");
    let before = served(&desk);
    let second = published(&desk, START + HOUR - 1);
    assert_eq!((&second["period"], &second["waiting"]), (&1.into(), &1.into()));
    assert_eq!((served(&desk), &second["files"]), (before.clone(), &Value::Array(Vec::new())));

    let third = published(&desk, START + HOUR);
    assert_eq!(
        (&third["period"], &third["revocations"], &third["waiting"]),
        (&2.into(), &1.into(), &0.into())
    );
    let now = served(&desk);
    assert_eq!((now.len(), now["revocation-0.txt"].lines().count()), (1, 2));
    assert!(now["revocation-0.txt"].starts_with(&before["revocation-0.txt"]));

    // A period without a statement has begun: what is revoked now is in it.
    let revoked = desk.done(&at("issuer revoke --dir city bo --json", START + 3 * HOUR)).json();
    assert_eq!(revoked["changes"][0]["known_from"], "2023-11-15T01:00:00Z");
    let listed = desk.done("issuer list --dir city --json").json();
    for credential in listed["credentials"].as_array().unwrap() {
        assert_eq!((&credential["proof"], &credential["state"]), (&"bbs".into(), &"revoked".into()));
    }
    let last = published(&desk, START + 20 * HOUR);
    assert_eq!((&last["period"], &last["revocations"]), (&21.into(), &1.into()));
    assert_eq!(served(&desk).values().map(|text| text.lines().count()).collect::<Vec<_>>(), [8, 8, 5]);
}

#[test]
fn a_bbs_credential_is_valid_or_deleted_for_good() {
    let desk = Desk::with_issuer();
    desk.done(ISSUE_BBS);
    desk.refused(ISSUE_BBS, "issuer.credential_known");
    desk.refused(ISSUE, "issuer.credential_known");
    desk.done(&ISSUE.replace("--name ada", "--name bo"));
    desk.refused(&ISSUE_BBS.replace("--name ada", "--name bo"), "issuer.credential_known");
    desk.done("issuer reinstate --dir city ada");
    desk.refused("issuer suspend --dir city bo ada", "issuer.suspension_needs_status_list");
    let changed = desk.done("issuer revoke --dir city ada bo --json").json();
    assert!(changed["changes"][0]["known_from"].is_string());
    assert_eq!(changed["changes"][1].get("known_from"), None);
    let again = desk.done("issuer revoke --dir city ada --json").json();
    assert_eq!(again["changes"][0]["before"], "revoked", "as before");
    let run = desk.refused("issuer reinstate --dir city ada", "issuer.revoked_for_good");
    assert!(run.stderr.contains("issue a new credential"), "{}", run.stderr);
    desk.refused("issuer revoke --dir city nobody", "issuer.credential_unknown");
}

#[test]
fn the_secrets_of_bbs_are_for_their_owner_and_are_never_shown() {
    let desk = Desk::with_issuer();
    let member = |file: &str, pointer: &str| {
        let json: Value = serde_json::from_str(&desk.read(file)).unwrap();
        json.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    };
    let secrets = [
        member("city/bbs-key.jwk", "/d"),
        member("city/revocation-keys.json", "/alpha"),
        member("city/revocation-keys.json", "/statement_key/d"),
    ];
    for line in [
        "issuer show-key --dir city",
        "issuer show-key --dir city --json",
        ISSUE_BBS,
        "issuer list --dir city --json",
        "issuer revoke --dir city ada --json",
        "issuer publish --dir city --out lists --json",
    ] {
        let run = desk.done(line);
        assert!(
            secrets.iter().all(|secret| !run.stdout.contains(secret) && !run.stderr.contains(secret)),
            "{line}"
        );
    }
    for (path, bytes) in desk.files() {
        let holds = |secret: &String| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        let is_key = path.ends_with("bbs-key.jwk") || path.ends_with("revocation-keys.json");
        assert_eq!(secrets.iter().any(holds), is_key, "{}", path.display());
        #[cfg(unix)]
        if path.starts_with(desk.path("city")) && !path.ends_with("lock") {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
        }
    }
}

#[test]
fn what_cannot_be_revoked_is_short_lived_and_in_no_book() {
    let desk = Desk::with_issuer();
    let issue = ISSUE_BBS.replace("--name ada", "--short-lived");
    let issued = desk.done(&format!("{issue} --json")).json();
    assert_eq!(issued.get("name"), None);
    assert_eq!(desk.done("issuer list --dir city --json").json()["credentials"], Value::Array(Vec::new()));
    assert!(!desk.path("city/handles.json").exists());
    let late = at(&issue, START);
    let mut arguments: Vec<_> = late.split(' ').collect();
    arguments.extend(["--valid-for", "10 days"]);
    let run = desk.run_typing(&arguments, b"");
    assert!(run.stderr.starts_with("error[issuer.unrevocable_too_long]"), "{run:?}");
}

#[test]
fn each_kind_of_proof_wants_its_own() {
    let desk = Desk::with_issuer();
    let short_lived = ISSUE.replace("--name ada", "--short-lived");
    for line in [
        &format!("{ISSUE_BBS} --holder-key holder.jwk"),
        &ISSUE.replace("--holder-key holder.jwk", ""),
        &short_lived,
        &format!("{short_lived} --name ada"),
        &ISSUE_BBS.replace("--name ada", ""),
    ] {
        let run = desk.run(line);
        assert_eq!(run.exit, 2, "{line}: {run:?}");
        assert!(!desk.path("city/handles.json").exists(), "{line}");
    }
    desk.write("type.toml", "vct = \"urn:a\"\nalways_shown = [\"document\", \"more\"]\n");
    desk.write("claims.json", r#"{"document":1}"#);
    let run = desk.refused(ISSUE_BBS, "issuer.claim_missing");
    assert!(run.stderr.contains("claims.json"), "{}", run.stderr);
    desk.write("type.toml", "vct = \"urn:a\"\nalways_shown = [\"document\"]\ndates = \"exact\"\n");
    desk.refused(ISSUE_BBS, "issuer.dates_too_exact");
}

#[test]
fn how_often_there_are_statements_is_said_when_the_issuer_is_made() {
    let desk = Desk::new();
    let init = ["issuer", "init", "--dir", "city", "--id", "https://city.example", "--json", "--period"];
    let run = desk.run_typing(&[init.as_slice(), &["7 min"]].concat(), b"");
    assert_eq!((run.exit, &run.json()["error"]["code"]), (2, &"accumulator.period_length".into()));
    assert!(!desk.path("city").exists());
    let made = desk.run_typing(&[init.as_slice(), &["1 day"]].concat(), b"").json();
    assert_eq!(
        (&made["period"], &made["revocation_uri"]),
        (&"1 day".into(), &"https://city.example/revocation".into())
    );
}

#[test]
fn an_issuer_without_keys_for_bbs_goes_on_with_what_it_has() {
    let desk = Desk::with_issuer();
    for file in ["bbs-key.jwk", "revocation-keys.json"] {
        fs::remove_file(desk.path("city").join(file)).unwrap();
    }
    desk.refused(ISSUE_BBS, "cli.issuer_without_bbs");
    desk.done(ISSUE);
    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out lists");
    let keys = desk.done("issuer show-key --dir city --json").json();
    assert_eq!(keys["jwks"]["keys"].as_array().unwrap().len(), 1);
}

#[test]
fn broken_files_of_bbs_are_refused_and_left_alone() {
    for (name, contents, code) in [
        ("city/bbs-key.jwk", "{}", "jpt.jwk_member"),
        ("city/revocation-keys.json", "{}", "issuer.state_malformed"),
        ("city/revocation-keys.json", r#"{"version":9}"#, "issuer.state_too_new"),
        ("city/handles.json", "{}", "issuer.state_malformed"),
        ("city/handles.json", r#"{"version":9}"#, "issuer.state_too_new"),
        ("city/handles.json", "", "issuer.state_malformed"),
    ] {
        let desk = Desk::with_issuer();
        desk.done(ISSUE_BBS);
        desk.write(name, contents);
        let run = desk.refused(&ISSUE_BBS.replace("--name ada", "--name bo"), code);
        assert!(run.stderr.contains(name.trim_start_matches("city/")), "{}", run.stderr);
    }
    let desk = Desk::with_issuer();
    desk.done(ISSUE_BBS);
    fs::remove_file(desk.path("city/revocation-keys.json")).unwrap();
    desk.refused("issuer revoke --dir city ada", "cli.issuer_malformed");
}

#[test]
fn a_clock_that_ran_ahead_makes_revocations_wait() {
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    published(&desk, START + 5 * HOUR);
    desk.done(&at("issuer revoke --dir city ada", START));
    let publish = at("issuer publish --dir city --out lists", START + HOUR);
    desk.refused(&publish, "issuer.published_later");
    let before = served(&desk);
    let again = desk.done(&format!("{publish} --clock-ran-ahead --json")).json();
    assert_eq!((&again["statements"]["period"], &again["statements"]["waiting"]), (&6.into(), &1.into()));
    assert_eq!(served(&desk), before);
    // The lists are right again, and the statements not before their time.
    desk.refused(&at("issuer publish --dir city --out lists", START + 2 * HOUR), "issuer.statement_later");
    assert_eq!(published(&desk, START + 6 * HOUR)["revocations"], 1);
}

#[test]
fn an_older_copy_of_the_directory_signs_nothing_against_what_was_published() {
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    published(&desk, START);
    let older = Copy::of(&desk);
    desk.done(&at("issuer revoke --dir city ada", START));
    published(&desk, START + HOUR);
    older.take_up(&desk);
    for hours in [1, 2, 9] {
        let publish = at("issuer publish --dir city --out lists", START + hours * HOUR);
        desk.refused(&publish, "cli.statements_differ");
    }
    // By whole segments, too.
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    let older = Copy::of(&desk);
    published(&desk, START + 8 * HOUR);
    older.take_up(&desk);
    fs::remove_file(desk.path("lists/revocation-0.txt")).unwrap();
    desk.refused(&at("issuer publish --dir city --out lists", START + HOUR), "cli.statements_differ");
    // Another book under the same keys is begun by nobody.
    fs::remove_file(desk.path("city/handles.json")).unwrap();
    desk.refused(&ISSUE_BBS.replace("--name ada", "--name bo"), "cli.issuer_malformed");
}

#[test]
fn nothing_is_signed_where_what_was_served_cannot_be_read() {
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    for file in ["lists/revocation-0.txt", "lists/revocation-1.txt"] {
        fs::create_dir_all(desk.path(file)).unwrap();
        let book = desk.read("city/handles.json");
        let run =
            desk.refused(&at("issuer publish --dir city --out lists", START + HOUR), "cli.file_is_directory");
        assert!(run.stderr.contains("nothing was signed"), "{}", run.stderr);
        assert_eq!(desk.read("city/handles.json"), book);
        assert!(!desk.path("city/statements").exists());
        fs::remove_dir(desk.path(file)).unwrap();
    }
    assert_eq!(published(&desk, START + HOUR)["period"], 2);
}

#[test]
fn a_revocation_that_was_cut_short_can_be_repeated() {
    let desk = Desk::with_issuer();
    desk.done(ISSUE_BBS);
    desk.done(&ISSUE.replace("--name ada", "--name bo"));
    let lists = desk.read("city/registry.json");
    desk.done("issuer revoke --dir city ada bo");
    // Killed between the two books.
    desk.write("city/registry.json", lists);
    let again = desk.done("issuer revoke --dir city ada bo --json").json();
    let before: Vec<_> =
        again["changes"].as_array().unwrap().iter().map(|change| &change["before"]).collect();
    assert_eq!(before, ["revoked", "valid"]);
    let page = desk.done("issuer revoke --dir city ada").stdout;
    assert!(page.contains("as before") && !page.contains("lists"), "{page}");
}

/// The issuer's own books may be longer than what it reads of others.
#[test]
fn long_books_are_read() {
    let desk = Desk::with_issuer();
    desk.done(ISSUE_BBS);
    for book in ["city/handles.json", "city/registry.json"] {
        let text = desk.read(book);
        desk.write(book, format!("{text}{}", " ".repeat(64 * 1024 * 1024)));
        desk.done("issuer list --dir city");
    }
    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out lists");
}

/// The books of an issuer as they were.
struct Copy([(&'static str, String); 2]);

impl Copy {
    fn of(desk: &Desk) -> Self {
        Self(["city/handles.json", "city/registry.json"].map(|file| (file, desk.read(file))))
    }

    fn take_up(&self, desk: &Desk) {
        self.0.iter().for_each(|(file, text)| desk.write(file, text));
    }
}

#[test]
fn what_could_not_be_given_out_was_kept_and_is_not_signed_again() {
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    desk.done(&at("issuer revoke --dir city ada", START));
    fs::create_dir_all(desk.path("lists/revocation.json")).unwrap();
    let run = desk.run(&at("issuer publish --dir city --out lists", START + 9 * HOUR));
    assert_eq!(run.exit, 2, "{run:?}");
    let kept = desk.read("city/statements/1.txt");
    fs::remove_dir(desk.path("lists/revocation.json")).unwrap();
    assert_eq!(published(&desk, START + 9 * HOUR)["period"], 10);
    assert_eq!(desk.read("lists/revocation-1.txt"), kept);
    assert_eq!(kept.lines().count(), 2);
    // Served elsewhere, all of it is there.
    desk.done(&at("issuer publish --dir city --out elsewhere", START + 9 * HOUR));
    for file in ["revocation.json", "revocation-0.txt", "revocation-1.txt"] {
        assert_eq!(desk.read(&format!("elsewhere/{file}")), desk.read(&format!("lists/{file}")));
    }
}

/// Killed at any moment, it never serves another statement for a period than it did before, and the directory can be used.
#[test]
fn killed_while_it_publishes_it_never_contradicts_itself() {
    let desk = Desk::with_issuer();
    desk.done(&at(ISSUE_BBS, START));
    let mut before = BTreeMap::new();
    let mut admit = |desk: &Desk| {
        let now = served(desk);
        for (file, text) in &before {
            let text: &String = text;
            assert!(now[file].starts_with(text), "{file} changed");
        }
        before = now;
    };
    for round in 1..40_u64 {
        let moment = START + round * 3 * HOUR;
        if round % 4 == 0 {
            desk.done(&at(&ISSUE_BBS.replace("--name ada", &format!("--name n{round}")), moment));
            desk.done(&at(&format!("issuer revoke --dir city n{round}"), moment));
        }
        let line = at("issuer publish --dir city --out lists", moment);
        let mut command = desk.command(&line.split(' ').collect::<Vec<_>>());
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(round * 2));
        let _ = child.kill();
        child.wait().unwrap();
        admit(&desk);
    }
    assert_eq!(published(&desk, START + 200 * HOUR)["period"], 201);
    admit(&desk);
    assert_eq!(served(&desk).values().map(|text| text.lines().count()).sum::<usize>(), 201);
}
