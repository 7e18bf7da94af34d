use crate::Error;
use vouchsafe_credential::json::{Elements, Entries, Kind, Value};

/// An object or list of which a part has been walked.
pub(super) struct Frame<'a> {
    rest: Rest<'a>,
    /// Where its composed counterpart starts.
    pub(super) position: usize,
    pub(super) place: Place,
}

/// Where a value stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// The disclosure that it came in, and the how many-th that is from the payload.
    pub(super) disclosure: Option<usize>,
    pub(super) chain: usize,
    /// True in a claim that must not hold a digest.
    pub(super) always_open: bool,
}

enum Rest<'a> {
    Members {
        members: Entries<'a>,
        /// `_sd`
        digests: Option<Elements<'a>>,
        is_payload: bool,
    },
    Elements {
        elements: Elements<'a>,
        /// The position of the next one as issued: undisclosed ones count.
        position: usize,
    },
}

/// What comes next in a [`Frame`].
pub(super) enum Step<'a> {
    Member(std::borrow::Cow<'a, str>, Value<'a>),
    Element(Value<'a>),
    /// A digest in the `_sd` of the object.
    MemberDigest(Value<'a>),
    /// The digest in place of the element at a position.
    ElementDigest(Value<'a>, usize),
    End,
}

impl<'a> Frame<'a> {
    /// The frame of an object or list; `None` for any other value.
    pub(super) fn new(value: Value<'a>, position: usize, place: Place, is_payload: bool) -> Option<Self> {
        let rest = match (value.entries(), value.elements()) {
            (Some(members), _) => Rest::Members { members, digests: None, is_payload },
            (_, Some(elements)) => Rest::Elements { elements, position: 0 },
            _ => return None,
        };
        Some(Self { rest, position, place })
    }

    /// Members come before the digests of an object.
    pub(super) fn step(&mut self) -> Result<Step<'a>, Error> {
        match &mut self.rest {
            Rest::Members { members, digests, is_payload } => {
                for (name, value) in members {
                    match &*name {
                        "_sd" => *digests = Some(value.elements().ok_or(Error::SdMalformed)?),
                        "_sd_alg" if *is_payload => {}
                        "_sd_alg" => return Err(Error::SdAlgMisplaced),
                        "..." => return Err(Error::PlaceholderMalformed),
                        _ => return Ok(Step::Member(name, value)),
                    }
                }
                Ok(digests.as_mut().and_then(Iterator::next).map_or(Step::End, Step::MemberDigest))
            }
            Rest::Elements { elements, position } => {
                let Some(element) = elements.next() else { return Ok(Step::End) };
                let here = *position;
                *position += 1;
                Ok(match placeholder(element) {
                    Some(digest) => Step::ElementDigest(digest, here),
                    None => Step::Element(element),
                })
            }
        }
    }
}

/// The digest that stands for `element`: an object with no other name than `...`, and a string (RFC 9901 section 4.2.4.2).
fn placeholder(element: Value<'_>) -> Option<Value<'_>> {
    let mut members = element.entries()?;
    let (name, digest) = members.next()?;
    (name == "..." && members.next().is_none() && digest.kind() == Kind::String).then_some(digest)
}
