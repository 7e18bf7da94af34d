use crate::Error;
use crate::ciphersuite::Ciphersuite;
use crate::curve::{EXPAND_OCTETS, G1Affine, G2, Lines, NarrowComb, WideComb};
use crate::hash::{self, Dst};
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
    p1: G1Affine,
    /// Of -BP2.
    base_lines: Arc<Lines>,
    grown: RwLock<Arc<Points>>,
}

/// The generators so far.
pub(crate) struct Points {
    /// `v` of `create_generators`, from which the next one is made.
    seed: [u8; EXPAND_OCTETS],
    q1: G1Affine,
    /// H_1, H_2, ….
    messages: Vec<Arc<Generator>>,
}

/// One generator of messages, with its tables.
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
        // Draft section 7.2: P1 is the first generator of a seed of its own.
        let (_, p1) = next(suite, &first_seed(suite, "BP_MESSAGE_GENERATOR_SEED"), 1);
        let (seed, q1) = next(suite, &first_seed(suite, "MESSAGE_GENERATOR_SEED"), 1);
        Self {
            suite,
            p1,
            base_lines: Arc::new(Lines::of(&G2::negated_base())),
            grown: RwLock::new(Arc::new(Points { seed, q1, messages: Vec::new() })),
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

    pub(crate) fn base_lines(&self) -> Arc<Lines> {
        Arc::clone(&self.base_lines)
    }

    /// Points with generators for so many messages at least.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub(crate) fn for_messages(&self, count: usize) -> Result<Arc<Points>, Error> {
        if count > MAX_MESSAGES {
            return Err(Error::TooManyMessages);
        }
        let held = Arc::clone(&self.grown.read().unwrap_or_else(PoisonError::into_inner));
        if held.messages.len() >= count {
            return Ok(held);
        }
        let mut held = self.grown.write().unwrap_or_else(PoisonError::into_inner);
        if held.messages.len() < count {
            *held = Arc::new(held.grown_to(self.suite, count));
        }
        Ok(Arc::clone(&held))
    }
}

impl Points {
    pub(crate) fn q1(&self) -> &G1Affine {
        &self.q1
    }

    /// H_1, H_2, …; perhaps more than were asked for.
    pub(crate) fn messages(&self) -> &[Arc<Generator>] {
        &self.messages
    }

    fn grown_to(&self, suite: Ciphersuite, count: usize) -> Self {
        let mut seed = self.seed;
        let mut messages = self.messages.clone();
        // Q_1 is number 1.
        for number in messages.len() + 2..=count + 1 {
            let (seed_after, point) = next(suite, &seed, number);
            seed = seed_after;
            messages.push(Arc::new(Generator::new(point)));
        }
        Self { seed, q1: self.q1, messages }
    }
}

/// Step 1 of `create_generators` (draft section 4.1.1).
fn first_seed(suite: Ciphersuite, generator_seed: &str) -> [u8; EXPAND_OCTETS] {
    let seed = [suite.api_id(), generator_seed].concat();
    hash::expand(suite, seed.as_bytes(), &Dst::generator_seed(suite))
}

/// Steps 3 and 4 of `create_generators`: the `v` after, and the generator with this number, counted from 1.
fn next(suite: Ciphersuite, seed: &[u8], number: usize) -> ([u8; EXPAND_OCTETS], G1Affine) {
    let input = [seed, &u64_octets(number)].concat();
    let seed = hash::expand(suite, &input, &Dst::generator_seed(suite));
    (seed, hash::to_g1(suite, &seed, &Dst::generator(suite)).into())
}
