use super::{AccessGrant, SecretDigest};
use crate::http::Request;
use crate::oauth::form::Form;
use crate::oauth::limits::MAX_ACCESS_TOKEN;
use crate::oauth::token::{TokenType, is_token68};
use crate::oauth::{DpopNonces, Error, ReplayStore, verify_dpop};
use vouchsafe_credential::Timestamp;

/// What a protected resource asks of access tokens.
#[derive(Clone, Copy)]
pub struct AccessRules<'a> {
    /// Its identifier: that of the credential issuer.
    pub audience: &'a str,
    /// Which nonces DPoP proofs hold.
    pub nonces: DpopNonces<'a>,
}

/// Finds what the access token of a request stands for: in `Authorization` and nowhere else (RFC 6750 section 2), not expired, for
/// this issuer, and if it is bound to a key, with a proof of that key over this request (RFC 9449 section 7). `find` looks up the
/// caller's store.
///
/// # Errors
/// `oauth.access_token_*`, `oauth.dpop_*`, `jose.*`; [`Error::respond_at_resource`] is the answer.
pub fn verify_access(
    request: &Request,
    rules: AccessRules<'_>,
    find: impl FnOnce(&SecretDigest) -> Option<AccessGrant>,
    now: Timestamp,
    replays: &mut impl ReplayStore,
) -> Result<AccessGrant, Error> {
    if Form::of_query(&request.url)?.get("access_token").is_some() {
        return Err(Error::AccessTokenInQuery);
    }
    let value = request.headers.one("Authorization").ok_or(Error::AccessTokenMissing)?;
    let (scheme, token) = value.split_once(' ').ok_or(Error::AccessTokenMissing)?;
    let kind = TokenType::from_name(scheme).ok_or(Error::AccessTokenMissing)?;
    let token = token.trim_start_matches(' ');
    if token.len() > MAX_ACCESS_TOKEN || !is_token68(token) {
        return Err(Error::AccessTokenUnknown);
    }
    let grant = find(&SecretDigest::of(token))
        .filter(|grant| grant.expires > now && grant.authorization.audience == rules.audience)
        .ok_or(Error::AccessTokenUnknown)?;
    match (kind, grant.dpop) {
        (TokenType::Bearer, None) => {}
        (TokenType::Dpop, Some(bound)) => {
            if verify_dpop(request, Some(token), rules.nonces, now, replays)? != bound {
                return Err(Error::DpopKey);
            }
        }
        // RFC 9449 section 7.2: a bound token is worth nothing as a bearer token.
        _ => return Err(Error::AccessTokenUnknown),
    }
    Ok(grant)
}
