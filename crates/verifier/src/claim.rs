use vouchsafe_credential::json::Value;

/// What is known of one claim. Deliberately no `Option`: that a claim was not shown says nothing about what it is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Claim<'a> {
    /// Shown. One value, unless the path has a `[]`, which leads to every element that was shown; never none.
    Disclosed(Vec<Value<'a>>),
    /// Not shown, but the credential has it: the issuer said something there, if only `null`. A BBS credential shows as much of what it
    /// keeps back; an SD-JWT only where type metadata that its issuer signed for says that every credential of the type has it.
    Withheld,
    /// Not shown, but the credential may well have it: something was kept back at that place, or above it. An SD-JWT does not
    /// tell a claim that was kept back from a decoy.
    Undisclosed,
    /// Shown by two credentials of an answer that can't both be right: what each says. Nobody else knows which is.
    Conflict(Value<'a>, Value<'a>),
    /// The credential was issued without it: nothing was kept back at that place or above it, or type metadata that its issuer signed for
    /// says that it could not be kept back there.
    NotIssued,
}
