use super::parse::Fields;
use super::sealed_keys::{SEALED_KEYS_BYTES, SealedKeys};
use crate::error::Error;
use crate::kdf::{KdfCost, SALT_BYTES, Salt};
use crate::keys::{Keys, random};
use crate::recovery_code::RecoveryCode;
use getrandom::rand_core::TryCryptoRng;

/// How a header marks this kind of wrap.
pub(super) const KIND: u8 = 3;

const BODY_BYTES: u16 = 16 + SEALED_KEYS_BYTES;
const _: () = assert!(SALT_BYTES == 16);

/// Argon2id as a mere hash: no work makes 165 random bits harder to guess than they are. Fixed by the format.
const COST: KdfCost = KdfCost { memory: 64, passes: 1, lanes: 1 };

/// The vault's keys under a recovery code. The body: salt (16 bytes), the sealed keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RecoveryCodeWrap {
    salt: Salt,
    sealed: SealedKeys,
}

impl RecoveryCodeWrap {
    pub(super) fn new(
        keys: &Keys,
        code: &RecoveryCode,
        preamble: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let salt = random(rng)?;
        let key = COST.derive(code.symbols(), &salt)?;
        Ok(Self { salt, sealed: SealedKeys::seal(keys, &key, parameters(preamble, &salt), rng)? })
    }

    pub(super) fn parse(body: &mut Fields<'_>) -> Result<Self, Error> {
        Ok(Self { salt: body.array()?, sealed: SealedKeys::parse(body)? })
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        write_parameters(bytes, &self.salt);
        self.sealed.write(bytes);
    }

    pub(super) fn unwrap(&self, code: &RecoveryCode, preamble: &[u8]) -> Result<Keys, Error> {
        let key = COST.derive(code.symbols(), &self.salt)?;
        self.sealed.open(&key, parameters(preamble, &self.salt)).ok_or(Error::WrongRecoveryCode)
    }
}

fn parameters(preamble: &[u8], salt: &Salt) -> Vec<u8> {
    let mut bytes = Vec::from(preamble);
    write_parameters(&mut bytes, salt);
    bytes
}

fn write_parameters(bytes: &mut Vec<u8>, salt: &Salt) {
    bytes.push(KIND);
    bytes.extend_from_slice(&BODY_BYTES.to_be_bytes());
    bytes.extend_from_slice(salt);
}
