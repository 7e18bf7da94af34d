use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use crate::store::{Grants, Place, Replays};
use vouchsafe_openid4vc::http::{Request, Response};

/// The token endpoint. Whatever comes of it, the code that was shown is used, or has one try less.
pub(super) fn token(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let (mut grants, mut replays) = (Grants(visit.turn), Replays(visit.turn, Place::Door));
    match sandbox.server.token(request, &mut grants, visit.now, &mut replays, &mut visit.rng) {
        Ok(granted) => {
            visit.turn.keep_token(&granted.token.digest(), &granted.access)?;
            visit.turn.drop_used_offers()?;
            Ok(granted.response)
        }
        Err(error) => {
            visit.turn.drop_used_offers()?;
            Ok(error.respond())
        }
    }
}
