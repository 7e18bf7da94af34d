use super::super::kit::*;
use super::super::memory::{Memory, name};
use super::scene::*;
use crate::backup::Restoration;
use crate::*;
use vouchsafe_credential::IssuerId;

#[test]
fn what_was_stored_comes_back_the_same() {
    let mut world = world();
    let id = card(&mut world);
    let draft = world.draft(&id, &["age_over_18"]);
    world.present(draft).unwrap();
    let store = &world.wallet.store;
    let card = store.card(&id).unwrap().unwrap();
    assert_eq!(card.profile, Profile::Bbs);
    let form = card.to_stored().unwrap();
    assert_eq!((form.version, Card::from_stored(form.version, &form.meta).unwrap()), (4, card.clone()));
    let credential = store.credential(card.copies[0].id).unwrap().unwrap();
    let form = credential.to_stored().unwrap();
    let again = StoredCredential::from_stored(form.version, &form.meta, &form.body).unwrap();
    assert_eq!((form.version, again.id()), (2, card.copies[0].id));
    for entry in store.history().unwrap().iter() {
        let form = entry.to_stored(None).unwrap();
        assert_eq!(Entry::from_stored(form.version, &form.meta).unwrap(), *entry);
    }
    let issuer = store.issuer(&IssuerId::new(ISSUER).unwrap()).unwrap().unwrap();
    assert_eq!(issuer.keys.len(), 2);
    let form = issuer.to_stored().unwrap();
    assert_eq!((form.version, TrustedIssuer::from_stored(2, &form.meta).unwrap()), (2, issuer));
}

#[test]
fn records_of_the_versions_before_are_read() {
    let world = World::new();
    let issuer = world.wallet.issuers().unwrap().remove(0);
    let meta = issuer.to_stored().unwrap().meta;
    assert_eq!(TrustedIssuer::from_stored(1, &meta).unwrap(), issuer);
    assert_eq!(code(TrustedIssuer::from_stored(4, &meta)), "wallet.stored_newer");
    assert_eq!(code(TrustedIssuer::from_stored(0, &meta)), "wallet.stored_malformed");
    let first = StoredCredential::from_stored(1, br#"{"profile":"sd-jwt-vc"}"#, b"text").unwrap();
    assert_eq!(first.id(), CopyId::of(Profile::SdJwtVc, "text"));
    let shared = br#"{"number":1,"at":1,"event":{"shared":{"audience":"a","client_id":null,"proof":"not_proven","response_uri":null,"purpose":null,"progress":"pending","parts":[{"query":null,"card":{"id":"c","issuer":"i","vct":null},"copy":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","paths":[],"always":null,"key_bound":true}]}}}"#;
    let Event::Shared(sharing) = Entry::from_stored(2, shared).unwrap().event else { panic!() };
    assert!(!sharing.parts[0].by_proof);
}

#[test]
fn a_stored_text_is_verified_again_when_it_is_used() {
    let mut world = world();
    let id = card(&mut world);
    let copy = world.wallet.store.card(&id).unwrap().unwrap().copies[0].id;
    let record = name("credential", copy);
    let good = String::from_utf8(world.wallet.store.body(&record)).unwrap();
    let other = issue(&paths(&SLOTS), &resident(1));
    for altered in [other, good.replacen('~', "~A", 1), String::new()] {
        world.wallet.store.overwrite_body(&record, altered.as_bytes());
        assert_eq!(code(world.wallet.card(&id, NOW)), "wallet.stored_malformed");
    }
    world.wallet.store.overwrite_body(&record, good.as_bytes());
    assert!(world.wallet.card(&id, NOW).is_ok());
}

#[test]
fn a_bbs_card_comes_back_from_a_backup() {
    let mut world = world();
    let id = card(&mut world);
    let things = world.wallet.selection().unwrap().things;
    let restored = Restoration::of(things.into_iter().map(Ok), NOW, &mut |_, _| ());
    assert!(restored.is_sound());
    let mut store = Memory::default();
    store.commit(restored.into_changes(NOW, NOW)).unwrap();
    let wallet = Wallet::new(store);
    let draft = wallet.draft(&[choice(&id, &["age_over_18"])], request("https://a.example"), NOW).unwrap();
    let digest = draft.digest();
    let mut wallet = wallet;
    let presented = wallet.present(draft.consent(digest, &[], NOW).unwrap(), NOW, &mut rng(1)).unwrap();
    assert!(verify(only(&presented), &request("https://a.example")).is_ok());
}

/// The text is what the issuer's signature is in: as good as the credential.
#[test]
fn what_is_deleted_is_gone() {
    let mut world = world();
    let text = issue(&paths(&SLOTS), &resident(0));
    let id = take(&mut world, &text).unwrap().card.id;
    let signature = text.rsplit('.').next().unwrap().as_bytes().to_vec();
    let holds =
        |world: &World| world.wallet.store.bytes().windows(signature.len()).any(|part| part == signature);
    assert!(holds(&world));
    world.wallet.delete(&id, HistoryOnDelete::Keep, NOW).unwrap();
    assert!(!holds(&world));
}
