//! What a holder does with credentials: take them in, look at them, show a part of one, keep their state current, and know
//! what was shown to whom. No I/O: a [`Store`] keeps things, time and randomness are arguments.
//!
//! ```text
//! import ──> Card ──> Draft ──> Consent ──> Presentation ──> settle
//!            state    what is   agreed,     reserved, then   what became
//!            as of    shown     once        signed, then     of it
//!            when     exactly               given out
//! ```
//!
//! - A credential is taken only with the signature of an issuer that the person trusts, and verified again each time it is
//!   used ([`Wallet::import`], [`StoredCredential`]).
//! - What is presented is exactly what a [`Draft`] showed: [`Consent`] binds all of it, and cannot be made otherwise.
//! - A one-time copy is written off before anything is signed ([`Wallet::present`]).
//! - What cannot be told is [`State::CannotTell`], never valid.
//!
//! What it does not do: fetch anything, decide for a verifier, or protect what its store keeps.
#![forbid(unsafe_code)]

mod answered_request;
mod arriving;
mod asks_more;
pub mod backup;
mod backup_note;
mod batch;
mod binding;
mod bound_rng;
mod candidate;
mod candidates;
mod card;
mod caution;
mod copy_choice;
mod copy_id;
mod credential;
mod declined;
mod deletion;
mod development_switch;
mod draft;
mod draft_part;
mod error;
mod evidence;
mod field;
mod filter;
mod finding;
mod fold;
mod follow;
mod followed_registry;
mod generators;
mod held;
mod held_bbs;
mod hint;
mod history;
mod holder_key;
mod import;
mod issuance;
mod issuer;
mod issuer_key;
mod keyring;
mod knowledge;
pub mod limits;
mod linkability;
mod membership;
mod picks;
mod prepared;
mod present;
mod presentation;
mod readable;
mod registry_file;
mod registry_need;
mod registry_record;
mod registry_update;
mod reissue;
mod replacement;
mod request;
mod search;
mod search_text;
mod seen_of_type;
mod settle;
mod shown_period;
mod spent_copy;
mod state;
mod statement_text;
mod status_check;
mod status_plan;
mod store;
pub mod stored;
mod tag;
mod type_metadata;
mod type_metadata_record;
mod verdict;
mod wallet;

pub use answered_request::AnsweredRequest;
pub use arriving::Arriving;
pub use asks_more::Compared;
pub use backup_note::BackupNote;
pub use binding::DraftDigest;
pub use candidate::{CandidateCard, NearMiss, SetAside};
pub use candidates::{Candidates, QueryCandidates};
pub use card::{Card, CredentialCopy, Usage};
pub use caution::Caution;
pub use copy_id::CopyId;
pub use credential::{Profile, StoredCredential};
pub use declined::Declined;
pub use deletion::{Consequences, HistoryOnDelete};
pub use development_switch::DevelopmentSwitch;
pub use draft::{Choice, Consent, Draft};
pub use draft_part::DraftPart;
pub use error::{Error, StoreError};
pub use evidence::StatusEvidence;
pub use field::{About, Exposure, Field};
pub use filter::{CardFilter, CardOrder, Standing};
pub use finding::{StatusEntry, StatusFinding};
pub use followed_registry::FollowedRegistry;
pub use hint::Hint;
pub use history::{CardName, Entry, EntryId, Event, Outcome, Progress, SharedPart, Sharing};
pub use holder_key::{HolderKey, HolderKeyInfo, KeyOrigin};
pub use import::{Import, Imported, Tokens};
pub use issuance::{Issuance, IssuanceId, IssuanceInfo, IssuanceStep};
pub use issuer::{KeyThumbprint, TrustedIssuer, TrustedTypes};
pub use issuer_key::IssuerKey;
pub use knowledge::{Knowledge, KnownCard, Recognition};
pub use linkability::Linkability;
pub use membership::{Membership, RegistryId};
pub use picks::Picks;
pub use prepared::Prepared;
pub use presentation::{PendingAnswer, Presentation};
pub use readable::ReadableFormat;
pub use registry_file::RegistryFile;
pub use registry_need::RegistryNeed;
pub use registry_record::RegistryRecord;
pub use registry_update::RegistryUpdate;
pub use reissue::Reissue;
pub use replacement::{Likeness, Replaceable, SubjectDigest};
pub use request::{
    ClientProof, Destination, PresentationRequest, Purpose, RequestDigest, Staples, TransactionData, Verifier,
};
pub use search_text::SearchText;
pub use seen_of_type::SeenOfType;
pub use spent_copy::SpentCopy;
pub use state::{Doubt, State};
pub use statement_text::{StatementId, StatementText};
pub use status_check::{CardUpdate, StatusNeed, StatusUpdate};
pub use status_plan::{KnownList, PlannedCheck, StatusPlan};
pub use store::{Change, Store};
pub use tag::Tag;
pub use type_metadata::{KnownTypes, OfferedTypeMetadata};
pub use type_metadata_record::TypeMetadataRecord;
pub use verdict::{Ground, Verdict};
pub use vouchsafe_dcql::{AccumulatorStatement, QueryId};
pub use wallet::{CardDetail, Holding, Wallet};

/// The start of a text that somebody else wrote, made safe to show in an error.
fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    let shown = vouchsafe_credential::shown::escape(text);
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", shown.get(..end).unwrap_or_default()),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests;
