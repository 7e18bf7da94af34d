use super::{Kind, StoredForm};
use crate::{Error, StatusEvidence};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{IssuerId, Timestamp};

const KIND: Kind = Kind { name: "status list", version: 1 };

#[derive(Serialize, Deserialize)]
struct EvidenceV1 {
    uri: String,
    issuer: String,
    issued_at: i64,
    received_at: i64,
}

impl StatusEvidence {
    /// The token as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = EvidenceV1 {
            uri: self.uri.clone(),
            issuer: self.issuer.as_str().to_owned(),
            issued_at: self.issued_at.as_unix(),
            received_at: self.received_at.as_unix(),
        };
        KIND.write(&meta, self.token.as_bytes())
    }

    /// The token of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let evidence: EvidenceV1 = KIND.read(version, meta)?;
        Ok(Self {
            uri: evidence.uri,
            issuer: KIND.id(evidence.issuer, IssuerId::new)?,
            issued_at: Timestamp::from_unix(evidence.issued_at),
            received_at: Timestamp::from_unix(evidence.received_at),
            token: KIND.text(body)?.to_owned(),
        })
    }
}
