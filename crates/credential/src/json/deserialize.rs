use super::value::{Elements, Entries};
use super::{Kind, Value};
use crate::{ClaimPath, PathElement};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use std::fmt;

/// Why a value does not fit the receiving type, and where. Never holds a value: only names, kinds and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeserializeError {
    /// From the innermost outwards.
    steps: Vec<PathElement>,
    reason: String,
}

impl DeserializeError {
    /// The path to the value that does not fit, or that is missing: `address.street_address`; empty for the whole.
    #[must_use]
    pub fn path(&self) -> String {
        self.claim_path().map(|path| path.to_string()).unwrap_or_default()
    }

    /// The same as a [`ClaimPath`]; `None` for the whole.
    #[must_use]
    pub fn claim_path(&self) -> Option<ClaimPath> {
        ClaimPath::new(self.steps.iter().rev().cloned().collect()).ok()
    }

    /// What is wrong there, in words.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    fn new(reason: impl Into<String>) -> Self {
        Self { steps: Vec::new(), reason: reason.into() }
    }

    fn below(mut self, step: PathElement) -> Self {
        self.steps.push(step);
        self
    }
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            path if path.is_empty() => write!(f, "the claims: {}", self.reason),
            path => write!(f, "`{path}`: {}", self.reason),
        }
    }
}

impl std::error::Error for DeserializeError {}

/// The words for what was met, without its content.
fn kind_of(unexpected: Unexpected<'_>) -> &'static str {
    match unexpected {
        Unexpected::Bool(_) => "a truth value",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

impl serde::de::Error for DeserializeError {
    /// A receiving type's own words may quote the value, so they are not kept.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new("is refused by the receiving type")
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("is {}, but {expected} is expected", kind_of(unexpected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("is {} that does not fit: {expected} is expected", kind_of(unexpected)))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("has {length} items, but {expected} is expected"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("is none of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::new("is not known to the receiving type").below(PathElement::Name(field.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("is missing").below(PathElement::Name(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("occurs twice").below(PathElement::Name(field.to_owned()))
    }
}

impl<'a> Value<'a> {
    /// Reads this value as a Rust type.
    ///
    /// # Errors
    /// [`DeserializeError`], which names the path that does not fit, never the value.
    pub fn deserialize<T: serde::Deserialize<'a>>(self) -> Result<T, DeserializeError> {
        T::deserialize(Reader(self))
    }
}

/// Recursion follows the receiving type and the value; the value's depth is bounded by [`MAX_DEPTH`](super::MAX_DEPTH).
struct Reader<'a>(Value<'a>);

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let value = self.0;
        match value.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(value.as_bool().unwrap_or_default()),
            Kind::Number => match (value.as_u64(), value.as_i64(), value.as_f64()) {
                (Some(whole), ..) => visitor.visit_u64(whole),
                (None, Some(whole), _) => visitor.visit_i64(whole),
                (None, None, real) => visitor.visit_f64(real.unwrap_or_default()),
            },
            Kind::String => match value.as_str().unwrap_or_default() {
                std::borrow::Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                std::borrow::Cow::Owned(text) => visitor.visit_string(text),
            },
            Kind::Array => visitor.visit_seq(List { elements: value.elements(), position: 0 }),
            Kind::Object => visitor.visit_map(Members { entries: value.entries(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        if let Some(name) = self.0.as_str() {
            return visitor.visit_enum(name.into_owned().into_deserializer());
        }
        let mut entries = self.0.entries().into_iter().flatten();
        match (entries.next(), entries.next()) {
            (Some((name, value)), None) => visitor.visit_enum(Variant { name: name.into_owned(), value }),
            _ => Err(DeserializeError::invalid_type(Unexpected::Map, &"a text or an object of one member")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct List<'a> {
    elements: Option<Elements<'a>>,
    position: usize,
}

impl<'a> SeqAccess<'a> for List<'a> {
    type Error = DeserializeError;

    fn next_element_seed<S: DeserializeSeed<'a>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let Some(element) = self.elements.as_mut().and_then(Iterator::next) else { return Ok(None) };
        let position = self.position;
        self.position += 1;
        seed.deserialize(Reader(element)).map(Some).map_err(|error| error.below(PathElement::Index(position)))
    }
}

struct Members<'a> {
    entries: Option<Entries<'a>>,
    value: Option<(String, Value<'a>)>,
}

impl<'a> MapAccess<'a> for Members<'a> {
    type Error = DeserializeError;

    fn next_key_seed<S: DeserializeSeed<'a>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DeserializeError> {
        let Some((name, value)) = self.entries.as_mut().and_then(Iterator::next) else { return Ok(None) };
        self.value = Some((name.clone().into_owned(), value));
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, DeserializeError> {
        let (name, value) =
            self.value.take().ok_or_else(|| DeserializeError::new("has a name without a value"))?;
        seed.deserialize(Reader(value)).map_err(|error| error.below(PathElement::Name(name)))
    }
}

struct Variant<'a> {
    name: String,
    value: Value<'a>,
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = DeserializeError;
    type Variant = Payload<'a>;

    fn variant_seed<S: DeserializeSeed<'a>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Payload<'a>), DeserializeError> {
        let variant = seed.deserialize(self.name.into_deserializer())?;
        Ok((variant, Payload(self.value)))
    }
}

struct Payload<'a>(Value<'a>);

impl<'a> VariantAccess<'a> for Payload<'a> {
    type Error = DeserializeError;

    fn unit_variant(self) -> Result<(), DeserializeError> {
        if self.0.is_null() {
            Ok(())
        } else {
            Err(DeserializeError::new("has content, but none is expected"))
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, DeserializeError> {
        seed.deserialize(Reader(self.0))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, DeserializeError> {
        Reader(self.0).deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        Reader(self.0).deserialize_any(visitor)
    }
}

/// As JSON; a number that is neither a 64-bit whole number nor exactly a binary64 becomes the nearest binary64.
impl serde::Serialize for Value<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::Bool => serializer.serialize_bool(self.as_bool().unwrap_or_default()),
            Kind::Number => match (self.as_u64(), self.as_i64(), self.as_f64()) {
                (Some(whole), ..) => serializer.serialize_u64(whole),
                (None, Some(whole), _) => serializer.serialize_i64(whole),
                (None, None, real) => serializer.serialize_f64(real.unwrap_or_default()),
            },
            Kind::String => serializer.serialize_str(&self.as_str().unwrap_or_default()),
            Kind::Array => serializer.collect_seq(self.elements().into_iter().flatten()),
            Kind::Object => serializer.collect_map(self.entries().into_iter().flatten()),
        }
    }
}
