use super::desk::*;
use crate::{HistoryOnDelete, ImportRequest, Outcome, Profile, look_up_status};
use vouchsafe_credential::Duration;
use vouchsafe_status_list::Status;
use zeroize::Zeroizing;

#[test]
fn from_a_key_to_a_decision_and_all_of_it_survives_locking() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let id = desk.import(&mut wallet, None);
    drop(wallet);

    let mut wallet = desk.open();
    let cards = wallet.cards(NOW).unwrap().cards;
    assert_eq!(cards.len(), 1);
    assert_eq!(
        (cards[0].id.as_str(), cards[0].state.code, cards[0].bound),
        (id.as_str(), "cannot_tell", true)
    );

    let checks = wallet.status_plan(NOW).unwrap().checks;
    assert_eq!((checks[0].uri.as_str(), checks[0].issuer.as_str()), (LIST, ISSUER));
    let list = desk.list(NOW, &[]);
    let update = wallet.apply_status(&list, NOW).unwrap();
    assert_eq!((update.cards[0].before.code, update.cards[0].after.code), ("cannot_tell", "valid"));
    assert_eq!(wallet.status_evidence(&id).unwrap()[0].token, list);

    let card = wallet.card(&id[..6], NOW).unwrap();
    let fields: Vec<_> = card.fields.iter().filter(|field| field.about == "subject").collect();
    assert_eq!((fields[0].label.as_str(), fields[0].exposure), ("Given name", "withheld"));
    assert_eq!(fields[0].value.text(), CANARIES[0]);

    let draft = wallet.draft(&id, &["given_name"], VERIFIER, NONCE, NOW).unwrap();
    assert_eq!(draft.view.parts[0].paths, ["given_name"]);
    assert_eq!(draft.view.linkability.code, "recognisable");
    assert!(draft.view.parts[0].claims.json().contains(CANARIES[0]));
    assert!(!draft.view.parts[0].claims.json().contains(CANARIES[1]));
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
    let seen = desk.verify(&presented.presentation);
    assert_eq!(seen.claims().get("given_name").unwrap().as_str().unwrap(), CANARIES[0]);
    assert!(seen.claims().get("family_name").is_none());
    drop(wallet);

    let mut wallet = desk.open();
    assert_eq!(wallet.resend(presented.entry).unwrap(), presented);
    wallet.settle(presented.entry, Outcome::Delivered).unwrap();
    let history = wallet.history().unwrap().entries;
    assert_eq!(history.iter().map(|entry| entry.event).collect::<Vec<_>>(), ["received", "shared"]);
    assert_eq!(history[1].progress, Some("delivered"));
    assert_eq!(history[1].cards[0].paths.as_deref().unwrap(), ["given_name"]);

    let revoked = desk.list(NOW, &[(0, Status::Invalid)]);
    assert_eq!(wallet.apply_status(&revoked, NOW).unwrap().cards[0].after.code, "revoked");
    assert_eq!(present(&mut wallet, &id, &[]).unwrap_err().code(), "wallet.not_valid");

    let deletion = wallet.deletion(&id).unwrap();
    assert_eq!((deletion.keys_deleted, deletion.showings, deletion.unsettled), (1, 1, 0));
    wallet.delete(&id, HistoryOnDelete::Keep, NOW).unwrap();
    drop(wallet);

    let wallet = desk.open();
    assert!(wallet.cards(NOW).unwrap().cards.is_empty());
    assert!(wallet.holder_keys().unwrap().keys.is_empty());
    let history = wallet.history().unwrap().entries;
    assert_eq!(history.iter().map(|entry| entry.entry).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(history[2].event, "deleted");
    assert_eq!(wallet.issuers().unwrap().issuers[0].issuer, ISSUER);
}

#[test]
fn one_time_copies_across_locking() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let id = desk.import(&mut wallet, Some(2));
    let mut seen = std::collections::BTreeSet::new();
    for left in [1, 0] {
        let presented = present(&mut wallet, &id, &["family_name"]).unwrap();
        assert!(seen.insert(presented.presentation.split('.').next_back().unwrap().to_owned()));
        drop(wallet);
        wallet = desk.open();
        assert_eq!(wallet.cards(NOW).unwrap().cards[0].copies_left, left);
    }
    let draft = wallet.draft(&id, &[], VERIFIER, NONCE, NOW).unwrap();
    assert_eq!(draft.view.cautions[0].code, "copy_shown_before");
    let digest = draft.view.digest.clone();
    assert_eq!(wallet.present(draft, &digest, &[], NOW).unwrap_err().code(), "wallet.copies_exhausted");
    let draft = wallet.draft(&id, &[], VERIFIER, NONCE, NOW).unwrap();
    let digest = draft.view.digest.clone();
    assert!(wallet.present(draft, &digest, &["copy_shown_before"], NOW).is_ok());
}

