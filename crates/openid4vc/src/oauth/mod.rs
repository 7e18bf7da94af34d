//! OAuth 2.0 as OpenID4VCI 1.0 and HAIP 1.0 use it: discovery of authorization servers (RFC 8414), pushed requests (RFC 9126), PKCE
//! (RFC 7636), the issuer in responses (RFC 9207), tokens, DPoP (RFC 9449), client attestation.
//!
//! The wallet's machine that uses it is in [`vci::wallet`](crate::vci::wallet); a server's side is in [`server`].

mod attestation;
mod authorization;
mod details;
mod dpop;
mod error;
mod form;
mod jwt;
pub mod limits;
mod mac;
mod nonce;
mod pkce;
mod random;
mod refused;
mod replay;
pub mod server;
mod server_metadata;
mod token;
mod trust;

pub use attestation::{
    ATTESTATION_CHALLENGE, AttestationRules, AttestedClient, ClientAttestation, verify_attestation,
};
pub use authorization::{AuthorizationRequest, LoopbackRedirect, PushedResponse};
pub use dpop::{DPOP, DPOP_NONCE, DpopKey, DpopNonces, verify_dpop};
pub use error::Error;
pub use nonce::{NonceKey, NoncePurpose};
pub use pkce::{CodeChallenge, CodeVerifier};
pub use random::random_text;
pub use replay::{ReplayKey, ReplayStore, Seen};
pub use server::Secret;
pub(crate) use server_metadata::names;
pub use server_metadata::{ATTESTED, AUTHORIZATION_CODE, PRE_AUTHORIZED_CODE, ServerMetadata};
pub use token::TokenType;
pub(crate) use token::{AccessToken, TokenResponse};
pub use trust::TrustedSigners;

pub(crate) use authorization::{AwaitedAnswer, IssRule};
pub(crate) use details::detailed_configurations;
pub(crate) use form::Parameters;
pub(crate) use jwt::{member, object, sign as sign_jwt};
pub(crate) use refused::name_in as refused_name;
pub(crate) use trust::{shown_host, speaks_for};
