//! Several cards in one answer.

use super::kit::*;
use crate::*;
use std::collections::BTreeSet;
use vouchsafe_credential::{ClientId, CredentialId, Duration, RequestState, ResponseUri};
use vouchsafe_status_list::Status;

fn query(id: &str) -> Option<QueryId> {
    Some(QueryId::new(id).unwrap())
}

fn answering(id: &str, card: &CredentialId, selected: &[&str]) -> Choice {
    Choice { query: query(id), ..choice(card, selected) }
}

/// A request as it comes over the wire, with everything.
pub(super) fn full_request() -> PresentationRequest {
    PresentationRequest {
        verifier: Verifier {
            client_id: Some(ClientId::new("x509_san_dns:verifier.example").unwrap()),
            proof: ClientProof::X509SanDns,
        },
        received: Some(RequestDigest::of(b"the request object")),
        destination: Destination {
            response_uri: Some(ResponseUri::new("https://verifier.example/answers").unwrap()),
            encryption_key: Some(KeyThumbprint::from_bytes([7; 32])),
            state: Some(RequestState::new("af0ifjsldkj").unwrap()),
        },
        transaction_data: vec![TransactionData::new(
            "eyJ0eXBlIjoicGF5In0",
            vec![QueryId::new("one").unwrap()],
        )],
        staples: Staples::Send,
        purpose: Purpose::new("to open an account"),
        expires_at: Some(later(120)),
        development: vec![DevelopmentSwitch::LoopbackHttp, DevelopmentSwitch::TlsRoot],
        ..request("x509_san_dns:verifier.example")
    }
}

fn agree(draft: Draft, acknowledged: &[Caution]) -> Consent {
    let digest = draft.digest();
    draft.consent(digest, acknowledged, NOW).unwrap()
}

