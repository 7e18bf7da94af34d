//! BBS credentials, from the import to the verifier.

use super::desk::*;
use crate::{Error, ImportRequest, OpenWallet, Profile, profile_of};
use getrandom::SysRng;
use std::num::NonZeroU32;
use vouchsafe_bbs::{Ciphersuite, Generators, SigningKey};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, format};
use vouchsafe_jpt::{
    IssuerHeader, IssuerKey, PreparedIssuer, PresentationExpectations, UnverifiedPresentation,
};

/// An issuer of both kinds of credentials.
struct BbsIssuer {
    key: SigningKey,
    issuer: PreparedIssuer,
}

const CLAIMS: &str = r#"{"exp":1700524800,"given_name":"Ada-canary","age_over_18":true}"#;

impl BbsIssuer {
    fn new() -> Self {
        let key = SigningKey::generate(&mut SysRng).unwrap();
        let slots = ["exp", "given_name", "age_over_18"].map(ClaimPath::top).to_vec();
        let (id, vct) =
            (IssuerId::new(ISSUER).unwrap(), CredentialType::new("urn:example:resident").unwrap());
        let header = IssuerHeader::new(id, vct, NonZeroU32::MIN, "bbs-1", slots).unwrap();
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let issuer = PreparedIssuer::new(&generators, key.verifying_key(), &header).unwrap();
        Self { key, issuer }
    }

    fn issue(&self) -> String {
        self.issuer.issue(&self.key, Document::parse(CLAIMS).unwrap().root()).unwrap()
    }

    /// What the issuer publishes: its keys of both kinds.
    fn key_set(&self, desk: &Desk) -> String {
        let bbs = IssuerKey::new("bbs-1", self.key.verifying_key().clone()).unwrap();
        format!(r#"{{"keys":[{},{}]}}"#, desk.issuer_jwk(), bbs.to_jwk_json())
    }

    /// The claims of a presentation for the verifier of the desk.
    fn verify(&self, text: &str) -> String {
        let verified = UnverifiedPresentation::parse(text).unwrap();
        let (audience, nonce) = (Audience::new(VERIFIER).unwrap(), Nonce::new(NONCE).unwrap());
        let expected = PresentationExpectations {
            audience: Some(&audience),
            nonce: Some(&nonce),
            now: NOW,
            max_age: Duration::from_secs(300),
            skew: Duration::from_secs(60),
        };
        verified.verify(&self.issuer, &expected).unwrap().claims().to_json()
    }
}

fn import(wallet: &mut OpenWallet, text: &str, keys: Option<&str>) -> Result<String, Error> {
    let request = ImportRequest { profile: profile_of(text), issuer_jwk: keys, ..request(text) };
    Ok(wallet.import(&request, NOW)?.card.id)
}

#[test]
fn a_bbs_credential_from_its_import_to_its_verifier() {
    let (desk, issuer) = (Desk::new(), BbsIssuer::new());
    let mut wallet = desk.create();
    let text = issuer.issue();
    assert_eq!(import(&mut wallet, &text, None).unwrap_err().code(), "wallet.issuer_key_unknown");
    let card = import(&mut wallet, &text, Some(&issuer.key_set(&desk))).unwrap();
    let issuers = wallet.issuers().unwrap().issuers;
    let algorithms: Vec<&str> = issuers[0].keys.iter().map(|key| key.algorithm).collect();
    assert_eq!(algorithms, ["ES256", "BBS"]);
    drop(wallet);

    let mut wallet = desk.open();
    let listed = wallet.cards(NOW).unwrap().cards.remove(0);
    assert_eq!((listed.profile, listed.usage, listed.bound), ("bbs", "reusable", false));
    for prepared in [true, false] {
        let mut draft = wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, NOW).unwrap();
        assert_eq!(draft.view.linkability.code, "unlinkable_proof");
        assert!(draft.view.cautions.is_empty());
        if prepared {
            wallet.prepare(&mut draft, NOW).unwrap();
        }
        assert!(!format!("{draft:?}").contains("Ada"));
        let digest = draft.view.digest.clone();
        let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
        assert_eq!(presented.form, "jpt");
        assert_eq!(issuer.verify(&presented.presentation), r#"{"exp":1700524800,"age_over_18":true}"#);
        assert_eq!(wallet.resend(presented.entry).unwrap(), presented);
    }
}

#[test]
fn what_was_prepared_goes_with_its_draft_the_next_draft_or_the_lock() {
    let (desk, issuer) = (Desk::new(), BbsIssuer::new());
    let mut wallet = desk.create();
    wallet.trust_issuer(ISSUER, &issuer.key_set(&desk), NOW).unwrap();
    let card = import(&mut wallet, &issuer.issue(), None).unwrap();
    let prepare = |wallet: &mut crate::OpenWallet| {
        let mut draft = wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, NOW).unwrap();
        wallet.prepare(&mut draft, NOW).unwrap();
        draft
    };
    let waiting = prepare(&mut wallet);
    assert!(wallet.ahead.is_kept() && waiting.ahead.take().is_some());
    assert!(!wallet.ahead.is_kept() && waiting.ahead.take().is_none(), "once");

    drop(prepare(&mut wallet));
    assert!(!wallet.ahead.is_kept(), "declined");

    let (first, second) = (prepare(&mut wallet), prepare(&mut wallet));
    assert!(first.ahead.take().is_none());
    drop(first);
    assert!(wallet.ahead.is_kept(), "that of the second draft stays");
    drop(wallet);
    assert!(second.ahead.take().is_none(), "locked");
}

#[test]
fn a_query_for_bbs_is_answered_with_a_vp_token() {
    let (desk, issuer) = (Desk::new(), BbsIssuer::new());
    let mut wallet = desk.create();
    wallet.trust_issuer(ISSUER, &issuer.key_set(&desk), NOW).unwrap();
    import(&mut wallet, &issuer.issue(), None).unwrap();
    let query = format!(
        r#"{{"credentials":[{{"id":"q","format":"{}","meta":{{}},"claims":[{{"path":["age_over_18"]}}]}}]}}"#,
        format::BBS
    );
    let request = crate::QueryRequest {
        query: &query,
        audience: VERIFIER,
        nonce: NONCE,
        purpose: None,
        staples: crate::Staples::Leave,
    };
    let draft = wallet.draft_answer(&request, &crate::Chosen::default(), NOW).unwrap();
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
    assert_eq!(presented.form, "vp_token");
    let token = Document::parse(presented.presentation).unwrap();
    let text = token.root().get("q").unwrap().elements().unwrap().next().unwrap().as_str().unwrap();
    assert_eq!(issuer.verify(&text), r#"{"exp":1700524800,"age_over_18":true}"#);
}

#[test]
fn what_nobody_named_is_told_from_the_text() {
    let (desk, issuer) = (Desk::new(), BbsIssuer::new());
    assert_eq!(profile_of(&format!("\n{}", issuer.issue())), Profile::Bbs);
    let sd_jwt = desk.issue(&desk.issuer_jwk(), 1);
    for text in [sd_jwt.as_str(), "", ".", "e30.e30.e30", "{\"payload\":\"\"}", "W10.a"] {
        assert_eq!(profile_of(text), Profile::SdJwtVc, "{text}");
    }
}
