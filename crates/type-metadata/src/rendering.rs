use crate::limits::{MAX_NAME_LENGTH, MAX_SVG_TEMPLATES};
use crate::read::Reader;
use crate::{Color, Error, Resource};

/// How a credential of a type may be drawn (SD-JWT VC section 5.5.1). Data only: nothing here is fetched or drawn. Methods that
/// are not known are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendering {
    simple: Option<SimpleRendering>,
    svg_templates: Vec<SvgTemplate>,
}

/// The method `simple`: colours and images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimpleRendering {
    logo: Option<Logo>,
    background_image: Option<Resource>,
    background_color: Option<Color>,
    text_color: Option<Color>,
}

/// A logo, and what to say to those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    image: Resource,
    alt_text: Option<String>,
}

/// One of the method `svg_templates`. The template may hold anything, scripts and addresses included: whoever draws it runs
/// nothing and fetches nothing (SD-JWT VC section 5.5.1.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SvgTemplate {
    resource: Resource,
    orientation: Option<Orientation>,
    color_scheme: Option<ColorScheme>,
    contrast: Option<Contrast>,
}

/// Which way up a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// `portrait`
    Portrait,
    /// `landscape`
    Landscape,
}

/// What surroundings a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorScheme {
    /// `light`
    Light,
    /// `dark`
    Dark,
}

/// How strong the contrast of a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrast {
    /// `normal`
    Normal,
    /// `high`
    High,
}

impl Rendering {
    /// Colours and images.
    #[must_use]
    pub fn simple(&self) -> Option<&SimpleRendering> {
        self.simple.as_ref()
    }

    /// Templates, in the publisher's order.
    #[must_use]
    pub fn svg_templates(&self) -> &[SvgTemplate] {
        &self.svg_templates
    }

    pub(crate) fn read(reader: Option<Reader<'_>>) -> Result<Self, Error> {
        let Some(reader) = reader else { return Ok(Self::default()) };
        let simple = reader.object("simple")?.map(|simple| SimpleRendering::read(&simple)).transpose()?;
        let templates = reader.objects("svg_templates", MAX_SVG_TEMPLATES)?.unwrap_or_default();
        let several = templates.len() > 1;
        let templates = templates.iter().map(|template| SvgTemplate::read(template, several));
        Ok(Self { simple, svg_templates: templates.collect::<Result<_, _>>()? })
    }
}

impl SimpleRendering {
    /// The logo.
    #[must_use]
    pub fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    /// The image behind everything.
    #[must_use]
    pub fn background_image(&self) -> Option<&Resource> {
        self.background_image.as_ref()
    }

    /// The colour behind everything.
    #[must_use]
    pub fn background_color(&self) -> Option<Color> {
        self.background_color
    }

    /// The colour of the words. Nothing says that they can be read before the background.
    #[must_use]
    pub fn text_color(&self) -> Option<Color> {
        self.text_color
    }

    fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        let logo = reader.object("logo")?.map(|logo| {
            let alt_text = logo.words("alt_text", MAX_NAME_LENGTH)?;
            Ok::<_, Error>(Logo { image: Resource::read(&logo)?, alt_text })
        });
        let background = reader.object("background_image")?;
        Ok(Self {
            logo: logo.transpose()?,
            background_image: background.map(|image| Resource::read(&image)).transpose()?,
            background_color: Color::read(reader, "background_color")?,
            text_color: Color::read(reader, "text_color")?,
        })
    }
}

impl Logo {
    /// The image.
    #[must_use]
    pub fn image(&self) -> &Resource {
        &self.image
    }

    /// What to say to those who do not see it, made safe to show as all words are.
    #[must_use]
    pub fn alt_text(&self) -> Option<&str> {
        self.alt_text.as_deref()
    }
}

impl SvgTemplate {
    /// Where the template is.
    #[must_use]
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Which way up it is meant for.
    #[must_use]
    pub fn orientation(&self) -> Option<Orientation> {
        self.orientation
    }

    /// What surroundings it is meant for.
    #[must_use]
    pub fn color_scheme(&self) -> Option<ColorScheme> {
        self.color_scheme
    }

    /// How strong its contrast is.
    #[must_use]
    pub fn contrast(&self) -> Option<Contrast> {
        self.contrast
    }

    /// `several`: there are others to be told apart from.
    fn read(reader: &Reader<'_>, several: bool) -> Result<Self, Error> {
        let resource = Resource::read(reader)?;
        let Some(properties) = reader.object("properties")? else {
            let alone = Self { resource, orientation: None, color_scheme: None, contrast: None };
            return if several { Err(reader.missing("properties")) } else { Ok(alone) };
        };
        let orientation = one_of(&properties, "orientation", |name| match name {
            "portrait" => Some(Orientation::Portrait),
            "landscape" => Some(Orientation::Landscape),
            _ => None,
        })?;
        let color_scheme = one_of(&properties, "color_scheme", |name| match name {
            "light" => Some(ColorScheme::Light),
            "dark" => Some(ColorScheme::Dark),
            _ => None,
        })?;
        let contrast = one_of(&properties, "contrast", |name| match name {
            "normal" => Some(Contrast::Normal),
            "high" => Some(Contrast::High),
            _ => None,
        })?;
        if (orientation, color_scheme, contrast) == (None, None, None) {
            return Err(reader.malformed("properties"));
        }
        Ok(Self { resource, orientation, color_scheme, contrast })
    }
}

/// A member that is one of a few names.
fn one_of<T>(
    reader: &Reader<'_>,
    member: &str,
    named: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Some(value) = reader.optional(member) else { return Ok(None) };
    let known = value.as_str().and_then(|name| named(&name));
    known.map(Some).ok_or_else(|| reader.malformed(member))
}
