//! What stands on the pages, in the two languages that they have.

mod loosenings;
mod reasons;
mod rules;

pub(crate) use loosenings::of_loosening;
pub(crate) use reasons::{advice, of_reason};
pub(crate) use rules::of_rule;

use serde::{Deserialize, Serialize};

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) en: String,
    pub(crate) de: String,
}

impl Words {
    pub(crate) fn new(en: impl Into<String>, de: impl Into<String>) -> Self {
        Self { en: en.into(), de: de.into() }
    }
}

/// A code and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Coded {
    pub(crate) code: String,
    pub(crate) words: Words,
}
