use crate::Error;
use crate::view::JsonView;
use serde::Serialize;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{Timestamp, Validity, base64url};

/// A JWS, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JwsView {
    /// The header's `typ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typ: Option<String>,
    /// The protected header.
    pub header: JsonView,
    /// The payload; absent if it is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<JsonView>,
    /// The payload's dates in words.
    pub dates: DatesView,
}

/// The dates that a token claims.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DatesView {
    /// `iat`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<String>,
    /// `nbf`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// `exp`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

/// The JSON in a base64url text.
pub(super) fn document(text: &str) -> Result<Document, Error> {
    let bytes = base64url::decode(text).map_err(|_| Error::NotRecognised)?;
    Ok(Document::parse(bytes)?)
}

pub(super) fn decode(text: &str) -> Result<JsonView, Error> {
    Ok(JsonView::new(document(text)?.root()))
}

impl JwsView {
    /// Decodes the base64url texts of a header and a payload.
    pub(super) fn decode(header: &str, payload: &str) -> Result<Self, Error> {
        let header = document(header)?;
        let bytes = base64url::decode(payload).map_err(|_| Error::NotRecognised)?;
        let payload = Document::parse(bytes).ok();
        Ok(Self {
            typ: header.root().get("typ").and_then(|typ| typ.as_str()).map(|typ| typ.into_owned()),
            header: JsonView::new(header.root()),
            dates: payload.as_ref().map(|payload| DatesView::of(payload.root())).unwrap_or_default(),
            payload: payload.map(|payload| JsonView::new(payload.root())),
        })
    }
}

impl DatesView {
    /// Of a credential of which no other date is there.
    pub(super) fn of_expiry(exp: Value<'_>) -> Option<Self> {
        let expires_at = Timestamp::from_numeric_date(exp)?.to_string();
        Some(Self { expires_at: Some(expires_at), ..Self::default() })
    }

    fn of(payload: Value<'_>) -> Self {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        match Validity::from_claims(payload) {
            Err(_) => Self::default(),
            Ok(Validity { issued_at, not_before, expires_at }) => Self {
                issued_at: text(issued_at),
                not_before: text(not_before),
                expires_at: text(expires_at),
            },
        }
    }
}
