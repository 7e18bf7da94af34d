use super::key_store_wrap::{self, KeyStoreWrap};
use super::passphrase_wrap::{self, PassphraseWrap};
use super::recovery_code_wrap::{self, RecoveryCodeWrap};
use super::{FORMAT_VERSION, Header, MAGIC};
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
        let mut wraps = Wraps::default();
        for _ in 0..count {
            wraps.read(&mut fields)?;
        }
        let Wraps { passphrase: Some(passphrase), key_store, recovery_code, .. } = wraps else {
            return Err(Error::HeaderMalformed);
        };
        let seal_nonce = fields.array()?;
        let seal = fields.array()?;
        if !fields.is_empty() {
            return Err(Error::HeaderMalformed);
        }
        Ok(Self { vault_id, passphrase, key_store, recovery_code, seal_nonce, seal })
    }
}

/// The wraps read so far.
#[derive(Default)]
struct Wraps {
    last_kind: u8,
    passphrase: Option<PassphraseWrap>,
    key_store: Option<KeyStoreWrap>,
    recovery_code: Option<RecoveryCodeWrap>,
}

impl Wraps {
    fn read(&mut self, fields: &mut Fields<'_>) -> Result<(), Error> {
        let [kind] = fields.array()?;
        let length = usize::from(u16::from_be_bytes(fields.array()?));
        let mut body = Fields { rest: fields.bytes(length)?, at_end: Error::HeaderMalformed };
        match kind {
            0 => return Err(Error::HeaderMalformed),
            passphrase_wrap::KIND => self.passphrase = Some(PassphraseWrap::parse(&mut body)?),
            key_store_wrap::KIND => self.key_store = Some(KeyStoreWrap::parse(&mut body)?),
            recovery_code_wrap::KIND => self.recovery_code = Some(RecoveryCodeWrap::parse(&mut body)?),
            _ => return Err(Error::HeaderNewer),
        }
        // One of each kind and in their order, so that a header is written in one way.
        if kind <= self.last_kind {
            return Err(Error::HeaderMalformed);
        }
        self.last_kind = kind;
        Ok(())
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
