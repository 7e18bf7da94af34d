//! Which credential answers a credential query, and with which claims.

use crate::case::{Card, One, card};
use vouchsafe_credential::format;
use vouchsafe_dcql::Binding;

const ALL: &str = r#"{"first":"E","last":"M","code":"51147","town":"Köln","region":"NRW"}"#;
/// Section D: `postal_code` or, if that is not there, `locality` and `region`.
const SETS: &str = r#""claims":[{"id":"last","path":["last"]},{"id":"code","path":["code"]},{"id":"town","path":["town"]},{"id":"region","path":["region"]}],"claim_sets":[["last","code"],["last","town","region"]]"#;

/// A BBS credential, by its name on the wire, of the type of the card and of another.
const BBS: &str =
    r#""meta":{"vct_values":["urn:t"]},"format":"x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt""#;
/// The same, with a claim.
const BBS_CLAIM: &str = r#""meta":{"vct_values":["urn:t"]},"format":"x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt","claims":[{"path":["a"]}]"#;
const OTHER_BBS: &str =
    r#""meta":{"vct_values":["urn:s"]},"format":"x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt""#;

cases! {
    no_claims_ask_for_nothing, "6.4.1", One("").selects(ALL, &[]);
    claims_ask_for_all_of_them, "6.4.1", One(r#""claims":[{"path":["last"]},{"path":["first"]}]"#).selects(ALL, &["first", "last"]);
    a_part_is_not_enough, "6.4.1", One(r#""claims":[{"path":["first"]},{"path":["email"]}]"#).misses(ALL, "query.claim_missing");
    the_first_claim_set_that_is_there, "6.4.1", One(SETS).selects_set(ALL, 0, &["code", "last"]);
    the_second_if_the_first_is_not, "6.4.1", One(SETS).selects_set(r#"{"last":"M","town":"K","region":"N"}"#, 1, &["last", "region", "town"]);
    no_claim_set_in_full, "6.4.1", One(SETS).misses(r#"{"last":"M","town":"K"}"#, "query.claim_sets");
    claims_of_no_claim_set_are_not_asked_for, "6.4.1", One(r#""claims":[{"id":"a","path":["first"]},{"id":"b","path":["email"]}],"claim_sets":[["a"]]"#).selects_set(ALL, 0, &["first"]);
    a_claim_set_twice_names_a_claim, "6.4.1", One(r#""claims":[{"id":"a","path":["first"]}],"claim_sets":[["a","a"]]"#).selects_set(ALL, 0, &["first"]);
    an_empty_claim_set_asks_for_nothing, "6.4.1", One(r#""claims":[{"id":"a","path":["email"]}],"claim_sets":[["a"],[]]"#).selects_set(ALL, 1, &[]);
    a_value_that_differs_rules_a_claim_set_out, "6.4.1", One(r#""claims":[{"id":"a","path":["first"],"values":["X"]},{"id":"b","path":["last"]}],"claim_sets":[["a"],["b"]]"#).selects_set(ALL, 1, &["last"]);
    a_claim_asked_for_twice_is_asked_for_once, "6.1", One(r#""claims":[{"path":["first"]},{"path":["first"],"values":["X"]}]"#).selects(ALL, &["first"]);
    a_claim_set_may_name_the_repetition, "6.1", One(r#""claims":[{"id":"a","path":["first"]},{"id":"b","path":["first"]}],"claim_sets":[["b"]]"#).selects_set(ALL, 0, &["first"]);
    an_element_and_all_elements_are_two_claims, "6.1", One(r#""claims":[{"path":["a",0]},{"path":["a",null]}]"#).selects(r#"{"a":[1,2]}"#, &["a[0]", "a[1]"]);

    of_the_type, "B.3.5", One(r#""meta":{"vct_values":["urn:s","urn:t"]}"#).takes(card("{}"));
    of_another_type, "B.3.5", One(r#""meta":{"vct_values":["urn:s"]}"#).refuses(card("{}"), "query.type");
    types_are_compared_by_case, "B.3.5", One(r#""meta":{"vct_values":["urn:T"]}"#).refuses(card("{}"), "query.type");
    of_a_type_that_extends_it, "B.3.5", One(r#""meta":{"vct_values":["urn:base"]}"#).takes(Card { types: &["urn:t", "urn:base"], ..card("{}") });
    without_a_type, "B.3.5", One(r#""meta":{"vct_values":["urn:t"]}"#).refuses(Card { types: &[], ..card("{}") }, "query.type");
    of_any_type, "6.1", One(r#""meta":{}"#).takes(Card { types: &["urn:whatever"], ..card("{}") });
    of_another_format, "6.1", One("").refuses(Card { format: "mso_mdoc", ..card("{}") }, "query.format");
    bbs_by_its_name, "6.1", One(BBS).takes(Card { format: format::BBS, ..card("{}") });
    bbs_of_another_type, "6.1", One(OTHER_BBS).refuses(Card { format: format::BBS, ..card("{}") }, "query.type");
    bbs_where_an_sd_jwt_is_asked_for, "6.1", One("").refuses(Card { format: format::BBS, ..card("{}") }, "query.format");
    a_null_of_bbs_is_no_claim, "6.4.1", One(BBS_CLAIM).refuses(Card { format: format::BBS, ..card(r#"{"a":null}"#) }, "query.claim_missing");
    nulls_of_bbs_are_no_claim, "6.4.1", One(BBS_CLAIM).refuses(Card { format: format::BBS, ..card(r#"{"a":{"b":null}}"#) }, "query.claim_missing");
    an_sd_jwt_where_bbs_is_asked_for, "6.1", One(BBS).refuses(card("{}"), "query.format");
    bound_as_required, "6.1", One(r#""require_cryptographic_holder_binding":true"#).takes(card("{}"));
    unbound_though_required, "6.1", One(r#""require_cryptographic_holder_binding":true"#).refuses(Card { binding: Binding::Unbound, ..card("{}") }, "query.holder_binding");
    binding_is_required_unless_said, "6.1", One("").refuses(Card { binding: Binding::Unbound, ..card("{}") }, "query.holder_binding");
    unbound_as_allowed, "6.1", One(r#""require_cryptographic_holder_binding":false"#).takes(Card { binding: Binding::Unbound, ..card("{}") });
    bound_though_not_required, "6.1", One(r#""require_cryptographic_holder_binding":false"#).takes(card("{}"));

    by_the_authority, "6.1.1.1", One(r#""trusted_authorities":[{"type":"aki","values":["AAAA","YXV0aG9yaXR5"]}]"#).takes(card("{}"));
    by_another_authority, "6.1.1.1", One(r#""trusted_authorities":[{"type":"aki","values":["AAAA"]}]"#).refuses(card("{}"), "query.authority");
    by_one_of_several_kinds, "6.1.1", One(r#""trusted_authorities":[{"type":"etsi_tl","values":["https://x.example"]},{"type":"aki","values":["YXV0aG9yaXR5"]}]"#).takes(card("{}"));
    a_value_of_another_kind_is_not_it, "6.1.1", One(r#""trusted_authorities":[{"type":"openid_federation","values":["YXV0aG9yaXR5"]}]"#).refuses(card("{}"), "query.authority");
    a_kind_of_authority_that_is_not_known, "6.1.1", One(r#""trusted_authorities":[{"type":"of tomorrow","values":["YXV0aG9yaXR5"]}]"#).refuses(card("{}"), "query.authority");
    the_issuer_as_a_value, "6.1.1", One(r#""claims":[{"path":["iss"],"values":["https://issuer.example"]}]"#).selects(r#"{"iss":"https://issuer.example"}"#, &["iss"]);

    all_claims_have_to_be_shown, "8.6", One(r#""claims":[{"path":["last"]},{"path":["first"]}]"#).not_shown(r#"{"last":"M"}"#, "query.claim_missing");
    more_claims_may_be_shown, "6.4", One(r#""claims":[{"path":["last"]}]"#).shown(ALL);
    nothing_has_to_be_shown, "6.4.1", One("").shown("{}");
    any_claim_set_will_do, "6.4.1", One(SETS).shown(r#"{"last":"M","town":"K","region":"N"}"#);
    parts_of_two_claim_sets_will_not, "8.6", One(SETS).not_shown(r#"{"code":"5","town":"K","region":"N"}"#, "query.claim_sets");
}
