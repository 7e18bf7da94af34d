use crate::http::Reach;
use crate::vp::client_id::ClientName;
use crate::vp::limits::MAX_INVOCATION;
use crate::vp::parameters::Parameters;
use crate::vp::staples::STAPLES_PARAMETER;
use crate::vp::wallet::reference::FetchMethod;
use crate::vp::wallet::unverified::{Delivery, Source};
use crate::vp::wallet::{Profile, RequestReference, UnverifiedRequest};
use crate::vp::{ClientProof, Error, address};
use url::Url;
use vouchsafe_jose::digest::sha256;

/// The parameters that mean something to us. All others are ignored (OpenID4VP section 5).
const KNOWN: &[&str] = &[
    "client_id",
    "client_metadata",
    "dcql_query",
    "nonce",
    "redirect_uri",
    "request",
    "request_uri",
    "request_uri_method",
    "response_mode",
    "response_type",
    "response_uri",
    "scope",
    "state",
    "transaction_data",
    "verifier_info",
    STAPLES_PARAMETER,
];

/// What an address that a wallet was invoked with holds (OpenID4VP sections 5 and 9). Anybody may have made it: a page, another
/// program, a picture on a wall.
#[derive(Debug)]
pub enum Invocation {
    /// The request itself, signed or not.
    Request(UnverifiedRequest),
    /// Where the request is.
    Reference(RequestReference),
}

impl Invocation {
    /// Reads an address that begins with `openid4vp:`, `haip-vp:` or `https:`. With a request object, only `client_id`, `request`,
    /// `request_uri` and `request_uri_method` beside it mean anything (section 5.10.1).
    ///
    /// A `client_id` that can never be proven is refused here, before anything is fetched.
    ///
    /// # Errors
    /// `openid4vp.*`: `invocation_*`, `parameter_*`, `too_many_parameters`, `request_twice`, `request_uri_method`,
    /// `client_id_*`, `signature_missing`, `signature_misplaced`, `address_refused`.
    pub fn parse(address: &str, reach: Reach) -> Result<Self, Error> {
        if address.len() > MAX_INVOCATION {
            return Err(Error::InvocationTooLong);
        }
        let url = Url::parse(address).map_err(|_| Error::InvocationMalformed)?;
        let profile = match url.scheme() {
            "openid4vp" | "https" => Profile::OpenId4Vp,
            "haip-vp" => Profile::Haip,
            _ => return Err(Error::InvocationMalformed),
        };
        let parameters = Parameters::form(url.query().ok_or(Error::InvocationMalformed)?, KNOWN)?;
        let client = ClientName::parse(&parameters.required("client_id")?)?;
        let method = match parameters.text("request_uri_method")?.as_deref() {
            None | Some("get") => FetchMethod::Get,
            Some("post") => FetchMethod::Post,
            Some(_) => return Err(Error::RequestUriMethod),
        };
        let (request, request_uri) = (parameters.text("request")?, parameters.text("request_uri")?);
        if request_uri.is_none() && parameters.has("request_uri_method") {
            return Err(Error::RequestUriMethod);
        }
        let by_redirect_uri = client.proof() == ClientProof::RedirectUri;
        match (request, request_uri) {
            (Some(_), Some(_)) => Err(Error::RequestTwice),
            (Some(_), None) | (None, Some(_)) if by_redirect_uri => Err(Error::SignatureMisplaced),
            (None, None) if !by_redirect_uri => Err(Error::SignatureMissing),
            (Some(token), None) => Ok(Self::Request(UnverifiedRequest {
                source: Source::Signed(token.into_owned()),
                wallet_nonce: None,
                delivery: Delivery::ByValue,
                client,
                profile,
            })),
            (None, Some(request_uri)) => {
                let request_uri = address::read(&request_uri, reach, "request_uri")?;
                Ok(Self::Reference(RequestReference { client, request_uri, method, profile }))
            }
            (None, None) => Ok(Self::Request(UnverifiedRequest {
                source: Source::Unsigned { digest: sha256(address.as_bytes()), parameters },
                wallet_nonce: None,
                delivery: Delivery::ByValue,
                client,
                profile,
            })),
        }
    }
}
