//! What is a query, and what is none.

use crate::case::{One, Text};

cases! {
    an_object_with_credentials, "6", One("").read();
    a_list_is_no_query, "6", Text("[]").refused("dcql.member_malformed");
    a_text_is_no_query, "6", Text(r#""credentials""#).refused("dcql.member_malformed");
    not_json, "6", Text("{").refused("json.syntax");
    credentials_are_required, "6", Text("{}").refused("dcql.member_missing");
    credentials_are_a_list, "6", Text(r#"{"credentials":{}}"#).refused("dcql.member_malformed");
    credentials_are_not_empty, "6", Text(r#"{"credentials":[]}"#).refused("dcql.list_empty");
    a_credential_is_an_object, "6.1", Text(r#"{"credentials":["pid"]}"#).refused("dcql.member_malformed");
    unknown_members_are_ignored_at_the_top, "6", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"purpose":{"a":[1]}}"#).read();
    unknown_members_are_ignored_in_a_credential, "6", One(r#""intent":"x""#).read();
    unknown_members_are_ignored_in_meta, "6", One(r#""meta":{"vct_values":["urn:t"],"loa":3}"#).read();
    unknown_members_are_ignored_in_a_claim, "6", One(r#""claims":[{"path":["a"],"intent_to_retain":true}]"#).read();
    unknown_members_are_ignored_in_a_credential_set, "6", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["c"]],"purpose":7}]}"#).read();

    an_id_is_required, "6.1", Text(r#"{"credentials":[{"format":"dc+sd-jwt","meta":{}}]}"#).refused("dcql.member_missing");
    an_id_is_a_text, "6.1", Text(r#"{"credentials":[{"id":7,"format":"dc+sd-jwt","meta":{}}]}"#).refused("dcql.member_malformed");
    an_id_is_not_empty, "6.1", Text(r#"{"credentials":[{"id":"","format":"dc+sd-jwt","meta":{}}]}"#).refused("dcql.id_malformed");
    an_id_has_letters_digits_underscore_and_hyphen, "6.1", Text(r#"{"credentials":[{"id":"Az09_-","format":"dc+sd-jwt","meta":{}}]}"#).read();
    an_id_has_no_dot, "6.1", Text(r#"{"credentials":[{"id":"a.b","format":"dc+sd-jwt","meta":{}}]}"#).refused("dcql.id_malformed");
    an_id_has_no_letters_past_ascii, "6.1", Text(r#"{"credentials":[{"id":"é","format":"dc+sd-jwt","meta":{}}]}"#).refused("dcql.id_malformed");
    an_id_is_there_once, "6.1", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}},{"id":"c","format":"x","meta":{}}]}"#).refused("dcql.id_repeated");
    ids_differ_by_case, "6.1", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}},{"id":"C","format":"x","meta":{}}]}"#).read();
    a_format_is_required, "6.1", Text(r#"{"credentials":[{"id":"c","meta":{}}]}"#).refused("dcql.member_missing");
    a_format_is_a_text, "6.1", Text(r#"{"credentials":[{"id":"c","format":null,"meta":{}}]}"#).refused("dcql.member_malformed");
    other_formats_may_be_asked_for, "6.1", Text(r#"{"credentials":[{"id":"c","format":"mso_mdoc","meta":{"doctype_value":"d"}}]}"#).read();
    meta_is_required, "6.1", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt"}]}"#).refused("dcql.member_missing");
    meta_may_be_empty, "6.1", One(r#""meta":{}"#).read();
    meta_is_an_object, "6.1", One(r#""meta":[]"#).refused("dcql.member_malformed");
    types_are_a_list, "B.3.5", One(r#""meta":{"vct_values":"urn:t"}"#).refused("dcql.member_malformed");
    types_are_not_empty, "B.3.5", One(r#""meta":{"vct_values":[]}"#).refused("dcql.list_empty");
    a_type_is_a_text, "B.3.5", One(r#""meta":{"vct_values":[7]}"#).refused("dcql.member_malformed");
    a_type_is_not_empty, "B.3.5", One(r#""meta":{"vct_values":[""]}"#).refused("dcql.type_malformed");
    multiple_is_a_truth_value, "6.1", One(r#""multiple":"true""#).refused("dcql.member_malformed");
    holder_binding_is_a_truth_value, "6.1", One(r#""require_cryptographic_holder_binding":1"#).refused("dcql.member_malformed");

    authorities_are_not_empty, "6.1", One(r#""trusted_authorities":[]"#).refused("dcql.list_empty");
    an_authority_is_an_object, "6.1.1", One(r#""trusted_authorities":["aki"]"#).refused("dcql.member_malformed");
    an_authority_has_a_type, "6.1.1", One(r#""trusted_authorities":[{"values":["x"]}]"#).refused("dcql.member_missing");
    an_authority_has_values, "6.1.1", One(r#""trusted_authorities":[{"type":"aki"}]"#).refused("dcql.member_missing");
    values_of_an_authority_are_not_empty, "6.1.1", One(r#""trusted_authorities":[{"type":"aki","values":[]}]"#).refused("dcql.list_empty");
    values_of_an_authority_are_texts, "6.1.1", One(r#""trusted_authorities":[{"type":"aki","values":[1]}]"#).refused("dcql.member_malformed");
    other_kinds_of_authority_may_be_asked_for, "6.1.1", One(r#""trusted_authorities":[{"type":"of tomorrow","values":["x"]}]"#).read();

    claims_are_not_empty, "6.1", One(r#""claims":[]"#).refused("dcql.list_empty");
    a_claim_is_an_object, "6.3", One(r#""claims":[["a"]]"#).refused("dcql.member_malformed");
    a_path_is_required, "6.3", One(r#""claims":[{"id":"a"}]"#).refused("dcql.member_missing");
    a_path_is_a_list, "6.3", One(r#""claims":[{"path":"a"}]"#).refused("dcql.path_malformed");
    a_path_is_not_empty, "7", One(r#""claims":[{"path":[]}]"#).refused("dcql.path_malformed");
    a_path_has_no_negative_positions, "7", One(r#""claims":[{"path":["a",-1]}]"#).refused("dcql.path_malformed");
    a_path_has_no_fractions, "7", One(r#""claims":[{"path":["a",1.0]}]"#).refused("dcql.path_malformed");
    a_path_has_no_truth_values, "7", One(r#""claims":[{"path":["a",true]}]"#).refused("dcql.path_malformed");
    a_path_has_no_objects, "7", One(r#""claims":[{"path":["a",{}]}]"#).refused("dcql.path_malformed");
    a_claims_id_has_the_same_characters, "6.3", One(r#""claims":[{"id":"a b","path":["a"]}]"#).refused("dcql.id_malformed");
    a_claims_id_is_there_once, "6.3", One(r#""claims":[{"id":"a","path":["a"]},{"id":"a","path":["b"]}]"#).refused("dcql.id_repeated");
    two_credentials_may_use_one_claims_id, "6.3", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{},"claims":[{"id":"a","path":["a"]}]},{"id":"d","format":"dc+sd-jwt","meta":{},"claims":[{"id":"a","path":["a"]}]}]}"#).read();
    claim_sets_need_claims, "6.4.1", One(r#""claim_sets":[["a"]]"#).refused("dcql.claim_sets_without_claims");
    claim_sets_are_not_empty, "6.1", One(r#""claims":[{"id":"a","path":["a"]}],"claim_sets":[]"#).refused("dcql.list_empty");
    claim_sets_need_an_id_of_every_claim, "6.3", One(r#""claims":[{"id":"a","path":["a"]},{"path":["b"]}],"claim_sets":[["a"]]"#).refused("dcql.claim_id_missing");
    claim_sets_name_claims_that_are_there, "6.1", One(r#""claims":[{"id":"a","path":["a"]}],"claim_sets":[["b"]]"#).refused("dcql.claim_id_unknown");
    a_claim_set_is_a_list, "6.1", One(r#""claims":[{"id":"a","path":["a"]}],"claim_sets":["a"]"#).refused("dcql.member_malformed");
    a_claim_set_holds_ids, "6.1", One(r#""claims":[{"id":"a","path":["a"]}],"claim_sets":[[0]]"#).refused("dcql.member_malformed");

    values_are_not_empty, "6.3", One(r#""claims":[{"path":["a"],"values":[]}]"#).refused("dcql.list_empty");
    values_are_texts_whole_numbers_and_truth_values, "6.3", One(r#""claims":[{"path":["a"],"values":["x",1,true]}]"#).read();
    values_are_no_fractions, "6.3", One(r#""claims":[{"path":["a"],"values":[1.5]}]"#).refused("dcql.value_malformed");
    values_are_no_numbers_with_an_exponent, "6.3", One(r#""claims":[{"path":["a"],"values":[1e2]}]"#).refused("dcql.value_malformed");
    values_are_not_null, "6.3", One(r#""claims":[{"path":["a"],"values":[null]}]"#).refused("dcql.value_malformed");
    values_are_no_objects, "6.3", One(r#""claims":[{"path":["a"],"values":[{"x":1}]}]"#).refused("dcql.value_malformed");

    credential_sets_are_not_empty, "6", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[]}"#).refused("dcql.list_empty");
    options_are_required, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{}]}"#).refused("dcql.member_missing");
    options_are_not_empty, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[]}]}"#).refused("dcql.list_empty");
    an_option_is_not_empty, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[[]]}]}"#).refused("dcql.list_empty");
    an_option_is_a_list, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":["c"]}]}"#).refused("dcql.member_malformed");
    an_option_names_credentials_that_are_there, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["d"]]}]}"#).refused("dcql.query_id_unknown");
    required_is_a_truth_value, "6.2", Text(r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{}}],"credential_sets":[{"options":[["c"]],"required":"no"}]}"#).refused("dcql.member_malformed");
}
