//! The payload in the slot of the handle.

use crate::Error;
use vouchsafe_bbs::revocation::Handle;
use vouchsafe_credential::base64url;

/// Refuses what is not 32 octets in base64url as a JSON text, without an escape: one handle has one payload.
pub(crate) fn admit_payload(payload: &[u8]) -> Result<(), Error> {
    let text = payload.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let octets = text.and_then(|text| base64url::decode(text).ok());
    if octets.is_some_and(|octets| octets.len() == Handle::OCTETS) {
        Ok(())
    } else {
        Err(Error::HandleMalformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_handle_has_one_payload() {
        let handle = Handle::from_octets(&[0xa5; 32]).unwrap().payload();
        assert_eq!(admit_payload(handle.as_bytes()), Ok(()));
        for payload in [
            "",
            "\"",
            "\"\"",
            "1",
            "null",
            handle.trim_matches('"'),
            &handle.replace("\"p", "\"\\u0070"),
            &format!(" {handle}"),
            &handle.replace("U\"", "V\""),
            &handle.replace("U\"", "U=\""),
            &format!("\"{}\"", base64url::encode(&[0xa5; 31])),
            &format!("\"{}\"", base64url::encode(&[0xa5; 33])),
        ] {
            assert_eq!(admit_payload(payload.as_bytes()), Err(Error::HandleMalformed), "{payload}");
        }
    }
}
