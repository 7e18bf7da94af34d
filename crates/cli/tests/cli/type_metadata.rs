//! Cards that are called as their types say.

use crate::kit::{Desk, ISSUE, PASSPHRASE};

const OPEN: &str = "--passphrase-file pass";

fn described(name: &str, rule: &str) -> String {
    format!(
        r#"{{"vct":"https://city.example/types/residence","display":[{{"locale":"en","name":"{name}"}},{{"locale":"de","name":"Wohnsitz"}}],
            "claims":[{{"path":["given_name"],"sd":"{rule}","display":[{{"locale":"en","label":"First name"}},{{"locale":"de","label":"Vorname"}}]}}]}}"#
    )
}

/// A vault, a credential in `card.txt`, and its type in `type.json`.
fn desk() -> Desk {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("type.json", described("Residence card", "always"));
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk
}

#[test]
fn a_card_is_called_as_its_type_says_in_the_persons_language() {
    let mut desk = desk();
    let import =
        format!("wallet import card.txt --issuer-key city.jwk --type-metadata type.json {OPEN} --json");
    let imported = desk.done(&import).json();
    assert_eq!(imported["card"]["name"], "Residence card");
    assert_eq!(imported["grounds"].as_array().unwrap().last().unwrap()["code"], "described_unsigned");
    let card = imported["card"]["id"].as_str().unwrap().to_owned();
    let version = imported["card"]["type_metadata"].as_str().unwrap().to_owned();

    let shown = desk.done(&format!("wallet show {card} --lang de-CH,en {OPEN}")).stdout;
    for words in ["Wohnsitz", "https://city.example/types/residence", "Vorname", "given_name", &version] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    desk.variables = vec![("LANG", "en_GB.UTF-8".into()), ("LC_ALL", "de_DE.UTF-8".into())];
    let listed = desk.done(&format!("wallet list {OPEN}")).stdout;
    assert!(listed.contains("CALLED") && listed.contains("Wohnsitz"), "{listed}");
    desk.variables = vec![("LC_ALL", "C.UTF-8".into())];
    let json = desk.done(&format!("wallet show {card} {OPEN} --json")).json();
    let given =
        json["fields"].as_array().unwrap().iter().find(|field| field["path"] == "given_name").unwrap();
    assert_eq!((&given["label"], &json["described"]["version"]), (&"First name".into(), &version.into()));
    let ask = "--audience https://shop.example --nonce n1";
    let present = format!("wallet present {card} --share given_name {ask} --lang de {OPEN}");
    let arguments: Vec<&str> = present.split_whitespace().collect();
    let asked = desk.run_typing(&arguments, b"n\n").stderr;
    assert!(asked.contains("Wohnsitz") && asked.contains("Vorname  given_name"), "{asked}");
    let run = desk.run(&format!("wallet list --lang not_one {OPEN}"));
    assert!(run.exit == 2 && run.stderr.contains("app.unknown_word"), "{run:?}");
}

#[test]
fn what_breaks_a_rule_of_its_type_is_refused() {
    let desk = desk();
    let import =
        |file: &str| format!("wallet import card.txt --issuer-key city.jwk --type-metadata {file} {OPEN}");
    desk.write("never.json", described("Residence card", "never"));
    let run = desk.refused(&import("never.json"), "type_metadata.disclosable");
    assert!(run.stderr.contains("the vault is as it was"), "{run:?}");
    desk.write("other.json", described("Residence card", "always").replace("/residence", "/library"));
    desk.refused(&import("other.json"), "type_metadata.type_mismatch");
    desk.refused(&import("type.toml"), "cli.wrong_file");
    desk.refused("wallet import type.json --passphrase-file pass", "cli.wrong_file");
}

