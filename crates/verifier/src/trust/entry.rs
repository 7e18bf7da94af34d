use super::{KeySet, SubjectName};
use crate::Error;
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};
use vouchsafe_jose::{VerifyingKey, x5c::TrustAnchors};
use vouchsafe_jpt::IssuerKey;

/// One issuer that is trusted: by which keys, with which types of credential, from when until when.
///
/// The entry, never the credential, decides how the issuer's key is found. A new entry is trusted with no type: see
/// [`for_types`](Self::for_types).
#[derive(Debug, Clone)]
pub struct TrustEntry {
    pub(super) anchor: Anchor,
    pub(super) types: TrustedTypes,
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) status_delegates: Vec<StatusDelegate>,
}

/// What ties a credential to the entry.
#[derive(Debug, Clone)]
pub(super) enum Anchor {
    Keys { issuer: IssuerId, keys: KeySet },
    Certificates { anchors: TrustAnchors, names: Vec<SubjectName> },
    AnyIssuer { key: VerifyingKey },
}

#[derive(Debug, Clone)]
pub(super) enum TrustedTypes {
    Only(Vec<CredentialType>),
    Any,
}

/// Somebody else who signs status lists for the issuer.
#[derive(Debug, Clone)]
pub(super) struct StatusDelegate {
    pub(super) issuer: IssuerId,
    pub(super) keys: Vec<VerifyingKey>,
}

impl TrustEntry {
    /// The issuer that calls itself `issuer` (`iss`, byte for byte), by its keys. A credential that names a `kid` is held to
    /// the keys with that `kid` and those without any. All keys of an issuer belong in one entry, old and new: a status list
    /// has to be signed with a key of the entry that its credential was verified by.
    #[must_use]
    pub fn issuer(issuer: IssuerId, keys: impl IntoIterator<Item = VerifyingKey>) -> Self {
        Self::by_keys(issuer, KeySet { jose: keys.into_iter().collect(), bbs: Vec::new() })
    }

    /// The same for BBS credentials. Such a credential is held to the key with the `kid` that it names.
    #[must_use]
    pub fn bbs_issuer(issuer: IssuerId, keys: impl IntoIterator<Item = IssuerKey>) -> Self {
        Self::by_keys(issuer, KeySet { jose: Vec::new(), bbs: keys.into_iter().collect() })
    }

    /// The same, by a JWK Set as text, with keys of either kind or both. Keys in it that are not for signatures, or not
    /// supported, are passed over.
    ///
    /// # Errors
    /// [`Error::Key`] if `key_set` is no JWK Set; [`Error::NoUsableKey`] if no key in it can be used.
    pub fn issuer_key_set(issuer: IssuerId, key_set: &str) -> Result<Self, Error> {
        Ok(Self::by_keys(issuer, KeySet::parse(key_set)?))
    }

    pub(crate) fn by_keys(issuer: IssuerId, keys: KeySet) -> Self {
        Self::by(Anchor::Keys { issuer, keys })
    }

    /// Issuers with a certificate under one of `anchors` that holds one of `names`; each speaks for that name only. An `iss`
    /// in the credential has to be that name: the same URI, or an `https` URL at that host.
    #[must_use]
    pub fn certificates(anchors: TrustAnchors, names: impl IntoIterator<Item = SubjectName>) -> Self {
        Self::by(Anchor::Certificates { anchors, names: names.into_iter().collect() })
    }

    /// Whoever signs with `key`, whatever the credential says of its issuer, and if it says nothing. For test suites and for
    /// set-ups with one issuer; shows as a loosening.
    #[must_use]
    pub fn key_for_any_issuer(key: VerifyingKey) -> Self {
        Self::by(Anchor::AnyIssuer { key })
    }

    fn by(anchor: Anchor) -> Self {
        Self {
            anchor,
            types: TrustedTypes::Only(Vec::new()),
            from: None,
            until: None,
            status_delegates: Vec::new(),
        }
    }

    /// Trusts the issuer with these types of credential.
    #[must_use]
    pub fn for_types(mut self, types: impl IntoIterator<Item = CredentialType>) -> Self {
        self.types = TrustedTypes::Only(types.into_iter().collect());
        self
    }

    /// Trusts the issuer with every type, and with credentials that name none.
    #[must_use]
    pub fn for_any_type(mut self) -> Self {
        self.types = TrustedTypes::Any;
        self
    }

    /// Trusts the issuer from this moment on: the verifier's now, not a date that the issuer states.
    #[must_use]
    pub fn trusted_from(mut self, moment: Timestamp) -> Self {
        self.from = Some(moment);
        self
    }

    /// Trusts the issuer before this moment only.
    #[must_use]
    pub fn trusted_until(mut self, moment: Timestamp) -> Self {
        self.until = Some(moment);
        self
    }

    /// Lets `issuer` sign status lists for this issuer's credentials (Token Status List section 11.3). Nobody else but the
    /// issuer itself may.
    #[must_use]
    pub fn status_signed_by(
        mut self,
        issuer: IssuerId,
        keys: impl IntoIterator<Item = VerifyingKey>,
    ) -> Self {
        self.status_delegates.push(StatusDelegate { issuer, keys: keys.into_iter().collect() });
        self
    }

    pub(super) fn covers(&self, credential_type: Option<&CredentialType>) -> bool {
        match (&self.types, credential_type) {
            (TrustedTypes::Any, _) => true,
            (TrustedTypes::Only(types), Some(credential_type)) => types.contains(credential_type),
            (TrustedTypes::Only(_), None) => false,
        }
    }

    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}
