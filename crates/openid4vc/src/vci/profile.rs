use super::metadata::IssuerMetadata;
use super::{CredentialOffer, Error};
use crate::oauth::server::{AttestationPolicy, AuthorizationServer, DpopPolicy};
use crate::oauth::{ATTESTED, ServerMetadata};

/// Which rules hold beyond those of OpenID4VCI 1.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// None: pre-authorized codes too, DPoP and attestation where the server offers them.
    OpenId4Vci,
    /// HAIP 1.0 section 4: authorization code, PAR, PKCE, `iss`, DPoP, an attested wallet, a scope for every credential, and nonces
    /// wherever keys are bound.
    Haip,
}

impl Profile {
    /// Whether an offer can be followed under the profile. An offer that grants nothing is followed by what the issuer's metadata says.
    ///
    /// # Errors
    /// [`Error::Profile`]
    pub fn allows_offer(self, offer: &CredentialOffer) -> Result<(), Error> {
        let only_pre_authorized = offer.authorization_code().is_none() && offer.pre_authorized().is_some();
        self.demands("the grant authorization_code in the offer (4.2)", !only_pre_authorized)
    }

    /// Whether an issuer keeps to the profile.
    ///
    /// # Errors
    /// [`Error::Profile`]
    pub fn allows_issuer(self, metadata: &IssuerMetadata) -> Result<(), Error> {
        let all_scoped = metadata.configurations.values().all(|one| one.scope.is_some());
        self.demands("a scope for every credential (4.1)", all_scoped)?;
        let binds = metadata.configurations.values().any(|one| one.is_bound());
        self.demands(
            "a nonce endpoint where keys are bound (4.1)",
            !binds || metadata.nonce_endpoint.is_some(),
        )
    }

    /// Whether an authorization server keeps to the profile.
    ///
    /// # Errors
    /// [`Error::Profile`]
    pub fn allows_server(self, metadata: &ServerMetadata) -> Result<(), Error> {
        let has = |list: &[String], name: &str| list.iter().any(|one| one == name);
        self.demands("an authorization endpoint (4)", metadata.authorization_endpoint.is_some())?;
        self.demands("pushed authorization requests (4)", metadata.par_endpoint.is_some())?;
        self.demands("PKCE with S256 (4)", has(&metadata.code_challenge_methods, "S256"))?;
        self.demands("iss in the authorization response (4)", metadata.iss_in_responses)?;
        self.demands("DPoP with ES256 (4)", has(&metadata.dpop_algorithms, "ES256"))?;
        self.demands("attested wallets (4.4.1)", has(&metadata.client_authentication, ATTESTED))
    }

    /// Whether the rules of an authorization server keep to the profile.
    ///
    /// # Errors
    /// [`Error::Profile`]
    pub fn allows_rules(self, server: &AuthorizationServer) -> Result<(), Error> {
        self.allows_server(&server.metadata)?;
        self.demands("pushed authorization requests (4)", server.metadata.par_required)?;
        self.demands("DPoP with ES256 (4)", server.dpop != DpopPolicy::Offered)?;
        let asked = !matches!(server.attestation, AttestationPolicy::NotAsked);
        self.demands("attested wallets (4.4.1)", asked)
    }

    pub(super) fn demands(self, requirement: &'static str, met: bool) -> Result<(), Error> {
        if self == Self::Haip && !met { Err(Error::Profile { requirement }) } else { Ok(()) }
    }
}
