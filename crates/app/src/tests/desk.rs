//! A wallet in a temporary directory, an issuer, a verifier.

use crate::{ImportRequest, OpenWallet, Profile, Timestamp};
use getrandom::SysRng;
use std::path::PathBuf;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, Duration, Nonce};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, KeyBindingExpectations, SdJwtToSign, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use vouchsafe_vault::KdfPolicy;
use zeroize::Zeroizing;

pub(super) const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);
pub(super) const ISSUER: &str = "https://issuer.example";
pub(super) const LIST: &str = "https://issuer.example/status/1";
pub(super) const VERIFIER: &str = "https://verifier.example";
pub(super) const NONCE: &str = "n-0S6_WzA2Mj";
pub(super) const CANARIES: [&str; 2] = ["Ada-canary", "Lovelace-canary"];

pub(super) struct Desk {
    directory: tempfile::TempDir,
    pub(super) issuer: SigningKey,
}

pub(super) fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

impl Desk {
    /// An issuer, and a place for a wallet.
    pub(super) fn new() -> Self {
        let issuer = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
        Self { directory: tempfile::tempdir().unwrap(), issuer }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("wallet")
    }

    pub(super) fn create(&self) -> OpenWallet {
        let policy = KdfPolicy::insecure_for_tests();
        let mut wallet = OpenWallet::create_with(&self.path(), passphrase("correct horse"), &policy).unwrap();
        wallet.trust_issuer(ISSUER, &self.issuer_jwk(), NOW).unwrap();
        wallet
    }

    pub(super) fn open(&self) -> OpenWallet {
        let policy = KdfPolicy::insecure_for_tests();
        OpenWallet::open_with(&self.path(), passphrase("correct horse"), &policy).unwrap()
    }

    pub(super) fn issuer_jwk(&self) -> String {
        self.issuer.verifying_key().to_jwk_json()
    }

    /// The credential of a person, bound to the key, at an entry of the status list.
    pub(super) fn issue(&self, holder_jwk: &str, index: u64) -> String {
        self.issue_at(LIST, holder_jwk, index)
    }

    /// The same at an entry of another list.
    pub(super) fn issue_at(&self, list: &str, holder_jwk: &str, index: u64) -> String {
        let list = serde_json::to_string(list).unwrap();
        let claims = format!(
            r#"{{"iss":"{ISSUER}","vct":"urn:example:person","iat":1699920000,"exp":1731456000,"given_name":"{}","family_name":"{}","cnf":{{"jwk":{holder_jwk}}},"status":{{"status_list":{{"uri":{list},"idx":{index}}}}}}}"#,
            CANARIES[0], CANARIES[1]
        );
        let claims = Document::parse(claims).unwrap();
        let paths = ["given_name", "family_name"].map(|path| path.parse().unwrap());
        let plan = DisclosurePlan::new(paths);
        SdJwtToSign::new(claims.root(), &plan, "dc+sd-jwt").sign(&self.issuer, &mut SysRng).unwrap()
    }

    pub(super) fn list(&self, issued_at: Timestamp, entries: &[(u64, Status)]) -> String {
        self.list_at(LIST, issued_at, entries)
    }

    /// The list at another address.
    pub(super) fn list_at(&self, uri: &str, issued_at: Timestamp, entries: &[(u64, Status)]) -> String {
        let mut list = StatusList::new(Bits::Two, 1_000).unwrap();
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
        token.sign(&self.issuer).unwrap()
    }

    /// Imports one credential, or a batch of one-time copies; gives the card's id.
    pub(super) fn import(&self, wallet: &mut OpenWallet, copies: Option<u64>) -> String {
        let tokens: Vec<String> = (0..copies.unwrap_or(1))
            .map(|index| self.issue(&wallet.new_holder_key("ES256", NOW).unwrap().public_jwk, index))
            .collect();
        let text = tokens.join("\n");
        let request = ImportRequest { single_use: copies.is_some(), ..request(&text) };
        wallet.import(&request, NOW).unwrap().card.id
    }

    pub(super) fn verify(&self, presentation: &str) -> VerifiedSdJwt {
        let token = UnverifiedSdJwt::parse(presentation).unwrap();
        let verified = token.verify(self.issuer.verifying_key(), &VerifyOptions::default()).unwrap();
        let binding = verified.verify_key_binding(&KeyBindingExpectations {
            audience: Some(&Audience::new(VERIFIER).unwrap()),
            nonce: Some(&Nonce::new(NONCE).unwrap()),
            now: NOW,
            max_age: Duration::from_secs(300),
            skew: Duration::from_secs(60),
        });
        assert!(binding.is_ok());
        verified
    }
}

pub(super) fn request(text: &str) -> ImportRequest<'_> {
    ImportRequest {
        text,
        single_use: false,
        profile: Profile::SdJwtVc,
        issuer_jwk: None,
        holder_private_jwks: &[],
        type_metadata: &[],
    }
}

/// Drafts and presents at once.
pub(super) fn present(
    wallet: &mut OpenWallet,
    card: &str,
    paths: &[&str],
) -> Result<crate::view::PresentationView, crate::Error> {
    let draft = wallet.draft(card, paths, VERIFIER, NONCE, NOW)?;
    let digest = draft.view.digest.clone();
    wallet.present(draft, &digest, &[], NOW)
}
