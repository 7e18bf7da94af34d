//! base64url without padding (RFC 4648 section 5, RFC 7515 section 2), canonical only.
//!
//! Padding, white space, `+`, `/` and non-zero trailing bits are refused, so that a text has exactly one decoding and
//! bytes have exactly one text: a signature over the text is then a statement about the bytes.

use base64_simd::URL_SAFE_NO_PAD;

/// The text is not canonical base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not canonical base64url")]
pub struct Error;

/// The base64url text of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode_to_string(bytes)
}

/// Appends the base64url text of `bytes` to `text`.
pub fn encode_into(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// The bytes that `text` stands for.
///
/// # Errors
/// [`Error`] if the text is not canonical base64url.
pub fn decode(text: impl AsRef<[u8]>) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| Error)
}

/// Appends the bytes that `text` stands for to `bytes`.
///
/// # Errors
/// [`Error`] if the text is not canonical base64url; `bytes` may then hold a part of the decoding.
pub fn decode_into(text: impl AsRef<[u8]>, bytes: &mut Vec<u8>) -> Result<(), Error> {
    URL_SAFE_NO_PAD.decode_append(text, bytes).map_err(|_| Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(37)).collect();
            assert_eq!(decode(encode(&bytes)).unwrap(), bytes);
        }
    }

    #[test]
    fn one_text_for_one_value() {
        for text in ["QQ==", "QR", "Q", "Q Q", "QQ\n", "+/+/", "Q\u{e9}"] {
            assert_eq!(decode(text), Err(Error), "{text:?}");
        }
        assert_eq!(decode("QQ").unwrap(), b"A");
        assert_eq!(decode("").unwrap(), b"");
    }

    proptest::proptest! {
        /// Canonical: whatever decodes is the text of what it decodes to, in short texts and in ones long enough for SIMD.
        #[test]
        fn what_decodes_encodes_back(mut text in "[A-Za-z0-9_-]{0,200}", at in 0..200_usize, byte in 0..128_u8) {
            proptest::prop_assert_eq!(decode(&text).map(|bytes| encode(&bytes)).unwrap_or_else(|_| text.clone()), text.clone());
            if at < text.len() {
                text.replace_range(at..=at, char::from(byte).encode_utf8(&mut [0; 4]));
                if let Ok(bytes) = decode(&text) {
                    proptest::prop_assert_eq!(encode(&bytes), text);
                }
            }
        }
    }
}
