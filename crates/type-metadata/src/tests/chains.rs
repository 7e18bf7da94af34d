use super::scene::{chain, code, of};
use crate::{Error, Integrity, TypeMetadataChain};

const BASE: &str = r#"{"vct":"urn:base","claims":[{"path":["name"],"sd":"always","mandatory":true}]}"#;

#[test]
fn a_chain_asks_for_one_document_after_the_other() {
    let mut chain = TypeMetadataChain::new(of("https://a.example/t"), None);
    let needed = chain.needs().unwrap();
    assert_eq!(
        (needed.credential_type(), needed.url()),
        (&of("https://a.example/t"), Some("https://a.example/t"))
    );
    assert_eq!(needed.integrity(), None);
    let child = format!(
        r#"{{"vct":"https://a.example/t","extends":"urn:base","extends#integrity":"{}"}}"#,
        Integrity::of_bytes(BASE.as_bytes()).as_str()
    );
    chain.provide(child.as_bytes()).unwrap();
    let needed = chain.needs().unwrap();
    assert_eq!((needed.credential_type(), needed.url()), (&of("urn:base"), None));
    assert_eq!(needed.integrity(), Some(&Integrity::of_bytes(BASE.as_bytes())));
    chain.provide(BASE.as_bytes()).unwrap();
    assert_eq!(chain.needs(), None);
    assert_eq!(code(chain.clone().provide(BASE.as_bytes())), "type_metadata.nothing_needed");
    assert_eq!(chain.finish().unwrap().types(), [of("https://a.example/t"), of("urn:base")]);
}

