use vouchsafe_type_metadata::HeaderPublication;

/// What every verifier sees of a BBS card beside its claims: it is the same for all who hold one of this type, version and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenOfType {
    /// The version of the type.
    pub type_version: u32,
    /// The name of the issuer's key: to be escaped where it is shown.
    pub key: String,
    /// How many claims there are, those that are never shown included.
    pub claims: usize,
    /// Whether the type metadata that the card pins publishes the issuer header, of which all this is a part: otherwise an issuer could
    /// have made it for this holder alone.
    pub header: HeaderPublication,
}
