//! BBS credentials that can be revoked: what an issuer publishes, and what a wallet makes of it.

use super::backup;
use super::desk::*;
use crate::view::{RegistryUpdateView, StatusFileView};
use crate::{ImportRequest, OpenWallet, Profile, Timestamp, order_of_status_files};
use getrandom::SysRng;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialId, CredentialType, Duration, IssuerId};
use vouchsafe_issuer::{
    AccumulatorKeys, AccumulatorRegistry, BbsIssuer, BbsKey, BbsOrder, PublishedSegment, TypeDefinition,
};

pub(super) const REGISTRY: &str = "https://issuer.example/revocation/1";

pub(super) struct Town {
    issuer: BbsIssuer,
    pub(super) registry: AccumulatorRegistry,
    pub(super) segments: Vec<PublishedSegment>,
}

pub(super) fn hours(hours: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_hours(hours))
}

impl Town {
    pub(super) fn new() -> Self {
        let issuer = BbsIssuer::new(IssuerId::new(ISSUER).unwrap(), BbsKey::generate(&mut SysRng).unwrap());
        let keys = AccumulatorKeys::generate(REGISTRY, Duration::from_hours(1), &mut SysRng).unwrap();
        let registry = AccumulatorRegistry::new(keys, NOW, &mut SysRng).unwrap();
        let mut town = Self { issuer, registry, segments: Vec::new() };
        town.publish(NOW);
        town
    }

    pub(super) fn publish(&mut self, now: Timestamp) {
        for segment in self.registry.publish(now).unwrap() {
            self.segments.retain(|known| known.number != segment.number);
            self.segments.push(segment);
        }
    }

    pub(super) fn issue(&mut self, name: &str) -> String {
        let vct = CredentialType::new("urn:example:resident").unwrap();
        let claims = ["given_name", "age_over_18"].map(|path| path.parse().unwrap()).to_vec();
        let definition = TypeDefinition::new(vct, claims, Vec::new()).unwrap();
        let of_type =
            self.issuer.prepare_revocable(definition, self.registry.registry().reference()).unwrap();
        let entry = self.registry.allocate(CredentialId::new(name).unwrap(), &mut SysRng).unwrap();
        let claims = Document::parse(r#"{"given_name":"Ada-canary","age_over_18":true}"#).unwrap();
        let order = BbsOrder {
            claims: claims.root(),
            issued_at: NOW,
            expires_at: NOW.saturating_add(Duration::from_days(90)),
            entry: Some(&entry),
        };
        of_type.issue(&order).unwrap()
    }

    pub(super) fn import(&self, wallet: &mut OpenWallet, text: &str) -> String {
        let key = self.issuer.key().public().to_jwk_json();
        let request = ImportRequest { profile: Profile::Bbs, issuer_jwk: Some(&key), ..request(text) };
        wallet.import(&request, NOW).unwrap().card.id
    }

    /// All that is published, in some order of names.
    fn published(&self) -> Vec<String> {
        let mut files: Vec<String> = self.segments.iter().map(|segment| segment.text.clone()).rev().collect();
        files.push(self.registry.registry().to_json());
        files
    }
}

/// Takes over all of these files.
fn take(wallet: &mut OpenWallet, files: &[String], now: Timestamp) -> Option<RegistryUpdateView> {
    let texts: Vec<&str> = files.iter().map(String::as_str).collect();
    let mut last = None;
    for at in order_of_status_files(&texts) {
        match wallet.apply_status_file(texts[at], now).unwrap() {
            StatusFileView::Statements(update) => last = Some(update),
            StatusFileView::Registry(registry) => assert_eq!(registry.cards.len(), 1),
            StatusFileView::List(list) => panic!("{list:?}"),
        }
    }
    last
}

#[test]
fn from_the_import_to_the_revocation_with_what_an_issuer_publishes() {
    let (desk, mut town) = (Desk::new(), Town::new());
    let mut wallet = desk.create();
    let text = town.issue("ada");
    let card = town.import(&mut wallet, &text);
    let summary = wallet.cards(NOW).unwrap().cards.remove(0);
    let membership = summary.membership.unwrap();
    assert_eq!(
        (membership.registry.as_str(), membership.period, summary.state.code),
        (REGISTRY, 1, "cannot_tell")
    );
    let needs = wallet.registry_needs(NOW).unwrap().registries;
    assert_eq!((needs[0].registry.as_str(), needs[0].description, needs[0].segment), (REGISTRY, true, 0));
    let refused = wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, NOW).unwrap_err();
    assert_eq!(refused.code(), "wallet.registry_not_described");

