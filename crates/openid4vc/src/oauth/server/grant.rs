use super::SecretDigest;
use crate::oauth::limits::MAX_TX_CODE_TRIES;
use crate::oauth::mac::equal_digests;
use crate::oauth::{AuthorizationRequest, CodeChallenge, CodeVerifier, Error, ReplayKey};
use vouchsafe_credential::Timestamp;

/// What a person has agreed to: which credentials, about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// Whom they are about; the caller's own name for it, never sent.
    pub subject: String,
    /// The identifier of the credential issuer at whose endpoints it is good.
    pub audience: String,
    /// Which.
    pub credentials: Vec<AuthorizedCredential>,
}

impl Authorization {
    /// Whoever asks by authorization details is answered with identifiers (OpenID4VCI 1.0 section 6.2): where there is but one data set,
    /// it is named as its configuration is.
    fn name_data_sets(&mut self) {
        for credential in &mut self.credentials {
            if credential.identifiers.is_empty() {
                credential.identifiers.push(credential.configuration_id.clone());
            }
        }
    }

    /// What is left of it if a token is asked for some of it alone (section 6.1.1).
    pub(super) fn narrowed_to(mut self, configuration_ids: &[String]) -> Result<Self, Error> {
        self.credentials.retain(|credential| configuration_ids.contains(&credential.configuration_id));
        self.name_data_sets();
        if self.credentials.is_empty() { Err(Error::ScopeUnknown) } else { Ok(self) }
    }
}

/// A credential that may be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizedCredential {
    /// The key in `credential_configurations_supported`.
    pub configuration_id: String,
    /// `credential_identifiers`: names of the data sets that there are of it. If there are none, the wallet asks by the configuration.
    pub identifiers: Vec<String>,
}

/// What a code stands for. Kept under the digest of the code.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeGrant {
    pub(super) authorization: Authorization,
    pub(super) expires: Timestamp,
    pub(super) kind: CodeKind,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum CodeKind {
    Authorization {
        client_id: String,
        redirect_uri: String,
        challenge: CodeChallenge,
        /// The key of the client's attestation, and of its DPoP proof, with the pushed request.
        attested: Option<[u8; 32]>,
        dpop: Option<[u8; 32]>,
    },
    PreAuthorized {
        /// Of code and transaction code together: from this alone, nobody finds the short one by trying.
        tx_code: Option<ReplayKey>,
        tries: u32,
    },
}

impl CodeGrant {
    /// What a pre-authorized code stands for (OpenID4VCI 1.0 section 4.1.1). `code` is the one in the offer; `tx_code` the one that
    /// the person gets on another way, never in the offer.
    #[must_use]
    pub fn pre_authorized(
        authorization: Authorization,
        code: &super::Secret,
        tx_code: Option<&str>,
        expires: Timestamp,
    ) -> Self {
        let tx_code = tx_code.map(|tx_code| together(code.as_str(), tx_code));
        Self { authorization, expires, kind: CodeKind::PreAuthorized { tx_code, tries: 0 } }
    }

    pub(super) fn of_request(
        mut authorization: Authorization,
        pushed: &super::PushedRequest,
        expires: Timestamp,
    ) -> Self {
        if pushed.request.authorization_details.is_some() {
            authorization.name_data_sets();
        }
        let AuthorizationRequest { client_id, redirect_uri, challenge, .. } = pushed.request.clone();
        let kind = CodeKind::Authorization {
            client_id,
            redirect_uri,
            challenge,
            attested: pushed.attested,
            dpop: pushed.dpop,
        };
        Self { authorization, expires, kind }
    }

    /// From then on it is worth nothing, and may be dropped.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.expires
    }
}

fn together(code: &str, tx_code: &str) -> ReplayKey {
    ReplayKey::of(&[b"tx_code", code.as_bytes(), tx_code.as_bytes()])
}

