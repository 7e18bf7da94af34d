//! The architecture as a test: docs/ARCHITECTURE.md says which crate may know which, and this fails on every other arrow.
//!
//! Each module is one rule: a function from what it looks at to what breaks it, a test that nothing in the workspace does, and
//! tests that something planted would be seen.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read the workspace has failed, whatever the reason"
)]

mod crate_roots;
mod file_lengths;
mod floors;
mod graph;
mod names;
mod npm_packages;
mod owners;
mod pure_lints;
mod pure_packages;
mod pure_sources;
mod resolved;
mod rust;
mod source_files;
mod vault_cost;
mod words;

/// Asserts that nothing breaks a rule, or says what does, a line each.
#[track_caller]
fn assert_none(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

/// Asserts that a planted fault is the one thing seen, and that the words name it.
#[track_caller]
fn assert_seen(violations: &[String], words: &str) {
    assert!(
        matches!(violations, [one] if one.contains(words)),
        "expected one with {words:?}: {violations:#?}"
    );
}
