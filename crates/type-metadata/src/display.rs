use crate::language::InLanguage;
use crate::limits::{MAX_DESCRIPTION_LENGTH, MAX_LOCALES, MAX_NAME_LENGTH};
use crate::read::Reader;
use crate::{Error, LanguageTag, Rendering};

/// How a type is shown to people who read one language (SD-JWT VC section 5.5).
///
/// Who wrote the words is not said by them: another publisher may use the same. They stand beside the type and the issuer, not
/// in their place. Characters that are invisible or reorder others are written out as `\u{..}`; to escape for HTML is left to
/// whoever writes HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDisplay {
    locale: LanguageTag,
    name: String,
    description: Option<String>,
    rendering: Rendering,
}

/// How a claim is shown to people who read one language (SD-JWT VC section 5.6.2). Of its words holds what does of those of a
/// [`TypeDisplay`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDisplay {
    locale: LanguageTag,
    label: String,
    description: Option<String>,
}

impl TypeDisplay {
    /// The language.
    #[must_use]
    pub fn locale(&self) -> &LanguageTag {
        &self.locale
    }

    /// What the type is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, in a sentence or two.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Colours, images and templates.
    #[must_use]
    pub fn rendering(&self) -> &Rendering {
        &self.rendering
    }

    fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        Ok(Self {
            locale: locale(reader)?,
            name: reader.words("name", MAX_NAME_LENGTH)?.ok_or_else(|| reader.missing("name"))?,
            description: reader.words("description", MAX_DESCRIPTION_LENGTH)?,
            rendering: Rendering::read(reader.object("rendering")?)?,
        })
    }
}

impl ClaimDisplay {
    /// The language.
    #[must_use]
    pub fn locale(&self) -> &LanguageTag {
        &self.locale
    }

    /// What the claim is called.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it says, in a sentence or two.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        Ok(Self {
            locale: locale(reader)?,
            label: reader.words("label", MAX_NAME_LENGTH)?.ok_or_else(|| reader.missing("label"))?,
            description: reader.words("description", MAX_DESCRIPTION_LENGTH)?,
        })
    }
}

impl InLanguage for TypeDisplay {
    fn locale(&self) -> &LanguageTag {
        &self.locale
    }
}

impl InLanguage for ClaimDisplay {
    fn locale(&self) -> &LanguageTag {
        &self.locale
    }
}

fn locale(reader: &Reader<'_>) -> Result<LanguageTag, Error> {
    let text = reader.required("locale")?.as_str().ok_or_else(|| reader.malformed("locale"))?;
    LanguageTag::parse(&text).map_err(|_| reader.malformed("locale"))
}

/// `display` of a type.
pub(crate) fn of_type(reader: &Reader<'_>) -> Result<Option<Vec<TypeDisplay>>, Error> {
    entries(reader, TypeDisplay::read)
}

/// `display` of a claim.
pub(crate) fn of_claim(reader: &Reader<'_>) -> Result<Option<Vec<ClaimDisplay>>, Error> {
    entries(reader, ClaimDisplay::read)
}

fn entries<T: InLanguage>(
    reader: &Reader<'_>,
    read: impl Fn(&Reader<'_>) -> Result<T, Error>,
) -> Result<Option<Vec<T>>, Error> {
    let Some(objects) = reader.objects("display", MAX_LOCALES)? else { return Ok(None) };
    let mut entries: Vec<T> = Vec::with_capacity(objects.len());
    for object in objects {
        let entry = read(&object)?;
        if entries.iter().any(|other| other.locale() == entry.locale()) {
            return Err(Error::LocaleRepeated { at: object.at("locale") });
        }
        entries.push(entry);
    }
    Ok(Some(entries))
}
