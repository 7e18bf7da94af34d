use super::{AccumulatorValue, INTERFACE, SUITE};
use crate::Error;
use crate::curve::{G1_OCTETS, G1Affine, G2, G2_OCTETS, Lines, product_is_one};
use crate::hash::{self, Dst};
use crate::limits::MAX_REGISTRY_ID;
use crate::octets::u64_octets;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The public key W = alpha BP2 of a registry, under the registry's id: shown to be of somebody who knows alpha, and prepared for
/// pairings. It holds about 40 KiB.
pub struct RegistryKey {
    registry: String,
    octets: [u8; G2_OCTETS],
    possession: [u8; G1_OCTETS],
    origin: AccumulatorValue,
    lines: Lines,
    /// Of -BP2.
    base_lines: Lines,
}

impl RegistryKey {
    /// The octets of a key.
    pub const OCTETS: usize = G2_OCTETS;
    /// The octets of a proof of possession.
    pub const POSSESSION_OCTETS: usize = G1_OCTETS;

    /// Reads the key of the registry with this id, and its proof of possession, with all checks of both points.
    ///
    /// # Errors
    /// [`Error::RegistryId`], [`Error::Length`], [`Error::NotAPoint`], [`Error::Identity`], [`Error::NotInSubgroup`],
    /// [`Error::PossessionInvalid`].
    pub fn new(registry: &str, key: &[u8], possession: &[u8]) -> Result<Self, Error> {
        const KEY: &str = "the registry's key";
        const POSSESSION: &str = "the proof of possession";
        admit_id(registry)?;
        let key = key.try_into().map_err(|_| Error::Length { part: KEY })?;
        let possession = possession.try_into().map_err(|_| Error::Length { part: POSSESSION })?;
        let point = G2::from_octets(key, KEY)?;
        let possession = G1Affine::from_octets(possession, POSSESSION)?;
        let key = Self::assemble(registry, &point, &possession);
        let holds = key.multiplies(&possession_base(registry, &key.octets), &possession);
        if holds { Ok(key) } else { Err(Error::PossessionInvalid) }
    }

    /// Of points that were checked, or made here.
    pub(crate) fn assemble(registry: &str, point: &G2, possession: &G1Affine) -> Self {
        Self {
            registry: registry.to_owned(),
            octets: point.to_octets(),
            possession: possession.to_octets(),
            origin: AccumulatorValue::origin(registry),
            lines: Lines::of(point),
            base_lines: Lines::of(&G2::negated_base()),
        }
    }

    /// The registry's id.
    #[must_use]
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The compressed point.
    #[must_use]
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        self.octets
    }

    /// SHA-256 of the compressed point: by which a credential says which key its registry has.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.octets).into()
    }

    /// The proof of possession, to be published with the key.
    #[must_use]
    pub fn possession(&self) -> [u8; Self::POSSESSION_OCTETS] {
        self.possession
    }

    /// V_0, the value before anything was deleted: a hash of the id. No presentation is made with it.
    #[must_use]
    pub fn origin(&self) -> &AccumulatorValue {
        &self.origin
    }

    /// Whether the one point is alpha times the other.
    pub(crate) fn multiplies(&self, point: &G1Affine, multiple: &G1Affine) -> bool {
        product_is_one([(point, &self.lines), (multiple, &self.base_lines)])
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.lines
    }
}

/// # Errors
/// [`Error::RegistryId`].
pub(crate) fn admit_id(registry: &str) -> Result<(), Error> {
    if (1..=MAX_REGISTRY_ID).contains(&registry.len()) { Ok(()) } else { Err(Error::RegistryId) }
}

/// The point whose multiple by alpha proves possession: of the key and the id, by a hash that nothing else uses.
pub(crate) fn possession_base(registry: &str, key: &[u8; G2_OCTETS]) -> G1Affine {
    let input = [key.as_slice(), &u64_octets(registry.len()), registry.as_bytes()].concat();
    hash::to_g1(SUITE, &input, &Dst::possession(INTERFACE)).into()
}

impl fmt::Debug for RegistryKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RegistryKey").field("registry", &self.registry).finish_non_exhaustive()
    }
}
