use crate::interface::Interface;

/// A domain separation tag of at most 255 octets, with its length: `DST_prime` of RFC 9380 section 5.3.
pub(crate) struct Dst {
    octets: Vec<u8>,
    length: u8,
}

impl Dst {
    /// A tag from outside; `None` if it is too long.
    pub(crate) fn given(octets: &[u8]) -> Option<Self> {
        Some(Self { octets: octets.to_vec(), length: u8::try_from(octets.len()).ok()? })
    }

    /// `api_id || suffix`, where the suffix is one of the draft's.
    fn of(api_id: &str, suffix: &str) -> Self {
        let octets = [api_id, suffix].concat().into_bytes();
        // The longest is 85 octets long.
        let length = u8::try_from(octets.len()).unwrap_or(u8::MAX);
        Self { octets, length }
    }

    /// Of the challenge, the domain and a signature's e (draft sections 3.6.1, 3.7.4, 4.2.3).
    pub(crate) fn hash_to_scalar(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "H2S_")
    }

    /// Of a message (draft section 4.1.2).
    pub(crate) fn message(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "MAP_MSG_TO_SCALAR_AS_HASH_")
    }

    /// Of the seed of generators (draft section 4.1.1).
    pub(crate) fn generator_seed(api_id: &str) -> Self {
        Self::of(api_id, "SIG_GENERATOR_SEED_")
    }

    /// Of a generator (draft section 4.1.1).
    pub(crate) fn generator(api_id: &str) -> Self {
        Self::of(api_id, "SIG_GENERATOR_DST_")
    }

    /// Of the point for a context (pseudonym draft section 7.3.1).
    #[cfg(feature = "pseudonyms")]
    pub(crate) fn context_point(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "")
    }

    /// Of the scalar for a context (pseudonym draft section 7.3.1).
    #[cfg(feature = "pseudonyms")]
    pub(crate) fn context_scalar(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "VECT_NYM_SECRETS")
    }

    /// Of the first value of a registry: ours.
    pub(crate) fn registry(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "VOUCHSAFE_REVOCATION_1_VALUE_DST_")
    }

    /// Of the point for a registry's proof of possession: ours.
    pub(crate) fn possession(interface: Interface) -> Self {
        Self::of(&interface.api_id(), "VOUCHSAFE_REVOCATION_1_POP_DST_")
    }

    pub(crate) fn parts(&self) -> [&[u8]; 2] {
        [&self.octets, std::slice::from_ref(&self.length)]
    }
}
