//! Keys: parsed once, used often.

mod jwk;
mod set;
mod signing;
mod verifying;

pub use set::JwkSet;
pub use signing::SigningKey;
pub use verifying::VerifyingKey;

#[cfg(test)]
mod tests;
