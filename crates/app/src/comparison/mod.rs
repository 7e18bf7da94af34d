//! What two presentations have in common, for those who want to see what two verifiers could link. Nothing is verified.

mod link;
mod parts;

pub use link::{Link, Shared};

use crate::Error;
use crate::view::VERSION;
use parts::Parts;
use serde::Serialize;

/// So many octets in a row do not coincide by chance.
pub const TELLING_RUN: usize = 5;

/// So many octets of a signature or proof are looked at: no honest one is longer.
const LONGEST_PROOF: usize = 9 * 1024;

/// Two presentations side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Version of this form.
    pub version: u32,
    /// How long each is, in bytes.
    pub lengths: [usize; 2],
    /// What both have that other holders' presentations do not: by any of it, two verifiers know that it is one holder.
    pub links: Vec<Link>,
    /// The claims that both show with the same value, as paths. A value that few people have links them too.
    pub both_show: Vec<String>,
    /// What else both have: every holder of that type with them, if the issuer gives everyone the same.
    pub shared_by_all: Vec<Shared>,
    /// How many octets of signatures and proofs were held against each other, of the first and of the second.
    pub opaque: [usize; 2],
    /// The longest run of octets that occurs in both of these.
    pub longest_run: usize,
}

/// Holds two presentations against each other: SD-JWTs or BBS presentations, or one of each.
///
/// # Errors
/// [`Error::NotRecognised`], [`Error::SdJwt`], [`Error::Jpt`], [`Error::Json`] for a text that is no presentation.
pub fn compare(first: &str, second: &str) -> Result<Comparison, Error> {
    let texts = [first.trim_ascii(), second.trim_ascii()];
    let [first, second] = [Parts::of(texts[0])?, Parts::of(texts[1])?];
    let mut links: Vec<Link> = Vec::new();
    for mark in &first.marks {
        let is_new = links.iter().all(|link| *link != mark.link);
        if is_new && second.marks.contains(mark) {
            links.push(mark.link.clone());
        }
    }
    let longest_run = longest_run(&first.opaque, &second.opaque);
    if longest_run >= TELLING_RUN && links.is_empty() {
        links.push(Link::Run);
    }
    let length = |parts: &Parts| parts.opaque.iter().map(Vec::len).sum();
    Ok(Comparison {
        version: VERSION,
        lengths: texts.map(str::len),
        links,
        both_show: first.shown.intersection(&second.shown).map(|(path, _)| path.clone()).collect(),
        shared_by_all: first
            .shared
            .iter()
            .filter(|one| second.shared.contains(one))
            .map(|(what, _)| *what)
            .collect(),
        opaque: [length(&first), length(&second)],
        longest_run,
    })
}

/// The longest run of octets that occurs both in one of the first and in one of the second; 0 for runs shorter than
/// [`TELLING_RUN`], which occur by chance.
fn longest_run(first: &[Vec<u8>], second: &[Vec<u8>]) -> usize {
    let pairs = first.iter().flat_map(|one| second.iter().map(move |other| (one, other)));
    let longest = pairs.map(|(one, other)| longest_run_of(one, other)).max().unwrap_or(0);
    if longest < TELLING_RUN { 0 } else { longest }
}

/// Of two texts of octets, in a time of their product.
fn longest_run_of(one: &[u8], other: &[u8]) -> usize {
    // Of each place in `other`, how long the run is that ends before it and before the place in `one`.
    let mut ending = vec![0; other.len() + 1];
    let mut longest = 0;
    for octet in one {
        let mut before = 0;
        for (run, candidate) in ending.iter_mut().skip(1).zip(other) {
            let here = if octet == candidate { before + 1 } else { 0 };
            before = std::mem::replace(run, here);
            longest = longest.max(here);
        }
    }
    longest
}

#[cfg(test)]
mod tests;
