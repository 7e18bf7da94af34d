use super::VERSION;
use serde::Serialize;
use vouchsafe_vault::{Engine, KeyWrap, Survey, UseNow};

/// How a vault looks from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SurveyView {
    /// Version of this form.
    pub version: u32,
    /// Version of the vault's format.
    pub format: u16,
    /// What opens it: `passphrase`, `key_store`, `recovery_code`.
    pub opened_by: Vec<&'static str>,
    /// What one guess at the passphrase costs: memory in MiB.
    pub guess_mib: u32,
    /// And passes over it.
    pub guess_passes: u32,
    /// Whether that is less than it would be today. It is raised when the passphrase opens the vault next.
    pub guess_costs_less_than_today: bool,
    /// `free`, or `open` elsewhere.
    pub use_now: &'static str,
}

impl SurveyView {
    pub(crate) fn new(survey: &Survey) -> Self {
        let opened_by = survey.key_wraps.iter().map(|wrap| match wrap {
            KeyWrap::Passphrase(_) => "passphrase",
            KeyWrap::KeyStore(_) => "key_store",
            KeyWrap::RecoveryCode => "recovery_code",
        });
        let cost = survey.key_wraps.iter().find_map(|wrap| match wrap {
            KeyWrap::Passphrase(cost) => Some((cost.memory_kib() / 1_024, cost.passes())),
            _ => None,
        });
        let (guess_mib, guess_passes) = cost.unwrap_or_default();
        Self {
            version: VERSION,
            format: survey.format,
            opened_by: opened_by.collect(),
            guess_mib,
            guess_passes,
            guess_costs_less_than_today: survey.costs_less_than_today,
            use_now: match survey.use_now {
                UseNow::Free => "free",
                UseNow::Open => "open",
            },
        }
    }
}

/// Which versions of which libraries keep a vault's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EngineView {
    /// Version of this form.
    pub version: u32,
    /// SQLCipher's version.
    pub sqlcipher: String,
    /// SQLite's version.
    pub sqlite: String,
    /// The library under SQLCipher, with its version.
    pub cryptography: String,
}

impl EngineView {
    pub(crate) fn new(Engine { sqlcipher, sqlite, cryptography }: Engine) -> Self {
        Self { version: VERSION, sqlcipher, sqlite, cryptography }
    }
}
