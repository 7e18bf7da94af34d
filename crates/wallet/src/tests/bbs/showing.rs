use super::super::kit::*;
use super::scene::*;
use crate::*;
use vouchsafe_type_metadata::HeaderPublication;

#[test]
fn what_was_drafted_is_what_the_verifier_sees() {
    let mut world = world();
    let card = card(&mut world);
    let request = request("https://verifier.example");
    let draft = world.draft(&card, &["age_over_18", "address.city"]);
    let part = draft.parts().next().unwrap();
    let drafted = part.claims().to_document();
    assert_eq!(part.paths(), paths(&["address.city", "age_over_18"]));
    assert_eq!(
        drafted.root().to_json(),
        format!(r#"{{"exp":{EXP},"address":{{"city":"{}"}},"age_over_18":true}}"#, CANARIES[2])
    );
    let seen = SeenOfType {
        type_version: 1,
        key: KID.to_owned(),
        claims: SLOTS.len(),
        header: HeaderPublication::NotSaid,
    };
    assert_eq!(part.seen_of_type(), Some(seen));
    assert_eq!(draft.cautions(), [], "who receives it cannot pass it on");
    assert_eq!(draft.linkability(), Linkability::UnlinkableProof);

    let presented = world.present(draft).unwrap();
    let verified = verify(only(&presented), &request).unwrap();
    assert_eq!(verified.claims(), drafted.root());
    assert!(!readable(only(&presented)).contains(CANARIES[0]));
    let other = PresentationRequest { nonce: vouchsafe_credential::Nonce::new("other").unwrap(), ..request };
    assert_eq!(verify(only(&presented), &other).unwrap_err().code(), "jpt.nonce_mismatch");

    let sharing = world.sharings().remove(0);
    let [part] = &sharing.parts[..] else { panic!("{sharing:?}") };
    assert_eq!(part.paths, paths(&["address.city", "age_over_18"]));
    assert_eq!(part.always.as_deref().unwrap(), paths(&["exp"]));
    assert_eq!((part.key_bound, part.by_proof), (false, true));
    // The same bytes again, and no second proof.
    assert_eq!(world.wallet.resend(presented.entry).unwrap(), presented);
}

#[test]
fn dates_to_the_second_are_never_shown() {
    let mut world = world();
    let card = card(&mut world);
    let ask = |paths: &[&str]| world.wallet.draft(&[choice(&card, paths)], request("https://a.example"), NOW);
    assert_eq!(code(ask(&["iat"])), "jpt.never_disclosed");
    assert_eq!(code(ask(&["shoe_size"])), "jpt.no_such_claim");
    let nothing = ask(&[]).unwrap();
    let part = nothing.parts().next().unwrap();
    assert_eq!((part.paths(), part.claims().to_json()), (&[][..], format!(r#"{{"exp":{EXP}}}"#)));
}

#[test]
fn no_two_showings_have_anything_of_the_credential_in_common() {
    let mut world = world();
    let text = issue(&paths(&SLOTS), &resident(0));
    let card = take(&mut world, &text).unwrap().card.id;
    let mut seen = Vec::new();
    for seed in 0..3 {
        let draft = world.draft(&card, &["age_over_18"]);
        let digest = draft.digest();
        let consent = draft.consent(digest, &[], NOW).unwrap();
        let presented = world.wallet.present(consent, NOW, &mut rng(seed)).unwrap();
        seen.push(only(&presented).rsplit('.').next().unwrap().to_owned());
    }
    // The proof is what differs, in every stretch of it; and none of it is the signature.
    let signature = text.rsplit('.').next().unwrap().to_owned();
    for (at, one) in seen.iter().enumerate() {
        for other in seen.iter().skip(at + 1).chain([&signature]) {
            assert!(
                one.as_bytes().windows(12).all(|part| !other.as_bytes().windows(12).any(|same| same == part))
            );
        }
    }
    let known = world.wallet.knowledge_of("https://verifier.example").unwrap();
    assert_eq!((known.showings.len(), known.recognition), (3, Recognition::NotByTheCards));
}

#[test]
fn verifiers_who_saw_the_same_card_cannot_compare() {
    let mut world = world();
    let (proofs, copy) = (card(&mut world), world.card());
    for audience in ["https://a.example", "https://b.example"] {
        for card in [&proofs, &copy] {
            let selected = if card == &proofs { "age_over_18" } else { "given_name" };
            let draft = world.wallet.draft(&[choice(card, &[selected])], request(audience), NOW).unwrap();
            let presented = world.present(draft).unwrap();
            world.wallet.settle(presented.entry, Outcome::Accepted).unwrap();
        }
        let known = world.wallet.knowledge_of(audience).unwrap();
        assert_eq!(known.cards.len(), 2);
    }
    let known = world.wallet.knowledge_of("https://a.example").unwrap();
    assert_eq!(known.shared_with.len(), 1, "by the SD-JWT");
    world.wallet.delete(&copy, HistoryOnDelete::Forget, NOW).unwrap();
    let known = world.wallet.knowledge_of("https://a.example").unwrap();
    assert_eq!((known.recognition, known.shared_with), (Recognition::SeenOnce, Vec::new()));
}

#[test]
fn an_answer_is_as_linkable_as_its_most_linkable_part() {
    use Linkability::{Recognisable, Unlinkable, UnlinkableProof};
    let mut world = world();
    let (proofs, copy, batch) = (card(&mut world), world.card(), world.batch(2));
    let together = |cards: &[&CredentialId]| {
        let choices: Vec<Choice> = cards.iter().map(|card| choice(card, &[])).collect();
        world.wallet.draft(&choices, request("https://a.example"), NOW).unwrap().linkability()
    };
    assert_eq!(together(&[&proofs, &proofs]), UnlinkableProof);
    assert_eq!(together(&[&proofs, &batch]), Unlinkable { left: 1 });
    assert_eq!(together(&[&batch, &proofs]), Unlinkable { left: 1 });
    assert_eq!(together(&[&proofs, &copy]), Recognisable { shown_before: 0 });
    assert!(UnlinkableProof.words().contains("where that is yours alone"));
}

#[test]
fn an_expired_card_takes_an_acknowledgement() {
    let mut world = world();
    let card = card(&mut world);
    let late = later(600_000);
    let draft = world.wallet.draft(&[choice(&card, &[])], request("https://a.example"), late).unwrap();
    assert_eq!(draft.cautions(), [Caution::NotValid]);
}

#[test]
fn a_card_is_found_by_what_it_says_and_not_by_when_it_was_issued() {
    let mut world = world();
    let card = card(&mut world);
    let find = |world: &mut World, text: &str| {
        let filter = CardFilter { text: text.to_owned(), ..CardFilter::default() };
        world.wallet.search(&filter, NOW).unwrap().into_iter().map(|found| found.card.id).collect::<Vec<_>>()
    };
    for text in ["lovelace", "resident", "country"] {
        assert_eq!(find(&mut world, text), std::slice::from_ref(&card), "{text}");
    }
    assert_eq!(find(&mut world, "1699900000"), []);
}
