//! The few things in a certificate that rustls-webpki reads and does not show. It has read the certificate before, so what is
//! malformed here was so there.

const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// The `extensions` of a TBSCertificate (RFC 5280 section 4.1).
const EXTENSIONS: u8 = 0xa3;
/// id-ce-authorityKeyIdentifier, 2.5.29.35.
const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 0x23];
/// The `keyIdentifier` in it (RFC 5280 section 4.2.1.1).
const KEY_IDENTIFIER: u8 = 0x80;
/// id-ce-keyUsage, 2.5.29.15.
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
/// The first bit of a key usage (RFC 5280 section 4.2.1.3).
const DIGITAL_SIGNATURE: u8 = 0x80;

/// False if the certificate has a key usage without `digitalSignature`, or cannot be read.
pub(super) fn may_sign(certificate: &[u8]) -> bool {
    match key_usage(certificate) {
        Ok(Some(usage)) => usage & DIGITAL_SIGNATURE != 0,
        Ok(None) => true,
        Err(Malformed) => false,
    }
}

struct Malformed;

/// The first eight bits of the key usage, if there is one.
fn key_usage(certificate: &[u8]) -> Result<Option<u8>, Malformed> {
    let Some(value) = extension(certificate, KEY_USAGE)? else { return Ok(None) };
    let bits = Reader(value).open(BIT_STRING)?.0;
    Ok(Some(bits.get(1).copied().unwrap_or(0)))
}

/// The key identifier of whoever issued the certificate, if it says; none if it cannot be read.
pub(super) fn authority_key_id(certificate: &[u8]) -> Option<&[u8]> {
    let value = extension(certificate, AUTHORITY_KEY_IDENTIFIER).ok()??;
    let mut fields = Reader(value).open(SEQUENCE).ok()?;
    while let Some((tag, value)) = fields.next().ok()? {
        if tag == KEY_IDENTIFIER {
            return Some(value);
        }
    }
    None
}

/// What an extension holds, if there is one of this kind.
fn extension<'a>(certificate: &'a [u8], kind: &[u8]) -> Result<Option<&'a [u8]>, Malformed> {
    let mut certificate = Reader(certificate).open(SEQUENCE)?;
    let mut to_be_signed = certificate.open(SEQUENCE)?;
    while let Some((tag, value)) = to_be_signed.next()? {
        if tag != EXTENSIONS {
            continue;
        }
        let mut extensions = Reader(value).open(SEQUENCE)?;
        while !extensions.0.is_empty() {
            let mut extension = extensions.open(SEQUENCE)?;
            if extension.open(OBJECT_IDENTIFIER)?.0 != kind {
                continue;
            }
            // `critical` may stand between.
            while let Some((tag, value)) = extension.next()? {
                if tag == OCTET_STRING {
                    return Ok(Some(value));
                }
            }
            return Err(Malformed);
        }
    }
    Ok(None)
}

/// Reads DER elements (X.690 section 8.1) with a one-byte tag.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Option<(u8, &'a [u8])>, Malformed> {
        let (tag, length, rest) = match self.0 {
            [] => return Ok(None),
            [tag, length @ 0..=0x7f, rest @ ..] => (*tag, usize::from(*length), rest),
            [tag, 0x81, length, rest @ ..] => (*tag, usize::from(*length), rest),
            [tag, 0x82, high, low, rest @ ..] => (*tag, usize::from(u16::from_be_bytes([*high, *low])), rest),
            _ => return Err(Malformed),
        };
        let (value, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(Some((tag, value)))
    }

    fn open(&mut self, expected: u8) -> Result<Reader<'a>, Malformed> {
        match self.next()? {
            Some((tag, value)) if tag == expected => Ok(Reader(value)),
            _ => Err(Malformed),
        }
    }
}
