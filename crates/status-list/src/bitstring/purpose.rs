/// What the entries of a list speak about (Bitstring Status List section 2.1, `statusPurpose`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// `revocation`: for good.
    Revocation,
    /// `suspension`: for the time being.
    Suspension,
    /// `refresh`: a newer credential is to be had.
    Refresh,
    /// `message`: words for people.
    Message,
    /// A purpose that the standard does not define.
    Other(String),
}

impl Purpose {
    /// The purpose of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "revocation" => Self::Revocation,
            "suspension" => Self::Suspension,
            "refresh" => Self::Refresh,
            "message" => Self::Message,
            other => Self::Other(other.to_owned()),
        }
    }
}
