use super::convert::last_step;
use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_openid4vc::oauth::server::Secret;

/// An offer by its name (OpenID4VCI 1.0 section 4.1.3): whoever has the link has the offer.
pub(super) fn offer(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let name = Secret::shown(last_step(request));
    let kept = visit.turn.offer(&name.digest(), visit.now)?.ok_or(Error::NothingHere)?;
    let offer = sandbox.offer_json(&name, &kept)?;
    Ok(Response::new(200, JSON, offer.as_bytes()).no_store())
}
