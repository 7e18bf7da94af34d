use super::agreement::contradict;
use crate::report::AnswerReport;
use crate::{Accepted, Claim, Loosening};
use std::fmt;
use vouchsafe_credential::{ClaimPath, PathElement, Timestamp};
use vouchsafe_dcql::QueryId;

/// An answer to a query that is accepted: every credential in it, and all of them together. Only this has their claims;
/// [`PendingAnswer::decide`](crate::PendingAnswer::decide) alone makes it.
///
/// ```compile_fail
/// fn forge(report: vouchsafe_verifier::report::AnswerReport) -> vouchsafe_verifier::AcceptedAnswer {
///     vouchsafe_verifier::AcceptedAnswer { credentials: Vec::new(), report }
/// }
/// ```
pub struct AcceptedAnswer {
    credentials: Vec<(QueryId, usize, Accepted)>,
    report: AnswerReport,
}

impl AcceptedAnswer {
    pub(super) fn new(credentials: Vec<(QueryId, usize, Accepted)>, report: AnswerReport) -> Self {
        Self { credentials, report }
    }

    /// The credentials, in the order of the answer: the credential query that each answers, its position among those that
    /// do, and what it says.
    pub fn credentials(&self) -> impl Iterator<Item = (&QueryId, usize, &Accepted)> {
        self.credentials.iter().map(|(id, index, accepted)| (id, *index, accepted))
    }

    /// The credential that answers this credential query; `index` is 0, unless the query allows several.
    #[must_use]
    pub fn credential(&self, id: &QueryId, index: usize) -> Option<&Accepted> {
        self.credentials().find(|(of, at, _)| *of == id && *at == index).map(|(_, _, accepted)| accepted)
    }

    /// What is known of one claim from all credentials together.
    ///
    /// [`Claim::Conflict`] if two of them show it and can't both be right, whatever the policy lets pass: there is no first
    /// that wins. A path with `[]` gathers the elements of all. Types that mean different things by one name are told apart
    /// with [`credential`](Self::credential).
    #[must_use]
    pub fn claim(&self, path: &ClaimPath) -> Claim<'_> {
        let claims: Vec<_> = self.credentials.iter().map(|(_, _, accepted)| accepted.claim(path)).collect();
        let shown = claims.iter().filter_map(|claim| match claim {
            Claim::Disclosed(values) => Some(values),
            _ => None,
        });
        let values: Vec<_> = shown.flatten().copied().collect();
        let Some(first) = values.first() else {
            let kept_back =
                [Claim::Withheld, Claim::Undisclosed].into_iter().find(|kept| claims.contains(kept));
            return kept_back.unwrap_or(Claim::NotIssued);
        };
        if path.elements().contains(&PathElement::Every) {
            return Claim::Disclosed(values);
        }
        let pairs = values
            .iter()
            .enumerate()
            .flat_map(|(at, one)| values.iter().skip(at + 1).map(move |other| (*one, *other)));
        match pairs.into_iter().find(|(one, other)| contradict(*one, *other)) {
            Some((one, other)) => Claim::Conflict(one, other),
            None => Claim::Disclosed(vec![*first]),
        }
    }

    /// As of when all credentials are known not to be revoked; `None` if the policy accepts one of them without knowing.
    #[must_use]
    pub fn evidence_time(&self) -> Option<Timestamp> {
        let times: Option<Vec<_>> =
            self.credentials.iter().map(|(_, _, accepted)| accepted.evidence_time()).collect();
        times?.into_iter().min()
    }

    /// What the policy let pass that [`Policy::strict`](crate::Policy::strict) would not, of any of the credentials or of all
    /// together. Where this is not empty, a screen shows it as something to heed beside the yes.
    #[must_use]
    pub fn loosenings(&self) -> Vec<Loosening> {
        self.report.loosenings()
    }

    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &AnswerReport {
        &self.report
    }
}

/// The report; no claims.
impl fmt::Debug for AcceptedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptedAnswer").field("report", &self.report).finish_non_exhaustive()
    }
}
