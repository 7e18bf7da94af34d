#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "time is what is measured, and for how long is for who runs it"
)]

use super::classes::{COMPARED, Class};
use super::welch::largest_t;
use crate::tests::rngs::rng;
use rand_core::Rng as _;
use std::hint::black_box;
use std::time::Instant;

/// From here on dudect says that times differ.
const THRESHOLD: f64 = 4.5;
/// Measurements of a comparison, unless `SOAK_SAMPLES` says how many.
const SAMPLES: usize = 100_000;
/// Inputs that are prepared at a time.
const BATCH: usize = 500;

fn samples() -> usize {
    let told = std::env::var("SOAK_SAMPLES");
    told.map_or(SAMPLES, |told| told.parse().expect("SOAK_SAMPLES is a number"))
}

/// The largest |t| between a class and random values. Inputs are prepared before, in random order of the classes.
fn compare<Input, Output>(
    class: Class,
    samples: usize,
    mut prepare: impl FnMut(Class) -> Input,
    mut run: impl FnMut(Input) -> Output,
) -> f64 {
    let mut choice = rng(1);
    let mut times = [Vec::new(), Vec::new()];
    for batch in 0..=samples.div_ceil(BATCH) {
        let chosen: Vec<usize> = (0..BATCH).map(|_| (choice.next_u32() & 1) as usize).collect();
        let inputs: Vec<Input> = chosen.iter().map(|of| prepare([class, Class::Random][*of])).collect();
        for (of, input) in chosen.into_iter().zip(inputs) {
            let start = Instant::now();
            let output = black_box(run(black_box(input)));
            let time = start.elapsed();
            drop(output);
            // The first ones are slower: tables are made, caches are filled.
            if batch > 0 {
                times[of].push(time.as_nanos() as f64);
            }
        }
    }
    largest_t(&times)
}

/// Compares both classes with random values, prints what comes out, and expects no difference.
pub(super) fn same_time<Input, Output>(
    what: &str,
    mut prepare: impl FnMut(Class) -> Input,
    mut run: impl FnMut(Input) -> Output,
) {
    let found = COMPARED.map(|class| {
        let t = compare(class, samples(), &mut prepare, &mut run);
        println!("soak: {what}, {class:?} against Random: |t| = {t:.2} of {} measurements", samples());
        t
    });
    assert!(found.iter().all(|t| *t < THRESHOLD), "{what}: {found:?}");
}

/// The same of what is known to take different times: that the measurement can tell, from a tenth of the measurements already.
pub(super) fn other_time<Input, Output>(
    what: &str,
    prepare: impl FnMut(Class) -> Input,
    run: impl FnMut(Input) -> Output,
) {
    let samples = samples() / 10;
    let t = compare(Class::LowWeight, samples, prepare, run);
    println!("soak: control: {what}, LowWeight against Random: |t| = {t:.2} of {samples} measurements");
    assert!(t > THRESHOLD, "{what}: {t}");
}
