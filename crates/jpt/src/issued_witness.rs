use crate::Error;
use vouchsafe_bbs::revocation::MembershipWitness;
use zeroize::Zeroizing;

/// The octets of a period's number.
const NUMBER: usize = size_of::<u64>();

/// The witness that a credential is issued with, and for the value of which period of its registry. It would identify the holder: it
/// never leaves the wallet, and is wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedWitness {
    period: u64,
    octets: Zeroizing<[u8; MembershipWitness::OCTETS]>,
}

impl IssuedWitness {
    /// The octets of the second octet string of an issued proof: the number, the most significant octet first, and the point.
    pub(crate) const OCTETS: usize = NUMBER + MembershipWitness::OCTETS;

    pub(crate) fn new(period: u64, witness: &MembershipWitness) -> Result<Self, Error> {
        Self::of(period, witness.to_octets())
    }

    pub(crate) fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        let (period, witness) = octets.split_first_chunk::<NUMBER>().ok_or(Error::WitnessMalformed)?;
        let witness = witness.try_into().map_err(|_| Error::WitnessMalformed)?;
        Self::of(u64::from_be_bytes(*period), witness)
    }

    fn of(period: u64, witness: [u8; MembershipWitness::OCTETS]) -> Result<Self, Error> {
        if period == 0 { Err(Error::WitnessMalformed) } else { Ok(Self { period, octets: witness.into() }) }
    }

    pub(crate) fn to_octets(&self) -> Zeroizing<Vec<u8>> {
        let mut octets = Zeroizing::new(Vec::with_capacity(Self::OCTETS));
        octets.extend(self.period.to_be_bytes());
        octets.extend(self.octets.iter());
        octets
    }

    /// The period, from 1.
    #[must_use]
    pub fn period(&self) -> u64 {
        self.period
    }

    /// The compressed point, not yet checked: see [`HeldJpt::receive_witness`](crate::HeldJpt::receive_witness).
    #[must_use]
    pub fn octets(&self) -> &[u8; MembershipWitness::OCTETS] {
        &self.octets
    }
}

/// The period alone.
impl std::fmt::Debug for IssuedWitness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuedWitness({})", self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_so_many_octets() {
        let octets = |length: usize| (1..=u8::MAX).take(length).collect::<Vec<_>>();
        let witness = IssuedWitness::from_octets(&octets(56)).unwrap();
        assert_eq!((witness.period(), witness.octets()[0]), (0x0102_0304_0506_0708, 9));
        assert_eq!(*witness.to_octets(), octets(56));
        assert_eq!(format!("{witness:?}"), "IssuedWitness(72623859790382856)");
        for length in [0, 7, 8, 55, 57] {
            assert_eq!(IssuedWitness::from_octets(&octets(length)), Err(Error::WitnessMalformed), "{length}");
        }
        let mut zero = octets(56);
        zero[..8].fill(0);
        assert_eq!(IssuedWitness::from_octets(&zero), Err(Error::WitnessMalformed));
    }
}
