use crate::claims::Claims;
use crate::presentation_header::PresentationHeader;
use crate::{IssuerHeader, MembershipClaim};
use std::fmt;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{Audience, ClaimPath, Nonce, Timestamp, Validity};

/// A presentation by somebody who has a signature of the issuer over it.
///
/// Not yet said: whether the credential is valid now ([`validity`](Self::validity)), and whether it was revoked
/// ([`revocation`](Self::revocation)). Nor who holds it: the issuer named no key of
/// a holder, and the proof tells one presentation from no other.
///
/// Only [`UnverifiedPresentation::verify`](crate::UnverifiedPresentation::verify) and what goes with it make one:
/// ```compile_fail
/// let forged = vouchsafe_jpt::VerifiedPresentation::default();
/// ```
/// ```compile_fail
/// fn forge(header: vouchsafe_jpt::IssuerHeader) -> vouchsafe_jpt::VerifiedPresentation {
///     vouchsafe_jpt::VerifiedPresentation { header }
/// }
/// ```
#[derive(Clone)]
pub struct VerifiedPresentation {
    header: IssuerHeader,
    presentation_header: PresentationHeader,
    claims: Claims,
    /// Of each slot, whether it is disclosed.
    disclosed: Vec<bool>,
    revocation: Revocation,
}

/// What a presentation tells about whether the credential was revoked.
#[derive(Debug, Clone)]
pub enum Revocation {
    /// The credentials of this type cannot be revoked.
    Irrevocable,
    /// It claims that it was not, which nobody has verified.
    Claimed(MembershipClaim),
    /// It was not, in this period of its registry or before.
    NotRevoked {
        /// The number of the period, from 1.
        period: u64,
    },
}

/// What a presentation tells about a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Disclosure<'a> {
    /// The values that the path leads to, at least one. Members of an object that are withheld are missing in it.
    Disclosed(Vec<Value<'a>>),
    /// The issuer said something there, which is not shown: a slot for it is there.
    Withheld,
    /// Inside a claim that is not shown. Whether the issuer said something there shows no more than the claim does.
    Undisclosed,
    /// The issuer said nothing there: the type has no slot for it, or the claim that is shown has nothing there.
    NotIssued,
}

impl VerifiedPresentation {
    pub(crate) fn new(
        header: IssuerHeader,
        presentation_header: PresentationHeader,
        claims: Claims,
        disclosed: Vec<bool>,
        revocation: Revocation,
    ) -> Self {
        Self { header, presentation_header, claims, disclosed, revocation }
    }

    /// The issuer header.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        &self.header
    }

    /// The claims that are shown, `exp` among them.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.claims.document.root()
    }

    /// `exp`. `iat` is never shown, and there is no `nbf`.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.claims.validity
    }

    /// What it tells about whether the credential was revoked. Where that is [`Revocation::Claimed`], it is left to be verified.
    #[must_use]
    pub fn revocation(&self) -> &Revocation {
        &self.revocation
    }

    /// `aud`: for whom it was made.
    #[must_use]
    pub fn audience(&self) -> &Audience {
        &self.presentation_header.audience
    }

    /// `nonce`: in answer to what it was made.
    #[must_use]
    pub fn nonce(&self) -> &Nonce {
        &self.presentation_header.nonce
    }

    /// `iat` of the presentation header: when it was made, if it says so.
    #[must_use]
    pub fn presented_at(&self) -> Option<Timestamp> {
        self.presentation_header.issued_at
    }

    /// What it tells about the claim at `path`.
    #[must_use]
    pub fn disclosure(&self, path: &ClaimPath) -> Disclosure<'_> {
        let values = path.select(self.claims());
        if !values.is_empty() {
            return Disclosure::Disclosed(values);
        }
        let slots = self.header.slots();
        let hidden = |slot: &usize| self.disclosed.get(*slot) == Some(&false);
        let mut hidden = slots.that_meet(path).filter(hidden).peekable();
        if hidden.peek().is_none() {
            return Disclosure::NotIssued;
        }
        let at_or_inside = |slot| slots.paths().get(slot).is_some_and(|slot| path.covers(slot));
        if hidden.any(at_or_inside) { Disclosure::Withheld } else { Disclosure::Undisclosed }
    }
}

/// Sizes, never content.
impl fmt::Debug for VerifiedPresentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let disclosed = self.disclosed.iter().filter(|disclosed| **disclosed).count();
        write!(f, "VerifiedPresentation({:?}, {disclosed} disclosed)", self.header)
    }
}
