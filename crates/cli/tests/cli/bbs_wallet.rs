//! BBS cards, from their issue to their end, as a script would take them.

use crate::kit::{Desk, PASSPHRASE};
use serde_json::Value;

const OPEN: &str = "--passphrase-file pass";
const HOUR: u64 = 3_600;
/// The start of an hour.
const START: u64 = 1_700_000_000 - 1_700_000_000 % HOUR;
const POLICY: &str = r#"version = 1
types = "any"
proofs = ["bbs"]
required_claims = ["age_over_18"]

[[trust]]
issuer = "https://city.example"
types = "any"
key_set = "city.jwk"
"#;

fn at(line: &str, hours: u64) -> String {
    format!("{line} --at {}", START + hours * HOUR + 5)
}

/// An issuer, an empty vault and a credential in `pass.txt` that was issued in the first hour.
fn desk() -> Desk {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("policy.toml", POLICY);
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&at(&issue("ada", "ada.txt"), 0));
    desk
}

fn issue(name: &str, out: &str) -> String {
    format!(
        "issuer issue --dir city --proof bbs --type type.toml --claims claims.json --name {name} --out {out}"
    )
}

fn import(desk: &Desk, file: &str) -> String {
    let line = at(&format!("wallet import {file} --issuer-key city.jwk {OPEN} --json"), 0);
    desk.done(&line).json()["card"]["id"].as_str().unwrap().to_owned()
}

fn publish(desk: &Desk, directory: &str, hours: u64) {
    desk.done(&at(&format!("issuer publish --dir {directory} --out {directory}-served"), hours));
}

/// All that is served of the registry, in the order in which a shell names it.
fn served(desk: &Desk, directory: &str) -> String {
    let served = desk.path(&format!("{directory}-served"));
    let files = desk.files().into_keys().filter(|path| path.starts_with(&served));
    let names = files.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    let of_registry = names.filter(|name| name.starts_with("revocation"));
    of_registry.map(|name| format!(" --list {directory}-served/{name}")).collect()
}

fn catch_up(desk: &Desk, hours: u64) -> Value {
    desk.done(&at(&format!("wallet status{} {OPEN} --json", served(desk, "city")), hours)).json()
}

fn present(card: &str, nonce: &str, more: &str) -> String {
    format!(
        "wallet present {card} --share age_over_18 --audience https://shop.example --nonce {nonce} {OPEN} {more}"
    )
}

fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_card_from_its_issue_to_its_revocation() {
    let desk = desk();
    desk.refused(&format!("wallet import ada.txt {OPEN}"), "wallet.issuer_not_trusted");
    desk.refused(
        &format!("wallet import ada.txt --format sd-jwt-vc --issuer-key city.jwk {OPEN}"),
        "sd_jwt.tilde_missing",
    );
    let page = desk.done(&at(&format!("wallet import ada.txt --issuer-key city.jwk {OPEN}"), 0)).stdout;
    let page = words(&page);
    assert!(page.contains("bound to no key") && page.contains("https://city.example/revocation"), "{page}");
    assert!(page.contains("vouchsafe wallet status"), "{page}");
    desk.refused(&format!("wallet import ada.txt {OPEN}"), "wallet.already_stored");
    let listed = desk.done(&at(&format!("wallet list {OPEN} --json"), 0)).json();
    let card = &listed["cards"][0];
    assert_eq!((&card["profile"], &card["state"]["code"]), (&"bbs".into(), &"cannot_tell".into()));
    assert_eq!(card["membership"]["registry"], "https://city.example/revocation");
    let card = card["id"].as_str().unwrap().to_owned();
    desk.refused(&at(&present(&card, "n1", "--yes"), 0), "wallet.registry_not_described");
    let wanted = words(&desk.done(&at(&format!("wallet status {OPEN}"), 0)).stdout);
    assert!(wanted.contains("its description, and the files of statements from 0 on"), "{wanted}");
    assert!(wanted.contains("Nothing was contacted."), "{wanted}");

    // Twenty hours later: three files, whose names sort otherwise than they follow.
    publish(&desk, "city", 20);
    let taken = catch_up(&desk, 20);
    assert_eq!(taken["statements"].as_array().unwrap().len(), 1);
    assert_eq!(taken["statements"][0]["period"], 21);
    let told = &taken["statements"][0]["cards"][0];
    assert_eq!((&told["before"]["code"], &told["after"]["code"]), (&"cannot_tell".into(), &"valid".into()));
    assert_eq!(taken["registries"][0]["segment"], 2);
    let shown = words(&desk.done(&at(&format!("wallet show {card} {OPEN}"), 20)).stdout);
    for part in [
        "You choose whether it shows",
        "How it is revoked",
        "Registry https://city.example/revocation",
        "Followed up to period 21",
        "Not revoked as of 15 November 2023, 18:00 UTC",
        "No showing says which card of that registry it is.",
        "version 1, 7 claims",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("revocation_handle"));

    // What is looked at is what is shown; what is withheld is in no output.
    let line = at(&present(&card, "n1", ""), 20);
    let agreed = desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), b"y\n");
    assert_eq!((agreed.exit, agreed.stdout.lines().count()), (0, 1), "{agreed:?}");
    let screen = words(&agreed.stderr);
    for part in [
        "as of period 21, 15 November 2023, 18:00 UTC",
        "Proof of its signature",
        "Verifiers cannot link this showing",
        "a key, version or registry that the issuer gave to you only",
        "Issuer's key",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    assert!(!screen.contains("Canary Ada") && !screen.contains("Acknowledge"));
    desk.write("p1.txt", &agreed.stdout);
    let second = desk.done(&at(&present(&card, "n2", "--yes --json"), 20)).json();
    assert_eq!(second["form"], "jpt");
    let again = desk.done(&format!("wallet resend {} {OPEN}", second["entry"])).stdout;
    assert_eq!(again.trim(), second["presentation"].as_str().unwrap());
    desk.write("p2.txt", &again);

    let verify = |file: &str, nonce: &str, hours| {
        let evidence = "--registry city-served/revocation.json --statements city-served/revocation-2.txt";
        let line = format!(
            "verify {file} --policy policy.toml --audience https://shop.example --nonce {nonce} {evidence} --json"
        );
        desk.run(&at(&line, hours))
    };
    for (file, nonce) in [("p1.txt", "n1"), ("p2.txt", "n2")] {
        let decided = verify(file, nonce, 20);
        assert_eq!(
            (decided.exit, &decided.json()["claims"]["age_over_18"]),
            (0, &true.into()),
            "{decided:?}"
        );
    }
    assert_ne!(verify("p2.txt", "n1", 20).exit, 0);
    let known = desk.done(&format!("wallet verifiers shop {OPEN} --json")).json();
    assert_eq!(known["verifiers"][0]["recognition"]["code"], "not_by_the_cards", "{known}");
    let history = desk.done(&format!("wallet history {OPEN} --json")).json();
    assert_eq!(history["entries"][1]["cards"][0]["by_proof"], true);

    // Not a credential: what was shown.
    desk.refused(&format!("wallet import p1.txt {OPEN}"), "cli.wrong_file");

    desk.done(&at("issuer revoke --dir city ada", 20));
    publish(&desk, "city", 22);
    let taken = catch_up(&desk, 22);
    let last = taken["statements"].as_array().unwrap().last().unwrap();
    assert_eq!(last["cards"][0]["after"]["code"], "revoked");
    let refused = desk.refused(&at(&present(&card, "n3", "--yes"), 22), "wallet.revoked");
    assert!(refused.stderr.contains("nothing can prove that it holds"), "{}", refused.stderr);
    assert_ne!(verify("p2.txt", "n2", 22 + 2).exit, 0, "too old by now");
}

