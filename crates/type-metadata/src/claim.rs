use crate::language::choose;
use crate::limits::{MAX_CLAIMS, MAX_SVG_ID_LENGTH};
use crate::read::Reader;
use crate::{ClaimDisplay, Error, LanguageTag, display};
use std::collections::BTreeSet;
use vouchsafe_credential::{ClaimPath, PathElement};

/// What type metadata says about the claim, or the claims, at one path (SD-JWT VC section 5.6), extensions applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMetadata {
    path: ClaimPath,
    display: Option<Vec<ClaimDisplay>>,
    mandatory: Option<bool>,
    sd: Option<SelectiveDisclosure>,
    svg_id: Option<String>,
}

/// Whether a holder can keep a claim back (SD-JWT VC section 5.6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectiveDisclosure {
    /// `always`: a claim has a disclosure of its own.
    Always,
    /// `allowed`: the issuer chooses.
    Allowed,
    /// `never`: it has none; it can be kept back at most together with what it is in.
    Never,
}

impl ClaimMetadata {
    /// Which claims are meant. Positions count as issued (section 5.6.1).
    #[must_use]
    pub fn path(&self) -> &ClaimPath {
        &self.path
    }

    /// What they are called, for somebody who reads the languages of `wanted`, best first; chosen as by
    /// [`TypeMetadata::display`](crate::TypeMetadata::display).
    #[must_use]
    pub fn display(&self, wanted: &[LanguageTag]) -> Option<&ClaimDisplay> {
        choose(self.display.as_deref().unwrap_or_default(), wanted)
    }

    /// True if every credential of the type has one such claim at least, shown or not.
    #[must_use]
    pub fn is_mandatory(&self) -> bool {
        self.mandatory.unwrap_or_default()
    }

    /// Whether they can be kept back.
    #[must_use]
    pub fn selective_disclosure(&self) -> SelectiveDisclosure {
        self.sd.unwrap_or(SelectiveDisclosure::Allowed)
    }

    /// What SVG templates call it: letters, digits and `_`, no digit first.
    #[must_use]
    pub fn svg_id(&self) -> Option<&str> {
        self.svg_id.as_deref()
    }

    /// Whether it is about the claim at `path`, and not about one above or below.
    pub(crate) fn describes(&self, path: &ClaimPath) -> bool {
        self.path.elements().len() == path.elements().len() && self.path.covers(path)
    }

    /// How many steps lead to every element of a list: the fewer, the more exactly it says what it means.
    pub(crate) fn steps_to_every(&self) -> usize {
        self.path.elements().iter().filter(|element| **element == PathElement::Every).count()
    }

    fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        let path = ClaimPath::from_value(reader.required("path")?);
        Ok(Self {
            path: path.map_err(|error| Error::PathMalformed { at: reader.at("path"), error })?,
            display: display::of_claim(reader)?,
            mandatory: reader.truth("mandatory")?,
            sd: reader.optional("sd").map(|_| read_sd(reader)).transpose()?,
            svg_id: read_svg_id(reader)?,
        })
    }

    /// What is left of `self`, of an extended type, once `child` has been put over it (section 5.6.5).
    fn extend(&mut self, child: Self) -> Result<(), Error> {
        match (self.selective_disclosure(), child.sd) {
            (SelectiveDisclosure::Allowed, _) | (_, None) => {}
            (settled, Some(other)) if settled == other => {}
            _ => return Err(Error::SdChanged { path: child.path }),
        }
        if self.is_mandatory() && child.mandatory == Some(false) {
            return Err(Error::MandatoryDropped { path: child.path });
        }
        self.display = child.display.or(self.display.take());
        self.mandatory = child.mandatory.or(self.mandatory);
        self.sd = child.sd.or(self.sd);
        self.svg_id = child.svg_id.or(self.svg_id.take());
        Ok(())
    }
}

/// `claims` of a document.
pub(crate) fn read(reader: &Reader<'_>) -> Result<Vec<ClaimMetadata>, Error> {
    let mut claims = Vec::new();
    let mut paths = BTreeSet::new();
    for object in reader.objects("claims", MAX_CLAIMS)?.unwrap_or_default() {
        let claim = ClaimMetadata::read(&object)?;
        if !paths.insert(claim.path.clone()) {
            return Err(Error::PathRepeated { at: object.at("path") });
        }
        claims.push(claim);
    }
    Ok(claims)
}

/// The claims of a type, less what `child` says otherwise, and what it says besides (section 5.6.5).
pub(crate) fn extend(
    mut claims: Vec<ClaimMetadata>,
    child: Vec<ClaimMetadata>,
) -> Result<Vec<ClaimMetadata>, Error> {
    for claim in child {
        match claims.iter_mut().find(|inherited| inherited.path == claim.path) {
            Some(inherited) => inherited.extend(claim)?,
            None => claims.push(claim),
        }
    }
    if claims.len() > MAX_CLAIMS {
        return Err(Error::TooMany { at: ClaimPath::top("claims") });
    }
    refuse_repeated_svg_ids(&claims)?;
    Ok(claims)
}

fn refuse_repeated_svg_ids(claims: &[ClaimMetadata]) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    let repeated = claims.iter().find(|claim| claim.svg_id().is_some_and(|id| !ids.insert(id)));
    repeated.map_or(Ok(()), |claim| Err(Error::SvgIdRepeated { path: claim.path.clone() }))
}

fn read_sd(reader: &Reader<'_>) -> Result<SelectiveDisclosure, Error> {
    match reader.required("sd")?.as_str().as_deref() {
        Some("always") => Ok(SelectiveDisclosure::Always),
        Some("allowed") => Ok(SelectiveDisclosure::Allowed),
        Some("never") => Ok(SelectiveDisclosure::Never),
        _ => Err(reader.malformed("sd")),
    }
}

fn read_svg_id(reader: &Reader<'_>) -> Result<Option<String>, Error> {
    let id = reader.text("svg_id", MAX_SVG_ID_LENGTH)?;
    let fits = |id: &str| {
        !id.starts_with(|first: char| first.is_ascii_digit())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if id.as_deref().is_none_or(fits) { Ok(id) } else { Err(reader.malformed("svg_id")) }
}
