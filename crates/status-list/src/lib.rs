//! Token Status List and Bitstring Status List: build, sign, verify, look up, freshness.
#![forbid(unsafe_code)]
