//! How choices are written on the command line.

/// `ID=CARD`.
pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((id, card)) if !id.is_empty() && !card.is_empty() => Ok((id.to_owned(), card.to_owned())),
        _ => Err("write the question's id, `=`, and the card: residence=3f9c".to_owned()),
    }
}

/// `ID=N`: the id of a question, and what a person counts from 1.
pub(super) fn numbered(text: &str) -> Result<(String, usize), String> {
    let teach = || "write the question's id, `=`, and a number from 1: residence=2".to_owned();
    let (id, number) = text.split_once('=').ok_or_else(teach)?;
    position(number).map(|number| (id.to_owned(), number)).ok_or_else(teach)
}

/// `SET=N`: both as a person counts, from 1.
pub(super) fn option(text: &str) -> Result<(usize, usize), String> {
    let teach =
        || "write the number of the credential set, `=`, and that of the way to answer it: 1=2".to_owned();
    let (set, option) = text.split_once('=').ok_or_else(teach)?;
    position(set).zip(position(option)).ok_or_else(teach)
}

fn position(number: &str) -> Option<usize> {
    number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
}

/// Paths with commas between; a path in JSON notation keeps its own.
pub(super) fn split_paths(text: &str) -> Vec<&str> {
    let mut paths = Vec::new();
    let (mut depth, mut quoted, mut escaped, mut start) = (0_u32, false, false, 0);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                paths.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    paths.extend(text.get(start..));
    paths.into_iter().map(str::trim).filter(|path| !path.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{assignment, numbered, option, split_paths};

    #[test]
    fn cards_and_claim_sets_for_a_question() {
        assert_eq!(assignment("a=3f9c").unwrap(), ("a".to_owned(), "3f9c".to_owned()));
        assert_eq!(numbered("a=2").unwrap(), ("a".to_owned(), 1));
        for text in ["a", "=b", "a="] {
            assert!(assignment(text).is_err());
        }
        for text in ["a", "a=0", "a=x", "a=-1"] {
            assert!(numbered(text).is_err());
        }
        assert_eq!(option("2=1").unwrap(), (1, 0));
        for text in ["1", "0=1", "1=0", "a=1", "1=a", "=1"] {
            assert!(option(text).is_err());
        }
    }

    #[test]
    fn paths_in_both_notations() {
        assert_eq!(split_paths("a, b.c,d[0]"), ["a", "b.c", "d[0]"]);
        assert_eq!(split_paths(r#"["a,b",0],c,["\",["]"#), [r#"["a,b",0]"#, "c", r#"["\",["]"#]);
        assert!(split_paths("").is_empty() && split_paths(" , ").is_empty());
    }
}
