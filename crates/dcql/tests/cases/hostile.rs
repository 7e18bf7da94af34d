//! Queries that mean harm: case 99 of docs/ATTACKS.md, and each limit.

use crate::case::{One, card};
use std::fmt::Write as _;
use vouchsafe_credential::json::Document;
use vouchsafe_dcql::limits::*;
use vouchsafe_dcql::{Error, Mismatch, NothingWithheld, Presented, Query};

fn code(json: &str) -> &'static str {
    Query::parse(json.as_bytes()).err().as_ref().map_or("read", Error::code)
}

fn repeated(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn query(members: &str) -> String {
    format!(r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{}},{members}}}]}}"#)
}

fn claims(count: usize) -> String {
    let claims = repeated(count, |index| format!(r#"{{"path":["c{index}"]}}"#));
    query(&format!(r#""claims":[{claims}]"#))
}

#[test]
fn a99_ten_thousand_claims() {
    assert_eq!(code(&claims(10_000)), "dcql.too_large");
    assert_eq!(code(&claims(MAX_CLAIMS)), "read");
    assert_eq!(code(&claims(MAX_CLAIMS + 1)), "dcql.too_many");
}

#[test]
fn a99_asking_for_all_there_is() {
    // There is no path for "everything": each claim is named, and what is asked for is what is selected.
    for path in ["[]", "[null]", r#"["*"]"#, "[0]"] {
        let json = query(&format!(r#""claims":[{{"path":{path}}}]"#));
        let Ok(query) = Query::parse(json.as_bytes()) else {
            assert_eq!(code(&json), "dcql.path_malformed");
            continue;
        };
        let selected = card(r#"{"a":1,"b":[2]}"#).with(|card| query.credentials()[0].select(card));
        assert!(selected.is_err(), "{path}");
    }
}

#[test]
fn a99_null_paths_over_long_lists() {
    let list = |count| format!(r#"{{"a":[{}]}}"#, repeated(count, |_| "1".to_owned()));
    let query = Query::parse(query(r#""claims":[{"path":["a",null]}]"#).as_bytes()).unwrap();
    let query = &query.credentials()[0];
    for (count, expected) in
        [(MAX_SELECTED, Ok(MAX_SELECTED)), (MAX_SELECTED + 1, Err("query.too_many_claims"))]
    {
        let claims = Document::parse(list(count)).unwrap();
        card("{}").with(|card| {
            let card = vouchsafe_dcql::Candidate { claims: claims.root(), ..*card };
            let selected = query.select(&card);
            let selected = selected.as_ref().map(|selected| selected.paths().len()).map_err(Mismatch::code);
            assert_eq!(selected, expected);
            let shown = query.shown_by(&Presented { shown: card, withheld: &NothingWithheld });
            assert_eq!(shown.is_ok(), expected.is_ok());
        });
    }
    // Nulls one in another lead to no more than there is.
    let deep = One(r#""claims":[{"path":["a",null,null,null,null,null,null]}]"#);
    deep.misses(r#"{"a":[[[[[[]]]]],[[[[[]]]]]]}"#, "query.claim_missing").hold("7.1.1");
}

#[test]
fn a99_what_nobody_can_satisfy() {
    let one = One(r#""claims":[{"path":["a"],"values":["x"]},{"path":["a","b"]}]"#);
    one.misses(r#"{"a":"x"}"#, "query.path_does_not_apply").hold("6.4.1");
    let json = query(r#""trusted_authorities":[{"type":"nobody","values":["x"]}]"#);
    let query = Query::parse(json.as_bytes()).unwrap();
    assert_eq!(query.answer_options(|_| false).preferred(), None);
    card("{}").with(|card| assert_eq!(query.credentials()[0].select(card).unwrap_err(), Mismatch::Authority));
}

#[test]
fn a99_ids_twice() {
    assert_eq!(
        code(
            r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}},{"id":"c","format":"dc+sd-jwt","meta":{}}]}"#
        ),
        "dcql.id_repeated"
    );
    assert_eq!(
        code(&query(r#""claims":[{"id":"a","path":["a"]},{"id":"a","path":["a"]}]"#)),
        "dcql.id_repeated"
    );
    assert_eq!(code(r#"{"credentials":[],"credentials":[]}"#), "json.duplicate_key");
}

#[test]
fn every_limit_at_it_and_one_past_it() {
    let credentials = |count| {
        let all = repeated(count, |index| format!(r#"{{"id":"c{index}","format":"f","meta":{{}}}}"#));
        format!(r#"{{"credentials":[{all}]}}"#)
    };
    let claim_sets = |count| {
        let sets = repeated(count, |_| r#"["a"]"#.to_owned());
        query(&format!(r#""claims":[{{"id":"a","path":["a"]}}],"claim_sets":[{sets}]"#))
    };
    let sets = |count| {
        let sets = repeated(count, |_| r#"{"options":[["c"]]}"#.to_owned());
        format!(r#"{{"credentials":[{{"id":"c","format":"f","meta":{{}}}}],"credential_sets":[{sets}]}}"#)
    };
    let options = |count| {
        let options = repeated(count, |_| r#"["c"]"#.to_owned());
        let credentials = r#"{"id":"c","format":"f","meta":{}}"#;
        format!(r#"{{"credentials":[{credentials}],"credential_sets":[{{"options":[{options}]}}]}}"#)
    };
    let values = |count| {
        let values = repeated(count, |index| index.to_string());
        query(&format!(r#""claims":[{{"path":["a"],"values":[{values}]}}]"#))
    };
    let types = |count| {
        let types = repeated(count, |index| format!(r#""urn:{index}""#));
        format!(r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{"vct_values":[{types}]}}}}]}}"#)
    };
    let authorities = |count| {
        let entries = repeated(count, |_| r#"{"type":"aki","values":["x"]}"#.to_owned());
        query(&format!(r#""trusted_authorities":[{entries}]"#))
    };
    let authority_values = |count| {
        let values = repeated(count, |_| r#""x""#.to_owned());
        query(&format!(r#""trusted_authorities":[{{"type":"aki","values":[{values}]}}]"#))
    };
    let id = |length| credentials(1).replace("c0", &"i".repeat(length));
    let format = |length| credentials(1).replace(r#""f""#, &format!("\"{}\"", "f".repeat(length)));
    let length = |length: usize| {
        let query = credentials(1);
        format!("{query}{}", " ".repeat(length - query.len()))
    };
    let too_many = "dcql.too_many";
    type Limit<'a> = (&'a dyn Fn(usize) -> String, usize, &'a str);
    let limits: &[Limit<'_>] = &[
        (&credentials, MAX_CREDENTIALS, too_many),
        (&claim_sets, MAX_CLAIM_SETS, too_many),
        (&sets, MAX_CREDENTIAL_SETS, too_many),
        (&options, MAX_OPTIONS, too_many),
        (&values, MAX_VALUES, too_many),
        (&types, MAX_TYPES, too_many),
        (&authorities, MAX_AUTHORITIES, too_many),
        (&authority_values, MAX_AUTHORITIES, too_many),
        (&id, MAX_ID_LENGTH, "dcql.id_malformed"),
        (&format, MAX_NAME_LENGTH, "dcql.member_malformed"),
        (&length, MAX_QUERY_LENGTH, "dcql.too_large"),
    ];
    for (index, (make, limit, past)) in limits.iter().enumerate() {
        assert_eq!(code(&make(*limit)), "read", "limit {index}");
        assert_eq!(code(&make(*limit + 1)), *past, "limit {index}");
    }
}

#[test]
fn the_nodes_of_a_query_in_a_larger_document_are_bounded() {
    // The query has 10 values and names, and `pad` with its name and 1 for each element.
    let text = |padding| {
        let mut text = String::from(r#"{"credentials":[{"id":"c","format":"f","meta":{}}],"pad":["#);
        write!(text, "{}]}}", repeated(padding, |_| "1".to_owned())).unwrap();
        text
    };
    let most = MAX_QUERY_NODES - Document::parse(text(0)).unwrap().root().span().len();
    for (padding, expected) in [(most, "read"), (most + 1, "dcql.too_large")] {
        let document = Document::parse(text(padding)).unwrap();
        let outcome = Query::from_value(document.root());
        assert_eq!(outcome.err().as_ref().map_or("read", Error::code), expected);
    }
}

#[test]
fn an_answer_may_hold_so_many_presentations() {
    let query = Query::parse(query(r#""multiple":true"#).as_bytes()).unwrap();
    let id = || query.credentials()[0].id().clone();
    assert!(query.covered_by(&[(id(), MAX_PRESENTATIONS)].into()).is_ok());
    let past = query.covered_by(&[(id(), MAX_PRESENTATIONS + 1)].into());
    assert_eq!(past.unwrap_err().code(), "query.too_many_presentations");
}

#[test]
fn no_value_in_any_error() {
    let query =
        Query::parse(query(r#""claims":[{"path":["a"],"values":["canary-asked"]}]"#).as_bytes()).unwrap();
    let shown = format!("{query:?}");
    assert!(!shown.contains("canary"), "{shown}");
    let mismatch =
        card(r#"{"a":"canary-held"}"#).with(|card| query.credentials()[0].select(card).unwrap_err());
    assert!(!format!("{mismatch:?} {mismatch}").contains("canary"));
    let malformed = Query::parse(br#"{"credentials":[{"id":"canary asked"}]}"#).unwrap_err();
    assert!(!format!("{malformed:?} {malformed}").contains("canary"));
    assert_eq!(
        malformed.to_string(),
        "credentials[0]: `id` is not made of letters, digits, `_` and `-`, or is too long"
    );
    assert_eq!(malformed.section(), Some("OpenID4VP sections 6.1 and 6.3"));
}
