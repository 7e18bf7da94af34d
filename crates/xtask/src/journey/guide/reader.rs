//! What a reader of the guide adds to a line that stands there: passphrases, which the guide leaves out and says so, and what is read
//! off the screen.

use super::likeness::{Ids, is_recovery_code};
use super::page::Typed;
use crate::journey::shell::{Seen, Shell, Typing, words};
use anyhow::Result;

/// Where a scene keeps the passphrase of its vault.
const PASSPHRASE: &str = "passphrase.txt";
/// Where it keeps another one.
const ANOTHER: &str = "another-passphrase.txt";
/// How the program asks a recovery code back.
const CODE_AGAIN: &str = "The code again (nothing to give up): ";

/// Somebody who goes through a page, and what they know by now.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) ids: Ids,
    passphrase: &'static str,
    new_passphrase: &'static str,
    code: Option<String>,
}

impl Reader {
    pub(super) fn new(shell: &Shell) -> Result<Self> {
        shell.write(ANOTHER, "four lighthouses blink at dusk\n")?;
        Ok(Self { ids: Ids::default(), passphrase: PASSPHRASE, new_passphrase: ANOTHER, code: None })
    }

    /// Types a line of the page.
    pub(super) fn run(&mut self, typed: &Typed, shell: &Shell) -> Result<Seen> {
        let line = self.ids.here(&typed.line);
        let words = words(&line)?;
        let command = match words.as_slice() {
            [_, group, command, ..] if group == "wallet" => command.as_str(),
            _ => "",
        };
        let asked_for_help = words.iter().any(|word| word == "--help");
        let line = if asked_for_help { line.clone() } else { self.with_passphrases(&line, command, &words) };
        let keyboard = match (command, &self.code) {
            ("recover", Some(code)) => format!("{code}\n"),
            _ => typed.keyboard(),
        };
        let typing = if command == "recovery-code" && !asked_for_help {
            Typing::Read(the_code_again)
        } else {
            Typing::Known(&keyboard)
        };
        let seen = shell.run(&line, &typing)?;
        if seen.exit == 0 && ["passphrase", "rekey", "recover"].contains(&command) {
            std::mem::swap(&mut self.passphrase, &mut self.new_passphrase);
        }
        if let Some(code) = code_in(&seen.text) {
            self.code = Some(code);
        }
        Ok(seen)
    }

    /// The line with where the passphrases come from, which stands before where its output goes.
    fn with_passphrases(&self, line: &str, command: &str, words: &[String]) -> String {
        let is_given = words.iter().any(|word| word.starts_with("--passphrase"));
        if command.is_empty() || command == "locks" || is_given {
            return line.to_owned();
        }
        let mut given = String::new();
        let mut hand_over =
            |what: &str, file: &str| given.push_str(&format!(" --{what}passphrase-file {file}"));
        if command != "recover" {
            hand_over("", self.passphrase);
        }
        match command {
            "backup" | "rehearse" | "restore" => hand_over("backup-", self.passphrase),
            "passphrase" | "rekey" | "recover" => hand_over("new-", self.new_passphrase),
            _ => {}
        }
        match line.split_once(" > ") {
            None => format!("{line}{given}"),
            Some((line, target)) => format!("{line}{given} > {target}"),
        }
    }
}

fn code_in(screen: &str) -> Option<String> {
    screen.split_whitespace().find(|word| is_recovery_code(word)).map(str::to_owned)
}

/// What is typed once the program asks for it.
fn the_code_again(screen: &str) -> Option<String> {
    screen.ends_with(CODE_AGAIN).then(|| code_in(screen).map(|code| format!("{code}\n"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_passphrases(line: &str) -> String {
        let reader = Reader { ids: Ids::default(), passphrase: "old", new_passphrase: "new", code: None };
        let words = words(line).unwrap();
        reader.with_passphrases(line, words.get(2).map(String::as_str).unwrap_or_default(), &words)
    }

    #[test]
    fn each_passphrase_comes_from_where_its_command_wants_it() {
        for (line, typed) in [
            ("vouchsafe wallet list", "vouchsafe wallet list --passphrase-file old"),
            ("vouchsafe wallet locks", "vouchsafe wallet locks"),
            ("vouchsafe wallet resend 2 > a", "vouchsafe wallet resend 2 --passphrase-file old > a"),
            ("vouchsafe wallet list --passphrase-fd 3 3< p", "vouchsafe wallet list --passphrase-fd 3 3< p"),
            ("vouchsafe wallet recover", "vouchsafe wallet recover --new-passphrase-file new"),
            (
                "vouchsafe wallet rekey",
                "vouchsafe wallet rekey --passphrase-file old --new-passphrase-file new",
            ),
            (
                "vouchsafe wallet backup --out b",
                "vouchsafe wallet backup --out b --passphrase-file old --backup-passphrase-file old",
            ),
        ] {
            assert_eq!(with_passphrases(line), typed);
        }
    }

    #[test]
    fn a_code_is_typed_when_it_is_asked_back() {
        let code = "K7QWE-00000-AAAAA-11111-BCDFG-HJKMN-PQRST";
        let shown = format!("Write this down.\n\n  {code}\n\n");
        assert_eq!(the_code_again(&shown), None);
        assert_eq!(the_code_again(&format!("{shown}{CODE_AGAIN}")), Some(format!("{code}\n")));
        assert_eq!(the_code_again(CODE_AGAIN), None);
    }
}
