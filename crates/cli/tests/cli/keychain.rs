//! The keychain, which here is a gnome-keyring of its own for each test.

use crate::kit::{Desk, PASSPHRASE, Run};
use crate::session::Session;
use crate::terminal::typing_the_passphrase;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const LIST: &str = "wallet list --vault vault";
const ENABLE: &str = "wallet keychain enable --vault vault --passphrase-file pass";

/// What the guide says to type.
pub(crate) const LINES_OF_THE_GUIDE: [&str; 3] = [
    "vouchsafe wallet keychain enable",
    "vouchsafe wallet keychain status",
    "vouchsafe wallet keychain disable",
];

/// A desk in a session with an unlocked keychain, and a vault on it.
fn desk() -> (Desk, Session) {
    let mut session = Session::with_bus();
    session.start_keyring(Some("password"));
    let mut desk = Desk::new();
    desk.variables = session.variables().into();
    desk.write("pass", format!("{PASSPHRASE}\n"));
    desk.done("wallet create --vault vault --passphrase-file pass");
    (desk, session)
}

fn vault(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    desk.files().into_iter().filter(|(path, _)| path.starts_with(desk.path("vault"))).collect()
}

fn put_back(desk: &Desk, files: &BTreeMap<PathBuf, Vec<u8>>) {
    fs::remove_dir_all(desk.path("vault")).unwrap();
    fs::create_dir(desk.path("vault")).unwrap();
    files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
}

fn quiet(run: &Run) {
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{run:?}");
}

#[test]
fn the_keychain_opens_the_vault_from_enable_to_disable() {
    let (desk, _session) = desk();
    let status = desk.done("wallet keychain status --vault vault");
    assert!(
        status.stdout.contains("is not enabled") && status.stdout.contains("keychain works"),
        "{status:?}"
    );
    // Nobody is there to be asked.
    desk.refused(LIST, "cli.no_terminal");
    desk.write("wrong", "another passphrase altogether\n");
    desk.refused("wallet keychain enable --vault vault --passphrase-file wrong", "vault.wrong_passphrase");
    desk.refused("wallet keychain disable --vault vault --passphrase-file pass", "vault.no_key_store_wrap");

    let run = desk.done(ENABLE);
    assert!(run.stdout.contains("nobody is asked") && run.stdout.contains("Every program"), "{run:?}");
    quiet(&desk.run(LIST));
    quiet(&desk.run("wallet new-key --vault vault --out key.jwk"));
    quiet(&desk.run(&format!("{LIST} --passphrase-file pass")));
    let json = desk.done("wallet keychain status --vault vault --json").json();
    assert_eq!(json["command"], "wallet.keychain.status");
    assert_eq!((&json["version"], &json["enabled"], json.get("refusal")), (&1.into(), &true.into(), None));

    let run = desk.done("wallet keychain disable --vault vault --passphrase-file pass");
    assert!(run.stdout.contains("no more"), "{run:?}");
    desk.refused(LIST, "cli.no_terminal");
    quiet(&desk.run(&format!("{LIST} --passphrase-file pass")));
}

/// Each time, the command says why, and the passphrase opens.
#[test]
fn a141_a_keychain_that_is_gone_costs_nothing_and_says_why() {
    let (mut desk, mut session) = desk();
    desk.done(ENABLE);
    let gone = |desk: &Desk, code: &str| {
        let before = vault(desk);
        let run = desk.run(LIST);
        assert_eq!(run.exit, 2, "{run:?}");
        assert!(
            run.stderr.contains(&format!("note[{code}]: ")) && run.stderr.contains("cli.no_terminal"),
            "{run:?}"
        );
        assert!(
            run.stderr.contains("with its passphrase") || run.stderr.contains("with the passphrase"),
            "{run:?}"
        );
        assert_eq!(vault(desk), before);
        let run = desk.run(&format!("{LIST} --passphrase-file pass"));
        assert_eq!(run.exit, 0, "{run:?}");
        run
    };
    session.start_keyring(None);
    let run = gone(&desk, "vault.key_store_locked");
    assert!(run.stderr.starts_with("warning[vault.key_store_locked]: "), "{run:?}");
    let status = desk.run("wallet keychain status --vault vault");
    assert_eq!(status.exit, 1, "{status:?}");
    assert!(
        status.stdout.contains("was enabled") && status.stdout.contains("the key store is locked"),
        "{status:?}"
    );
    session.stop_keyring();
    gone(&desk, "vault.key_store_missing");
    session.lose_keyrings();
    session.start_keyring(Some("password"));
    let run = gone(&desk, "vault.key_store_key_gone");
    assert!(run.stderr.starts_with("warning[vault.generation_forgotten]: "), "{run:?}");
    session.lose_bus();
    gone(&desk, "vault.key_store_no_session");
    desk.variables = Session::without_bus().variables().into();
    let run = desk.done("wallet keychain disable --vault vault --passphrase-file pass");
    assert!(run.stdout.contains("could not be removed from the keychain"), "{run:?}");
}

