use crate::ErrorView;
use serde::Serialize;

/// How a vault stands to the keychain: the key store of whoever is logged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeychainView {
    /// Version of this form.
    pub version: u32,
    /// Whether the keychain was made to open this vault as well.
    pub enabled: bool,
    /// Why the keychain cannot be used now; nothing if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ErrorView>,
}

/// The keychain opens a vault no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeychainDisabledView {
    /// Version of this form.
    pub version: u32,
    /// Why the key could not be removed from the keychain; nothing if it was. It opens nothing but older copies of the
    /// vault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<ErrorView>,
}

/// Something that does not keep a vault from being used, and that its owner has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WarningView {
    /// Version of this form.
    pub version: u32,
    /// A name for it that never changes.
    pub code: &'static str,
    /// What it is, and what that means, in English.
    pub message: String,
    /// What a person can do about it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'static str>,
}
