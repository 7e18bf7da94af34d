//! What a wallet says to issuers over the network: OpenID4VCI from the link to the card.
//!
//! ```text
//! Offer ──open_offer──> Opened ──redeem───────────────────────────────> ids ──collect──> CollectedView
//!  anybody's  asked who   who offers,  └─sign_in─> SigningIn ─signed_in─┘     asked for, verified, stored,
//!  link       they are    what, how        the browser                       and the issuer told; or put off
//! ```
//!
//! Each step is in the vault before it is waited for, and out of it when it is over: what was killed is [listed](crate::OpenWallet::receiving)
//! and gone on with by its id ([`Opened`] again, or `collect` again), or [forgotten](crate::OpenWallet::forget_receiving). A request
//! that was under way when the program ended is not kept: where it used up a code, the issuer is to be asked for another offer.
//!
//! Nobody is asked before the person agreed that they are: an [`Offer`] is read, and [fetched](Offer::fetch) or opened by two calls.

mod attestation;
mod collect;
mod display;
mod issuer_keys;
mod loopback;
mod offer;
mod opened;
mod redeem;
mod sign_in;
mod take_in;
mod view;
mod waiting;

pub use collect::Copies;
pub use offer::Offer;
pub use opened::{IssuerTrust, Opened, ReceivingRules};
pub use redeem::Redeemed;
pub use sign_in::SigningIn;
pub use view::{
    CollectedView, ForgottenView, OfferView, OfferedCardView, OpenedView, TxCodeView, WaitingListView,
    WaitingView,
};
pub use vouchsafe_openid4vc::vci::Profile as ReceivingProfile;

/// How much, how long.
pub mod limits {
    use std::time::Duration;

    /// The head of a request to the port that a browser comes back to, in bytes.
    pub const MAX_COME_BACK: usize = 16 * 1024;
    /// How long one connection to that port may take to say what it wants.
    pub const COME_BACK_READ: Duration = Duration::from_secs(5);
    /// How many connections to it are listened to at once; others are hung up on.
    pub const MAX_COME_BACKS: usize = 16;
    /// How long the person may take in the browser.
    pub const SIGN_IN_TIME: Duration = Duration::from_secs(10 * 60);
    /// How many one-time copies are asked for at once, if the issuer gives as many and the person does not say.
    pub const COPIES: usize = 10;
    /// What an issuer publishes about its keys, in bytes.
    pub const MAX_ISSUER_KEYS: usize = 256 * 1024;
    /// What a wallet's provider answers, in bytes.
    pub const MAX_ATTESTATION: usize = 64 * 1024;
    /// A document of type metadata, in bytes.
    pub const MAX_TYPE_DOCUMENT: usize = 1024 * 1024;
}
