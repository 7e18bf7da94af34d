//! Contenders take turns, so that whatever disturbs the machine disturbs them alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Turns each contender takes.
const ROUNDS: usize = 61;
/// How long one turn should last, about: many times what the slowest of ours takes, as in a program that has more than one to do.
const TURN: Duration = Duration::from_millis(20);

/// Something to measure: a name and one run of it.
pub(crate) struct Contender<'a> {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    pub(crate) fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self { name, run: Box::new(move || drop(black_box(run()))) }
    }
}

/// What one run of each contender took, in nanoseconds, turn by turn, in the order given.
pub(crate) fn take_turns(contenders: &mut [Contender<'_>]) -> Vec<Vec<f64>> {
    let repeats: Vec<u32> = contenders.iter_mut().map(repeats_for_a_turn).collect();
    let mut turns: Vec<Vec<f64>> = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for _ in 0..ROUNDS {
        for ((contender, repeats), times) in contenders.iter_mut().zip(&repeats).zip(&mut turns) {
            let start = Instant::now();
            for _ in 0..*repeats {
                (contender.run)();
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(*repeats));
        }
    }
    turns
}

fn repeats_for_a_turn(contender: &mut Contender<'_>) -> u32 {
    (contender.run)();
    let mut repeats = 1_u32;
    loop {
        let start = Instant::now();
        for _ in 0..repeats {
            (contender.run)();
        }
        if start.elapsed() >= TURN || repeats >= 1 << 24 {
            return repeats;
        }
        repeats *= 2;
    }
}

pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
