//! What waits to be sent: a line of JSON that says what follows, then each presentation and each staple in a line of its own, which none
//! of them can hold; then the message that was made of them.

use super::entry::KIND;
use super::{moment, seconds};
use crate::presentation::{PendingAnswer, PendingPart};
use crate::{Destination, Error, KeyThumbprint, QueryId};
use serde::{Deserialize, Serialize};
use vouchsafe_credential::{RequestState, ResponseUri, base64url};
use zeroize::Zeroizing;

#[derive(Serialize, Deserialize)]
struct PendingV2 {
    /// Of each presentation.
    queries: Vec<Option<String>>,
    /// How many.
    staples: usize,
    response_uri: Option<String>,
    encryption_key: Option<String>,
    state: Option<String>,
    /// Whether the message follows. Since version 4.
    #[serde(default)]
    message: bool,
    /// Since version 4; not everywhere there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

impl PendingAnswer {
    pub(super) fn to_body(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let Self { parts, staples, destination, message, expires_at } = self;
        let Destination { response_uri, encryption_key, state } = destination;
        let query = |part: &PendingPart| part.query.as_ref().map(|id| id.as_str().to_owned());
        let head = PendingV2 {
            queries: parts.iter().map(query).collect(),
            staples: staples.len(),
            response_uri: response_uri.as_ref().map(|uri| uri.as_str().to_owned()),
            encryption_key: encryption_key.as_ref().map(|key| base64url::encode(key.as_bytes())),
            state: state.as_ref().map(|state| state.as_str().to_owned()),
            message: message.is_some(),
            expires_at: seconds(*expires_at),
        };
        let head = serde_json::to_vec(&head).map_err(|_| KIND.malformed())?;
        let lines = || {
            let texts = parts.iter().map(|part| part.text.as_str());
            texts.chain(staples.iter().map(String::as_str)).chain(message.iter().map(|text| text.as_str()))
        };
        // Room for all of it at once: what a growing buffer leaves behind is never wiped.
        let length = lines().map(|line| line.len().saturating_add(1)).fold(head.len(), usize::saturating_add);
        let mut body = Zeroizing::new(Vec::with_capacity(length));
        body.extend_from_slice(&head);
        for line in lines() {
            body.push(b'\n');
            body.extend_from_slice(line.as_bytes());
        }
        Ok(body)
    }

    /// What waits to be sent, of a stored entry's `body`.
    ///
    /// # Errors
    /// [`Error::StoredNewer`] or [`Error::StoredMalformed`].
    pub fn from_stored(version: u32, body: &[u8]) -> Result<Option<Self>, Error> {
        if body.is_empty() {
            return Ok(None);
        }
        let text = KIND.text(body)?;
        if version == super::entry_v1::KIND.version {
            return Ok(Some(Self::of_v1(text)));
        }
        let (head, mut rest) = text.split_once('\n').map_or((text, None), |(head, rest)| (head, Some(rest)));
        let PendingV2 { queries, staples, response_uri, encryption_key, state, message, expires_at } =
            KIND.read_since(2, version, head.as_bytes())?;
        let mut line = || {
            let here = rest.take().ok_or_else(|| KIND.malformed())?;
            let (line, after) =
                here.split_once('\n').map_or((here, None), |(line, after)| (line, Some(after)));
            rest = after;
            Ok::<_, Error>(line.to_owned())
        };
        let mut parts = Vec::with_capacity(queries.len());
        for query in queries {
            let query = query.map(|id| KIND.id(id, QueryId::new)).transpose()?;
            parts.push(PendingPart { query, text: Zeroizing::new(line()?) });
        }
        let staples = (0..staples).map(|_| line()).collect::<Result<_, _>>()?;
        // It comes last, so that it may have several lines itself.
        let message = match (message, rest) {
            (true, Some(message)) => Some(Zeroizing::new(message.to_owned())),
            (false, None) => None,
            _ => return Err(KIND.malformed()),
        };
        let key = |text: String| Ok::<_, Error>(KeyThumbprint::from_bytes(KIND.digest(&text)?));
        Ok(Some(Self {
            parts,
            staples,
            destination: Destination {
                response_uri: response_uri.map(|uri| KIND.id(uri, ResponseUri::new)).transpose()?,
                encryption_key: encryption_key.map(key).transpose()?,
                state: state.map(|state| KIND.id(state, RequestState::new)).transpose()?,
            },
            message,
            expires_at: moment(expires_at),
        }))
    }

    /// In the first form the body was the presentation itself.
    fn of_v1(text: &str) -> Self {
        let text = Zeroizing::new(text.to_owned());
        Self {
            parts: vec![PendingPart { query: None, text }],
            staples: Vec::new(),
            destination: Destination { response_uri: None, encryption_key: None, state: None },
            message: None,
            expires_at: None,
        }
    }
}
