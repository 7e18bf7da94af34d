use crate::kit::{Desk, ISSUE, PASSPHRASE};

const OPEN: &str = "--passphrase-file pass";
const SECRET: &str = "--backup-passphrase-file secret";

/// A desk with a card in its vault.
fn desk() -> Desk {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write("secret", format!("{PASSPHRASE} of a backup\n"));
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done(&format!("wallet import card.txt --issuer-key city.jwk {OPEN}"));
    desk
}

#[test]
fn a_wallet_is_backed_up_rehearsed_and_restored() {
    let desk = desk();
    let never = desk.done(&format!("wallet backups {OPEN}")).stdout;
    assert!(never.contains("never backed up"), "{never}");
    let made = desk.done(&format!("wallet backup --out my.vouchsafe-backup {OPEN} {SECRET}")).stdout;
    assert!(
        made.contains("● Backed up: my.vouchsafe-backup") && made.contains("brings back 1 card"),
        "{made}"
    );
    assert!(made.contains("vouchsafe wallet rehearse my.vouchsafe-backup"), "{made}");
    desk.refused(&format!("wallet backup --out my.vouchsafe-backup {OPEN} {SECRET}"), "vault.backup_exists");

    let rehearsed = desk.done(&format!("wallet rehearse my.vouchsafe-backup {SECRET} --note {OPEN}")).stdout;
    assert!(
        rehearsed.contains("all of it would come back") && rehearsed.contains("keeps in mind"),
        "{rehearsed}"
    );
    assert!(rehearsed.lines().all(|line| line.chars().count() <= 100), "{rehearsed}");
    let noted = desk.done(&format!("wallet backups {OPEN} --json")).json();
    assert!(noted["last"]["rehearsed_at"].is_string() && noted["last"]["cards"] == 1, "{noted}");

    let restore = format!("wallet restore my.vouchsafe-backup {SECRET} {OPEN}");
    let refused = desk.refused(&restore, "app.restore_onto_vault").stderr;
    assert!(refused.contains("unchanged: no vault was made"), "{refused}");
    let restored = desk.done(&format!("{restore} --vault new --json")).json();
    assert_eq!((&restored["command"], &restored["version"]), (&"wallet.restore".into(), &1.into()));
    assert_eq!((&restored["sound"], &restored["cards"][0]["fate"]), (&true.into(), &"returns".into()));
    let here = desk.done(&format!("wallet list {OPEN} --json --at 1900000000")).json();
    let there = desk.done(&format!("wallet list --vault new {OPEN} --json --at 1900000000")).json();
    assert_eq!(here["cards"], there["cards"]);
    let card = there["cards"][0]["id"].as_str().unwrap();
    let told = desk.done(&format!("wallet history --vault new {OPEN}")).stdout;
    assert!(told.contains("restored from a backup of"), "{told}");
    desk.done(&format!("wallet show {card} --vault new {OPEN}"));

    for (path, bytes) in desk.files() {
        let hides = path.starts_with(desk.path("new")) || path.starts_with(desk.path("data"));
        let hides = hides || path.extension().is_some_and(|extension| extension == "vouchsafe-backup");
        let found = bytes.windows(6).any(|window| window == b"Canary" || window == b"canary");
        assert!(!(hides && found), "{} holds what it should hide", path.display());
    }
}

#[test]
fn both_passphrases_can_come_from_standard_input() {
    let desk = desk();
    let typed = format!("{PASSPHRASE}\nanother secret\n");
    let line = "wallet backup --out b --passphrase-fd 0 --backup-passphrase-fd 0";
    let run = desk.run_typing(&line.split(' ').collect::<Vec<_>>(), typed.as_bytes());
    assert_eq!(run.exit, 0, "{run:?}");
    desk.write("secret", "another secret");
    desk.done(&format!("wallet rehearse b {SECRET}"));
    desk.write("secret", "a wrong one");
    let refused =
        desk.refused(&format!("wallet rehearse b {SECRET}"), "vault.backup_wrong_passphrase").stderr;
    assert!(refused.contains("help: "), "{refused}");
}

#[test]
fn what_is_no_backup_is_told() {
    let desk = Desk::new();
    desk.write("secret", "some secret words");
    desk.write("short", "1234567");
    desk.write("letter.txt", "Dear");
    desk.refused(&format!("wallet rehearse letter.txt {SECRET}"), "vault.backup_foreign");
    desk.refused(&format!("wallet rehearse no-such {SECRET}"), "vault.no_backup");
    desk.refused("wallet rehearse letter.txt", "cli.no_terminal");
    desk.refused(
        &format!("wallet restore letter.txt {SECRET} --vault new --passphrase-file secret"),
        "vault.backup_foreign",
    );
    assert!(!desk.path("new").exists());
}
