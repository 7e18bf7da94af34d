use super::VERSION;
use serde::Serialize;
use vouchsafe_wallet::{HolderKeyInfo, IssuerKey, KeyOrigin, TrustedIssuer, TrustedTypes};

/// All trusted issuers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuersView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub issuers: Vec<IssuerView>,
}

/// A trusted issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuerView {
    /// Its name.
    pub issuer: String,
    /// Its keys.
    pub keys: Vec<IssuerKeyView>,
    /// Since when it is trusted.
    pub since: String,
    /// For credentials of which types; none: of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
}

/// A key of a trusted issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuerKeyView {
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// Its algorithm.
    pub algorithm: &'static str,
    /// Its `kid`, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
}

/// All holder keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HolderKeysView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub keys: Vec<HolderKeyView>,
}

/// A key to which an issuer binds a credential, or may bind one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HolderKeyView {
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// Its algorithm.
    pub algorithm: &'static str,
    /// What to give to the issuer: the public JWK.
    pub public_jwk: String,
    /// `generated` here or `supplied` with a credential.
    pub origin: &'static str,
    /// Since when it is here.
    pub added_at: String,
    /// How many copies of credentials are bound to it.
    pub uses: u32,
}

impl IssuerView {
    pub(crate) fn new(issuer: &TrustedIssuer) -> Self {
        let keys = IssuerKeyView::all(&issuer.keys);
        let types = match &issuer.types {
            TrustedTypes::Any => None,
            TrustedTypes::Only(types) => Some(types.iter().map(ToString::to_string).collect()),
        };
        Self { issuer: issuer.issuer.to_string(), keys, since: issuer.since.to_string(), types }
    }
}

impl IssuerKeyView {
    pub(crate) fn all(keys: &[IssuerKey]) -> Vec<Self> {
        let view = |key: &IssuerKey| Self {
            thumbprint: key.thumbprint().to_string(),
            algorithm: key.algorithm(),
            kid: key.kid().map(|kid| vouchsafe_credential::shown::escape(kid).into_owned()),
        };
        keys.iter().map(view).collect()
    }
}

impl IssuersView {
    pub(crate) fn new(issuers: &[TrustedIssuer]) -> Self {
        Self { version: VERSION, issuers: issuers.iter().map(IssuerView::new).collect() }
    }
}

impl HolderKeyView {
    pub(crate) fn new(key: &HolderKeyInfo) -> Self {
        Self {
            thumbprint: key.thumbprint().to_string(),
            algorithm: key.public.algorithm().name(),
            public_jwk: key.public.to_jwk_json(),
            origin: match key.origin {
                KeyOrigin::Generated => "generated",
                KeyOrigin::Supplied => "supplied",
            },
            added_at: key.added_at.to_string(),
            uses: key.uses,
        }
    }
}

impl HolderKeysView {
    pub(crate) fn new(keys: &[HolderKeyInfo]) -> Self {
        Self { version: VERSION, keys: keys.iter().map(HolderKeyView::new).collect() }
    }
}
