//! The table of commands, and finding the one that was asked for.

use crate::{bench, doc, fuzz, interop, journey, lint, setup, soak, test};
use anyhow::Result;

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything it set out to do.
    Done,
    /// It ran, and something it looks at is not in order. It has said what.
    Failed,
    /// It was called wrongly, in these words.
    Misused(String),
}

impl Outcome {
    /// `Done` or `Failed`.
    pub(crate) fn of(succeeded: bool) -> Self {
        if succeeded { Self::Done } else { Self::Failed }
    }
}

/// One developer command.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// What may follow the name; empty for a command that takes nothing.
    pub(crate) arguments: &'static str,
    /// One line, for the list.
    pub(crate) summary: &'static str,
    /// What it does, step by step, for its own `--help`.
    pub(crate) details: &'static str,
    pub(crate) run: fn(&[String]) -> Result<Outcome>,
}

const COMMANDS: &[Command] = &[
    setup::COMMAND,
    journey::COMMAND,
    test::COMMAND,
    lint::COMMAND,
    doc::COMMAND,
    bench::COMMAND,
    interop::COMMAND,
    soak::COMMAND,
    fuzz::COMMAND,
];

/// Runs the command that the arguments name.
///
/// # Errors
/// Whatever keeps the command from running at all, such as a program that cannot be started.
pub(crate) fn run(arguments: &[String]) -> Result<Outcome> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", list());
        return Ok(Outcome::Misused("no command was given".to_owned()));
    };
    if is_help(name) {
        return Ok(match rest.first() {
            None => show(&list()),
            Some(topic) => find(topic).map_or_else(|| unknown(topic), |command| show(&page(command))),
        });
    }
    let Some(command) = find(name) else { return Ok(unknown(name)) };
    if rest.iter().any(|argument| is_help(argument)) {
        return Ok(show(&page(command)));
    }
    match rest.first() {
        Some(extra) if command.arguments.is_empty() => {
            Ok(Outcome::Misused(format!("`{name}` takes no arguments, but was given `{extra}`")))
        }
        _ => (command.run)(rest),
    }
}

fn is_help(argument: &str) -> bool {
    matches!(argument, "help" | "--help" | "-h")
}

fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn unknown(name: &str) -> Outcome {
    Outcome::Misused(format!("there is no command `{name}`"))
}

fn show(text: &str) -> Outcome {
    print!("{text}");
    Outcome::Done
}

fn list() -> String {
    let mut text = String::from(
        "The developer commands of Vouchsafe.\n\nUsage: cargo xtask COMMAND\n       cargo xtask COMMAND --help\n\nCommands:\n",
    );
    for Command { name, arguments, summary, .. } in COMMANDS {
        text.push_str(&format!("  {:<24} {summary}\n", format!("{name} {arguments}")));
    }
    text.push_str(
        "\nNew here: `cargo xtask test` installs what is missing, builds, and runs every test.\n\
         Before you offer a change: `cargo xtask lint`, then `cargo xtask test`.\n\
         Exit codes: 0 in order, 1 something is not, 2 called wrongly.\n",
    );
    text
}

fn page(command: &Command) -> String {
    let Command { name, arguments, summary, details, .. } = command;
    format!("{summary}.\n\nUsage: {}\n\n{details}\n", format!("cargo xtask {name} {arguments}").trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str]) -> Outcome {
        run(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn wrong_calls_are_told_apart_from_failures() {
        for arguments in [&[][..], &["tset"], &["test", "now"], &["help", "tset"]] {
            assert!(matches!(asked(arguments), Outcome::Misused(_)), "{arguments:?}");
        }
    }

    #[test]
    fn every_command_explains_itself() {
        assert_eq!(asked(&["--help"]), Outcome::Done);
        for command in COMMANDS {
            assert!(list().contains(command.summary));
            assert_eq!(asked(&[command.name, "--help"]), Outcome::Done);
            assert_eq!(asked(&["help", command.name]), Outcome::Done);
            assert!(!command.details.is_empty() && !command.summary.ends_with('.'), "{}", command.name);
        }
    }
}
