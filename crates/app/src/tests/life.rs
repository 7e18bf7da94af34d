use super::desk::*;
use crate::{HistoryOnDelete, ImportRequest, Language, Outcome, Search};
use getrandom::SysRng;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_status_list::Status;
use zeroize::Zeroizing;

#[test]
fn a_search_survives_locking_and_reads_nothing_of_what_is_gone() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let (one, other) = (desk.import(&mut wallet, None), desk.import(&mut wallet, Some(2)));
    wallet.tag(&one, &["office"], NOW).unwrap();
    drop(wallet);
    let mut wallet = desk.open();
    let found = |wallet: &mut crate::OpenWallet, search: Search<'_>| -> Vec<String> {
        wallet.search(&search, NOW).unwrap().cards.into_iter().map(|card| card.id).collect()
    };
    let text = |text| Search { text, ..Search::default() };
    assert_eq!(found(&mut wallet, text("lovelace ADA")), [one.clone(), other.clone()]);
    assert_eq!(found(&mut wallet, text("office")), std::slice::from_ref(&one));
    assert_eq!(found(&mut wallet, Search { order: Some("newest"), ..Search::default() }), [&*other, &*one]);
    let unknown = Search { states: &["fine"], ..Search::default() };
    assert_eq!(wallet.search(&unknown, NOW).unwrap_err().code(), "app.unknown_word");
    // What was read is kept as it changes.
    let third = desk.import(&mut wallet, None);
    wallet.delete(&one, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(found(&mut wallet, text("lovelace")), [other.clone(), third]);
    assert_eq!((wallet.count().unwrap(), wallet.history().unwrap().entries.len()), (2, 4));
    drop(wallet);
    assert_eq!(desk.open().history().unwrap().entries.len(), 4);
}

#[test]
fn a_number_of_the_history_is_given_once() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    desk.import(&mut wallet, None);
    let gone = desk.import(&mut wallet, None);
    let shown = present(&mut wallet, &gone, &[]).unwrap();
    assert_eq!(shown.entry, 3);
    wallet.delete(&gone, HistoryOnDelete::Forget, NOW).unwrap();
    drop(wallet);
    let mut wallet = desk.open();
    let newer = desk.import(&mut wallet, None);
    drop(wallet);
    let mut wallet = desk.open();
    wallet.delete(&newer, HistoryOnDelete::Keep, NOW).unwrap();
    let numbers: Vec<u64> = wallet.history().unwrap().entries.iter().map(|entry| entry.entry).collect();
    assert_eq!(numbers, [1, 4, 5]);
}

#[test]
fn a_shown_copy_stays_shown_whatever_is_forgotten() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let keys: Vec<Zeroizing<String>> = (0..2)
        .map(|_| SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap().to_private_jwk_json().unwrap())
        .collect();
    let public = |jwk: &Zeroizing<String>| {
        SigningKey::from_jwk_json(jwk.as_bytes()).unwrap().verifying_key().to_jwk_json()
    };
    let text = format!("{}\n{}", desk.issue(&public(&keys[0]), 1), desk.issue(&public(&keys[1]), 2));
    let batch = ImportRequest { single_use: true, holder_private_jwks: &keys, ..request(&text) };
    let card = wallet.import(&batch, NOW).unwrap().card.id;
    present(&mut wallet, &card, &[]).unwrap();
    let words = wallet.deletion(&card).unwrap().words;
    assert!(words.iter().any(|words| words.starts_with("one-time copies that were shown: 1")), "{words:?}");
    wallet.delete(&card, HistoryOnDelete::Forget, NOW).unwrap();
    drop(wallet);
    let mut wallet = desk.open();
    assert!(wallet.history().unwrap().entries.is_empty());
    wallet.import(&batch, NOW).unwrap();
    present(&mut wallet, &card, &[]).unwrap();
    let refused = present(&mut wallet, &card, &[]).unwrap_err();
    assert_eq!(refused.code(), "wallet.copies_exhausted", "the second copy was the last");
}

