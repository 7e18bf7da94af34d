//! What an Ed25519 point must look like before a backend sees it, so that both judge alike.

/// The encodings of the points of order 1, 2, 4 and 8 with the sign bit cleared, from RFC 7748's curve: a key or an `R` among
/// them makes signatures that hold for many messages.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
    ],
];

/// True if `encoding` is 32 bytes, its y coordinate is reduced (RFC 8032 section 5.1.3) and the point is not of small order.
/// Says nothing on whether there is such a point.
pub(crate) fn is_strict(encoding: &[u8]) -> bool {
    let Ok(mut y) = <[u8; 32]>::try_from(encoding) else { return false };
    let [first, middle @ .., last] = &mut y;
    *last &= 0x7f;
    let not_reduced = *last == 0x7f && *first >= 0xed && middle.iter().all(|byte| *byte == 0xff);
    !not_reduced && !SMALL_ORDER.contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_order_and_unreduced_encodings_are_refused() {
        for point in SMALL_ORDER {
            assert!(!is_strict(&point));
            let mut negative = point;
            negative[31] |= 0x80;
            assert!(!is_strict(&negative));
        }
        for first in 0xed..=0xff {
            let mut unreduced = [0xff; 32];
            unreduced[0] = first;
            assert!(!is_strict(&unreduced));
            unreduced[31] = 0x7f;
            assert!(!is_strict(&unreduced));
        }
        assert!(!is_strict(&[2; 31]));
        assert!(!is_strict(&[2; 33]));
        assert!(is_strict(&[2; 32]));
    }
}
