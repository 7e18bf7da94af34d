use crate::pointer::{Lost, Reached, reach};
use crate::{
    Binding, Candidate, ClaimId, ClaimQuery, CredentialQuery, Format, HolderBinding, Mismatch, Withheld,
};
use vouchsafe_credential::ClaimPath;

/// What of a credential answers a credential query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    claim_set: Option<usize>,
    claims: Vec<SelectedClaim>,
}

/// One claims query and what it leads to in the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedClaim {
    id: Option<ClaimId>,
    asked: ClaimPath,
    paths: Vec<ClaimPath>,
}

impl Selection {
    /// Which of the claim sets it is, by position: the first that the credential can satisfy. `None` if there are none.
    #[must_use]
    pub fn claim_set(&self) -> Option<usize> {
        self.claim_set
    }

    /// The claims to show, in the order of the query; none means that everything that can be kept back is.
    #[must_use]
    pub fn claims(&self) -> &[SelectedClaim] {
        &self.claims
    }

    /// The paths of all these, each once.
    #[must_use]
    pub fn paths(&self) -> Vec<ClaimPath> {
        let mut paths: Vec<_> = self.claims.iter().flat_map(|claim| claim.paths.iter().cloned()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}

impl SelectedClaim {
    /// The `id` of the claims query.
    #[must_use]
    pub fn id(&self) -> Option<&ClaimId> {
        self.id.as_ref()
    }

    /// The path as it was asked for.
    #[must_use]
    pub fn asked(&self) -> &ClaimPath {
        &self.asked
    }

    /// Where that leads to in the credential's claims; at least one. Has positions where a `null` was asked for; where
    /// `values` were, elements with other values are left out.
    #[must_use]
    pub fn paths(&self) -> &[ClaimPath] {
        &self.paths
    }
}

/// A claim set, by its position, and what was found of its claims.
type InFull<T> = (Option<usize>, Vec<T>);

impl CredentialQuery {
    /// Whether a credential answers this query, and with which claims (OpenID4VP sections 6.4.1 and 7).
    ///
    /// A credential that has only a part of what is asked for does not.
    ///
    /// # Errors
    /// The first [`Mismatch`].
    pub fn select(&self, candidate: &Candidate<'_>) -> Result<Selection, Mismatch> {
        self.select_up_to(1, candidate)?.pop().ok_or(Mismatch::ClaimSets)
    }

    /// What of a credential answers this query: of each claim set that it has in full, in the verifier's order, no more than
    /// `most` of them; at least one.
    ///
    /// # Errors
    /// As [`select`](Self::select).
    pub fn select_up_to(&self, most: usize, candidate: &Candidate<'_>) -> Result<Vec<Selection>, Mismatch> {
        self.admit(candidate)?;
        let choose = |claim: &ClaimQuery| {
            let paths = matching(claim, candidate, None)?;
            let paths = paths.iter().map(|reached| reached.concrete(claim.path())).collect::<Option<_>>();
            let paths = paths.ok_or_else(|| Mismatch::ClaimMissing { path: claim.path().clone() })?;
            Ok(SelectedClaim { id: claim.id().cloned(), asked: claim.path().clone(), paths })
        };
        let sets = self.sets_in_full(most, choose)?.into_iter();
        Ok(sets.map(|(claim_set, claims)| Selection { claim_set, claims }).collect())
    }

    /// Whether a presentation shows what this query asks for.
    pub(crate) fn prove(&self, candidate: &Candidate<'_>, withheld: &dyn Withheld) -> Result<(), Mismatch> {
        self.admit(candidate)?;
        self.sets_in_full(1, |claim| matching(claim, candidate, Some(withheld))).map(|_| ())
    }

    /// All that is not about claims.
    fn admit(&self, candidate: &Candidate<'_>) -> Result<(), Mismatch> {
        // What the `meta` of a format means is not known where the format is not.
        if candidate.format != self.format() || matches!(self.format(), Format::Other(_)) {
            return Err(Mismatch::Format);
        }
        let wanted = self.vct_values();
        if !wanted.is_empty() && !candidate.types.iter().any(|of| wanted.contains(of)) {
            return Err(Mismatch::Type);
        }
        let trusted = self.trusted_authorities();
        let is_trusted = |authority| trusted.iter().any(|entry| entry.contain(authority));
        if !trusted.is_empty() && !candidate.authorities.iter().any(is_trusted) {
            return Err(Mismatch::Authority);
        }
        match (self.holder_binding(), candidate.binding) {
            (HolderBinding::Required, Binding::Unbound) => Err(Mismatch::HolderBinding),
            _ => Ok(()),
        }
    }

    /// The first claim sets, no more than `most`, of which `find` finds all claims, or all claims where there are no claim sets;
    /// at least one. Each claim is looked for once, however many sets it is in.
    fn sets_in_full<T: Clone>(
        &self,
        most: usize,
        find: impl Fn(&ClaimQuery) -> Result<T, Mismatch>,
    ) -> Result<Vec<InFull<T>>, Mismatch> {
        if self.claim_sets().is_empty() {
            let all = self.claims().iter().map(find).collect::<Result<_, _>>()?;
            return Ok(vec![(None, all)]);
        }
        let found: Vec<Option<T>> = self.claims().iter().map(|claim| find(claim).ok()).collect();
        let in_full = self.claim_sets().iter().enumerate().filter_map(|(index, set)| {
            let claims = set.iter().map(|position| found.get(*position).cloned().flatten());
            Some((Some(index), claims.collect::<Option<Vec<T>>>()?))
        });
        let sets: Vec<_> = in_full.take(most).collect();
        if sets.is_empty() { Err(Mismatch::ClaimSets) } else { Ok(sets) }
    }
}

/// The values that a claims query leads to, less those that it does not want: these count as if they did not exist (section
/// 6.4.1). Never empty. So does a `null` of a BBS credential, which has one in each slot where its issuer has nothing to say.
fn matching<'a>(
    claim: &ClaimQuery,
    candidate: &Candidate<'a>,
    withheld: Option<&dyn Withheld>,
) -> Result<Vec<Reached<'a>>, Mismatch> {
    let path = || claim.path().clone();
    let mut reached = reach(claim.path(), candidate.claims, withheld).map_err(|lost| match lost {
        Lost::Aborted => Mismatch::PathDoesNotApply { path: path() },
        Lost::Empty => Mismatch::ClaimMissing { path: path() },
        Lost::TooMany => Mismatch::TooManyClaims { path: path() },
    })?;
    if candidate.format == &Format::Bbs {
        reached.retain(|reached| !reached.value.says_nothing());
        if reached.is_empty() {
            return Err(Mismatch::ClaimMissing { path: path() });
        }
    }
    reached.retain(|reached| claim.admits(reached.value));
    if reached.is_empty() { Err(Mismatch::ValueDiffers { path: path() }) } else { Ok(reached) }
}
