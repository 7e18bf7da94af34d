use vouchsafe_credential::ClaimPath;

/// Why a credential does not answer a credential query. Holds no value of a claim: paths are those of the query.
///
/// A wallet keeps this to itself: whether a claim is there, and what it is, is what the holder may not want to tell (OpenID4VP
/// section 15.4.1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// Section 6.1, `format`: it is of another format.
    #[error("it is of another format")]
    Format,
    /// Section B.3.5, `vct_values`: it is of none of the types.
    #[error("it is of another type")]
    Type,
    /// Section 6.1.1, `trusted_authorities`: none of the authorities is known to certify its issuer.
    #[error("none of the authorities that are asked for is known to stand behind it")]
    Authority,
    /// Section 6.1, `require_cryptographic_holder_binding`: nothing proves who presents it.
    #[error("nothing proves who presents it")]
    HolderBinding,
    /// Section 7.1.1, step 3: the claim is not there.
    #[error("it has no claim `{path}`")]
    ClaimMissing {
        /// The path.
        path: ClaimPath,
    },
    /// Section 7.1.1, step 2: the path names a member of what is no object, or elements of what is no list.
    #[error("its claims are not built as `{path}` expects")]
    PathDoesNotApply {
        /// The path.
        path: ClaimPath,
    },
    /// Section 6.3, `values`: the claim has another value.
    #[error("its claim `{path}` has another value than is asked for")]
    ValueDiffers {
        /// The path.
        path: ClaimPath,
    },
    /// Section 6.4.1: no claim set is there in full.
    #[error("it has no combination of the claims that are asked for")]
    ClaimSets,
    /// Ours: the path leads to more claims than are [selected](crate::limits::MAX_SELECTED).
    #[error("`{path}` leads to too many claims")]
    TooManyClaims {
        /// The path.
        path: ClaimPath,
    },
}

impl Mismatch {
    /// A name for this reason that never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Format => "query.format",
            Self::Type => "query.type",
            Self::Authority => "query.authority",
            Self::HolderBinding => "query.holder_binding",
            Self::ClaimMissing { .. } => "query.claim_missing",
            Self::PathDoesNotApply { .. } => "query.path_does_not_apply",
            Self::ValueDiffers { .. } => "query.value_differs",
            Self::ClaimSets => "query.claim_sets",
            Self::TooManyClaims { .. } => "query.too_many_claims",
        }
    }
}
