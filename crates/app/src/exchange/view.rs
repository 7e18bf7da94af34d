use crate::ErrorView;
use crate::view::VERSION;
use serde::Serialize;
use std::fmt;
use vouchsafe_credential::{base64url, shown};
use vouchsafe_openid4vc::vp::{Invocation, VerifiedRequest};
use vouchsafe_wallet::PresentationRequest;

/// What a link says of itself. Nobody verified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvitationView {
    /// Version of this form.
    pub version: u32,
    /// Whom the request claims to be from.
    pub claimed_client_id: String,
    /// The host that has the request, where it has to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched_from: Option<String>,
}

/// Who asks, as it was proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedView {
    /// Version of this form.
    pub version: u32,
    /// What they call themselves, with the prefix.
    pub client_id: String,
    /// How that was proven: `x509_san_dns`, `x509_hash`, `verifier_attestation`, `preregistered` or, not at all, `redirect_uri`.
    pub proof: &'static str,
    /// True if somebody whom the person trusts stands for the name.
    pub proven: bool,
    /// The names that their certificate is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificate_names: Vec<String>,
    /// SHA-256 over their certificate, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_fingerprint: Option<String>,
    /// Where the answer goes.
    pub response_uri: String,
    /// The thumbprint (RFC 7638) of the key that it is encrypted to, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<String>,
    /// From when on they take no answer, if they say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Of which formats the statements about themselves are that they sent along, such as a registration. This wallet can check none, so they
    /// prove nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread_statements: Vec<String>,
    /// Under which switches for development it came, as `loopback_http` or `tls_root`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub development: Vec<&'static str>,
}

/// What became of a message.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SentView {
    /// Version of this form.
    pub version: u32,
    /// The entry of the history that stands for it.
    pub entry: u64,
    /// To which host it went.
    pub host: String,
    /// `delivered`, `refused`, `not_sent`; or `pending`, where it is not known whether it arrived.
    pub progress: &'static str,
    /// The status that came back, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why nothing came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<ErrorView>,
    /// Why the history does not say so: what became of it could not be written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unwritten: Option<ErrorView>,
    /// Where the person goes on, in a browser. It is never asked from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// Under which switches for development it was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub development: Vec<&'static str>,
}

/// Not where the browser goes: that holds a secret of the session.
impl fmt::Debug for SentView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, host, progress, status, lost, unwritten, redirect_uri, .. } = self;
        let code = |error: &Option<ErrorView>| error.as_ref().map(|error| error.code);
        let (lost, unwritten) = (code(lost), code(unwritten));
        let goes_on = redirect_uri.is_some();
        write!(
            f,
            "SentView(entry {entry} to {host:?}: {progress}, {status:?}, {lost:?}, {unwritten:?}, goes on: {goes_on})"
        )
    }
}

impl InvitationView {
    pub(super) fn new(invocation: &Invocation) -> Self {
        let (client_id, fetched_from) = match invocation {
            Invocation::Request(request) => (request.claimed_client_id(), None),
            Invocation::Reference(reference) => {
                let host = reference.request_uri().host_str().unwrap_or_default();
                (reference.claimed_client_id(), Some(host.to_owned()))
            }
        };
        Self { version: VERSION, claimed_client_id: client_id.to_string(), fetched_from }
    }
}

impl AskedView {
    pub(super) fn new(request: &VerifiedRequest, terms: &PresentationRequest) -> Self {
        let hexadecimal = |digest: &[u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            version: VERSION,
            client_id: request.client_id().to_string(),
            proof: terms.verifier.proof.code(),
            proven: terms.verifier.proof.names_somebody(),
            certificate_names: request.certificate_names().to_vec(),
            certificate_fingerprint: request.certificate_fingerprint().map(hexadecimal),
            response_uri: request.response_uri().to_string(),
            encryption_key: request.encryption().map(|(key, _)| base64url::encode(&key.thumbprint())),
            expires_at: request.expires_at().map(|at| at.to_string()),
            unread_statements: request.verifier_info().iter().map(|info| short(info.format())).collect(),
            development: terms.development.iter().map(|switch| switch.code()).collect(),
        }
    }
}

/// The beginning of a name that somebody else chose, safe to show.
fn short(name: &str) -> String {
    const LONGEST: usize = 60;
    shown::escape(name).chars().take(LONGEST).collect()
}
