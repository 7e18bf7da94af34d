//! Claims path pointers: what they lead to in a credential, and in a presentation of it.

use crate::case::One;

/// The credential of section 7.3, shortened.
const ARTHUR: &str = r#"{"name":"Arthur","address":{"street_address":"42 Market Street","locality":"Milliways"},"degrees":[{"type":"B"},{"type":"M"}],"nationalities":["British","Betelgeusian"]}"#;

cases! {
    a_claim_at_the_top, "7.3", One(r#""claims":[{"path":["name"]}]"#).selects(ARTHUR, &["name"]);
    an_object_with_all_in_it, "7.3", One(r#""claims":[{"path":["address"]}]"#).selects(ARTHUR, &["address"]);
    a_claim_in_an_object, "7.3", One(r#""claims":[{"path":["address","street_address"]}]"#).selects(ARTHUR, &["address.street_address"]);
    every_element_of_a_list, "7.3", One(r#""claims":[{"path":["degrees",null,"type"]}]"#).selects(ARTHUR, &["degrees[0].type", "degrees[1].type"]);
    one_element_of_a_list, "7.3", One(r#""claims":[{"path":["nationalities",1]}]"#).selects(ARTHUR, &["nationalities[1]"]);

    the_root_is_an_object, "7.1.1", One(r#""claims":[{"path":[0]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    the_root_is_no_list, "7.1.1", One(r#""claims":[{"path":[null]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    a_name_that_is_not_there, "7.1.1", One(r#""claims":[{"path":["email"]}]"#).misses(ARTHUR, "query.claim_missing");
    a_name_in_what_is_a_text, "7.1.1", One(r#""claims":[{"path":["name","first"]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    a_name_in_what_is_a_list, "7.1.1", One(r#""claims":[{"path":["degrees","type"]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    a_name_in_what_is_null, "7.1.1", One(r#""claims":[{"path":["a","b"]}]"#).misses(r#"{"a":null}"#, "query.path_does_not_apply");
    a_name_where_one_of_several_is_no_object, "7.1.1", One(r#""claims":[{"path":["a",null,"b"]}]"#).misses(r#"{"a":[{"b":1},7]}"#, "query.path_does_not_apply");
    a_name_that_some_elements_lack, "7.1.1", One(r#""claims":[{"path":["a",null,"b"]}]"#).selects(r#"{"a":[{"c":1},{"b":1},{}]}"#, &["a[1].b"]);
    a_name_that_all_elements_lack, "7.1.1", One(r#""claims":[{"path":["a",null,"b"]}]"#).misses(r#"{"a":[{"c":1},{}]}"#, "query.claim_missing");
    null_on_an_object, "7.1.1", One(r#""claims":[{"path":["address",null]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    null_on_a_text, "7.1.1", One(r#""claims":[{"path":["name",null]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    null_on_an_empty_list, "7.1.1", One(r#""claims":[{"path":["a",null]}]"#).misses(r#"{"a":[]}"#, "query.claim_missing");
    null_on_lists_some_of_them_empty, "7.1.1", One(r#""claims":[{"path":["a",null,null]}]"#).selects(r#"{"a":[[],[1,2],[3]]}"#, &["a[1][0]", "a[1][1]", "a[2][0]"]);
    null_where_one_of_several_is_no_list, "7.1.1", One(r#""claims":[{"path":["a",null,null]}]"#).misses(r#"{"a":[[1],{}]}"#, "query.path_does_not_apply");
    a_position_on_an_object, "7.1.1", One(r#""claims":[{"path":["address",0]}]"#).misses(ARTHUR, "query.path_does_not_apply");
    a_position_past_the_end, "7.1.1", One(r#""claims":[{"path":["nationalities",2]}]"#).misses(ARTHUR, "query.claim_missing");
    a_position_in_an_empty_list, "7.1.1", One(r#""claims":[{"path":["a",0]}]"#).misses(r#"{"a":[]}"#, "query.claim_missing");
    a_position_that_some_lists_lack, "7.1.1", One(r#""claims":[{"path":["a",null,1]}]"#).selects(r#"{"a":[[1],[2,3],[]]}"#, &["a[1][1]"]);
    a_position_where_one_of_several_is_no_list, "7.1.1", One(r#""claims":[{"path":["a",null,0]}]"#).misses(r#"{"a":[[1],"x"]}"#, "query.path_does_not_apply");
    a_huge_position, "7.1.1", One(r#""claims":[{"path":["nationalities",4294967296]}]"#).misses(ARTHUR, "query.claim_missing");
    a_name_made_of_digits_is_a_name, "7.1.1", One(r#""claims":[{"path":["a","0"]}]"#).misses(r#"{"a":["x"]}"#, "query.path_does_not_apply");
    a_name_made_of_digits_finds_a_member, "7.1.1", One(r#""claims":[{"path":["a","0"]}]"#).selects(r#"{"a":{"0":"x"}}"#, &["a.0"]);
    an_empty_name_is_a_name, "7.1.1", One(r#""claims":[{"path":[""]}]"#).selects(r#"{"":1}"#, &[r#"[""]"#]);
    names_are_compared_with_their_escapes_resolved, "7.1", One(r#""claims":[{"path":["\u0061"]}]"#).selects(r#"{"a":1}"#, &["a"]);
    names_are_compared_by_case, "7.1", One(r#""claims":[{"path":["Name"]}]"#).misses(ARTHUR, "query.claim_missing");
    a_claim_that_is_null_is_there, "7.1", One(r#""claims":[{"path":["a"]}]"#).selects(r#"{"a":null}"#, &["a"]);
    a_claim_that_is_an_empty_list_is_there, "7.1", One(r#""claims":[{"path":["a"]}]"#).selects(r#"{"a":[]}"#, &["a"]);
    a_claim_that_is_false_is_there, "7.1", One(r#""claims":[{"path":["a"]}]"#).selects(r#"{"a":false}"#, &["a"]);

    shown_at_its_position, "8.6", One(r#""claims":[{"path":["a",1]}]"#).shown(r#"{"a":["x","y"]}"#);
    shown_behind_withheld_elements, "8.6", One(r#""claims":[{"path":["a",2]}]"#).shown_without(r#"{"a":["z"]}"#, &[0, 1]);
    shown_between_withheld_elements, "8.6", One(r#""claims":[{"path":["a",1,"b"]}]"#).shown_without(r#"{"a":[{"b":1}]}"#, &[0, 2]);
    not_shown_as_it_is_withheld_itself, "8.6", One(r#""claims":[{"path":["a",1]}]"#).not_shown_without(r#"{"a":["x"]}"#, &[1], "query.claim_missing");
    not_shown_as_nothing_is_withheld_before, "8.6", One(r#""claims":[{"path":["a",1]}]"#).not_shown(r#"{"a":["x"]}"#, "query.claim_missing");
    not_shown_as_all_is_withheld, "8.6", One(r#""claims":[{"path":["a",0]}]"#).not_shown_without(r#"{"a":[]}"#, &[0, 1, 2], "query.claim_missing");
    shown_where_a_decoy_stands_before, "8.6", One(r#""claims":[{"path":["a",0]}]"#).shown_without(r#"{"a":["x"]}"#, &[0]);
    elements_of_another_kind_that_may_not_be_meant, "8.6", One(r#""claims":[{"path":["a",1,"b"]}]"#).shown_without(r#"{"a":[7,{"b":1}]}"#, &[0]);
    one_of_the_elements_will_do_for_null, "8.6", One(r#""claims":[{"path":["a",null]}]"#).shown_without(r#"{"a":["x"]}"#, &[0, 2]);
    none_of_the_elements_will_not, "8.6", One(r#""claims":[{"path":["a",null]}]"#).not_shown_without(r#"{"a":[]}"#, &[0, 1], "query.claim_missing");
    a_list_without_any_element_shown, "8.6", One(r#""claims":[{"path":["a",null,"b"]}]"#).not_shown(r#"{"a":[]}"#, "query.claim_missing");
    a_presentation_built_otherwise, "8.6", One(r#""claims":[{"path":["a",null]}]"#).not_shown(r#"{"a":"x"}"#, "query.path_does_not_apply");
}
