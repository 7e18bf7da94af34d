//! What is written for whoever runs the sandbox: codes, never anything of a request.

use crate::Error;
use std::io::Write as _;

/// One line about something that went wrong here.
pub(crate) fn failed(error: &Error) {
    // Where nothing can be written there is nobody to be told.
    let _ = writeln!(std::io::stderr(), "vouchsafe-sandbox: {} [{}]", error, error.code());
}
