use crate::Error;
use std::io::Write as _;

/// One line about something that went wrong here: what, never with whose words.
pub(crate) fn failed(error: &Error) {
    // Where nothing can be written there is nobody to be told.
    let _ = writeln!(std::io::stderr(), "vouchsafe-station: {} [{}]", error, error.code());
}
