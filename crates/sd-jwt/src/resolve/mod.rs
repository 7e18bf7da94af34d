//! From the payload and the disclosures to the Processed SD-JWT Payload (RFC 9901 section 7.1, steps 2 to 5).
//!
//! One walk without recursion over the payload and every disclosure that a digest in it opens. Digests are compared as texts,
//! by binary search and sorting: no input makes that slow.

mod digests;
mod disclosures;
mod frame;
mod unopened;
mod walk;

pub(crate) use unopened::Unopened;

use crate::Error;
use disclosures::Disclosures;
use vouchsafe_credential::json::{Composer, Document, PartId, Value};
use vouchsafe_jose::digest::HashAlgorithm;
use walk::Walk;

/// What the caller allows.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) allowed_hashes: &'a [HashAlgorithm],
    /// Top-level claims that must not come from a disclosure, nor hold a digest.
    pub(crate) always_open: &'a [&'a str],
}

/// A payload whose disclosures are where they belong.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// The Processed SD-JWT Payload.
    pub(crate) claims: Document,
    pub(crate) hash: HashAlgorithm,
    /// Where each disclosure went, in the order received.
    pub(crate) opened: Vec<Opened>,
    pub(crate) unopened: Unopened,
}

/// Where a disclosure went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opened {
    /// The start of the span of its value in the claims.
    pub(crate) position: usize,
    /// The disclosure that holds its digest; `None` if the payload does.
    pub(crate) parent: Option<usize>,
}

/// Opens `disclosures` in the object `payload`, which is a part of `parts`. Each must be opened once.
pub(crate) fn resolve<'t>(
    mut parts: Composer,
    payload: PartId,
    disclosures: impl Iterator<Item = &'t str>,
    rules: &Rules<'_>,
) -> Result<Resolved, Error> {
    let hash = hash_algorithm(parts.part(payload), rules.allowed_hashes)?;
    let disclosures = Disclosures::read(disclosures, hash, &mut parts)?;
    let walk = Walk::new(&parts, &disclosures, rules.always_open)?;
    let walked = walk.from(parts.part(payload))?;
    let claims = parts.into_document(walked.composed);
    Ok(Resolved { claims, hash, opened: walked.opened, unopened: walked.unopened })
}

fn hash_algorithm(payload: Value<'_>, allowed: &[HashAlgorithm]) -> Result<HashAlgorithm, Error> {
    let hash = match payload.get("_sd_alg") {
        None => HashAlgorithm::Sha256,
        Some(name) => HashAlgorithm::from_registry_name(&name.as_str().ok_or(Error::SdAlgMalformed)?)?,
    };
    if allowed.contains(&hash) { Ok(hash) } else { Err(Error::HashNotAllowed) }
}
