//! Who is believed about what.

mod authenticate;
mod entry;
mod key_set;
mod list_signer;
mod subject_name;
mod words;

pub(crate) use authenticate::{Candidates, Claimed, Issuer, Untrusted};
pub use entry::TrustEntry;
pub(crate) use key_set::KeySet;
pub use list_signer::{ListSigner, WantedStatusList};
pub use subject_name::SubjectName;

/// Whose credentials count. An empty list trusts nobody.
///
/// Certificates are trusted for the names that an entry gives them and for nothing else; the web's certificate authorities
/// play no part.
#[derive(Debug, Clone, Default)]
pub struct TrustList {
    entries: Vec<TrustEntry>,
}

impl TrustList {
    /// Nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more. Entries that name the same issuer add up.
    #[must_use]
    pub fn with(mut self, entry: TrustEntry) -> Self {
        self.entries.push(entry);
        self
    }

    fn entry(&self, issuer: &Issuer) -> Option<&TrustEntry> {
        self.entries.get(issuer.entry())
    }

    /// Who is trusted, in the order given.
    #[must_use]
    pub fn entries(&self) -> &[TrustEntry] {
        &self.entries
    }
}

impl From<TrustEntry> for TrustList {
    fn from(entry: TrustEntry) -> Self {
        Self::new().with(entry)
    }
}

impl FromIterator<TrustEntry> for TrustList {
    fn from_iter<I: IntoIterator<Item = TrustEntry>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect() }
    }
}
