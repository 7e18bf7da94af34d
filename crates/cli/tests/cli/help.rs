use crate::kit::{Desk, listed};

#[test]
fn every_command_teaches_itself() {
    let desk = Desk::new();
    let mut waiting = vec![String::new()];
    let mut seen = 0;
    while let Some(command) = waiting.pop() {
        let help = desk.done(&format!("{command} --help")).stdout;
        seen += 1;
        for part in ["Usage: vouchsafe", "Example:\n  vouchsafe", "Exit codes: 0 "] {
            assert!(help.contains(part), "`{command} --help` lacks {part}: {help}");
        }
        desk.done(&format!("{command} -h"));
        let widest = help.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 120, "{command}: {widest}");
        waiting.extend(listed(&help).into_iter().map(|name| format!("{command} {name}")));
    }
    assert!(seen >= 25, "only {seen} commands were found");
}

#[test]
fn no_command_gives_out_a_private_key_and_no_option_takes_a_secret() {
    let desk = Desk::new();
    for command in ["wallet", "wallet create", "wallet present", "wallet import", "issuer", "issuer init"] {
        let help = desk.done(&format!("{command} --help")).stdout;
        for word in ["export", "--passphrase ", "--password", "--pin", "VOUCHSAFE_"] {
            assert!(!help.contains(word), "{command} knows {word}");
        }
    }
    assert_eq!(desk.run("wallet export-key").exit, 2);
}

#[test]
fn misuse_is_told_apart() {
    let desk = Desk::new();
    for line in
        ["", "walet", "verify", "status list.jwt", "inspect --no-such", "verify p --policy x --nonce n"]
    {
        let run = desk.run(line);
        assert_eq!((run.exit, run.stdout.as_str()), (2, ""), "{line}");
    }
    let run = desk.run("verify --json");
    assert_eq!(run.exit, 2);
    let json = run.json();
    assert_eq!((&json["version"], &json["error"]["code"]), (&1.into(), &"cli.misuse".into()));
}

#[test]
fn colour_is_for_terminals() {
    let desk = Desk::with_issuer();
    let coloured = |name: &str, value: &str| {
        let mut command = desk.command(&["issuer", "list", "--dir", "city"]);
        let output = command.env(name, value).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(!coloured("TERM", "xterm"));
    assert!(coloured("CLICOLOR_FORCE", "1"));
    assert!(!coloured("CLICOLOR_FORCE", ""));
    let mut command = desk.command(&["issuer", "list", "--dir", "city"]);
    let output = command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
}
