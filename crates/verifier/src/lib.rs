//! Decide on presentations, revocation included, and say why. No I/O.
#![forbid(unsafe_code)]
