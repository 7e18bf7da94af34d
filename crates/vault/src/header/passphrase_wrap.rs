use super::parse::Fields;
use super::sealed_keys::{SEALED_KEYS_BYTES, SealedKeys};
use crate::error::Error;
use crate::kdf::{KdfCost, SALT_BYTES, Salt};
use crate::keys::{Keys, random};
use crate::passphrase::Passphrase;
use getrandom::rand_core::TryCryptoRng;

/// How a header marks this kind of wrap.
pub(super) const KIND: u8 = 1;

const ARGON2ID: u8 = 1;
/// RFC 9106 section 3.1: the version number v.
const ARGON2_VERSION: u8 = 0x13;
/// What Argon2 was before it was a standard, and weaker.
const ARGON2_OLD_VERSION: u8 = 0x10;

const BODY_BYTES: u16 = 2 + 3 * 4 + 16 + SEALED_KEYS_BYTES;
const _: () = assert!(SALT_BYTES == 16);

/// The vault's keys under a passphrase. The body, in this order: KDF (1 byte, 1 is Argon2id), its version (1 byte),
/// memory in KiB, passes, lanes (4 bytes each), salt (16), the sealed keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PassphraseWrap {
    cost: KdfCost,
    salt: Salt,
    sealed: SealedKeys,
}

impl PassphraseWrap {
    pub(super) fn new(
        keys: &Keys,
        passphrase: &Passphrase,
        cost: KdfCost,
        preamble: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let salt = random(rng)?;
        let key = cost.derive(passphrase.as_bytes(), &salt)?;
        let sealed = SealedKeys::seal(keys, &key, parameters(preamble, &cost, &salt), rng)?;
        Ok(Self { cost, salt, sealed })
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
        Ok(Self { cost, salt: body.array()?, sealed: SealedKeys::parse(body)? })
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        write_parameters(bytes, &self.cost, &self.salt);
        self.sealed.write(bytes);
    }

    pub(super) fn cost(&self) -> &KdfCost {
        &self.cost
    }

    /// The vault's keys, if this is the passphrase and nothing that it vouches for was altered.
    pub(super) fn unwrap(&self, passphrase: &Passphrase, preamble: &[u8]) -> Result<Keys, Error> {
        let key = self.cost.derive(passphrase.as_bytes(), &self.salt)?;
        self.sealed.open(&key, parameters(preamble, &self.cost, &self.salt)).ok_or(Error::WrongPassphrase)
    }
}

fn parameters(preamble: &[u8], cost: &KdfCost, salt: &Salt) -> Vec<u8> {
    let mut bytes = Vec::from(preamble);
    write_parameters(&mut bytes, cost, salt);
    bytes
}

fn write_parameters(bytes: &mut Vec<u8>, cost: &KdfCost, salt: &Salt) {
    let KdfCost { memory, passes, lanes } = *cost;
    bytes.push(KIND);
    bytes.extend_from_slice(&BODY_BYTES.to_be_bytes());
    bytes.extend_from_slice(&[ARGON2ID, ARGON2_VERSION]);
    for number in [memory, passes, lanes] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes.extend_from_slice(salt);
}
