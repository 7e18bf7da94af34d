//! The messages and state machines of OpenID4VCI 1.0 and OpenID4VP 1.0, for wallet, issuer and verifier. No I/O: a state
//! machine says which address it wants asked and with what, and is given the bytes that came back.
#![forbid(unsafe_code)]

pub mod http;
pub mod limits;
pub mod vp;

mod members;
pub mod oauth;
pub mod vci;
