//! What is different at a terminal: `script`, which every Linux has, makes one.

use crate::kit::Desk;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};

/// Runs a line of shell at a terminal of its own. `$vouchsafe` is the program.
fn at_a_terminal(desk: &Desk, line: &str, variables: &[(&str, &str)]) -> Child {
    let mut script = std::process::Command::new("/usr/bin/script");
    script.args(["-qefc", line, "/dev/null"]).current_dir(desk.path("")).env_clear();
    script.env("vouchsafe", env!("CARGO_BIN_EXE_vouchsafe")).env("HOME", desk.path(""));
    script.env("TERM", "xterm").env("SHELL", "/bin/sh").envs(variables.iter().copied());
    script.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    script.spawn().unwrap()
}

/// Runs a line of shell at a terminal to its end, as somebody who has a data directory of their own and types the passphrase when they
/// are asked for it. Gives back what they saw.
pub(crate) fn typing_the_passphrase(desk: &Desk, line: &str, passphrase: &str) -> String {
    let mut script = std::process::Command::new("/usr/bin/script");
    script.args(["-qefc", line, "/dev/null"]).current_dir(desk.path("")).env_clear();
    let programs = Path::new(env!("CARGO_BIN_EXE_vouchsafe")).parent().unwrap();
    script
        .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
        .env("TERM", "dumb")
        .env("SHELL", "/bin/sh");
    script
        .env("HOME", desk.path(""))
        .env("XDG_DATA_HOME", desk.path("data"))
        .envs(desk.variables.iter().cloned());
    let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut keyboard, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while screen.read(&mut byte).unwrap() == 1 {
        seen.push(byte[0]);
        if seen.ends_with(b"Passphrase: ") {
            writeln!(keyboard, "{passphrase}").unwrap();
        }
    }
    let seen = String::from_utf8(seen).unwrap();
    assert!(child.wait().unwrap().success(), "{line}: {seen}");
    seen
}

/// Reads what appears on the terminal until `words` do.
fn wait_for(child: &mut Child, words: &str) -> String {
    let screen = child.stdout.as_mut().unwrap();
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while !String::from_utf8_lossy(&seen).contains(words) {
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "ended at: {}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    String::from_utf8_lossy(&seen).into_owned()
}

/// A pipe that nothing comes through yet keeps the program at work for as long as the test likes.
fn deciding(more: &str, variables: &[(&str, &str)]) -> (String, String) {
    let desk = Desk::new();
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap();
    assert!(made.success());
    let mut child = at_a_terminal(&desk, &format!("$vouchsafe verify --jsonl {more} pipe > out"), variables);
    let pipe = std::fs::File::options().write(true).open(desk.path("pipe")).unwrap();
    let during = if more.is_empty() { wait_for(&mut child, "Deciding") } else { String::new() };
    drop(pipe);
    let mut after = String::new();
    child.stdout.take().unwrap().read_to_string(&mut after).unwrap();
    assert!(child.wait().unwrap().success());
    (during, after)
}

#[test]
fn long_work_says_what_it_does_and_leaves_nothing_on_the_screen() {
    let (during, after) = deciding("", &[]);
    assert!(during.contains("\u{1b}[1;34m▪▫▫▫\u{1b}[0m  Deciding"), "{during:?}");
    let cleared = after.trim_end_matches('\r');
    assert!(cleared.ends_with(&" ".repeat("▪▫▫▫  Deciding".chars().count())), "{after:?}");
    assert!(!after.contains('\n'), "{after:?}");
}

#[test]
fn progress_has_no_colour_where_none_is_wanted_and_one_line_where_nothing_can_move() {
    let (during, after) = deciding("", &[("NO_COLOR", "1")]);
    assert!(
        during.contains("▪▫▫▫  Deciding") && !format!("{during}{after}").contains('\u{1b}'),
        "{during:?}"
    );
    let (during, after) = deciding("", &[("TERM", "dumb")]);
    assert_eq!(format!("{during}{after}"), "Deciding …\r\n");
}

#[test]
fn nothing_is_said_of_progress_to_a_program() {
    assert_eq!(deciding("--json", &[]), (String::new(), String::new()));
}

#[test]
fn a_passphrase_is_typed_unseen_at_a_terminal_and_asked_for_by_name() {
    let desk = Desk::new();
    let mut child = at_a_terminal(&desk, "$vouchsafe wallet create --vault vault", &[]);
    let seen = wait_for(&mut child, "Passphrase: ");
    assert!(!seen.contains("error"), "{seen}");
    // Nobody types: the terminal hangs up.
    child.kill().unwrap();
    child.wait().unwrap();
}
