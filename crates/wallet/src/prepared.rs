use crate::bound_rng::BoundRng;
use crate::limits::{CLOCK_SKEW, PREPARED_LIFETIME};
use crate::{Draft, DraftDigest, Error, Store, Wallet};
use rand_core::TryCryptoRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_jpt::PresentationDraft;

/// What of an answer was computed while the person read the draft: for BBS credentials all that does not depend on the answer
/// being agreed to.
///
/// It serves that draft alone, by its digest, so copies, claims, periods of registries and all else that the draft binds; once; and no longer than
/// [`PREPARED_LIFETIME`]. Where it does not serve, it goes, and presenting computes anew. It is worth as much as the hidden
/// claims, so it can be neither copied nor printed nor stored:
///
/// ```compile_fail,E0382
/// # fn twice<S: vouchsafe_wallet::Store>(
/// #     wallet: &mut vouchsafe_wallet::Wallet<S>,
/// #     (one, other): (vouchsafe_wallet::Consent, vouchsafe_wallet::Consent),
/// #     prepared: vouchsafe_wallet::Prepared,
/// #     now: vouchsafe_credential::Timestamp,
/// #     rng: &mut impl rand_core::TryCryptoRng,
/// # ) {
/// let once = wallet.present_prepared(one, prepared, now, rng);
/// let twice = wallet.present_prepared(other, prepared, now, rng);
/// # }
/// ```
/// ```compile_fail,E0277
/// # fn print(prepared: &vouchsafe_wallet::Prepared) {
/// println!("{prepared:?}");
/// # }
/// ```
pub struct Prepared {
    draft: DraftDigest,
    made_at: Timestamp,
    /// Of each part of the draft, where its format knows such a thing.
    parts: Vec<Option<PresentationDraft>>,
}

impl<S: Store> Wallet<S> {
    /// Computes ahead what it can of presenting `draft`. Nothing of it is kept, and nothing leaves.
    ///
    /// # Errors
    /// `bbs.*` if `rng` fails.
    pub fn prepare(
        &self,
        draft: &Draft,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Prepared, Error> {
        let rng = &mut BoundRng::new(rng, draft.digest());
        let mut parts = Vec::new();
        for part in draft.parts() {
            let not_revoked = self.prove_period(part.held(), part.wish.period.as_ref(), rng)?;
            parts.push(part.held().prepare(part.paths(), not_revoked.as_ref(), rng)?);
        }
        Ok(Prepared { draft: draft.digest(), made_at: now, parts })
    }
}

impl Prepared {
    /// What was prepared, if it was for this draft and is not too old, or from a future that the clock was set back from.
    pub(crate) fn for_draft(
        self,
        draft: DraftDigest,
        now: Timestamp,
    ) -> impl Iterator<Item = Option<PresentationDraft>> {
        let fresh = now < self.made_at.saturating_add(PREPARED_LIFETIME)
            && now >= self.made_at.saturating_sub(CLOCK_SKEW);
        let parts = if self.draft == draft && fresh { self.parts } else { Vec::new() };
        parts.into_iter()
    }
}
