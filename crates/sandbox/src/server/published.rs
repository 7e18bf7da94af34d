use super::convert::last_step;
use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use crate::store::Served;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_status_list::CONTENT_TYPE;

/// A status list (Token Status List section 8.1).
pub(super) fn status_list(_: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let list = visit.turn.served(Served::StatusList(number(request)?))?.ok_or(Error::NothingHere)?;
    Ok(Response::new(200, CONTENT_TYPE, list).with_header("Cache-Control", "max-age=30"))
}

/// What everybody may know about the registry of BBS credentials.
pub(super) fn registry(sandbox: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    Ok(Response::new(200, JSON, sandbox.registry_description.as_str())
        .with_header("Cache-Control", "max-age=300"))
}

/// Statements about the registry: a whole segment, or of the newest what there is of it.
pub(super) fn segment(_: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let segment = visit.turn.served(Served::Segment(number(request)?))?.ok_or(Error::NothingHere)?;
    Ok(Response::new(200, "text/plain", segment).with_header("Cache-Control", "max-age=30"))
}

/// A number as we write it: `01` is not there.
fn number(request: &Request) -> Result<u64, Error> {
    let text = last_step(request);
    let number = text.parse::<u64>().map_err(|_| Error::NothingHere)?;
    if number.to_string() == text && i64::try_from(number).is_ok() {
        Ok(number)
    } else {
        Err(Error::NothingHere)
    }
}
