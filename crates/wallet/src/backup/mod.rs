//! What of a wallet goes into a backup, and what comes back out of one.
//!
//! | thing | in a backup |
//! |---|---|
//! | a card that is shown again and again | with its tokens, its keys and what is known of its status, the registries that it is of included |
//! | type metadata | that which such a card pins |
//! | a card of one-time copies | as a [`Reissue`]: never a copy or its key, which may have been shown since |
//! | holder keys, trusted issuers, history | all, but the keys of one-time copies |
//! | what waits to be sent | not: that it was made stays in the history |
//! | [`BackupNote`] | not: it is about the vault, not about the person |

mod note;
mod restoration;
mod selection;

pub use restoration::{Fate, Restoration, ReturningCard, Unreadable};
pub use selection::Selection;

#[cfg(doc)]
use crate::{BackupNote, Reissue};
