use super::kit::*;
use super::memory::name;
use crate::*;
use vouchsafe_status_list::Status;

#[test]
fn what_was_stored_comes_back_the_same() {
    let mut world = World::new();
    let batch = world.batch(2);
    let list = world.list(NOW, &[(1, Status::Suspended)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let draft = world.draft(&batch, &["address.city"]);
    let digest = draft.digest();
    let consent = draft.consent(digest, &[Caution::NotValid], NOW).unwrap();
    world.wallet.present(consent, NOW).unwrap();
    world.wallet.delete(&batch, HistoryOnDelete::Keep, NOW).unwrap();
    world.card();

    let store = &world.wallet.store;
    for card in store.cards().unwrap().iter() {
        let form = card.to_stored().unwrap();
        assert_eq!(Card::from_stored(form.version, &form.meta).unwrap(), *card);
        assert!(form.body.is_empty());
    }
    for entry in store.history().unwrap().iter() {
        let form = entry.to_stored(None).unwrap();
        assert_eq!(Entry::from_stored(form.version, &form.meta).unwrap(), *entry);
    }
    for issuer in store.issuers().unwrap() {
        let form = issuer.to_stored().unwrap();
        assert_eq!(TrustedIssuer::from_stored(form.version, &form.meta).unwrap(), issuer);
    }
    for key in store.holder_keys().unwrap() {
        let whole = store.holder_key(key.thumbprint()).unwrap().unwrap();
        let form = whole.to_stored().unwrap();
        let again = HolderKey::from_stored(form.version, &form.meta, &form.body).unwrap();
        assert_eq!(again.about, key);
    }
}

#[test]
fn every_finding_comes_back_the_same() {
    let mut world = World::new();
    let card = world.batch(1);
    for (seconds, status) in [(0, Status::Valid), (1, Status::Application(3)), (2, Status::Invalid)] {
        let list = world.list(later(seconds), &[(0, status)]);
        world.wallet.apply_status(&list, later(seconds)).unwrap();
        let stored = world.wallet.store.card(&card).unwrap().unwrap();
        assert_eq!(stored.copies[0].finding.unwrap().entry, StatusEntry::Listed(status));
    }
}

#[test]
fn a_newer_or_unknown_form_is_refused() {
    let mut world = World::new();
    let id = world.card();
    let card = world.wallet.store.card(&id).unwrap().unwrap();
    let meta = card.to_stored().unwrap().meta;
    let refused = |version, meta: &[u8]| Card::from_stored(version, meta).unwrap_err().code();
    assert_eq!(refused(2, &meta), "wallet.stored_newer");
    assert_eq!(refused(0, &meta), "wallet.stored_malformed");
    for broken in [&b""[..], b"{}", b"[]", &meta[1..]] {
        assert_eq!(refused(1, broken), "wallet.stored_malformed");
    }
    let text = String::from_utf8(meta.to_vec()).unwrap();
    for (from, to) in [
        ("\"sd-jwt-vc\"", "\"mdoc\""),
        ("\"reusable\"", "\"sometimes\""),
        (ISSUER, ""),
        ("\"showings\":0", "\"showings\":-1"),
        ("\"copies\":[{", "\"copies\":[],\"other\":[{"),
        ("\"added_at\":", "\"added\":"),
    ] {
        assert!(text.contains(from), "{from}");
        assert_eq!(refused(1, text.replace(from, to).as_bytes()), "wallet.stored_malformed", "{from}");
    }
}

#[test]
fn a_stored_token_is_verified_again_when_it_is_used() {
    let mut world = World::new();
    let id = world.card();
    let copy = world.wallet.store.card(&id).unwrap().unwrap().copies[0].id;
    let record = name("credential", copy);
    let good = String::from_utf8(world.wallet.store.body(&record)).unwrap();
    let other = world.issue(&person(&[]));
    let disclosure = other.split('~').nth(1).unwrap();
    for (altered, expected) in [
        // Another credential of the same issuer.
        (other.clone(), "wallet.stored_malformed"),
        // The same with a disclosure of another.
        (format!("{good}{disclosure}~"), "sd_jwt.unreferenced_disclosure"),
        (String::new(), "wallet.stored_malformed"),
    ] {
        world.wallet.store.overwrite_body(&record, altered.as_bytes());
        assert_eq!(code(world.wallet.card(&id, NOW)), expected);
        let request = request("https://verifier.example");
        assert_eq!(code(world.wallet.draft(&id, &[], request, NOW)), expected);
    }
    world.wallet.store.overwrite_body(&record, good.as_bytes());
    assert!(world.wallet.card(&id, NOW).is_ok());
}

#[test]
fn a_private_key_that_is_another_ones_is_refused() {
    let mut world = World::new();
    let (one, other) = (world.holder_key(), world.holder_key());
    let record = |key| name("key", KeyThumbprint::of(key));
    let body = world.wallet.store.body(&record(&other));
    world.wallet.store.overwrite_body(&record(&one), &body);
    let token = world.issue(&person(&[cnf(&one)]));
    assert_eq!(code(world.import(&token)), "wallet.stored_malformed");
}
