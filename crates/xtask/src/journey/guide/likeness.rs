//! What differs every time: times, lengths of time, ids, keys, tokens, recovery codes, sizes, places in a status list, and what the
//! doctor says of the machine. Nothing else may.

use super::doctor;
use std::collections::BTreeMap;

const NUMBER: &str = "‹number›";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// An id is shown with at least so many characters.
const SHORTEST_ID: usize = 6;
/// Base64url of this length is a key, a digest or a token.
const SHORTEST_KEY: usize = 20;

/// Units of lengths of time.
const UNITS: [&str; 6] = ["s", "ms", "min", "h", "day", "days"];
/// A number with so many digits is a size or a place in a status list.
const LONG_NUMBER: usize = 3;
/// Random base64url goes from small to capital letters and digits and back at least so often in every `SHORTEST_KEY` characters
/// (by chance it does not in one of a hundred thousand); the words of a language do not.
const FEWEST_TURNS: usize = 3;

/// `text` word by word, with a sign instead of what differs every time. Lines break where they are full, so only words count, and
/// the frames around them do not.
pub(crate) fn likeness(text: &str) -> Vec<String> {
    let text = doctor::without_the_machine(text);
    let is_frame = |word: &&str| word.chars().all(|shape| "━─┃┏┓┗┛┠┨▬".contains(shape));
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_frame(word)).collect();
    let core = |at: usize| words.get(at).map_or("", |word| word.trim_matches(|mark| "(),.:;".contains(mark)));
    let mut signs: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let number = is_number(core(at));
        if number && MONTHS.contains(&core(at + 1)) && is_number(core(at + 2)) {
            signs.push("‹day›".to_owned());
            at += 3;
        } else if number && UNITS.contains(&core(at + 1)) {
            // `2 days 2 h` is as long a time as any.
            if signs.last().is_none_or(|last| last != "‹time›") {
                signs.push("‹time›".to_owned());
            }
            at += 2;
        } else if core(at) == "now" {
            signs.push("‹when›".to_owned());
            at += 1;
        } else if core(at) == "ago" && signs.last().is_some_and(|last| last == "‹time›") {
            signs.pop();
            signs.push("‹when›".to_owned());
            at += 1;
        } else {
            let long = number && (LONG_NUMBER..SHORTEST_ID).contains(&core(at).len());
            let place = number && at > 0 && core(at - 1) == "entry";
            let sign = if long || place { Some(NUMBER) } else { sign(core(at)) };
            signs.push(sign.map_or_else(|| (*word).to_owned(), |sign| word.replace(core(at), sign)));
            at += 1;
        }
    }
    signs
}

