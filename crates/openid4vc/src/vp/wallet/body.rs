//! The question itself.

use super::authentication::Authentic;
use super::channel::Channel;
use super::unverified::Delivery;
use super::{Profile, StaplesWish, TransactionData, VerifierInfo, WalletRules, haip};
use crate::vp::limits::MIN_STATE;
use crate::vp::parameters::Parameters;
use crate::vp::staples::STAPLES_PARAMETER;
use crate::vp::{ClientMetadata, ClientProof, Error, FormatSupport};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Nonce, RequestState};
use vouchsafe_dcql::{Format, HolderBinding, Query};

/// How the answer is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    DirectPost,
    DirectPostJwt,
}

impl Mode {
    /// Without `response_mode` the answer would go into a fragment (section 5.6), which is not done here.
    pub(super) fn read(parameters: &Parameters) -> Result<Self, Error> {
        match parameters.text("response_mode")?.as_deref() {
            Some("direct_post") => Ok(Self::DirectPost),
            Some("direct_post.jwt") => Ok(Self::DirectPostJwt),
            _ => Err(Error::ResponseModeUnsupported),
        }
    }
}

/// What is left of a request once it is known where the answer goes.
pub(super) struct Body {
    pub(super) nonce: Nonce,
    pub(super) query: Query,
    pub(super) query_text: Document,
    pub(super) formats: Option<Vec<FormatSupport>>,
    pub(super) transaction_data: Vec<TransactionData>,
    pub(super) verifier_info: Vec<VerifierInfo>,
    pub(super) staples: StaplesWish,
}

impl Body {
    pub(super) fn read(
        parameters: &Parameters,
        authentic: &Authentic<'_>,
        mode: Mode,
        delivery: Delivery,
        proof: ClientProof,
        rules: &WalletRules<'_>,
        channel: &mut Channel,
    ) -> Result<Self, Error> {
        channel.state = read_state(parameters)?;
        if parameters.has("redirect_uri") {
            return Err(Error::RedirectUriPresent);
        }
        if parameters.required("response_type")? != "vp_token" {
            return Err(Error::ResponseType);
        }
        let nonce = parameters.required("nonce")?;
        let nonce = is_url_safe(&nonce).then(|| Nonce::new(&*nonce).ok()).flatten();
        let nonce = nonce.ok_or(Error::ParameterMalformed { name: "nonce" })?;
        let (query, query_text) = read_query(parameters)?;
        let unbound =
            query.credentials().iter().any(|asked| asked.holder_binding() == HolderBinding::NotRequired);
        if unbound && channel.state.as_ref().is_none_or(|state| state.as_str().len() < MIN_STATE) {
            return Err(Error::StateTooShort);
        }
        let metadata = read_metadata(parameters, authentic)?;
        if rules.profile == Profile::Haip {
            haip::demand(delivery, proof, mode, authentic.signature.as_ref(), &metadata)?;
        }
        if mode == Mode::DirectPostJwt {
            channel.encryption = Some(metadata.encryption()?);
        }
        let transaction_data = parameters.value("transaction_data")?;
        let transaction_data = transaction_data
            .map(|list| TransactionData::read_all(list.root(), rules.transaction_types, &query))
            .transpose()?;
        let verifier_info = parameters.value("verifier_info")?;
        let verifier_info =
            verifier_info.map(|list| VerifierInfo::read_all(list.root(), &query)).transpose()?;
        let staples = match parameters.value(STAPLES_PARAMETER)? {
            Some(wish) if wish.root().as_bool() == Some(true) => StaplesWish::Asked,
            _ => StaplesWish::Unasked,
        };
        Ok(Self {
            nonce,
            query,
            query_text,
            formats: metadata.formats().map(<[_]>::to_vec),
            transaction_data: transaction_data.unwrap_or_default(),
            verifier_info: verifier_info.unwrap_or_default(),
            staples,
        })
    }
}

fn read_state(parameters: &Parameters) -> Result<Option<RequestState>, Error> {
    let malformed = Error::ParameterMalformed { name: "state" };
    let Some(state) = parameters.text("state")? else { return Ok(None) };
    if !is_url_safe(&state) {
        return Err(malformed);
    }
    RequestState::new(&*state).map(Some).map_err(|_| malformed)
}

/// Section 5.2: letters, digits, `-`, `.`, `_`, `~`.
fn is_url_safe(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn read_query(parameters: &Parameters) -> Result<(Query, Document), Error> {
    let name = "dcql_query";
    let text = match (parameters.value(name)?, parameters.has("scope")) {
        (Some(_), true) => return Err(Error::QueryTwice),
        (None, true) => return Err(Error::ScopeUnsupported),
        (None, false) => return Err(Error::ParameterMissing { name }),
        (Some(text), false) => text,
    };
    let query = Query::from_value(text.root())?;
    if query.credentials().iter().all(|asked| matches!(asked.format(), Format::Other(_))) {
        return Err(Error::FormatsUnsupported);
    }
    Ok((query, text))
}

/// What the request says of the verifier, unless it is registered (sections 5.1 and 8.5).
fn read_metadata(parameters: &Parameters, authentic: &Authentic<'_>) -> Result<ClientMetadata, Error> {
    match (parameters.value("client_metadata")?, authentic.registered) {
        (Some(_), Some(_)) => Err(Error::MetadataRegistered),
        (Some(metadata), None) => ClientMetadata::read(metadata.root()),
        (None, Some(registered)) => Ok(registered.clone()),
        (None, None) => Ok(ClientMetadata::default()),
    }
}
