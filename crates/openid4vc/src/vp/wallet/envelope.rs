//! What is beside a question: for whom it is, for how long, and where its answer goes.

use super::WalletRules;
use super::authentication::Authentic;
use super::channel::Channel;
use crate::vp::client_id::ClientName;
use crate::vp::exchange::AUDIENCE;
use crate::vp::limits::CLOCK_SKEW;
use crate::vp::parameters::Parameters;
use crate::vp::{ClientProof, Error, address};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ResponseUri, Timestamp};

/// What a request object says of itself (RFC 9101 sections 4 and 10; OpenID4VP sections 5.8 and 5.10.1). `iss` is not looked at
/// (section 5). Gives the time when it expires.
pub(super) fn read(
    parameters: &Parameters,
    client: &ClientName,
    wallet_nonce: Option<&str>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    if parameters.has("request") || parameters.has("request_uri") {
        return Err(Error::RequestNested);
    }
    if parameters.required("client_id")? != client.whole().as_str() {
        return Err(Error::ClientIdMismatch);
    }
    if let Some(audience) = parameters.value("aud")? {
        let root = audience.root();
        let is_us = |name: Value<'_>| name.as_str().as_deref() == Some(AUDIENCE);
        if !is_us(root) && !root.elements().into_iter().flatten().any(is_us) {
            return Err(Error::AudienceMismatch);
        }
    }
    let time = |name: &'static str| -> Result<Option<Timestamp>, Error> {
        let Some(value) = parameters.value(name)? else { return Ok(None) };
        Timestamp::from_numeric_date(value.root()).map(Some).ok_or(Error::ParameterMalformed { name })
    };
    let expires_at = time("exp")?;
    if expires_at.is_some_and(|end| end.saturating_add(CLOCK_SKEW) <= now) {
        return Err(Error::RequestExpired);
    }
    let begins = [time("nbf")?, time("iat")?];
    if begins.into_iter().flatten().any(|begin| begin > now.saturating_add(CLOCK_SKEW)) {
        return Err(Error::RequestFromTheFuture);
    }
    // One that was not asked for binds nothing, and is ignored.
    if let Some(sent) = wallet_nonce
        && parameters.text("wallet_nonce")?.as_deref() != Some(sent)
    {
        return Err(Error::WalletNonceMismatch);
    }
    Ok(expires_at)
}

/// Where the answer goes, if this verifier may have it sent there.
pub(super) fn read_destination(
    parameters: &Parameters,
    client: &ClientName,
    authentic: &Authentic<'_>,
    rules: &WalletRules<'_>,
) -> Result<(ResponseUri, Channel), Error> {
    let name = "response_uri";
    let text = match parameters.text(name)? {
        Some(text) => text.into_owned(),
        // Section 5.9.3: then the name says it.
        None if client.proof() == ClientProof::RedirectUri => client.original().to_owned(),
        None => return Err(Error::ParameterMissing { name }),
    };
    let url = address::read(&text, rules.reach, name)?;
    if !authentic.destinations.allow(&text, &url) {
        return Err(Error::ResponseUriForeign);
    }
    let response_uri = ResponseUri::new(text).map_err(|_| Error::AddressRefused { name })?;
    Ok((response_uri, Channel { url, state: None, encryption: None }))
}
