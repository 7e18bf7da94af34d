use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// `text` as searches compare it: without case, without diacritics, and with the variants of a letter made one (Unicode NFKD).
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| canonical_combining_class(*letter) == 0) {
        for lower in letter.to_lowercase() {
            match plain(lower) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(lower),
            }
        }
    }
    folded
}

/// The words of a folded text: its letters and digits, without what stands between them.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of a folded text, each after a space.
pub(crate) fn spaced(folded: &str) -> String {
    words(folded).flat_map(|word| [" ", word]).collect()
}

/// Letters that Unicode does not take apart and that people type without their stroke or as two.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        // Left over from lower-casing İ, as a letter of its own.
        '\u{307}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_however_it_is_written() {
        for (written, folded) in [
            ("Plain ASCII-Text", "plain ascii-text"),
            ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"),
            ("STRAẞE Straße", "strasse strasse"),
            ("Łódź, Đorđe, Søren", "lodz, dorde, soren"),
            ("Ｆｕｌｌ ﬁ", "full fi"),
            ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold(&fold(written)), fold(written), "{written}");
        }
    }

    #[test]
    fn words_are_letters_and_digits() {
        let found = |text| words(text).collect::<Vec<_>>();
        assert_eq!(
            found("given_name ada.l@example.org 1990-05-17"),
            ["given", "name", "ada", "l", "example", "org", "1990", "05", "17"]
        );
        assert!(found(" -_ ").is_empty());
    }
}
