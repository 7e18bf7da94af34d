use crate::payload::SET_BY_ISSUER;
use crate::{DatePrecision, Error};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement};
use vouchsafe_type_metadata::Integrity;

/// Claims beside those the issuer sets that may never be selectively disclosable (SD-JWT VC section 2.2.2.3).
const NEVER_DISCLOSABLE: &[&str] = &["aka_vcts"];

/// A type of credentials as its issuer wrote it down, in TOML or any other form that serde reads:
///
/// ```toml
/// vct = "https://issuer.example/types/residence"
/// disclosable = ["given_name", "family_name", "address", "address.street_address", "nationalities[]"]
/// always_shown = ["country_of_issue"]
/// mandatory = ["family_name"]
/// dates = "week"
/// version = 2
///
/// [[display]]
/// locale = "en"
/// name = "Residence card"
/// description = "Where you live, as the city knows it"
///
/// [labels]
/// given_name = { en = "Given name", de = "Vorname" }
/// "address.street_address" = { en = "Street" }
/// ```
///
/// `display` and `labels` say what people are shown, by language: see [`TypeDefinition::type_metadata`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFile {
    vct: String,
    #[serde(default)]
    disclosable: Vec<String>,
    #[serde(default)]
    always_shown: Vec<String>,
    #[serde(default)]
    digests: usize,
    #[serde(default)]
    dates: DatePrecision,
    version: Option<NonZeroU32>,
    #[serde(default)]
    mandatory: Vec<String>,
    #[serde(default)]
    display: Vec<TypeName>,
    #[serde(default)]
    labels: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a type is called in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypeName {
    pub(crate) locale: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
}

/// A type of credentials: its name, which claims a holder may withhold, and what all its credentials have in common so that
/// none stands out.
///
/// Every claim of a credential must be named, itself or by what holds it: nothing is shown because somebody forgot it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDefinition {
    credential_type: CredentialType,
    disclosable: Vec<ClaimPath>,
    always_shown: Vec<ClaimPath>,
    digests: usize,
    dates: DatePrecision,
    version: NonZeroU32,
    mandatory: Vec<ClaimPath>,
    display: Vec<TypeName>,
    /// By claim, then by language.
    labels: BTreeMap<ClaimPath, BTreeMap<String, String>>,
    integrity: Option<Integrity>,
}

impl TypeDefinition {
    /// A type whose claims under `disclosable` are selectively disclosable, each for itself, and whose claims under
    /// `always_shown` are not. Where one path leads into what another leads to, the longer decides, and a selectively disclosable
    /// claim may hold others that are.
    ///
    /// # Errors
    /// [`Error::TypePath`], [`Error::TypePathReserved`], [`Error::TypePathNeverDisclosable`], [`Error::TypePathRepeated`].
    pub fn new(
        credential_type: CredentialType,
        disclosable: Vec<ClaimPath>,
        always_shown: Vec<ClaimPath>,
    ) -> Result<Self, Error> {
        let mut seen = BTreeSet::new();
        for path in disclosable.iter().chain(&always_shown) {
            let name = top_name(path)?;
            if SET_BY_ISSUER.contains(&name) {
                return Err(Error::TypePathReserved { path: path.to_string() });
            }
            if !seen.insert(path) {
                return Err(Error::TypePathRepeated { path: path.to_string() });
            }
        }
        for path in &disclosable {
            if NEVER_DISCLOSABLE.contains(&top_name(path)?) {
                return Err(Error::TypePathNeverDisclosable { path: path.to_string() });
            }
        }
        let digests = most_members(&disclosable);
        Ok(Self {
            credential_type,
            disclosable,
            always_shown,
            digests,
            dates: DatePrecision::default(),
            version: NonZeroU32::MIN,
            mandatory: Vec::new(),
            display: Vec::new(),
            labels: BTreeMap::new(),
            integrity: None,
        })
    }

    /// The same with `dates` as exact as this.
    #[must_use]
    pub fn with_dates(self, dates: DatePrecision) -> Self {
        Self { dates, ..self }
    }

    /// The same with at least `digests` digests in every object that has selectively disclosable members, so that claims can be
    /// added to the type later without making older credentials stand out.
    #[must_use]
    pub fn with_digests(self, digests: usize) -> Self {
        Self { digests: self.digests.max(digests), ..self }
    }

    /// The same as another version of the type; the first is 1. BBS credentials say it, and SD-JWTs do not. Whoever changes which claims
    /// the type has, gives it another version.
    #[must_use]
    pub fn with_version(self, version: NonZeroU32) -> Self {
        Self { version, ..self }
    }

    /// The same with claims that every credential has. Elements of lists are not among them.
    ///
    /// # Errors
    /// [`Error::MandatoryNotNamed`] for a claim of which the type does not say whether it can be withheld.
    pub fn with_mandatory(self, mandatory: Vec<ClaimPath>) -> Result<Self, Error> {
        let is_name = |step: &PathElement| matches!(step, PathElement::Name(_));
        let named = |path: &ClaimPath| {
            let all = self.disclosable.iter().chain(&self.always_shown);
            path.elements().iter().all(is_name) && all.clone().any(|named| named.covers(path))
        };
        match mandatory.iter().find(|path| !named(path)) {
            Some(path) => Err(Error::mandatory_not_named(&path.to_string())),
            None => Ok(Self { mandatory, ..self }),
        }
    }

