//! What every command says in a narrow terminal, and of a slip of the hand.

use crate::kit::{Desk, ISSUE, PASSPHRASE, Run, listed};
use unicode_width::UnicodeWidthStr as _;

const WIDTHS: [usize; 2] = [60, 40];
const OPEN: &str = "--passphrase-file pass";
/// An address, a key or a name of a file is never broken by a person who wants to copy it.
const LONGEST_WORD: usize = 24;

/// The lines that do not fit, but for those that have one word which is too long for any.
fn too_long(run: &Run, width: usize, line: &str) -> Vec<String> {
    let lines = run.stdout.lines().chain(run.stderr.lines()).filter(|shown| shown.width() > width);
    let lines = lines.filter(|shown| {
        let words: Vec<&str> = shown.split_whitespace().collect();
        words.len() > 3 || words.iter().all(|word| word.width() <= LONGEST_WORD)
    });
    lines.map(|shown| format!("`{line}` at {width}: {} columns: {shown}", shown.width())).collect()
}

fn at(desk: &Desk, width: usize, line: &str) -> Run {
    let mut narrow = desk.command(&line.split_whitespace().collect::<Vec<_>>());
    let output =
        narrow.env("COLUMNS", width.to_string()).stdin(std::process::Stdio::null()).output().unwrap();
    Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn all_help_fits() {
    let desk = Desk::new();
    let mut waiting = vec![String::new()];
    let mut seen = 0;
    while let Some(command) = waiting.pop() {
        let help = desk.done(&format!("{command} --help")).stdout;
        waiting.extend(listed(&help).into_iter().map(|name| format!("{command} {name}").trim().to_owned()));
        for width in WIDTHS {
            let line = format!("{command} --help");
            let run = at(&desk, width, &line);
            assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{line}");
            assert_eq!(too_long(&run, width, &line), Vec::<String>::new());
            let words = |text: &str| text.split_whitespace().filter(|word| *word != "\\").count();
            assert!(words(&run.stdout) >= words(&help), "{line} at {width} leaves something out");
            seen += 1;
        }
    }
    assert!(seen > 75 * WIDTHS.len() / 2, "only {seen}");
}

/// A command of an example that goes on in the next line says so, so that it can be pasted.
#[test]
fn an_example_in_a_narrow_terminal_can_be_pasted() {
    let desk = Desk::new();
    let help = at(&desk, 60, "wallet present --help").stdout;
    let example: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Example:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    let joined = example.join("\n").replace("\\\n", " ");
    let commands: Vec<String> =
        joined.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let whole = "vouchsafe wallet present 3f9c --share given_name,address.locality --audience https://shop.example --nonce n-0S6_WzA2Mj --out presentation.txt";
    assert!(commands.iter().any(|command| command == whole), "{help}");
    assert_eq!(commands.len(), 5, "{help}");
}

#[test]
fn what_every_command_answers_fits() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    desk.write(
        "policy.toml",
        "version = 1\ntypes = \"any\"\nrequired_claims = [\"age_over_18\"]\n\n[[trust]]\nissuer = \"https://city.example\"\ntypes = \"any\"\nkey_set = \"city.jwk\"\n",
    );
    desk.write("slip.toml", "version = 1\ntypes = \"any\"\nrequierd_claims = []\n");
    desk.write("query.json", r#"{"credentials":[{"id":"residence","format":"dc+sd-jwt","meta":{"vct_values":["https://city.example/types/residence"]},"claims":[{"path":["age_over_18"]}]}]}"#);
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done("issuer publish --dir city --out lists");
    let import = format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json");
    let card = desk.done(&import).json()["card"]["id"].as_str().unwrap()[..6].to_owned();
    desk.done(&format!("wallet status --list lists/1.jwt {OPEN}"));
    let ask = "--audience https://shop.example --nonce n1";
    desk.done(&format!("wallet present {card} --share age_over_18 {ask} --yes --out p.txt {OPEN}"));
    desk.write("backup-pass", "another canary passphrase");
    let backup = "--backup-passphrase-file backup-pass";
    desk.done(&format!("wallet backup --out backup {backup} {OPEN}"));
    desk.write("new", "canary of the second passphrase");
    let lines = [
        "inspect card.txt".to_owned(),
        "inspect p.txt".to_owned(),
        "inspect lists/1.jwt".to_owned(),
        "inspect city.jwk".to_owned(),
        "inspect policy.toml".to_owned(),
        "doctor".to_owned(),
        "man".to_owned().replace("man", "man --out man"),
        "completions bash --out completions".to_owned(),
        "status lists/1.jwt --uri https://city.example/status/1 --index 7 --issuer-key city.jwk".to_owned(),
        "verify --explain-policy policy.toml".to_owned(),
        "verify --explain-policy slip.toml".to_owned(),
        format!("verify p.txt --policy policy.toml {ask} --status-list lists/1.jwt"),
        format!("verify p.txt --policy policy.toml {ask}"),
        "verify p.txt --policy policy.toml --audience https://shop.example --nonce n2".to_owned(),
        "issuer init --dir town --id https://town.example".to_owned(),
        "issuer list --dir city".to_owned(),
        "issuer show-key --dir city".to_owned().replace("show-key --dir city", "show-key --dir city --json"),
        "issuer suspend --dir city ada".to_owned(),
        "issuer publish --dir city --out lists".to_owned(),
        format!("wallet list {OPEN}"),
        format!("wallet show {card} {OPEN}"),
        format!("wallet status {OPEN}"),
        format!("wallet tag {card} home {OPEN}"),
        format!("wallet trust list {OPEN}"),
        format!("wallet candidates --query query.json {OPEN}"),
        format!("wallet present {card} --share age_over_18,address.locality {ask} {OPEN} --out q.txt"),
        format!("wallet present {card} --share age_over_81 {ask} {OPEN}"),
        format!("wallet history {OPEN}"),
        format!("wallet verifiers {OPEN}"),
        format!("wallet verifiers shop {OPEN}"),
        format!("wallet delete {card} {OPEN}"),
        "wallet locks".to_owned(),
        "wallet keychain status".to_owned(),
        format!("wallet rehearse backup {backup}"),
        format!("wallet backups {OPEN}"),
        format!("wallet passphrase {OPEN} --new-passphrase-file new"),
        "wallet list --vault nowhere".to_owned(),
        "wallet present".to_owned(),
        "wallet show --no-such-option".to_owned(),
    ];
    let mut wrong = Vec::new();
    for line in &lines {
        // Passphrases change under way, so each width is tried at once: what fails then has to fit as well.
        for width in WIDTHS {
            wrong.extend(too_long(&at(&desk, width, line), width, line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_slip_of_the_hand_gets_a_suggestion() {
    let desk = Desk::with_issuer();
    desk.write("pass", PASSPHRASE);
    for (line, meant) in [
        ("walet list", "'wallet'"),
        ("wallet lits", "'list'"),
        ("wallet trust ad https://city.example", "'add'"),
        ("verify p.txt --polcy policy.toml", "'--policy'"),
        ("wallet present 3f --nonse n", "'--nonce'"),
        ("wallet list --state expird", "'expired'"),
        ("completions bsh", "'bash'"),
    ] {
        let run = desk.run(line);
        assert_eq!(run.exit, 2, "{line}");
        assert!(run.stderr.contains("similar") && run.stderr.contains(meant), "{line}: {run:?}");
    }
    desk.done(&format!("wallet create {OPEN}"));
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    let import = format!("wallet import card.txt --issuer-key city.jwk {OPEN} --json");
    let card = desk.done(&import).json()["card"]["id"].as_str().unwrap().to_owned();
    let ask = "--audience https://shop.example --nonce n1";
    for (share, meant) in [
        ("giben_name", "did you mean given_name?"),
        ("given_name,adress.locality", "did you mean address.locality?"),
        ("shoe_size", "lists all that it has"),
    ] {
        let run = desk
            .refused(&format!("wallet present {card} --share {share} {ask} {OPEN}"), "sd_jwt.no_such_claim");
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(meant) && said.contains(&format!("wallet show {card}")), "{said}");
        assert_eq!(said.contains("did you mean"), meant.contains("did you mean"), "{said}");
    }
}
