use super::document::{Node, NodeKind};
use super::duplicate::refuse_duplicates;
use super::string::scan_string;
use super::{Error, MAX_DEPTH, MAX_NODES};

/// What the grammar allows at the reader's position.
enum Expect {
    Value,
    FirstElementOrEnd,
    FirstNameOrEnd,
    Name,
    AfterValue,
}

/// Reads the one value that `text` holds from byte `from` to its end, and appends its nodes to `tape`.
pub(super) fn parse_onto(text: &str, from: usize, tape: &mut Vec<Node>) -> Result<(), Error> {
    let bytes = text.as_bytes();
    // Tokens have a value or name about every 16 bytes, shorter texts more.
    tape.reserve((bytes.len().saturating_sub(from) / 16 + 4).min(MAX_NODES));
    let mut at = from;
    let mut open: [usize; MAX_DEPTH] = [0; MAX_DEPTH];
    let mut depth = 0_usize;
    let mut expect = Expect::Value;
    loop {
        at = skip_white_space(bytes, at);
        let Some(&byte) = bytes.get(at) else {
            return match (expect, depth) {
                (Expect::AfterValue, 0) => Ok(()),
                _ => Err(Error::Syntax { at }),
            };
        };
        match (&expect, byte) {
            (Expect::AfterValue, _) if depth == 0 => return Err(Error::Syntax { at }),
            (Expect::AfterValue, b',') => {
                expect = match container(tape, &open, depth) {
                    Some(NodeKind::Object) => Expect::Name,
                    _ => Expect::Value,
                };
                at += 1;
            }
            (Expect::AfterValue | Expect::FirstNameOrEnd, b'}')
            | (Expect::AfterValue | Expect::FirstElementOrEnd, b']') => {
                let kind = if byte == b'}' { NodeKind::Object } else { NodeKind::Array };
                if container(tape, &open, depth) != Some(kind) {
                    return Err(Error::Syntax { at });
                }
                depth -= 1;
                at += 1;
                let position = open.get(depth).copied().unwrap_or_default();
                close(text, tape, position, at, kind)?;
                expect = Expect::AfterValue;
            }
            (Expect::FirstNameOrEnd | Expect::Name, b'"') => {
                at = push_string(bytes, at, tape)?;
                at = skip_white_space(bytes, at);
                if bytes.get(at) != Some(&b':') {
                    return Err(Error::Syntax { at });
                }
                at += 1;
                expect = Expect::Value;
            }
            (Expect::Value | Expect::FirstElementOrEnd, _) => match byte {
                b'{' | b'[' => {
                    let (kind, then) = match byte {
                        b'{' => (NodeKind::Object, Expect::FirstNameOrEnd),
                        _ => (NodeKind::Array, Expect::FirstElementOrEnd),
                    };
                    *open.get_mut(depth).ok_or(Error::TooDeep)? = tape.len();
                    depth += 1;
                    push(tape, kind, at, at)?;
                    at += 1;
                    expect = then;
                }
                b'"' => {
                    at = push_string(bytes, at, tape)?;
                    expect = Expect::AfterValue;
                }
                _ => {
                    let (kind, end) = scan_scalar(text, at)?;
                    push(tape, kind, at, end)?;
                    at = end;
                    expect = Expect::AfterValue;
                }
            },
            _ => return Err(Error::Syntax { at }),
        }
    }
}

fn container(tape: &[Node], open: &[usize], depth: usize) -> Option<NodeKind> {
    let position = *open.get(depth.checked_sub(1)?)?;
    Some(tape.get(position)?.kind())
}

fn push(tape: &mut Vec<Node>, kind: NodeKind, start: usize, end: usize) -> Result<(), Error> {
    if tape.len() >= MAX_NODES {
        return Err(Error::TooManyNodes);
    }
    let node = Node::new(kind, start, end, tape.len() + 1)?;
    tape.push(node);
    Ok(())
}

fn push_string(bytes: &[u8], at: usize, tape: &mut Vec<Node>) -> Result<usize, Error> {
    let string = scan_string(bytes, at + 1)?;
    let kind = if string.escaped { NodeKind::Escaped } else { NodeKind::Plain };
    push(tape, kind, at + 1, string.end)?;
    Ok(string.end + 1)
}

fn close(text: &str, tape: &mut [Node], position: usize, end: usize, kind: NodeKind) -> Result<(), Error> {
    let next = tape.len();
    if let Some(node) = tape.get_mut(position) {
        node.end = u32::try_from(end).map_err(|_| Error::TooLong)?;
        node.set_next(next)?;
    }
    if kind == NodeKind::Object {
        refuse_duplicates(text, tape, position)?;
    }
    Ok(())
}

fn skip_white_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// A literal or a number that starts at `at`: its kind and where it ends.
fn scan_scalar(text: &str, at: usize) -> Result<(NodeKind, usize), Error> {
    let rest = text.get(at..).ok_or(Error::Syntax { at })?;
    for (literal, kind) in [("true", NodeKind::True), ("false", NodeKind::False), ("null", NodeKind::Null)] {
        if rest.starts_with(literal) {
            return Ok((kind, at + literal.len()));
        }
    }
    let length = scan_number(rest.as_bytes()).ok_or(Error::Syntax { at })?;
    let digits = rest.get(..length).ok_or(Error::Syntax { at })?;
    // Only an exponent or more than 308 digits can leave the range.
    if (length > 308 || digits.contains(['e', 'E'])) && !digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Err(Error::NumberOutOfRange);
    }
    Ok((NodeKind::Number, at + length))
}

/// The length of the number that `bytes` starts with (RFC 8259 section 6).
fn scan_number(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let count = bytes.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(from + count)
    };
    let start = usize::from(bytes.first() == Some(&b'-'));
    let mut at = if bytes.get(start) == Some(&b'0') { start + 1 } else { digits(start)? };
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = digits(at + 1 + sign)?;
    }
    Some(at)
}
