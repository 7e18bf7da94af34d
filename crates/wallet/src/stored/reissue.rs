use super::card::ProfileV1;
use super::{Kind, StoredForm};
use crate::{Error, Reissue};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{CredentialId, CredentialType, IssuerId, Timestamp};

const KIND: Kind = Kind { name: "card to be issued again", version: 1 };

#[derive(Serialize, Deserialize)]
struct ReissueV1 {
    card: String,
    issuer: String,
    vct: Option<String>,
    profile: ProfileV1,
    added_at: i64,
    copies: u32,
}

impl Reissue {
    /// It as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let meta = ReissueV1 {
            card: self.card.as_str().to_owned(),
            issuer: self.issuer.as_str().to_owned(),
            vct: self.credential_type.as_ref().map(|vct| vct.as_str().to_owned()),
            profile: self.profile.into(),
            added_at: self.added_at.as_unix(),
            copies: self.copies,
        };
        KIND.write(&meta, &[])
    }

    /// It of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8]) -> Result<Self, Error> {
        let reissue: ReissueV1 = KIND.read(version, meta)?;
        Ok(Self {
            card: KIND.id(reissue.card, CredentialId::new)?,
            issuer: KIND.id(reissue.issuer, IssuerId::new)?,
            credential_type: reissue.vct.map(|vct| KIND.id(vct, CredentialType::new)).transpose()?,
            profile: reissue.profile.into(),
            added_at: Timestamp::from_unix(reissue.added_at),
            copies: reissue.copies,
        })
    }
}
