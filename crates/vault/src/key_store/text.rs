//! A secret as a key store keeps it: text, because KDE Wallet takes nothing but UTF-8.

use crate::error::Error;
use crate::hex;
use crate::limits::KEY_STORE_SECRET_MAX_BYTES;
use zeroize::Zeroizing;

/// Version of the form: this and lower-case hexadecimal digits.
const VERSION_1: &str = "1:";

pub(super) fn write(secret: &[u8]) -> Result<Zeroizing<String>, Error> {
    if secret.len() > KEY_STORE_SECRET_MAX_BYTES {
        return Err(Error::KeyStoreDamaged);
    }
    let mut text = Zeroizing::new(String::with_capacity(VERSION_1.len() + 2 * secret.len()));
    text.push_str(VERSION_1);
    hex::push(&mut text, secret);
    Ok(text)
}

pub(super) fn parse(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    text.strip_prefix(VERSION_1)
        .filter(|digits| digits.len() <= 2 * KEY_STORE_SECRET_MAX_BYTES)
        .and_then(hex::parse)
        .ok_or(Error::KeyStoreDamaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_up_to_the_limit() {
        for length in [0, 1, KEY_STORE_SECRET_MAX_BYTES] {
            let secret = vec![0xa5; length];
            assert_eq!(*parse(&write(&secret).unwrap()).unwrap(), secret);
        }
        let long = vec![0xa5; KEY_STORE_SECRET_MAX_BYTES + 1];
        assert_eq!(write(&long).err(), Some(Error::KeyStoreDamaged));
        let text = format!("1:{}", "a5".repeat(long.len()));
        assert_eq!(parse(&text).err(), Some(Error::KeyStoreDamaged));
    }

    #[test]
    fn other_text_is_not_a_secret() {
        for text in ["", "1", "1:0", "1:zz", "2:00", "00", " 1:00", "1:00 ", "1:0A", "1:é"] {
            assert_eq!(parse(text).err(), Some(Error::KeyStoreDamaged), "{text}");
        }
    }
}
