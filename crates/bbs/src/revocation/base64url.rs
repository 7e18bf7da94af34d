//! base64url of 32 octets, without padding (RFC 4648 section 5).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// 43 characters.
pub(crate) fn text(octets: &[u8; 32]) -> String {
    let character = |index: u32| ALPHABET.get(usize::try_from(index & 63).ok()?).copied().map(char::from);
    let group = |group: &[u8]| {
        let octet = |at| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        let characters = [bits >> 18, bits >> 12, bits >> 6, bits].map(character);
        characters.into_iter().flatten().take(group.len() + 1)
    };
    octets.chunks(3).flat_map(group).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_character() {
        let octets =
            |first: u8| std::array::from_fn(|index| first.wrapping_add(u8::try_from(index * 7).unwrap()));
        assert_eq!(super::text(&[0; 32]), "A".repeat(43));
        assert_eq!(super::text(&[0xff; 32]), "_".repeat(42) + "8");
        assert_eq!(super::text(&octets(0)), "AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK-2vcTL0tk");
        assert_eq!(super::text(&octets(0xf8)), "-P8GDRQbIikwNz5FTFNaYWhvdn2Ei5KZoKeutbzDytE");
    }
}
