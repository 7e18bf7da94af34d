use crate::kit::{Desk, ISSUE, PASSPHRASE};

const OPEN: &str = "--passphrase-file pass";

/// A vault with two cards of one type, both bound to one key; their ids.
fn desk() -> (Desk, String, String) {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out one.txt"));
    desk.done(&format!("{} --out two.txt", ISSUE.replace("--name ada", "--name grace")));
    let id = |file: &str| {
        let imported = desk.done(&format!("wallet import {file} --issuer-key city.jwk {OPEN} --json")).json();
        imported["card"]["id"].as_str().unwrap().to_owned()
    };
    let (one, two) = (id("one.txt"), id("two.txt"));
    (desk, one, two)
}

#[test]
fn a_card_is_replaced_because_its_holder_says_so() {
    let (desk, one, two) = desk();
    let listed = desk.done(&format!("wallet list {OPEN}")).stdout;
    assert!(!listed.contains("replaced"), "{listed}");
    desk.refused(&format!("wallet replace {one} --by {one} {OPEN}"), "wallet.not_a_replacement");
    let done = desk.done(&format!("wallet replace {one} --by {two} {OPEN}")).stdout;
    assert!(done.contains("is replaced by"), "{done}");
    let listed = desk.done(&format!("wallet list --state replaced {OPEN}")).stdout;
    assert!(listed.contains("replaced by") && listed.contains("1 of 2 cards"), "{listed}");
    desk.done(&format!("wallet replace {one} --undo {OPEN}"));
    desk.refused(&format!("wallet replace {one} --undo {OPEN}"), "wallet.not_replaced");

    let planned = desk.done(&format!("wallet status {OPEN} --json")).json();
    assert_eq!(
        (planned["checks"].as_array().unwrap().len(), &planned["checks"][0]["due"]),
        (1, &true.into())
    );
    desk.done("issuer publish --dir city --out lists");
    desk.done(&format!("wallet status --list lists/1.jwt {OPEN}"));
    let page = desk.done(&format!("wallet status {OPEN}")).stdout;
    assert!(page.contains("fresh enough") && page.contains("Nothing was contacted"), "{page}");
}

#[test]
fn what_a_verifier_knows_is_told_and_exported() {
    let (desk, one, _) = desk();
    let nobody = desk.done(&format!("wallet verifiers {OPEN}")).stdout;
    assert!(nobody.contains("Nothing was shown to anybody yet."), "{nobody}");
    desk.refused(&format!("wallet deletion-request shop {OPEN}"), "wallet.no_such_verifier");
    let present = format!(
        "wallet present {one} --share age_over_18 --audience https://shop.example --nonce n1 --yes {OPEN} --json"
    );
    let shown = desk.done(&present).json();
    desk.done(&format!("wallet settle {} refused {OPEN}", shown["entry"]));
    let known = desk.done(&format!("wallet verifiers SHOP {OPEN} --json")).json();
    assert_eq!(known["verifiers"][0]["cards"][0]["paths"], serde_json::json!(["age_over_18"]));
    let page = desk.done(&format!("wallet verifiers shop {OPEN}")).stdout;
    assert!(page.contains("age_over_18") && page.contains("name not proven"), "{page}");

    let history = desk.done(&format!("wallet history --verifier shop {OPEN} --json")).json();
    assert_eq!(history["entries"].as_array().unwrap().len(), 1);
    desk.refused(&format!("wallet history --export history.txt {OPEN}"), "cli.export_form");
    for file in ["history.json", "history.csv"] {
        desk.done(&format!("wallet history --export {file} {OPEN}"));
        let text = desk.read(file);
        assert!(text.contains("https://shop.example") && text.contains("age_over_18"), "{text}");
        assert!(!text.contains("Canary") && !text.contains("Harbourton"), "{text}");
        desk.refused(&format!("wallet history --export {file} {OPEN}"), "cli.file_exists");
    }
    assert_eq!(desk.read("history.csv").lines().count(), 4);

    let letter = desk.done(&format!("wallet deletion-request shop.example --language de {OPEN}"));
    assert!(letter.stdout.contains("Art. 17") && letter.stdout.contains("age_over_18"), "{letter:?}");
    assert!(letter.stderr.contains("Fill in"));
    assert_eq!(
        desk.done(&format!("wallet history --card {one} {OPEN} --json")).json()["entries"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