#[test]
fn another_description_is_compared_and_taken_only_if_told_so() {
    let desk = desk();
    let imported = desk.done(&format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json")).json();
    let card = imported["card"]["id"].as_str().unwrap().to_owned();
    assert!(imported["card"].get("name").is_none());
    let describe = |file: &str, more: &str| {
        desk.run(&format!("wallet describe {card} --type-metadata {file} {more} {OPEN} --json"))
    };
    let first = describe("type.json", "");
    assert_eq!((first.exit, &first.json()["verdict"]), (0, &"first".into()), "{first:?}");
    desk.write("newer.json", described("Passport", "always"));
    let other = describe("newer.json", "");
    assert_eq!((other.exit, &other.json()["card"]["name"]), (1, &"Residence card".into()));
    assert_eq!(other.json()["display_differs"], true);
    let told = desk.run(&format!("wallet describe {card} --type-metadata newer.json {OPEN}"));
    assert!(told.exit == 1 && told.stdout.contains("Nothing was changed"), "{told:?}");
    let replaced = describe("newer.json", "--replace");
    assert_eq!((replaced.exit, &replaced.json()["card"]["name"]), (0, &"Passport".into()));
    let same = describe("newer.json", "");
    assert_eq!((same.exit, &same.json()["verdict"]), (0, &"same".into()));
}

/// What an issuer publishes is what its credentials name, and what a wallet and a verifier hold them to.
#[test]
fn a_type_from_its_issuer_to_a_wallet_and_a_verifier() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write(
        "type.toml",
        r#"vct = "https://city.example/types/residence"
disclosable = ["given_name", "age_over_18", "address", "address.locality"]
always_shown = ["document"]
mandatory = ["given_name"]
display = [{ locale = "en", name = "Residence card" }]
labels.given_name = { en = "First name" }
"#,
    );
    desk.write(
        "policy.toml",
        "version = 1\ntypes = \"any\"\nproofs = [\"sd-jwt\", \"bbs\"]\non_type_metadata = \"required\"\n\n[status]\non_missing = \"accept-short-lived\"\n\n[[trust]]\nissuer = \"https://city.example\"\ntypes = \"any\"\nkey_set = \"city.jwk\"\n",
    );
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    let published = desk.done("issuer publish --dir city --out lists --type type.toml --json").json();
    assert_eq!(published["types"][0]["uri"], "https://city.example/types/residence");
    let document = desk.read("lists/type.json");
    desk.done("issuer publish --dir city --out again --type type.toml");
    assert_eq!(desk.read("again/type.json"), document, "the same bytes");
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done("issuer issue --dir city --proof bbs --short-lived --type type.toml --claims claims.json --out pass.txt");
    desk.done("issuer publish --dir city --out lists");

    let import = |file: &str| {
        let import = format!(
            "wallet import {file} --issuer-key city.jwk --type-metadata lists/type.json {OPEN} --json"
        );
        let imported = desk.done(&import).json();
        let grounds = imported["grounds"].as_array().unwrap().iter().map(|ground| ground["code"].clone());
        (imported["card"]["id"].as_str().unwrap().to_owned(), grounds.collect::<Vec<_>>())
    };
    let (card, grounds) = import("card.txt");
    assert!(grounds.contains(&"described".into()), "{grounds:?}");
    let (pass, grounds) = import("pass.txt");
    assert!(grounds.contains(&"header_published".into()), "{grounds:?}");
    assert!(desk.done(&format!("wallet show {pass} {OPEN}")).stdout.contains("the published one"));

    let ask = "--audience https://shop.example --nonce n1";
    for (card, more) in [(&card, "--status-list lists/1.jwt"), (&pass, "")] {
        desk.done(&format!("wallet present {card} --share given_name {ask} --yes --out p.txt {OPEN}"));
        let verify = format!("verify p.txt --policy policy.toml {ask} {more} --json");
        let without = desk.run(&verify);
        assert_eq!(without.json()["reasons"][0]["code"], "type.metadata_missing", "{without:?}");
        let with = desk.run(&format!("{verify} --type-metadata lists/type.json"));
        assert_eq!(with.exit, 0, "{with:?}");
        let page =
            desk.run(&format!("{verify} --type-metadata lists/type.json --lang fr").replace(" --json", ""));
        assert!(page.stdout.contains("given_name  First name"), "{page:?}");
    }

    // A published type stays as it is.
    desk.write("type.toml", desk.read("type.toml").replace("First name", "Given name"));
    desk.refused("issuer publish --dir city --out lists --type type.toml", "cli.type_published");
    desk.refused(&format!("{} --out more.txt", ISSUE.replace("ada", "bob")), "cli.type_published");
    desk.write("type.json", document.replace("First name", "Given name"));
    let import = format!("wallet describe {card} --type-metadata type.json {OPEN}");
    desk.refused(&import, "type_metadata.integrity_mismatch");
}
