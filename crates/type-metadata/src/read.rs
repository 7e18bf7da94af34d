use crate::Error;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, PathElement, shown};

/// An object of a document and where it stands: gives its members, or an error that says what is wrong with one. Members that
/// nobody asks for are ignored (SD-JWT VC section 5.2).
pub(crate) struct Reader<'a> {
    object: Value<'a>,
    at: Vec<PathElement>,
}

impl<'a> Reader<'a> {
    pub(crate) fn document(root: Value<'a>) -> Result<Self, Error> {
        match root.kind() {
            Kind::Object => Ok(Self { object: root, at: Vec::new() }),
            _ => Err(Error::NotAnObject),
        }
    }

    /// Where a member stands. Places are no deeper than a document has parts.
    pub(crate) fn at(&self, member: &str) -> ClaimPath {
        let mut at = self.at.clone();
        at.push(PathElement::Name(member.to_owned()));
        ClaimPath::new(at).unwrap_or_else(|_| ClaimPath::top(member))
    }

    pub(crate) fn malformed(&self, member: &str) -> Error {
        Error::MemberMalformed { at: self.at(member) }
    }

    pub(crate) fn missing(&self, member: &str) -> Error {
        Error::MemberMissing { at: self.at(member) }
    }

    pub(crate) fn optional(&self, member: &str) -> Option<Value<'a>> {
        self.object.get(member)
    }

    pub(crate) fn required(&self, member: &str) -> Result<Value<'a>, Error> {
        self.optional(member).ok_or_else(|| self.missing(member))
    }

    /// A text of at least one byte and at most `limit`, as it stands.
    pub(crate) fn text(&self, member: &str, limit: usize) -> Result<Option<String>, Error> {
        let Some(value) = self.optional(member) else { return Ok(None) };
        let text = value.as_str().filter(|text| !text.is_empty()).ok_or_else(|| self.malformed(member))?;
        if text.len() > limit {
            Err(Error::TooLong { at: self.at(member) })
        } else {
            Ok(Some(text.into_owned()))
        }
    }

    /// A text for a person, made safe to show.
    pub(crate) fn words(&self, member: &str, limit: usize) -> Result<Option<String>, Error> {
        Ok(self.text(member, limit)?.map(|text| shown::escape(&text).into_owned()))
    }

    pub(crate) fn truth(&self, member: &str) -> Result<Option<bool>, Error> {
        let value = self.optional(member);
        value.map(|value| value.as_bool().ok_or_else(|| self.malformed(member))).transpose()
    }

    pub(crate) fn object(&self, member: &str) -> Result<Option<Self>, Error> {
        let value = self.optional(member);
        value.map(|value| self.part(value, member, None)).transpose()
    }

    /// The objects of a list of at most `limit`.
    pub(crate) fn objects(&self, member: &str, limit: usize) -> Result<Option<Vec<Self>>, Error> {
        let Some(list) = self.optional(member) else { return Ok(None) };
        let elements = list.elements().ok_or_else(|| self.malformed(member))?;
        if elements.clone().take(limit.saturating_add(1)).count() > limit {
            return Err(Error::TooMany { at: self.at(member) });
        }
        let parts = elements.enumerate().map(|(index, value)| self.part(value, member, Some(index)));
        parts.collect::<Result<_, _>>().map(Some)
    }

    fn part(&self, value: Value<'a>, member: &str, index: Option<usize>) -> Result<Self, Error> {
        let mut at = self.at(member);
        if let Some(inner) = index.and_then(|index| at.child(PathElement::Index(index))) {
            at = inner;
        }
        match value.kind() {
            Kind::Object => Ok(Self { object: value, at: at.elements().to_vec() }),
            _ => Err(Error::MemberMalformed { at }),
        }
    }
}