#[test]
fn one_answer_from_two_cards() {
    let mut world = World::new();
    let (reusable, batch) = (world.card(), world.batch(3));
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let choices = [answering("one", &reusable, &["given_name"]), answering("two", &batch, &["family_name"])];
    let draft = world.wallet.draft(&choices, full_request(), NOW).unwrap();
    assert_eq!(draft.expires_at(), later(120), "the request is over before the draft is");
    assert_eq!(draft.staples(), std::slice::from_ref(&list));
    let linkability: Vec<_> = draft.parts().map(|part| part.linkability()).collect();
    let known = Linkability::Recognisable { shown_before: 0 };
    assert_eq!(linkability, [known, Linkability::Unlinkable { left: 2 }]);
    assert_eq!(draft.linkability(), known, "shown together they are recognised together");
    let shown: Vec<_> = draft.parts().map(|part| part.claims().to_document()).collect();

    let presented = world.wallet.present(agree(draft, &[]), NOW, &mut rng(7)).unwrap();
    let request = full_request();
    for ((answered, text), (expected, shown)) in
        presented.parts().zip([("one", &shown[0]), ("two", &shown[1])])
    {
        assert_eq!(answered.unwrap().as_str(), expected);
        let verified = world.verify(text);
        assert_eq!(verified.claims(), shown.root());
        assert!(key_binding(&verified, &request).is_ok());
        let authorises = readable(text).contains("transaction_data_hashes");
        assert_eq!(authorises, expected == "one", "one part authorises, and no other");
    }
    assert_eq!(*presented.destination(), request.destination);
    assert_eq!(presented.staples(), [list]);
    let texts: Vec<&str> = presented.parts().map(|(_, text)| text).collect();
    let token = presented.vp_token().unwrap();
    assert_eq!(*token, format!(r#"{{"one":["{}"],"two":["{}"]}}"#, texts[0], texts[1]));

    let sharing = world.sharings().remove(0);
    assert_eq!((&sharing.verifier, &sharing.purpose), (&request.verifier, &request.purpose));
    assert_eq!(sharing.response_uri, request.destination.response_uri);
    let cards: Vec<_> = sharing.parts.iter().map(|part| (part.query.clone(), part.card.id.clone())).collect();
    assert_eq!(cards, [(query("one"), reusable.clone()), (query("two"), batch.clone())]);
    assert_eq!(world.wallet.resend(presented.entry).unwrap(), presented);
    for card in [reusable, batch] {
        assert_eq!(world.wallet.card(&card, NOW).unwrap().history.len(), 2, "received and shared");
    }
}

#[test]
fn a_card_answers_twice_with_two_copies() {
    let mut world = World::new();
    let card = world.batch(2);
    let choices = [answering("one", &card, &["given_name"]), answering("two", &card, &["family_name"])];
    let draft = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
    assert_eq!(draft.linkability(), Linkability::Unlinkable { left: 0 });
    let presented = world.wallet.present(agree(draft, &[]), NOW, &mut rng(7)).unwrap();
    let copies: BTreeSet<CopyId> =
        presented.parts().map(|(_, text)| CopyId::of(Profile::SdJwtVc, text)).collect();
    assert_eq!(copies.len(), 2);
    assert!(world.wallet.card(&card, NOW).unwrap().holding.card.is_exhausted());

    // Used up, each of them can be shown again, knowingly; but not the same one twice at once.
    let again = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
    assert_eq!(again.cautions(), [Caution::CopyShownBefore]);
    let presented =
        world.wallet.present(agree(again, &[Caution::CopyShownBefore]), NOW, &mut rng(7)).unwrap();
    assert_eq!(
        presented.parts().map(|(_, text)| CopyId::of(Profile::SdJwtVc, text)).collect::<BTreeSet<_>>(),
        copies
    );
    let thrice = [&choices[..], &[answering("three", &card, &[])]].concat();
    let refused = world.wallet.draft(&thrice, request("https://a.example"), NOW);
    assert_eq!(code(refused), "wallet.too_few_copies");
}

#[test]
fn a_reusable_card_answers_twice_with_the_same_copy() {
    let mut world = World::new();
    let card = world.card();
    let choices = [answering("one", &card, &["given_name"]), answering("one", &card, &[])];
    let draft = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
    let presented = world.wallet.present(agree(draft, &[]), NOW, &mut rng(7)).unwrap();
    let texts: Vec<&str> = presented.parts().map(|(_, text)| text).collect();
    assert_eq!(*presented.vp_token().unwrap(), format!(r#"{{"one":["{}","{}"]}}"#, texts[0], texts[1]));
    assert_eq!(world.draft(&card, &[]).linkability(), Linkability::Recognisable { shown_before: 2 });
}

#[test]
fn all_copies_are_used_up_at_once_or_none() {
    for commits in 0..=2 {
        let mut world = World::new();
        let cards = [world.batch(2), world.batch(2)];
        let choices = [answering("one", &cards[0], &[]), answering("two", &cards[1], &[])];
        let draft = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
        let consent = agree(draft, &[]);
        world.wallet.store.commits_left = Some(commits);
        let result = world.wallet.present(consent, NOW, &mut rng(7));
        assert_eq!(result.is_ok(), commits == 2);
        world.wallet = Wallet::new(world.wallet.store.clone());
        let left = cards.map(|card| world.wallet.card(&card, NOW).unwrap().holding.card.copies_left());
        assert_eq!(left, if commits == 0 { [2, 2] } else { [1, 1] });
        assert_eq!(world.sharings().len(), usize::from(commits > 0));
    }
}

#[test]
fn a_draft_has_a_part_at_least_and_not_too_many() {
    let mut world = World::new();
    let card = world.card();
    let draft = |parts: usize| {
        let choices = vec![answering("one", &card, &[]); parts];
        world.wallet.draft(&choices, request("https://a.example"), NOW)
    };
    assert_eq!(code(draft(0)), "wallet.nothing_to_show");
    assert!(draft(limits::MAX_PARTS).is_ok());
    assert_eq!(code(draft(limits::MAX_PARTS + 1)), "wallet.too_many_parts");
}

#[test]
fn a_request_that_is_over_is_not_answered() {
    let mut world = World::new();
    let card = world.card();
    let choices = [answering("one", &card, &[])];
    let request = full_request();
    let over = world.wallet.draft(&choices, request.clone(), later(120));
    assert_eq!(code(over), "wallet.draft_expired");
    let draft = world.wallet.draft(&choices, request, later(119)).unwrap();
    let digest = draft.digest();
    assert_eq!(code(draft.consent(digest, &[], later(120))), "wallet.draft_expired");
}

#[test]
fn what_is_authorised_is_signed_by_a_key_and_by_one_that_may() {
    let mut world = World::new();
    let bound = world.card();
    let token = world.issue(&person(&[]));
    let unbound = world.import(&token).unwrap().card.id;
    for (choice, authorised) in [
        (answering("one", &bound, &[]), true),
        (answering("two", &bound, &[]), false),
        (answering("one", &unbound, &[]), false),
        (choice(&bound, &[]), false),
    ] {
        let draft = world.wallet.draft(&[choice], full_request(), NOW);
        assert_eq!(
            draft.as_ref().err().map(Error::code),
            (!authorised).then_some("wallet.transaction_not_authorised")
        );
    }
}

#[test]
fn staples_have_a_limit() {
    let mut world = World::new();
    let card = world.batch(1);
    let asking = |staples| PresentationRequest { staples, ..request("https://a.example") };
    let draft = |world: &World, staples| world.wallet.draft(&[choice(&card, &[])], asking(staples), NOW);
    assert!(draft(&world, Staples::Send).unwrap().staples().is_empty(), "none is at hand");
    for (length, sent) in [(limits::MAX_STAPLES, true), (limits::MAX_STAPLES + 1, false)] {
        let list = world.list(NOW, &[(0, Status::Valid)]);
        world.wallet.apply_status(&list, NOW).unwrap();
        let mut evidence = world.wallet.status_evidence(&card).unwrap().remove(0);
        evidence.token = "x".repeat(length);
        world.wallet.store.commit(vec![Change::PutStatusEvidence(evidence)]).unwrap();
        let result = draft(&world, Staples::Send);
        assert_eq!(result.as_ref().err().map(Error::code), (!sent).then_some("wallet.staples_too_long"));
        assert!(draft(&world, Staples::Leave).unwrap().staples().is_empty());
    }
}

#[test]
fn a_card_is_forgotten_and_what_was_shown_with_it_is_not() {
    let mut world = World::new();
    let (gone, stays) = (world.card(), world.card());
    let choices = [answering("one", &gone, &[]), answering("two", &stays, &[])];
    let draft = world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap();
    let presented = world.wallet.present(agree(draft, &[]), NOW, &mut rng(7)).unwrap();
    assert_eq!(world.wallet.deletion(&gone).unwrap().unsettled, 1);
    world.wallet.delete(&gone, HistoryOnDelete::Forget, NOW).unwrap();
    let sharing = world.sharings().remove(0);
    assert_eq!(sharing.parts.iter().map(|part| &part.card.id).collect::<Vec<_>>(), [&stays]);
    assert_eq!(code(world.wallet.resend(presented.entry)), "wallet.not_pending");
    assert!(world.history().iter().all(|entry| !entry.is_about(&gone)));
}

#[test]
fn what_waits_to_be_sent_is_stored_whole() {
    let mut world = World::new();
    let card = world.card();
    let choices = [answering("one", &card, &["given_name"]), choice(&card, &[])];
    let draft = world.wallet.draft(&choices, full_request(), NOW).unwrap();
    let presented = world.wallet.present(agree(draft, &[]), NOW, &mut rng(7)).unwrap();
    assert_eq!(presented.vp_token(), None, "one part answers no query");
    let (entry, answer) = world.wallet.store.entry(presented.entry).unwrap().unwrap();
    let form = entry.to_stored(answer.as_ref()).unwrap();
    let read = |version, body: &[u8]| PendingAnswer::from_stored(version, body);
    assert_eq!(read(form.version, &form.body).unwrap(), answer);
    assert_eq!(code(read(form.version + 1, &form.body)), "wallet.stored_newer");
    let body = String::from_utf8(form.body.to_vec()).unwrap();
    for broken in [body.lines().next().unwrap(), &format!("{body}\nmore"), &body[1..], "x", "\n"] {
        assert_eq!(code(read(form.version, broken.as_bytes())), "wallet.stored_malformed");
    }
    let text = format!("{presented:?} {answer:?} {:?}", Duration::from_secs(1));
    assert!(CANARIES.iter().all(|canary| !readable(&text).contains(canary)));
}
