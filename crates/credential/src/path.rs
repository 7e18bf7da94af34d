use crate::json::{Document, Value, Writer};
use crate::shown;
use std::fmt;
use std::str::FromStr;

/// The most elements a path may have: as deep as JSON may be.
pub const MAX_PATH_LENGTH: usize = crate::json::MAX_DEPTH;

/// One step from a value to a value inside it (SD-JWT VC section 5.6.1, OpenID4VP section 7).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathElement {
    /// Into an object, to the member of this name: a string.
    Name(String),
    /// Into an array, to the element at this position, from 0: a whole number.
    Index(usize),
    /// Into an array, to every element: `null`.
    Every,
}

/// Which claim is meant: `["address","street_address"]`, `["degrees",null,"type"]`.
///
/// People write and read it as `address.street_address` and `degrees[].type`; both forms parse. A path has at least one
/// element and at most [`MAX_PATH_LENGTH`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimPath(Vec<PathElement>);

/// Why a text or a value is no claim path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// No element.
    #[error("a claim path names at least one claim")]
    Empty,
    /// More than [`MAX_PATH_LENGTH`] elements.
    #[error("a claim path has at most {MAX_PATH_LENGTH} elements")]
    TooLong,
    /// An element that is neither a string, nor null, nor a whole number from 0.
    #[error("an element of a claim path is a string, null or a whole number from 0")]
    Element,
    /// The text is in neither of the two notations.
    #[error(
        "write a claim path as address.street_address, degrees[0].type, degrees[].type or as a JSON array"
    )]
    Notation,
}

impl ClaimPath {
    /// A path of these elements.
    ///
    /// # Errors
    /// [`PathError::Empty`] or [`PathError::TooLong`].
    pub fn new(elements: Vec<PathElement>) -> Result<Self, PathError> {
        match elements.len() {
            0 => Err(PathError::Empty),
            1..=MAX_PATH_LENGTH => Ok(Self(elements)),
            _ => Err(PathError::TooLong),
        }
    }

    /// The path to a claim at the top level.
    #[must_use]
    pub fn top(name: impl Into<String>) -> Self {
        Self(vec![PathElement::Name(name.into())])
    }

    /// Reads the standards' notation, a JSON array.
    ///
    /// # Errors
    /// [`PathError`] if `value` is not an array, or an element or the number of elements is not allowed.
    pub fn from_value(value: Value<'_>) -> Result<Self, PathError> {
        let elements = value.elements().ok_or(PathError::Notation)?;
        let mut path = Vec::new();
        for element in elements {
            path.push(if element.is_null() {
                PathElement::Every
            } else if let Some(name) = element.as_str() {
                PathElement::Name(name.into_owned())
            } else {
                let index = element.as_u64().and_then(|index| usize::try_from(index).ok());
                PathElement::Index(index.ok_or(PathError::Element)?)
            });
            if path.len() > MAX_PATH_LENGTH {
                return Err(PathError::TooLong);
            }
        }
        Self::new(path)
    }

    /// The steps, outermost first.
    #[must_use]
    pub fn elements(&self) -> &[PathElement] {
        &self.0
    }

    /// This path and one step more; `None` past [`MAX_PATH_LENGTH`].
    #[must_use]
    pub fn child(&self, element: PathElement) -> Option<Self> {
        let mut elements = self.0.clone();
        elements.push(element);
        Self::new(elements).ok()
    }

    /// This path less its last step; `None` for a path of one.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, parents) = self.0.split_last()?;
        Self::new(parents.to_vec()).ok()
    }

    /// True if `self` is `other` or lies above it. [`PathElement::Every`] stands for any position.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.0.len() <= other.0.len()
            && self.0.iter().zip(&other.0).all(|(mine, theirs)| {
                mine == theirs || matches!((mine, theirs), (PathElement::Every, PathElement::Index(_)))
            })
    }

    /// The values in `root` that the path leads to, in document order; none where a step does not apply.
    #[must_use]
    pub fn select<'a>(&self, root: Value<'a>) -> Vec<Value<'a>> {
        let mut selected = vec![root];
        for element in &self.0 {
            selected = match element {
                PathElement::Name(name) => selected.iter().filter_map(|value| value.get(name)).collect(),
                PathElement::Index(index) => {
                    selected.iter().filter_map(|value| value.elements()?.nth(*index)).collect()
                }
                PathElement::Every => {
                    selected.iter().filter_map(|value| value.elements()).flatten().collect()
                }
            };
        }
        selected
    }

    /// The standards' notation, `["degrees",null,"type"]`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_array();
        for element in &self.0 {
            match element {
                PathElement::Name(name) => writer.string(name),
                PathElement::Index(index) => writer.unsigned(u64::try_from(*index).unwrap_or(u64::MAX)),
                PathElement::Every => writer.null(),
            }
        }
        writer.end_array();
        writer.finish()
    }
}