/// Where an authorization server keeps what its codes stand for.
pub trait GrantStore {
    /// Takes out what is kept under a code, in one step: of two who come with the same code, one gets it. A code is used up by
    /// that, whatever comes of it.
    fn take(&mut self, code: &SecretDigest) -> Option<CodeGrant>;

    /// Keeps it. Called again after a wrong transaction code, with one try more counted, until too many were made.
    fn put(&mut self, code: SecretDigest, grant: CodeGrant);
}

impl GrantStore for std::collections::BTreeMap<SecretDigest, CodeGrant> {
    fn take(&mut self, code: &SecretDigest) -> Option<CodeGrant> {
        self.remove(code)
    }

    fn put(&mut self, code: SecretDigest, grant: CodeGrant) {
        self.insert(code, grant);
    }
}

/// What a client that asks for a token has shown of itself.
pub(super) struct Asking<'a> {
    pub(super) client_id: Option<&'a str>,
    pub(super) attested: Option<[u8; 32]>,
    pub(super) dpop: Option<[u8; 32]>,
}

/// Redeems an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
pub(super) fn redeem_code(
    grants: &mut impl GrantStore,
    code: &str,
    verifier: &CodeVerifier,
    redirected: Option<&str>,
    asking: &Asking<'_>,
    now: Timestamp,
) -> Result<Authorization, Error> {
    let grant = grants.take(&SecretDigest::of(code)).filter(|grant| grant.expires > now);
    let Some(CodeGrant { authorization, kind, .. }) = grant else { return Err(Error::CodeUnknown) };
    let CodeKind::Authorization { client_id, redirect_uri, challenge, attested, dpop } = kind else {
        return Err(Error::CodeUnknown);
    };
    let same_keys = attested == asking.attested && (dpop.is_none() || dpop == asking.dpop);
    if asking.client_id != Some(&client_id) || redirected != Some(&redirect_uri) || !same_keys {
        return Err(Error::CodeUnknown);
    }
    challenge.verify(verifier)?;
    Ok(authorization)
}

/// Redeems a pre-authorized code (OpenID4VCI 1.0 sections 6.1, 6.3 and 13.6.3). Asking without a transaction code where one is
/// wanted, or with one where none is, costs a try too: it is a guess like others.
pub(super) fn redeem_pre_authorized(
    grants: &mut impl GrantStore,
    code: &str,
    tx_code: Option<&str>,
    now: Timestamp,
) -> Result<Authorization, Error> {
    let digest = SecretDigest::of(code);
    let grant = grants.take(&digest).filter(|grant| grant.expires > now).ok_or(Error::CodeUnknown)?;
    let CodeKind::PreAuthorized { tx_code: expected, tries } = &grant.kind else {
        return Err(Error::CodeUnknown);
    };
    let wrong = match (expected, tx_code) {
        (None, None) => return Ok(grant.authorization),
        (Some(expected), Some(given))
            if equal_digests(expected.as_bytes(), together(code, given).as_bytes()) =>
        {
            return Ok(grant.authorization);
        }
        (Some(_), Some(_)) => Error::TxCodeWrong,
        (Some(_), None) => Error::TxCodeMissing,
        (None, Some(_)) => Error::TxCodeUnexpected,
    };
    let tries = tries.saturating_add(1);
    if tries < MAX_TX_CODE_TRIES {
        let kind = CodeKind::PreAuthorized { tx_code: *expected, tries };
        grants.put(digest, CodeGrant { kind, ..grant });
    }
    Err(wrong)
}

/// What an access token stands for. Kept under the digest of the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessGrant {
    /// What was agreed to.
    pub authorization: Authorization,
    /// Who asked; none where a pre-authorized code was used without a name.
    pub client_id: Option<String>,
    /// The thumbprint of the key that it is bound to; none if whoever bears it may use it.
    pub dpop: Option<[u8; 32]>,
    /// Until when it is good.
    pub expires: Timestamp,
}
