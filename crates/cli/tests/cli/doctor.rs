use crate::kit::{Desk, PASSPHRASE};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// How each subject stands, by its name.
fn standing(desk: &Desk, exit: i32) -> Value {
    let run = desk.run("doctor --vault vault --json");
    let json = run.json();
    assert_eq!(run.exit, exit, "{run:?}");
    let of = |finding: &Value| (finding["subject"].as_str().unwrap().to_owned(), finding["standing"].clone());
    Value::Object(json["findings"].as_array().unwrap().iter().map(of).collect())
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("pass", PASSPHRASE);
    desk.done("wallet create --vault vault --passphrase-file pass");
    desk
}

/// What a machine gives that is not this program's doing, such as a limit of locked memory, may be something to heed.
fn well_but_for_the_machine(desk: &Desk) -> Value {
    let run = desk.run("doctor --vault vault --json");
    standing(desk, run.exit)
}

#[test]
fn where_there_is_no_vault_yet_everything_else_is_looked_at() {
    let desk = Desk::new();
    let before = desk.files();
    let standing = well_but_for_the_machine(&desk);
    assert_eq!(desk.files(), before, "it leaves nothing behind");
    for subject in ["privacy", "writing", "locks", "vault", "keychain", "clock", "randomness", "terminal"] {
        assert_eq!(standing[subject], "good", "{subject}: {standing}");
    }
    let json = desk.run("doctor --vault vault --json").json();
    let names: Vec<&str> = json["programs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|program| program["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["vouchsafe", "SQLCipher", "SQLite", "OpenSSL", "aws-lc-rs", "system"]);
    let page = desk.run("doctor --vault vault").stdout;
    assert!(page.contains("● locks") && page.contains("Made of"), "{page}");
}

#[test]
fn a_vault_is_looked_at_without_its_passphrase_and_left_as_it_is() {
    let desk = desk();
    let before = desk.files();
    let standing = well_but_for_the_machine(&desk);
    assert_eq!(desk.files(), before);
    for subject in ["privacy", "vault", "opened by", "in use"] {
        assert_eq!(standing[subject], "good", "{subject}: {standing}");
    }
    let lock = fs::File::options().write(true).open(desk.path("vault/vault.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(well_but_for_the_machine(&desk)["in use"], "heed");
    lock.unlock().unwrap();
    desk.write("vault/vault.header", "something else entirely, and long enough to be the header of a vault");
    assert_eq!(standing_of("vault", &desk), "bad");
}

fn standing_of(subject: &str, desk: &Desk) -> Value {
    standing(desk, 2)[subject].clone()
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_told_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    let set =
        |name: &str, mode| fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    for (name, bad, good) in [("vault", 0o755, 0o700), ("vault/vault.db", 0o640, 0o600)] {
        set(name, bad);
        assert_eq!(standing_of("privacy", &desk), "bad", "{name}");
        let page = desk.run("doctor --vault vault").stdout;
        assert!(page.contains("✕ privacy") && page.contains("→ chmod "), "{page}");
        set(name, good);
        assert_eq!(well_but_for_the_machine(&desk)["privacy"], "good");
    }
}

/// The administrator may write everywhere, so there this cannot be seen.
#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_bad() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    fs::set_permissions(desk.path("vault"), fs::Permissions::from_mode(0o500)).unwrap();
    let administrator = fs::write(desk.path("vault/trial"), "").is_ok();
    if administrator {
        fs::remove_file(desk.path("vault/trial")).unwrap();
    } else {
        assert_eq!(standing_of("writing", &desk), "bad");
    }
    fs::set_permissions(desk.path("vault"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_clock_that_contradicts_the_disk_is_bad() {
    let desk = desk();
    let run = desk.run("doctor --vault vault --at 2001-01-01T00:00:00Z");
    assert!(
        run.exit == 2 && run.stdout.contains("✕ clock") && run.stdout.contains("set the clock"),
        "{run:?}"
    );
}

/// `tests/vectors/vault/v1`, whose passphrase was given half of today's work.
#[test]
fn a_vault_that_costs_less_to_guess_is_told_until_its_passphrase_opened_it() {
    let desk = Desk::new();
    fs::create_dir(desk.path("vault")).unwrap();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault/v1/closed");
    for name in ["vault.header", "vault.db"] {
        fs::copy(frozen.join(name), desk.path("vault").join(name)).unwrap();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(desk.path("vault"), fs::Permissions::from_mode(0o700)).unwrap();
        for name in ["vault.header", "vault.db"] {
            fs::set_permissions(desk.path("vault").join(name), fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
    let page = desk.run("doctor --vault vault").stdout;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&page).contains("▲ vault Format 1; each guess at the passphrase costs 128 MiB"), "{page}");
    assert!(words(&page).contains("→ open it with its passphrase: that raises the cost"), "{page}");
    assert_eq!(well_but_for_the_machine(&desk)["vault"], "heed");
    desk.write("pass", "a canary sings behind this door\n");
    desk.done("wallet list --vault vault --passphrase-file pass");
    assert_eq!(well_but_for_the_machine(&desk)["vault"], "good");
}
