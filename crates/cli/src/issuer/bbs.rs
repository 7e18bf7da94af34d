use super::directory::broken;
use crate::failure::Failure;
use crate::files::{Readers, Source, make_directory, read_own, write};
use getrandom::SysRng;
use std::path::{Path, PathBuf};
use vouchsafe_issuer::{
    AccumulatorKeys, AccumulatorRegistry, BbsIssuer, BbsKey, CredentialId, CredentialState, Error,
    PublishedSegment,
};
use vouchsafe_verifier::{IssuerId, Timestamp};
use zeroize::Zeroizing;

pub(super) const KEY: &str = "bbs-key.jwk";
pub(super) const REGISTRY_KEYS: &str = "revocation-keys.json";
const HANDLES: &str = "handles.json";
const STATEMENTS: &str = "statements";

/// What an issuer's directory has for BBS credentials.
pub(super) struct BbsSide {
    path: PathBuf,
    pub(super) issuer: BbsIssuer,
    /// The book of handles; none before the first credential that can be revoked.
    pub(super) registry: Option<AccumulatorRegistry>,
}

impl BbsSide {
    /// Of a directory in which there is no issuer yet.
    pub(super) fn create(
        path: &Path,
        id: IssuerId,
        key: BbsKey,
        keys: &AccumulatorKeys,
    ) -> Result<Self, Failure> {
        write(&path.join(KEY), key.to_private_jwk_json().as_bytes(), Readers::Owner)?;
        write(&path.join(REGISTRY_KEYS), keys.to_json()?.as_bytes(), Readers::Owner)?;
        Ok(Self { path: path.to_owned(), issuer: BbsIssuer::new(id, key), registry: None })
    }

    /// Nothing for a directory that was made before there were BBS credentials.
    pub(super) fn open(path: &Path, id: IssuerId) -> Result<Option<Self>, Failure> {
        if !path.join(KEY).exists() {
            return Ok(None);
        }
        let of_file = |file: &'static str| move |error: Error| Failure::from(error).about(file);
        let private = Zeroizing::new(Source::File(path.join(KEY)).read()?);
        let key = BbsKey::from_jwk_json(private.trim_ascii()).map_err(of_file(KEY))?;
        let mut side = Self { path: path.to_owned(), issuer: BbsIssuer::new(id, key), registry: None };
        if path.join(HANDLES).exists() {
            let book = read_own(&path.join(HANDLES))?;
            let registry = AccumulatorRegistry::from_json(side.keys()?, &book).map_err(of_file(HANDLES))?;
            side.registry = Some(registry);
        } else if path.join(STATEMENTS).exists() {
            // Another one under the same keys would contradict what was signed.
            return Err(broken(HANDLES, "it is missing"));
        }
        Ok(Some(side))
    }

    /// The book of handles, begun if there is none. It is kept with [`save`](Self::save).
    pub(super) fn begun(&mut self, now: Timestamp) -> Result<&mut AccumulatorRegistry, Failure> {
        let registry = match self.registry.take() {
            Some(registry) => registry,
            None => AccumulatorRegistry::new(self.keys()?, now, &mut SysRng)?,
        };
        Ok(self.registry.insert(registry))
    }

    /// What is said of a credential here; none of one that is not in the book.
    pub(super) fn state(&self, id: &CredentialId) -> Option<CredentialState> {
        self.registry.as_ref().and_then(|registry| registry.state(id))
    }

    /// Changes what is said of a credential, and gives what was said before. One that is revoked already stays so: a command that was cut
    /// short can be repeated.
    pub(super) fn change(
        &mut self,
        id: &CredentialId,
        after: CredentialState,
    ) -> Result<CredentialState, Error> {
        let registry = self.registry.as_mut().ok_or(Error::CredentialUnknown)?;
        let before = registry.state(id).ok_or(Error::CredentialUnknown)?;
        match after {
            CredentialState::Valid => registry.reinstate(id)?,
            CredentialState::Suspended => return Err(Error::SuspensionNeedsStatusList),
            CredentialState::Revoked if before == CredentialState::Revoked => {}
            CredentialState::Revoked => registry.revoke(id)?,
        }
        Ok(before)
    }

    /// Keeps the book as it is now.
    pub(super) fn save(&self) -> Result<(), Failure> {
        let Some(registry) = &self.registry else { return Ok(()) };
        write(&self.path.join(HANDLES), registry.to_json()?.as_bytes(), Readers::Owner)
    }

    /// Keeps what was signed, and the book after it: in this order, since the book alone has not all of it.
    pub(super) fn save_signed(&self, segments: &[PublishedSegment]) -> Result<(), Failure> {
        make_directory(&self.path.join(STATEMENTS))?;
        for segment in segments {
            write(&self.segment_file(segment.number), segment.text.as_bytes(), Readers::Owner)?;
        }
        self.save()
    }

    /// A segment as it was kept.
    pub(super) fn segment(&self, number: u64) -> Result<Vec<u8>, Failure> {
        read_own(&self.segment_file(number))
    }

    fn segment_file(&self, number: u64) -> PathBuf {
        self.path.join(STATEMENTS).join(format!("{number}.txt"))
    }

    fn keys(&self) -> Result<AccumulatorKeys, Failure> {
        let file = self.path.join(REGISTRY_KEYS);
        if !file.exists() {
            return Err(broken(REGISTRY_KEYS, "it is missing"));
        }
        let text = Zeroizing::new(Source::File(file).read()?);
        AccumulatorKeys::from_json(&text).map_err(|error| Failure::from(error).about(REGISTRY_KEYS))
    }
}
