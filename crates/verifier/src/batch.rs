//! Many presentations decided on together.

use crate::checks::{self, Unproven};
use crate::pending::Asked;
use crate::report::Check;
use crate::{Decision, Error, Evidence, Pending, ProofKind, Request, Verifier};
use rand_core::TryCryptoRng;
use std::collections::BTreeMap;
use vouchsafe_credential::Timestamp;
use vouchsafe_jpt::{BatchItem, IssuerKey, VerifiedPresentation, verify_batch};

/// A presentation on its way to a decision.
enum Begun<'a> {
    /// Of which everything but the evidence is checked already.
    Pending(Box<Pending>),
    /// A BBS presentation of which the proof is left.
    Unproven(Vec<Check>, Box<Unproven<'a>>),
}

/// What became of a proof that was verified together with others.
type Together = Result<VerifiedPresentation, vouchsafe_jpt::Error>;

/// Decides on each as [`Verifier::begin`] and [`Pending::decide`] do. BBS presentations of one issuer's type are proven together, with the
/// proof that they are not revoked where the evidence tells the period.
pub(crate) fn decide_all(
    verifier: &Verifier,
    items: &[(&str, &Request)],
    evidence: &Evidence,
    now: Timestamp,
    rng: &mut impl TryCryptoRng,
) -> Vec<Result<Decision, Error>> {
    let begun = items.iter().map(|(text, request)| begin(verifier, text, request, now));
    let mut begun: Vec<_> = begun.collect();
    let mut together = prove_together(verifier, &mut begun, evidence, rng);
    let mut decisions = Vec::with_capacity(items.len());
    for (place, (begun, (_, request))) in begun.into_iter().zip(items).enumerate() {
        decisions.push(begun.map(|begun| {
            let pending = match begun {
                Begun::Pending(pending) => *pending,
                Begun::Unproven(mut checks, unproven) => {
                    let proven = unproven.prove(verifier, together.remove(&place), &mut checks);
                    Pending::of(verifier, proven, checks, request, Asked::ByPolicy, now)
                }
            };
            pending.decide(evidence, now)
        }));
    }
    decisions
}

/// Everything but BBS proofs.
fn begin<'a>(
    verifier: &'a Verifier,
    text: &'a str,
    request: &'a Request,
    now: Timestamp,
) -> Result<Begun<'a>, Error> {
    let policy = verifier.policy();
    if checks::kind_of(text) != ProofKind::Bbs || !policy.proofs.contains(&ProofKind::Bbs) {
        return Ok(Begun::Pending(Box::new(verifier.begin(text, request, now)?)));
    }
    verifier.ensure_one_asked(request)?;
    let mut checks = Vec::new();
    Ok(match checks::open(policy, text, request, now, &mut checks) {
        Ok(unproven) => Begun::Unproven(checks, Box::new(unproven)),
        Err(check) => {
            let refused = Pending::of(verifier, Err(check), checks, request, Asked::ByPolicy, now);
            Begun::Pending(Box::new(refused))
        }
    })
}

/// Of each presentation that stands with another under the same key and header: by its place, what became of its proof.
fn prove_together(
    verifier: &Verifier,
    begun: &mut [Result<Begun<'_>, Error>],
    evidence: &Evidence,
    rng: &mut impl TryCryptoRng,
) -> BTreeMap<usize, Together> {
    let mut groups: BTreeMap<_, Group<'_, '_>> = BTreeMap::new();
    for (place, begun) in begun.iter_mut().enumerate() {
        if let Ok(Begun::Unproven(_, unproven)) = begun
            && let Some(key) = unproven.only_key()
        {
            let name = (unproven.header_text(), key.verifying_key().to_octets());
            let group = groups.entry(name).or_insert_with(|| Group { key, members: Vec::new() });
            group.members.push((place, unproven));
        }
    }
    let groups = groups.into_values().filter(|group| group.members.len() > 1);
    groups.flat_map(|group| group.prove(verifier, evidence, rng)).collect()
}

/// Presentations under one key and one header, by their places.
struct Group<'a, 'b> {
    key: &'a IssuerKey,
    members: Vec<(usize, &'b mut Box<Unproven<'a>>)>,
}

impl Group<'_, '_> {
    fn prove(
        self,
        verifier: &Verifier,
        evidence: &Evidence,
        rng: &mut impl TryCryptoRng,
    ) -> Vec<(usize, Together)> {
        let Self { key, members } = self;
        let (mut places, mut periods, mut presentations) = (Vec::new(), Vec::new(), Vec::new());
        for (place, unproven) in members {
            let Some(presentation) = unproven.take() else { continue };
            places.push(place);
            periods.push(checks::period(verifier.policy(), &presentation, evidence));
            presentations.push((presentation, unproven.expected));
        }
        let header = presentations.first().map(|(presentation, _)| presentation.header());
        // What cannot be prepared is refused alone.
        let issuer = header.and_then(|header| verifier.prepared().issuer(key, header).ok());
        let Some(issuer) = issuer else { return Vec::new() };
        let items = presentations.into_iter().zip(&periods);
        let items = items.map(|((presentation, expected), period)| BatchItem {
            presentation,
            expected,
            period: period.as_ref(),
        });
        let verdicts = verify_batch(&issuer, items.collect(), rng);
        if verdicts.iter().any(Result::is_ok) {
            verifier.prepared().keep(key, issuer);
        }
        places.into_iter().zip(verdicts).collect()
    }
}
