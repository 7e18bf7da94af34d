use crate::{Error, Place};
use std::borrow::Cow;
use vouchsafe_credential::json::{Elements, Kind, Value};

/// An object of a query and where it stands: gives its members, or an error that says what is wrong with one. Members that
/// nobody asks for are ignored (OpenID4VP section 6).
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    object: Value<'a>,
    pub(crate) at: Place,
}

impl<'a> Reader<'a> {
    /// `name` is what the parent calls the object, or the list that it is in.
    pub(crate) fn new(object: Value<'a>, at: Place, name: &'static str) -> Result<Self, Error> {
        match object.kind() {
            Kind::Object => Ok(Self { object, at }),
            _ => Err(Error::MemberMalformed { at, member: name }),
        }
    }

    pub(crate) fn malformed(&self, member: &'static str) -> Error {
        Error::MemberMalformed { at: self.at, member }
    }

    pub(crate) fn optional(&self, member: &'static str) -> Option<Value<'a>> {
        self.object.get(member)
    }

    pub(crate) fn required(&self, member: &'static str) -> Result<Value<'a>, Error> {
        self.optional(member).ok_or(Error::MemberMissing { at: self.at, member })
    }

    pub(crate) fn text(&self, member: &'static str) -> Result<Cow<'a, str>, Error> {
        self.required(member)?.as_str().ok_or_else(|| self.malformed(member))
    }

    /// A text of at least one byte and at most `limit`.
    pub(crate) fn name(&self, member: &'static str, limit: usize) -> Result<Cow<'a, str>, Error> {
        let text = self.text(member)?;
        if text.is_empty() || text.len() > limit { Err(self.malformed(member)) } else { Ok(text) }
    }

    pub(crate) fn truth(&self, member: &'static str) -> Result<Option<bool>, Error> {
        let value = self.optional(member);
        value.map(|value| value.as_bool().ok_or_else(|| self.malformed(member))).transpose()
    }

    pub(crate) fn object(&self, member: &'static str) -> Result<Self, Error> {
        Self::new(self.required(member)?, self.at, member)
    }

    /// The elements of a list that is there: at least one, at most `limit`.
    pub(crate) fn list(&self, member: &'static str, limit: usize) -> Result<Elements<'a>, Error> {
        self.elements(self.required(member)?, member, limit)
    }

    /// The same, `None` if it is not there.
    pub(crate) fn optional_list(
        &self,
        member: &'static str,
        limit: usize,
    ) -> Result<Option<Elements<'a>>, Error> {
        self.optional(member).map(|list| self.elements(list, member, limit)).transpose()
    }

    fn elements(&self, list: Value<'a>, member: &'static str, limit: usize) -> Result<Elements<'a>, Error> {
        let elements = list.elements().ok_or_else(|| self.malformed(member))?;
        match elements.clone().take(limit.saturating_add(1)).count() {
            0 => Err(Error::ListEmpty { at: self.at, member }),
            count if count > limit => Err(Error::TooMany { at: self.at, member }),
            _ => Ok(elements),
        }
    }
}
