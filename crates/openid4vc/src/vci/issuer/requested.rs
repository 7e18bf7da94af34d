use crate::http::{JSON, Response};
use crate::oauth::server::Secret;
use crate::vci::Error;
use crate::vci::credential_response::CredentialResponse;
use crate::vci::encryption::EncryptionParameters;
use vouchsafe_credential::Duration;
use vouchsafe_jose::VerifyingKey;
use zeroize::Zeroizing;

/// A credential request that holds: what to issue, bound to which keys.
#[derive(Debug)]
pub struct RequestedCredential {
    /// The key in the issuer's metadata.
    pub configuration_id: String,
    /// `credential_identifier`, if the request has one.
    pub identifier: Option<String>,
    /// The keys to bind to, one credential each; none if the credential is bound to no key.
    pub keys: Vec<VerifyingKey>,
    pub(super) encryption: Option<EncryptionParameters>,
}

impl RequestedCredential {
    /// The answer with the credentials, in the order of the keys; an issuer may give fewer.
    ///
    /// # Errors
    /// [`Error::CredentialCount`] for none, or more than there are keys; `jose.*`
    pub fn respond(
        &self,
        credentials: Vec<String>,
        notification_id: Option<&str>,
    ) -> Result<Response, Error> {
        respond(self.encryption.as_ref(), credentials, self.keys.len().max(1), notification_id)
    }

    /// The answer that puts it off. What is kept under the digest of `transaction` is this request, and whose access token it came with.
    ///
    /// # Errors
    /// `jose.*`
    pub fn defer(&self, transaction: &Secret, interval: Duration) -> Result<Response, Error> {
        put_off(self.encryption.as_ref(), transaction.as_str(), interval)
    }
}

pub(super) fn respond(
    encryption: Option<&EncryptionParameters>,
    credentials: Vec<String>,
    limit: usize,
    notification_id: Option<&str>,
) -> Result<Response, Error> {
    if !(1..=limit).contains(&credentials.len()) {
        return Err(Error::CredentialCount);
    }
    let credentials = credentials.into_iter().map(Zeroizing::new).collect();
    let notification_id = notification_id.map(str::to_owned);
    send(encryption, 200, &CredentialResponse::Issued { credentials, notification_id })
}

pub(super) fn put_off(
    encryption: Option<&EncryptionParameters>,
    transaction_id: &str,
    interval: Duration,
) -> Result<Response, Error> {
    let (transaction_id, interval) = (transaction_id.to_owned(), interval.max(Duration::from_secs(1)));
    send(encryption, 202, &CredentialResponse::Deferred { transaction_id, interval })
}

fn send(
    encryption: Option<&EncryptionParameters>,
    status: u16,
    response: &CredentialResponse,
) -> Result<Response, Error> {
    let body = response.to_json();
    match encryption {
        Some(encryption) => encryption.respond(status, &body),
        None => Ok(Response::new(status, JSON, body.as_bytes()).no_store()),
    }
}
