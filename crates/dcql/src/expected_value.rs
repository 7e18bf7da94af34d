use std::fmt;
use vouchsafe_credential::json::{Kind, Value};

/// One of the `values` of a claims query: a claim matches if it is of the same kind and exactly this (OpenID4VP section 6.3).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExpectedValue {
    /// A text, compared character by character.
    Text(String),
    /// A whole number of any size by its digits: `1` is neither `1.0` nor `1e0` nor `"1"`.
    Integer(String),
    /// A truth value.
    Truth(bool),
}

impl ExpectedValue {
    /// `None` for a value that cannot be one: an object, a list, `null`, or a number with a fraction or an exponent.
    pub(crate) fn of(value: Value<'_>) -> Option<Self> {
        match value.kind() {
            Kind::String => value.as_str().map(|text| Self::Text(text.into_owned())),
            Kind::Bool => value.as_bool().map(Self::Truth),
            Kind::Number => {
                let digits = value.number_text().filter(|text| is_integer(text))?;
                Some(Self::Integer(digits.to_owned()))
            }
            Kind::Null | Kind::Array | Kind::Object => None,
        }
    }
}

/// JSON writes each whole number in one way, but for zero, which has a `-0` that is not taken for it.
fn is_integer(number: &str) -> bool {
    number != "-0" && !number.contains(['.', 'e', 'E'])
}

/// The kind, not what a verifier suspects about a person.
impl fmt::Debug for ExpectedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Integer(_) => "Integer",
            Self::Truth(_) => "Truth",
        })
    }
}