fn sign(word: &str) -> Option<&'static str> {
    if is_moment(word) {
        Some("‹moment›")
    } else if is_recovery_code(word) {
        Some("‹code›")
    } else if is_id(word) {
        // Hexadecimal ids may have digits alone: long numbers and ids are told apart by nobody.
        Some(NUMBER)
    } else if is_key(word) {
        Some("‹key›")
    } else {
        None
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `14:02` or RFC 3339.
fn is_moment(word: &str) -> bool {
    let shape: String =
        word.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    ["00:00", "0000-00-00T00:00:00Z", "0000-00-00"].contains(&shape.as_str())
}

fn is_id(word: &str) -> bool {
    word.len() >= SHORTEST_ID && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Seven groups of five capital letters and digits.
pub(super) fn is_recovery_code(word: &str) -> bool {
    let is_group = |group: &str| {
        group.len() == 5 && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    word.split('-').count() == 7 && word.split('-').all(is_group)
}

/// Base64url, maybe cut at either end.
fn is_key(word: &str) -> bool {
    let word = word.trim_matches('…');
    let kinds: Vec<u8> = word
        .bytes()
        .filter_map(|byte| match byte {
            b'a'..=b'z' => Some(0),
            b'A'..=b'Z' => Some(1),
            b'0'..=b'9' => Some(2),
            _ => None,
        })
        .collect();
    let turns = kinds.iter().zip(kinds.iter().skip(1)).filter(|(one, next)| one != next).count();
    word.len() >= SHORTEST_KEY
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
        && kinds.contains(&0)
        && kinds.contains(&1)
        && turns >= FEWEST_TURNS
}

/// Which id of the page is which id of this run.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeMap<String, String>);

impl Ids {
    /// From what a page shows and what was seen: the first id here is the first one there, and so on.
    pub(super) fn learn(&mut self, shown: &str, seen: &str) {
        let ids = |text: &str| -> Vec<String> {
            let words = text.split(|character: char| !character.is_ascii_alphanumeric());
            words.filter(|word| is_id(word)).map(str::to_owned).collect()
        };
        self.0
            .extend(ids(shown).into_iter().zip(ids(seen)).map(|(shown, seen)| (start(&shown), start(&seen))));
    }

    /// A command of the page, with the ids of this run.
    pub(super) fn here(&self, line: &str) -> String {
        let mut here = String::new();
        for piece in line.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            match self.0.get(&start(word)).filter(|_| is_id(word)) {
                Some(id) => here.push_str(&piece.replace(word, id)),
                None => here.push_str(piece),
            }
        }
        here
    }

    /// What was seen, with the ids of the page.
    pub(super) fn there(&self, seen: &str) -> String {
        self.0.iter().fold(seen.to_owned(), |text, (there, here)| text.replace(here, there))
    }
}

fn start(id: &str) -> String {
    id.chars().take(SHORTEST_ID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_every_time_does_not_count() {
        for (one, other) in [
            ("As of 21 November 2026, 14:19 UTC.", "As of 3 May 2027, 09:01 UTC."),
            ("7ec221  ● valid", "08751c  ● valid"),
            ("7ec221  ● valid", "087514  ● valid"),
            ("a new card, 0875140012345678.", "a new card, 7ec22100aabbccdd."),
            ("a nonce of kRbYhTqWnZpLsDfGjKmVcX, once", "a nonce of 8c1f0a6e-Lq0Zt7bPz_Xw, once"),
            (
                "not revoked as of 2026-11-21T14:19:20Z (3 s ago)",
                "not revoked as of 2026-11-21T14:20:20Z (1 min 2 s ago)",
            ),
            ("entry 130217 of", "entry 7 of"),
            ("14:19 UTC  now", "14:19 UTC  1 s ago"),
            (
                "P-256  6niqfbn_eCIIfHA_DBwc_HQzgAYHFyDRZDN0w8qv69o",
                "P-256  APXehBuZUf0fW9rwx3th3HAPTauSesyI_McKu0Da0PA",
            ),
            ("eyJhbGciOiJFUzI1NiIsInR5…", "eyJhbGciOiJFUzI2NiIsInR6…"),
            ("…WvaSAm5fXzmlVb5w3lqnSVpQSv8Jx6dOKI", "…ZmyXiqMDiF2Fq3waw-kbDZ7YPcCNH1iC4I"),
            ("a line\n   that breaks", "a line that\nbreaks"),
            ("K7QWE-00000-AAAAA-11111-BCDFG-HJKMN-PQRST", "00000-11111-22222-33333-44444-55555-66666"),
        ] {
            assert_eq!(likeness(one), likeness(other));
        }
    }

    #[test]
    fn everything_else_counts() {
        for (one, other) in [
            ("● valid", "✕ revoked"),
            ("at most 1 day", "at least 1 day"),
            ("https://city.example/types/one", "https://city.example/types/two"),
            ("age_over_18", "age_over_21"),
            ("binding.nonce_mismatch", "binding.audience_mismatch"),
            ("ES256", "ES384"),
            ("2 of 3", "1 of 3"),
            ("unreferenced_disclosure_of_2", "unreferenced_disclosure_of_3"),
        ] {
            assert_ne!(likeness(one), likeness(other));
        }
    }

    #[test]
    fn ids_are_found_again() {
        let mut ids = Ids::default();
        ids.learn("a new card, 7ec22100aabbccdd.", "a new card, 08751cffeeddccbb.");
        assert_eq!(ids.here("vouchsafe wallet show 7ec221 --json"), "vouchsafe wallet show 08751c --json");
        assert_eq!(ids.here("vouchsafe wallet show abcdef"), "vouchsafe wallet show abcdef");
        assert_eq!(ids.there("the card 08751cffeeddccbb"), "the card 7ec221ffeeddccbb");
    }
}
