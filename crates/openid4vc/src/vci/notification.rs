use super::Error;
use super::limits::{MAX_MESSAGE, MAX_TEXT};
use crate::http::{JSON, Method, Request};
use crate::members::Members;
use crate::oauth::{member, object};
use std::fmt;
use vouchsafe_credential::json::Document;

/// What became of issued credentials (OpenID4VCI 1.0 section 11.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationEvent {
    /// `credential_accepted`: all are stored.
    Accepted,
    /// `credential_failure`: at least one is not.
    Failure,
    /// `credential_deleted`: the person did not want them.
    Deleted,
}

impl NotificationEvent {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "credential_accepted",
            Self::Failure => "credential_failure",
            Self::Deleted => "credential_deleted",
        }
    }
}

/// A notification. The same one twice is the same as once.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    /// `notification_id`
    pub id: String,
    /// `event`
    pub event: NotificationEvent,
    /// `event_description`: for developers, of the characters %x20-21, %x23-5B and %x5D-7E.
    pub description: Option<String>,
}

/// What became of them, and not of which.
impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notification({})", self.event.as_str())
    }
}

/// Whether a text may be a description (sections 8.3.1.2 and 11.1): %x20-21 / %x23-5B / %x5D-7E.
pub(super) fn is_description(text: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    text.len() <= MAX_TEXT && text.bytes().all(allowed)
}

impl Notification {
    pub(super) fn to_json(&self) -> String {
        object(|writer| {
            member(writer, "notification_id", &self.id);
            member(writer, "event", self.event.as_str());
            if let Some(description) = &self.description {
                member(writer, "event_description", description);
            }
        })
    }

    /// Reads a notification request.
    ///
    /// # Errors
    /// [`Error::RequestMalformed`], [`Error::NotificationMalformed`], `openid4vci.*`, `json.*`
    pub fn read(request: &Request) -> Result<Self, Error> {
        const PART: &str = "the notification";
        if request.method != Method::Post || request.headers.media_type().as_deref() != Some(JSON) {
            return Err(Error::RequestMalformed);
        }
        if request.body.len() > MAX_MESSAGE {
            return Err(Error::TooLong { part: PART });
        }
        let document = Document::parse(request.body.as_slice()).map_err(Error::json(PART))?;
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: PART })?;
        let name = members.text("event", MAX_TEXT)?;
        let event = [NotificationEvent::Accepted, NotificationEvent::Failure, NotificationEvent::Deleted]
            .into_iter()
            .find(|event| event.as_str() == name)
            .ok_or(Error::NotificationMalformed)?;
        let description = members.optional_text("event_description", MAX_TEXT)?;
        if description.as_deref().is_some_and(|text| !is_description(text)) {
            return Err(Error::NotificationMalformed);
        }
        Ok(Self { id: members.text("notification_id", MAX_TEXT)?, event, description })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_say_what_it_is_about() {
        let description = Some("bittern".to_owned());
        let notification =
            Notification { id: "bittern".to_owned(), event: NotificationEvent::Accepted, description };
        assert_eq!(format!("{notification:?}"), "Notification(credential_accepted)");
    }
}
