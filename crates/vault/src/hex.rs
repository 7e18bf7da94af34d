//! Secrets as hexadecimal text, with no copy left behind.

use zeroize::Zeroizing;

/// Appends two digits for each byte. Where `text` has the capacity, it is not moved.
pub(crate) fn push(text: &mut String, bytes: &[u8]) {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
}

/// The bytes of lower-case text as [`push`] writes it; `None` for any other.
pub(crate) fn parse(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    let mut digits = text.chars().map(|digit| match digit {
        'A'..='F' => None,
        _ => digit.to_digit(16).and_then(|nibble| u8::try_from(nibble).ok()),
    });
    while let Some(high) = digits.next() {
        bytes.push(high? << 4 | digits.next()??);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_nothing_else() {
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        let mut text = String::new();
        push(&mut text, &bytes);
        assert!(text.starts_with("000102") && text.ends_with("fdfeff"));
        assert_eq!(*parse(&text).unwrap(), bytes);
        assert!(parse("").unwrap().is_empty());
        for wrong in ["0", "000", "0g", "AB", "+1", "é0", "0 "] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
