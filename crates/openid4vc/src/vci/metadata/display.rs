use crate::members::{Flaw, Members};
use crate::oauth::member;
use crate::vci::limits::{MAX_DISPLAYS, MAX_PICTURE, MAX_TEXT};
use vouchsafe_credential::json::Writer;

/// How an issuer, a credential or a claim is shown in one language (OpenID4VCI 1.0 section 12.2.4). The issuer's words: not checked
/// against anything, to be escaped where they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Display {
    /// `name`
    pub name: Option<String>,
    /// `locale`: a language tag.
    pub locale: Option<String>,
    /// `logo`
    pub logo: Option<Picture>,
    /// `description`
    pub description: Option<String>,
    /// `background_color`: of CSS.
    pub background_color: Option<String>,
    /// `background_image`
    pub background_image: Option<Picture>,
    /// `text_color`: of CSS.
    pub text_color: Option<String>,
}

/// A picture by its address. Nothing here fetches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `uri`: with `https:` or `data:`, or of another kind that is not to be used.
    pub uri: String,
    /// `alt_text`
    pub alt_text: Option<String>,
}

impl Picture {
    fn read(members: Members<'_>) -> Result<Self, Flaw> {
        let uri = members.text("uri", MAX_PICTURE)?;
        Ok(Self { uri, alt_text: members.optional_text("alt_text", MAX_TEXT)? })
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        member(writer, "uri", &self.uri);
        if let Some(text) = &self.alt_text {
            member(writer, "alt_text", text);
        }
        writer.end_object();
    }
}

impl Display {
    /// The member `display`, if it is there.
    pub(super) fn read_all(members: &Members<'_>) -> Result<Vec<Self>, Flaw> {
        let Some(list) = members.optional_list("display", MAX_DISPLAYS)? else { return Ok(Vec::new()) };
        list.map(|value| Self::read(Members::new(value).ok_or(Flaw::Malformed("display"))?)).collect()
    }

    fn read(members: Members<'_>) -> Result<Self, Flaw> {
        let text = |name| members.optional_text(name, MAX_TEXT);
        let picture = |name| members.optional_object(name)?.map(Picture::read).transpose();
        Ok(Self {
            name: text("name")?,
            locale: text("locale")?,
            logo: picture("logo")?,
            description: text("description")?,
            background_color: text("background_color")?,
            background_image: picture("background_image")?,
            text_color: text("text_color")?,
        })
    }

    pub(super) fn write_all(list: &[Self], writer: &mut Writer) {
        if list.is_empty() {
            return;
        }
        writer.name("display");
        writer.begin_array();
        list.iter().for_each(|display| display.write(writer));
        writer.end_array();
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        for (name, text) in [
            ("name", &self.name),
            ("locale", &self.locale),
            ("description", &self.description),
            ("background_color", &self.background_color),
            ("text_color", &self.text_color),
        ] {
            if let Some(text) = text {
                member(writer, name, text);
            }
        }
        for (name, picture) in [("logo", &self.logo), ("background_image", &self.background_image)] {
            if let Some(picture) = picture {
                writer.name(name);
                picture.write(writer);
            }
        }
        writer.end_object();
    }
}
