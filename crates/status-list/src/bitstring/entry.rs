use super::Purpose;
use crate::Error;
use vouchsafe_credential::json::Value;

/// Where a credential says its status stands: one `credentialStatus` (Bitstring Status List section 2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    purpose: Purpose,
    index: u64,
    size: u8,
    list: String,
}

/// What a list says about one credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryStatus {
    /// 0: nothing is set.
    Unset,
    /// Set, for [`Purpose::Revocation`].
    Revoked,
    /// Set, for [`Purpose::Suspension`].
    Suspended,
    /// This value, for [`Purpose::Refresh`] or [`Purpose::Message`]: says nothing about validity.
    Informational(u8),
    /// This value, for a purpose that the standard does not define. Never to be read as valid.
    Unknown(u8),
}

impl Entry {
    /// Reads one member of `credentialStatus`.
    ///
    /// # Errors
    /// [`Error::BitstringTypeUnsupported`] if it is of another type, [`Error::MemberMalformed`] for a member that is missing
    /// or of another kind, [`Error::EntrySizeUnsupported`] for entries of more than 8 bits.
    pub fn from_credential_status(status: Value<'_>) -> Result<Self, Error> {
        let text = |member: &'static str| {
            let text = status.get(member).and_then(|value| value.as_str());
            text.ok_or(Error::MemberMalformed { member })
        };
        if text("type")? != "BitstringStatusListEntry" {
            return Err(Error::BitstringTypeUnsupported);
        }
        let digits = text("statusListIndex")?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::MemberMalformed { member: "statusListIndex" });
        }
        let size = match status.get("statusSize") {
            None => 1,
            Some(size) => match size.as_u64() {
                Some(size @ 1..) => u8::try_from(size).map_err(|_| Error::EntrySizeUnsupported)?,
                _ => return Err(Error::MemberMalformed { member: "statusSize" }),
            },
        };
        if size > crate::limits::MAX_BITSTRING_ENTRY_SIZE {
            return Err(Error::EntrySizeUnsupported);
        }
        Ok(Self {
            purpose: Purpose::from_name(&text("statusPurpose")?),
            // An index may be of any size; one past 2^64 is past the end of every list.
            index: digits.parse().unwrap_or(u64::MAX),
            size,
            list: text("statusListCredential")?.into_owned(),
        })
    }

    /// What the entry speaks about.
    #[must_use]
    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// Which entry, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many bits an entry has.
    #[must_use]
    pub fn size(&self) -> u8 {
        self.size
    }

    /// The address of the credential that carries the list.
    #[must_use]
    pub fn list(&self) -> &str {
        &self.list
    }
}
