//! Developer commands: run, test, lint, bench, soak, fuzz, doc.
#![forbid(unsafe_code)]
fn main() {}
