//! Certificate chains (RFC 7515 section 4.1.6) verified up to trust anchors that the caller gives. Never the web PKI.

mod algorithms;
mod anchors;
mod der;
mod purpose;

pub use anchors::{TrustAnchors, VerifiedChain};

#[cfg(test)]
mod tests;
