//! The members of a JSON object of a message: each is there and of its kind, or the flaw says which is not. Members that nobody asks
//! for are ignored, as every standard here demands.

use crate::http::Reach;
use url::Url;
use vouchsafe_credential::json::{Elements, Kind, Value};

/// What is wrong with a member; the module that reads makes its own error of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Missing(&'static str),
    Malformed(&'static str),
    TooMany(&'static str),
    Address(&'static str),
}

/// An object whose members are read.
#[derive(Clone, Copy)]
pub(crate) struct Members<'a>(Value<'a>);

impl<'a> Members<'a> {
    /// `None` for what is no object.
    pub(crate) fn new(value: Value<'a>) -> Option<Self> {
        (value.kind() == Kind::Object).then_some(Self(value))
    }

    /// How many members it has.
    pub(crate) fn count(&self) -> usize {
        self.0.size()
    }

    pub(crate) fn optional(&self, member: &'static str) -> Option<Value<'a>> {
        self.0.get(member)
    }

    pub(crate) fn required(&self, member: &'static str) -> Result<Value<'a>, Flaw> {
        self.0.get(member).ok_or(Flaw::Missing(member))
    }

    /// A text of 1 to `limit` bytes without control characters.
    pub(crate) fn text(&self, member: &'static str, limit: usize) -> Result<String, Flaw> {
        plain_text(self.required(member)?, limit).ok_or(Flaw::Malformed(member))
    }

    pub(crate) fn optional_text(&self, member: &'static str, limit: usize) -> Result<Option<String>, Flaw> {
        self.optional(member).map(|_| self.text(member, limit)).transpose()
    }

    pub(crate) fn truth(&self, member: &'static str) -> Result<Option<bool>, Flaw> {
        let read = |value: Value<'_>| value.as_bool().ok_or(Flaw::Malformed(member));
        self.optional(member).map(read).transpose()
    }

    pub(crate) fn number(&self, member: &'static str) -> Result<Option<u64>, Flaw> {
        let read = |value: Value<'_>| value.as_u64().ok_or(Flaw::Malformed(member));
        self.optional(member).map(read).transpose()
    }

    pub(crate) fn address(&self, member: &'static str, reach: Reach) -> Result<Url, Flaw> {
        let text = self.required(member)?.as_str().ok_or(Flaw::Malformed(member))?;
        reach.address(&text).ok_or(Flaw::Address(member))
    }

    pub(crate) fn optional_address(&self, member: &'static str, reach: Reach) -> Result<Option<Url>, Flaw> {
        self.optional(member).map(|_| self.address(member, reach)).transpose()
    }

    pub(crate) fn object(&self, member: &'static str) -> Result<Self, Flaw> {
        Self::new(self.required(member)?).ok_or(Flaw::Malformed(member))
    }

    pub(crate) fn optional_object(&self, member: &'static str) -> Result<Option<Self>, Flaw> {
        self.optional(member).map(|_| self.object(member)).transpose()
    }

    /// The elements of a list: at least one, at most `limit`.
    pub(crate) fn list(&self, member: &'static str, limit: usize) -> Result<Elements<'a>, Flaw> {
        let elements = self.required(member)?.elements().ok_or(Flaw::Malformed(member))?;
        match elements.clone().take(limit.saturating_add(1)).count() {
            0 => Err(Flaw::Malformed(member)),
            count if count > limit => Err(Flaw::TooMany(member)),
            _ => Ok(elements),
        }
    }

    pub(crate) fn optional_list(
        &self,
        member: &'static str,
        limit: usize,
    ) -> Result<Option<Elements<'a>>, Flaw> {
        self.optional(member).map(|_| self.list(member, limit)).transpose()
    }

    /// A list of 1 to `limit` texts of at most `length` bytes each.
    pub(crate) fn names(
        &self,
        member: &'static str,
        limit: usize,
        length: usize,
    ) -> Result<Vec<String>, Flaw> {
        self.list(member, limit)?
            .map(|name| plain_text(name, length).ok_or(Flaw::Malformed(member)))
            .collect()
    }

    pub(crate) fn optional_names(
        &self,
        member: &'static str,
        limit: usize,
        length: usize,
    ) -> Result<Option<Vec<String>>, Flaw> {
        self.optional(member).map(|_| self.names(member, limit, length)).transpose()
    }
}

fn plain_text(value: Value<'_>, limit: usize) -> Option<String> {
    let text = value.as_str()?;
    let plain = !text.is_empty() && text.len() <= limit && !text.chars().any(char::is_control);
    plain.then(|| text.into_owned())
}
