use super::parse::Fields;
use crate::aead::{self, Key, NONCE_BYTES, Nonce, TAG_BYTES, Tag};
use crate::error::Error;
use crate::keys::{KEYS_BYTES, Keys, random};
use crate::locked::Locked;
use getrandom::rand_core::TryCryptoRng;

/// How many bytes of a wrap it takes.
pub(super) const SEALED_KEYS_BYTES: u16 = 24 + 64 + 16;
const _: () = assert!(NONCE_BYTES == 24 && KEYS_BYTES == 64 && TAG_BYTES == 16);

/// The vault's keys under the key of one wrap, in this order: nonce (24 bytes), encrypted keys (64), tag (16). What the wrap
/// says of itself before is authenticated with them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SealedKeys {
    nonce: Nonce,
    encrypted: [u8; KEYS_BYTES],
    tag: Tag,
}

impl SealedKeys {
    pub(super) fn seal(
        keys: &Keys,
        key: &Key,
        parameters: Vec<u8>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let nonce = random(rng)?;
        let mut text = keys.to_bytes();
        let tag = aead::seal(key, &nonce, &associated(parameters, &nonce), &mut *text)
            .map_err(|_| Error::HeaderMalformed)?;
        Ok(Self { nonce, encrypted: *text, tag })
    }

    /// The keys, or `None` if `key` or something that it vouches for is another.
    pub(super) fn open(&self, key: &Key, parameters: Vec<u8>) -> Option<Keys> {
        let mut text = Locked::new(self.encrypted);
        aead::open(key, &self.nonce, &associated(parameters, &self.nonce), &mut *text, &self.tag).ok()?;
        Some(Keys::from_bytes(&text))
    }

    pub(super) fn parse(body: &mut Fields<'_>) -> Result<Self, Error> {
        let sealed = Self { nonce: body.array()?, encrypted: body.array()?, tag: body.array()? };
        if body.is_empty() { Ok(sealed) } else { Err(Error::HeaderMalformed) }
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.encrypted);
        bytes.extend_from_slice(&self.tag);
    }
}

fn associated(mut parameters: Vec<u8>, nonce: &Nonce) -> Vec<u8> {
    parameters.extend_from_slice(nonce);
    parameters
}
