use super::parse::Fields;
use crate::aead::{self, NONCE_BYTES, Nonce, TAG_BYTES, Tag};
use crate::error::Error;
use crate::kdf::{KdfCost, SALT_BYTES, Salt};
use crate::keys::{KEYS_BYTES, Keys, random};
use crate::passphrase::Passphrase;
use getrandom::rand_core::TryCryptoRng;
use zeroize::Zeroizing;

/// How a header marks this kind of wrap.
pub(super) const KIND: u8 = 1;

const ARGON2ID: u8 = 1;
/// RFC 9106 section 3.1: the version number v.
const ARGON2_VERSION: u8 = 0x13;
/// What Argon2 was before it was a standard, and weaker.
const ARGON2_OLD_VERSION: u8 = 0x10;

const BODY_BYTES: u16 = 2 + 3 * 4 + 16 + 24 + 64 + 16;
const _: () = assert!(SALT_BYTES == 16 && NONCE_BYTES == 24 && KEYS_BYTES == 64 && TAG_BYTES == 16);

/// The vault's keys under a passphrase. The body, in this order: KDF (1 byte, 1 is Argon2id), its version (1 byte),
/// memory in KiB, passes, lanes (4 bytes each), salt (16), nonce (24), encrypted keys (64), tag (16).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PassphraseWrap {
    cost: KdfCost,
    salt: Salt,
    nonce: Nonce,
    encrypted_keys: [u8; KEYS_BYTES],
    tag: Tag,
}

impl PassphraseWrap {
    pub(super) fn new(
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        preamble: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let mut wrap = Self {
            cost,
            salt: random(rng)?,
            nonce: random(rng)?,
            encrypted_keys: [0; KEYS_BYTES],
            tag: Tag::default(),
        };
        let key = cost.derive(passphrase, &wrap.salt)?;
        let mut text = keys.to_bytes();
        wrap.tag = aead::seal(&key, &wrap.nonce, &wrap.associated(preamble), &mut *text)
            .map_err(|_| Error::HeaderMalformed)?;
        wrap.encrypted_keys = *text;
        Ok(wrap)
    }

    pub(super) fn parse(body: &mut Fields<'_>) -> Result<Self, Error> {
        let [kdf, version] = body.array()?;
        match (kdf, version) {
            (ARGON2ID, ARGON2_VERSION) => {}
            (ARGON2ID, ARGON2_OLD_VERSION) => return Err(Error::KdfDowngraded),
            _ => return Err(Error::HeaderMalformed),
        }
        let mut number = || body.array().map(u32::from_be_bytes);
        let cost = KdfCost { memory: number()?, passes: number()?, lanes: number()? };
        let wrap = Self {
            cost,
            salt: body.array()?,
            nonce: body.array()?,
            encrypted_keys: body.array()?,
            tag: body.array()?,
        };
        if body.is_empty() { Ok(wrap) } else { Err(Error::HeaderMalformed) }
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        self.write_parameters(bytes);
        bytes.extend_from_slice(&self.encrypted_keys);
        bytes.extend_from_slice(&self.tag);
    }

    pub(super) fn cost(&self) -> &KdfCost {
        &self.cost
    }

    /// The vault's keys, if this is the passphrase and nothing that it vouches for was altered.
    pub(super) fn unwrap(&self, passphrase: &Passphrase, preamble: &[u8]) -> Result<Box<Keys>, Error> {
        let key = self.cost.derive(passphrase, &self.salt)?;
        let mut text = Zeroizing::new(self.encrypted_keys);
        aead::open(&key, &self.nonce, &self.associated(preamble), &mut *text, &self.tag)
            .map_err(|_| Error::WrongPassphrase)?;
        Ok(Keys::from_bytes(&text))
    }

    fn associated(&self, preamble: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::from(preamble);
        self.write_parameters(&mut bytes);
        bytes
    }

    fn write_parameters(&self, bytes: &mut Vec<u8>) {
        let KdfCost { memory, passes, lanes } = self.cost;
        bytes.push(KIND);
        bytes.extend_from_slice(&BODY_BYTES.to_be_bytes());
        bytes.extend_from_slice(&[ARGON2ID, ARGON2_VERSION]);
        for number in [memory, passes, lanes] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.nonce);
    }
}
