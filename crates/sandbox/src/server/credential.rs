use crate::Error;
use crate::catalogue::{Configuration, Waits};
use crate::limits::{DEFERRED_AFTER, DEFERRED_INTERVAL, DEFERRED_LIFETIME};
use crate::sandbox::{Sandbox, Visit};
use crate::store::{DeferredCredential, Place, Replays};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_openid4vc::http::{Request, Response};
use vouchsafe_openid4vc::oauth;
use vouchsafe_openid4vc::oauth::server::{AccessGrant, AccessRules, Secret, SecretDigest, verify_access};
use vouchsafe_openid4vc::vci::issuer::{Endpoint, RequestedCredential};
use vouchsafe_openid4vc::vci::{self, Notification};

/// A nonce for key proofs (OpenID4VCI 1.0 section 7).
pub(super) fn nonce(sandbox: &Sandbox, visit: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    Ok(sandbox.credentials.nonce_response(visit.now, &mut visit.rng)?)
}

/// The credential endpoint (section 8).
pub(super) fn credential(
    sandbox: &Sandbox,
    visit: &mut Visit<'_>,
    request: &Request,
) -> Result<Response, Error> {
    let (token, access) = match access(sandbox, visit, request) {
        Ok(found) => found,
        Err(error) => return Ok(error.respond_at_resource()),
    };
    let mut replays = Replays(visit.turn, Place::Inside);
    let asked = match sandbox.credentials.credential(request, &access, visit.now, &mut replays) {
        Ok(asked) => asked,
        Err(error) => return Ok(error.respond(Endpoint::Credential)),
    };
    if !visit.turn.count_credential(&token)? {
        return Ok(vci::Error::Denied.respond(Endpoint::Credential));
    }
    let configuration = Configuration::of(&asked.configuration_id).ok_or(Error::CatalogueMalformed)?;
    if configuration.card.waits == Waits::Yes {
        return defer(visit, &access, &asked);
    }
    let person = sandbox.people.person(&access.authorization.subject).ok_or(Error::CatalogueMalformed)?;
    let issued = sandbox.issue(visit, person, configuration, &asked.keys)?;
    Ok(asked.respond(issued.credentials, Some(&issued.notification))?)
}

fn defer(
    visit: &mut Visit<'_>,
    access: &AccessGrant,
    asked: &RequestedCredential,
) -> Result<Response, Error> {
    let transaction = Secret::generate(&mut visit.rng)?;
    let deferred = DeferredCredential {
        person: access.authorization.subject.clone(),
        configuration: asked.configuration_id.clone(),
        keys: write_keys(&asked.keys),
        ready: visit.now.saturating_add(DEFERRED_AFTER),
        ends: visit.now.saturating_add(DEFERRED_LIFETIME),
    };
    visit.turn.defer(&transaction.digest(), &deferred)?;
    Ok(asked.defer(&transaction, DEFERRED_INTERVAL)?)
}

/// The deferred credential endpoint (section 9). A transaction is good for the person whose token it came from, and once.
pub(super) fn deferred(
    sandbox: &Sandbox,
    visit: &mut Visit<'_>,
    request: &Request,
) -> Result<Response, Error> {
    let (_, access) = match access(sandbox, visit, request) {
        Ok(found) => found,
        Err(error) => return Ok(error.respond_at_resource()),
    };
    let asked = match sandbox.credentials.deferred(request) {
        Ok(asked) => asked,
        Err(error) => return Ok(error.respond(Endpoint::Credential)),
    };
    let transaction = asked.transaction();
    let subject = &access.authorization.subject;
    let Some(deferred) = visit.turn.deferred(&transaction, subject, visit.now)? else {
        return Ok(vci::Error::TransactionUnknown.respond(Endpoint::Credential));
    };
    if visit.now < deferred.ready {
        return Ok(asked.still_pending(DEFERRED_INTERVAL)?);
    }
    let configuration = Configuration::of(&deferred.configuration).ok_or(Error::CatalogueMalformed)?;
    let person = sandbox.people.person(&deferred.person).ok_or(Error::CatalogueMalformed)?;
    let keys = read_keys(&deferred.keys)?;
    let issued = sandbox.issue(visit, person, configuration, &keys)?;
    visit.turn.end_deferred(&transaction)?;
    Ok(asked.respond(issued.credentials, keys.len(), Some(&issued.notification))?)
}

/// The notification endpoint (section 11). The same notification twice is the same as once.
pub(super) fn notification(
    sandbox: &Sandbox,
    visit: &mut Visit<'_>,
    request: &Request,
) -> Result<Response, Error> {
    let (_, access) = match access(sandbox, visit, request) {
        Ok(found) => found,
        Err(error) => return Ok(error.respond_at_resource()),
    };
    let notification = match Notification::read(request) {
        Ok(notification) => notification,
        Err(error) => return Ok(error.respond(Endpoint::Notification)),
    };
    let (id, event) = (&notification.id, notification.event.as_str());
    if visit.turn.notify_issued(id, &access.authorization.subject, event)? {
        Ok(Response::empty(204).no_store())
    } else {
        Ok(vci::Error::NotificationUnknown.respond(Endpoint::Notification))
    }
}

/// The token of a request, and what it stands for.
fn access(
    sandbox: &Sandbox,
    visit: &Visit<'_>,
    request: &Request,
) -> Result<(SecretDigest, AccessGrant), oauth::Error> {
    let rules = AccessRules { audience: sandbox.public(), nonces: sandbox.server.dpop_nonces() };
    let mut shown = None;
    let find = |token: &SecretDigest| {
        shown = Some(*token);
        visit.turn.token(token)
    };
    let mut replays = Replays(visit.turn, Place::Inside);
    let grant = verify_access(request, rules, find, visit.now, &mut replays)?;
    // Whoever was let in has shown one.
    Ok((shown.ok_or(oauth::Error::AccessTokenMissing)?, grant))
}

/// A list, since a set refuses names that two wallets' keys have in common.
fn write_keys(keys: &[VerifyingKey]) -> String {
    let mut writer = Writer::new();
    writer.begin_array();
    keys.iter().for_each(|key| key.write_jwk(&mut writer));
    writer.end_array();
    writer.finish()
}

fn read_keys(text: &str) -> Result<Vec<VerifyingKey>, Error> {
    let document = Document::parse(text).map_err(|_| Error::StoreForeign)?;
    let keys = document.root().elements().ok_or(Error::StoreForeign)?;
    let key = |value: Value<'_>| VerifyingKey::from_jwk(value).map_err(|_| Error::StoreForeign);
    keys.map(key).collect()
}
