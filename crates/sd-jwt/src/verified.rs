use crate::claims::Registered;
use crate::compact::Compact;
use crate::resolve::Resolved;
use crate::{Error, KeyBinding, KeyBindingExpectations, key_binding, paths};
use std::fmt;
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, PathElement, StatusReference, Validity};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::digest::{Digest, HashAlgorithm};
use vouchsafe_jose::jws::Header;

/// An SD-JWT that its issuer signed, with the disclosures received in their places (RFC 9901 section 7.1).
///
/// Not yet said: whether it is valid now ([`validity`](Self::validity), [`status`](Self::status)), and whether its holder
/// presents it ([`verify_key_binding`](Self::verify_key_binding)). A verifier's policy decides on these.
///
/// Only [`UnverifiedSdJwt::verify`](crate::UnverifiedSdJwt::verify) makes one:
/// ```compile_fail
/// let forged = vouchsafe_sd_jwt::VerifiedSdJwt::default();
/// ```
/// ```compile_fail
/// fn forge(header: vouchsafe_jose::jws::Header) -> vouchsafe_sd_jwt::VerifiedSdJwt {
///     vouchsafe_sd_jwt::VerifiedSdJwt { header }
/// }
/// ```
#[derive(Clone)]
pub struct VerifiedSdJwt {
    compact: Compact<'static>,
    header: Header,
    resolved: Resolved,
    registered: Registered,
    /// What a KB-JWT must be bound to; there if there is one.
    sd_hash: Option<Digest>,
}

/// What an SD-JWT tells about a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Disclosure<'a> {
    /// The values that the path leads to, at least one. With [`PathElement::Every`], others may be undisclosed.
    Disclosed(Vec<Value<'a>>),
    /// The issuer said nothing there: no digest is left at that level, or at one above, that could stand for it.
    NotIssued,
    /// A digest is left that could stand for it, or for what holds it. It could be a decoy too.
    Undisclosed,
}

/// A claim that came in a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedClaim {
    /// Where it stands in [`VerifiedSdJwt::claims`].
    pub path: ClaimPath,
}

impl VerifiedSdJwt {
    pub(crate) fn new(
        compact: Compact<'static>,
        header: Header,
        resolved: Resolved,
        registered: Registered,
        sd_hash: Option<Digest>,
    ) -> Self {
        Self { compact, header, resolved, registered, sd_hash }
    }

