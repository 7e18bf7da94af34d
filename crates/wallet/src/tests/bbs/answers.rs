use super::super::kit::*;
use super::scene::*;
use crate::*;
use vouchsafe_credential::format;
use vouchsafe_dcql::Query;

fn query(format: &str, types: &str, claims: &str) -> Query {
    let text = format!(
        r#"{{"credentials":[{{"id":"q","format":"{format}","meta":{{"vct_values":["{types}"]}},"claims":[{claims}]}}]}}"#
    );
    Query::parse(text.as_bytes()).unwrap()
}

const ADULT: &str = r#"{"path":["age_over_18"],"values":[true]}"#;

#[test]
fn a_query_for_bbs_is_answered_by_a_bbs_card() {
    let mut world = world();
    let (proofs, _) = (card(&mut world), world.card());
    let query = query(format::BBS, TYPE, ADULT);
    let request = request("https://verifier.example");
    let found = world.wallet.candidates(&query, Some(&request.audience), NOW).unwrap();
    let [candidate] = &found.queries()[0].cards[..] else { panic!("{found:?}") };
    assert_eq!(candidate.holding.card.id, proofs);
    assert_eq!((candidate.linkability(), &candidate.unasked[..]), (Linkability::UnlinkableProof, &[][..]));
    let draft = world.wallet.draft_answer(&found, &Picks::default(), request.clone(), NOW).unwrap();
    assert_eq!(draft.parts().next().unwrap().paths(), paths(&["age_over_18"]));
    let presented = world.present(draft).unwrap();
    assert!(verify(only(&presented), &request).is_ok());
    let expected = format!(r#"{{"q":["{}"]}}"#, only(&presented));
    assert_eq!(*presented.vp_token().unwrap(), expected);
}

#[test]
fn a_query_for_another_format_or_type_or_claim_is_not() {
    let mut world = world();
    card(&mut world);
    for (format, types, claims) in [
        (format::SD_JWT_VC, TYPE, ADULT),
        (format::BBS, "urn:example:other", ADULT),
        (format::BBS, TYPE, r#"{"path":["age_over_18"],"values":[false]}"#),
        (format::BBS, TYPE, r#"{"path":["iat"]}"#),
        (format::BBS, TYPE, r#"{"path":["age_over_21"]}"#),
    ] {
        let found = world.wallet.candidates(&query(format, types, claims), None, NOW).unwrap();
        assert!(!found.is_answerable(), "{format} {types} {claims}");
    }
}

/// A proof tells a verifier no more than a copy that nobody saw: neither is preferred for having been shown, or not.
#[test]
fn of_two_cards_the_one_shown_less_often_is_no_better_for_having_been_seen() {
    let mut world = world();
    let (first, second) = (card_of(&mut world, 1), card_of(&mut world, 2));
    let draft = world.wallet.draft(&[choice(&first, &[])], request("https://a.example"), NOW).unwrap();
    world.present(draft).unwrap();
    let query = query(format::BBS, TYPE, ADULT);
    let audience = request("https://a.example").audience;
    let order = |audience| {
        let found = world.wallet.candidates(&query, audience, NOW).unwrap();
        found.queries()[0].cards.iter().map(|card| card.holding.card.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(Some(&audience)), order(None));
    assert_eq!(order(None), [second, first]);
}
