use crate::kit::{Desk, ISSUE, PASSPHRASE, specification_keys, vector};
use serde_json::Value;

const POLICY: &str = r#"version = 1
types = "any"
required_claims = ["age_over_18"]

[[trust]]
issuer = "https://city.example"
types = "any"
key_set = "city.jwk"
"#;

const OPEN: &str = "--passphrase-file pass";

/// One card through its whole life, as a script would take it.
#[test]
fn a_card_from_its_issue_to_its_end() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("policy.toml", POLICY);
    desk.done(&format!("wallet create {OPEN}"));

    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    assert!(!desk.read("holder.jwk").contains("\"d\""), "the public part only");
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done("issuer publish --dir city --out lists");

    desk.refused(&format!("wallet import card.txt {OPEN}"), "wallet.issuer_not_trusted");
    let imported = desk.done(&format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json")).json();
    assert_eq!((&imported["command"], &imported["version"]), (&"wallet.import".into(), &1.into()));
    assert_eq!(imported["card"]["state"]["code"], "cannot_tell");
    let card = imported["card"]["id"].as_str().unwrap().to_owned();

    let checked = desk.done(&format!("wallet status --list lists/1.jwt {OPEN} --json")).json();
    assert_eq!(checked["updates"][0]["cards"][0]["after"]["code"], "valid");

    // Shown in part: what is withheld is in no output, what is shown is in all of it.
    let present = |nonce: &str, more: &str| {
        format!(
            "wallet present {card} --share age_over_18 --audience https://shop.example --nonce {nonce} {OPEN} {more}"
        )
    };
    let arguments = present("n1", "");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let declined = desk.run_typing(&arguments, b"n\n");
    assert_eq!((declined.exit, declined.stdout.as_str()), (1, ""), "{declined:?}");
    assert!(declined.stderr.contains("Stays inside the envelope") && !declined.stderr.contains("Canary Ada"));
    assert_eq!(desk.run_typing(&arguments, b"").exit, 1, "no answer is a no");
    let agreed = desk.run_typing(&arguments, b"y\n");
    assert_eq!((agreed.exit, agreed.stdout.lines().count()), (0, 1), "{agreed:?}");
    desk.write("p.txt", &agreed.stdout);
    let shown = desk.done("inspect p.txt").stdout;
    assert!(shown.contains("age_over_18") && !shown.contains("Canary Ada") && !shown.contains("Harbourton"));

    let verify = |list: &str| {
        desk.run(&format!(
            "verify p.txt --policy policy.toml --audience https://shop.example --nonce n1 --status-list {list} --json"
        ))
    };
    let decided = verify("lists/1.jwt");
    assert_eq!((decided.exit, &decided.json()["claims"]["age_over_18"]), (0, &true.into()), "{decided:?}");

    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out later --at 2100-01-01T00:00:00Z");
    desk.refused(&format!("wallet status --list later/1.jwt {OPEN}"), "wallet.status_list_from_the_future");
    // A clock that ran ahead is owned up to, or nobody would learn of the revocation before that date.
    desk.refused("issuer publish --dir city --out later", "issuer.published_later");
    desk.done("issuer publish --dir city --out later --clock-ran-ahead");
    assert_eq!(verify("later/1.jwt").json()["reasons"][0]["code"], "status.invalid");
    desk.done(&format!("wallet status --list later/1.jwt {OPEN}"));
    desk.refused(&present("n2", "--yes"), "wallet.not_valid");
    let anyway = desk.done(&present("n2", "--yes --acknowledge not_valid --json")).json();
    assert_eq!(anyway["paths"], serde_json::json!(["age_over_18"]));
    let entry = &anyway["entry"];
    let again = desk.done(&format!("wallet resend {entry} {OPEN}")).stdout;
    assert_eq!(again.trim(), anyway["presentation"].as_str().unwrap());
    let settle = format!("wallet settle {entry} {OPEN}");
    let settle: Vec<&str> = settle.split_whitespace().collect();
    for answer in ["", "\n", "0\n", "5\n", "perhaps\n"] {
        let run = desk.run_typing(&settle, answer.as_bytes());
        assert_eq!((run.exit, run.stdout.as_str()), (1, ""), "{answer:?}: {run:?}");
    }
    let run = desk.run_typing(&settle, b"refused\n");
    assert!(run.exit == 0 && run.stderr.contains("3  refused    They refused it"), "{run:?}");
    desk.refused(&format!("wallet resend {entry} {OPEN}"), "wallet.not_pending");

    let arguments = format!("wallet delete {card} {OPEN}");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    assert_eq!(desk.run_typing(&arguments, b"no\n").exit, 1);
    assert_eq!(desk.run_typing(&arguments, b"y\n").exit, 0);
    desk.refused(&format!("wallet show {card} {OPEN}"), "wallet.no_such_card");
    let history = desk.done(&format!("wallet history {OPEN} --json")).json();
    let events: Vec<&str> =
        history["entries"].as_array().unwrap().iter().map(|entry| entry["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["received", "shared", "shared", "deleted"]);
    assert_eq!(history["entries"][2]["progress"], "refused");

    for (path, bytes) in desk.files().iter().filter(|(path, _)| path.starts_with(desk.path("data"))) {
        let found = bytes.windows(6).any(|window| window == b"Canary" || window == b"canary");
        assert!(!found, "{} holds what it should hide", path.display());
    }
}

#[test]
fn the_standards_own_credential_with_its_keys() {
    let desk = Desk::new();
    let keys = specification_keys();
    let mut holder = keys["holder_public_jwk"].clone();
    holder["d"] = keys["holder_private_d"].clone();
    let secret = keys["holder_private_d"].as_str().unwrap();
    desk.write("pass", PASSPHRASE);
    desk.write("issuer.jwk", keys["issuer_public_jwk"].to_string());
    desk.write("holder.jwk", holder.to_string());
    desk.write("pid.txt", vector("sd-jwt-vc/credentials/A1-pid/sd_jwt_issuance.txt"));
    desk.done(&format!("wallet create {OPEN}"));
    let import = format!("wallet import pid.txt --issuer-key issuer.jwk {OPEN} --at 1700000000");
    desk.refused(&import, "wallet.holder_key_missing");
    let imported = desk.done(&format!("{import} --holder-key holder.jwk --json"));
    assert!(!imported.stdout.contains(secret));
    let card = imported.json()["card"]["id"].as_str().unwrap().to_owned();
    let listed = desk.done(&format!("wallet list {OPEN} --at 1700000000 --json")).json();
    assert_eq!(listed["cards"][0]["state"]["code"], "valid");
    let later = desk.done(&format!("wallet list {OPEN} --at 1900000000")).stdout;
    assert!(later.contains("✕ expired"), "{later}");
    let shown = desk.done(&format!("wallet show {card} {OPEN} --json"));
    let fields = shown.json()["fields"].clone();
    let of = |path: &str| -> Value {
        fields.as_array().unwrap().iter().find(|field| field["path"] == path).unwrap().clone()
    };
    assert_eq!(of("given_name")["exposure"], "withheld");
    assert_eq!(of("iss")["exposure"], "always");
    assert!(!shown.stdout.contains(secret));
    desk.refused(
        &format!("wallet present {card} --share shoe_size --audience a --nonce n {OPEN} --yes"),
        "sd_jwt.no_such_claim",
    );
}

#[test]
fn a_card_is_found_by_what_it_says_and_by_what_its_holder_calls_it() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    let empty = desk.done(&format!("wallet list --search anything {OPEN}")).stdout;
    assert!(empty.contains("no card in this vault yet"), "{empty}");
    let imported = desk.done(&format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json")).json();
    let card = imported["card"]["id"].as_str().unwrap();
    let found = |more: &str| {
        let listed = desk.done(&format!("wallet list {more} {OPEN} --json")).json();
        (listed["cards"].as_array().unwrap().len(), listed["version"].clone())
    };
    for (more, expected) in [
        ("--search canary", 1),
        ("--search HARBOUR --state cannot-tell", 1),
        ("--search residence --issuer CITY.example --type residence --order ending", 1),
        ("--search nobody", 0),
        ("--state expired --state revoked", 0),
        ("--tag travel", 0),
    ] {
        assert_eq!(found(more), (expected, 1.into()), "{more}");
    }
    let tagged = desk.done(&format!("wallet tag {card} travel Büro {OPEN} --json")).json();
    assert_eq!(tagged["card"]["tags"], serde_json::json!(["travel", "Büro"]));
    assert_eq!(found("--tag TRAVEL --search buro").0, 1);
    let listed = desk.done(&format!("wallet list {OPEN}")).stdout;
    assert!(listed.contains("TAGS") && listed.contains("travel, Büro"), "{listed}");
    let none = desk.done(&format!("wallet list --tag other {OPEN}")).stdout;
    assert!(none.contains("You have one card, and it does not fit."), "{none}");
    desk.refused(&format!("wallet untag {card} travel other {OPEN}"), "wallet.no_such_tag");
    desk.refused(&format!("wallet tag {card} {OPEN} ."), "wallet.tag_invalid");
    assert_eq!(found("--tag travel").0, 1, "none of it was done");
    let untagged = desk.done(&format!("wallet untag {card} travel buro {OPEN}")).stdout;
    assert!(untagged.contains("has no tags"), "{untagged}");
}
