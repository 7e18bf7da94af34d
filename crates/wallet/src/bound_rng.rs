use crate::DraftDigest;
use rand_core::{TryCryptoRng, TryRng};

/// The caller's generator, bound to one draft: should it repeat itself, what is made for another draft is still made with other
/// randomness. With the same, two proofs would tell all that is hidden.
///
/// For what is hashed before it is used, as `bbs` does with all that it draws; it is no generator of its own. It repeats after 32
/// octets: `bbs` compares the two halves of 64, and so still notices a generator that is stuck.
pub(crate) struct BoundRng<'a, R> {
    rng: &'a mut R,
    draft: [u8; 32],
}

impl<'a, R: TryCryptoRng> BoundRng<'a, R> {
    pub(crate) fn new(rng: &'a mut R, draft: DraftDigest) -> Self {
        Self { rng, draft: *draft.as_bytes() }
    }
}

impl<R: TryCryptoRng> TryRng for BoundRng<'_, R> {
    type Error = R::Error;

    fn try_next_u32(&mut self) -> Result<u32, R::Error> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        Ok(u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, R::Error> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), R::Error> {
        self.rng.try_fill_bytes(octets)?;
        octets.iter_mut().zip(self.draft.iter().cycle()).for_each(|(octet, bound)| *octet ^= bound);
        Ok(())
    }
}

impl<R: TryCryptoRng> TryCryptoRng for BoundRng<'_, R> {}
