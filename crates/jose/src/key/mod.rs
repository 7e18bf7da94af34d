//! Keys: parsed once, used often.

pub(crate) mod jwk;
mod set;
mod signing;
mod spki;
mod verifying;

pub use set::JwkSet;
pub use signing::SigningKey;
pub use verifying::VerifyingKey;

#[cfg(test)]
mod tests;
