//! What holds for any query, any claims and any way to show a part of a list.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_dcql::{Binding, Candidate, Format, NothingWithheld, Presented, Query, Withheld};

/// A query with everything in it that a query may have.
const FULL: &str = r#"{"credentials":[
    {"id":"a","format":"dc+sd-jwt","meta":{"vct_values":["urn:t"]},"multiple":true,
     "require_cryptographic_holder_binding":false,"trusted_authorities":[{"type":"aki","values":["AAAA"]}],
     "claims":[{"id":"x","path":["x",null,0],"values":["v",7,true]},{"id":"y","path":["y"]}],"claim_sets":[["x"],["x","y"],[]]},
    {"id":"b","format":"mso_mdoc","meta":{"doctype_value":"d"}}],
    "credential_sets":[{"options":[["a"],["a","b"]]},{"required":false,"options":[["b"]]}]}"#;

fn any_path() -> impl Strategy<Value = String> {
    let step = prop::sample::select(vec!["\"a\"", "\"b\"", "0", "1", "null"]);
    prop::collection::vec(step, 1..5).prop_map(|steps| format!("[{}]", steps.join(",")))
}

fn any_claims() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec!["1", "\"x\"", "true", "null"]).prop_map(str::to_owned);
    let value = scalar.prop_recursive(4, 20, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|all| format!("[{}]", all.join(","))),
            (inner.clone(), inner).prop_map(|(a, b)| format!(r#"{{"a":{a},"b":{b}}}"#)),
        ]
    });
    value.prop_map(|value| format!(r#"{{"a":{value},"b":[{value},{value}]}}"#))
}

fn candidate(claims: Value<'_>) -> Candidate<'_> {
    Candidate { format: &Format::SdJwtVc, types: &[], claims, binding: Binding::Bound, authorities: &[] }
}

fn one_claim(members: &str) -> Query {
    let query = format!(
        r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{}},"claims":[{{{members}}}]}}]}}"#
    );
    Query::parse(query.as_bytes()).unwrap()
}

struct Gone(Vec<usize>);

impl Withheld for Gone {
    fn positions(&self, _: Value<'_>) -> Vec<usize> {
        self.0.clone()
    }
}

/// What stands at each place of a list as issued.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slot {
    Shown,
    Withheld,
    Decoy,
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = FULL.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Err(error) = Query::parse(&bytes) {
            prop_assert!(!error.code().is_empty() && !error.to_string().is_empty());
        }
    }

    #[test]
    fn what_is_selected_is_there_once_and_accepted_if_all_is_shown(path in any_path(), claims in any_claims()) {
        let claims = Document::parse(claims).unwrap();
        let query = one_claim(&format!(r#""path":{path}"#));
        let candidate = candidate(claims.root());
        let selected = query.credentials()[0].select(&candidate);
        let shown = query.credentials()[0].shown_by(&Presented { shown: candidate, withheld: &NothingWithheld });
        prop_assert_eq!(selected.as_ref().map(|_| ()).map_err(Clone::clone), shown);
        for path in selected.iter().flat_map(|selection| selection.paths()) {
            prop_assert_eq!(path.select(claims.root()).len(), 1);
        }
    }

    /// Elements are their own positions, so that `values` says which was found.
    #[test]
    fn an_element_is_found_wherever_it_moved(
        slots in prop::collection::vec(prop::sample::select(vec![Slot::Shown, Slot::Withheld, Slot::Decoy]), 0..12),
        index in 0..12_usize,
    ) {
        let (mut issued, mut shown, mut gone) = (0_usize, Vec::new(), Vec::new());
        for (place, slot) in slots.iter().enumerate() {
            match slot {
                Slot::Shown => shown.push(issued.to_string()),
                Slot::Withheld | Slot::Decoy => gone.push(place),
            }
            issued += usize::from(*slot != Slot::Decoy);
        }
        let is_shown = shown.contains(&index.to_string());
        let claims = Document::parse(format!(r#"{{"a":[{}]}}"#, shown.join(","))).unwrap();
        let outcome = |query: &Query| {
            let presented = Presented { shown: candidate(claims.root()), withheld: &Gone(gone.clone()) };
            query.credentials()[0].shown_by(&presented)
        };
        // The element is found among those that may have stood there.
        let this = outcome(&one_claim(&format!(r#""path":["a",{index}],"values":[{index}]"#)));
        prop_assert_eq!(this.is_ok(), is_shown);
        // And where nothing is withheld, no other is.
        let any = outcome(&one_claim(&format!(r#""path":["a",{index}]"#)));
        if gone.is_empty() || is_shown {
            prop_assert_eq!(any.is_ok(), is_shown);
        }
    }
}
