use super::jws::{DatesView, JwsView};
use super::key::{self, JwkView};
use crate::Error;
use serde::Serialize;
use vouchsafe_accumulator::TYP;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{Duration, base64url, shown};

/// What one deletion takes in a statement, in bytes: what was deleted, and the value after it.
const DELETION: usize = 80;

/// The description of a registry in which BBS credentials are revoked, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegistryView {
    /// Its id, an address.
    pub registry: String,
    /// How long a period is.
    pub period: String,
    /// The key that signs the statements.
    pub statement_key: JwkView,
}

/// A statement about such a registry, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementView {
    /// The registry's id.
    pub registry: String,
    /// The number of the period, from 1.
    pub period: u64,
    /// How many credentials were deleted in it.
    pub deletions: usize,
    /// When the period starts, and until when the statement may be used.
    pub dates: DatesView,
}

fn text(value: Value<'_>, member: &str) -> Result<String, Error> {
    let text = value.get(member).and_then(|value| value.as_str()).ok_or(Error::NotRecognised)?;
    Ok(shown::escape(&text).into_owned())
}

fn number(value: Value<'_>, member: &str) -> Result<u64, Error> {
    value.get(member).and_then(|value| value.as_u64()).ok_or(Error::NotRecognised)
}

impl RegistryView {
    /// `None` if the JSON is something else.
    pub(super) fn of(json: Value<'_>) -> Result<Option<Self>, Error> {
        let (Some(key), Some(_)) = (json.get("statement_key"), json.get("possession")) else {
            return Ok(None);
        };
        let period = Duration::from_secs(number(json, "period")?).to_string();
        Ok(Some(Self { registry: text(json, "registry")?, period, statement_key: key::public(key)? }))
    }
}

impl StatementView {
    /// The statements of a file, one a line; `None` if the first line is something else.
    pub(super) fn of_lines(text: &str) -> Result<Option<Vec<Self>>, Error> {
        let mut statements = Vec::new();
        for line in text.lines() {
            match Self::jws(line) {
                Some(jws) => statements.push(Self::new(&jws)?),
                None if statements.is_empty() => return Ok(None),
                None => return Err(Error::NotRecognised),
            }
        }
        Ok(Some(statements).filter(|statements| !statements.is_empty()))
    }

    fn jws(line: &str) -> Option<JwsView> {
        let [header, payload, _] = *line.split('.').collect::<Vec<_>>() else { return None };
        JwsView::decode(header, payload).ok().filter(|jws| jws.typ.as_deref() == Some(TYP))
    }

    fn new(jws: &JwsView) -> Result<Self, Error> {
        let payload = jws.payload.as_ref().ok_or(Error::NotRecognised)?;
        let payload = payload.value();
        let deletions = payload.get("deletions").and_then(|deletions| deletions.as_str());
        let deletions = deletions.and_then(|deletions| base64url::decode(&*deletions).ok());
        Ok(Self {
            registry: text(payload, "registry")?,
            period: number(payload, "t")?,
            deletions: deletions.ok_or(Error::NotRecognised)?.len() / DELETION,
            dates: jws.dates.clone(),
        })
    }
}
