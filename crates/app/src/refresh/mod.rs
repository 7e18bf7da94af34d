//! Evidence over the network: what tells how cards stand, for a wallet; what a decision wants, for a verifier. Fetched whole, authenticated,
//! and asked of nobody because a card is being shown.

mod desk;
mod fetcher;
mod view;
mod wallet;

pub use desk::{FetchedView, SnapshotView};
pub use fetcher::{EvidenceFetcher, FetcherOptions};
pub use view::{DescribedCardView, NewKeysView, RefreshItemView, RefreshView};
pub use vouchsafe_evidence::DecisionNeeds;
pub use wallet::{OnNewKeys, OnUndescribed, Refreshing, WhichLists};
