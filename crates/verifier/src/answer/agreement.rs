//! Whether credentials that are shown together say the same.

use crate::report::{Check, Subject};
use crate::{Accepted, Claim, Loosening, OnConflict, Policy, Reason, ReasonCode};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, PathElement};
use vouchsafe_dcql::{Query, QueryId};

/// The claims that more than one of the credential queries asks for, and those that the policy requires: whether all
/// credentials that show one say the same. Several credentials for one query (`multiple`) are expected to differ.
pub(super) fn check(policy: &Policy, query: &Query, accepted: &[(QueryId, usize, Accepted)]) -> Vec<Check> {
    let mut checks = Vec::new();
    for path in paths(policy, query) {
        let shown: Vec<_> =
            accepted.iter().filter_map(|(id, _, accepted)| Some((id, one(accepted, &path)?))).collect();
        let pairs = shown.iter().enumerate().flat_map(|(at, one)| {
            shown.iter().skip(at + 1).filter(|(id, _)| *id != one.0).map(move |other| (one, other))
        });
        let mut pairs = pairs.peekable();
        if pairs.peek().is_none() {
            continue;
        }
        checks.push(match (pairs.find(|(one, other)| contradict(one.1, other.1)), policy.on_conflict) {
            (None, _) => Check::passed(Subject::Agreement, format!("the credentials agree on `{path}`")),
            (Some(_), OnConflict::Accept) => Check::loosened(Subject::Agreement, Loosening::Conflict),
            (Some((one, other)), OnConflict::Reject) => {
                let words = format!("`{}` and `{}` disagree about `{path}`", one.0, other.0);
                Check::could_not_tell(Subject::Agreement, Reason::worded(ReasonCode::ClaimConflict, words))
            }
        });
    }
    checks
}

/// Paths to one claim each: lists of which each credential shows a part can't be held against one another.
fn paths(policy: &Policy, query: &Query) -> BTreeSet<ClaimPath> {
    let mut asked: BTreeMap<&ClaimPath, usize> = BTreeMap::new();
    for claim in query.credentials().iter().flat_map(|credential| credential.claims()) {
        *asked.entry(claim.path()).or_default() += 1;
    }
    let twice = asked.into_iter().filter(|(_, times)| *times > 1).map(|(path, _)| path);
    let is_one = |path: &&ClaimPath| !path.elements().contains(&PathElement::Every);
    twice.chain(&policy.required_claims).filter(is_one).cloned().collect()
}

fn one<'a>(accepted: &'a Accepted, path: &ClaimPath) -> Option<Value<'a>> {
    match accepted.claim(path) {
        Claim::Disclosed(values) => values.first().copied(),
        _ => None,
    }
}

/// True if two values can't both be right. Of objects, only what both show counts: the rest may have been kept back.
pub(super) fn contradict(one: Value<'_>, other: Value<'_>) -> bool {
    let mut pairs = vec![(one, other)];
    while let Some((one, other)) = pairs.pop() {
        match (one.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => {
                let members: BTreeMap<_, _> = other.entries().into_iter().flatten().collect();
                let shared = one.entries().into_iter().flatten();
                pairs.extend(shared.filter_map(|(name, value)| Some((value, *members.get(&name)?))));
            }
            (Kind::Array, Kind::Array) if one.size() == other.size() => {
                let elements = one.elements().into_iter().flatten();
                pairs.extend(elements.zip(other.elements().into_iter().flatten()));
            }
            _ if one == other => {}
            _ => return true,
        }
    }
    false
}
