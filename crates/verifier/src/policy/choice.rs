use serde::Deserialize;

/// How it is proven that the issuer signed what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProofKind {
    /// An SD-JWT (RFC 9901): the issuer's signature itself, by which all presentations of a credential can be linked. It may
    /// be bound to a key of the holder.
    SdJwt,
    /// A BBS proof of having a signature (docs/PROFILE.md): nothing in it links presentations of a credential. It is made for one
    /// audience and nonce, but bound to no key: whoever has a copy of the credential can present it.
    Bbs,
}

impl ProofKind {
    /// As it is called in policy files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SdJwt => "sd-jwt",
            Self::Bbs => "bbs",
        }
    }
}

/// Whether the presenter has to prove that they hold the credential (RFC 9901 section 7.3: the verifier's policy, never the
/// presence of a proof, decides). A proof that is there is always verified, and one that fails is always refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderBinding {
    /// A key binding that answers this request: right audience, right nonce.
    Required,
    /// A key binding, but audience and nonce are compared only as far as the request names them: a copy of an answer to
    /// somebody else may pass.
    RequiredReplayable,
    /// None: whoever has a copy of the credential may present it.
    NotRequired,
}

/// What to make of a status that is known, but from a list that is older than the policy's limit, past its own `exp`, or
/// past its `ttl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnStaleStatus {
    /// It is not established that the credential is valid: undetermined.
    Reject,
    /// The last known status counts.
    Accept,
}

/// What to make of a credential with a status that no evidence tells: no list was given, none that was given is authentic,
/// or the credential names, besides its list, a mechanism that is not known here. One that names only such mechanisms stays
/// undetermined; so does a BBS credential with a proof of a period that is not known, once a statement about its registry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnUnknownStatus {
    /// It is not established that the credential is valid: undetermined.
    Reject,
    /// It counts as valid.
    Accept,
}

/// What to make of a credential that its issuer has suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnSuspended {
    /// It is refused.
    Reject,
    /// It counts as valid.
    Accept,
}

/// What to make of credentials of one answer that disagree about a claim that several of them were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnConflict {
    /// Which of them is right is not established: undetermined.
    Reject,
    /// They may disagree; the claim reads as [`Claim::Conflict`](crate::Claim::Conflict).
    Accept,
}

/// What to make of a credential that names no status at all, so that it cannot be revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnMissingStatus {
    /// It is refused.
    Reject,
    /// It counts as valid while its dates say so. A BBS credential does so only if it is short-lived, as with the next.
    Accept,
    /// It counts as valid if it [expires soon](crate::Policy::max_short_life).
    AcceptShortLived,
}

/// What to make of type metadata (SD-JWT VC section 5): what every credential of a type has, and what of it can be kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnTypeMetadata {
    /// It is not looked at.
    Ignore,
    /// Where a document of the credential's type is at hand, the credential has to keep to it; without one, nothing is held against
    /// it. Strict, because trust rests on the issuer's signature and the trust list: a credential that breaks the rules of its type is
    /// refused, but a server that does not answer, or answers otherwise, cannot take a valid one away.
    WhenAtHand,
    /// It has to be at hand, and the credential keeps to it: otherwise undetermined.
    Required,
}
