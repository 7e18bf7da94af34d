use super::Error;
use std::borrow::Cow;

/// Where a string ends (at its closing quote), and whether it has escapes.
pub(super) struct Scanned {
    pub(super) end: usize,
    pub(super) escaped: bool,
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Of the eight bytes, the top bit of the first that is a quote, a backslash or a control character; 0 if there is none.
///
/// The bits of bytes after it may be set by its borrow, those before never.
fn special_bytes(word: u64) -> u64 {
    let zero_bytes = |word: u64| word.wrapping_sub(LOW) & !word;
    let quotes = zero_bytes(word ^ (LOW * 0x22));
    let backslashes = zero_bytes(word ^ (LOW * 0x5c));
    let controls = word.wrapping_sub(LOW * 0x20) & !word;
    (quotes | backslashes | controls) & HIGH
}

/// Reads a string from after its opening quote. Escapes are checked in full, so that [`unescape`] cannot fail later.
pub(super) fn scan_string(bytes: &[u8], from: usize) -> Result<Scanned, Error> {
    let mut at = from;
    let mut escaped = false;
    loop {
        while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let special = special_bytes(u64::from_le_bytes(*chunk));
            if special != 0 {
                at += usize::try_from(special.trailing_zeros() / 8).unwrap_or_default();
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            Some(b'"') => return Ok(Scanned { end: at, escaped }),
            Some(b'\\') => {
                escaped = true;
                at += scan_escape(bytes, at)?;
            }
            None | Some(0..0x20) => return Err(Error::Syntax { at }),
            Some(_) => at += 1,
        }
    }
}

/// The length of the escape that starts at `at`.
fn scan_escape(bytes: &[u8], at: usize) -> Result<usize, Error> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => match hex4(bytes, at + 2).ok_or(Error::Syntax { at })? {
            0xd800..=0xdbff => match (bytes.get(at + 6), bytes.get(at + 7), hex4(bytes, at + 8)) {
                (Some(b'\\'), Some(b'u'), Some(0xdc00..=0xdfff)) => Ok(12),
                _ => Err(Error::LoneSurrogate),
            },
            0xdc00..=0xdfff => Err(Error::LoneSurrogate),
            _ => Ok(6),
        },
        _ => Err(Error::Syntax { at }),
    }
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at.checked_add(4)?)?
        .iter()
        .try_fold(0, |value, byte| Some(value << 4 | char::from(*byte).to_digit(16)?))
}

/// The text that a scanned string stands for.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let bytes = after.as_bytes();
        let (character, length) = match bytes.first() {
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => match (hex4(bytes, 1), hex4(bytes, 7)) {
                (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => (
                    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or('\u{fffd}'),
                    11,
                ),
                (Some(unit), _) => (char::from_u32(unit).unwrap_or('\u{fffd}'), 5),
                (None, _) => ('\u{fffd}', 1),
            },
            // A quote, a backslash or a slash stands for itself.
            Some(byte) => (char::from(*byte), 1),
            None => break,
        };
        text.push(character);
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}
