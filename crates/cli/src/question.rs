//! All that a person is asked. Questions go to standard error. Answers are lines of standard input, so that a script can give
//! them too, except secrets: those are typed unseen at a terminal, and a script hands them over as [`crate::secret`] says.
//!
//! A command has `--yes` only where a yes loses nothing that cannot be had again, or where its own arguments name exactly what is
//! lost.

use crate::answer::to_stderr;
use crate::failure::Failure;
use std::io::{BufRead as _, IsTerminal as _, Read as _};
use vouchsafe_app::shown;
use zeroize::Zeroizing;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 4_096;

/// What a person answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
}

/// Asks for a yes. Anything else, and no line at all, is a no.
pub(crate) fn ask(question: &str) -> Result<Reply, Failure> {
    let answer = ask_line(&format!("{question} [y/N] "))?;
    let yes = answer.is_some_and(|answer| matches!(answer.as_str(), "y" | "Y" | "yes" | "Yes" | "YES"));
    Ok(if yes { Reply::Yes } else { Reply::No })
}

/// Asks which one of these, each of which has a word to say it by and words to explain it; its number does as well. Gives back its
/// index; none for any other answer.
pub(crate) fn choose(question: &str, choices: &[(&str, &str)]) -> Result<Option<usize>, Failure> {
    let widest = choices.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
    for (number, (word, words)) in choices.iter().enumerate() {
        to_stderr(&format!("  {}  {word:widest$}  {words}\n", number + 1));
    }
    let answer = ask_line(&format!("{question} [1-{}] ", choices.len()))?.unwrap_or_default();
    let by_number = answer.parse().ok().and_then(|number: usize| number.checked_sub(1));
    let by_word = || choices.iter().position(|(word, _)| *word == answer);
    Ok(by_number.filter(|index| *index < choices.len()).or_else(by_word))
}

/// Asks for a line of text, and gives it back without the white space around it; none at the end of the input.
pub(crate) fn ask_line(question: &str) -> Result<Option<String>, Failure> {
    // Others name what is asked about.
    to_stderr(&shown::escape(question));
    let mut line = String::new();
    let read = std::io::stdin().lock().take(MAX_ANSWER).read_line(&mut line);
    let read = read.map_err(|_| Failure::new("cli.answer_unreadable", "the answer could not be read"))?;
    // What is typed stands on the screen already; what a script says does not, nor does the end of the input.
    if read == 0 || !std::io::stdin().is_terminal() {
        to_stderr(&format!("{}\n", line.trim()));
    }
    Ok((read > 0).then(|| line.trim().to_owned()))
}

/// Asks for a secret that is typed seen, as people copy it from paper; none at the end of the input. What a script says is not
/// repeated.
pub(crate) fn ask_long_secret(question: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    to_stderr(question);
    // With its whole capacity from the start it is never moved, so no copy is left behind.
    let mut line = Zeroizing::new(String::with_capacity(usize::try_from(MAX_ANSWER).unwrap_or_default()));
    let read = std::io::stdin().lock().take(MAX_ANSWER).read_line(&mut line);
    let read = read.map_err(|_| Failure::new("cli.answer_unreadable", "the answer could not be read"))?;
    if read == 0 || !std::io::stdin().is_terminal() {
        to_stderr("\n");
    }
    Ok((read > 0).then_some(line))
}

/// Asks for a passphrase, which is typed unseen.
pub(crate) fn ask_secret(question: &str) -> Result<Zeroizing<String>, Failure> {
    ask_unseen(question, || {
        Failure::new("cli.no_terminal", "there is no terminal to ask for the passphrase on")
            .help("hand it over with --passphrase-fd N or --passphrase-file FILE")
    })
}

/// Asks for something that is typed unseen; `nobody` says what to do where there is no terminal.
pub(crate) fn ask_unseen(question: &str, nobody: impl Fn() -> Failure) -> Result<Zeroizing<String>, Failure> {
    if !std::io::stderr().is_terminal() && !std::io::stdin().is_terminal() {
        return Err(nobody());
    }
    rpassword::prompt_password(question).map(Zeroizing::new).map_err(|_| nobody())
}
