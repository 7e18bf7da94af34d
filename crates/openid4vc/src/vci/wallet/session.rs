use super::Client;
use crate::http::{Headers, Reach, Request};
use crate::oauth::{ATTESTED, DPOP, DpopKey, ServerMetadata, TokenType, member, object};
use crate::oauth::{AccessToken, PRE_AUTHORIZED_CODE};
use crate::vci::metadata::{CredentialConfiguration, IssuerMetadata};
use crate::vci::{CredentialOffer, Error, Profile};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Writer;

/// What an issuance knows and holds.
pub struct Session {
    pub(super) reach: Reach,
    pub(super) profile: Profile,
    pub(super) client: Client,
    pub(super) offer: CredentialOffer,
    pub(super) issuer: IssuerMetadata,
    pub(super) form: MetadataForm,
    pub(super) server: ServerMetadata,
    /// What the person chose of the offer.
    pub(super) chosen: Vec<String>,
    /// The key that tokens are bound to, if the server does that.
    pub(super) dpop: Option<DpopKey>,
    /// Nonces for DPoP proofs, the last that each of the two servers gave.
    pub(super) server_nonce: Option<String>,
    pub(super) issuer_nonce: Option<String>,
    /// The last challenge for client attestations.
    pub(super) challenge: Option<String>,
    pub(super) token: Option<AccessToken>,
    pub(super) token_expires: Option<Timestamp>,
}

/// In which form the issuer's metadata came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataForm {
    /// As it was found at the issuer's address.
    Unsigned,
    /// Signed by one of those who are trusted for it. Where that is demanded, go on with no other.
    Signed,
}

/// Which of the two servers is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Server,
    Issuer,
}

impl Session {
    /// What was offered.
    #[must_use]
    pub fn offer(&self) -> &CredentialOffer {
        &self.offer
    }

    /// What the issuer says of itself.
    #[must_use]
    pub fn issuer(&self) -> &IssuerMetadata {
        &self.issuer
    }

    /// In which form it said that.
    #[must_use]
    pub fn metadata_form(&self) -> MetadataForm {
        self.form
    }

    /// What its authorization server says of itself.
    #[must_use]
    pub fn server(&self) -> &ServerMetadata {
        &self.server
    }

    /// What is offered, by identifier, with what the issuer says of it.
    pub fn offered(&self) -> impl Iterator<Item = (&str, &CredentialConfiguration)> {
        let of = |id: &String| self.issuer.configurations.get_key_value(id);
        self.offer.configuration_ids().iter().filter_map(of).map(|(id, one)| (id.as_str(), one))
    }

    /// Until when the access token is good, if the server said so.
    #[must_use]
    pub fn token_expires(&self) -> Option<Timestamp> {
        self.token_expires
    }

    /// Takes the person's choice among what is offered.
    pub(super) fn choose(&mut self, chosen: &[&str]) -> Result<(), Error> {
        let offered = |id: &&str| self.offer.configuration_ids().iter().any(|offered| offered == id);
        let mut seen = std::collections::BTreeSet::new();
        if chosen.is_empty() || !chosen.iter().all(|id| offered(id) && seen.insert(*id)) {
            return Err(Error::NothingChosen);
        }
        self.chosen = chosen.iter().map(|id| (*id).to_owned()).collect();
        Ok(())
    }

    /// `authorization_details` for what was chosen (OpenID4VCI 1.0 section 5.1.1).
    pub(super) fn details(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_array();
        for id in &self.chosen {
            writer.begin_object();
            member(&mut writer, "type", "openid_credential");
            member(&mut writer, "credential_configuration_id", id);
            if !self.issuer.authorization_servers.is_empty() {
                crate::oauth::names(&mut writer, "locations", &[self.issuer.issuer.as_str().to_owned()]);
            }
            writer.end_object();
        }
        writer.end_array();
        writer.finish()
    }

    pub(super) fn server_takes_details(&self) -> bool {
        self.server.authorization_details_types.iter().any(|kind| kind == "openid_credential")
    }

    /// Whether the wallet shows its attestation.
    fn attests(&self) -> bool {
        self.profile == Profile::Haip || self.server.client_authentication.iter().any(|way| way == ATTESTED)
    }

    /// Whether the server takes clients such as this one, for a grant.
    pub(super) fn client_is_taken(&self, grant_type: &str) -> Result<(), Error> {
        let refused = Error::OAuth(crate::oauth::Error::ClientUnsupported);
        let ways = &self.server.client_authentication;
        let takes_public = ways.is_empty() || ways.iter().any(|way| way == "none");
        match &self.client {
            Client::Attested(_) if self.attests() => Ok(()),
            Client::Attested(_) | Client::Public { .. } => {
                self.profile.demands("an attested wallet (4.4.1)", false)?;
                if takes_public || self.may_be_anonymous(grant_type) { Ok(()) } else { Err(refused) }
            }
            Client::Anonymous => {
                self.profile.demands("an attested wallet (4.4.1)", false)?;
                if self.may_be_anonymous(grant_type) { Ok(()) } else { Err(refused) }
            }
        }
    }

    fn may_be_anonymous(&self, grant_type: &str) -> bool {
        grant_type == PRE_AUTHORIZED_CODE && self.server.anonymous_pre_authorized
    }

    /// Adds to a request what its server is shown: attestation, access token, DPoP proof, each made anew.
    pub(super) fn dress(
        &self,
        mut request: Request,
        target: Target,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Request, Error> {
        let (token, nonce) = match target {
            Target::Server => (None, &self.server_nonce),
            Target::Issuer => (self.token.as_ref(), &self.issuer_nonce),
        };
        if target == Target::Server
            && let Client::Attested(attestation) = &self.client
            && self.attests()
        {
            let challenge = self.challenge.as_deref();
            attestation.add_to(&mut request.headers, &self.server.issuer, challenge, now, rng)?;
        }
        if let Some(token) = token {
            authorize(&mut request.headers, token);
        }
        let bearer = token.is_some_and(|token| token.kind == TokenType::Bearer);
        if let Some(key) = self.dpop.as_ref().filter(|_| !bearer) {
            let token = token.map(|token| token.text.as_str());
            let proof = key.prove(request.method, &request.url, nonce.as_deref(), token, now, rng)?;
            request.headers.push(DPOP, proof);
        }
        Ok(request)
    }
}

fn authorize(headers: &mut Headers, token: &AccessToken) {
    let mut value = String::with_capacity(token.text.len() + 8);
    value.push_str(token.kind.as_str());
    value.push(' ');
    value.push_str(&token.text);
    headers.push("Authorization", value);
}

/// Names alone.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({:?}, {:?})", self.profile, self.offer)
    }
}

/// What was chosen, as JSON.
pub(super) fn list_json(list: &[String]) -> String {
    object(|writer| crate::oauth::names(writer, "list", list))
}
