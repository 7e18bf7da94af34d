use crate::{Authority, Format};
use std::fmt;
use vouchsafe_credential::CredentialType;
use vouchsafe_credential::json::Value;

/// Whether a credential comes, or can come, with proof of who presents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// It does: with a key that its issuer bound it to, or, with BBS, by a proof that takes the issuer's signature, which no presentation
    /// shows.
    Bound,
    /// It does not: anybody who has a copy can present it.
    Unbound,
}

/// A credential as a query sees it. Owns nothing.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// Its format.
    pub format: &'a Format,
    /// Its type, and the types which that extends.
    pub types: &'a [CredentialType],
    /// Its claims: of an SD-JWT the Processed SD-JWT Payload, in a wallet with everything disclosed.
    pub claims: Value<'a>,
    /// Whether its holder can be told.
    pub binding: Binding,
    /// What certifies its issuer, as far as it is known.
    pub authorities: &'a [Authority],
}

/// What it is, not what it says.
impl fmt::Debug for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({}, {:?}, {:?})", self.format, self.types, self.binding)
    }
}
