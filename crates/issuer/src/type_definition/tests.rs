use super::*;
use vouchsafe_credential::json::Document;

fn file(json: &str) -> TypeFile {
    serde_json::from_str(json).unwrap()
}

fn definition(disclosable: &[&str], always_shown: &[&str]) -> Result<TypeDefinition, Error> {
    let paths = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    let vct = CredentialType::new("https://issuer.example/types/residence").unwrap();
    TypeDefinition::new(vct, paths(disclosable), paths(always_shown))
}

#[test]
fn as_written_and_as_meant() {
    let written = file(
        r#"{"vct":"urn:example:residence","disclosable":["given_name","address","address.locality","[\"a.b\"]"],
            "always_shown":["country"],"digests":9,"dates":"week","version":3}"#,
    );
    let definition = TypeDefinition::try_from(written).unwrap();
    assert_eq!(definition.credential_type().as_str(), "urn:example:residence");
    assert_eq!(definition.disclosable().len(), 4);
    assert_eq!((definition.digests(), definition.dates()), (9, DatePrecision::Week));
    assert_eq!(definition.version().get(), 3);
    let least = TypeDefinition::try_from(file(r#"{"vct":"urn:example:member"}"#)).unwrap();
    assert_eq!((least.digests(), least.dates(), least.version().get()), (0, DatePrecision::Day, 1));
}

#[test]
fn what_is_not_understood_is_refused() {
    for json in [
        r#"{"disclosable":["a"]}"#,
        r#"{"vct":"urn:a","disclosed":["a"]}"#,
        r#"{"vct":"urn:a","dates":"month"}"#,
        r#"{"vct":"urn:a","digests":-1}"#,
        r#"{"vct":"urn:a","version":0}"#,
    ] {
        assert!(serde_json::from_str::<TypeFile>(json).is_err(), "{json}");
    }
    for (json, code) in [
        (r#"{"vct":""}"#, "issuer.type_name_not_allowed"),
        (r#"{"vct":"urn:a","disclosable":["a..b"]}"#, "issuer.type_path"),
        (r#"{"vct":"urn:a","always_shown":["[0]"]}"#, "issuer.type_path"),
        (r#"{"vct":"urn:a","always_shown":["[null,\"a\"]"]}"#, "issuer.type_path"),
    ] {
        assert_eq!(TypeDefinition::try_from(file(json)).unwrap_err().code(), code, "{json}");
    }
}

#[test]
fn names_that_are_not_the_types_to_give_away() {
    for name in SET_BY_ISSUER {
        let inner = format!("{name}.inner");
        for path in [*name, &inner] {
            let reserved = Error::TypePathReserved { path: path.to_owned() };
            assert_eq!(definition(&[path], &[]), Err(reserved.clone()));
            assert_eq!(definition(&[], &[path]), Err(reserved));
        }
    }
    for name in NEVER_DISCLOSABLE {
        let refused = Error::TypePathNeverDisclosable { path: (*name).to_owned() };
        assert_eq!(definition(&[name], &[]), Err(refused));
        assert!(definition(&[], &[name]).is_ok());
    }
    let repeated = Error::TypePathRepeated { path: "a".to_owned() };
    assert_eq!(definition(&["a", "b", "a"], &[]), Err(repeated.clone()));
    assert_eq!(definition(&["a"], &["a"]), Err(repeated));
}

#[test]
fn digests_are_as_many_as_one_object_can_have() {
    for (disclosable, digests) in [
        (&[][..], 0),
        (&["a"], 1),
        (&["a", "b", "c.d"], 2),
        (&["a", "b.c", "b.d", "b.e"], 3),
        (&["a", "b.c.d", "b.c.e", "b.c.f", "b.g"], 3),
        (&["a[]", "b[]", "c[0]"], 0),
        (&["a", "a[].b", "a[].c"], 2),
    ] {
        let definition = definition(disclosable, &[]).unwrap();
        assert_eq!(definition.digests(), digests, "{disclosable:?}");
        assert_eq!(definition.clone().with_digests(2).digests(), digests.max(2));
    }
}

#[test]
fn every_claim_must_be_named() {
    let definition = definition(
        &["name", "address.street", "degrees[].title", "tags[]"],
        &["address.country", "photo", "empty", "degrees[].year"],
    )
    .unwrap();
    let cover = |json: &str| definition.cover(Document::parse(json).unwrap().root());
    for covered in [
        "{}",
        r#"{"name":"Ada","address":{"street":"x","country":"y"}}"#,
        r#"{"name":{"given":"Ada","family":"L"}}"#,
        r#"{"degrees":[{"title":"x","year":1},{"year":2}],"tags":["a",["b"],{"c":1}]}"#,
        r#"{"photo":{"any":[1,{"thing":2}]},"empty":{}}"#,
    ] {
        assert_eq!(cover(covered), Ok(()), "{covered}");
    }
    for (json, claim) in [
        (r#"{"name":"Ada","salary":1}"#, "salary"),
        (r#"{"address":{"street":"x","room":1}}"#, "address.room"),
        (r#"{"address":"x"}"#, "address"),
        (r#"{"address":{}}"#, "address"),
        (r#"{"degrees":[{"title":"x"},{"mark":1}]}"#, "degrees[1].mark"),
        (r#"{"degrees":[]}"#, "degrees"),
    ] {
        assert_eq!(cover(json), Err(Error::ClaimNotInType { claim: claim.to_owned() }), "{json}");
    }
}
