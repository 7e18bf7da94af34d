//! Decisions from the outside: what goes in, what comes out, and what must never come out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod batch;
mod bbs;
mod bbs_answers;
mod bbs_kit;
mod bbs_revocation;
mod binding;
mod certificates;
mod claims;
mod credential_type;
mod damage;
mod door;
mod kit;
mod line;
mod order;
mod reason_codes;
mod registry_evidence;
mod registry_kit;
mod report;
mod status_table;
mod status_tokens;
mod trust;
mod type_metadata;

mod validity;
