use super::document::{Node, NodeKind};
use super::string::unescape;
use super::{Document, Writer};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What a [`Value`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a truth value",
            Self::Number => "a number",
            Self::String => "a text",
            Self::Array => "a list",
            Self::Object => "an object",
        })
    }
}

/// A view of one value in a [`Document`].
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    pub(super) nodes: &'a [Node],
    pub(super) position: usize,
}

impl<'a> Value<'a> {
    pub(super) fn new(text: &'a str, nodes: &'a [Node], position: usize) -> Self {
        Self { text, nodes, position }
    }

    /// A tape is never empty and links never leave it; should that break, the value reads as null.
    pub(super) fn node_kind(self) -> NodeKind {
        self.nodes.get(self.position).map_or(NodeKind::Null, |node| node.kind())
    }

    fn next(self) -> usize {
        self.nodes.get(self.position).map_or(self.position + 1, |node| node.next())
    }

    /// The text as received; of a string, what stands between the quotes.
    fn raw(self) -> &'a str {
        let span = self
            .nodes
            .get(self.position)
            .and_then(|node| Some(usize::try_from(node.start).ok()?..usize::try_from(node.end).ok()?));
        span.and_then(|span| self.text.get(span)).unwrap_or_default()
    }

    fn string(self) -> Cow<'a, str> {
        if self.node_kind() == NodeKind::Escaped { unescape(self.raw()) } else { Cow::Borrowed(self.raw()) }
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.node_kind() {
            NodeKind::Null => Kind::Null,
            NodeKind::True | NodeKind::False => Kind::Bool,
            NodeKind::Number => Kind::Number,
            NodeKind::Plain | NodeKind::Escaped => Kind::String,
            NodeKind::Array => Kind::Array,
            NodeKind::Object => Kind::Object,
        }
    }

    /// True for `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.node_kind() == NodeKind::Null
    }

    /// True of `null`, and of an object with members that all say nothing.
    #[must_use]
    pub fn says_nothing(self) -> bool {
        match self.kind() {
            Kind::Null => true,
            Kind::Object => {
                let mut members = self.entries().into_iter().flatten().peekable();
                members.peek().is_some() && members.all(|(_, member)| member.says_nothing())
            }
            _ => false,
        }
    }

    /// A truth value.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.node_kind() {
            NodeKind::True => Some(true),
            NodeKind::False => Some(false),
            _ => None,
        }
    }

    /// A string; borrowed where it has no escapes.
    #[must_use]
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| self.string())
    }

    /// A number's text as received.
    #[must_use]
    pub fn number_text(self) -> Option<&'a str> {
        (self.kind() == Kind::Number).then(|| self.raw())
    }

    /// A whole number written as one (no fraction, no exponent, no `-0`) that fits.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        self.number_text().filter(|text| *text != "-0")?.parse().ok()
    }

    /// A whole number from 0 written as one (no sign, no fraction, no exponent) that fits.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        self.number_text()?.parse().ok()
    }

    /// The nearest binary64 to a number; always finite.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        self.number_text()?.parse().ok()
    }

    /// The member of an object.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        let mut entries = self.entries()?;
        while let Some((key, value)) = entries.next_raw() {
            let same = match key.node_kind() {
                NodeKind::Escaped => unescape(key.raw()) == name,
                _ => key.raw() == name,
            };
            if same {
                return Some(value);
            }
        }
        None
    }

    /// The members of an object in the order received.
    #[must_use]
    pub fn entries(self) -> Option<Entries<'a>> {
        (self.kind() == Kind::Object)
            .then(|| Entries { at: Value { position: self.position + 1, ..self }, end: self.next() })
    }

    /// The elements of an array.
    #[must_use]
    pub fn elements(self) -> Option<Elements<'a>> {
        (self.kind() == Kind::Array)
            .then(|| Elements { at: Value { position: self.position + 1, ..self }, end: self.next() })
    }

    /// How many members, elements or bytes of text it has; 0 for the other kinds. Counts by walking.
    #[must_use]
    pub fn size(self) -> usize {
        match self.kind() {
            Kind::Object => self.entries().map_or(0, Iterator::count),
            Kind::Array => self.elements().map_or(0, Iterator::count),
            Kind::String => self.string().len(),
            _ => 0,
        }
    }

    /// The places that it takes on its document's tape, in reading order: its own first, then those of what is in it. So a
    /// value has its start to itself, and the span of whatever is in it lies inside its own.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        self.position..self.next()
    }

    /// The members by name. Sorted, so that comparing large objects takes no quadratic time.
    fn sorted_members(self) -> Vec<(Cow<'a, str>, Value<'a>)> {
        let mut members: Vec<_> = self.entries().into_iter().flatten().collect();
        members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        members
    }

    /// Compact JSON: members in the order received, numbers with the digits received.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer::new();
        writer.value(*self);
        writer.finish()
    }

    /// A document of this value alone: as long as the value is, however long the text that it stands in.
    #[must_use]
    pub fn to_document(self) -> Document {
        let mut document = Document { text: String::new(), nodes: Vec::new() };
        for position in self.span() {
            let value = Value { position, ..self };
            let start = document.text.len();
            if !matches!(value.kind(), Kind::Array | Kind::Object) {
                document.text.push_str(value.raw());
            }
            let next = value.next().saturating_sub(self.position);
            // What fitted into a longer text fits into this one.
            document.nodes.extend(Node::new(value.node_kind(), start, document.text.len(), next));
        }
        document
    }
}

/// The members of an object. See [`Value::entries`].
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    at: Value<'a>,
    end: usize,
}

impl<'a> Entries<'a> {
    /// The next member with its name as a value, which can be copied into an [`Outline`](super::Outline).
    pub(super) fn next_raw(&mut self) -> Option<(Value<'a>, Value<'a>)> {
        if self.at.position >= self.end {
            return None;
        }
        let name = self.at;
        let value = Value { position: name.position + 1, ..name };
        self.at.position = value.next();
        Some((name, value))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (Cow<'a, str>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.next_raw()?;
        Some((name.string(), value))
    }
}

/// The elements of an array. See [`Value::elements`].
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    at: Value<'a>,
    end: usize,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        if self.at.position >= self.end {
            return None;
        }
        let element = self.at;
        self.at.position = element.next();
        Some(element)
    }
}

/// Kind and size, never content.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            kind @ (Kind::Object | Kind::Array | Kind::String) => write!(f, "{kind:?}({})", self.size()),
            kind => write!(f, "{kind:?}"),
        }
    }
}

/// Equality of JSON values: the order of members does not matter; numbers are equal with the same digits, or as equal
/// binary64 where neither is a whole number.
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.kind(), other.kind()) {
            (Kind::Object, Kind::Object) => self.sorted_members() == other.sorted_members(),
            (Kind::Array, Kind::Array) => {
                self.size() == other.size()
                    && self
                        .elements()
                        .into_iter()
                        .flatten()
                        .zip(other.elements().into_iter().flatten())
                        .all(|(a, b)| a == b)
            }
            (Kind::String, Kind::String) => self.string() == other.string(),
            (Kind::Number, Kind::Number) => {
                let whole = |value: &Self| value.as_i64().is_some() || value.as_u64().is_some();
                self.raw() == other.raw() || !whole(self) && !whole(other) && self.as_f64() == other.as_f64()
            }
            _ => self.node_kind() == other.node_kind(),
        }
    }
}
