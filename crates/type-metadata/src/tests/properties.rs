use super::scene::{chain, of};
use crate::TypeMetadata;
use proptest::prelude::*;

fn claim() -> impl Strategy<Value = (String, &'static str, &'static str)> {
    let step = prop_oneof![Just("\"a\""), Just("\"b\""), Just("null"), Just("0"), Just("1")];
    let path = prop::collection::vec(step, 0..3)
        .prop_map(|steps| format!("[{}]", [vec!["\"a\""], steps].concat().join(",")));
    let sd = prop_oneof![
        Just(""),
        Just(r#","sd":"always""#),
        Just(r#","sd":"never""#),
        Just(r#","sd":"allowed""#)
    ];
    let mandatory = prop_oneof![Just(""), Just(r#","mandatory":true"#), Just(r#","mandatory":false"#)];
    (path, sd, mandatory)
}

fn document(of: &str, extends: &str, claims: &[(String, &str, &str)]) -> String {
    let mut seen = std::collections::BTreeSet::new();
    let claims = claims.iter().filter(|(path, ..)| seen.insert(path));
    let claims: Vec<_> =
        claims.map(|(path, sd, mandatory)| format!(r#"{{"path":{path}{sd}{mandatory}}}"#)).collect();
    format!(r#"{{"vct":"{of}"{extends},"claims":[{}]}}"#, claims.join(","))
}

proptest! {
    /// Whatever an extension says: either it is refused, or what the extended type demands is demanded still.
    #[test]
    fn an_extension_never_demands_less(base in prop::collection::vec(claim(), 0..5), child in prop::collection::vec(claim(), 0..5)) {
        let base_alone = chain(&[&document("urn:t", "", &base)]).unwrap();
        let child = document("urn:t", r#","extends":"urn:b""#, &child);
        if let Ok(whole) = chain(&[&child, &document("urn:b", "", &base)]) {
            for demanded in base_alone.claims() {
                let still = whole.claims().iter().find(|claim| claim.path() == demanded.path()).unwrap();
                prop_assert!(still.is_mandatory() || !demanded.is_mandatory());
                let open = crate::SelectiveDisclosure::Allowed;
                prop_assert!(demanded.selective_disclosure() == open || still.selective_disclosure() == demanded.selective_disclosure());
            }
            let loaded = TypeMetadata::from_stored(whole.to_stored().as_bytes(), of("urn:t"), None).unwrap();
            prop_assert_eq!(loaded.claims(), whole.claims());
        }
    }

    /// Nothing that is read makes it panic.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut chain = crate::TypeMetadataChain::new(of("urn:t"), None);
        let _ = chain.provide(&bytes);
        let _ = TypeMetadata::from_stored(&bytes, of("urn:t"), None);
    }
}
