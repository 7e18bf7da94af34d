use super::desk::*;
use crate::{Chosen, QueryRequest, Staples};
use vouchsafe_credential::json::Document;

const QUERY: &str =
    r#"{"credentials":[{"id":"person","format":"dc+sd-jwt","meta":{},"claims":[{"path":["given_name"]}]}]}"#;

fn asking(query: &str) -> QueryRequest<'_> {
    QueryRequest {
        query,
        audience: VERIFIER,
        nonce: NONCE,
        purpose: Some("to greet you"),
        staples: Staples::Leave,
    }
}

#[test]
fn a_query_from_candidates_to_a_vp_token() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let card = desk.import(&mut wallet, Some(2));
    let found = wallet.candidates(QUERY, Some(VERIFIER), NOW).unwrap();
    assert!(found.answerable);
    let candidate = &found.queries[0].cards[0];
    assert_eq!(
        (&candidate.card.id, candidate.answers[0].paths.as_slice()),
        (&card, &["given_name".to_owned()][..])
    );
    assert_eq!(candidate.linkability.code, "unlinkable");

    let draft = wallet.draft_answer(&asking(QUERY), &Chosen::default(), NOW).unwrap();
    assert_eq!((draft.view.purpose.as_deref(), &draft.view.compared), (Some("to greet you"), &None));
    assert_eq!(draft.view.parts[0].query.as_deref(), Some("person"));
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
    assert_eq!(presented.form, "vp_token");
    let token = Document::parse(presented.presentation.as_bytes()).unwrap();
    let text = token.root().get("person").unwrap().elements().unwrap().next().unwrap();
    let seen = desk.verify(&text.as_str().unwrap());
    assert_eq!(seen.claims().get("given_name").unwrap().as_str().unwrap(), CANARIES[0]);
    assert!(seen.claims().get("family_name").is_none());

    let more = QUERY.replace("given_name", "family_name");
    let chosen = Chosen { cards: vec![("person", &card[..4])], ..Chosen::default() };
    let draft = wallet.draft_answer(&asking(&more), &chosen, NOW).unwrap();
    assert_eq!(draft.view.compared.unwrap().more, ["family_name"]);
    for view in [serde_json::to_string(&found), serde_json::to_string(&presented)] {
        let view = view.unwrap();
        assert!(view.starts_with(r#"{"version":1,"#), "{view}");
    }
    assert!(!serde_json::to_string(&found).unwrap().contains(CANARIES[0]), "names of claims, no values");
}

#[test]
fn wrong_requests_and_choices() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    desk.import(&mut wallet, None);
    let draft = |request: QueryRequest<'_>, chosen: Chosen<'_>| {
        wallet.draft_answer(&request, &chosen, NOW).unwrap_err().code()
    };
    let none = Chosen::default;
    assert!(draft(asking("{}"), none()).starts_with("dcql."));
    assert_eq!(draft(asking(&QUERY.replace("given_name", "shoe_size")), none()), "wallet.not_answerable");
    assert_eq!(draft(QueryRequest { audience: "", ..asking(QUERY) }, none()), "app.name_invalid");
    assert_eq!(draft(QueryRequest { purpose: Some(""), ..asking(QUERY) }, none()), "app.purpose_invalid");
    let named = Chosen { claim_sets: vec![("no id", 0)], ..none() };
    assert_eq!(draft(asking(QUERY), named), "app.query_id_invalid");
    let optioned = Chosen { options: vec![(0, 1)], ..none() };
    assert_eq!(draft(asking(QUERY), optioned), "wallet.option_not_there");
    assert_eq!(asking(QUERY).declined().unwrap(), r#"{"error":"access_denied"}"#);
}
