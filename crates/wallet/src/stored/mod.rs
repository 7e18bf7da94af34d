//! The forms in which the wallet's things are stored: versioned, and apart from the types that the wallet works with.
//!
//! Each thing has `to_stored`, which gives a [`StoredForm`], and `from_stored`, which reads one and refuses a version that
//! it does not know. `meta` is what lists need; `body` is the rest, and holds all secrets and claim values.
//!
//! | thing | `meta` | `body` |
//! |---|---|---|
//! | [`Card`](crate::Card) | all of it | empty |
//! | [`StoredCredential`](crate::StoredCredential) | its profile | the token |
//! | [`HolderKey`](crate::HolderKey) | the public key and whence it came | the private JWK |
//! | [`TrustedIssuer`](crate::TrustedIssuer) | all of it | empty |
//! | [`Entry`](crate::Entry) | all of it | what waits to be sent, if anything does |
//! | [`StatusEvidence`](crate::StatusEvidence) | whose, where, when | the token |
//! | [`RegistryRecord`](crate::RegistryRecord) | which, and which statements | its description |
//! | [`StatementText`](crate::StatementText) | of which registry | the statement |
//! | [`TypeMetadataRecord`](crate::TypeMetadataRecord) | which version | its documents |
//! | [`Reissue`](crate::Reissue) | all of it | empty |
//! | [`BackupNote`](crate::BackupNote) | all of it | empty |
//! | [`StatusPlan`](crate::StatusPlan) | all of it | empty |
//! | [`SearchText`](crate::SearchText) | of which card | the words |
//! | [`SpentCopy`](crate::SpentCopy) | all of it | empty |
//! | [`AnsweredRequest`](crate::AnsweredRequest) | all of it | empty |
//! | [`Issuance`](crate::Issuance) | what lists tell of it | its state |
//! | [`EntryId`](crate::EntryId), of the last entry that there was | all of it | empty |

mod answered_request;
mod backup_note;
mod card;
mod credential;
mod entry;
mod entry_v1;
mod evidence;
mod holder_key;
mod issuance;
mod issuer;
mod last_entry;
mod pending;
mod registry_record;
mod reissue;
mod search_text;
mod spent_copy;
mod statement_text;
mod status_plan;
mod type_metadata;

use crate::{Error, IssuerKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, Timestamp, base64url};
use vouchsafe_jose::VerifyingKey;
use zeroize::Zeroizing;

/// One thing as it is stored. Wiped from memory when dropped.
pub struct StoredForm {
    /// Version of the form, counted for each kind of thing.
    pub version: u32,
    /// What lists need.
    pub meta: Zeroizing<Vec<u8>>,
    /// The rest.
    pub body: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for StoredForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, meta, body } = self;
        write!(
            f,
            "StoredForm {{ version: {version}, meta: {} bytes, body: {} bytes }}",
            meta.len(),
            body.len()
        )
    }
}

/// One kind of stored thing, for reading and for errors.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    version: u32,
}

impl Kind {
    fn malformed(self) -> Error {
        Error::StoredMalformed { what: self.name }
    }

    fn write(self, meta: &impl Serialize, body: &[u8]) -> Result<StoredForm, Error> {
        let meta = serde_json::to_vec(meta).map_err(|_| self.malformed())?;
        Ok(StoredForm {
            version: self.version,
            meta: Zeroizing::new(meta),
            body: Zeroizing::new(body.to_vec()),
        })
    }

    /// Reads a form that has not changed since version `first` but by what can stand in it.
    fn read_since<T: DeserializeOwned>(self, first: u32, version: u32, meta: &[u8]) -> Result<T, Error> {
        let same = (first..=self.version).contains(&version);
        self.read(if same { self.version } else { version }, meta)
    }

    fn read<T: DeserializeOwned>(self, version: u32, meta: &[u8]) -> Result<T, Error> {
        if version != self.version {
            return Err(if version > self.version {
                Error::StoredNewer { what: self.name }
            } else {
                self.malformed()
            });
        }
        let document = Document::parse(meta).map_err(|_| self.malformed())?;
        document.root().deserialize().map_err(|_| self.malformed())
    }

    /// A text that an identifier is made of.
    fn id<S, T, E>(self, text: S, new: impl FnOnce(S) -> Result<T, E>) -> Result<T, Error> {
        new(text).map_err(|_| self.malformed())
    }

    fn paths(self, texts: &[String]) -> Result<Vec<ClaimPath>, Error> {
        texts.iter().map(|text| text.parse().map_err(|_| self.malformed())).collect()
    }

    fn digest(self, text: &str) -> Result<[u8; 32], Error> {
        let bytes = base64url::decode(text).map_err(|_| self.malformed())?;
        bytes.try_into().map_err(|_| self.malformed())
    }

    fn issuer_key(self, jwk: &str) -> Result<IssuerKey, Error> {
        let jwk = Document::parse(jwk).map_err(|_| self.malformed())?;
        let keys = IssuerKey::all_in(jwk.root()).map_err(|_| self.malformed())?;
        <[IssuerKey; 1]>::try_from(keys).map(|[key]| key).map_err(|_| self.malformed())
    }

    fn public_key(self, jwk: &str) -> Result<VerifyingKey, Error> {
        VerifyingKey::from_jwk_json(jwk.as_bytes()).map_err(|_| self.malformed())
    }

    fn text(self, bytes: &[u8]) -> Result<&str, Error> {
        std::str::from_utf8(bytes).map_err(|_| self.malformed())
    }
}

fn seconds(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_unix)
}

fn moment(seconds: Option<i64>) -> Option<Timestamp> {
    seconds.map(Timestamp::from_unix)
}
