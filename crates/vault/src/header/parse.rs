use super::passphrase_wrap::{self, PassphraseWrap};
use super::{FORMAT_VERSION, Header, MAGIC, Wrap};
use crate::error::Error;
use crate::limits::HEADER_MAX_BYTES;

impl Header {
    /// Reads a header file. Says nothing about whether it is genuine: [`Header::unlock`] does.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let magic = bytes.get(..MAGIC.len()).unwrap_or(bytes);
        if !MAGIC.starts_with(magic) {
            return Err(Error::HeaderForeign);
        }
        let mut fields = Fields { rest: bytes, at_end: Error::HeaderTruncated };
        fields.array::<{ MAGIC.len() }>()?;
        match u16::from_be_bytes(fields.array()?) {
            FORMAT_VERSION => {}
            0 => return Err(Error::HeaderMalformed),
            _ => return Err(Error::HeaderNewer),
        }
        if bytes.len() > HEADER_MAX_BYTES {
            return Err(Error::HeaderMalformed);
        }

        let vault_id = fields.array()?;
        let [count] = fields.array()?;
        if count == 0 {
            return Err(Error::HeaderMalformed);
        }
        let wraps = (0..count).map(|_| wrap(&mut fields)).collect::<Result<_, _>>()?;
        let header = Self { vault_id, wraps, seal_nonce: fields.array()?, seal: fields.array()? };
        if fields.is_empty() { Ok(header) } else { Err(Error::HeaderMalformed) }
    }
}

fn wrap(fields: &mut Fields<'_>) -> Result<Wrap, Error> {
    let [kind] = fields.array()?;
    let length = usize::from(u16::from_be_bytes(fields.array()?));
    let mut body = Fields { rest: fields.bytes(length)?, at_end: Error::HeaderMalformed };
    match kind {
        0 => Err(Error::HeaderMalformed),
        passphrase_wrap::KIND => PassphraseWrap::parse(&mut body).map(Wrap::Passphrase),
        _ => Err(Error::HeaderNewer),
    }
}

/// The bytes not yet read, and the error when they do not suffice.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
    at_end: Error,
}

impl<'a> Fields<'a> {
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (array, rest) = self.rest.split_first_chunk().ok_or(self.at_end)?;
        self.rest = rest;
        Ok(*array)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(self.at_end)?;
        self.rest = rest;
        Ok(bytes)
    }
}
