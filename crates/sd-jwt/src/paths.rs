use std::borrow::Cow;
use std::ops::Range;
use vouchsafe_credential::json::{Elements, Entries, Value};
use vouchsafe_credential::{ClaimPath, PathElement};

/// Where a value stands.
pub(crate) struct Located {
    pub(crate) path: ClaimPath,
    pub(crate) span: Range<usize>,
}

enum Rest<'a> {
    Members(Entries<'a>),
    Elements(Elements<'a>, usize),
}

enum Step<'a> {
    Name(Cow<'a, str>),
    Index(usize),
}

impl<'a> Rest<'a> {
    fn of(value: Value<'a>) -> Option<Self> {
        value.entries().map(Self::Members).or_else(|| Some(Self::Elements(value.elements()?, 0)))
    }

    fn next(&mut self) -> Option<(Step<'a>, Value<'a>)> {
        match self {
            Self::Members(members) => members.next().map(|(name, value)| (Step::Name(name), value)),
            Self::Elements(elements, position) => {
                let here = *position;
                *position += 1;
                Some((Step::Index(here), elements.next()?))
            }
        }
    }
}

/// The values in `root` whose spans start at `positions`, in the order of `positions`. One walk without recursion.
pub(crate) fn locate(root: Value<'_>, positions: impl Iterator<Item = usize>) -> Vec<Located> {
    let mut wanted: Vec<(usize, usize)> = positions.zip(0..).collect();
    wanted.sort_unstable();
    let mut found: Vec<(usize, Located)> = Vec::with_capacity(wanted.len());
    let mut wanted = wanted.into_iter().peekable();
    let mut open: Vec<Rest<'_>> = Rest::of(root).into_iter().collect();
    let mut steps: Vec<Step<'_>> = Vec::new();
    while let (Some(rest), Some((position, order))) = (open.last_mut(), wanted.peek().copied()) {
        let Some((step, value)) = rest.next() else {
            open.pop();
            steps.pop();
            continue;
        };
        let span = value.span();
        if span.end <= position {
            continue;
        }
        steps.push(step);
        if span.start == position {
            found.extend(path(&steps).map(|path| (order, Located { path, span })));
            wanted.next();
        }
        match Rest::of(value) {
            Some(rest) => open.push(rest),
            None => {
                steps.pop();
            }
        }
    }
    found.sort_unstable_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, located)| located).collect()
}

/// Values nest no deeper than a path is long at most.
fn path(steps: &[Step<'_>]) -> Option<ClaimPath> {
    let elements = steps.iter().map(|step| match step {
        Step::Name(name) => PathElement::Name(name.clone().into_owned()),
        Step::Index(index) => PathElement::Index(*index),
    });
    ClaimPath::new(elements.collect()).ok()
}
