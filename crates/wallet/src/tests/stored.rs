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
    world.wallet.present(consent, NOW, &mut rng(7)).unwrap();
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
    assert_eq!(refused(5, &meta), "wallet.stored_newer");
    assert_eq!(refused(0, &meta), "wallet.stored_malformed");
    for broken in [&b""[..], b"{}", b"[]", &meta[1..]] {
        assert_eq!(refused(1, broken), "wallet.stored_malformed");
        assert_eq!(refused(2, broken), "wallet.stored_malformed");
        assert_eq!(refused(3, broken), "wallet.stored_malformed");
        assert_eq!(refused(4, broken), "wallet.stored_malformed");
    }
    let text = String::from_utf8(meta.to_vec()).unwrap();
    for (from, to) in [
        ("\"sd-jwt-vc\"", "\"mdoc\""),
        ("\"reusable\"", "\"sometimes\""),
        (ISSUER, ""),
        ("\"showings\":0", "\"showings\":-1"),
        ("\"copies\":[{", "\"copies\":[],\"other\":[{"),
        ("\"added_at\":", "\"added\":"),
        ("\"tags\":[]", "\"tags\":[\"\"]"),
        ("\"tags\":[]", "\"type_metadata\":\"AA\",\"tags\":[]"),
    ] {
        assert!(text.contains(from), "{from}");
        assert_eq!(refused(4, text.replace(from, to).as_bytes()), "wallet.stored_malformed", "{from}");
    }
}

#[test]
fn a_card_of_the_first_version_has_no_tags() {
    let mut world = World::new();
    let id = world.card();
    let card = world.wallet.store.card(&id).unwrap().unwrap();
    let meta = String::from_utf8(card.to_stored().unwrap().meta.to_vec()).unwrap();
    let first = meta.replace("\"subject\":null,\"replaced_by\":null,\"tags\":[],", "");
    assert_ne!(first, meta);
    assert_eq!(Card::from_stored(1, first.as_bytes()).unwrap(), card);
    assert_eq!(Card::from_stored(2, meta.as_bytes()).unwrap(), card, "a card of the second version");
    assert_eq!(Card::from_stored(3, meta.as_bytes()).unwrap(), card, "a card of the third version");
    assert_eq!(Card::from_stored(2, first.as_bytes()).unwrap_err().code(), "wallet.stored_malformed");
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
        assert_eq!(code(world.wallet.draft(&[choice(&id, &[])], request, NOW)), expected);
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

/// Entries as the first version of this program wrote them.
#[test]
fn entries_of_the_first_form_are_read() {
    let copy = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let form = |event: &str| {
        format!(
            r#"{{"number":7,"at":1700000000,"card":"0011223344556677","issuer":"{ISSUER}","vct":"urn:example:person","event":{event}}}"#
        )
    };
    let shared = format!(
        r#"{{"shared":{{"audience":"https://a.example","paths":["[\"given_name\"]"],"copy":"{copy}","key_bound":true,"progress":"not-sent"}}}}"#
    );
    let read = |event: &str| Entry::from_stored(1, form(event).as_bytes());
    let entry = read(&shared).unwrap();
    assert_eq!((entry.id, entry.at), (EntryId::new(7), NOW));
    let Event::Shared(sharing) = &entry.event else { panic!("{entry:?}") };
    assert_eq!(sharing.progress, Progress::Settled(Outcome::NotSent));
    assert_eq!(sharing.verifier, Verifier { client_id: None, proof: ClientProof::NotProven });
    let [part] = &sharing.parts[..] else { panic!("{sharing:?}") };
    assert_eq!(part.card.id.as_str(), "0011223344556677");
    assert_eq!((&part.paths[..], &part.always, part.key_bound), (&[path("given_name")][..], &None, true));
    assert_eq!(part.copy, CopyId::from_bytes([0; 32]));
    let received = read(r#"{"received":{"copies":3}}"#).unwrap();
    assert!(matches!(received.event, Event::Received { copies: 3, .. }));
    assert!(matches!(read(r#""deleted""#).unwrap().event, Event::Deleted { .. }));

    // What was read is written in the fourth form, and is the same.
    for entry in [entry, received] {
        let form = entry.to_stored(None).unwrap();
        assert_eq!(form.version, 4);
        assert_eq!(Entry::from_stored(form.version, &form.meta).unwrap(), entry);
    }
    assert_eq!(code(read(r#""lost""#)), "wallet.stored_malformed");
    assert_eq!(code(Entry::from_stored(5, form(&shared).as_bytes())), "wallet.stored_newer");
    assert_eq!(code(Entry::from_stored(2, form(&shared).as_bytes())), "wallet.stored_malformed");
    let waiting = PendingAnswer::from_stored(1, b"jwt~disclosure~kb").unwrap().unwrap();
    let presented = Presentation { entry: EntryId::new(7), answer: waiting };
    assert_eq!(only(&presented), "jwt~disclosure~kb");
    assert_eq!(PendingAnswer::from_stored(1, b"").unwrap(), None);
}

/// What waited when an older version of this program was used last.
#[test]
fn what_waits_in_earlier_forms_is_read() {
    let body = b"{\"queries\":[null],\"staples\":1,\"response_uri\":null,\"encryption_key\":null,\"state\":null}\njwt~kb\nlist";
    for version in [2, 3] {
        let answer = PendingAnswer::from_stored(version, body).unwrap().unwrap();
        let presented = Presentation { entry: EntryId::new(7), answer };
        assert_eq!(
            (only(&presented), presented.staples(), presented.message()),
            ("jwt~kb", &["list".to_owned()][..], None)
        );
    }
    assert_eq!(code(PendingAnswer::from_stored(5, body)), "wallet.stored_newer");
}
