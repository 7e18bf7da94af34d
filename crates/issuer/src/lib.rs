//! Issue SD-JWT VC credentials, allocate status, revoke, publish status lists. No I/O.
#![forbid(unsafe_code)]
