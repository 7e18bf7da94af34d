//! The command line: inspect, compare, wallet, verify, issuer, status, and what helps with them. Wiring and words; the rules are in the crates below.
#![forbid(unsafe_code)]

mod answer;
mod arguments;
mod claims;
mod clock;
mod compare;
mod completions;
mod doctor;
mod failure;
mod fetching;
mod files;
mod fold;
mod groups;
mod inspect;
mod issuer;
mod keys;
mod man;
mod nearest;
mod notice;
mod question;
mod screen;
mod secret;
mod status;
mod verify;
mod wallet;

use answer::{Exit, Output, to_stderr, to_stdout};
use arguments::{Arguments, Command};
use clap::error::ErrorKind;
use clock::Clock;
use failure::Failure;
use fold::folded;
use screen::Surface;
use std::process::ExitCode;

fn main() -> ExitCode {
    vouchsafe_app::protect_process();
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => return misused(&error).into(),
    };
    let output = Output { json: arguments.everywhere.json };
    if output.json {
        screen::be_silent();
        notice::keep();
    }
    run(arguments, output).unwrap_or_else(|failure| output.failure(&failure)).into()
}

fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let clock = Clock(arguments.everywhere.at);
    match arguments.command {
        Command::Inspect(command) => command.run(output, clock.now()),
        Command::Compare(command) => command.run(output),
        Command::Wallet(command) => command.run(output, clock),
        Command::Verify(command) => command.run(output, clock),
        Command::Issuer(command) => command.run(output, clock.now()),
        Command::Status(command) => command.run(output, clock.now()),
        Command::Doctor(command) => command.run(output, clock.now()),
        Command::Completions(command) => command.run(output),
        Command::Man(command) => command.run(output),
    }
}

/// Help and versions are answers; anything else that the arguments do not allow is a failure.
fn misused(error: &clap::Error) -> Exit {
    let json = std::env::args_os().any(|argument| argument == "--json");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = folded(&error.render(), Surface::stdout());
            to_stdout(&text).map_or(Exit::Failed, |()| Exit::Done)
        }
        _ if json => {
            let words = error.to_string();
            let first = words.lines().next().unwrap_or_default().trim_start_matches("error: ");
            let failure = Failure::new("cli.misuse", first).help("ask for --help");
            Output { json }.failure(&failure)
        }
        _ => {
            to_stderr(&folded(&error.render(), Surface::stderr()));
            Exit::Failed
        }
    }
}
