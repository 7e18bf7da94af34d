use super::Error;
use super::document::{Node, NodeKind};
use super::string::unescape;
use std::borrow::Cow;

/// Up to this many members, comparing each with each is cheaper than sorting.
const FEW: usize = 8;

/// Refuses the object at `position` of the tape if two of its members have one name.
pub(super) fn refuse_duplicates(text: &str, tape: &[Node], position: usize) -> Result<(), Error> {
    let Some(object) = tape.get(position) else { return Ok(()) };
    let mut few: [&str; FEW] = [""; FEW];
    for (count, name) in names(tape, position + 1, object.next()).enumerate() {
        if name.kind() == NodeKind::Escaped || count == FEW {
            return refuse_among_many(text, tape, position, object.next());
        }
        let name = raw(text, name);
        let seen = few.get(..count).unwrap_or_default();
        if seen.contains(&name) {
            return Err(Error::DuplicateKey);
        }
        if let Some(slot) = few.get_mut(count) {
            *slot = name;
        }
    }
    Ok(())
}

fn refuse_among_many(text: &str, tape: &[Node], position: usize, end: usize) -> Result<(), Error> {
    let mut sorted: Vec<Cow<'_, str>> =
        names(tape, position + 1, end).map(|name| unescape(raw(text, name))).collect();
    // Sorting, not hashing: no input can make it slow.
    sorted.sort_unstable();
    let twice = sorted.iter().zip(sorted.iter().skip(1)).any(|(one, other)| one == other);
    if twice { Err(Error::DuplicateKey) } else { Ok(()) }
}

fn names(tape: &[Node], first: usize, end: usize) -> impl Iterator<Item = Node> {
    let mut at = first;
    std::iter::from_fn(move || {
        let name = (at < end).then(|| tape.get(at)).flatten()?;
        at = tape.get(at + 1)?.next();
        Some(*name)
    })
}

fn raw(text: &str, node: Node) -> &str {
    let (Ok(start), Ok(end)) = (usize::try_from(node.start), usize::try_from(node.end)) else { return "" };
    text.get(start..end).unwrap_or_default()
}
