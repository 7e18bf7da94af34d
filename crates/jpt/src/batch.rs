use crate::presented_proof::PresentedProof;
use crate::{
    Error, PreparedIssuer, PresentationExpectations, Revocation, UnverifiedPresentation,
    VerifiedPresentation, registry,
};
use rand_core::TryCryptoRng;
use vouchsafe_bbs::Batch;
use vouchsafe_bbs::revocation::{Membership, Period};

/// A presentation that is verified together with others.
#[derive(Debug)]
pub struct BatchItem<'a> {
    /// What was received.
    pub presentation: UnverifiedPresentation,
    /// What it must say.
    pub expected: PresentationExpectations<'a>,
    /// The verifier's own period in which the credential is not to have been revoked: with it the verdict is that of
    /// [`UnverifiedPresentation::verify_revocable`], without it that of [`UnverifiedPresentation::verify`].
    pub period: Option<&'a Period<'a>>,
}

/// Verifies presentations of one issuer's type together, which is quicker: each gets the verdict, in the order given, that it would get
/// alone. Those of credentials that can be revoked, without a period, are verified alone.
///
/// One that is made to be refused late costs little more than alone, and takes no other with it. Whoever takes presentations from
/// strangers refuses before what is cheap to refuse: [`UnverifiedPresentation::admit`].
pub fn verify_batch(
    issuer: &PreparedIssuer,
    items: Vec<BatchItem<'_>>,
    rng: &mut impl TryCryptoRng,
) -> Vec<Result<VerifiedPresentation, Error>> {
    let outcomes = outcomes(issuer, &items, rng);
    let verdict = |(item, outcome): (BatchItem<'_>, Result<Outcome, Error>)| match outcome? {
        Outcome::Alone => item.presentation.verify(issuer, &item.expected),
        Outcome::Holds(revocation) => item.presentation.into_verified(revocation),
    };
    items.into_iter().zip(outcomes).map(verdict).collect()
}

/// Of an item that was not refused.
enum Outcome {
    /// It is not for a batch.
    Alone,
    /// It shows this, where its equations hold.
    Holds(Revocation),
}

/// What becomes of each item.
fn outcomes(
    issuer: &PreparedIssuer,
    items: &[BatchItem<'_>],
    rng: &mut impl TryCryptoRng,
) -> Vec<Result<Outcome, Error>> {
    let proofs: Vec<_> = items.iter().map(|item| item.proof(issuer)).collect();
    let mut batch = Batch::new(issuer.key());
    let mut added = Vec::with_capacity(items.len());
    for (item, proof) in items.iter().zip(&proofs) {
        let proof = proof.as_ref().map_err(Clone::clone);
        added.push(proof.and_then(|proof| item.add(proof, issuer, &mut batch)));
    }
    let verdicts = batch.verify(rng);
    let mut verdicts = verdicts.as_ref().map(|verdicts| verdicts.iter());
    let outcome = |added: Result<Outcome, Error>| match added? {
        Outcome::Alone => Ok(Outcome::Alone),
        Outcome::Holds(revocation) => {
            let verdict = verdicts.as_mut().map_err(|error| **error)?.next();
            // There is one for each that was added.
            verdict.copied().unwrap_or(Err(vouchsafe_bbs::Error::ProofInvalid))?;
            Ok(Outcome::Holds(revocation))
        }
    };
    added.into_iter().map(outcome).collect()
}

impl<'a> BatchItem<'a> {
    /// Its proof, unless it is not for this issuer, this verifier or this period.
    fn proof(&self, issuer: &PreparedIssuer) -> Result<PresentedProof<'_>, Error> {
        self.presentation.admit(&self.expected)?;
        issuer.admit(self.presentation.header())?;
        let proof = self.presentation.proof()?;
        match (&proof, self.period) {
            (PresentedProof::Plain(_), Some(_)) => Err(Error::OtherRegistry),
            (PresentedProof::Revocable { reference, extension, .. }, Some(period)) => {
                registry::admit_period(reference, extension.period, period).map(|()| proof)
            }
            _ => Ok(proof),
        }
    }

    /// Adds it, and says what it shows if its equations hold.
    fn add<'b>(
        &self,
        proof: &'b PresentedProof<'_>,
        issuer: &PreparedIssuer,
        batch: &mut Batch<'b>,
    ) -> Result<Outcome, Error>
    where
        'a: 'b,
    {
        let (disclosed, ph) = (self.presentation.disclosed(), self.presentation.ph());
        match (proof, self.period) {
            (PresentedProof::Plain(proof), _) => {
                batch.add(proof, issuer.key(), &disclosed, ph)?;
                Ok(Outcome::Holds(Revocation::Irrevocable))
            }
            (PresentedProof::Revocable { proof, slot, extension, .. }, Some(period)) => {
                let membership = Membership { period, slot: *slot };
                let digest = &extension.digest;
                batch.add_revocable(proof, issuer.key(), &disclosed, ph, &membership, digest)?;
                Ok(Outcome::Holds(Revocation::NotRevoked { period: period.number() }))
            }
            (PresentedProof::Revocable { .. }, None) => Ok(Outcome::Alone),
        }
    }
}
