use crate::kit::{Desk, PASSPHRASE};
use std::fs;

/// A desk with a vault in `vault`; its passphrase is in `pass`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("pass", format!("{PASSPHRASE}\n"));
    desk.done("wallet create --vault vault --passphrase-file pass");
    desk
}

const LIST: &str = "wallet list --vault vault --passphrase-file pass";

#[test]
fn a_passphrase_comes_from_a_file_or_a_descriptor_and_from_nowhere_else() {
    let desk = desk();
    let typed = format!("{PASSPHRASE}\nmore");
    let run =
        desk.run_typing(&["wallet", "list", "--vault", "vault", "--passphrase-fd", "0"], typed.as_bytes());
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stdout.contains("There is no card"));
    #[cfg(unix)]
    {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "\"$0\" wallet list --vault vault --passphrase-fd 7 7< pass"]);
        let status = shell.arg(env!("CARGO_BIN_EXE_vouchsafe")).current_dir(desk.path("")).status().unwrap();
        assert!(status.success());
    }
    // Nobody is there to be asked.
    desk.refused("wallet list --vault vault", "cli.no_terminal");
    let both = desk.run(&format!("{LIST} --passphrase-fd 0"));
    assert_eq!(both.exit, 2, "{both:?}");
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let desk = desk();
    desk.write("wrong", "another passphrase altogether\n");
    desk.refused(
        &LIST.replace("pass", "wrong").replace("--wrongphrase", "--passphrase"),
        "vault.wrong_passphrase",
    );
    desk.write("empty", "\n");
    desk.refused("wallet list --vault vault --passphrase-file empty", "cli.passphrase_missing");
    desk.refused("wallet list --vault vault --passphrase-file no-such", "cli.passphrase_unreadable");
    desk.done(LIST);
}

#[test]
fn what_is_no_vault_is_left_alone() {
    let desk = desk();
    desk.refused("wallet list --vault no-such --passphrase-file pass", "cli.no_vault");
    desk.refused("wallet create --vault vault --passphrase-file pass", "vault.exists");
    fs::create_dir(desk.path("photos")).unwrap();
    desk.write("photos/one.jpg", "a photo");
    desk.refused("wallet create --vault photos --passphrase-file pass", "vault.directory_not_empty");
    desk.refused("wallet list --vault photos --passphrase-file pass", "vault.none_here");
}

/// None of these needs the key, so none costs the time of deriving it, but for the last two.
#[test]
fn a_foreign_or_truncated_vault_is_refused_and_left_alone() {
    let desk = desk();
    let header = fs::read(desk.path("vault/vault.header")).unwrap();
    let database = fs::read(desk.path("vault/vault.db")).unwrap();
    for (contents, code) in [
        (&b""[..], "vault.header_truncated"),
        (&header[..header.len() / 2], "vault.header_truncated"),
        (
            b"%PDF-1.7 something else entirely, and long enough to be a header of a vault",
            "vault.header_foreign",
        ),
    ] {
        desk.write("vault/vault.header", contents);
        desk.refused(LIST, code);
    }
    desk.write("vault/vault.header", &header);
    for (contents, code) in [
        (&database[..database.len() / 2 / 4096 * 4096], "vault.database_truncated"),
        (b"SQLite format 3\0 not encrypted at all", "vault.database_unencrypted"),
    ] {
        desk.write("vault/vault.db", contents);
        let run = desk.run(LIST);
        assert_eq!(run.exit, 2, "{code}: {run:?}");
        assert_eq!(fs::read(desk.path("vault/vault.db")).unwrap(), contents, "{code}");
    }
    desk.write("vault/vault.db", &database);
    desk.done(LIST);
}
