use crate::clock::parse_moment;
use crate::fold::with_examples;
use crate::groups::with_groups;
use crate::screen::Surface;
use crate::{compare, completions, doctor, inspect, issuer, man, status, verify, wallet};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use vouchsafe_verifier::Timestamp;

/// What this program is called.
pub(crate) const NAME: &str = "vouchsafe";

/// Keep what others vouch about you, and show only what you choose.
#[derive(Debug, Parser)]
#[command(name = NAME, version, max_term_width = 100, subcommand_required = true)]
#[command(after_help = "\
Example:
  vouchsafe inspect credential.txt       read a token that somebody gave you
  vouchsafe wallet create                make a vault, then `vouchsafe wallet --help`
  vouchsafe verify --help                decide on a presentation

Exit codes: 0 accepted or done · 1 rejected · 2 could not be evaluated, or asked for in the wrong way.
A passphrase is typed unseen or read from a file descriptor or a file, never from an argument or the environment.
Colour on a terminal only, and not if NO_COLOR is set; CLICOLOR_FORCE=1 asks for it in a pipe.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) everywhere: Everywhere,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Everywhere {
    /// Answer with one JSON document
    #[arg(long, global = true, display_order = 100)]
    pub(crate) json: bool,
    /// Take this for the time now: 2026-03-01T12:00:00Z, or seconds since 1970
    #[arg(long, global = true, value_name = "TIME", value_parser = parse_moment, display_order = 101)]
    #[arg(allow_negative_numbers = true)]
    pub(crate) at: Option<Timestamp>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Inspect(inspect::InspectArguments),
    Compare(compare::CompareArguments),
    #[command(subcommand)]
    Wallet(wallet::WalletCommand),
    Verify(verify::VerifyArguments),
    #[command(subcommand)]
    Issuer(issuer::IssuerCommand),
    Status(status::StatusArguments),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
}

/// All commands and options.
pub(crate) fn grammar() -> clap::Command {
    with_groups(Arguments::command())
}

/// The commands of a command, in the order of its help; not the one that clap adds.
pub(crate) fn commands_of(command: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    command.get_subcommands().filter(|command| command.get_name() != "help")
}

/// Reads this process's arguments.
pub(crate) fn read() -> Result<Arguments, clap::Error> {
    let mut grammar = with_examples(grammar(), Surface::stdout().width);
    let matches = grammar.try_get_matches_from_mut(std::env::args_os())?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut grammar))
}
