use crate::document::TypeDocument;
use crate::language::choose;
use crate::{
    ClaimDisplay, ClaimMetadata, Error, Integrity, LanguageTag, MetadataVersion, TypeDisplay, claim,
};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::{ClaimPath, CredentialType};

/// The type metadata of a type, complete and with extensions applied (SD-JWT VC section 5).
///
/// Only [`TypeMetadataChain::finish`](crate::TypeMetadataChain::finish) and [`from_stored`](Self::from_stored) make one:
/// ```compile_fail
/// let made_up = vouchsafe_type_metadata::TypeMetadata::default();
/// ```
#[derive(Clone)]
pub struct TypeMetadata {
    /// Of the type first, then of what it extends. At least one.
    documents: Vec<Vec<u8>>,
    types: Vec<CredentialType>,
    display: Vec<TypeDisplay>,
    claims: Vec<ClaimMetadata>,
    /// Of the type alone, not of what it extends.
    pub(crate) bbs_issuer_headers: Option<BTreeSet<[u8; 32]>>,
    all_pinned: bool,
}

impl TypeMetadata {
    pub(crate) fn of(chain: Vec<TypeDocument>, all_pinned: bool) -> Result<Self, Error> {
        let (mut documents, mut types) = (Vec::new(), Vec::new());
        let (mut display, mut claims) = (Vec::new(), Vec::new());
        let mut bbs_issuer_headers = None;
        for document in chain.into_iter().rev() {
            claims = claim::extend(claims, document.claims)?;
            display = document.display.unwrap_or(display);
            bbs_issuer_headers = document.bbs_issuer_headers;
            types.push(document.credential_type);
            documents.push(document.bytes);
        }
        documents.reverse();
        types.reverse();
        Ok(Self { documents, types, display, claims, bbs_issuer_headers, all_pinned })
    }

    /// The type, then those that it extends, the nearest first. A credential of the first may answer for the others; that its
    /// issuer may issue any of them follows from none (section 7.7).
    #[must_use]
    pub fn types(&self) -> &[CredentialType] {
        &self.types
    }

    /// How the type is shown to somebody who reads the languages of `wanted`, best first. Of each in turn: the entry that RFC
    /// 4647 section 3.4 finds, else the first in the same language; if none leads to anything, the first there is. `None` if
    /// there is none.
    #[must_use]
    pub fn display(&self, wanted: &[LanguageTag]) -> Option<&TypeDisplay> {
        choose(&self.display, wanted)
    }

    /// What the type is called, in every language that its publisher knows, in the publisher's order.
    #[must_use]
    pub fn displays(&self) -> &[TypeDisplay] {
        &self.display
    }

    /// What it says about claims: those of extended types first, in the publishers' order.
    #[must_use]
    pub fn claims(&self) -> &[ClaimMetadata] {
        &self.claims
    }

    /// What it says about the claim at `path`, whose positions count as issued; the most exact first. So `degrees[0]` is
    /// described by what is said about `degrees[0]`, then by what is said about `degrees[]`.
    #[must_use]
    pub fn claim(&self, path: &ClaimPath) -> Vec<&ClaimMetadata> {
        let mut found: Vec<_> = self.claims.iter().filter(|claim| claim.describes(path)).collect();
        found.sort_by_key(|claim| claim.steps_to_every());
        found
    }

    /// What the claim at `path` is called, by the most exact that has a word for it. Languages as for
    /// [`display`](Self::display).
    #[must_use]
    pub fn label(&self, path: &ClaimPath, wanted: &[LanguageTag]) -> Option<&ClaimDisplay> {
        self.claim(path).into_iter().find_map(|claim| claim.display(wanted))
    }

    /// The claim that SVG templates call by this `svg_id`. A template that uses one which is not known should not be drawn
    /// (section 5.5.1.2.2).
    #[must_use]
    pub fn svg_claim(&self, svg_id: &str) -> Option<&ClaimMetadata> {
        self.claims.iter().find(|claim| claim.svg_id() == Some(svg_id))
    }

    /// Which type metadata it is.
    #[must_use]
    pub fn version(&self) -> MetadataVersion {
        MetadataVersion::of(self.documents.iter().map(Vec::as_slice))
    }

    /// True if the issuer's signature covers every byte of it: the credential names the first document by an integrity string,
    /// and each document the next. Otherwise servers, or a registry, can say something else tomorrow, or to somebody else.
    #[must_use]
    pub fn is_pinned_throughout(&self) -> bool {
        self.all_pinned
    }

    pub(crate) fn documents(&self) -> &[Vec<u8>] {
        &self.documents
    }

    /// Says that the first document is the one of this integrity string.
    pub(crate) fn verify_integrity(&self, integrity: &Integrity) -> Result<(), Error> {
        integrity.verify(self.documents.first().map(Vec::as_slice).unwrap_or_default())
    }
}

/// Types and version.
impl fmt::Debug for TypeMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypeMetadata({:?}, {})", self.types, self.version())
    }
}
