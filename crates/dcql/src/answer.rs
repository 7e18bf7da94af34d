use crate::limits::MAX_PRESENTATIONS;
use crate::{Candidate, CredentialQuery, Mismatch, Multiplicity, Query, QueryId, Requirement};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vouchsafe_credential::json::Value;

/// Which elements of lists a presentation keeps back, so that those behind them stand further ahead than in the credential.
pub trait Withheld {
    /// The positions, as issued and in order, of the elements of `list` that are not shown. Decoys may be among them.
    fn positions(&self, list: Value<'_>) -> Vec<usize>;
}

/// Every element is where it was issued: lists are shown whole, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingWithheld;

impl Withheld for NothingWithheld {
    fn positions(&self, _: Value<'_>) -> Vec<usize> {
        Vec::new()
    }
}

/// A credential as it was presented: with what its holder chose to show.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    /// What is shown. Its binding says whether the presentation proved who makes it.
    pub shown: Candidate<'a>,
    /// What of lists is not.
    pub withheld: &'a dyn Withheld,
}

impl fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// The presentations of an answer, by the credential query that each answers (OpenID4VP section 8.1).
pub type Answer<'a> = BTreeMap<QueryId, Vec<Presented<'a>>>;

/// How an answer satisfies a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfaction {
    options: Vec<Option<usize>>,
    unneeded: Vec<QueryId>,
}

impl Satisfaction {
    /// Of each credential set, the first option that is there in full; `None` only for optional sets. A query without
    /// `credential_sets` has one set with one option.
    #[must_use]
    pub fn options(&self) -> &[Option<usize>] {
        &self.options
    }

    /// Presentations that no such option needs, such as one half of an optional set. A wallet should not have sent them
    /// (section 6.4.2); the query is satisfied all the same.
    #[must_use]
    pub fn unneeded(&self) -> &[QueryId] {
        &self.unneeded
    }
}

/// Why an answer does not satisfy a query. Holds no value of a claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsatisfied {
    /// Section 8.1: a presentation answers a credential query that was not asked.
    #[error("it answers `{id}`, which was not asked for")]
    UnknownId {
        /// What it answers.
        id: QueryId,
    },
    /// Section 8.1: an entry without a presentation.
    #[error("`{id}` is answered with no presentation")]
    NoPresentation {
        /// The credential query.
        id: QueryId,
    },
    /// Section 8.1: several presentations, where `multiple` is not true.
    #[error("`{id}` is answered with several presentations, and one was asked for")]
    SeveralPresentations {
        /// The credential query.
        id: QueryId,
    },
    /// Ours: more than [`MAX_PRESENTATIONS`] presentations in all.
    #[error("there are more than {MAX_PRESENTATIONS} presentations")]
    TooManyPresentations,
    /// Section 6.4.2: there are no credential sets, and not every credential query is answered.
    #[error("`{id}` is not answered")]
    CredentialMissing {
        /// The credential query.
        id: QueryId,
    },
    /// Section 6.4.2: of a required credential set no option is there in full.
    #[error("of the credential set {index} no option is there in full")]
    CredentialSetMissing {
        /// The position of the set, from 0.
        index: usize,
    },
    /// Sections 6.1, 6.3, 6.4.1 and 7: a presentation does not show what its credential query asks for.
    #[error("presentation {index} for `{id}`: {mismatch}")]
    Presentation {
        /// The credential query.
        id: QueryId,
        /// The position of the presentation among those for it, from 0.
        index: usize,
        /// What is wrong.
        mismatch: Mismatch,
    },
}

impl Unsatisfied {
    /// A name for this reason that never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownId { .. } => "query.unknown_id",
            Self::NoPresentation { .. } => "query.no_presentation",
            Self::SeveralPresentations { .. } => "query.several_presentations",
            Self::TooManyPresentations => "query.too_many_presentations",
            Self::CredentialMissing { .. } => "query.credential_missing",
            Self::CredentialSetMissing { .. } => "query.credential_set_missing",
            Self::Presentation { mismatch, .. } => mismatch.code(),
        }
    }
}

impl CredentialQuery {
    /// Whether a presentation is of the credential, and shows the claims, that are asked for: of one claim set all.
    ///
    /// A path with `null` needs one element at least, since a presentation does not tell how many there are. For the same
    /// reason, a position is met by every element that may have stood there before others were withheld.
    ///
    /// # Errors
    /// The first [`Mismatch`].
    pub fn shown_by(&self, presented: &Presented<'_>) -> Result<(), Mismatch> {
        self.prove(&presented.shown, presented.withheld)
    }
}

impl Query {
    /// Whether an answer with so many presentations for each credential query can satisfy this one: the cheap part of
    /// [`satisfied_by`](Self::satisfied_by), before anything of a presentation is looked at.
    ///
    /// # Errors
    /// [`Unsatisfied`]; never [`Unsatisfied::Presentation`].
    pub fn covered_by(&self, presentations: &BTreeMap<QueryId, usize>) -> Result<Satisfaction, Unsatisfied> {
        let mut total = 0_usize;
        for (id, count) in presentations {
            let id = || id.clone();
            let query = self.credential(&id()).ok_or_else(|| Unsatisfied::UnknownId { id: id() })?;
            match (count, query.multiple()) {
                (0, _) => return Err(Unsatisfied::NoPresentation { id: id() }),
                (2.., Multiplicity::One) => return Err(Unsatisfied::SeveralPresentations { id: id() }),
                _ => total = total.saturating_add(*count),
            }
        }
        if total > MAX_PRESENTATIONS {
            return Err(Unsatisfied::TooManyPresentations);
        }
        self.combine(presentations)
    }

    /// Whether an answer satisfies this query: the right presentations are there, and each shows what is asked for.
    ///
    /// # Errors
    /// The first that is wrong.
    pub fn satisfied_by(&self, answer: &Answer<'_>) -> Result<Satisfaction, Unsatisfied> {
        let counts = answer.iter().map(|(id, presented)| (id.clone(), presented.len())).collect();
        let satisfaction = self.covered_by(&counts)?;
        for (query, presented) in answer.iter().filter_map(|(id, all)| Some((self.credential(id)?, all))) {
            for (index, presented) in presented.iter().enumerate() {
                query.shown_by(presented).map_err(|mismatch| Unsatisfied::Presentation {
                    id: query.id().clone(),
                    index,
                    mismatch,
                })?;
            }
        }
        Ok(satisfaction)
    }

    fn combine(&self, presentations: &BTreeMap<QueryId, usize>) -> Result<Satisfaction, Unsatisfied> {
        if self.credential_sets().is_empty()
            && let Some(id) = self.ids().find(|id| !presentations.contains_key(*id))
        {
            return Err(Unsatisfied::CredentialMissing { id: id.clone() });
        }
        let mut options = Vec::new();
        let mut needed = BTreeSet::new();
        for (index, set) in self.sets_to_answer().iter().enumerate() {
            let is_there = |option: &&Vec<QueryId>| option.iter().all(|id| presentations.contains_key(id));
            let mut there = set.options().iter().enumerate().filter(|(_, option)| is_there(option));
            let first = there.next();
            if first.is_none() && set.requirement() == Requirement::Required {
                return Err(Unsatisfied::CredentialSetMissing { index });
            }
            options.push(first.map(|(position, _)| position));
            needed.extend(first.into_iter().flat_map(|(_, option)| option.iter().cloned()));
        }
        let unneeded = presentations.keys().filter(|id| !needed.contains(*id)).cloned().collect();
        Ok(Satisfaction { options, unneeded })
    }
}
