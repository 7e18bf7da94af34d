use super::Error;
use super::limits::{MAX_BATCH, MAX_CREDENTIAL, MAX_INTERVAL, MAX_TEXT};
use crate::members::Members;
use crate::oauth::{member, object};
use vouchsafe_credential::Duration;
use vouchsafe_credential::json::Document;
use zeroize::Zeroizing;

/// What an issuer answers to a credential request or a deferred one (OpenID4VCI 1.0 sections 8.3 and 9.2).
pub(super) enum CredentialResponse {
    Issued { credentials: Vec<Zeroizing<String>>, notification_id: Option<String> },
    Deferred { transaction_id: String, interval: Duration },
}

impl CredentialResponse {
    pub(super) fn to_json(&self) -> Zeroizing<String> {
        Zeroizing::new(object(|writer| match self {
            Self::Issued { credentials, notification_id } => {
                writer.name("credentials");
                writer.begin_array();
                for credential in credentials {
                    writer.begin_object();
                    member(writer, "credential", credential);
                    writer.end_object();
                }
                writer.end_array();
                if let Some(id) = notification_id {
                    member(writer, "notification_id", id);
                }
            }
            Self::Deferred { transaction_id, interval } => {
                member(writer, "transaction_id", transaction_id);
                writer.name("interval");
                writer.unsigned(interval.as_secs());
            }
        }))
    }

    /// Reads the answer with this status: 200 has credentials, 202 has none. Credentials of our formats are texts.
    pub(super) fn read(document: &Document, status: u16) -> Result<Self, Error> {
        let members =
            Members::new(document.root()).ok_or(Error::NotAnObject { part: "the issuer's answer" })?;
        let malformed = |member| Error::MemberMalformed { member };
        match status {
            200 => {
                if members.optional("transaction_id").is_some() {
                    return Err(malformed("transaction_id"));
                }
                let mut credentials: Vec<Zeroizing<String>> = Vec::new();
                for entry in members.list("credentials", MAX_BATCH)? {
                    let entry = Members::new(entry).ok_or(malformed("credentials"))?;
                    let credential =
                        entry.required("credential")?.as_str().ok_or(Error::FormatUnsupported)?;
                    let plain = credential.bytes().all(|byte| byte.is_ascii_graphic());
                    if credential.is_empty() || credential.len() > MAX_CREDENTIAL || !plain {
                        return Err(malformed("credential"));
                    }
                    if credentials.iter().any(|other| **other == *credential) {
                        return Err(Error::CredentialRepeated);
                    }
                    credentials.push(Zeroizing::new(credential.into_owned()));
                }
                let notification_id = members.optional_text("notification_id", MAX_TEXT)?;
                Ok(Self::Issued { credentials, notification_id })
            }
            202 => {
                if members.optional("credentials").is_some() {
                    return Err(malformed("credentials"));
                }
                let transaction_id = members.text("transaction_id", MAX_TEXT)?;
                let interval =
                    members.number("interval")?.ok_or(Error::MemberMissing { member: "interval" })?;
                if interval == 0 {
                    return Err(malformed("interval"));
                }
                Ok(Self::Deferred {
                    transaction_id,
                    interval: Duration::from_secs(interval).min(MAX_INTERVAL),
                })
            }
            _ => Err(Error::ResponseStatus),
        }
    }
}
