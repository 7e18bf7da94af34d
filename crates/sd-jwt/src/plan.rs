use crate::Error;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, PathElement};
use vouchsafe_jose::digest::HashAlgorithm;

/// Which claims are selectively disclosable, and how that is hidden.
///
/// A path makes selectively disclosable what it leads to: a member of an object or an element of a list, at a position or with
/// [`PathElement::Every`]. Where one path leads into what another leads to, the inner disclosure is inside the outer one
/// (RFC 9901 section 4.2.6).
///
/// The default makes nothing selectively disclosable, with SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosurePlan {
    /// The claims that are selectively disclosable. Each must be there, but for the elements of an empty list.
    pub paths: Vec<ClaimPath>,
    /// The digests that stand for no claim.
    pub decoys: Decoys,
    /// The hash function of the digests.
    pub hash: HashAlgorithm,
}

/// Digests that stand for no claim (RFC 9901 section 4.2.5): they hide how many claims there are.
///
/// They go into the payload itself and into every other object that has a selectively disclosable member. Lists get none: that
/// would move the positions of their elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoys {
    /// None.
    None,
    /// So many in each of these objects.
    PerObject(usize),
    /// As many as bring each of these objects to this many digests. Credentials of one type should all have the same.
    PadTo(usize),
}

impl Default for DisclosurePlan {
    fn default() -> Self {
        Self { paths: Vec::new(), decoys: Decoys::None, hash: HashAlgorithm::Sha256 }
    }
}

impl DisclosurePlan {
    /// `paths` are selectively disclosable; no decoys, SHA-256.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = ClaimPath>) -> Self {
        Self { paths: paths.into_iter().collect(), ..Self::default() }
    }

    /// Where the spans of what the plan names start in `claims`, in order. Top-level claims in `always_open` must not be hidden.
    pub(crate) fn positions(&self, claims: Value<'_>, always_open: &[&str]) -> Result<Vec<usize>, Error> {
        let mut positions = Vec::new();
        for path in &self.paths {
            if let Some(PathElement::Name(name)) = path.elements().first()
                && always_open.contains(&name.as_str())
            {
                return Err(Error::PlanForbidden { path: path.clone() });
            }
            let values = path.select(claims);
            if values.is_empty() && !names_elements_of_empty_lists(path, claims) {
                return Err(Error::PlanWithoutClaim { path: path.clone() });
            }
            positions.extend(values.into_iter().map(|value| value.span().start));
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(positions)
    }
}

fn names_elements_of_empty_lists(path: &ClaimPath, claims: Value<'_>) -> bool {
    let lists = match (path.elements().last(), path.parent()) {
        (Some(PathElement::Every), Some(lists)) => lists.select(claims),
        _ => return false,
    };
    !lists.is_empty() && lists.iter().all(|list| list.kind() == Kind::Array)
}
