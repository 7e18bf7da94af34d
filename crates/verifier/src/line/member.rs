use crate::Error;
use crate::limits::MAX_LINE;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{Duration, Timestamp};

/// The members of a line.
pub(super) struct Members<'a>(Value<'a>);

pub(super) fn parse(line: &[u8]) -> Result<Document, Error> {
    if line.len() > MAX_LINE {
        return Err(Error::LineTooLong);
    }
    let document = Document::parse(line)?;
    if document.root().entries().is_some() { Ok(document) } else { Err(Error::LineNotAnObject) }
}

impl<'a> Members<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        Self(document.root())
    }

    /// A member; `None` if it is not there or `null`.
    pub(super) fn get(&self, member: &'static str) -> Option<Value<'a>> {
        self.0.get(member).filter(|value| !value.is_null())
    }

    pub(super) fn required(&self, member: &'static str) -> Result<Value<'a>, Error> {
        self.get(member).ok_or(Error::LineMemberMissing { member })
    }

    fn read<T>(
        &self,
        member: &'static str,
        read: impl FnOnce(Value<'a>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        self.get(member).map(|value| read(value).ok_or(Error::LineMemberMalformed { member })).transpose()
    }

    pub(super) fn flag(&self, member: &'static str) -> Result<Option<bool>, Error> {
        self.read(member, |value| value.as_bool())
    }

    pub(super) fn text(&self, member: &'static str) -> Result<Option<String>, Error> {
        self.read(member, |value| value.as_str().map(|text| text.into_owned()))
    }

    pub(super) fn moment(&self, member: &'static str) -> Result<Option<Timestamp>, Error> {
        self.read(member, Timestamp::from_numeric_date)
    }

    /// A fraction is dropped, as it is from a moment: many languages write whole numbers with one.
    pub(super) fn seconds(&self, member: &'static str) -> Result<Option<Duration>, Error> {
        self.read(member, |value| {
            let seconds = Timestamp::from_numeric_date(value)?.as_unix();
            u64::try_from(seconds).ok().map(Duration::from_secs)
        })
    }

    /// What the names in a list stand for. A name that stands for nothing here is passed over.
    pub(super) fn names<T>(
        &self,
        member: &'static str,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Vec<T>>, Error> {
        self.read(member, |value| {
            let names = value.elements()?.map(|name| name.as_str()).collect::<Option<Vec<_>>>()?;
            Some(names.iter().filter_map(|name| meaning(name)).collect())
        })
    }

    /// A text that is checked when it is made into an identifier.
    pub(super) fn identifier<T, E>(
        &self,
        member: &'static str,
        make: impl FnOnce(String) -> Result<T, E>,
    ) -> Result<Option<T>, Error> {
        self.read(member, |value| make(value.as_str()?.into_owned()).ok())
    }
}
