//! An issuer, a wallet in memory, a verifier.

use super::memory::Memory;
use crate::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, Duration, IssuerId, Nonce, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, ExpectedType, KeyBinding, KeyBindingExpectations, Profile as TokenProfile, SdJwtToSign,
    UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

pub(super) const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);
pub(super) const ISSUER: &str = "https://issuer.example";
pub(super) const LIST: &str = "https://issuer.example/status/1";
/// Of the person, in `person`.
pub(super) const CANARIES: [&str; 3] = ["Ada-canary", "Lovelace-canary", "London-canary"];

pub(super) struct World {
    pub(super) wallet: Wallet<Memory>,
    pub(super) issuer: SigningKey,
    pub(super) rng: ChaCha20Rng,
}

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) fn later(seconds: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_secs(seconds))
}

pub(super) fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

pub(super) fn paths(texts: &[&str]) -> Vec<ClaimPath> {
    texts.iter().map(|text| path(text)).collect()
}

/// The claims of a person, with what each test adds: `"cnf":{...}`, `"status":{...}`.
pub(super) fn person(more: &[String]) -> String {
    let more: String = more.iter().map(|member| format!(",{member}")).collect();
    format!(
        r#"{{"iss":"{ISSUER}","vct":"urn:example:person","iat":1699920000,"exp":1702512000,"given_name":"{}","family_name":"{}","address":{{"city":"{}","country":"GB"}}{more}}}"#,
        CANARIES[0], CANARIES[1], CANARIES[2]
    )
}

