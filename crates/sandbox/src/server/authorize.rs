use super::pages::{LoginPage, problem_page};
use crate::Error;
use crate::issuing::Naming;
use crate::limits::{CODE_LIFETIME, LOGIN_LIFETIME};
use crate::sandbox::{Sandbox, Visit};
use crate::store::{Place, Replays, Waiting};
use url::form_urlencoded;
use vouchsafe_openid4vc::http::{FORM, Request, Response};
use vouchsafe_openid4vc::oauth;
use vouchsafe_openid4vc::oauth::random_text;
use vouchsafe_openid4vc::oauth::server::{Authorize, PUSHED_LIFETIME, PushedRequest, Secret};
use vouchsafe_openid4vc::vci;

/// The pushed authorization request endpoint (RFC 9126).
pub(super) fn push(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let pushed =
        sandbox.server.pushed(request, visit.now, &mut Replays(visit.turn, Place::Door), &mut visit.rng);
    let (name, pushed, response) = match pushed {
        Ok(pushed) => pushed,
        Err(error) => return Ok(error.respond()),
    };
    if let Err(error) = sandbox.credentials.requested_configurations(&pushed.request) {
        return Ok(as_server(error).respond());
    }
    let ends = visit.now.saturating_add(PUSHED_LIFETIME);
    visit.turn.keep_waiting(Waiting::Browser, name.as_str(), &pushed, ends)?;
    Ok(response)
}

/// The authorization endpoint: the sign-in page. A person whom nobody can send back is shown why.
pub(super) fn show(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let pushed = match sandbox.server.authorize(&request.url) {
        Ok(Authorize::Whole(pushed)) => Some(*pushed),
        Ok(Authorize::Pushed { client_id, request_uri }) => {
            let waiting = visit.turn.take_waiting(Waiting::Browser, request_uri.as_str(), visit.now)?;
            waiting.filter(|pushed| pushed.request.client_id == client_id)
        }
        Err(error) => return Ok(problem_page(&error.to_string())),
    };
    let Some(pushed) = pushed else {
        return Ok(problem_page("this sign-in was used already, or it has ended"));
    };
    let ids = match sandbox.credentials.requested_configurations(&pushed.request) {
        Ok(ids) => ids,
        Err(error) => return Ok(problem_page(&error.to_string())),
    };
    let login = random_text::<32>(&mut visit.rng)?;
    let ends = visit.now.saturating_add(LOGIN_LIFETIME);
    visit.turn.keep_waiting(Waiting::Person, &login, &pushed, ends)?;
    let offered = match &pushed.request.issuer_state {
        Some(offer) => visit.turn.offer(&Secret::shown(offer).digest(), visit.now)?,
        None => None,
    };
    let offered = offered.map(|offer| offer.person);
    let page = LoginPage {
        people: &sandbox.people,
        likely: offered.as_deref(),
        configurations: &ids,
        login: &login,
        redirect: &pushed.request.redirect_uri,
    };
    Ok(page.response())
}

/// What the person decided on the sign-in page. The page is good once.
pub(super) fn decide(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    if request.headers.media_type().as_deref() != Some(FORM) {
        return Ok(problem_page("this is not what the page sends"));
    }
    let field = |name: &str| {
        form_urlencoded::parse(&request.body)
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.into_owned())
    };
    let login = field("login").unwrap_or_default();
    let Some(pushed) = visit.turn.take_waiting(Waiting::Person, &login, visit.now)? else {
        return Ok(problem_page(&Error::LoginUnknown.to_string()));
    };
    let agreed = field("decision").as_deref() == Some("agree");
    let person = field("person").and_then(|id| sandbox.people.person(&id));
    let redirect = match person.filter(|_| agreed) {
        None => sandbox.server.deny(&pushed)?,
        Some(person) => {
            let ids = sandbox.credentials.requested_configurations(&pushed.request)?;
            let authorization = sandbox.authorization(person, &ids, naming(&pushed));
            let expires = visit.now.saturating_add(CODE_LIFETIME);
            let granted = sandbox.server.grant_code(&pushed, authorization, expires, &mut visit.rng)?;
            visit.turn.keep_code(&granted.code.digest(), &granted.grant)?;
            granted.redirect
        }
    };
    Ok(Response::empty(303).with_header("Location", redirect.as_str()).no_store())
}

/// Who asked by authorization details is answered with identifiers (OpenID4VCI 1.0 section 6.2).
fn naming(pushed: &PushedRequest) -> Naming {
    match pushed.request.authorization_details {
        Some(_) => Naming::ByIdentifier,
        None => Naming::ByConfiguration,
    }
}

fn as_server(error: vci::Error) -> oauth::Error {
    match error {
        vci::Error::OAuth(error) => error,
        _ => oauth::Error::ScopeUnknown,
    }
}
