//! The wallet's side: from an address that somebody handed over to a request that is verified, and to what is sent back.
//!
//! [`Invocation::parse`] reads the address. A request by reference is [fetched](RequestReference::fetch) first. What came is an
//! [`UnverifiedRequest`], of which nothing can be read but who it claims to be from;
//! [`verify`](UnverifiedRequest::verify) makes a [`VerifiedRequest`] of it, or says why not. That makes the
//! [answer](VerifiedRequest::answer), and [declines](VerifiedRequest::decline).

mod attestation;
mod authentication;
mod body;
mod channel;
mod envelope;
mod haip;
mod invocation;
mod metadata;
mod reference;
mod reply;
mod rules;
mod transaction_data;
mod unverified;
mod verified;
mod verifier_info;

pub use invocation::Invocation;
pub use metadata::wallet_metadata;
pub use reference::{AwaitedRequest, RequestReference};
pub use reply::VerifierReply;
pub use rules::{Attester, PreregisteredClient, Profile, WalletRules};
pub use transaction_data::{TransactionData, TransactionType};
pub use unverified::{Refused, UnverifiedRequest};
pub use verified::{Declining, StaplesWish, VerifiedRequest};
pub use verifier_info::VerifierInfo;
