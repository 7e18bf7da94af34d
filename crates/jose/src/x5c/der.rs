//! The few things in a certificate that rustls-webpki reads and does not show. It has read the certificate before, so what is
//! malformed here was so there.

const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// The `extensions` of a TBSCertificate (RFC 5280 section 4.1).
const EXTENSIONS: u8 = 0xa3;
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
    let mut certificate = Reader(certificate).open(SEQUENCE)?;
    let mut to_be_signed = certificate.open(SEQUENCE)?;
    while let Some((tag, value)) = to_be_signed.next()? {
        if tag != EXTENSIONS {
            continue;
        }
        let mut extensions = Reader(value).open(SEQUENCE)?;
        while !extensions.0.is_empty() {
            let mut extension = extensions.open(SEQUENCE)?;
            if extension.open(OBJECT_IDENTIFIER)?.0 != KEY_USAGE {
                continue;
            }
            // `critical` may stand between.
            while let Some((tag, value)) = extension.next()? {
                if tag == OCTET_STRING {
                    let bits = Reader(value).open(BIT_STRING)?.0;
                    return Ok(Some(bits.get(1).copied().unwrap_or(0)));
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
