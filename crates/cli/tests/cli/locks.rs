//! What opens the vault, and how that is changed.

use crate::kit::{Desk, PASSPHRASE, Run};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};

const NEW: &str = "canary of the second passphrase";

/// A desk with a vault in `vault`; its passphrase is in `pass`, another one in `new`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("pass", format!("{PASSPHRASE}\n"));
    desk.write("new", format!("{NEW}\n"));
    desk.done("wallet create --vault vault --passphrase-file pass");
    desk
}

const LIST: &str = "wallet list --vault vault --passphrase-file";
const CHANGE: &str = "--vault vault --passphrase-file pass --new-passphrase-file new";

fn says_no_secret(run: &Run) {
    assert!(!run.stdout.contains("canary") && !run.stderr.contains("canary"), "{run:?}");
}

/// Makes a recovery code as a person does, who types `typed` when they see it: the code, and how that ended.
fn recovery_code(desk: &Desk, json: bool, typed: impl Fn(&str) -> Vec<String>) -> (String, Run) {
    let mut arguments = vec!["wallet", "recovery-code", "--vault", "vault", "--passphrase-file", "pass"];
    arguments.extend(json.then_some("--json"));
    let mut child = desk.command(&arguments).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut shown = String::new();
    let code = loop {
        let mut line = String::new();
        assert!(stdout.read_line(&mut line).unwrap() > 0, "{shown}");
        let is_code = |word: &&str| word.len() == 41 && word.split('-').count() == 7;
        let found = line.split(|at: char| at.is_whitespace() || at == '"').find(is_code).map(str::to_owned);
        shown.push_str(&line);
        if let Some(code) = found {
            break code;
        }
    };
    let mut stdin = child.stdin.take().unwrap();
    for line in typed(&code) {
        writeln!(stdin, "{line}").unwrap();
    }
    drop(stdin);
    stdout.read_to_string(&mut shown).unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (code, Run { exit: output.status.code().unwrap(), stdout: shown, stderr })
}

#[test]
fn a_passphrase_is_changed() {
    let desk = desk();
    let run = desk.done(&format!("wallet passphrase {CHANGE}"));
    assert!(run.stdout.contains("The passphrase is changed"), "{run:?}");
    says_no_secret(&run);
    desk.refused(&format!("{LIST} pass"), "vault.wrong_passphrase");
    desk.done(&format!("{LIST} new"));

    // Both from standard input, line by line, and back again.
    let both = [
        "wallet",
        "passphrase",
        "--vault",
        "vault",
        "--json",
        "--passphrase-fd",
        "0",
        "--new-passphrase-fd",
        "0",
    ];
    let run = desk.run_typing(&both, format!("{NEW}\n{PASSPHRASE}\n").as_bytes());
    assert_eq!((run.exit, &run.json()["command"]), (0, &"wallet.passphrase".into()), "{run:?}");
    desk.done(&format!("{LIST} pass"));

    desk.refused(
        &format!("wallet passphrase {}", CHANGE.replace("-file pass", "-file new")),
        "vault.wrong_passphrase",
    );
    desk.write("short", "1234567\n");
    let short = CHANGE.replace("-file new", "-file short");
    desk.refused(&format!("wallet passphrase {short}"), "vault.passphrase_too_short");
    desk.refused("wallet passphrase --vault vault --passphrase-file pass", "cli.no_terminal");
    desk.done(&format!("{LIST} pass"));
}

#[test]
fn a_recovery_code_counts_when_it_was_typed_again() {
    let desk = desk();
    let recover = "wallet recover --vault vault --recovery-code-file code --new-passphrase-file new";
    let (code, run) = recovery_code(&desk, false, |_| vec![]);
    assert_eq!(run.exit, 1, "{run:?}");
    desk.write("code", &code);
    desk.refused(recover, "vault.no_recovery_code");

    let (code, run) = recovery_code(&desk, false, |code| {
        let slip = code.replacen(&code[..1], if code.starts_with('0') { "1" } else { "0" }, 1);
        vec![slip, code[..30].to_owned(), code.to_lowercase().replace('-', " ")]
    });
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(
        run.stderr.contains("slip") && run.stdout.contains("The recovery code opens the vault"),
        "{run:?}"
    );
    assert_eq!(run.stdout.matches(&code).count(), 1, "shown once: {run:?}");
    assert!(!run.stderr.contains(&code.to_lowercase().replace('-', " ")), "nor repeated: {run:?}");
    let locks = desk.done("wallet locks --vault vault").stdout;
    assert!(locks.contains("recovery code") && locks.contains("256 MiB"), "{locks}");

    desk.write("code", format!("{}\n", code.to_lowercase().replace('-', "")));
    let run = desk.done(recover);
    says_no_secret(&run);
    assert!(!run.stdout.contains(&code) && !run.stderr.contains(&code), "{run:?}");
    desk.refused(&format!("{LIST} pass"), "vault.wrong_passphrase");
    let typing = ["wallet", "recover", "--vault", "vault", "--new-passphrase-file", "pass"];
    let run = desk.run_typing(&typing, format!("{code}\n").as_bytes());
    assert!(run.exit == 0 && !run.stderr.contains(&code), "{run:?}");
    desk.done(&format!("{LIST} pass"));
    assert_eq!(desk.run_typing(&typing, b"").exit, 2);
    desk.write("code", code.replacen(&code[6..7], if &code[6..7] == "2" { "3" } else { "2" }, 1));
    desk.refused(recover, "vault.recovery_code_mistyped");
    desk.write("code", &code[..40]);
    desk.refused(recover, "vault.recovery_code_incomplete");
    desk.write("code", "00000-00000-00000-00000-00000-00000-00000\n");
    desk.refused(recover, "vault.wrong_recovery_code");
}

