use crate::limits::{MAX_AUTHORITIES, MAX_NAME_LENGTH};
use crate::read::Reader;
use crate::{Error, Place};
use std::collections::BTreeSet;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;

/// What kind of thing names an authority (OpenID4VP section 6.1.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AuthorityKind {
    /// `aki`: the key identifier of an X.509 authority (section 6.1.1.1).
    AuthorityKeyId,
    /// `etsi_tl`: an ETSI Trusted List (section 6.1.1.2).
    EtsiTrustedList,
    /// `openid_federation`: an entity of OpenID Federation (section 6.1.1.3).
    OpenIdFederation,
    /// One that is not known here.
    Other(String),
}

impl AuthorityKind {
    fn new(name: &str) -> Self {
        match name {
            "aki" => Self::AuthorityKeyId,
            "etsi_tl" => Self::EtsiTrustedList,
            "openid_federation" => Self::OpenIdFederation,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// Something that certifies the issuer of a credential, as far as who holds the credential knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authority {
    kind: AuthorityKind,
    value: String,
}

impl Authority {
    /// The authority whose key has this identifier: `keyIdentifier` of the authority key identifier in a certificate of the
    /// credential's chain (RFC 5280 section 4.2.1.1).
    #[must_use]
    pub fn key_id(key_identifier: &[u8]) -> Self {
        Self { kind: AuthorityKind::AuthorityKeyId, value: base64url::encode(key_identifier) }
    }
}

/// One of the entries of `trusted_authorities`: any of its values will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedAuthorities {
    kind: AuthorityKind,
    values: BTreeSet<String>,
}

impl TrustedAuthorities {
    pub(crate) fn read(value: Value<'_>, at: Place) -> Result<Self, Error> {
        let reader = Reader::new(value, at, "trusted_authorities")?;
        let kind = AuthorityKind::new(&reader.name("type", MAX_NAME_LENGTH)?);
        let values = reader.list("values", MAX_AUTHORITIES)?.map(|value| value.as_str().map(Into::into));
        Ok(Self { kind, values: values.collect::<Option<_>>().ok_or_else(|| reader.malformed("values"))? })
    }

    /// What kind of thing the values are.
    #[must_use]
    pub fn kind(&self) -> &AuthorityKind {
        &self.kind
    }

    /// The values. Identifiers only: nothing is fetched from them (OpenID4VP section 15).
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str)
    }

    /// True if `authority` is one of these.
    pub(crate) fn contain(&self, authority: &Authority) -> bool {
        authority.kind == self.kind && self.values.contains(&authority.value)
    }
}
