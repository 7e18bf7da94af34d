use crate::kit::{Desk, ISSUE, PASSPHRASE};
use serde_json::Value;
use std::collections::BTreeSet;

const OPEN: &str = "--passphrase-file pass";
const ASK: &str = "--audience https://shop.example --nonce n1";

const POLICY: &str = r#"version = 1
types = "any"

[[trust]]
issuer = "https://city.example"
types = "any"
key_set = "city.jwk"
"#;

fn query(claims: &str) -> String {
    format!(
        r#"{{"credentials":[{{"id":"residence","format":"dc+sd-jwt",
            "meta":{{"vct_values":["https://city.example/types/residence"]}},"claims":{claims}}}]}}"#
    )
}

/// A wallet with residence cards.
fn desk<const CARDS: usize>(names: [&str; CARDS]) -> (Desk, [String; CARDS]) {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("policy.toml", POLICY);
    desk.done(&format!("wallet create {OPEN}"));
    let cards = names.map(|name| {
        desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
        desk.done(&format!("{} --out card.txt", ISSUE.replace("--name ada", &format!("--name {name}"))));
        let import = format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json");
        desk.done(&import).json()["card"]["id"].as_str().unwrap().to_owned()
    });
    desk.done("issuer publish --dir city --out lists");
    desk.done(&format!("wallet status --list lists/1.jwt {OPEN}"));
    desk.write("age.json", query(r#"[{"path":["age_over_18"]},{"path":["address","locality"]}]"#));
    desk.write("shoe.json", query(r#"[{"path":["age_over_18"]},{"path":["shoe_size"]}]"#));
    (desk, cards)
}

fn run(desk: &Desk, line: &str, typed: &str) -> crate::kit::Run {
    desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), typed.as_bytes())
}

#[test]
fn a_query_is_answered_with_what_it_needs_and_no_more() {
    let (desk, cards) = desk(["ada", "again"]);
    let found = desk.done(&format!("wallet candidates --query age.json {OPEN}"));
    assert!(
        found.stdout.contains("You can answer this.") && found.stdout.contains(&cards[0][..6]),
        "{found:?}"
    );
    assert!(found.stdout.contains("age_over_18, address.locality; document, which"), "{found:?}");
    assert!(found.stdout.lines().all(|line| line.chars().count() <= 100));
    let json = desk.done(&format!("wallet candidates --query age.json {OPEN} --json")).json();
    assert_eq!((&json["command"], &json["answerable"]), (&"wallet.candidates".into(), &true.into()));
    let listed = json["queries"][0]["cards"].as_array().unwrap();
    let listed: Vec<&str> = listed.iter().map(|card| card["card"]["id"].as_str().unwrap()).collect();
    assert_eq!(listed.len(), 2);

    let present = format!("wallet present --query age.json {ASK} {OPEN}");
    let agreed = run(&desk, &present, "y\n");
    assert_eq!((agreed.exit, agreed.stdout.lines().count()), (0, 1), "{agreed:?}");
    assert!(agreed.stderr.contains("Harbourton") && !agreed.stderr.contains("Canary Ada"), "{agreed:?}");
    assert!(agreed.stderr.contains(&format!("--card residence={}", &listed[1][..6])), "{agreed:?}");
    let token: Value = serde_json::from_str(&agreed.stdout).unwrap();
    desk.write("p.txt", token["residence"][0].as_str().unwrap());
    let shown = desk.done("inspect p.txt").stdout;
    assert!(shown.contains("age_over_18") && shown.contains("Harbourton") && !shown.contains("Canary Ada"));

    desk.write("token.json", &agreed.stdout);
    let verify = |query: &str| {
        let line =
            format!("verify token.json --query {query} --policy policy.toml {ASK} --status-list lists/1.jwt");
        desk.run(&line)
    };
    assert_eq!(verify("age.json").exit, 0, "{:?}", verify("age.json"));
    assert_eq!(verify("shoe.json").exit, 1);

    // Another card; more than the last time is said.
    desk.write("name.json", query(r#"[{"path":["given_name"]}]"#));
    let other = format!("wallet present --query name.json --card residence={} {ASK} {OPEN}", listed[1]);
    let asked = run(&desk, &other, "n\n");
    assert!(asked.stderr.contains("They ask for more than last time: given_name"), "{asked:?}");
    let made = desk.done(&format!("{other} --purpose membership --yes --out token.json --json")).json();
    assert_eq!((&made["form"], &made["paths"]), (&"vp_token".into(), &serde_json::json!(["given_name"])));
    assert_eq!(desk.read("token.json").trim(), made["presentation"].as_str().unwrap());
    let entry = &made["entry"];
    assert_eq!(
        desk.done(&format!("wallet resend {entry} {OPEN}")).stdout.trim(),
        desk.read("token.json").trim()
    );
    let present = |more: &str| format!("wallet present {ASK} {OPEN} --yes {more}");
    desk.refused(&present(&format!("--query age.json --card other={}", cards[0])), "wallet.pick_not_asked");
    desk.refused(&present("--query age.json --claim-set residence=1"), "wallet.claim_set_not_there");
    let history = desk.done(&format!("wallet history {OPEN} --json")).json();
    let last = history["entries"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["purpose"], &last["cards"][0]["card"]), (&"membership".into(), &listed[1].into()));
    assert!(last["cards"][0]["always"].as_array().unwrap().contains(&"document".into()));
}

#[test]
fn a_no_and_an_empty_hand_look_the_same_to_who_asks() {
    let (desk, [card]) = desk(["ada"]);
    let no = run(&desk, &format!("wallet present --query age.json {ASK} {OPEN}"), "n\n");
    let none = run(&desk, &format!("wallet present --query shoe.json {ASK} {OPEN} --yes"), "");
    assert_eq!((no.exit, none.exit), (1, 1), "{no:?} {none:?}");
    assert_eq!(
        (no.stdout.as_str(), none.stdout.as_str()),
        ("{\"error\":\"access_denied\"}\n", "{\"error\":\"access_denied\"}\n")
    );
    let out = run(&desk, &format!("wallet present --query shoe.json {ASK} {OPEN} --yes --out no.json"), "");
    assert_eq!((out.exit, desk.read("no.json")), (1, none.stdout.clone()));

    let found = desk.run(&format!("wallet candidates --query shoe.json {OPEN}"));
    assert_eq!(found.exit, 1, "{found:?}");
    assert!(
        found.stdout.contains("it has no shoe_size") && found.stdout.contains("You cannot answer this"),
        "{found:?}"
    );

    // A card that was taken back is not chosen, and can be.
    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out later");
    desk.done(&format!("wallet status --list later/1.jwt {OPEN}"));
    let found = desk.run(&format!("wallet candidates --query age.json {OPEN}"));
    assert!(found.exit == 1 && found.stdout.contains("not chosen: its issuer took it back"), "{found:?}");
    let chosen = format!("wallet present --query age.json --card residence={card} {ASK} {OPEN} --yes");
    let unread = desk.run(&chosen);
    assert_eq!((unread.exit, unread.stdout), (1, none.stdout));
    assert!(unread.stderr.contains("--acknowledge not_valid"), "{}", unread.stderr);
    desk.done(&format!("{chosen} --acknowledge not_valid"));
}

#[test]
fn wrong_queries_and_arguments_teach() {
    let desk = Desk::new();
    desk.write("pass", PASSPHRASE);
    desk.write("broken.json", r#"{"credentials":[]}"#);
    desk.write("age.json", query("[]"));
    desk.done(&format!("wallet create {OPEN}"));
    let present = |more: &str| format!("wallet present {ASK} {OPEN} --yes {more}");
    let refused = desk.run(&present("--query broken.json"));
    assert!(refused.exit == 2 && refused.stderr.starts_with("error[dcql."), "{refused:?}");
    desk.refused(&present("--query none.json"), "cli.file_not_found");
    for misuse in
        ["--query age.json --share a", "--query age.json 3f9c", "", "--query age.json --card residence"]
    {
        assert_eq!(desk.run(&present(misuse)).exit, 2, "{misuse}");
    }
}

#[test]
fn a_credential_set_is_answered_in_the_way_that_is_named() {
    let (desk, _) = desk(["ada"]);
    let residence = |id: &str| {
        format!(
            r#"{{"id":"{id}","format":"dc+sd-jwt","meta":{{"vct_values":["https://city.example/types/residence"]}},
                "claims":[{{"path":["age_over_18"]}}]}}"#
        )
    };
    let pass = residence("pass").replace("types/residence", "types/pass");
    let sets = r#"[{"options":[["pass"],["one"],["two"]]},{"required":false,"options":[["more"]]}]"#;
    let all = format!("{pass},{},{},{}", residence("one"), residence("two"), residence("more"));
    desk.write("sets.json", format!(r#"{{"credentials":[{all}],"credential_sets":{sets}}}"#));

    let found = desk.done(&format!("wallet candidates --query sets.json {OPEN}")).stdout;
    let table: Vec<&str> = found.lines().skip_while(|line| !line.starts_with("SET")).take(5).collect();
    assert_eq!(
        table,
        [
            "SET             WAY  IT TAKES",
            "1  required     1    pass  ✕ you have no card for pass",
            "                2    one",
            "                3    two",
            "2  if you like  1    more",
        ],
        "{found}"
    );
    let answered = |choice: &str| {
        let run = desk.done(&format!("wallet present --query sets.json {choice} {ASK} {OPEN} --yes"));
        let token: Value = serde_json::from_str(&run.stdout).unwrap();
        token.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>()
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(answered(""), names(&["one"]));
    assert_eq!(answered("--set 1=3"), names(&["two"]));
    assert_eq!(answered("--set 1=3 --set 2=1"), names(&["more", "two"]));
    for choice in ["1=1", "1=4", "2=2", "3=1"] {
        let line = format!("wallet present --query sets.json --set {choice} {ASK} {OPEN} --yes");
        desk.refused(&line, "wallet.option_not_there");
    }
    for choice in ["0=1", "1=0", "1"] {
        let run = desk.run(&format!("wallet present --query sets.json --set {choice} {ASK} {OPEN}"));
        assert!(run.exit == 2 && run.stderr.contains("1=2"), "{run:?}");
    }
}

#[test]
fn the_status_lists_of_what_is_shown_go_along() {
    let (desk, [card]) = desk(["ada"]);
    let verify = "verify p.txt --policy policy.toml --audience https://shop.example --nonce n1";
    let present = format!("wallet present {card} {ASK} {OPEN} --out p.txt --staple along");
    let run = run(&desk, &present, "y\n");
    assert!(run.exit == 0 && run.stderr.contains("A status list goes along"), "{run:?}");
    assert!(run.stdout.contains("along/1.jwt"), "{run:?}");
    assert_eq!(desk.read("along/1.jwt"), desk.read("lists/1.jwt").trim());
    assert_eq!(desk.run(verify).exit, 1, "without evidence it cannot be told");
    desk.done(&format!("{verify} --stapled along/1.jwt"));

    let query =
        format!("wallet present --query age.json {ASK} {OPEN} --yes --out token.json --staple query-along");
    let json = desk.done(&format!("{query} --json")).json();
    assert_eq!(json["staples_written_to"], serde_json::json!(["query-along/1.jwt"]));
    assert_eq!(desk.read("query-along/1.jwt"), json["staples"][0].as_str().unwrap());

    // What cannot be written can be had again.
    let run = desk.run(&present.replace("--staple along", "--staple p.txt --yes"));
    assert!(run.exit == 2 && run.stderr.contains("cli.directory_unwritable"), "{run:?}");
    let entry = run.stderr.split("resend ").nth(1).unwrap().split('`').next().unwrap();
    assert_eq!(desk.done(&format!("wallet resend {entry} {OPEN}")).stdout, desk.read("p.txt"));

    // Where nothing was ever looked up, there is nothing to send.
    let open = format!("{OPEN} --vault other");
    desk.done(&format!("wallet create {open}"));
    desk.done(&format!("wallet new-key --out holder.jwk {open}"));
    desk.done(&format!("{} --out card.txt", ISSUE.replace("--name ada", "--name bo")));
    let import = format!("wallet import card.txt --issuer-key city.jwk {open} --json");
    let card = desk.done(&import).json()["card"]["id"].as_str().unwrap().to_owned();
    let run = desk.done(&format!("wallet present {card} {ASK} {open} --yes --out p.txt --staple nothing"));
    assert!(run.stdout.contains("▲ You have no status list of it"), "{run:?}");
    assert_eq!(desk.path("nothing").read_dir().unwrap().count(), 0);
}
