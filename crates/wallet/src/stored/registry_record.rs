use super::{Kind, StoredForm};
use crate::{Error, RegistryRecord, StatementId};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{Duration, RegistryReference, base64url};

const KIND: Kind = Kind { name: "registry", version: 1 };

/// The body is the description. Statements are named by digests.
#[derive(Serialize, Deserialize)]
struct RegistryV1 {
    reference: ReferenceV1,
    statements: Vec<(u64, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fork: Option<[String; 2]>,
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

impl RegistryRecord {
    /// The record as it is stored.
    ///
    /// # Errors
    /// [`Error::StoredMalformed`] if it cannot be written down.
    pub fn to_stored(&self) -> Result<StoredForm, Error> {
        let Self { reference, description, statements, fork } = self;
        let name = |id: &StatementId| base64url::encode(id.as_bytes());
        let meta = RegistryV1 {
            reference: reference.into(),
            statements: statements.iter().map(|(number, id)| (*number, name(id))).collect(),
            fork: fork.as_ref().map(|ids| ids.each_ref().map(name)),
        };
        KIND.write(&meta, description.as_bytes())
    }

    /// The record of a stored form.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, meta: &[u8], body: &[u8]) -> Result<Self, Error> {
        let RegistryV1 { reference, statements, fork } = KIND.read(version, meta)?;
        let id = |name: &String| KIND.digest(name).map(StatementId::from_bytes);
        Ok(Self {
            reference: reference.read(KIND)?,
            description: KIND.text(body)?.to_owned(),
            statements: statements
                .iter()
                .map(|(number, name)| Ok((*number, id(name)?)))
                .collect::<Result<_, Error>>()?,
            fork: fork.as_ref().map(|[one, other]| Ok::<_, Error>([id(one)?, id(other)?])).transpose()?,
        })
    }
}
