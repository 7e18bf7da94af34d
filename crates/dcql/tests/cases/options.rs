//! Which credentials a wallet answers with.

use crate::case::Options;

/// Section D: `pid`, or `other`, or both of `r1` and `r2`; and `nice` if it is there.
const ALTERNATIVES: &str = r#"{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{}},{"id":"other","format":"dc+sd-jwt","meta":{}},{"id":"r1","format":"dc+sd-jwt","meta":{}},{"id":"r2","format":"dc+sd-jwt","meta":{}},{"id":"nice","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["pid"],["other"],["r1","r2"]]},{"required":false,"options":[["nice"]]}]}"#;
const BOTH: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}},{"id":"b","format":"dc+sd-jwt","meta":{}}]}"#;
const SHARED: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}},{"id":"b","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["b","a"]]},{"options":[["a"]]}]}"#;
const OPTIONAL: &str = r#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"required":false,"options":[["a"]]}]}"#;

cases! {
    without_sets_all_are_asked_for, "6.4.2", Options { query: BOTH, held: &["a", "b"], preferred: Some(&["a", "b"]) };
    without_sets_none_may_be_missing, "6.4.2", Options { query: BOTH, held: &["a"], preferred: None };
    the_first_option, "6.4.2", Options { query: ALTERNATIVES, held: &["other", "pid", "r1", "r2"], preferred: Some(&["pid"]) };
    the_next_option, "6.4.2", Options { query: ALTERNATIVES, held: &["other", "r1", "r2"], preferred: Some(&["other"]) };
    an_option_of_two, "6.4.2", Options { query: ALTERNATIVES, held: &["r1", "r2"], preferred: Some(&["r1", "r2"]) };
    half_an_option_is_none, "6.4.2", Options { query: ALTERNATIVES, held: &["r1", "nice"], preferred: None };
    optional_sets_are_left_to_the_person, "6.4.2", Options { query: ALTERNATIVES, held: &["pid", "nice"], preferred: Some(&["pid"]) };
    one_credential_serves_two_sets, "6.4.2", Options { query: SHARED, held: &["a", "b"], preferred: Some(&["b", "a"]) };
    every_required_set_counts, "6.4.2", Options { query: SHARED, held: &["a"], preferred: None };
    nothing_is_required, "6.4.2", Options { query: OPTIONAL, held: &[], preferred: Some(&[]) };
}
