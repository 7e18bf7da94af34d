use super::{Kind, StoredForm};
use crate::{Error, FollowedRegistry};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{Duration, RegistryReference, base64url};

const KIND: Kind = Kind { name: "registry", version: 1 };

/// The body has the description, the statements of these periods, and two more if it is forked: each in a line of its own, which none
/// of them can hold.
#[derive(Serialize, Deserialize)]
struct FollowedV1 {
    reference: ReferenceV1,
    periods: Vec<u64>,
    forked: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReferenceV1 {
    id: String,
    key: String,
    statement_key: String,
    period: u64,
}

impl ReferenceV1 {
    pub(super) fn read(&self, kind: Kind) -> Result<RegistryReference, Error> {
        let Self { id, key, statement_key, period } = self;
        let (key, statement_key) = (kind.digest(key)?, kind.digest(statement_key)?);
        RegistryReference::new(id.as_str(), key, statement_key, Duration::from_secs(*period))
            .map_err(|_| kind.malformed())
    }
}

impl From<&RegistryReference> for ReferenceV1 {
    fn from(reference: &RegistryReference) -> Self {
        Self {
            id: reference.registry().to_owned(),
            key: base64url::encode(reference.key_digest()),
            statement_key: base64url::encode(reference.statement_key()),
            period: reference.period().as_secs(),
        }
    }
}

impl FollowedRegistry {
    /// The registry as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let Self { reference, description, statements, fork } = self;
        let meta = FollowedV1 {
            reference: reference.into(),
            periods: statements.keys().copied().collect(),
            forked: fork.is_some(),
        };
        let lines = [description].into_iter().chain(statements.values()).chain(fork.iter().flatten());
        let lines: Vec<&str> = lines.map(String::as_str).collect();
        KIND.write(&meta, lines.join("\n").as_bytes())
    }

    /// The registry of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let FollowedV1 { reference, periods, forked } = KIND.read(version, meta)?;
        let mut lines = KIND.text(body)?.split('\n').map(str::to_owned);
        let mut next = || lines.next().ok_or_else(|| KIND.malformed());
        let followed = Self {
            reference: reference.read(KIND)?,
            description: next()?,
            statements: periods
                .into_iter()
                .map(|period| Ok((period, next()?)))
                .collect::<Result<_, Error>>()?,
            fork: if forked { Some([next()?, next()?]) } else { None },
        };
        if lines.next().is_some() { Err(KIND.malformed()) } else { Ok(followed) }
    }
}
