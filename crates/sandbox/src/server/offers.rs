use super::convert::last_step;
use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use vouchsafe_openid4vc::http::{JSON, Request, Response};

/// An offer by its name (OpenID4VCI 1.0 section 4.1.3): whoever has the link has the offer.
pub(super) fn offer(_: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let offer = visit.turn.offer(last_step(request), visit.now)?.ok_or(Error::NothingHere)?;
    Ok(Response::new(200, JSON, offer.as_bytes()).no_store())
}
