//! The wallet without a window: commands as plain functions, texts in and views out, over a vault on the disk.
//!
//! [`OpenWallet`] has the commands that need the vault, [`VaultOwner`] those that change what opens it; [`inspect()`],
//! [`look_up_status`] and [`now`] need none. Views are in [`view`]. What refuses is an [`Error`], which keeps the code of the crate where it arose.
#![forbid(unsafe_code)]

mod ahead;
mod answer;
mod backup;
mod clock;
pub mod comparison;
mod deletion;
mod deletion_request;
mod error;
pub mod exchange;
mod export;
mod import;
pub mod inspect;
mod interruption;
mod jwk;
mod keychain;
mod keyring;
mod locks;
mod names;
mod open_wallet;
pub mod picture;
mod process;
pub mod refresh;
mod registry;
mod renewal;
mod restore;
mod search;
mod share;
mod status;
mod store;
mod survey;
mod type_metadata;
mod verifiers;
pub mod view;

pub use answer::{Chosen, QueryRequest};
pub use backup::{Progress, rehearse, rehearse_with};
pub use clock::now;
pub use deletion_request::Language;
pub use error::{Error, ErrorView};
pub use import::{ImportRequest, profile_of};
pub use inspect::inspect;
pub use keychain::{KeychainOpening, keychain, keychain_refusal};
pub use locks::{VaultOwner, locks};
pub use open_wallet::OpenWallet;
pub use process::{process, protect_process};
pub use registry::{order_of_status_files, registry_of_status_file};
pub use restore::{RestorePassphrases, RestorePolicies, restore, restore_with};
pub use search::Search;
pub use share::WaitingDraft;
pub use status::look_up_status;
pub use survey::{storage_engine, survey};
pub use type_metadata::OnOtherVersion;
pub use vouchsafe_credential::{Duration, PathElement, Timestamp, base64url, shown};
pub use vouchsafe_vault::ShownRecoveryCode;
pub use vouchsafe_wallet::{HistoryOnDelete, Outcome, Profile, Staples};

#[cfg(test)]
mod tests;
