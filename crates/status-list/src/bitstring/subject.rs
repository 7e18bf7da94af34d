use super::{Bitstring, Entry, EntryStatus, Purpose};
use crate::Error;
use vouchsafe_credential::json::Value;

/// A list with what it is for: the `credentialSubject` of a status list credential (Bitstring Status List section 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSubject {
    purposes: Vec<Purpose>,
    bits: Bitstring,
}

impl ListSubject {
    /// Reads the `credentialSubject` of a credential that the caller has verified.
    ///
    /// # Errors
    /// [`Error::BitstringTypeUnsupported`] if it is of another type, [`Error::MemberMalformed`] for a member that is missing
    /// or of another kind, and the errors of [`Bitstring::decode`].
    pub fn from_credential_subject(subject: Value<'_>) -> Result<Self, Error> {
        let kind = subject.get("type").and_then(|kind| kind.as_str());
        if kind.ok_or(Error::MemberMalformed { member: "type" })? != "BitstringStatusList" {
            return Err(Error::BitstringTypeUnsupported);
        }
        let purposes = subject.get("statusPurpose").and_then(read_purposes);
        let encoded_list = subject.get("encodedList").and_then(|list| list.as_str());
        Ok(Self {
            purposes: purposes.ok_or(Error::MemberMalformed { member: "statusPurpose" })?,
            bits: Bitstring::decode(&encoded_list.ok_or(Error::MemberMalformed { member: "encodedList" })?)?,
        })
    }

    /// What the list is for.
    #[must_use]
    pub fn purposes(&self) -> &[Purpose] {
        &self.purposes
    }

    /// The list itself.
    #[must_use]
    pub fn bits(&self) -> &Bitstring {
        &self.bits
    }

    /// What the list says about the credential that carries `entry` (section 3.2). The caller made sure that this is the list
    /// which `entry` names. `minimum_entries` is
    /// [`DEFAULT_MINIMUM_ENTRIES`](crate::limits::DEFAULT_MINIMUM_ENTRIES) unless the ecosystem says otherwise.
    ///
    /// # Errors
    /// [`Error::PurposeMismatch`], [`Error::TooFewEntries`] or [`Error::BitstringRange`].
    pub fn look_up(&self, entry: &Entry, minimum_entries: u64) -> Result<EntryStatus, Error> {
        if !self.purposes.contains(entry.purpose()) {
            return Err(Error::PurposeMismatch);
        }
        if self.bits.length() / u64::from(entry.size()) < minimum_entries {
            return Err(Error::TooFewEntries);
        }
        Ok(match (self.bits.value(entry.index(), entry.size())?, entry.purpose()) {
            (0, _) => EntryStatus::Unset,
            (_, Purpose::Revocation) => EntryStatus::Revoked,
            (_, Purpose::Suspension) => EntryStatus::Suspended,
            (value, Purpose::Refresh | Purpose::Message) => EntryStatus::Informational(value),
            (value, Purpose::Other(_)) => EntryStatus::Unknown(value),
        })
    }
}

/// One text, or a list of at least one.
fn read_purposes(value: Value<'_>) -> Option<Vec<Purpose>> {
    let read = |value: Value<'_>| value.as_str().map(|name| Purpose::from_name(&name));
    match value.elements() {
        None => Some(vec![read(value)?]),
        Some(elements) => {
            elements.map(read).collect::<Option<Vec<_>>>().filter(|purposes| !purposes.is_empty())
        }
    }
}
