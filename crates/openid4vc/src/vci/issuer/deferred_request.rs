use super::requested::{put_off, respond};
use crate::http::Response;
use crate::oauth::server::SecretDigest;
use crate::vci::Error;
use crate::vci::encryption::EncryptionParameters;
use vouchsafe_credential::Duration;
use zeroize::Zeroizing;

/// A request for what was put off (OpenID4VCI 1.0 section 9.1). Whether there is such a transaction, and whether it is that of the access
/// token's owner, the caller's store says: if not, [`Error::TransactionUnknown`] for both.
pub struct DeferredRequest {
    pub(super) transaction_id: Zeroizing<String>,
    pub(super) encryption: Option<EncryptionParameters>,
}

impl DeferredRequest {
    /// What the transaction is kept under.
    #[must_use]
    pub fn transaction(&self) -> SecretDigest {
        SecretDigest::of(&self.transaction_id)
    }

    /// The answer with the credentials, at most as many as keys were proved; the transaction is forgotten.
    ///
    /// # Errors
    /// [`Error::CredentialCount`], `jose.*`
    pub fn respond(
        &self,
        credentials: Vec<String>,
        keys: usize,
        notification_id: Option<&str>,
    ) -> Result<Response, Error> {
        respond(self.encryption.as_ref(), credentials, keys.max(1), notification_id)
    }

    /// The answer that puts it off further.
    ///
    /// # Errors
    /// `jose.*`
    pub fn still_pending(&self, interval: Duration) -> Result<Response, Error> {
        put_off(self.encryption.as_ref(), &self.transaction_id, interval)
    }
}
