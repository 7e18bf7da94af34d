//! What the page asks. Every request but the first names the page's session in `Authorization`; every one that changes something comes from the
//! page itself, by its `Origin`, and is JSON, which no form of another site can send.
//!
//! No cookie: browsers send cookies to every port of a host, and what else listens on this machine is not the page's.

use super::pages::title;
use super::qr::qr_svg;
use crate::Error;
use crate::catalogue::Configuration;
use crate::issuing::{Change, MadeOffer, OfferOrder};
use crate::sandbox::{Sandbox, Visit};
use crate::store::{IssuedCredential, Way};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_issuer::CredentialState;
use vouchsafe_openid4vc::http::{JSON, Request, Response};
use vouchsafe_openid4vc::vci::Profile;

/// Begins a session for whoever has the token that was printed at the start.
pub(super) fn begin(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    let body = from_page(sandbox, request)?;
    let token = body.root().get("token").and_then(|token| token.as_str()).ok_or(Error::NotSignedIn)?;
    let session = sandbox.sessions.begin(&token, visit.now, &mut visit.rng)?;
    let mut writer = Writer::new();
    writer.begin_object();
    self::text(&mut writer, "session", &session);
    writer.end_object();
    Ok(Response::new(200, JSON, writer.finish()).no_store())
}

/// Everything that the page shows.
pub(super) fn state(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    admit(sandbox, visit, request)?;
    let issued = sandbox.issued_with_states(visit)?;
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("only_by_signing_in");
    writer.bool(sandbox.settings.profile == Profile::Haip);
    writer.name("people");
    writer.begin_array();
    for person in sandbox.people.all() {
        named(&mut writer, person.id(), person.name());
    }
    writer.end_array();
    writer.name("configurations");
    writer.begin_array();
    for id in Configuration::all().map(|configuration| configuration.id()) {
        named(&mut writer, &id, &title(&id));
    }
    writer.end_array();
    writer.name("issued");
    writer.begin_array();
    for (credential, state) in &issued {
        write_issued(&mut writer, sandbox, credential, *state);
    }
    writer.end_array();
    writer.end_object();
    Ok(Response::new(200, JSON, writer.finish()).no_store())
}

/// Makes an offer.
pub(super) fn offer(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    admit(sandbox, visit, request)?;
    let body = from_page(sandbox, request)?;
    let text = |name| body.root().get(name).and_then(|text| text.as_str()).ok_or(Error::RequestMalformed);
    let person = sandbox.people.person(&text("person")?).ok_or(Error::RequestMalformed)?;
    let configuration = Configuration::of(&text("configuration")?).ok_or(Error::RequestMalformed)?;
    let way = Way::of(&text("way")?).ok_or(Error::RequestMalformed)?;
    let made = sandbox.offer(visit, &OfferOrder { person, configurations: vec![configuration], way })?;
    made_offer(&made)
}

/// Changes what is said about a credential. To replace is to revoke and to offer anew.
pub(super) fn change(sandbox: &Sandbox, visit: &mut Visit<'_>, request: &Request) -> Result<Response, Error> {
    admit(sandbox, visit, request)?;
    let body = from_page(sandbox, request)?;
    let text = |name| body.root().get(name).and_then(|text| text.as_str()).ok_or(Error::RequestMalformed);
    let id = text("id")?;
    let change = match &*text("change")? {
        "revoke" => Change::Revoke,
        "suspend" => Change::Suspend,
        "reinstate" => Change::Reinstate,
        "replace" => return replace(sandbox, visit, &id),
        _ => return Err(Error::RequestMalformed),
    };
    sandbox.change(visit, &id, change)?;
    Ok(Response::empty(204).no_store())
}

fn replace(sandbox: &Sandbox, visit: &mut Visit<'_>, id: &str) -> Result<Response, Error> {
    let issued = visit.turn.issued(id)?.ok_or(Error::NothingHere)?;
    let person = sandbox.people.person(&issued.person).ok_or(Error::StoreForeign)?;
    let configuration = Configuration::of(&issued.configuration).ok_or(Error::StoreForeign)?;
    match sandbox.change(visit, id, Change::Revoke) {
        // One that was revoked before can be replaced as well.
        Ok(_) | Err(Error::Issuer(vouchsafe_issuer::Error::RevokedAlready)) => {}
        Err(error) => return Err(error),
    }
    let order = OfferOrder { person, configurations: vec![configuration], way: usual_way(sandbox) };
    made_offer(&sandbox.offer(visit, &order)?)
}

/// How an offer is taken up unless somebody says otherwise.
fn usual_way(sandbox: &Sandbox) -> Way {
    match sandbox.settings.profile {
        Profile::OpenId4Vci => Way::PreAuthorized,
        Profile::Haip => Way::AuthorizationCode,
    }
}

/// The JSON of a request that the page made.
fn from_page(sandbox: &Sandbox, request: &Request) -> Result<Document, Error> {
    if request.headers.one("Origin") != Some(sandbox.public()) {
        return Err(Error::OtherOrigin);
    }
    if request.headers.media_type().as_deref() != Some(JSON) {
        return Err(Error::RequestMalformed);
    }
    Document::parse(request.body.as_slice()).map_err(|_| Error::RequestMalformed)
}

fn admit(sandbox: &Sandbox, visit: &Visit<'_>, request: &Request) -> Result<(), Error> {
    let field = request.headers.one("Authorization");
    sandbox.sessions.admit(field.and_then(|field| field.strip_prefix("Bearer ")), visit.now)
}

fn made_offer(made: &MadeOffer) -> Result<Response, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    text(&mut writer, "link", &made.link);
    text(&mut writer, "qr", &qr_svg(&made.link)?);
    text(&mut writer, "ends", &made.ends.to_string());
    if let Some(tx_code) = &made.tx_code {
        text(&mut writer, "tx_code", tx_code);
    }
    writer.end_object();
    Ok(Response::new(200, JSON, writer.finish()).no_store())
}

fn write_issued(writer: &mut Writer, sandbox: &Sandbox, issued: &IssuedCredential, state: CredentialState) {
    let name = sandbox.people.person(&issued.person).map_or("", |person| person.name());
    let state = match state {
        CredentialState::Valid => "valid",
        CredentialState::Suspended => "suspended",
        CredentialState::Revoked => "revoked",
    };
    writer.begin_object();
    text(writer, "id", &issued.id);
    text(writer, "person", name);
    text(writer, "title", &title(&issued.configuration));
    text(writer, "state", state);
    text(writer, "issued_at", &issued.issued_at.to_string());
    writer.name("copies");
    writer.unsigned(issued.copies.into());
    writer.name("can_be_suspended");
    let bbs =
        Configuration::of(&issued.configuration).is_some_and(|one| one.form == crate::catalogue::Form::Bbs);
    writer.bool(!bbs);
    if let Some(event) = &issued.event {
        text(writer, "event", event);
    }
    writer.end_object();
}

fn named(writer: &mut Writer, id: &str, name: &str) {
    writer.begin_object();
    text(writer, "id", id);
    text(writer, "name", name);
    writer.end_object();
}

fn text(writer: &mut Writer, name: &str, value: &str) {
    writer.name(name);
    writer.string(value);
}
