use super::scene::{Hidden, claims, code, fits, fits_besides, of, path};
use crate::{CredentialToFit, Integrity, NothingUndisclosed, TypeMetadata, TypeMetadataChain};
use vouchsafe_credential::json::Document;

fn rule(members: &str) -> TypeMetadata {
    claims(&format!("{{{members}}}")).unwrap()
}

#[test]
fn a_mandatory_claim_is_there() {
    let metadata = rule(r#""path":["a","b"],"mandatory":true"#);
    assert_eq!(fits(&metadata, r#"{"a":{"b":null}}"#, &[]), Ok(()));
    for claims in [r#"{"a":{}}"#, r#"{"x":1}"#, r#"{"a":{"B":1}}"#] {
        assert_eq!(code(fits(&metadata, claims, &[])), "type_metadata.mandatory_missing", "{claims}");
    }
    let optional = rule(r#""path":["a","b"],"mandatory":false"#);
    assert_eq!(fits(&optional, r#"{"x":1}"#, &[]), Ok(()));
}

#[test]
fn a_mandatory_claim_that_may_be_undisclosed_is_held_against_nobody() {
    let metadata = rule(r#""path":["a","b"],"mandatory":true"#);
    for claims in ["{}", r#"{"a":{}}"#] {
        assert_eq!(fits_besides(&metadata, claims, &[], &Hidden(&[], &["a", "b"])), Ok(()), "{claims}");
        assert_eq!(
            code(fits_besides(&metadata, claims, &[], &Hidden(&[], &["c"]))),
            "type_metadata.mandatory_missing"
        );
    }
}

/// `never` says that it would show, if what it belongs in does.
#[test]
fn a_mandatory_claim_that_can_never_be_kept_back_has_to_show() {
    let metadata = rule(r#""path":["a","b"],"mandatory":true,"sd":"never""#);
    let hidden = Hidden(&[], &["a", "b"]);
    assert_eq!(code(fits_besides(&metadata, r#"{"a":{}}"#, &[], &hidden)), "type_metadata.mandatory_missing");
    assert_eq!(fits_besides(&metadata, "{}", &[], &hidden), Ok(()));
    assert_eq!(fits_besides(&metadata, r#"{"a":{"b":1}}"#, &["a"], &hidden), Ok(()));
}

#[test]
fn always_and_never_are_about_a_disclosure_of_its_own() {
    let always = rule(r#""path":["a","b"],"sd":"always""#);
    assert_eq!(fits(&always, r#"{"a":{"b":1}}"#, &["a.b"]), Ok(()));
    assert_eq!(fits(&always, r#"{"a":{"b":1}}"#, &["a", "a.b"]), Ok(()));
    assert_eq!(code(fits(&always, r#"{"a":{"b":1}}"#, &[])), "type_metadata.not_disclosable");
    assert_eq!(code(fits(&always, r#"{"a":{"b":1}}"#, &["a"])), "type_metadata.not_disclosable");
    let never = rule(r#""path":["a","b"],"sd":"never""#);
    assert_eq!(fits(&never, r#"{"a":{"b":1}}"#, &["a"]), Ok(()));
    assert_eq!(code(fits(&never, r#"{"a":{"b":1}}"#, &["a.b"])), "type_metadata.disclosable");
    for metadata in [always, never] {
        for absent in ["{}", r#"{"a":{}}"#] {
            assert_eq!(fits(&metadata, absent, &[]), Ok(()));
        }
    }
    let allowed = rule(r#""path":["a"],"sd":"allowed""#);
    assert_eq!((fits(&allowed, r#"{"a":1}"#, &[]), fits(&allowed, r#"{"a":1}"#, &["a"])), (Ok(()), Ok(())));
}

#[test]
fn every_element_keeps_to_the_rule() {
    let always = rule(r#""path":["d",null],"sd":"always""#);
    assert_eq!(fits(&always, r#"{"d":[1,2]}"#, &["d[0]", "d[1]"]), Ok(()));
    assert_eq!(code(fits(&always, r#"{"d":[1,2]}"#, &["d[0]"])), "type_metadata.not_disclosable");
    assert_eq!(fits(&always, r#"{"d":[]}"#, &[]), Ok(()));
    let inner = rule(r#""path":["d",null,"t"],"sd":"never""#);
    assert_eq!(fits(&inner, r#"{"d":[{"t":1},{}]}"#, &["d[0]", "d[1]"]), Ok(()));
    assert_eq!(code(fits(&inner, r#"{"d":[{"t":1},{"t":2}]}"#, &["d[1].t"])), "type_metadata.disclosable");
}

/// Section 5.6: an element that is not shown was issued, and has a disclosure of its own; what is in it is not known.
#[test]
fn elements_that_are_not_shown() {
    let hidden = Hidden(&[1], &[]);
    let shown = r#"{"d":[{"t":1}]}"#;
    let one = |members: &str| fits_besides(&rule(members), shown, &["d[0]"], &hidden);
    assert_eq!(one(r#""path":["d",null],"sd":"always","mandatory":true"#), Ok(()));
    assert_eq!(one(r#""path":["d",1],"sd":"always","mandatory":true"#), Ok(()));
    assert_eq!(code(one(r#""path":["d",1],"sd":"never""#)), "type_metadata.disclosable");
    assert_eq!(one(r#""path":["d",1,"t"],"sd":"never","mandatory":true"#), Ok(()));
    assert_eq!(one(r#""path":["d",null,"u"],"mandatory":true"#), Ok(()));
    assert_eq!(code(one(r#""path":["d",2],"mandatory":true"#)), "type_metadata.mandatory_missing");
    let list_alone = fits_besides(&rule(r#""path":["d",null],"sd":"never""#), r#"{"d":[]}"#, &[], &hidden);
    assert_eq!(code(list_alone), "type_metadata.disclosable");
}

#[test]
fn positions_count_as_issued() {
    // Issued: 0 and 2 are not shown, 1 and 3 are, in the places 0 and 1.
    let hidden = Hidden(&[0, 2], &[]);
    for (position, fits_never) in [(0, false), (1, true), (2, false), (3, false), (4, true)] {
        let never = rule(&format!(r#""path":["d",{position}],"sd":"never""#));
        let fitting = fits_besides(&never, r#"{"d":["b","d"]}"#, &["d[1]"], &hidden);
        assert_eq!(fitting.is_ok(), fits_never, "{position}");
    }
}

#[test]
fn a_path_that_does_not_apply_is_a_refusal_whatever_the_rule() {
    for (path, claims) in [
        (r#"["a","b"]"#, r#"{"a":"text"}"#),
        (r#"["a","b"]"#, r#"{"a":[{"b":1}]}"#),
        (r#"["a",0]"#, r#"{"a":{"0":1}}"#),
        (r#"["a",null]"#, r#"{"a":null}"#),
        (r#"["a",null,"b"]"#, r#"{"a":[{"b":1},7]}"#),
        ("[0]", "{}"),
    ] {
        let metadata = rule(&format!(r#""path":{path}"#));
        assert_eq!(
            code(fits(&metadata, claims, &[])),
            "type_metadata.path_does_not_apply",
            "{path} {claims}"
        );
    }
    assert_eq!(fits(&rule(r#""path":["a","b","c"]"#), r#"{"a":{}}"#, &[]), Ok(()));
}

#[test]
fn the_type_and_the_bytes_are_those_of_the_credential() {
    let (document, other) = (r#"{"vct":"urn:t"}"#, r#"{"vct":"urn:t" }"#);
    let mut chain = TypeMetadataChain::new(of("urn:t"), None);
    chain.provide(document.as_bytes()).unwrap();
    let metadata = chain.finish().unwrap();
    let claims = Document::parse("{}").unwrap();
    let fit = |of_type: &str, integrity: Option<&str>| {
        let integrity = integrity.map(|document| Integrity::of_bytes(document.as_bytes()));
        metadata.fits(&CredentialToFit {
            credential_type: &of(of_type),
            integrity: integrity.as_ref(),
            claims: claims.root(),
            disclosable: &[],
            undisclosed: &NothingUndisclosed,
        })
    };
    assert_eq!(fit("urn:t", None), Ok(()));
    assert_eq!(fit("urn:t", Some(document)), Ok(()));
    assert_eq!(code(fit("urn:t", Some(other))), "type_metadata.integrity_mismatch");
    assert_eq!(code(fit("urn:T", None)), "type_metadata.credential_type_mismatch");
}

#[test]
fn debug_and_errors_show_no_value() {
    let claims = Document::parse(r#"{"a":"Mustermann"}"#).unwrap();
    let credential = CredentialToFit {
        credential_type: &of("urn:t"),
        integrity: None,
        claims: claims.root(),
        disclosable: &[path("a")],
        undisclosed: &NothingUndisclosed,
    };
    let error = rule(r#""path":["a"],"sd":"never""#).fits(&credential).unwrap_err();
    assert_eq!(error.to_string(), "the credential can keep back `a`, which its type forbids");
    assert!(!format!("{credential:?} {error:?}").contains("Mustermann"));
}
