use crate::answer::{Exit, to_stdout};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Source, unreadable};
use crate::screen::Progress;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _};
use vouchsafe_verifier::limits::MAX_LINE;
use vouchsafe_verifier::line::decide_line;

/// Answers each line of `source` with a line, at once, in order. No line stops the stream; an empty one is passed over.
pub(super) fn answer_lines(source: &Source, clock: Clock) -> Result<Exit, Failure> {
    match source {
        Source::Stdin => answer(io::stdin().lock(), None, source, clock),
        Source::File(path) => {
            let file = File::open(path).map_err(|error| unreadable(&error).about(source))?;
            let length = file.metadata().ok().map(|about| about.len());
            answer(BufReader::new(file), length, source, clock)
        }
    }
}

/// `length` is how many bytes `reader` has, if that is known.
fn answer(
    mut reader: impl BufRead,
    length: Option<u64>,
    source: &Source,
    clock: Clock,
) -> Result<Exit, Failure> {
    // Where the answers run over the screen, they are the progress.
    let progress =
        (!io::stdout().is_terminal()).then(|| Progress::of("Deciding", length.unwrap_or_default()));
    let mut line = Vec::new();
    while let Some(used) =
        read_line(&mut reader, &mut line).map_err(|error| unreadable(&error).about(source))?
    {
        if !line.trim_ascii().is_empty() {
            to_stdout(&format!("{}\n", decide_line(&line, clock.now()).to_json()))?;
        }
        if let Some(progress) = &progress {
            progress.advance(used);
        }
    }
    Ok(Exit::Done)
}

/// Reads one line without its end, and says how many bytes it had with it; none at the end of everything. Of a line that is
/// too long, one byte more than [`MAX_LINE`] is kept, so that it is refused as too long, and the rest is passed over.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<u64>> {
    line.clear();
    let mut all = 0;
    loop {
        let piece = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            piece => piece?,
        };
        if piece.is_empty() {
            return Ok(Some(all).filter(|all| *all > 0));
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let (text, used) = match end {
            Some(end) => (piece.get(..end).unwrap_or_default(), end + 1),
            None => (piece, piece.len()),
        };
        let room = (MAX_LINE + 1).saturating_sub(line.len());
        line.extend(text.iter().take(room));
        reader.consume(used);
        all += u64::try_from(used).unwrap_or_default();
        if end.is_some() {
            return Ok(Some(all));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
        // A small buffer, so that lines come in pieces.
        let mut reader = BufReader::with_capacity(3, bytes);
        let (mut lines, mut line) = (Vec::new(), Vec::new());
        while read_line(&mut reader, &mut line).unwrap().is_some() {
            lines.push(line.clone());
        }
        lines
    }

    #[test]
    fn lines_end_where_they_end() {
        assert_eq!(lines(b"one\n\ntwo\nthree"), [&b"one"[..], b"", b"two", b"three"]);
        assert!(lines(b"").is_empty());
        assert_eq!(lines(b"\xff\n"), [b"\xff"]);
    }

    #[test]
    fn a_line_that_is_too_long_does_not_fill_the_memory() {
        let mut bytes = vec![b'a'; MAX_LINE * 2];
        bytes.extend(b"\nnext\n");
        let lines = lines(&bytes);
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [MAX_LINE + 1, 4]);
    }
}
