//! What a screen or another program is given: plain structures with texts, apart from what is stored and what the domain
//! means. Times are RFC 3339 in UTC. Words are English; the codes beside them are for translations and never change.

mod backup;
mod candidates;
mod card;
mod draft;
mod field;
mod history;
mod import;
mod key;
mod keychain;
mod knowledge;
mod locks;
mod process;
mod registry;
mod state;
mod status;
mod survey;
mod type_metadata;

pub use backup::{BackupNoteView, BackupView, RehearsalView, ReissueView, ReissuesView, ReturningCardView};
pub use candidates::{
    AnswerView, CandidateView, CandidatesView, CredentialSetView, NearMissView, OptionView,
    QueryCandidatesView, SetAsideView,
};
pub use card::{CardSummary, CardView, CardsView, HintView, ReplaceableView};
pub use draft::{
    CautionView, ComparedView, DraftPartView, DraftView, LinkabilityView, PresentationView, VerifierView,
};
pub use field::{FieldView, JsonView};
pub use history::{EntryCardView, EntryView, HistoryView};
pub use import::{GroundView, ImportView};
pub use key::{HolderKeyView, HolderKeysView, IssuerKeyView, IssuerView, IssuersView};
pub use keychain::{KeychainDisabledView, KeychainView, WarningView};
pub use knowledge::{DeletionRequestView, KnowledgeView, KnownCardView, RecognitionView, VerifiersView};
pub use locks::{GuessView, LockView, LocksView, RekeyView};
pub(crate) use process::Guard;
pub use process::{GuardView, ProcessView};
pub use registry::{
    MembershipView, RefusedCardView, RegistryNeedView, RegistryNeedsView, RegistryUpdateView, RegistryView,
    SeenOfTypeView, StatusFileView,
};
pub use state::StateView;
pub use status::{
    CardStatusView, DeletionView, PlannedCheckView, StatusEvidenceView, StatusLookUpView, StatusPlanView,
    StatusUpdateView,
};
pub use survey::{EngineView, SurveyView};
pub use type_metadata::{DescribedView, OfferedTypeView};

/// The version of all views that leave the process.
pub const VERSION: u32 = 1;
