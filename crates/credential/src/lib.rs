//! Words that every credential format shares: claim paths and values, time, identifiers, status references, strict JSON.
#![forbid(unsafe_code)]
