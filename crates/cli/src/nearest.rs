//! Which of several names somebody may have meant.

/// Of `names` the one that is most like `typed`, if one is so like it that it may have been meant: at most a third of its letters
/// differ.
pub(crate) fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let measured = names.into_iter().map(|name| (distance(typed, name), name));
    let (slips, name) = measured.min_by_key(|(slips, _)| *slips)?;
    (slips > 0 && slips * 3 <= name.chars().count().max(3)).then_some(name)
}

/// How many letters have to be put in, left out, changed, or changed with their neighbour, to come from one to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (number, letter) in one.chars().flat_map(char::to_lowercase).enumerate() {
        let mut next = vec![number + 1];
        let mut left = None;
        for (at, there) in other.iter().enumerate() {
            let of = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let changed = of(&row, at) + usize::from(letter != *there);
            let mut slips = changed.min(of(&row, at + 1) + 1).min(of(&next, at) + 1);
            if last == Some(*there) && left == Some(letter) {
                slips = slips.min(of(&before, at.saturating_sub(1)) + 1);
            }
            next.push(slips);
            left = Some(*there);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, slips) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("given_name", "Given_Name", 0),
            ("given_nam", "given_name", 1),
            ("gievn_name", "given_name", 1),
            ("age_over_21", "age_over_18", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
        }
    }

    #[test]
    fn only_what_may_have_been_meant_is_named() {
        let names = ["given_name", "family_name", "address.locality"];
        assert_eq!(nearest("giben_name", names), Some("given_name"));
        assert_eq!(nearest("adress.locality", names), Some("address.locality"));
        assert_eq!(nearest("shoe_size", names), None);
        assert_eq!(nearest("given_name", names), None, "that is no slip");
        assert_eq!(nearest("a", []), None);
    }
}
