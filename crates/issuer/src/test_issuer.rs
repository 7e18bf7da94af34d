//! An issuer, and generators of random numbers that work and that do not.

use crate::{BbsIssuer, BbsKey, Issuer, IssuerConfig};
use rand_chacha::ChaCha8Rng;
use rand_core::{SeedableRng as _, TryCryptoRng, TryRng};
use vouchsafe_credential::IssuerId;
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{Algorithm, SigningKey};

pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new(IssuerConfig {
        id: IssuerId::new("https://issuer.example").unwrap(),
        key: SigningKey::generate(Algorithm::Es256, &mut rng(1)).unwrap().with_kid("2026").unwrap(),
        x5c: Vec::new(),
        hash: HashAlgorithm::Sha256,
    })
}

pub(crate) fn bbs_issuer() -> BbsIssuer {
    BbsIssuer::new(IssuerId::new("https://issuer.example").unwrap(), BbsKey::generate(&mut rng(1)).unwrap())
}

/// Draws well so often, then fails; or gives zeros for ever.
pub(crate) struct FailingRng {
    left: Option<usize>,
    rng: ChaCha8Rng,
}

impl FailingRng {
    pub(crate) fn after(draws: usize) -> Self {
        Self { left: Some(draws), rng: rng(99) }
    }

    pub(crate) fn stuck() -> Self {
        Self { left: None, rng: rng(99) }
    }
}

impl TryRng for FailingRng {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        match &mut self.left {
            None => bytes.fill(0),
            Some(0) => return Err(std::fmt::Error),
            Some(left) => {
                *left -= 1;
                rand_core::Rng::fill_bytes(&mut self.rng, bytes);
            }
        }
        Ok(())
    }
}

impl TryCryptoRng for FailingRng {}