#[test]
fn nothing_of_a_chain_can_be_used_before_it_is_complete() {
    assert_eq!(chain(&[]).unwrap_err(), Error::Incomplete);
    assert_eq!(chain(&[r#"{"vct":"urn:t","extends":"urn:base"}"#]).unwrap_err(), Error::Incomplete);
}

#[test]
fn of_several_documents_those_are_taken_that_are_needed() {
    let child = r#"{"vct":"urn:t","extends":"urn:base"}"#;
    let new = |integrity: Option<&str>| {
        let integrity = integrity.map(|document| Integrity::of_bytes(document.as_bytes()));
        TypeMetadataChain::new(of("urn:t"), integrity)
    };
    let other = r#"{"vct":"urn:other"}"#;
    let whole = new(Some(child)).complete(&[other, BASE, child].map(str::as_bytes)).unwrap();
    assert_eq!(whole.types(), [of("urn:t"), of("urn:base")]);
    let refused = |integrity, documents: &[&str]| {
        let documents: Vec<&[u8]> = documents.iter().map(|document| document.as_bytes()).collect();
        code(new(integrity).complete(&documents))
    };
    assert_eq!(refused(None, &[]), "type_metadata.incomplete");
    assert_eq!(refused(None, &[child, other]), "type_metadata.incomplete");
    assert_eq!(refused(None, &[other, BASE]), "type_metadata.type_mismatch");
    assert_eq!(refused(Some(other), &[child]), "type_metadata.integrity_mismatch");
    assert_eq!(refused(None, &[other, "{"]), "json.syntax");
}

#[test]
fn what_differs_between_two_versions_is_told() {
    let of = |name: &str, label: &str, rule: &str| {
        let document = format!(
            r#"{{"vct":"urn:t","display":[{{"locale":"en","name":"{name}"}}],"claims":[
                {{"path":["a"],"display":[{{"locale":"en","label":"{label}"}}]}},{{"path":["b"]{rule}}}]}}"#
        );
        chain(&[&document]).unwrap()
    };
    let first = of("Card", "A", "");
    let same = first.difference(&of("Card", "A", ""));
    assert_eq!((same.display, same.claims.len(), same.bbs_issuer_headers), (false, 0, false));
    assert!(first.difference(&of("Pass", "A", "")).display);
    let other = of("Card", "Z", r#","mandatory":true"#);
    assert_eq!(first.difference(&other).claims, ["a", "b"].map(|path| path.parse().unwrap()));
    let headers = format!(r#"{{"vct":"urn:t","{}":[]}}"#, crate::BBS_ISSUER_HEADERS);
    let difference = first.difference(&chain(&[&headers]).unwrap());
    assert!(difference.bbs_issuer_headers && difference.display && difference.claims.len() == 2);
}

#[test]
fn after_an_error_other_bytes_can_be_tried() {
    let mut chain = TypeMetadataChain::new(of("urn:base"), Some(Integrity::of_bytes(BASE.as_bytes())));
    for (bytes, expected) in [
        ("{}", "type_metadata.integrity_mismatch"),
        (&BASE.replace(':', ": "), "type_metadata.integrity_mismatch"),
    ] {
        assert_eq!(code(chain.provide(bytes.as_bytes())), expected);
    }
    chain.provide(BASE.as_bytes()).unwrap();
    assert!(chain.finish().is_ok());
}

#[test]
fn integrity_comes_before_anything_is_read() {
    let mut chain = TypeMetadataChain::new(of("urn:t"), Some(Integrity::of_bytes(b"{")));
    assert_eq!(code(chain.provide(b"[")), "type_metadata.integrity_mismatch");
    assert_eq!(code(chain.provide(b"{")), "json.syntax");
}

#[test]
fn whether_every_byte_is_under_the_issuers_signature() {
    let base = r#"{"vct":"urn:base"}"#;
    let pinned = Integrity::of_bytes(base.as_bytes());
    let integrity = format!(r#","extends#integrity":"{}""#, pinned.as_str());
    for (of_credential, of_base, throughout) in
        [(true, integrity.as_str(), true), (true, "", false), (false, &integrity, false), (false, "", false)]
    {
        let child = format!(r#"{{"vct":"urn:t","extends":"urn:base"{of_base}}}"#);
        let integrity = of_credential.then(|| Integrity::of_bytes(child.as_bytes()));
        let mut chain = TypeMetadataChain::new(of("urn:t"), integrity);
        chain.provide(child.as_bytes()).unwrap();
        chain.provide(base.as_bytes()).unwrap();
        assert_eq!(chain.finish().unwrap().is_pinned_throughout(), throughout);
    }
}

/// The example of section 5.6.5.2.
#[test]
fn an_extension_adds_and_overrides() {
    let whole = chain(&[
        r#"{"vct":"urn:t","extends":"https://example.com/base-type-metadata","claims":[
            {"path":["address","city"],"display":[{"label":"Town","locale":"en"}]},
            {"path":["nationalities"],"display":[{"label":"Nationalities","locale":"en"}]}]}"#,
        r#"{"vct":"https://example.com/base-type-metadata","claims":[
            {"path":["name"],"display":[{"label":"Full Name","locale":"en"}]},
            {"path":["address","city"],"display":[{"label":"City","locale":"en"}]}]}"#,
    ])
    .unwrap();
    let labels: Vec<_> = whole
        .claims()
        .iter()
        .map(|claim| (claim.path().to_string(), claim.display(&[]).unwrap().label()))
        .collect();
    let expected = [("name", "Full Name"), ("address.city", "Town"), ("nationalities", "Nationalities")]
        .map(|(path, label)| (path.to_owned(), label));
    assert_eq!(labels, expected);
}

#[test]
fn properties_of_a_claim_are_inherited_one_by_one() {
    let whole = chain(&[
        r#"{"vct":"urn:t","extends":"urn:m","claims":[{"path":["a"],"svg_id":"mine"}]}"#,
        r#"{"vct":"urn:m","extends":"urn:base","claims":[{"path":["a"],"mandatory":true,"display":[{"locale":"de","label":"A"}]}]}"#,
        r#"{"vct":"urn:base","claims":[{"path":["a"],"sd":"never","svg_id":"theirs","display":[{"locale":"en","label":"a"},{"locale":"fr","label":"b"}]}]}"#,
    ])
    .unwrap();
    let [claim] = whole.claims() else { panic!() };
    assert_eq!(claim.svg_id(), Some("mine"));
    assert!(claim.is_mandatory());
    assert_eq!(claim.selective_disclosure(), crate::SelectiveDisclosure::Never);
    // What a property holds is never merged.
    assert_eq!(claim.display(&[crate::LanguageTag::parse("en").unwrap()]).unwrap().label(), "A");
}

