use crate::Error;
use vouchsafe_credential::json::{Document, Value};

const PEOPLE: &str = include_str!("people.json");

/// The people about whom credentials are issued. None of them exists.
pub(crate) struct People(Vec<Person>);

/// One of them.
pub(crate) struct Person {
    id: String,
    name: String,
    document: Document,
}

impl People {
    /// All of them.
    ///
    /// # Errors
    /// [`Error::CatalogueMalformed`]
    pub(crate) fn read() -> Result<Self, Error> {
        let document = Document::parse(PEOPLE).map_err(|_| Error::CatalogueMalformed)?;
        let people = document.root().elements().ok_or(Error::CatalogueMalformed)?;
        let person = |value: Value<'_>| {
            let text = |name| value.get(name).and_then(|text| text.as_str()).map(|text| text.into_owned());
            let (Some(id), Some(name)) = (text("id"), text("name")) else {
                return Err(Error::CatalogueMalformed);
            };
            Ok(Person { id, name, document: value.to_document() })
        };
        people.map(person).collect::<Result<_, _>>().map(Self)
    }

    /// All of them, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Person> {
        self.0.iter()
    }

    /// One by name.
    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.0.iter().find(|person| person.id == id)
    }
}

impl Person {
    /// The name in the store.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The name for people.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// `YYYY-MM-DD`
    pub(super) fn birthdate(&self) -> Option<String> {
        self.document.root().get("birthdate").and_then(|text| text.as_str()).map(|text| text.into_owned())
    }

    /// What is said of them in credentials of a type.
    pub(super) fn claims(&self, type_name: &str) -> Option<Value<'_>> {
        self.document.root().get("claims").and_then(|claims| claims.get(type_name))
    }
}