#[test]
fn a142_an_older_copy_is_said_to_be_one_until_it_is_accepted() {
    let (desk, _session) = desk();
    desk.done(ENABLE);
    quiet(&desk.run(LIST));
    let old = vault(&desk);
    quiet(&desk.run("wallet new-key --vault vault --out one.jwk"));
    quiet(&desk.run("wallet new-key --vault vault --out two.jwk"));
    put_back(&desk, &old);
    for _ in 0..2 {
        let run = desk.done(LIST);
        assert!(run.stderr.starts_with("warning[vault.rolled_back]: "), "{run:?}");
        assert!(
            run.stderr.contains("one-time copies") && run.stderr.contains("accept-older-copy"),
            "{run:?}"
        );
    }
    let run = desk.done(&format!("{LIST} --json"));
    let json = run.json();
    let warnings = json["warnings"].as_array().unwrap();
    assert_eq!((warnings.len(), run.stderr.as_str()), (1, ""), "in the document, and there alone: {run:?}");
    assert_eq!(
        (&warnings[0]["code"], &json["command"]),
        (&"vault.rolled_back".into(), &"wallet.list".into())
    );
    assert!(warnings[0]["help"].as_str().unwrap().contains("accept-older-copy"), "{run:?}");
    let run = desk.run("wallet show 000000 --vault vault --json");
    assert_eq!((run.exit, &run.json()["warnings"][0]["code"]), (2, &"vault.rolled_back".into()), "{run:?}");

    desk.done("wallet keychain accept-older-copy --vault vault --passphrase-file pass");
    quiet(&desk.run(LIST));
    assert_eq!(desk.done(&format!("{LIST} --json")).json().get("warnings"), None);
}

#[test]
fn the_doctor_tells_whether_there_is_a_keychain_and_whether_the_vault_needs_it() {
    let (desk, mut session) = desk();
    let keychain = |desk: &Desk| {
        let json = desk.run("doctor --vault vault --json").json();
        let findings = json["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["subject"] == "keychain").unwrap().clone();
        (found["standing"].as_str().unwrap().to_owned(), found["words"].as_str().unwrap().to_owned())
    };
    let (standing, words) = keychain(&desk);
    assert!(standing == "good" && words.contains("kept a text and gave it back"), "{words}");
    session.start_keyring(None);
    let (standing, words) = keychain(&desk);
    assert!(standing == "heed" && words.contains("vault.key_store_locked"), "{words}");
    session.start_keyring(Some("password"));
    desk.done(ENABLE);
    assert_eq!(keychain(&desk).0, "good");
    session.stop_keyring();
    let (standing, words) = keychain(&desk);
    assert!(standing == "heed" && words.contains("so this vault asks for its passphrase"), "{words}");

    // Without a vault that it opens, nobody misses it.
    desk.done("wallet create --vault other --passphrase-file pass");
    let page = desk.run("doctor --vault other").stdout;
    assert!(page.contains("● keychain"), "{page}");
    assert!(page.contains("(vault.key_store_missing)"), "{page}");
}

/// At a terminal, where the passphrase is typed.
#[test]
fn the_lines_of_the_guide_do_what_it_says() {
    let (desk, _session) = desk();
    desk.done("wallet create --passphrase-file pass");
    let expected = ["nobody is asked", "was enabled for this vault", "opens this vault no more"];
    for (line, words) in LINES_OF_THE_GUIDE.into_iter().zip(expected) {
        let screen = typing_the_passphrase(&desk, line, PASSPHRASE);
        let asked = screen.contains("Passphrase: ");
        assert_eq!(asked, !line.ends_with("status"), "{line}: {screen}");
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(words), "{line}: {screen}");
    }
}