/// Names that need no quoting in the short notation.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(['.', '[', ']', '"', ' '])
        && matches!(shown::escape(name), std::borrow::Cow::Borrowed(_))
}

impl fmt::Display for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = matches!(self.0.first(), Some(PathElement::Name(_)))
            && self.0.iter().all(|element| !matches!(element, PathElement::Name(name) if !is_plain(name)));
        if !short {
            return f.write_str(&shown::escape(&self.to_json()));
        }
        for (position, element) in self.0.iter().enumerate() {
            match element {
                PathElement::Name(name) if position == 0 => f.write_str(name)?,
                PathElement::Name(name) => write!(f, ".{name}")?,
                PathElement::Index(index) => write!(f, "[{index}]")?,
                PathElement::Every => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimPath({self})")
    }
}

impl FromStr for ClaimPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Err(PathError::Empty);
        }
        if text.starts_with('[') {
            let document = Document::parse(text.as_bytes()).map_err(|_| PathError::Notation)?;
            return Self::from_value(document.root());
        }
        let mut elements = Vec::new();
        for part in text.split('.') {
            let (name, mut rest) = part.find('[').map_or((part, ""), |at| part.split_at(at));
            if name.is_empty() || name.contains([']', '"']) {
                return Err(PathError::Notation);
            }
            elements.push(PathElement::Name(name.to_owned()));
            while !rest.is_empty() {
                let (inside, after) = rest
                    .strip_prefix('[')
                    .and_then(|rest| rest.split_once(']'))
                    .ok_or(PathError::Notation)?;
                elements.push(match inside {
                    "" => PathElement::Every,
                    digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                        PathElement::Index(digits.parse().map_err(|_| PathError::Element)?)
                    }
                    _ => return Err(PathError::Element),
                });
                rest = after;
            }
        }
        Self::new(elements)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_meet() {
        for (short, json) in [
            ("name", r#"["name"]"#),
            ("address.street_address", r#"["address","street_address"]"#),
            ("degrees[].type", r#"["degrees",null,"type"]"#),
            ("a[0][12]", r#"["a",0,12]"#),
        ] {
            let path: ClaimPath = short.parse().unwrap();
            assert_eq!(path.to_json(), json);
            assert_eq!(path.to_string(), short);
            assert_eq!(json.parse::<ClaimPath>().unwrap(), path);
        }
        let odd: ClaimPath = r#"["a.b",""]"#.parse().unwrap();
        assert_eq!(odd.to_string(), r#"["a.b",""]"#);
    }

    #[test]
    fn refused() {
        for (text, error) in [
            ("", PathError::Empty),
            ("[]", PathError::Empty),
            ("a..b", PathError::Notation),
            ("a[", PathError::Notation),
            ("a[x]", PathError::Element),
            ("[1.5]", PathError::Element),
            ("[-1]", PathError::Element),
            ("[true]", PathError::Element),
            ("[\"a\"", PathError::Notation),
        ] {
            assert_eq!(text.parse::<ClaimPath>(), Err(error), "{text}");
        }
        let at_limit = vec!["a"; MAX_PATH_LENGTH].join(".");
        assert!(at_limit.parse::<ClaimPath>().is_ok());
        assert_eq!(format!("{at_limit}.a").parse::<ClaimPath>(), Err(PathError::TooLong));
    }

    #[test]
    fn selects_as_the_standard_says() {
        let document = Document::parse(
            br#"{"name":"Arthur","address":{"street_address":"42 Market Street"},"degrees":[{"type":"A"},{"type":"B"},7]}"#,
        )
        .unwrap();
        let select = |path: &str| {
            let path: ClaimPath = path.parse().unwrap();
            path.select(document.root()).iter().map(Value::to_json).collect::<Vec<_>>()
        };
        assert_eq!(select("name"), [r#""Arthur""#]);
        assert_eq!(select("address.street_address"), [r#""42 Market Street""#]);
        assert_eq!(select("degrees[].type"), [r#""A""#, r#""B""#]);
        assert_eq!(select("degrees[2]"), ["7"]);
        assert!(select("degrees[3]").is_empty());
        assert!(select("name.first").is_empty());
    }

    #[test]
    fn covers_what_lies_below() {
        let path = |text: &str| text.parse::<ClaimPath>().unwrap();
        assert!(path("a").covers(&path("a.b")));
        assert!(path("a[]").covers(&path("a[3].c")));
        assert!(!path("a[3]").covers(&path("a[]")));
        assert!(!path("a.b").covers(&path("a")));
    }
}