    /// The same as its type metadata was published in these bytes: each SD-JWT of it names them as `vct#integrity` (SD-JWT VC section
    /// 6), the same for all holders. Bytes that were issued are never to change.
    #[must_use]
    pub fn with_published(self, type_metadata: &[u8]) -> Self {
        Self { integrity: Some(Integrity::of_bytes(type_metadata)), ..self }
    }

    /// `vct`.
    #[must_use]
    pub fn credential_type(&self) -> &CredentialType {
        &self.credential_type
    }

    /// The claims that are selectively disclosable.
    #[must_use]
    pub fn disclosable(&self) -> &[ClaimPath] {
        &self.disclosable
    }

    /// The claims that are not.
    pub(crate) fn always_shown(&self) -> &[ClaimPath] {
        &self.always_shown
    }

    pub(crate) fn mandatory(&self) -> &[ClaimPath] {
        &self.mandatory
    }

    pub(crate) fn display(&self) -> &[TypeName] {
        &self.display
    }

    pub(crate) fn labels(&self) -> &BTreeMap<ClaimPath, BTreeMap<String, String>> {
        &self.labels
    }

    pub(crate) fn integrity(&self) -> Option<&Integrity> {
        self.integrity.as_ref()
    }

    /// Which version of the type.
    #[must_use]
    pub fn version(&self) -> NonZeroU32 {
        self.version
    }

    /// How exact dates are.
    #[must_use]
    pub fn dates(&self) -> DatePrecision {
        self.dates
    }

    /// How many digests every object has that has selectively disclosable members: as many as the type names at most in one
    /// object, the missing ones replaced by decoys, so that a credential does not tell which optional claims it lacks.
    #[must_use]
    pub fn digests(&self) -> usize {
        self.digests
    }

    /// Refuses claims of which the type does not say whether they are shown, and a lack of one that all have.
    pub(crate) fn cover(&self, claims: Value<'_>) -> Result<(), Error> {
        if let Some(path) = self.mandatory.iter().find(|path| path.select(claims).is_empty()) {
            return Err(Error::MandatoryMissing { claim: path.to_string() });
        }
        let named = || self.disclosable.iter().chain(&self.always_shown);
        match not_covered(claims, named) {
            None => Ok(()),
            Some(path) => Err(Error::claim_not_in_type(&path.to_string())),
        }
    }
}

impl TryFrom<TypeFile> for TypeDefinition {
    type Error = Error;

    fn try_from(file: TypeFile) -> Result<Self, Error> {
        let credential_type = CredentialType::new(file.vct).map_err(|_| Error::TypeNameNotAllowed)?;
        let paths = |texts: &[String]| {
            let path = |text: &String| text.parse::<ClaimPath>().map_err(|_| Error::type_path(text));
            texts.iter().map(path).collect::<Result<Vec<_>, _>>()
        };
        let definition = Self::new(credential_type, paths(&file.disclosable)?, paths(&file.always_shown)?)?;
        let version = file.version.unwrap_or(NonZeroU32::MIN);
        let definition = definition.with_dates(file.dates).with_digests(file.digests).with_version(version);
        let definition = definition.with_mandatory(paths(&file.mandatory)?)?;
        let label =
            |(path, words): (String, _)| Ok((path.parse().map_err(|_| Error::type_path(&path))?, words));
        let labels = file.labels.into_iter().map(label).collect::<Result<_, Error>>()?;
        Ok(Self { display: file.display, labels, ..definition })
    }
}

/// A claim that holds no others and to which, or to what holds it, none of these paths leads.
pub(crate) fn not_covered<'a, Paths: Iterator<Item = &'a ClaimPath>>(
    claims: Value<'_>,
    named: impl Fn() -> Paths,
) -> Option<ClaimPath> {
    let mut open = vec![(Vec::new(), claims)];
    while let Some((steps, value)) = open.pop() {
        let below = |step| steps.iter().cloned().chain([step]).collect();
        let before = open.len();
        let members = value.entries().into_iter().flatten();
        open.extend(members.map(|(name, value)| (below(PathElement::Name(name.into_owned())), value)));
        let elements = value.elements().into_iter().flatten().enumerate();
        open.extend(elements.map(|(index, value)| (below(PathElement::Index(index)), value)));
        let holds_nothing = open.len() == before;
        if let Ok(path) = ClaimPath::new(steps)
            && holds_nothing
            && !named().any(|named| named.covers(&path))
        {
            return Some(path);
        }
    }
    None
}

fn top_name(path: &ClaimPath) -> Result<&str, Error> {
    match path.elements().first() {
        Some(PathElement::Name(name)) => Ok(name),
        _ => Err(Error::type_path(&path.to_string())),
    }
}

/// The most members that one object can have selectively disclosable.
fn most_members(disclosable: &[ClaimPath]) -> usize {
    let mut members: BTreeMap<Option<ClaimPath>, usize> = BTreeMap::new();
    for path in disclosable {
        if let Some(PathElement::Name(_)) = path.elements().last() {
            *members.entry(path.parent()).or_default() += 1;
        }
    }
    members.into_values().max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
