//! Cases of docs/ATTACKS.md.

use super::scene::{chain, code, document, fits, of};
use crate::limits::MAX_DOCUMENTS;
use crate::{Integrity, TypeMetadata, TypeMetadataChain};

#[test]
fn a85_other_bytes_than_the_integrity_string_names() {
    let issued = r#"{"vct":"urn:t","claims":[{"path":["a"],"sd":"always"}]}"#;
    let of_issuer = Integrity::of_bytes(issued.as_bytes());
    for served in [issued.replace("always", "never"), format!("{issued}\n"), issued.replace(':', ": ")] {
        let mut chain = TypeMetadataChain::new(of("urn:t"), Some(of_issuer.clone()));
        assert_eq!(code(chain.provide(served.as_bytes())), "type_metadata.integrity_mismatch");
        assert_eq!(code(chain.finish()), "type_metadata.incomplete");
    }
    let unknown = Integrity::new("md5-AAAA").unwrap();
    let mut chain = TypeMetadataChain::new(of("urn:t"), Some(unknown));
    assert_eq!(code(chain.provide(issued.as_bytes())), "type_metadata.integrity_unsupported");
}

/// Without an integrity string the document is taken, and is known not to be under the issuer's signature.
#[test]
fn a85_no_integrity_string() {
    let metadata = chain(&[r#"{"vct":"urn:t"}"#]).unwrap();
    assert!(!metadata.is_pinned_throughout());
}

fn extends(of: &str, extended: &str) -> String {
    format!(r#"{{"vct":"{of}","extends":"{extended}"}}"#)
}

#[test]
fn a86_a_type_that_extends_itself() {
    assert_eq!(code(chain(&[&extends("urn:t", "urn:t")])), "type_metadata.circular");
    assert_eq!(
        code(chain(&[&extends("urn:t", "urn:u"), &extends("urn:u", "urn:t")])),
        "type_metadata.circular"
    );
    let three = [extends("urn:t", "urn:u"), extends("urn:u", "urn:v"), extends("urn:v", "urn:u")];
    assert_eq!(code(chain(&three.each_ref().map(String::as_str))), "type_metadata.circular");
}

#[test]
fn a86_a_chain_without_end() {
    let documents: Vec<_> =
        (0..MAX_DOCUMENTS).map(|n| extends(&format!("urn:{n}"), &format!("urn:{}", n + 1))).collect();
    let mut chain = TypeMetadataChain::new(of("urn:0"), None);
    let (last, others) = documents.split_last().unwrap();
    others.iter().for_each(|document| chain.provide(document.as_bytes()).unwrap());
    assert_eq!(code(chain.provide(last.as_bytes())), "type_metadata.too_many_documents");
    let end = last.replace("extends", "x");
    chain.provide(end.as_bytes()).unwrap();
    assert_eq!(chain.finish().unwrap().types().len(), MAX_DOCUMENTS);
}

#[test]
fn a88_the_document_of_another_type() {
    for other in ["urn:u", "URN:T", "urn:t/", "urn:t "] {
        assert_eq!(
            code(chain(&[&format!(r#"{{"vct":"{other}"}}"#)])),
            "type_metadata.type_mismatch",
            "{other}"
        );
    }
    let base = r#"{"vct":"urn:other"}"#;
    assert_eq!(code(chain(&[&extends("urn:t", "urn:base"), base])), "type_metadata.type_mismatch");
}

#[test]
fn a89_an_extension_that_weakens_what_it_extends() {
    for (base, child, expected) in [
        (r#""sd":"never""#, r#""sd":"always""#, "type_metadata.sd_changed"),
        (r#""sd":"never""#, r#""sd":"allowed""#, "type_metadata.sd_changed"),
        (r#""sd":"always""#, r#""sd":"never""#, "type_metadata.sd_changed"),
        (r#""mandatory":true"#, r#""mandatory":false"#, "type_metadata.mandatory_dropped"),
    ] {
        let base = format!(r#"{{"vct":"urn:base","claims":[{{"path":["a",null],{base}}}]}}"#);
        let child =
            format!(r#"{{"vct":"urn:t","extends":"urn:base","claims":[{{"path":["a",null],{child}}}]}}"#);
        assert_eq!(code(chain(&[&child, &base])), expected);
    }
}

/// A rule for a part of what another rule is about stands beside it: both hold.
#[test]
fn a89_weakened_by_another_path_to_the_same() {
    let base = r#"{"vct":"urn:base","claims":[{"path":["a",null],"sd":"always"}]}"#;
    let child = r#"{"vct":"urn:t","extends":"urn:base","claims":[{"path":["a",0],"sd":"never"}]}"#;
    let metadata = chain(&[child, base]).unwrap();
    assert_eq!(code(fits(&metadata, r#"{"a":[1]}"#, &[])), "type_metadata.not_disclosable");
    assert_eq!(code(fits(&metadata, r#"{"a":[1]}"#, &["a[0]"])), "type_metadata.disclosable");
}

#[test]
fn a91_names_that_deceive() {
    let metadata = document(
        r#""display":[{"locale":"en","name":"Pass\u202eport\u0007","description":"a\u200bb","rendering":{"simple":{"logo":{
            "uri":"data:,x","alt_text":"\u2066x"}}}}],
        "claims":[{"path":["a"],"display":[{"locale":"en","label":"Na\u200bme","description":"\u001b[31m"}]}]"#,
    )
    .unwrap();
    let display = metadata.display(&[]).unwrap();
    assert_eq!((display.name(), display.description()), ("Pass\\u{202e}port\\u{7}", Some("a\\u{200b}b")));
    assert_eq!(display.rendering().simple().unwrap().logo().unwrap().alt_text(), Some("\\u{2066}x"));
    let label = metadata.claims()[0].display(&[]).unwrap();
    assert_eq!((label.label(), label.description()), ("Na\\u{200b}me", Some("\\u{1b}[31m")));
}

#[test]
fn a91_a_name_of_ten_megabytes() {
    let name = |length: usize| {
        document(&format!(r#""display":[{{"locale":"en","name":"{}"}}]"#, "x".repeat(length)))
    };
    assert_eq!(code(name(10_000_000)), "type_metadata.document_too_long");
    assert_eq!(code(name(500_000)), "type_metadata.too_long");
}

#[test]
fn a92_metadata_that_changes_after_issuance() {
    let child = extends("urn:t", "urn:base");
    let base = r#"{"vct":"urn:base","display":[{"locale":"en","name":"Library card"}]}"#;
    let accepted = chain(&[&child, base]).unwrap();
    let pinned = accepted.to_stored();
    // Tomorrow the server of the extended type says something else: another version, whose name nobody has accepted.
    let tomorrow = chain(&[&child, &base.replace("Library card", "Passport")]).unwrap();
    assert_ne!(tomorrow.version(), accepted.version());
    assert_ne!(tomorrow.version().to_string(), accepted.version().to_string());
    let kept = TypeMetadata::from_stored(pinned.as_bytes(), of("urn:t"), None).unwrap();
    assert_eq!(kept.display(&[]).unwrap().name(), "Library card");
    assert_eq!(kept.version(), accepted.version());
}
