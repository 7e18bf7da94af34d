//! Untrusted text made safe to show to a person.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every character that is invisible, controls a terminal or reorders its neighbours written out as
/// `\u{..}`, so that two different texts never look the same for such a reason (Unicode TR 36 section 2.10).
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().saturating_mul(2));
    for character in text.chars() {
        if is_deceptive(character) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Control characters, bidirectional marks and overrides, zero-width characters, tags, other default-ignorables.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn deceptive_characters_are_written_out() {
        assert_eq!(escape("given_name"), "given_name");
        assert_eq!(escape("Łódź 東京 é"), "Łódź 東京 é");
        assert_eq!(escape("a\u{0}b"), "a\\u{0}b");
        assert_eq!(escape("pay\u{202e}lla"), "pay\\u{202e}lla");
        assert_eq!(escape("na\u{200b}me\u{feff}"), "na\\u{200b}me\\u{feff}");
        assert_eq!(escape("\u{1b}[31m"), "\\u{1b}[31m");
    }
}
