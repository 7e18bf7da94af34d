//! What a refusal of the key store means.

use crate::error::Error;
use keyring::Error as Refusal;
use std::error::Error as StdError;
use std::io;
use std::iter::successors;
use std::sync::Arc;

impl Error {
    /// Whether a key store is what refuses, so that the passphrase opens the vault all the same.
    #[must_use]
    pub const fn is_of_key_store(&self) -> bool {
        matches!(
            self,
            Self::KeyStoreNoSession
                | Self::KeyStoreMissing
                | Self::KeyStoreLocked
                | Self::KeyStoreNoCollection
                | Self::KeyStoreSilent
                | Self::KeyStoreFailed
                | Self::KeyStoreDamaged
                | Self::KeyStoreKeyGone
                | Self::WrongKeyStoreKey
        )
    }
}

/// Why the store cannot be reached at all. It was not asked for anything yet, so no person was either.
pub(super) fn to_reach(refusal: &Refusal) -> Error {
    match below(refusal) {
        Some(Below::NoConnection) => Error::KeyStoreNoSession,
        _ => Error::KeyStoreMissing,
    }
}

/// Why a store that was reached did not do as asked. Not for "no entry", which alone says nothing: a locked Secret
/// Service says it too.
pub(super) fn to_answer(refusal: &Refusal) -> Error {
    match (refusal, below(refusal)) {
        (_, Some(Below::Locked)) => Error::KeyStoreLocked,
        (_, Some(Below::NoCollection)) => Error::KeyStoreNoCollection,
        (_, Some(Below::NoConnection)) => Error::KeyStoreNoSession,
        (Refusal::NoStorageAccess(_), None) => Error::KeyStoreLocked,
        (Refusal::BadEncoding(_) | Refusal::BadDataFormat(..) | Refusal::Ambiguous(_), None) => {
            Error::KeyStoreDamaged
        }
        _ => Error::KeyStoreFailed,
    }
}

/// What the platform's own error says, where it is known here.
enum Below {
    NoConnection,
    Locked,
    NoCollection,
}

fn below(refusal: &Refusal) -> Option<Below> {
    successors(refusal.source(), |&error| error.source()).find_map(|error| {
        // zbus shares its own.
        let is_io = error.is::<io::Error>() || error.is::<Arc<io::Error>>();
        if is_io { Some(Below::NoConnection) } else { secret_service(error) }
    })
}

#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn secret_service(error: &(dyn StdError + 'static)) -> Option<Below> {
    use secret_service::Error as Refusal;
    match error.downcast_ref()? {
        Refusal::Unavailable => Some(Below::NoConnection),
        // "Prompt": it asked to be unlocked, and was dismissed; without a screen it dismisses by itself.
        Refusal::Locked | Refusal::Prompt => Some(Below::Locked),
        // Asked for the default collection, it names none.
        Refusal::NoResult => Some(Below::NoCollection),
        _ => None,
    }
}

#[cfg(not(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android")))))]
fn secret_service(_: &(dyn StdError + 'static)) -> Option<Below> {
    None
}
