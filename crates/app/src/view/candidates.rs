use super::{CardSummary, LinkabilityView, VERSION};
use crate::names::Names;
use serde::Serialize;
use vouchsafe_credential::{ClaimPath, Timestamp};
use vouchsafe_dcql::{AnswerOption, Multiplicity, Requirement, Selection, SetOptions};
use vouchsafe_wallet::{CandidateCard, Candidates, NearMiss, QueryCandidates, SetAside};

/// The cards that answer a query. For the person alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CandidatesView {
    /// Version of this form.
    pub version: u32,
    /// When the states were judged.
    pub as_of: String,
    /// Whether all that is required can be answered, with cards that are not set aside.
    pub answerable: bool,
    /// Which credentials are asked for together. Without credential sets in the query, one that is required with all.
    pub sets: Vec<CredentialSetView>,
    /// Each credential that is asked for, in the order of the query.
    pub queries: Vec<QueryCandidatesView>,
}

/// Credentials of which one combination serves one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CredentialSetView {
    /// Whether it has to be answered.
    pub required: bool,
    /// The combinations, the verifier's favourite first.
    pub options: Vec<OptionView>,
}

/// One combination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionView {
    /// The credential queries to answer.
    pub queries: Vec<String>,
    /// Those of them that no card answers that is not set aside.
    pub missing: Vec<String>,
}

/// The cards that answer one credential query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryCandidatesView {
    /// Its name.
    pub query: String,
    /// The types of which one will do; any will if there is none.
    pub types: Vec<String>,
    /// Whether several cards may answer.
    pub multiple: bool,
    /// The claims that it asks for in some combination.
    pub asked: Vec<String>,
    /// The cards that answer it, best first.
    pub cards: Vec<CandidateView>,
    /// Cards that answer it and are not chosen unless the person does it.
    pub set_aside: Vec<SetAsideView>,
    /// Cards of the right type that lack something.
    pub near_misses: Vec<NearMissView>,
    /// How many more cards of the right type were not looked into.
    pub not_looked_into: usize,
}

/// A card that answers a credential query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CandidateView {
    /// The card.
    pub card: CardSummary,
    /// What of it answers, in the verifier's order: the first is taken unless the person chooses another.
    pub answers: Vec<AnswerView>,
    /// How showing it can be linked with other showings.
    pub linkability: LinkabilityView,
    /// Claims about the person that always show and are not asked for.
    pub unasked: Vec<String>,
    /// What each of them is called, for a person.
    pub unasked_labels: Vec<String>,
    /// Claims that some claim set asks for and the card does not have.
    pub lacks: Vec<String>,
}

/// One combination of claims that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    /// The claim set, by its position from 0, where the query has claim sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_set: Option<usize>,
    /// The claims that are shown, where they stand in the card, in the order of the query.
    pub paths: Vec<String>,
    /// What each of them is called, for a person.
    pub labels: Vec<String>,
}

/// A card that answers and is not chosen unless the person does it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetAsideView {
    /// `revoked`, `suspended`, `expired`, `not_yet_valid`, `exhausted` or `replaced`; or, where it cannot be proven that it was not revoked,
    /// `period_too_old`, `other_statement`, `registry_forked` or `not_proven`; or `not_readable`, where the verifier says so.
    pub why: &'static str,
    /// In English.
    pub words: &'static str,
    /// The card.
    #[serde(flatten)]
    pub candidate: CandidateView,
}

/// A card of the right type that does not answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearMissView {
    /// The card.
    pub card: CardSummary,
    /// A name for the reason that never changes.
    pub why: &'static str,
    /// In English.
    pub words: String,
    /// Claims that are asked for and that it does not have.
    pub lacks: Vec<String>,
}

fn texts(paths: &[ClaimPath]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

impl CandidatesView {
    pub(crate) fn new(found: &Candidates, names: &Names<'_>, now: Timestamp) -> Self {
        Self {
            version: VERSION,
            as_of: now.to_string(),
            answerable: found.is_answerable(),
            sets: found.options().sets().iter().map(CredentialSetView::new).collect(),
            queries: found
                .queries()
                .iter()
                .map(|query| QueryCandidatesView::new(query, names, now))
                .collect(),
        }
    }
}

impl CredentialSetView {
    fn new(set: &SetOptions) -> Self {
        let option = |option: &AnswerOption| OptionView {
            queries: option.credentials().iter().map(ToString::to_string).collect(),
            missing: option.missing().iter().map(ToString::to_string).collect(),
        };
        Self {
            required: set.requirement() == Requirement::Required,
            options: set.options().iter().map(option).collect(),
        }
    }
}

impl QueryCandidatesView {
    fn new(query: &QueryCandidates, names: &Names<'_>, now: Timestamp) -> Self {
        let candidate = |card: &CandidateCard| CandidateView::new(card, names, now);
        let aside = |(card, why): &(CandidateCard, SetAside)| SetAsideView::new(card, *why, names, now);
        Self {
            query: query.query.to_string(),
            types: query.types.iter().map(ToString::to_string).collect(),
            multiple: query.multiple == Multiplicity::Many,
            asked: texts(&query.asked),
            cards: query.cards.iter().map(candidate).collect(),
            set_aside: query.set_aside.iter().map(aside).collect(),
            near_misses: query.near_misses.iter().map(|miss| NearMissView::new(miss, names, now)).collect(),
            not_looked_into: query.not_looked_into,
        }
    }
}

impl CandidateView {
    fn new(candidate: &CandidateCard, names: &Names<'_>, now: Timestamp) -> Self {
        let card = &candidate.holding.card;
        let labels = |paths: &[ClaimPath]| paths.iter().map(|path| names.of_claim(card, path)).collect();
        let answer = |answer: &Selection| {
            let paths: Vec<ClaimPath> =
                answer.claims().iter().flat_map(|claim| claim.paths()).cloned().collect();
            AnswerView { claim_set: answer.claim_set(), labels: labels(&paths), paths: texts(&paths) }
        };
        Self {
            card: CardSummary::new(&candidate.holding, names, now),
            answers: candidate.answers.iter().map(answer).collect(),
            linkability: LinkabilityView::new(candidate.linkability()),
            unasked: texts(&candidate.unasked),
            unasked_labels: labels(&candidate.unasked),
            lacks: texts(&candidate.lacks),
        }
    }
}

impl SetAsideView {
    fn new(candidate: &CandidateCard, why: SetAside, names: &Names<'_>, now: Timestamp) -> Self {
        Self { why: why.code(), words: why.words(), candidate: CandidateView::new(candidate, names, now) }
    }
}

impl NearMissView {
    fn new(miss: &NearMiss, names: &Names<'_>, now: Timestamp) -> Self {
        Self {
            card: CardSummary::new(&miss.holding, names, now),
            why: miss.why.code(),
            words: miss.why.to_string(),
            lacks: texts(&miss.lacks),
        }
    }
}
