//! The command line: inspect, wallet, issuer, verify, status.
#![forbid(unsafe_code)]
fn main() {}
