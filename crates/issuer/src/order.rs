use crate::RegistryEntry;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{StatusReference, Timestamp, Validity};
use vouchsafe_jose::VerifyingKey;

/// One credential to issue.
#[derive(Debug, Clone, Copy)]
pub struct CredentialOrder<'a> {
    /// The holder's claims: an object, without what the issuer sets (`iss`, `vct`, `vct#integrity`, `iat`, `nbf`, `exp`, `cnf`, `status`).
    pub claims: Value<'a>,
    /// `iat`, `nbf` and `exp`, as far as they shall be there, before they are rounded as the type demands.
    pub validity: Validity,
    /// The key that presentations are to be signed with: `cnf`. `None` makes a credential that anybody can present who has
    /// it.
    pub holder_key: Option<&'a VerifyingKey>,
    /// Where its status stands.
    pub status: Option<&'a StatusReference>,
}

/// Several copies of one credential, each to be presented once, so that no two presentations can be linked by what a copy
/// carries.
#[derive(Debug, Clone, Copy)]
pub struct BatchOrder<'a> {
    /// As in [`CredentialOrder`], the same in all copies.
    pub claims: Value<'a>,
    /// As in [`CredentialOrder`], the same in all copies.
    pub validity: Validity,
    /// What tells the copies apart.
    pub copies: &'a [BatchCopy<'a>],
}

/// What one copy of a batch has for itself.
#[derive(Debug, Clone, Copy)]
pub struct BatchCopy<'a> {
    /// The holder's key for this copy alone.
    pub holder_key: &'a VerifyingKey,
    /// The status entry of this copy alone.
    pub status: Option<&'a StatusReference>,
}

/// One BBS credential to issue.
#[derive(Debug, Clone, Copy)]
pub struct BbsOrder<'a> {
    /// The holder's claims: an object, without what the issuer sets. One that the type lets holders withhold may be missing; the
    /// credential then says `null`, since a different set of claims would tell its holder from others.
    pub claims: Value<'a>,
    /// `iat`, which the holder sees and nobody else.
    pub issued_at: Timestamp,
    /// How long it is to hold at most. `exp`, which every verifier sees, is the start of this day, or of this week, as the type demands.
    pub expires_at: Timestamp,
    /// What it can be revoked by. `None` makes a credential that cannot be.
    pub entry: Option<&'a RegistryEntry>,
}