    /// The Processed SD-JWT Payload (RFC 9901 section 7.1): an object. Elements of lists that were not disclosed are left out,
    /// so those behind them move up.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.resolved.claims.root()
    }

    /// The header under the issuer's signature.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// `iss`. Not the same as whose key verified it: the caller compares.
    #[must_use]
    pub fn issuer(&self) -> Option<IssuerId> {
        self.registered.issuer.clone()
    }

    /// `vct`; there in every SD-JWT VC.
    #[must_use]
    pub fn credential_type(&self) -> Option<CredentialType> {
        self.registered.credential_type.clone()
    }

    /// `iat`, `nbf` and `exp` of the processed payload. A claim that is missing may have been withheld where the profile lets
    /// it be selectively disclosable (RFC 9901 section 9.7).
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.registered.validity
    }

    /// Where the status can be looked up.
    #[must_use]
    pub fn status(&self) -> Option<&StatusReference> {
        self.registered.status.as_ref()
    }

    /// The holder's key: `jwk` in `cnf`.
    #[must_use]
    pub fn holder_key(&self) -> Option<&VerifyingKey> {
        self.registered.holder_key.as_ref()
    }

    /// The hash function of its digests.
    #[must_use]
    pub fn hash_algorithm(&self) -> HashAlgorithm {
        self.resolved.hash
    }

    /// What it tells about the claim at `path`.
    ///
    /// A position in a list counts as issued: elements that are undisclosed, decoys among them, keep theirs (SD-JWT VC section
    /// 5.6.1.2). So it may differ from the position in [`claims`](Self::claims).
    #[must_use]
    pub fn disclosure(&self, path: &ClaimPath) -> Disclosure<'_> {
        let unopened = &self.resolved.unopened;
        let mut reached = vec![self.claims()];
        let mut hidden = false;
        for element in path.elements() {
            let mut next = Vec::new();
            for value in reached {
                let here = value.span().start;
                match (element, value.kind()) {
                    (PathElement::Name(name), Kind::Object) => match value.get(name) {
                        Some(member) => next.push(member),
                        None => hidden |= unopened.may_hide_members(here),
                    },
                    (PathElement::Index(index), Kind::Array) => {
                        let missing = unopened.elements_of(here).take_while(|position| position <= index);
                        let (before, is_missing) =
                            missing.fold((0, false), |(count, _), position| (count + 1, position == *index));
                        hidden |= is_missing;
                        if !is_missing {
                            next.extend(value.elements().and_then(|mut all| all.nth(index - before)));
                        }
                    }
                    (PathElement::Every, Kind::Array) => {
                        hidden |= unopened.elements_of(here).len() > 0;
                        next.extend(value.elements().into_iter().flatten());
                    }
                    _ => {}
                }
            }
            reached = next;
        }
        match (reached.is_empty(), hidden) {
            (false, _) => Disclosure::Disclosed(reached),
            (true, true) => Disclosure::Undisclosed,
            (true, false) => Disclosure::NotIssued,
        }
    }

    /// The positions, as issued and in order, of the elements of `list` that were not disclosed; decoys among them. `list` is a
    /// value of [`claims`](Self::claims).
    pub fn undisclosed_elements(&self, list: Value<'_>) -> impl ExactSizeIterator<Item = usize> {
        self.resolved.unopened.elements_of(list.span().start)
    }

    /// True if `object` may have members that were not disclosed: it has a digest that nothing opens, which may be a decoy too. `object`
    /// is a value of [`claims`](Self::claims).
    #[must_use]
    pub fn may_have_undisclosed_members(&self, object: Value<'_>) -> bool {
        self.resolved.unopened.may_hide_members(object.span().start)
    }

    /// The claims that came in disclosures, in the order of the disclosures. Worked out anew with each call.
    #[must_use]
    pub fn disclosed(&self) -> Vec<DisclosedClaim> {
        let positions = self.resolved.opened.iter().map(|opened| opened.position);
        let located = paths::locate(self.claims(), positions);
        located.into_iter().map(|located| DisclosedClaim { path: located.path }).collect()
    }

    /// True if there is a KB-JWT.
    #[must_use]
    pub fn has_key_binding(&self) -> bool {
        self.compact.key_binding().is_some()
    }

    /// Verifies the KB-JWT (RFC 9901 section 7.3, step 5) with the key that the issuer named in `cnf`.
    ///
    /// Whether there has to be a KB-JWT is for the caller to decide, and not by whether there is one. One that is there must
    /// pass in any case.
    ///
    /// # Errors
    /// - `sd_jwt.key_binding_missing`, `sd_jwt.key_binding_without_key`: there is no KB-JWT, or no key;
    /// - `jose.*`, `json.*`, `sd_jwt.key_binding_typ`, `sd_jwt.key_binding_claim`: it is no KB-JWT by that key;
    /// - `sd_jwt.audience_mismatch`, `sd_jwt.nonce_mismatch`, `sd_jwt.sd_hash_mismatch`, `sd_jwt.key_binding_*`: it was not made
    ///   for this.
    pub fn verify_key_binding(&self, expected: &KeyBindingExpectations<'_>) -> Result<KeyBinding, Error> {
        let (Some(token), Some(sd_hash)) = (self.compact.key_binding(), self.sd_hash) else {
            return Err(Error::KeyBindingMissing);
        };
        let key = self.holder_key().ok_or(Error::KeyBindingWithoutKey)?;
        key_binding::verify(token, key, &sd_hash, expected)
    }

    /// The compact serialisation: as received, or what a JSON serialisation stands for.
    #[must_use]
    pub fn text(&self) -> &str {
        self.compact.text()
    }

    pub(crate) fn compact(&self) -> &Compact<'static> {
        &self.compact
    }

    pub(crate) fn resolved(&self) -> &Resolved {
        &self.resolved
    }
}

/// Sizes, never content.
impl fmt::Debug for VerifiedSdJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosures = self.resolved.opened.len();
        write!(f, "VerifiedSdJwt({:?}, {disclosures} disclosures)", self.resolved.claims)
    }
}