#[test]
fn a_plan_for_status_lists_survives_locking() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    desk.import(&mut wallet, None);
    let plan = wallet.status_plan(NOW).unwrap();
    assert_eq!((plan.checks.len(), plan.checks[0].due, plan.checks[0].uri.as_str()), (1, true, LIST));
    wallet.apply_status(&desk.list(NOW, &[(3, Status::Invalid)]), NOW).unwrap();
    let plan = wallet.status_plan(NOW).unwrap();
    assert!(!plan.checks[0].due && plan.checks[0].fresh_until.is_some());
    drop(wallet);
    let mut wallet = desk.open();
    assert_eq!(wallet.status_plan(NOW).unwrap(), plan);
    wallet.doubt_statuses(NOW).unwrap();
    assert!(wallet.status_plan(NOW).unwrap().checks[0].at < plan.checks[0].at);
}

#[test]
fn a_renewal_is_offered_and_taken() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let older = desk.import(&mut wallet, None);
    let jwk = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let imported = wallet.import(&request(&desk.issue(&jwk, 7)), NOW).unwrap();
    let offered: Vec<_> = imported.replaceable.iter().map(|one| (&one.card.id, one.likeness)).collect();
    assert_eq!(offered, [(&older, "same_type")]);
    let newer = imported.card.id;
    assert_eq!(wallet.replace(&older, &newer, NOW).unwrap().replaced_by.as_ref(), Some(&newer));
    drop(wallet);
    let mut wallet = desk.open();
    let replaced = Search { states: &["replaced"], ..Search::default() };
    assert_eq!(wallet.search(&replaced, NOW).unwrap().cards[0].id, older);
    let words = wallet.deletion(&newer).unwrap().words.join(";");
    assert!(words.contains(&older) && words.contains("backups made before"), "{words}");
    assert_eq!(wallet.keep(&older, NOW).unwrap().replaced_by, None);
}

#[test]
fn what_a_verifier_knows_and_how_to_ask_it_to_forget() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let card = desk.import(&mut wallet, None);
    assert_eq!(wallet.verifier(VERIFIER).unwrap_err().code(), "wallet.no_such_verifier");
    let first = present(&mut wallet, &card, &["given_name"]).unwrap();
    wallet.settle(first.entry, Outcome::Accepted).unwrap();
    present(&mut wallet, &card, &["family_name"]).unwrap();
    let all = wallet.verifiers().unwrap().verifiers;
    assert_eq!(all, [wallet.verifier("VERIFIER.ex").unwrap()]);
    assert_eq!((all[0].recognition.code, all[0].cards[0].showings), ("recognised", 2));
    assert_eq!(all[0].cards[0].paths, ["family_name", "given_name"]);
    assert_eq!(wallet.history_of_verifier(VERIFIER).unwrap().entries.len(), 2);
    assert_eq!(wallet.history_of_card(&card[..5]).unwrap().entries.len(), 3);

    let csv = wallet.history().unwrap().to_csv();
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("\"version\",\"entry\",\"at\""), "{csv}");
    assert_eq!((lines.len(), lines[4]), (5, ""));
    assert!(lines[2].contains("\"given_name ") && lines[2].ends_with("\"accepted\""), "{csv}");

    for (language, claims) in
        [(Language::English, "Art. 17(1) GDPR"), (Language::German, "Art. 17 Abs. 1 DSGVO")]
    {
        let letter = wallet.deletion_request("verifier", language, NOW).unwrap().text;
        for part in [claims, VERIFIER, "given_name", "family_name", "urn:example:person", "2023-11-14", "["] {
            assert!(letter.contains(part), "{part}: {letter}");
        }
        assert!(!letter.contains('{') && CANARIES.iter().all(|canary| !letter.contains(canary)), "{letter}");
        assert!(!csv.contains(CANARIES[0]));
    }
    wallet.delete(&card, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(wallet.history_of_card(&card).unwrap().entries.len(), 4);
    assert_eq!(wallet.history_of_card("ffff").unwrap_err().code(), "wallet.no_such_card");
}
