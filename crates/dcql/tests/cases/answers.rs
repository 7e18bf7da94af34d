//! Which answers satisfy a query.

use crate::case::Answered;

const ONE: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{},"claims":[{"path":["x"]}]}]}"#;
const MANY: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{},"multiple":true,"claims":[{"path":["x"]}]}]}"#;
const BOTH: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}},{"id":"b","format":"dc+sd-jwt","meta":{}}]}"#;
const SETS: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}},{"id":"b","format":"dc+sd-jwt","meta":{}},{"id":"c","format":"dc+sd-jwt","meta":{}},{"id":"d","format":"dc+sd-jwt","meta":{}},{"id":"e","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["a"],["b","c"]]},{"required":false,"options":[["c","d"]]}]}"#;
const OPTIONAL: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"required":false,"options":[["a"]]}]}"#;

cases! {
    one_presentation, "8.1", Answered { query: ONE, answer: &[("a", r#"{"x":1}"#)], expected: Ok((&[Some(0)], &[])) };
    an_answer_with_nothing, "8.1", Answered { query: ONE, answer: &[], expected: Err("query.credential_missing") };
    an_entry_with_nothing, "8.1", Answered { query: ONE, answer: &[("a", "null")], expected: Err("query.no_presentation") };
    an_id_that_was_not_asked_for, "8.1", Answered { query: ONE, answer: &[("a", r#"{"x":1}"#), ("b", "{}")], expected: Err("query.unknown_id") };
    two_presentations_for_one, "8.1", Answered { query: ONE, answer: &[("a", r#"{"x":1}"#), ("a", r#"{"x":2}"#)], expected: Err("query.several_presentations") };
    two_presentations_for_many, "8.1", Answered { query: MANY, answer: &[("a", r#"{"x":1}"#), ("a", r#"{"x":2}"#)], expected: Ok((&[Some(0)], &[])) };
    one_presentation_for_many, "8.1", Answered { query: MANY, answer: &[("a", r#"{"x":1}"#)], expected: Ok((&[Some(0)], &[])) };
    each_of_many_has_to_show_it, "8.6", Answered { query: MANY, answer: &[("a", r#"{"x":1}"#), ("a", "{}")], expected: Err("query.claim_missing") };
    a_presentation_without_the_claim, "8.6", Answered { query: ONE, answer: &[("a", r#"{"y":1}"#)], expected: Err("query.claim_missing") };
    all_of_several, "6.4.2", Answered { query: BOTH, answer: &[("a", "{}"), ("b", "{}")], expected: Ok((&[Some(0)], &[])) };
    one_of_several, "6.4.2", Answered { query: BOTH, answer: &[("b", "{}")], expected: Err("query.credential_missing") };
    an_option_of_a_required_set, "6.4.2", Answered { query: SETS, answer: &[("a", "{}")], expected: Ok((&[Some(0), None], &[])) };
    another_option_of_it, "6.4.2", Answered { query: SETS, answer: &[("b", "{}"), ("c", "{}")], expected: Ok((&[Some(1), None], &[])) };
    half_an_option_of_it, "6.4.2", Answered { query: SETS, answer: &[("b", "{}")], expected: Err("query.credential_set_missing") };
    only_an_optional_set, "6.4.2", Answered { query: SETS, answer: &[("c", "{}"), ("d", "{}")], expected: Err("query.credential_set_missing") };
    an_optional_set_as_well, "6.4.2", Answered { query: SETS, answer: &[("a", "{}"), ("c", "{}"), ("d", "{}")], expected: Ok((&[Some(0), Some(0)], &[])) };
    half_an_optional_set_is_not_needed, "6.4.2", Answered { query: SETS, answer: &[("a", "{}"), ("d", "{}")], expected: Ok((&[Some(0), None], &["d"])) };
    two_options_of_one_set, "6.4.2", Answered { query: SETS, answer: &[("a", "{}"), ("b", "{}"), ("c", "{}")], expected: Ok((&[Some(0), None], &["b", "c"])) };
    a_credential_of_no_set, "6.4.2", Answered { query: SETS, answer: &[("a", "{}"), ("e", "{}")], expected: Ok((&[Some(0), None], &["e"])) };
    nothing_where_all_is_optional, "6.4.2", Answered { query: OPTIONAL, answer: &[], expected: Ok((&[None], &[])) };
}