#[test]
fn a_program_gets_the_recovery_code_in_an_object_of_its_own() {
    let desk = desk();
    let (code, run) = recovery_code(&desk, true, |code| vec![code.to_owned()]);
    assert_eq!(run.exit, 0, "{run:?}");
    let documents = serde_json::Deserializer::from_str(&run.stdout).into_iter::<serde_json::Value>();
    let documents: Vec<_> = documents.map(Result::unwrap).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["command"], "wallet.recovery-code.shown");
    assert_eq!(documents[0]["recovery_code"], code.as_str());
    assert_eq!(
        (&documents[1]["command"], &documents[1]["recovery_code_opens"]),
        (&"wallet.recovery-code".into(), &true.into())
    );

    let locks = desk.done("wallet locks --vault vault --json").json();
    assert_eq!(
        (&locks["locks"][0]["kind"], &locks["locks"][1]["kind"]),
        (&"passphrase".into(), &"recovery_code".into())
    );
    assert_eq!(locks["locks"][0]["guess"]["memory_kib"], 262_144);
    desk.done("wallet recovery-code --remove --vault vault --passphrase-file pass");
    desk.refused(
        "wallet recovery-code --remove --vault vault --passphrase-file pass",
        "vault.no_recovery_code",
    );
    let locks = desk.done("wallet locks --vault vault --json").json();
    assert_eq!(locks["locks"].as_array().unwrap().len(), 1);
}

#[test]
fn a_vault_gets_a_new_key() {
    let desk = desk();
    desk.done("wallet new-key --out my.jwk --vault vault --passphrase-file pass");
    let (code, _) = recovery_code(&desk, false, |code| vec![code.to_owned()]);
    let (header, database) = (desk.path("vault/vault.header"), desk.path("vault/vault.db"));
    let old = std::fs::read(&header).unwrap();
    desk.refused(
        &format!("wallet rekey {}", CHANGE.replace("-file new", "-file pass")),
        "vault.passphrase_unchanged",
    );

    let run = desk.done(&format!("wallet rekey {CHANGE} --json"));
    says_no_secret(&run);
    assert_eq!(run.json()["dropped"][0]["kind"], "recovery_code");
    desk.done(&format!("{LIST} new"));
    desk.refused(&format!("{LIST} pass"), "vault.wrong_passphrase");
    let new = std::fs::read(&header).unwrap();
    std::fs::write(&header, old).unwrap();
    desk.refused(&format!("{LIST} pass"), "vault.database_foreign");
    desk.write("code", code);
    desk.refused(
        "wallet recover --vault vault --recovery-code-file code --new-passphrase-file new",
        "vault.database_foreign",
    );
    std::fs::write(&header, new).unwrap();
    assert!(std::fs::metadata(database).unwrap().len() > 4_096);

    let run = desk.done(&format!(
        "wallet rekey {}",
        CHANGE
            .replace("-file new", "-file 3rd")
            .replace("-file pass", "-file new")
            .replace("-file 3rd", "-file pass")
    ));
    assert!(run.stdout.contains("The vault has a new key"), "{run:?}");
    desk.done(&format!("{LIST} pass"));
}

#[test]
fn the_locks_of_what_is_no_vault() {
    let desk = desk();
    desk.refused("wallet locks --vault no-such", "cli.no_vault");
    let header = std::fs::read(desk.path("vault/vault.header")).unwrap();
    desk.write("vault/vault.header", &header[..40]);
    desk.refused("wallet locks --vault vault", "vault.header_truncated");
}
