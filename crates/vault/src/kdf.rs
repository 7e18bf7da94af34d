use crate::aead::Key;
use crate::error::Error;
use crate::locked::Locked;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize as _;

/// Length of a salt (RFC 9106 section 3.1 recommends 16 bytes).
pub(crate) const SALT_BYTES: usize = 16;

pub(crate) type Salt = [u8; SALT_BYTES];

/// How much work stands between a passphrase and a key: Argon2id (RFC 9106), version 0x13.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    /// Memory in KiB.
    pub(crate) memory: u32,
    /// Passes over the memory.
    pub(crate) passes: u32,
    /// Lanes.
    pub(crate) lanes: u32,
}

/// How much work a vault puts between a passphrase and its keys, and which vaults are opened at all.
///
/// New passphrases get the work of today. One that was set with less gets it when it next opens its vault. A vault below the floor is refused before any work, so that an altered header cannot make guessing cheap; so is one
/// above the ceiling, so that it cannot exhaust the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfPolicy {
    floor: KdfCost,
    today: KdfCost,
    ceiling: KdfCost,
}

impl KdfPolicy {
    /// Argon2id with 256 MiB, 3 passes, 1 lane, meant to cost half a second or more. Vaults of at least 128 MiB, 3 passes,
    /// 1 lane, which was the standard before, and of up to 1 GiB, 16 passes and 8 lanes are opened.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            floor: KdfCost { memory: 128 * 1_024, passes: 3, lanes: 1 },
            today: KdfCost { memory: 256 * 1_024, passes: 3, lanes: 1 },
            ceiling: KdfCost { memory: 1_024 * 1_024, passes: 16, lanes: 8 },
        }
    }

    /// Next to no work, for tests. A vault made so is refused under [`KdfPolicy::standard`], and the other way round.
    #[doc(hidden)]
    #[must_use]
    pub const fn insecure_for_tests() -> Self {
        Self {
            floor: KdfCost { memory: 16, passes: 2, lanes: 1 },
            today: KdfCost { memory: 32, passes: 2, lanes: 1 },
            ceiling: KdfCost { memory: 64, passes: 8, lanes: 2 },
        }
    }

    /// What a new passphrase gets.
    pub(crate) fn cost(&self) -> KdfCost {
        self.today
    }

    /// What a passphrase of `cost` gets when it opens its vault, if that is more: no part of it ever sinks.
    pub(crate) fn raised(&self, cost: &KdfCost) -> Option<KdfCost> {
        let raised = KdfCost {
            memory: cost.memory.max(self.today.memory),
            passes: cost.passes.max(self.today.passes),
            lanes: cost.lanes.max(self.today.lanes),
        };
        (raised != *cost).then_some(raised)
    }

    /// Makes vaults as they were made when the floor was the standard.
    #[cfg(test)]
    pub(crate) fn of_the_past(self) -> Self {
        Self { today: self.floor, ..self }
    }

    /// Whether to do the work that a header asks for.
    pub(crate) fn admit(&self, cost: &KdfCost) -> Result<(), Error> {
        let Self { floor, ceiling, .. } = self;
        if cost.memory < floor.memory || cost.passes < floor.passes || cost.lanes < floor.lanes {
            Err(Error::KdfDowngraded)
        } else if cost.memory > ceiling.memory || cost.passes > ceiling.passes || cost.lanes > ceiling.lanes {
            Err(Error::KdfTooCostly)
        } else {
            Ok(())
        }
    }
}

