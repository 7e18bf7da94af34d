use crate::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What every stored form has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads a stored state, of which `newest` is the newest version that is known. Whether an older one is known is for the caller.
///
/// # Errors
/// [`Error::StateTooNew`], [`Error::StateMalformed`].
pub(crate) fn read_state<State: DeserializeOwned>(text: &[u8], newest: u32) -> Result<State, Error> {
    let versioned: Versioned = serde_json::from_slice(text).map_err(|_| Error::StateMalformed)?;
    if versioned.version > newest {
        return Err(Error::StateTooNew);
    }
    serde_json::from_slice(text).map_err(|_| Error::StateMalformed)
}