#[test]
fn a_query_is_answered_as_of_the_statement_that_its_verifier_holds() {
    let desk = desk();
    let card = import(&desk, "ada.txt");
    publish(&desk, "city", 3);
    catch_up(&desk, 3);
    let query = |statements: &str| {
        format!(
            r#"{{"credentials":[{{"id":"age","format":"x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt","meta":{{"vct_values":["https://city.example/types/residence"]{statements}}},"claims":[{{"path":["age_over_18"]}}]}}]}}"#
        )
    };
    let ask = |more: &str| {
        at(
            &format!(
                "wallet present --query query.json --audience https://shop.example --nonce n1 {OPEN} --yes {more}"
            ),
            3,
        )
    };
    desk.write("query.json", query(""));
    let found = words(&desk.done(&at(&format!("wallet candidates --query query.json {OPEN}"), 3)).stdout);
    assert!(found.contains("age_over_18; by a proof that verifiers cannot link"), "{found}");
    let answer = desk.done(&ask("--json")).json();
    assert_eq!(answer["form"], "vp_token");
    let digest = "A".repeat(43);
    let held = |t: u64| {
        format!(
            r#","accumulator_statements":[{{"registry":"https://city.example/revocation","t":{t},"digest":"{digest}"}}]"#
        )
    };
    // A verifier who makes up a digest is answered as by somebody who holds no card; the person is told why.
    desk.write("query.json", query("").replace("types/residence", "types/other"));
    let nobody = desk.run(&ask(""));
    assert_eq!((nobody.exit, nobody.stdout.trim()), (1, r#"{"error":"access_denied"}"#));
    let before = desk.done(&format!("wallet history {OPEN} --json")).stdout;
    for (t, why, code) in [
        (4, "they hold another list of what was revoked", "accumulator.digest_mismatch"),
        (2, "they ask for an old period", "accumulator.too_old"),
        (5, "cannot be proven with what is here", "wallet.statements_missing"),
    ] {
        desk.write("query.json", query(&held(t)));
        for choice in [String::new(), format!("--card age={card}")] {
            let run = desk.run(&ask(&choice));
            assert_eq!((run.exit, &run.stdout), (1, &nobody.stdout), "{code}: {run:?}");
            let told = words(&run.stderr);
            assert!(told.contains(why) && !told.contains("error["), "{told}");
        }
        let found = desk.run(&at(&format!("wallet candidates --query query.json {OPEN}"), 3));
        assert!(found.exit == 1 && words(&found.stdout).contains(why), "{found:?}");
    }
    assert_eq!(desk.done(&format!("wallet history {OPEN} --json")).stdout, before);
    // A day later what is known is old, and the person has to know it.
    let late = |more: &str| at(&present(&card, "n2", more), 3 + 25);
    desk.refused(&late("--yes"), "wallet.old_period");
    let run = desk.run_typing(&late("").split_whitespace().collect::<Vec<_>>(), b"n\n");
    let screen = words(&run.stderr);
    assert!(
        screen.contains("▲ Verifiers cannot link this showing")
            && screen.contains("▲ What you know of its registry is old"),
        "{screen}"
    );
    desk.done(&late("--yes --acknowledge old_period"));
    // Nor is a verifier told by what a script does then that there is a card.
    desk.write("query.json", query(""));
    let late = |more: &str| ask(more).replace(&at("", 3), &at("", 3 + 25));
    let run = desk.run(&late(""));
    assert_eq!((run.exit, &run.stdout), (1, &nobody.stdout), "{run:?}");
    assert!(words(&run.stderr).contains("--acknowledge old_period"), "{run:?}");
    desk.done(&late("--acknowledge old_period"));
    desk.write("query.json", query(&held(0)));
    desk.refused(&ask(""), "dcql.member_malformed");
}

#[test]
fn an_issuer_who_contradicts_himself_is_found_out() {
    let desk = desk();
    let card = import(&desk, "ada.txt");
    // An older copy of the issuer's directory, taken up again.
    for (path, bytes) in desk.files() {
        if let Ok(name) = path.strip_prefix(desk.path("city")) {
            let copy = desk.path("other").join(name);
            std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
            std::fs::write(copy, bytes).unwrap();
        }
    }
    publish(&desk, "city", 2);
    catch_up(&desk, 2);
    desk.done(&at(&issue("bo", "bo.txt").replace("--dir city", "--dir other"), 0));
    desk.done(&at("issuer revoke --dir other bo", 0));
    publish(&desk, "other", 2);

    publish(&desk, "other", 9);
    let shown = |hours| words(&desk.done(&at(&format!("wallet show {card} {OPEN}"), hours)).stdout);
    assert!(shown(2).contains("Not revoked as of"));
    // More files of the same do not hide what the first of them shows.
    let files = "other-served/revocation-1.txt other-served/revocation-0.txt";
    let line = at(&format!("wallet status --list {files} {OPEN}"), 9);
    let told = desk.run(&line);
    assert_eq!(told.exit, 1, "{told:?}");
    let page = words(&told.stdout);
    assert!(page.contains("two statements about period 3 that contradict each other"), "{page}");
    assert!(!shown(9).contains("Not revoked as of"));
    desk.refused(&at(&present(&card, "n1", "--yes"), 2), "wallet.registry_forked");
    let status = desk.done(&at(&format!("wallet status {OPEN} --json"), 2)).json();
    let fork = &status["registries"][0]["fork"];
    assert_eq!(fork[0], desk.read("city-served/revocation-0.txt").lines().nth(2).unwrap());
    assert_eq!(fork[1], desk.read("other-served/revocation-0.txt").lines().nth(2).unwrap());
    let listed = desk.done(&at(&format!("wallet list {OPEN}"), 2)).stdout;
    assert!(words(&listed).contains("different lists of what it revoked"), "{listed}");
}

#[test]
fn files_that_do_not_follow_name_what_is_missing() {
    let desk = desk();
    import(&desk, "ada.txt");
    publish(&desk, "city", 20);
    let status = |files: &str| at(&format!("wallet status {files} {OPEN}"), 20);
    desk.refused(&status("--list city-served/revocation-0.txt"), "wallet.registry_not_described");
    let page = words(&desk.done(&status("--list city-served/revocation.json")).stdout);
    assert!(page.contains("The files of statements about it come next."), "{page}");
    let refused = desk.refused(&status("--list city-served/revocation-1.txt"), "wallet.statements_missing");
    assert!(refused.stderr.contains("from file 0 on"), "{}", refused.stderr);
    desk.refused(&status("--list city.jwk"), "cli.wrong_file");
    desk.refused(&status("--list ada.txt"), "cli.wrong_file");
    desk.done(&status("--list city-served/revocation-1.txt city-served/revocation-0.txt"));
    desk.done(&status("--list city-served/revocation-2.txt"));
}

#[test]
fn a_card_behind_the_others_says_what_it_lacks() {
    let desk = desk();
    import(&desk, "ada.txt");
    desk.done(&at(&issue("bo", "bo.txt"), 0));
    publish(&desk, "city", 20);
    catch_up(&desk, 20);
    import(&desk, "bo.txt");
    let status = |files: &str| {
        let files =
            files.split(' ').map(|number| format!("city-served/revocation-{number}.txt")).collect::<Vec<_>>();
        words(&desk.done(&at(&format!("wallet status --list {} {OPEN}", files.join(" ")), 20)).stdout)
    };
    let page = status("0");
    assert!(page.contains("the files of statements from 1 on"), "{page}");
    let page = status("1 2");
    assert!(!page.contains("the files of statements from"), "{page}");
}

#[test]
fn a_card_without_revocation_needs_nothing_more() {
    let desk = desk();
    let line = "issuer issue --dir city --proof bbs --type type.toml --claims claims.json --short-lived --out day.txt";
    desk.done(&at(line, 0));
    let card = import(&desk, "day.txt");
    let shown = desk.done(&at(&present(&card, "n1", "--yes --json"), 1)).json();
    assert_eq!(shown["form"], "jpt");
    let listed = words(&desk.done(&at(&format!("wallet list {OPEN}"), 1)).stdout);
    assert!(listed.contains("a new proof each time") && listed.contains("expires in"), "{listed}");
    let checks = desk.done(&at(&format!("wallet status {OPEN}"), 1)).stdout;
    assert!(checks.contains("None of your cards has a status to look up."), "{checks}");
}
