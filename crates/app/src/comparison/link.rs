use serde::Serialize;

/// What the presentations of one holder alone have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Link {
    /// The issuer's signature over this one credential.
    IssuerSignature,
    /// The key of the holder that the credential is bound to.
    HolderKey,
    /// The entry of a status list.
    StatusEntry,
    /// The salt of a claim's disclosure.
    Salt {
        /// The claim's name; none for an element of a list.
        #[serde(skip_serializing_if = "Option::is_none")]
        claim: Option<String>,
    },
    /// The digest of a claim.
    Digest,
    /// The signature of the holder: one presentation twice.
    HolderSignature,
    /// The proof: one presentation twice.
    Proof,
    /// A run of octets in signatures or proofs.
    Run,
}

/// What all holders of a type have in common, if their issuer wants it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Shared {
    /// The issuer, the type and the whole header, in which an issuer could mark a holder.
    IssuerAndType,
    /// The period in which it was not revoked.
    Period,
    /// The verifier.
    Audience,
    /// The request: both answer one.
    Nonce,
}
