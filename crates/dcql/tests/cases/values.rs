//! `values`: the same kind, and exactly the same.

use crate::case::One;

cases! {
    a_text_that_is_among_them, "6.3", One(r#""claims":[{"path":["a"],"values":["90210","90211"]}]"#).selects(r#"{"a":"90211"}"#, &["a"]);
    a_text_that_is_not, "6.3", One(r#""claims":[{"path":["a"],"values":["90210"]}]"#).misses(r#"{"a":"90212"}"#, "query.value_differs");
    texts_differ_by_case, "6.3", One(r#""claims":[{"path":["a"],"values":["Doe"]}]"#).misses(r#"{"a":"doe"}"#, "query.value_differs");
    texts_differ_by_blanks, "6.3", One(r#""claims":[{"path":["a"],"values":["Doe"]}]"#).misses(r#"{"a":"Doe "}"#, "query.value_differs");
    texts_are_not_normalised, "6.3", One(r#""claims":[{"path":["a"],"values":["é"]}]"#).misses(r#"{"a":"e\u0301"}"#, "query.value_differs");
    texts_are_the_same_however_escaped, "6.3", One(r#""claims":[{"path":["a"],"values":["\u0044oe"]}]"#).selects(r#"{"a":"Doe"}"#, &["a"]);
    an_empty_text_is_a_value, "6.3", One(r#""claims":[{"path":["a"],"values":[""]}]"#).selects(r#"{"a":""}"#, &["a"]);
    a_number_is_no_text, "6.3", One(r#""claims":[{"path":["a"],"values":["1"]}]"#).misses(r#"{"a":1}"#, "query.value_differs");
    a_text_is_no_number, "6.3", One(r#""claims":[{"path":["a"],"values":[1]}]"#).misses(r#"{"a":"1"}"#, "query.value_differs");
    a_whole_number, "6.3", One(r#""claims":[{"path":["a"],"values":[1]}]"#).selects(r#"{"a":1}"#, &["a"]);
    a_negative_number, "6.3", One(r#""claims":[{"path":["a"],"values":[-5]}]"#).selects(r#"{"a":-5}"#, &["a"]);
    a_number_with_a_fraction_is_another, "6.3", One(r#""claims":[{"path":["a"],"values":[1]}]"#).misses(r#"{"a":1.0}"#, "query.value_differs");
    a_number_with_an_exponent_is_another, "6.3", One(r#""claims":[{"path":["a"],"values":[10]}]"#).misses(r#"{"a":1e1}"#, "query.value_differs");
    numbers_past_two_to_the_53_differ, "6.3", One(r#""claims":[{"path":["a"],"values":[9007199254740993]}]"#).misses(r#"{"a":9007199254740992}"#, "query.value_differs");
    numbers_past_two_to_the_53_match, "6.3", One(r#""claims":[{"path":["a"],"values":[9007199254740993]}]"#).selects(r#"{"a":9007199254740993}"#, &["a"]);
    numbers_past_two_to_the_64_differ, "6.3", One(r#""claims":[{"path":["a"],"values":[36893488147419103233]}]"#).misses(r#"{"a":36893488147419103232}"#, "query.value_differs");
    numbers_past_two_to_the_64_match, "6.3", One(r#""claims":[{"path":["a"],"values":[36893488147419103233]}]"#).selects(r#"{"a":36893488147419103233}"#, &["a"]);
    minus_zero_is_not_zero, "6.3", One(r#""claims":[{"path":["a"],"values":[0]}]"#).misses(r#"{"a":-0}"#, "query.value_differs");
    a_truth_value, "6.3", One(r#""claims":[{"path":["a"],"values":[true]}]"#).selects(r#"{"a":true}"#, &["a"]);
    the_other_truth_value, "6.3", One(r#""claims":[{"path":["a"],"values":[true]}]"#).misses(r#"{"a":false}"#, "query.value_differs");
    one_is_not_true, "6.3", One(r#""claims":[{"path":["a"],"values":[true]}]"#).misses(r#"{"a":1}"#, "query.value_differs");
    null_is_not_false, "6.3", One(r#""claims":[{"path":["a"],"values":[false]}]"#).misses(r#"{"a":null}"#, "query.value_differs");
    a_list_is_none_of_its_elements, "6.3", One(r#""claims":[{"path":["a"],"values":["x"]}]"#).misses(r#"{"a":["x"]}"#, "query.value_differs");
    an_object_matches_nothing, "6.3", One(r#""claims":[{"path":["a"],"values":["x"]}]"#).misses(r#"{"a":{"x":"x"}}"#, "query.value_differs");
    an_element_that_matches, "6.3", One(r#""claims":[{"path":["a",1],"values":["y"]}]"#).selects(r#"{"a":["x","y"]}"#, &["a[1]"]);
    another_element_that_matches, "6.3", One(r#""claims":[{"path":["a",1],"values":["x"]}]"#).misses(r#"{"a":["x","y"]}"#, "query.value_differs");
    elements_that_match_alone_are_shown, "6.4.1", One(r#""claims":[{"path":["a",null],"values":["x","z"]}]"#).selects(r#"{"a":["x","y","z"]}"#, &["a[0]", "a[2]"]);
    no_element_matches, "6.4.1", One(r#""claims":[{"path":["a",null],"values":["w"]}]"#).misses(r#"{"a":["x","y"]}"#, "query.value_differs");
    a_claim_that_is_not_there_is_missing, "6.4.1", One(r#""claims":[{"path":["a"],"values":["x"]}]"#).misses("{}", "query.claim_missing");

    the_verifier_looks_again, "8.6", One(r#""claims":[{"path":["a"],"values":["x"]}]"#).not_shown(r#"{"a":"y"}"#, "query.value_differs");
    the_verifier_finds_one_element, "8.6", One(r#""claims":[{"path":["a",null],"values":["x"]}]"#).shown_without(r#"{"a":["x"]}"#, &[0]);
    the_verifier_finds_a_moved_element, "8.6", One(r#""claims":[{"path":["a",2],"values":["z"]}]"#).shown_without(r#"{"a":["x","z"]}"#, &[1]);
    the_verifier_wants_the_element_at_its_place, "8.6", One(r#""claims":[{"path":["a",1],"values":["x"]}]"#).not_shown(r#"{"a":["x","y"]}"#, "query.value_differs");
}