impl KdfCost {
    /// Memory, in KiB.
    #[must_use]
    pub const fn memory_kib(&self) -> u32 {
        self.memory
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(&self) -> u32 {
        self.passes
    }

    /// Lanes.
    #[must_use]
    pub const fn lanes(&self) -> u32 {
        self.lanes
    }

    /// The key that `secret` gives. All memory used is wiped.
    pub(crate) fn derive(&self, secret: &[u8], salt: &Salt) -> Result<Locked<Key>, Error> {
        let mut key = Locked::new(Key::default());
        let params = Params::new(self.memory, self.passes, self.lanes, Some(key.len()))
            .map_err(|_| Error::HeaderMalformed)?;
        let mut memory = Memory::new(params.block_count())?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(secret, salt, &mut *key, &mut memory.0)
            .map_err(|_| Error::HeaderMalformed)?;
        Ok(key)
    }
}

/// Argon2's working memory, which tells the key. Ours, because `argon2` does not wipe what it allocates itself.
struct Memory(Vec<Block>);

impl Memory {
    fn new(blocks: usize) -> Result<Self, Error> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(blocks).map_err(|_| Error::OutOfMemory)?;
        memory.resize(blocks, Block::new());
        Ok(Self(memory))
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected key was computed by OpenSSL's Argon2id.
    #[test]
    fn is_argon2id_of_rfc_9106() {
        let cost = KdfCost { memory: 256, passes: 3, lanes: 1 };
        let key = cost.derive(b"correct horse", b"vouchsafe-salt16").unwrap();
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "3f8669d33fc94befc14559853f7c0991f74ea4d09fd0ada230c7679fa9d39bcf");
    }

    #[test]
    fn floor_and_ceiling() {
        const FIELDS: [fn(&mut KdfCost) -> &mut u32; 3] =
            [|cost| &mut cost.memory, |cost| &mut cost.passes, |cost| &mut cost.lanes];
        for policy in [KdfPolicy::standard(), KdfPolicy::insecure_for_tests()] {
            assert_eq!(policy.admit(&policy.floor), Ok(()));
            assert_eq!(policy.admit(&policy.today), Ok(()));
            assert_eq!(policy.admit(&policy.ceiling), Ok(()));
            for field in FIELDS {
                let mut low = policy.floor;
                *field(&mut low) -= 1;
                assert_eq!(policy.admit(&low), Err(Error::KdfDowngraded));
                let mut high = policy.ceiling;
                *field(&mut high) += 1;
                assert_eq!(policy.admit(&high), Err(Error::KdfTooCostly));
            }
        }
    }

    /// At least half a second and 64 MiB a guess, where 128 MiB and 3 passes take a third of a second.
    #[test]
    fn a140_a_guess_at_a_new_passphrase_costs() {
        let KdfCost { memory, passes, lanes } = KdfPolicy::standard().cost();
        assert!(memory >= 256 * 1_024 && passes >= 3 && lanes == 1);
        let floor = KdfPolicy::standard().of_the_past().cost();
        assert_eq!(
            (floor.memory, floor.passes, floor.lanes),
            (128 * 1_024, 3, 1),
            "vaults like this are out there"
        );
    }

    #[test]
    fn what_is_raised_never_sinks() {
        let policy = KdfPolicy::insecure_for_tests();
        let raised = |memory, passes, lanes| policy.raised(&KdfCost { memory, passes, lanes });
        let of = |memory, passes, lanes| Some(KdfCost { memory, passes, lanes });
        assert_eq!(raised(32, 2, 1), None);
        assert_eq!(raised(33, 3, 2), None);
        assert_eq!(raised(31, 2, 1), of(32, 2, 1));
        assert_eq!(raised(16, 8, 2), of(32, 8, 2));
        assert_eq!(raised(64, 1, 0), of(64, 2, 1));
    }

    #[test]
    fn a_cost_that_argon2_does_not_know_is_refused() {
        for cost in [
            KdfCost { memory: 0, passes: 1, lanes: 1 },
            KdfCost { memory: 64, passes: 0, lanes: 1 },
            KdfCost { memory: 64, passes: 1, lanes: 0 },
            KdfCost { memory: 8, passes: 1, lanes: 8 },
        ] {
            assert_eq!(
                cost.derive(b"correct horse", &[0; SALT_BYTES]).err(),
                Some(Error::HeaderMalformed),
                "{cost:?}"
            );
        }
    }
}
