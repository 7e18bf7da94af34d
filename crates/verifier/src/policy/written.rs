//! A policy file as it is written: every key that it may have, and nothing about what a missing one means.

use super::word::{Format, Keys, Legacy, Moment, Types, Version, Word};
use super::{
    HolderBinding, OnConflict, OnMissingStatus, OnStaleStatus, OnSuspended, OnTypeMetadata, OnUnknownStatus,
    ProofKind,
};
use crate::trust::SubjectName;
use serde::Deserialize;
use toml::Spanned;
use vouchsafe_credential::{ClaimPath, Duration, IssuerId};
use vouchsafe_jose::{Algorithm, digest::HashAlgorithm};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    #[serde(rename = "version")]
    pub(super) _version: Version,
    pub(super) name: Option<String>,
    pub(super) format: Option<Format>,
    pub(super) typ: Option<Spanned<String>>,
    pub(super) legacy_typ: Option<Spanned<Legacy>>,
    pub(super) proofs: Option<Vec<ProofKind>>,
    pub(super) types: Types,
    #[serde(default)]
    pub(super) required_claims: Vec<Word<ClaimPath>>,
    pub(super) algorithms: Option<Vec<Word<Algorithm>>>,
    pub(super) hashes: Option<Vec<Word<HashAlgorithm>>>,
    pub(super) holder_binding: Option<HolderBinding>,
    pub(super) max_key_binding_age: Option<Word<Duration>>,
    pub(super) clock_skew: Option<Word<Duration>>,
    pub(super) on_conflict: Option<OnConflict>,
    pub(super) on_type_metadata: Option<OnTypeMetadata>,
    #[serde(default)]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) trust: Vec<Spanned<Trust>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    pub(super) max_age: Option<Word<Duration>>,
    pub(super) on_stale: Option<OnStaleStatus>,
    pub(super) on_unknown: Option<OnUnknownStatus>,
    pub(super) on_suspended: Option<OnSuspended>,
    pub(super) on_missing: Option<OnMissingStatus>,
    pub(super) max_short_life: Option<Word<Duration>>,
    pub(super) max_statement_lag: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trust {
    pub(super) issuer: Option<Word<IssuerId>>,
    pub(super) keys: Option<Keys>,
    pub(super) key_set: Option<String>,
    pub(super) certificates: Option<Vec<String>>,
    pub(super) names: Option<Vec<Word<SubjectName>>>,
    pub(super) types: Types,
    pub(super) from: Option<Moment>,
    pub(super) until: Option<Moment>,
    #[serde(default)]
    pub(super) status_signed_by: Vec<Spanned<Delegate>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Delegate {
    pub(super) issuer: Word<IssuerId>,
    pub(super) keys: Option<Keys>,
    pub(super) key_set: Option<String>,
}
