use crate::TypeMetadata;
use std::collections::BTreeSet;
use vouchsafe_credential::ClaimPath;

/// In what two versions of the type metadata of one type differ for who reads them: their bytes may differ besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Whether the type is called or drawn otherwise, in any language.
    pub display: bool,
    /// The claims of which something else is said, or of which only one says something: labels and rules.
    pub claims: Vec<ClaimPath>,
    /// Whether other issuer headers of BBS credentials are published.
    pub bbs_issuer_headers: bool,
}

impl TypeMetadata {
    /// In what `other` differs from this.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Difference {
        let paths: BTreeSet<&ClaimPath> =
            self.claims().iter().chain(other.claims()).map(|claim| claim.path()).collect();
        let of = |metadata: &Self, path: &ClaimPath| {
            metadata.claims().iter().find(|claim| claim.path() == path).cloned()
        };
        let differs = |path: &&ClaimPath| of(self, path) != of(other, path);
        Difference {
            display: self.displays() != other.displays(),
            claims: paths.into_iter().filter(differs).cloned().collect(),
            bbs_issuer_headers: self.bbs_issuer_headers() != other.bbs_issuer_headers(),
        }
    }
}
