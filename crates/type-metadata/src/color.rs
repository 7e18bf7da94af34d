use crate::Error;
use crate::limits::MAX_COLOR_LENGTH;
use crate::read::Reader;

/// An RGB colour (CSS Color Module Level 3 section 4.2.1): `#rgb`, `#rrggbb`, `rgb(1, 2, 3)` or `rgb(1%, 2%, 3%)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// Red, green and blue.
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        [self.red, self.green, self.blue]
    }

    pub(crate) fn read(reader: &Reader<'_>, member: &str) -> Result<Option<Self>, Error> {
        let text = reader.text(member, MAX_COLOR_LENGTH)?;
        text.map(|text| Self::parse(&text).ok_or_else(|| reader.malformed(member))).transpose()
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let [red, green, blue] = match text.strip_prefix('#') {
            Some(digits) => hexadecimal(digits)?,
            None => functional(text)?,
        };
        Some(Self { red, green, blue })
    }
}

fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    let nibble = |digit: char| u8::try_from(digit.to_digit(16)?).ok();
    let nibbles: Vec<u8> = digits.chars().map(nibble).collect::<Option<_>>()?;
    match nibbles[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r, s, g, h, b, c] => Some([r * 16 + s, g * 16 + h, b * 16 + c]),
        _ => None,
    }
}

/// All three whole numbers up to 255, or all three percentages; past either end they are cut off.
fn functional(text: &str) -> Option<[u8; 3]> {
    let open = text.get(..4).filter(|start| start.eq_ignore_ascii_case("rgb("))?;
    let parts = text.strip_prefix(open)?.strip_suffix(')')?.split(',');
    let parts: Vec<&str> = parts.map(|part| part.trim_matches([' ', '\t', '\n', '\r'])).collect();
    let percent = parts.first()?.ends_with('%');
    let read = |part: &&str| if percent { percentage(part.strip_suffix('%')?) } else { whole(part) };
    parts.iter().map(read).collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn whole(text: &str) -> Option<u8> {
    u8::try_from(text.parse::<i64>().ok()?.clamp(0, 255)).ok()
}

fn percentage(text: &str) -> Option<u8> {
    let (units, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if units.starts_with('-') {
        return units.parse::<i64>().ok().map(|_| 0);
    }
    let tenth: i64 = fraction.get(..1)?.parse().ok()?;
    let tenths = units.parse::<i64>().ok()?.clamp(0, 100) * 10 + tenth;
    u8::try_from((tenths.min(1_000) * 255 + 500) / 1_000).ok()
}