    // The files come in any order.
    let now = hours(20);
    town.publish(now);
    assert_eq!(town.segments.len(), 3);
    let update = take(&mut wallet, &town.published(), now).unwrap();
    assert_eq!((update.period, update.cards[0].after.code), (Some(21), "valid"));
    assert!(update.refused.is_empty() && update.forked.is_none());
    drop(wallet);

    let mut wallet = desk.open();
    let draft = wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, now).unwrap();
    let part = &draft.view.parts[0];
    let membership = part.membership.as_ref().unwrap();
    let starts_at = hours(20).floor_to(vouchsafe_credential::Duration::from_hours(1)).to_string();
    assert_eq!((membership.period, membership.starts_at.as_ref()), (21, Some(&starts_at)));
    let seen = part.seen_of_type.clone().unwrap();
    assert_eq!((seen.type_version, seen.key.as_str()), (1, town.issuer.key().public().kid()));
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], now).unwrap();
    assert_eq!(presented.form, "jpt");
    let shown = wallet.history().unwrap().entries.pop().unwrap().cards.remove(0);
    assert_eq!((shown.by_proof, shown.key_bound), (Some(true), Some(false)));
    assert_eq!(wallet.card(&card, now).unwrap().seen_of_type.unwrap(), seen);

    town.registry.revoke(&CredentialId::new("ada").unwrap()).unwrap();
    let now = hours(22);
    town.publish(now);
    let update = take(&mut wallet, &town.published(), now).unwrap();
    assert_eq!(update.cards[0].after.code, "revoked");
    let refused = wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, now).unwrap_err();
    assert_eq!(refused.code(), "wallet.revoked");
    assert_eq!(wallet.registry_needs(now).unwrap().registries[0].segment, 2, "as for cards that are valid");
}

#[test]
fn a_backup_goes_on_from_where_the_wallet_was() {
    let (desk, mut town) = (Desk::new(), Town::new());
    let mut wallet = desk.create();
    let text = town.issue("ada");
    let card = town.import(&mut wallet, &text);
    let now = hours(10);
    town.publish(now);
    take(&mut wallet, &town.published(), now);
    let (out, elsewhere) = (desk.path().with_extension("backup"), desk.path().with_extension("restored"));
    backup::back_up(&mut wallet, &out).unwrap();
    drop(wallet);
    assert!(backup::restore(&out, &elsewhere).unwrap().sound);
    let mut wallet = backup::open(&elsewhere);
    assert!(wallet.draft(&card, &["age_over_18"], VERIFIER, NONCE, now).is_ok());
    let now = hours(12);
    town.publish(now);
    let newest = town.segments.last().unwrap().text.clone();
    let update = take(&mut wallet, &[newest], now).unwrap();
    assert_eq!((update.period, update.cards[0].after.code), (Some(13), "valid"));
}

#[test]
fn a_file_that_is_nothing_of_it_is_refused() {
    let (desk, mut town) = (Desk::new(), Town::new());
    let mut wallet = desk.create();
    let text = town.issue("ada");
    town.import(&mut wallet, &text);
    let mut refused = |text: &str| wallet.apply_status_file(text, NOW).unwrap_err().code();
    assert_eq!(refused("{}"), "accumulator.member_malformed");
    assert_eq!(refused(&town.segments[0].text), "wallet.registry_not_described");
    assert_eq!(refused(&desk.list(NOW, &[])), "wallet.status_list_not_needed");
    assert_eq!(refused("x"), "jose.not_compact");
}
