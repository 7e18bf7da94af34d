//! OpenID for Verifiable Presentations 1.0 (with its errata) over redirects and posts, and the High Assurance Interoperability
//! Profile 1.0 on top of it. docs/PROFILE.md says which parts.
//!
//! The wallet reads an [`Invocation`] and makes a [`VerifiedRequest`] of it; the verifier begins a [`Session`] and reads a
//! [`PostedAnswer`]. Who is believed, what time it is and what was seen before are arguments.
//!
//! ```
//! use vouchsafe_credential::{ResponseUri, Timestamp};
//! use vouchsafe_openid4vc::http::{JSON, Reach, Response};
//! use vouchsafe_openid4vc::vp::{Client, Invocation, Link, Order, PostedAnswer, VerifierReply, WalletAnswer, WalletRules};
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! # let now = Timestamp::from_unix(1_772_323_200);
//! // The verifier asks.
//! let response_uri = ResponseUri::new("https://door.example/answers/1")?;
//! let client = Client::redirect_uri(&response_uri)?;
//! let order = Order::new(br#"{"credentials": [{"id": "id", "format": "dc+sd-jwt", "meta": {}}]}"#, response_uri)?;
//! let session = client.begin(&order, now, &mut rng)?;
//! let link = session.link(&client, "openid4vp://", Link::ByValue)?;
//!
//! // The wallet answers.
//! let Invocation::Request(request) = Invocation::parse(&link, Reach::HttpsOnly)? else { panic!() };
//! # let nobody = vouchsafe_jose::x5c::TrustAnchors::new([[0_u8; 0]; 0])?;
//! let request = request.verify(&WalletRules::new(&nobody), now)?;
//! let post = request.answer(r#"{"id": ["eyJ…"]}"#, &[])?;
//!
//! // The verifier has the answer, which a verifier of presentations now decides on.
//! let posted = PostedAnswer::parse(post.headers.media_type().as_deref(), &post.body)?;
//! let WalletAnswer::Presented(answer) = posted.open(&session, now)? else { panic!() };
//! assert_eq!(answer.vp_token().as_json(), r#"{"id":["eyJ…"]}"#);
//! let reply = VerifierReply::read(&Response::new(200, JSON, "{}"), Reach::HttpsOnly)?;
//! assert_eq!(reply.redirect_uri(), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address;
mod client_id;
mod client_metadata;
mod error;
mod exchange;
pub mod limits;
mod parameters;
mod random;
mod staples;
mod verifier;
mod vp_token;
mod wallet;

pub use client_id::ClientProof;
pub use client_metadata::{ClientMetadata, FormatSupport};
pub use error::Error;
pub use exchange::REQUEST_OBJECT;
pub use staples::STAPLES_PARAMETER;
pub use verifier::{
    Answer, BrowserSecret, Client, Completion, Link, Order, PostedAnswer, ResponseMode, Session,
    WalletAnswer, WalletRefusal,
};
pub use vp_token::VpToken;
pub use wallet::{
    Attester, AwaitedRequest, Declining, Invocation, PreregisteredClient, Profile, Refused, RequestReference,
    StaplesWish, TransactionData, TransactionType, UnverifiedRequest, VerifiedRequest, VerifierInfo,
    VerifierReply, WalletRules, wallet_metadata,
};
