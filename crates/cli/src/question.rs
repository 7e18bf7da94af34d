use crate::answer::to_stderr;
use crate::failure::Failure;
use std::io::{BufRead as _, IsTerminal as _};

/// What a person answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
}

/// Asks on standard error and reads one line from standard input, so that a script can answer too. Anything but a yes, and no
/// line at all, is a no.
pub(crate) fn ask(question: &str) -> Result<Reply, Failure> {
    to_stderr(&format!("{question} [y/N] "));
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|_| Failure::new("cli.answer_unreadable", "the answer could not be read"))?;
    // What is typed stands on the screen already; what a script says does not.
    if !std::io::stdin().is_terminal() {
        to_stderr(&format!("{}\n", line.trim()));
    }
    Ok(if matches!(line.trim(), "y" | "Y" | "yes" | "Yes" | "YES") { Reply::Yes } else { Reply::No })
}
