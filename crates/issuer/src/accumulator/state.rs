use super::{AccumulatorKeys, AccumulatorRegistry, Newest, PublishedSegment, Record, RecordState};
use crate::Error;
use crate::state_version::read_state;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_accumulator::UnverifiedSegment;
use vouchsafe_bbs::limits::MAX_HANDLES;
use vouchsafe_bbs::revocation::Handle;
use vouchsafe_credential::{CredentialId, base64url};

/// The newest form of the stored state.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateAsWritten {
    version: u32,
    /// SHA-256 of the public key, in base64url: whose keys belong to it.
    key: String,
    handles: u32,
    segment: SegmentAsWritten,
    credentials: Vec<CredentialAsWritten>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentAsWritten {
    number: u64,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialAsWritten {
    id: String,
    /// In base64url.
    handle: String,
    state: StateOfOne,
    /// With whose statement it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u64>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StateOfOne {
    Valid,
    Pending,
    Deleted,
}

impl AccumulatorRegistry {
    /// The state for storing, as JSON with a version; the keys are stored beside it ([`AccumulatorKeys::to_json`]). It tells which
    /// credential has which handle: keep it as close as the credentials themselves.
    ///
    /// # Errors
    /// [`Error::StateMalformed`] if it cannot be written.
    pub fn to_json(&self) -> Result<String, Error> {
        let credential = |(id, record): (&CredentialId, &Record)| {
            let (state, period) = match record.state {
                RecordState::Valid => (StateOfOne::Valid, None),
                RecordState::Pending => (StateOfOne::Pending, None),
                RecordState::DeletedIn(period) => (StateOfOne::Deleted, Some(period)),
            };
            let handle = base64url::encode(record.handle.to_octets().as_slice());
            CredentialAsWritten { id: id.as_str().to_owned(), handle, state, period }
        };
        let state = StateAsWritten {
            version: VERSION,
            key: base64url::encode(self.registry().reference().key_digest()),
            handles: self.handles,
            segment: SegmentAsWritten { number: self.segment.number, text: self.segment.text.clone() },
            credentials: self.records.iter().map(credential).collect(),
        };
        serde_json::to_string(&state).map_err(|_| Error::StateMalformed)
    }

    /// Takes up a stored state with its keys.
    ///
    /// # Errors
    /// [`Error::StateTooNew`] if a later version wrote it, [`Error::StateMalformed`] if nobody did; [`Error::StateContradicts`] if it
    /// is that of other keys, gives a handle or a name away twice, or says of a credential what its statements cannot;
    /// [`Error::Accumulator`] if the keys did not sign these statements.
    pub fn from_json(keys: AccumulatorKeys, text: &[u8]) -> Result<Self, Error> {
        let state: StateAsWritten = read_state(text, VERSION)?;
        if state.version != VERSION {
            return Err(Error::StateMalformed);
        }
        if state.key != base64url::encode(keys.registry().reference().key_digest()) {
            return Err(Error::StateContradicts);
        }
        let segment = PublishedSegment { number: state.segment.number, text: state.segment.text };
        let statements =
            UnverifiedSegment::parse(&segment.text)?.verify(keys.registry(), segment.number, true)?;
        let newest = Newest::from(statements.last().ok_or(Error::StateMalformed)?);
        let records = take_up(state.credentials, newest.number)?;
        let known = u32::try_from(records.len()).ok().and_then(|known| known.checked_add(1));
        if !(1..=MAX_HANDLES).contains(&state.handles) || known.is_none_or(|known| known > state.handles) {
            return Err(Error::StateContradicts);
        }
        Ok(Self { keys, newest, segment, handles: state.handles, records })
    }
}

/// The records of a state whose newest statement is that of the period `newest`.
fn take_up(
    credentials: Vec<CredentialAsWritten>,
    newest: u64,
) -> Result<BTreeMap<CredentialId, Record>, Error> {
    let mut handles = BTreeSet::new();
    let mut records = BTreeMap::new();
    for CredentialAsWritten { id, handle, state, period } in credentials {
        let id = CredentialId::new(id).map_err(|_| Error::StateMalformed)?;
        let octets = base64url::decode(&handle).map_err(|_| Error::StateMalformed)?;
        let state = match (state, period) {
            (StateOfOne::Valid, None) => RecordState::Valid,
            (StateOfOne::Pending, None) => RecordState::Pending,
            // The first statement has the one deletion that is no credential's.
            (StateOfOne::Deleted, Some(period)) if (2..=newest).contains(&period) => {
                RecordState::DeletedIn(period)
            }
            _ => return Err(Error::StateContradicts),
        };
        let record =
            Record { handle: Handle::from_octets(&octets).map_err(|_| Error::StateMalformed)?, state };
        if !handles.insert(handle) || records.insert(id, record).is_some() {
            return Err(Error::StateContradicts);
        }
    }
    Ok(records)
}
