use super::VERSION;
use serde::Serialize;
use vouchsafe_vault::KeyWrap;

/// What opens a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocksView {
    /// Version of this form.
    pub version: u32,
    /// One of these is enough. The passphrase comes first.
    pub locks: Vec<LockView>,
}

/// One thing that opens a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockView {
    /// `passphrase`, `keychain` or `recovery_code`.
    pub kind: &'static str,
    /// The same in English.
    pub words: &'static str,
    /// What one guess at the passphrase costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<GuessView>,
}

/// What one guess costs (RFC 9106 section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GuessView {
    /// The function, `Argon2id`.
    pub function: &'static str,
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// What became of a vault that got new keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RekeyView {
    /// Version of this form.
    pub version: u32,
    /// What opens it.
    pub locks: Vec<LockView>,
    /// What opened it before and does no more, beside the passphrase.
    pub dropped: Vec<LockView>,
}

impl LocksView {
    pub(crate) fn new(wraps: &[KeyWrap]) -> Self {
        Self { version: VERSION, locks: wraps.iter().map(LockView::new).collect() }
    }
}

impl RekeyView {
    pub(crate) fn new(wraps: &[KeyWrap], dropped: &[KeyWrap]) -> Self {
        let views = |wraps: &[KeyWrap]| wraps.iter().map(LockView::new).collect();
        Self { version: VERSION, locks: views(wraps), dropped: views(dropped) }
    }
}

impl LockView {
    fn new(wrap: &KeyWrap) -> Self {
        let (kind, words, guess) = match wrap {
            KeyWrap::Passphrase(cost) => {
                let guess = GuessView {
                    function: "Argon2id",
                    memory_kib: cost.memory_kib(),
                    passes: cost.passes(),
                    lanes: cost.lanes(),
                };
                ("passphrase", "the passphrase", Some(guess))
            }
            KeyWrap::KeyStore(_) => ("keychain", "the keychain", None),
            KeyWrap::RecoveryCode => ("recovery_code", "the recovery code", None),
        };
        Self { kind, words, guess }
    }
}
