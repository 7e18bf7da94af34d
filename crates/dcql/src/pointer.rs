use crate::Withheld;
use crate::limits::MAX_SELECTED;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, PathElement};

/// Why a claims path pointer leads to nothing (OpenID4VP section 7.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// Step 2: a name where no object is, or a position or `null` where no list is.
    Aborted,
    /// Step 3: nothing is left.
    Empty,
    /// More than [`MAX_SELECTED`] values.
    TooMany,
}

/// A value that a path leads to, and the positions that stand for its `null`s.
#[derive(Clone)]
pub(crate) struct Reached<'a> {
    pub(crate) value: Value<'a>,
    positions: Vec<usize>,
}

impl Reached<'_> {
    /// `path` with positions for each `null`.
    pub(crate) fn concrete(&self, path: &ClaimPath) -> Option<ClaimPath> {
        let mut positions = self.positions.iter();
        let elements = path.elements().iter().map(|element| match element {
            PathElement::Every => positions.next().map(|position| PathElement::Index(*position)),
            other => Some(other.clone()),
        });
        ClaimPath::new(elements.collect::<Option<_>>()?).ok()
    }
}

/// What a claims path pointer leads to: section 7.1.1, step by step. Never empty.
///
/// In a presentation, elements that are `withheld` move those behind them forward. There a position leads to every element that
/// may have had it, and once that is more than one, elements of another kind are passed over instead of ending the search.
pub(crate) fn reach<'a>(
    path: &ClaimPath,
    root: Value<'a>,
    withheld: Option<&dyn Withheld>,
) -> Result<Vec<Reached<'a>>, Lost> {
    let mut selected = vec![Reached { value: root, positions: Vec::new() }];
    let mut ambiguous = false;
    for element in path.elements() {
        let kind = match element {
            PathElement::Name(_) => Kind::Object,
            PathElement::Index(_) | PathElement::Every => Kind::Array,
        };
        if !ambiguous && selected.iter().any(|reached| reached.value.kind() != kind) {
            return Err(Lost::Aborted);
        }
        let mut next = Vec::new();
        for reached in selected {
            let value = reached.value;
            match element {
                PathElement::Name(name) => {
                    next.extend(value.get(name).map(|value| Reached { value, ..reached }));
                }
                PathElement::Index(index) => {
                    let missing = withheld.map(|withheld| withheld.positions(value)).unwrap_or_default();
                    let elements = may_stand_at(*index, &missing, value);
                    ambiguous |= elements.len() > 1;
                    next.extend(elements.into_iter().map(|value| Reached { value, ..reached.clone() }));
                }
                PathElement::Every => {
                    for (position, value) in value.elements().into_iter().flatten().enumerate() {
                        let mut positions = reached.positions.clone();
                        positions.push(position);
                        next.push(Reached { value, positions });
                        if next.len() > MAX_SELECTED {
                            return Err(Lost::TooMany);
                        }
                    }
                }
            }
            if next.len() > MAX_SELECTED {
                return Err(Lost::TooMany);
            }
        }
        selected = next;
    }
    if selected.is_empty() { Err(Lost::Empty) } else { Ok(selected) }
}

/// The elements of `list` that may have had the position `index` when all of it was there. Those at the positions `missing`,
/// as issued and in order, are not: each a real element or a decoy, nobody can tell.
fn may_stand_at<'a>(index: usize, missing: &[usize], list: Value<'a>) -> Vec<Value<'a>> {
    let mut missing = missing.iter().peekable();
    let mut before = 0_usize;
    let mut found = Vec::new();
    for (position, element) in list.elements().into_iter().flatten().enumerate() {
        if position > index {
            break;
        }
        while missing.next_if(|gone| **gone <= position.saturating_add(before)).is_some() {
            before = before.saturating_add(1);
        }
        if index <= position.saturating_add(before) {
            found.push(element);
        }
    }
    found
}
