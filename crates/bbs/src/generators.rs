use crate::Error;
use crate::ciphersuite::Ciphersuite;
use crate::curve::{EXPAND_OCTETS, G1Affine, G2, Lines, NarrowComb, WideComb};
use crate::hash::{self, Dst};
use crate::interface::Interface;
use crate::limits::MAX_MESSAGES;
use crate::octets::u64_octets;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// What a ciphersuite computes with, whoever signs: the point P1 and the generators Q_1, H_1, H_2, ….
///
/// The first generators are the same however many there are, so one of these serves every key, header and number of messages
/// of its ciphersuite. Make one, and share it.
///
/// It grows when more generators are asked for. Each has tables by which what is done with it is quick, made when it is first
/// used so: 12 KiB for signing and verifying, 3 KiB for proving. With 30 messages that is at most half a MiB, with
/// [`MAX_MESSAGES`], the most, 16 MiB.
pub struct Generators {
    suite: Ciphersuite,
    /// In whose name they are made.
    api_id: String,
    p1: G1Affine,
    /// Of -BP2.
    base_lines: Arc<Lines>,
    q1: Arc<Generator>,
    grown: RwLock<Grown>,
}

/// The generators of messages so far.
struct Grown {
    /// `v` of `create_generators`, from which the next one is made.
    seed: [u8; EXPAND_OCTETS],
    /// H_1, H_2, ….
    messages: Vec<Arc<Generator>>,
}

/// One generator, with its tables.
pub(crate) struct Generator {
    point: G1Affine,
    wide: OnceLock<WideComb>,
    narrow: OnceLock<NarrowComb>,
}

impl Generator {
    fn new(point: G1Affine) -> Self {
        Self { point, wide: OnceLock::new(), narrow: OnceLock::new() }
    }

    pub(crate) fn point(&self) -> &G1Affine {
        &self.point
    }

    /// For public multiples.
    pub(crate) fn wide(&self) -> &WideComb {
        self.wide.get_or_init(|| WideComb::of(&self.point))
    }

    /// For secret multiples.
    pub(crate) fn narrow(&self) -> &NarrowComb {
        self.narrow.get_or_init(|| NarrowComb::of(&self.point))
    }
}

impl Generators {
    /// For a ciphersuite; the first two points are made at once.
    #[must_use]
    pub fn new(suite: Ciphersuite) -> Self {
        Self::of(suite, Interface::plain(suite).api_id())
    }

    /// `create_generators` in this name (draft section 4.1.1).
    pub(crate) fn of(suite: Ciphersuite, api_id: String) -> Self {
        // Draft section 7.2: P1 is the first generator of a seed of its own, the same in every name.
        let plain = Interface::plain(suite).api_id();
        let (_, p1) = next(suite, &plain, &first_seed(suite, &plain, "BP_MESSAGE_GENERATOR_SEED"), 1);
        let (seed, q1) = next(suite, &api_id, &first_seed(suite, &api_id, "MESSAGE_GENERATOR_SEED"), 1);
        Self {
            suite,
            api_id,
            p1,
            base_lines: Arc::new(Lines::of(&G2::negated_base())),
            q1: Arc::new(Generator::new(q1)),
            grown: RwLock::new(Grown { seed, messages: Vec::new() }),
        }
    }

    /// The ciphersuite.
    #[must_use]
    pub fn ciphersuite(&self) -> Ciphersuite {
        self.suite
    }

    pub(crate) fn p1(&self) -> &G1Affine {
        &self.p1
    }

    pub(crate) fn q1(&self) -> &Arc<Generator> {
        &self.q1
    }

    pub(crate) fn base_lines(&self) -> Arc<Lines> {
        Arc::clone(&self.base_lines)
    }

    /// H_1, H_2, …, so many.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub(crate) fn for_messages(&self, count: usize) -> Result<Vec<Arc<Generator>>, Error> {
        if count > MAX_MESSAGES {
            return Err(Error::TooManyMessages);
        }
        if let Some(held) = self.grown.read().unwrap_or_else(PoisonError::into_inner).messages.get(..count) {
            return Ok(held.to_vec());
        }
        let mut held = self.grown.write().unwrap_or_else(PoisonError::into_inner);
        // Q_1 is number 1.
        for number in held.messages.len() + 2..=count + 1 {
            let (seed, point) = next(self.suite, &self.api_id, &held.seed, number);
            held.seed = seed;
            held.messages.push(Arc::new(Generator::new(point)));
        }
        Ok(held.messages.iter().take(count).cloned().collect())
    }
}

/// Step 1 of `create_generators` (draft section 4.1.1).
fn first_seed(suite: Ciphersuite, api_id: &str, generator_seed: &str) -> [u8; EXPAND_OCTETS] {
    let seed = [api_id, generator_seed].concat();
    hash::expand(suite, seed.as_bytes(), &Dst::generator_seed(api_id))
}

/// Steps 3 and 4 of `create_generators`: the `v` after, and the generator with this number, counted from 1.
fn next(suite: Ciphersuite, api_id: &str, seed: &[u8], number: usize) -> ([u8; EXPAND_OCTETS], G1Affine) {
    let input = [seed, &u64_octets(number)].concat();
    let seed = hash::expand(suite, &input, &Dst::generator_seed(api_id));
    (seed, hash::to_g1(suite, &seed, &Dst::generator(api_id)).into())
}
