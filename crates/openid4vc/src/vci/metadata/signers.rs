use crate::oauth::TrustedSigners;
use crate::vci::CredentialIssuerId;
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_jose::JwkSet;
use vouchsafe_jose::x5c::TrustAnchors;

/// Who is trusted to sign the metadata of which issuer: each issuer by keys of its own, and whoever has a certificate that names the
/// issuer. A key that is trusted for one issuer says nothing about another.
#[derive(Clone, Default)]
pub struct MetadataSigners {
    /// By the issuer's identifier as it stands.
    keys: BTreeMap<String, TrustedSigners>,
    anchors: Option<TrustAnchors>,
}

impl MetadataSigners {
    /// Trusts these keys with the metadata of this issuer, instead of those before.
    #[must_use]
    pub fn with_keys(mut self, issuer: &CredentialIssuerId, keys: &JwkSet) -> Self {
        self.keys.insert(issuer.as_str().to_owned(), TrustedSigners::by_keys(keys));
        self
    }

    /// Trusts certificates that lead to one of these anchors, each with the metadata of the issuer that it names.
    #[must_use]
    pub fn with_anchors(self, anchors: TrustAnchors) -> Self {
        Self { anchors: Some(anchors), ..self }
    }

    /// Those of one issuer.
    pub(in crate::vci) fn of(&self, issuer: &CredentialIssuerId) -> TrustedSigners {
        let own = self.keys.get(issuer.as_str()).cloned().unwrap_or_default();
        self.anchors.iter().fold(own, |own, anchors| own.and_anchors(anchors.clone()))
    }
}

/// For how many.
impl fmt::Debug for MetadataSigners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MetadataSigners({} issuers, {})", self.keys.len(), self.anchors.is_some())
    }
}
