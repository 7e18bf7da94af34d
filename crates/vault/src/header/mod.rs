//! The header file: the vault's keys, wrapped.
//!
//! Format version 1; integers are big-endian:
//!
//! | bytes | field |
//! |---|---|
//! | 8 | magic, `VCHSAFE` and a zero byte |
//! | 2 | format version |
//! | 16 | vault id, random |
//! | 1 | number of wraps, at least 1 |
//! | … | the wraps, each with a kind (1 byte), a length (2 bytes) and a body |
//! | 24 | nonce of the seal |
//! | 16 | seal: a tag under the header key over all bytes before the nonce |
//!
//! Each wrap holds the same keys, authenticates magic, version, vault id and its own parameters, and can be replaced
//! without knowing what opens the others. The seal ties them together once the keys are known. There is one kind so far,
//! 1: a passphrase, see [`PassphraseWrap`].

mod parse;
mod passphrase_wrap;

use crate::aead::{self, Nonce, Tag};
use crate::error::Error;
use crate::kdf::KdfPolicy;
use crate::keys::{Keys, random};
use crate::passphrase::Passphrase;
use getrandom::rand_core::TryCryptoRng;
use passphrase_wrap::PassphraseWrap;

#[cfg(test)]
mod tests;

const MAGIC: &[u8; 8] = b"VCHSAFE\0";
const FORMAT_VERSION: u16 = 1;

type VaultId = [u8; 16];

/// One way to the vault's keys.
#[derive(Debug, PartialEq, Eq)]
enum Wrap {
    Passphrase(PassphraseWrap),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    vault_id: VaultId,
    wraps: Vec<Wrap>,
    seal_nonce: Nonce,
    seal: Tag,
}

impl Header {
    /// A header of a new vault, in which `passphrase` opens `keys`.
    pub(crate) fn new(
        keys: &Keys,
        passphrase: &Passphrase,
        policy: &KdfPolicy,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let vault_id = random(rng)?;
        let wrap = PassphraseWrap::new(keys, passphrase, policy.cost(), &preamble(&vault_id), rng)?;
        let mut header = Self {
            vault_id,
            wraps: vec![Wrap::Passphrase(wrap)],
            seal_nonce: random(rng)?,
            seal: Tag::default(),
        };
        header.seal = aead::seal(&keys.header, &header.seal_nonce, &header.sealed_bytes()?, &mut [])
            .map_err(|_| Error::HeaderMalformed)?;
        Ok(header)
    }

    /// Whether `policy` allows the work that this header asks for.
    pub(crate) fn admit(&self, policy: &KdfPolicy) -> Result<(), Error> {
        self.wraps.iter().try_for_each(|Wrap::Passphrase(wrap)| policy.admit(wrap.cost()))
    }

    /// The vault's keys.
    pub(crate) fn unlock(&self, passphrase: &Passphrase, policy: &KdfPolicy) -> Result<Box<Keys>, Error> {
        self.admit(policy)?;
        let Some(Wrap::Passphrase(wrap)) = self.wraps.first() else {
            return Err(Error::HeaderMalformed);
        };
        let keys = wrap.unwrap(passphrase, &preamble(&self.vault_id))?;
        aead::open(&keys.header, &self.seal_nonce, &self.sealed_bytes()?, &mut [], &self.seal)
            .map_err(|_| Error::HeaderAltered)?;
        Ok(keys)
    }

    /// The header file.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = self.sealed_bytes()?;
        bytes.extend_from_slice(&self.seal_nonce);
        bytes.extend_from_slice(&self.seal);
        Ok(bytes)
    }

    /// What the seal covers: all but itself.
    fn sealed_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = preamble(&self.vault_id);
        bytes.push(u8::try_from(self.wraps.len()).map_err(|_| Error::HeaderMalformed)?);
        for Wrap::Passphrase(wrap) in &self.wraps {
            wrap.write(&mut bytes);
        }
        Ok(bytes)
    }
}

/// What all wraps authenticate: that they belong to this vault and are read by this format.
fn preamble(vault_id: &VaultId) -> Vec<u8> {
    let mut bytes = Vec::from(MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_be_bytes());
    bytes.extend_from_slice(vault_id);
    bytes
}
