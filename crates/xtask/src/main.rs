//! Developer commands: `cargo xtask --help` lists them.
#![forbid(unsafe_code)]

mod bench;
mod calendar;
mod command;
mod doc;
mod fuzz;
mod interop;
mod journey;
mod lint;
mod machine;
mod setup;
mod soak;
mod stage;
mod tally;
mod test;
mod workspace;

use command::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match command::run(&arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Ok(Outcome::Misused(words)) => {
            eprintln!("error: {words}\n`cargo xtask --help` lists the commands.");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
