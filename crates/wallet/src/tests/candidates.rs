//! Which cards answer a query, in which order, and what of them is shown.

use super::kit::*;
use crate::*;
use std::collections::BTreeMap;
use vouchsafe_credential::{Audience, CredentialId};
use vouchsafe_dcql::{Query, QueryId};
use vouchsafe_sd_jwt::DisclosurePlan;
use vouchsafe_status_list::Status;

const SHOP: &str = "https://shop.example";

fn query(json: &str) -> Query {
    Query::parse(json.as_bytes()).unwrap()
}

/// One credential query for a person, with these claims.
fn asking(claims: &str) -> Query {
    query(&format!(r#"{{"credentials":[{}]}}"#, person_query("id", claims)))
}

fn person_query(id: &str, more: &str) -> String {
    format!(r#"{{"id":"{id}","format":"dc+sd-jwt","meta":{{"vct_values":["urn:example:person"]}}{more}}}"#)
}

fn id(text: &str) -> QueryId {
    QueryId::new(text).unwrap()
}

fn find(world: &World, query: &Query) -> Candidates {
    world.wallet.candidates(query, Some(&Audience::new(SHOP).unwrap()), NOW).unwrap()
}

fn cards(found: &QueryCandidates) -> Vec<&CredentialId> {
    found.cards.iter().map(|candidate| &candidate.holding.card.id).collect()
}

fn answer(world: &World, query: &Query, picks: &Picks) -> Result<Draft, Error> {
    world.wallet.draft_answer(&find(world, query), picks, request(SHOP), NOW)
}

fn present(world: &mut World, draft: Draft) -> Presentation {
    let digest = draft.digest();
    let acknowledged = draft.cautions();
    let consent = draft.consent(digest, &acknowledged, NOW).unwrap();
    world.wallet.present(consent, NOW, &mut rng(7)).unwrap()
}

fn picking(query: &str, cards: &[&CredentialId]) -> Picks {
    let cards = cards.iter().map(|card| (*card).clone()).collect();
    Picks { cards: BTreeMap::from([(id(query), cards)]), ..Picks::default() }
}

#[test]
fn a_card_that_the_verifier_says_it_cannot_read_is_set_aside() {
    use vouchsafe_jose::Algorithm::{Ed25519, Es256, Es384};
    let mut world = World::new();
    let card = world.card();
    let query = asking("");
    let reading = |read: &[ReadableFormat]| {
        let found = world.wallet.candidates_readable(&query, None, Some(read), NOW).unwrap();
        let [found] = found.queries() else { panic!() };
        match (&found.cards[..], &found.set_aside[..]) {
            ([one], []) if one.holding.card.id == card => "read",
            ([], [(one, why)]) if one.holding.card.id == card => why.code(),
            _ => panic!("{found:?}"),
        }
    };
    let sd_jwt = |issuer: Option<Vec<_>>, holder: Option<Vec<_>>| ReadableFormat {
        format: "dc+sd-jwt".to_owned(),
        issuer_algorithms: issuer,
        holder_algorithms: holder,
    };
    let mdoc = ReadableFormat { format: "mso_mdoc".to_owned(), ..sd_jwt(None, None) };
    let es256 = || Some(vec![Ed25519, Es256]);
    for read in [sd_jwt(None, None), sd_jwt(es256(), None), sd_jwt(es256(), es256())] {
        assert_eq!(reading(&[mdoc.clone(), read.clone()]), "read", "{read:?}");
    }
    for not in [
        mdoc.clone(),
        sd_jwt(Some(vec![Es384]), None),
        sd_jwt(None, Some(vec![])),
        sd_jwt(es256(), Some(vec![Ed25519])),
    ] {
        assert_eq!(reading(std::slice::from_ref(&not)), "not_readable", "{not:?}");
    }
    assert_eq!(reading(&[]), "not_readable");
}

#[test]
fn what_is_asked_for_is_shown_and_no_more() {
    let mut world = World::new();
    let card = world.card();
    let query = asking(r#","claims":[{"path":["given_name"]},{"path":["address","city"]}]"#);
    let found = find(&world, &query);
    assert!(found.is_answerable());
    let [only] = &found.queries()[0].cards[..] else { panic!("{found:?}") };
    assert_eq!((&only.holding.card.id, &only.lacks, &only.unasked), (&card, &vec![], &vec![]));
    let draft = answer(&world, &query, &Picks::default()).unwrap();
    let part = draft.parts().next().unwrap();
    assert_eq!(part.query(), Some(&id("id")));
    assert_eq!(part.paths(), paths(&["given_name", "address", "address.city"]));

    // Without claims, nothing that can be withheld.
    let draft = answer(&world, &asking(""), &Picks::default()).unwrap();
    assert!(draft.parts().all(|part| part.paths().is_empty()));
}

#[test]
fn positions_and_every_element_lead_to_the_right_elements() {
    let mut world = World::new();
    let key = world.holder_key();
    let claims = format!(
        r#"{{"iss":"{ISSUER}","vct":"urn:example:person",{},"list":["a","b",{{"n":"c"}},{{"n":"d"}}]}}"#,
        cnf(&key)
    );
    let plan = DisclosurePlan::new(paths(&["list[0]", "list[1]", "list[2]", "list[3]", "list[3].n"]));
    let token = world.issue_with(&claims, &plan, "dc+sd-jwt");
    world.import(&token).unwrap();
    for (path, shown) in [
        (r#"["list",1]"#, vec!["list[1]"]),
        (r#"["list",null]"#, vec!["list[0]", "list[1]", "list[2]", "list[3]", "list[3].n"]),
        (r#"["list",3,"n"]"#, vec!["list[3]", "list[3].n"]),
    ] {
        let query = asking(&format!(r#","claims":[{{"path":{path}}}]"#));
        let draft = answer(&world, &query, &Picks::default()).unwrap();
        assert_eq!(draft.parts().next().unwrap().paths(), paths(&shown), "{path}");
    }
    // Of all elements those with a value that is wanted.
    let query = asking(r#","claims":[{"path":["list",null],"values":["b"]}]"#);
    let draft = answer(&world, &query, &Picks::default()).unwrap();
    assert_eq!(draft.parts().next().unwrap().paths(), paths(&["list[1]"]));
}

#[test]
fn a_card_that_lacks_something_is_told_apart() {
    let mut world = World::new();
    let card = world.card();
    let query = asking(r#","claims":[{"path":["given_name"]},{"path":["shoe_size"]}]"#);
    let found = find(&world, &query);
    assert!(!found.is_answerable() && found.queries()[0].cards.is_empty());
    let [miss] = &found.queries()[0].near_misses[..] else { panic!("{found:?}") };
    assert_eq!((&miss.holding.card.id, miss.why.code()), (&card, "query.claim_missing"));
    assert_eq!(miss.lacks, paths(&["shoe_size"]));
    assert_eq!(code(found.choose(&Picks::default())), "wallet.not_answerable");
    assert_eq!(code(found.choose(&picking("id", &[&card]))), "wallet.card_does_not_answer");
}

#[test]
fn what_is_of_another_kind_is_not_opened() {
    let mut world = World::new();
    let card = world.card();
    let token = world.issue_with(&person(&[]), &plan(), "example+sd-jwt");
    world.import_as(&token, Profile::SdJwt).unwrap();
    let unbound = world.issue(&person(&[]));
    let unbound = world.import(&unbound).unwrap().card.id;
    let found = find(&world, &asking(""));
    assert_eq!(cards(&found.queries()[0]), [&card], "neither a plain SD-JWT nor one that is bound to no key");
    assert!(found.queries()[0].near_misses.is_empty());
    let found = find(&world, &asking(r#","require_cryptographic_holder_binding":false"#));
    assert_eq!(found.queries()[0].cards.len(), 2);
    assert!(cards(&found.queries()[0]).contains(&&unbound));
    for other in [
        r#"{"id":"id","format":"dc+sd-jwt","meta":{"vct_values":["urn:example:other"]}}"#,
        r#"{"id":"id","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}"#,
    ] {
        let found = find(&world, &query(&format!(r#"{{"credentials":[{other}]}}"#)));
        assert!(found.queries()[0].cards.is_empty() && found.queries()[0].near_misses.is_empty());
    }
    let any = query(r#"{"credentials":[{"id":"id","format":"dc+sd-jwt","meta":{}}]}"#);
    assert_eq!(cards(&find(&world, &any).queries()[0]), [&card]);
}

#[test]
fn what_would_be_refused_or_recognised_is_set_aside() {
    let mut world = World::new();
    let (revoked, exhausted) = (world.batch(1), world.batch_at(&[5]));
    let expired = world.holder_key();
    let expired = world.issue(&person(&[cnf(&expired)]).replace("1702512000", "1699930000"));
    let expired = world.import(&expired).unwrap().card.id;
    let list = world.list(NOW, &[(0, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let draft = world.draft(&exhausted, &[]);
    present(&mut world, draft);

    let query = asking("");
    let found = find(&world, &query);
    assert!(!found.is_answerable());
    let aside: BTreeMap<&CredentialId, SetAside> =
        found.queries()[0].set_aside.iter().map(|(card, why)| (&card.holding.card.id, *why)).collect();
    let expected =
        [(&revoked, SetAside::Revoked), (&expired, SetAside::Expired), (&exhausted, SetAside::Exhausted)];
    assert_eq!(aside, BTreeMap::from(expected));
    assert_eq!(code(answer(&world, &query, &Picks::default())), "wallet.not_answerable");

    // Chosen by the person they are shown, with a caution.
    for (card, caution) in [(&revoked, Caution::NotValid), (&exhausted, Caution::CopyShownBefore)] {
        let draft = answer(&world, &query, &picking("id", &[card])).unwrap();
        assert_eq!(draft.cautions(), [caution]);
    }
    world.wallet.distrust_issuer(&vouchsafe_credential::IssuerId::new(ISSUER).unwrap()).unwrap();
    assert!(find(&world, &query).queries()[0].set_aside.is_empty(), "of an issuer that is not trusted, none");
}

#[test]
fn a_card_that_a_newer_one_replaces_is_set_aside() {
    let mut world = World::new();
    let (older, newer) = (world.card(), world.card());
    world.wallet.replace(&older, &newer).unwrap();
    let found = find(&world, &asking(""));
    assert_eq!(cards(&found.queries()[0]), [&newer]);
    let aside = found.queries()[0].set_aside.iter().map(|(card, why)| (&card.holding.card.id, *why));
    assert_eq!(aside.collect::<Vec<_>>(), [(&older, SetAside::Replaced)]);
    assert!(answer(&world, &asking(""), &picking("id", &[&older])).unwrap().cautions().is_empty());
}

#[test]
fn the_best_card_comes_first() {
    let mut world = World::new();
    let unseen = world.card();
    let seen = world.card();
    let draft = world.wallet.draft(&[choice(&seen, &[])], request(SHOP), NOW).unwrap();
    present(&mut world, draft);
    let key = world.holder_key();
    let talkative = world.issue(&person(&[cnf(&key), r#""shoe_size":41"#.to_owned()]));
    let talkative = world.import(&talkative).unwrap().card.id;
    let most = world.batch(9);
    let few = world.batch_at(&[20]);
    let many = world.batch_at(&[21, 22]);
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let key = world.holder_key();
    let unknown = status(3).replace("status/1", "status/2");
    let other = world.issue(&person(&[cnf(&key), unknown]));
    let other = world.import(&other).unwrap().card.id;

    let found = find(&world, &asking(""));
    // The status of `other` was never seen, so of it nothing can be told.
    assert_eq!(cards(&found.queries()[0]), [&most, &many, &few, &seen, &unseen, &talkative, &other]);
    let asked = find(&world, &asking(r#","claims":[{"path":["shoe_size"]}]"#));
    assert_eq!(cards(&asked.queries()[0]), [&talkative]);
    assert!(asked.queries()[0].cards[0].unasked.is_empty());
    let [.., talks, _] = &found.queries()[0].cards[..] else { panic!() };
    assert_eq!(talks.unasked, paths(&["shoe_size"]));
}

#[test]
fn two_queries_share_the_copies_of_a_card() {
    let mut world = World::new();
    let batch = world.batch_at(&[20, 21]);
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let reusable = world.card();
    let three = ["a", "b", "c"].map(|id| person_query(id, "")).join(",");
    let draft =
        answer(&world, &query(&format!(r#"{{"credentials":[{three}]}}"#)), &Picks::default()).unwrap();
    let used: Vec<_> = draft.parts().map(|part| part.holding().card.id.clone()).collect();
    assert_eq!(used, [batch.clone(), batch, reusable], "the third has no copy left");
    assert!(draft.cautions().is_empty());
}

#[test]
fn claim_sets_in_the_verifiers_order_unless_the_person_chooses() {
    let mut world = World::new();
    world.card();
    let query = asking(
        r#","claims":[{"id":"shoe","path":["shoe_size"]},{"id":"given","path":["given_name"]},{"id":"family","path":["family_name"]}],
           "claim_sets":[["shoe"],["given","family"],["family"]]"#,
    );
    let found = find(&world, &query);
    let sets: Vec<_> = found.queries()[0].cards[0].answers.iter().map(|answer| answer.claim_set()).collect();
    assert_eq!(sets, [Some(1), Some(2)]);
    assert_eq!(found.queries()[0].cards[0].lacks, paths(&["shoe_size"]));
    let with = |set: Option<usize>| {
        let claim_sets = set.map(|set| (id("id"), set)).into_iter().collect();
        answer(&world, &query, &Picks { claim_sets, ..Picks::default() })
    };
    for (set, shown) in [(None, vec!["given_name", "family_name"]), (Some(2), vec!["family_name"])] {
        assert_eq!(with(set).unwrap().parts().next().unwrap().paths(), paths(&shown));
    }
    for set in [0, 3] {
        assert_eq!(code(with(Some(set))), "wallet.claim_set_not_there");
    }
}

#[test]
fn credential_sets_required_and_optional() {
    let mut world = World::new();
    let card = world.card();
    let other = |id: &str| {
        format!(r#"{{"id":"{id}","format":"dc+sd-jwt","meta":{{"vct_values":["urn:example:{id}"]}}}}"#)
    };
    let query = query(&format!(
        r#"{{"credentials":[{},{},{},{}],
            "credential_sets":[{{"options":[["none"],["one"],["two"]]}},{{"required":false,"options":[["more"]]}}]}}"#,
        other("none"),
        person_query("one", ""),
        person_query("two", ""),
        person_query("more", "")
    ));
    let answered = |picks: &Picks| {
        let draft = answer(&world, &query, picks)?;
        Ok::<_, Error>(draft.parts().map(|part| part.query().unwrap().to_string()).collect::<Vec<_>>())
    };
    assert_eq!(answered(&Picks::default()).unwrap(), ["one"], "the first that can be, and nothing optional");
    assert_eq!(answered(&picking("two", &[&card])).unwrap(), ["two"]);
    assert_eq!(answered(&picking("more", &[&card])).unwrap(), ["one", "more"]);
    let options = |set, option| Picks { options: BTreeMap::from([(set, option)]), ..Picks::default() };
    assert_eq!(answered(&options(0, 2)).unwrap(), ["two"]);
    assert_eq!(answered(&options(1, 0)).unwrap(), ["one", "more"]);
    for (set, option) in [(0, 0), (0, 3), (1, 1), (2, 0)] {
        assert_eq!(code(answered(&options(set, option))), "wallet.option_not_there", "{set} {option}");
    }
    let both = Picks { options: BTreeMap::from([(0, 1)]), ..picking("two", &[&card]) };
    assert_eq!(code(answered(&both)), "wallet.pick_not_asked");
    assert_eq!(code(answered(&picking("unknown", &[&card]))), "wallet.pick_not_asked");
}

#[test]
fn several_cards_where_several_are_asked_for() {
    let mut world = World::new();
    let (one, other) = (world.card(), world.card());
    for (multiple, picked, expected) in [
        ("true", vec![&one, &other], None),
        ("true", vec![&one, &one], Some("wallet.one_card_asked")),
        ("true", vec![], Some("wallet.one_card_asked")),
        ("false", vec![&one, &other], Some("wallet.one_card_asked")),
        ("false", vec![&other], None),
    ] {
        let query = asking(&format!(r#","multiple":{multiple}"#));
        let draft = answer(&world, &query, &picking("id", &picked));
        assert_eq!(draft.as_ref().err().map(Error::code), expected, "{multiple} {picked:?}");
        if let Ok(draft) = draft {
            assert_eq!(draft.parts().len(), picked.len());
        }
    }
}

#[test]
fn a_draft_is_compared_with_the_last_showing_to_the_same_verifier() {
    let mut world = World::new();
    let card = world.card();
    let draft = |world: &World, selected: &[&str], request: PresentationRequest| {
        world.wallet.draft(&[choice(&card, selected)], request, NOW).unwrap()
    };
    let more = |world: &World, selected: &[&str]| {
        let compared = world.wallet.compare(&draft(world, selected, request(SHOP))).unwrap();
        compared.map(|compared| compared.more.into_iter().map(|(_, path)| path).collect::<Vec<_>>())
    };
    assert_eq!(more(&world, &["given_name"]), None, "never before");
    let first = draft(&world, &["given_name"], request(SHOP));
    let first = present(&mut world, first);
    assert_eq!(more(&world, &["given_name"]), Some(vec![]));
    assert_eq!(more(&world, &["address.city"]), Some(paths(&["address", "address.city"])));
    // To somebody else, or to one who only says to be the same, it is the first time.
    let elsewhere = draft(&world, &["address"], request("https://other.example"));
    assert_eq!(world.wallet.compare(&elsewhere).unwrap(), None);
    let proven = Verifier { proof: ClientProof::X509Hash, ..request(SHOP).verifier };
    let proven = draft(&world, &[], PresentationRequest { verifier: proven, ..request(SHOP) });
    assert_eq!(world.wallet.compare(&proven).unwrap(), None);
    // What did not leave does not count.
    world.wallet.settle(first.entry, Outcome::NotSent).unwrap();
    assert_eq!(more(&world, &["given_name"]), None);
}

#[test]
fn a110_a_refusal_says_nothing_of_the_wallet() {
    let full = super::answers::full_request();
    let declined = Declined::new(&full);
    assert_eq!(declined.to_json(), r#"{"error":"access_denied","state":"af0ifjsldkj"}"#);
    assert_eq!(*declined.destination(), full.destination);
    assert_eq!(Declined::new(&request(SHOP)).to_json(), r#"{"error":"access_denied"}"#);
}

#[test]
fn so_many_candidates_and_no_more() {
    let mut world = World::new();
    for _ in 0..limits::MAX_CANDIDATES + 1 {
        world.card();
    }
    let found = find(&world, &asking(""));
    assert_eq!(found.queries()[0].cards.len(), limits::MAX_CANDIDATES);
    assert_eq!(found.queries()[0].not_looked_into, 1);
    // Those that lack something do not keep others from being found.
    let found = find(&world, &asking(r#","claims":[{"path":["shoe_size"]}]"#));
    assert_eq!(
        (found.queries()[0].near_misses.len(), found.queries()[0].not_looked_into),
        (limits::MAX_SET_ASIDE, 0)
    );
}