#[test]
fn the_nearest_display_of_a_type_counts_alone() {
    let name = |display: &str| {
        let child = format!(r#"{{"vct":"urn:t","extends":"urn:base"{display}}}"#);
        let base = r#"{"vct":"urn:base","display":[{"locale":"en","name":"Base"}]}"#;
        let whole = chain(&[&child, base]).unwrap();
        whole.display(&[]).map(|display| display.name().to_owned())
    };
    assert_eq!(name("").as_deref(), Some("Base"));
    assert_eq!(name(r#","display":[{"locale":"de","name":"Kind"}]"#).as_deref(), Some("Kind"));
    assert_eq!(name(r#","display":[]"#), None);
}

#[test]
fn an_extension_settles_what_was_open_and_changes_nothing_that_is_settled() {
    let extend = |base: &str, child: &str| {
        chain(&[
            &format!(r#"{{"vct":"urn:t","extends":"urn:base","claims":[{{"path":["a"]{child}}}]}}"#),
            &format!(r#"{{"vct":"urn:base","claims":[{{"path":["a"]{base}}}]}}"#),
        ])
        .map(|_| ())
    };
    let (always, never, allowed) = (r#","sd":"always""#, r#","sd":"never""#, r#","sd":"allowed""#);
    for (base, child) in [
        ("", always),
        ("", never),
        (allowed, always),
        (allowed, never),
        (always, always),
        (never, never),
        (always, ""),
        (never, ""),
        ("", allowed),
    ] {
        assert_eq!(extend(base, child), Ok(()), "{base} {child}");
    }
    for (base, child) in [(always, never), (always, allowed), (never, always), (never, allowed)] {
        assert_eq!(code(extend(base, child)), "type_metadata.sd_changed", "{base} {child}");
    }
    let (yes, no) = (r#","mandatory":true"#, r#","mandatory":false"#);
    for (base, child) in [("", yes), (no, yes), (yes, yes), (yes, ""), (no, no)] {
        assert_eq!(extend(base, child), Ok(()), "{base} {child}");
    }
    assert_eq!(code(extend(yes, no)), "type_metadata.mandatory_dropped");
}

#[test]
fn a_grandchild_weakens_no_more_than_a_child() {
    let middle = r#"{"vct":"urn:m","extends":"urn:base"}"#;
    for (claim, expected) in [
        (r#""sd":"allowed""#, "type_metadata.sd_changed"),
        (r#""mandatory":false"#, "type_metadata.mandatory_dropped"),
    ] {
        let child = format!(r#"{{"vct":"urn:t","extends":"urn:m","claims":[{{"path":["name"],{claim}}}]}}"#);
        assert_eq!(code(chain(&[&child, middle, BASE])), expected);
    }
}

#[test]
fn svg_ids_are_unique_after_extension_too() {
    let base = r#"{"vct":"urn:base","claims":[{"path":["a"],"svg_id":"x"}]}"#;
    let child = |claims: &str| format!(r#"{{"vct":"urn:t","extends":"urn:base","claims":[{claims}]}}"#);
    assert_eq!(
        code(chain(&[&child(r#"{"path":["b"],"svg_id":"x"}"#), base])),
        "type_metadata.svg_id_repeated"
    );
    let moved = child(r#"{"path":["b"],"svg_id":"x"},{"path":["a"],"svg_id":"y"}"#);
    let moved = chain(&[&moved, base]).unwrap();
    assert_eq!(moved.svg_claim("x").unwrap().path().to_string(), "b");
    assert_eq!(moved.svg_claim("z"), None);
}