#[test]
fn keys_come_along_with_an_import() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    wallet.distrust_issuer(ISSUER).unwrap();
    let holder =
        vouchsafe_jose::SigningKey::generate(vouchsafe_jose::Algorithm::Ed25519, &mut getrandom::SysRng)
            .unwrap();
    let token = desk.issue(&holder.verifying_key().to_jwk_json(), 1);
    let jwks = format!(r#"{{"keys":[{}]}}"#, desk.issuer_jwk());
    let private = [Zeroizing::new(holder.to_private_jwk_json().unwrap().to_string())];
    let request = ImportRequest {
        issuer_jwk: Some(&jwks),
        holder_private_jwks: &private,
        profile: Profile::SdJwt,
        ..request(&token)
    };
    let imported = wallet.import(&request, NOW).unwrap();
    let codes: Vec<_> = imported.grounds.iter().map(|ground| ground.code).collect();
    assert_eq!(codes, ["signed_newly_trusted", "bound_to_supplied_key"]);
    let presented = present(&mut wallet, &imported.card.id, &[]).unwrap();
    desk.verify(&presented.presentation);
}

#[test]
fn an_entry_is_looked_up() {
    let desk = Desk::new();
    let token = desk.list(NOW, &[(7, Status::Suspended)]);
    let hour = Duration::from_hours(1);
    let later = NOW.saturating_add(Duration::from_hours(2));
    let look_up = |index, now| look_up_status(&token, index, &desk.issuer_jwk(), None, hour, now);
    let view = look_up(7, NOW).unwrap();
    assert_eq!((view.uri.as_str(), view.status.as_str(), view.value), (LIST, "suspended", 2));
    assert_eq!((view.freshness, view.age.as_deref()), ("fresh", Some("0 s")));
    assert_eq!(look_up(8, later).unwrap().freshness, "stale");
    assert_eq!(look_up(1_000_000, NOW).unwrap_err().code(), "status_list.index_out_of_range");
    let elsewhere = look_up_status(&token, 7, &desk.issuer_jwk(), Some("https://x.example"), hour, NOW);
    assert_eq!(elsewhere.unwrap_err().code(), "status_list.uri_mismatch");
    let other = Desk::new();
    let by_another = look_up_status(&token, 7, &other.issuer_jwk(), None, hour, NOW);
    assert_eq!(by_another.unwrap_err().code(), "jose.signature_invalid");
}

#[test]
fn views_leave_the_process_with_their_version() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let id = desk.import(&mut wallet, None);
    let json = [
        serde_json::to_string(&wallet.cards(NOW).unwrap()),
        serde_json::to_string(&wallet.card(&id, NOW).unwrap()),
        serde_json::to_string(&wallet.history().unwrap()),
        serde_json::to_string(&wallet.status_plan(NOW).unwrap()),
        serde_json::to_string(&wallet.deletion(&id).unwrap()),
        serde_json::to_string(&wallet.issuers().unwrap()),
        serde_json::to_string(&wallet.holder_keys().unwrap()),
        serde_json::to_string(&wallet.draft(&id, &[], VERIFIER, NONCE, NOW).unwrap().view),
        serde_json::to_string(&present(&mut wallet, &id, &[]).unwrap()),
        serde_json::to_string(&wallet.settle(99, Outcome::NotSent).unwrap_err().view()),
    ];
    for json in json {
        let json = json.unwrap();
        assert!(json.starts_with(r#"{"version":1,"#), "{json}");
    }
}

#[test]
fn a_status_list_speaks_for_the_largest_batch_with_the_longest_address() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let uri = format!("{LIST}/{}", "\"".repeat(2_048 - LIST.len() - 1));
    let tokens: Vec<String> = (0..100)
        .map(|index| desk.issue_at(&uri, &wallet.new_holder_key("ES256", NOW).unwrap().public_jwk, index))
        .collect();
    let text = tokens.join("\n");
    // In the vault a quotation mark takes two bytes.
    wallet.import(&ImportRequest { single_use: true, ..request(&text) }, NOW).unwrap();
    let update = wallet.apply_status(&desk.list_at(&uri, NOW, &[(7, Status::Invalid)]), NOW).unwrap();
    assert_eq!(update.cards[0].after.code, "revoked");
}
