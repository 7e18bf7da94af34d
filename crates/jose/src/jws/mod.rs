//! JSON Web Signature (RFC 7515): parsed, then verified with a key that the caller trusts.

mod header;
mod sign;
mod unverified;

pub use header::Header;
pub use sign::{HeaderToSign, sign};
pub use unverified::{UnverifiedJws, VerifiedJws};

#[cfg(test)]
mod tests;