pub(super) fn cnf(key: &VerifyingKey) -> String {
    format!(r#""cnf":{{"jwk":{}}}"#, key.to_jwk_json())
}

pub(super) fn status(index: u64) -> String {
    format!(r#""status":{{"status_list":{{"uri":"{LIST}","idx":{index}}}}}"#)
}

/// What is selectively disclosable in `person`.
pub(super) fn plan() -> DisclosurePlan {
    DisclosurePlan::new(paths(&["given_name", "family_name", "address", "address.city"]))
}

impl World {
    /// The issuer is trusted, the wallet empty.
    pub(super) fn new() -> Self {
        let mut rng = rng(1);
        let issuer = SigningKey::generate(Algorithm::Es256, &mut rng).unwrap();
        let mut wallet = Wallet::new(Memory::default());
        let keys = [issuer.verifying_key().clone().into()];
        wallet.trust_issuer(IssuerId::new(ISSUER).unwrap(), &keys, NOW).unwrap();
        Self { wallet, issuer, rng }
    }

    pub(super) fn holder_key(&mut self) -> VerifyingKey {
        self.wallet.new_holder_key(Algorithm::Es256, NOW, &mut self.rng).unwrap().public
    }

    pub(super) fn issue(&mut self, claims: &str) -> String {
        self.issue_with(claims, &plan(), "dc+sd-jwt")
    }

    pub(super) fn issue_with(&mut self, claims: &str, plan: &DisclosurePlan, typ: &str) -> String {
        let claims = Document::parse(claims).unwrap();
        SdJwtToSign::new(claims.root(), plan, typ).sign(&self.issuer, &mut self.rng).unwrap()
    }

    /// A credential bound to a key of this wallet, imported.
    pub(super) fn card(&mut self) -> CredentialId {
        let key = self.holder_key();
        let token = self.issue(&person(&[cnf(&key)]));
        self.import(&token).unwrap().card.id
    }

    /// A batch of one-time copies, each with its entry of the status list, imported.
    pub(super) fn batch(&mut self, copies: u64) -> CredentialId {
        self.batch_at(&(0..copies).collect::<Vec<_>>())
    }

    /// A batch of one-time copies with these entries of the status list, imported.
    pub(super) fn batch_at(&mut self, indexes: &[u64]) -> CredentialId {
        let mut tokens = Vec::new();
        for index in indexes {
            let key = self.holder_key();
            tokens.push(self.issue(&person(&[cnf(&key), status(*index)])));
        }
        self.import_batch(&tokens).unwrap().card.id
    }

    pub(super) fn import(&mut self, token: &str) -> Result<Imported, Error> {
        self.import_as(token, Profile::SdJwtVc)
    }

    pub(super) fn import_as(&mut self, token: &str, profile: Profile) -> Result<Imported, Error> {
        let import = Import {
            tokens: Tokens::Reusable(token),
            profile,
            issuer_keys: &[],
            holder_keys: Vec::new(),
            type_metadata: None,
        };
        self.wallet.import(import, NOW)
    }

    pub(super) fn import_batch(&mut self, tokens: &[String]) -> Result<Imported, Error> {
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let import = Import {
            tokens: Tokens::SingleUse(&tokens),
            profile: Profile::SdJwtVc,
            issuer_keys: &[],
            holder_keys: Vec::new(),
            type_metadata: None,
        };
        self.wallet.import(import, NOW)
    }

    pub(super) fn draft(&self, card: &CredentialId, selected: &[&str]) -> Draft {
        self.wallet.draft(&[choice(card, selected)], request("https://verifier.example"), NOW).unwrap()
    }

    pub(super) fn present(&mut self, draft: Draft) -> Result<Presentation, Error> {
        let digest = draft.digest();
        self.wallet.present(draft.consent(digest, &[], NOW)?, NOW, &mut rng(7))
    }

    /// What a verifier makes of a presentation.
    pub(super) fn verify(&self, text: &str) -> VerifiedSdJwt {
        let profile = TokenProfile::SdJwt(ExpectedType::Any);
        let options = VerifyOptions { profile, ..VerifyOptions::default() };
        UnverifiedSdJwt::parse(text).unwrap().verify(self.issuer.verifying_key(), &options).unwrap()
    }

    /// A status list with these entries, signed by the issuer.
    pub(super) fn list(&self, issued_at: Timestamp, entries: &[(u64, Status)]) -> String {
        self.list_by(&self.issuer, LIST, issued_at, entries)
    }

    pub(super) fn list_by(
        &self,
        key: &SigningKey,
        uri: &str,
        issued_at: Timestamp,
        entries: &[(u64, Status)],
    ) -> String {
        let mut list = StatusList::new(Bits::Two, 128).unwrap();
        for (index, status) in entries {
            list.set(*index, *status).unwrap();
        }
        let token = StatusListToSign {
            uri,
            issuer: None,
            issued_at,
            expires_at: None,
            ttl: None,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        };
        token.sign(key).unwrap()
    }

    pub(super) fn state(&self, card: &CredentialId, now: Timestamp) -> State {
        let cards = self.wallet.cards(now).unwrap();
        cards.into_iter().find(|holding| holding.card.id == *card).unwrap().state
    }

    pub(super) fn history(&self) -> Vec<Entry> {
        self.wallet.history().unwrap()
    }

    pub(super) fn sharings(&self) -> Vec<Sharing> {
        let sharing = |entry: Entry| match entry.event {
            Event::Shared(sharing) => Some(sharing),
            _ => None,
        };
        self.history().into_iter().filter_map(sharing).collect()
    }
}

pub(super) fn request(audience: &str) -> PresentationRequest {
    PresentationRequest::by_hand(Audience::new(audience).unwrap(), Nonce::new("n-0S6_WzA2Mj").unwrap())
}

pub(super) fn choice(card: &CredentialId, selected: &[&str]) -> Choice {
    Choice { query: None, card: card.clone(), paths: paths(selected), statements: Vec::new() }
}

/// The only SD-JWT of a presentation.
pub(super) fn only(presented: &Presentation) -> &str {
    let texts: Vec<&str> = presented.parts().map(|(_, text)| text).collect();
    assert_eq!(texts.len(), 1);
    texts[0]
}

pub(super) fn key_binding(
    presented: &VerifiedSdJwt,
    request: &PresentationRequest,
) -> Result<KeyBinding, vouchsafe_sd_jwt::Error> {
    presented.verify_key_binding(&KeyBindingExpectations {
        audience: Some(&request.audience),
        nonce: Some(&request.nonce),
        now: NOW,
        max_age: Duration::from_secs(300),
        skew: Duration::from_secs(60),
    })
}

/// All that anybody who has these bytes can read: as they are, and decoded.
pub(super) fn readable(text: &str) -> String {
    let mut all = text.to_owned();
    for part in text.split(['~', '.']) {
        if let Ok(bytes) = vouchsafe_credential::base64url::decode(part) {
            all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    all
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

pub(super) fn text(value: Value<'_>, claim: &str) -> Option<String> {
    path(claim).select(value).first().and_then(|value| value.as_str()).map(|text| text.into_owned())
}
