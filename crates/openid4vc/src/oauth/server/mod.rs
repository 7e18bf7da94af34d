//! An authorization server's side. It decides and says what to store; stores are the caller's.
//!
//! 1. A pushed request: [`AuthorizationServer::pushed`], kept under a [`RequestUri`] for [`PUSHED_LIFETIME`], taken out once by the
//!    browser that comes with it ([`AuthorizationServer::authorize`]).
//! 2. After the person has agreed: [`AuthorizationServer::grant_code`] gives the code, what to keep under its digest, and where to
//!    send the browser. For an offer with a pre-authorized code: [`CodeGrant::pre_authorized`].
//! 3. [`AuthorizationServer::token`] takes the grant out of the caller's [`GrantStore`] and gives access token, what to keep under
//!    its digest, and the answer.
//! 4. At the endpoints of the issuer, [`verify_access`].

mod access;
mod authorization_server;
mod grant;
mod secret;
mod stored;

pub use access::{AccessRules, verify_access};
pub use authorization_server::{
    AttestationPolicy, AuthorizationServer, Authorize, DpopPolicy, GrantedCode, GrantedToken,
    PUSHED_LIFETIME, PushedRequest,
};
pub use grant::{AccessGrant, Authorization, AuthorizedCredential, CodeGrant, GrantStore};
pub use secret::{RequestUri, Secret, SecretDigest};
