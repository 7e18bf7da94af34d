use super::scene::{chain, code, of};
use crate::{Error, Integrity, TypeMetadata};

const CHILD: &str =
    "{\"vct\":\"urn:t\", \"extends\":\"urn:b\",\r\n \"display\":[{\"locale\":\"de\",\"name\":\"Größe\"}]}";
const BASE: &str = r#"{"vct":"urn:b"}"#;

fn load(stored: &str) -> Result<TypeMetadata, Error> {
    TypeMetadata::from_stored(stored.as_bytes(), of("urn:t"), None)
}

#[test]
fn what_is_stored_is_the_bytes_and_comes_back_the_same() {
    let metadata = chain(&[CHILD, BASE]).unwrap();
    let stored = metadata.to_stored();
    let loaded = load(&stored).unwrap();
    assert_eq!(loaded.version(), metadata.version());
    assert_eq!(loaded.to_stored(), stored);
    assert_eq!((loaded.types(), loaded.claims()), (metadata.types(), metadata.claims()));
    assert_eq!(loaded.display(&[]), metadata.display(&[]));
}

/// The form is kept by others: it may not change under its number.
#[test]
fn the_form_is_frozen() {
    let stored = r#"{"form":1,"version":"jJW5t9MeXgT7EGPAQxq7DsS8Ioglvk_WB0qy-yY3Z7A","documents":["eyJ2Y3QiOiJ1cm46dCJ9"]}"#;
    let metadata = load(stored).unwrap();
    assert_eq!(metadata.to_stored(), stored);
}

#[test]
fn what_was_stored_is_held_to_all_rules_again() {
    let stored = chain(&[CHILD, BASE]).unwrap().to_stored();
    let child = Integrity::of_bytes(CHILD.as_bytes());
    let of_child = |integrity| TypeMetadata::from_stored(stored.as_bytes(), of("urn:t"), Some(integrity));
    assert!(of_child(child).is_ok());
    assert_eq!(code(of_child(Integrity::of_bytes(b"other"))), "type_metadata.integrity_mismatch");
    assert_eq!(
        code(TypeMetadata::from_stored(stored.as_bytes(), of("urn:x"), None)),
        "type_metadata.type_mismatch"
    );
}

#[test]
fn stored_metadata_that_is_not_as_it_was() {
    let one = chain(&[r#"{"vct":"urn:t"}"#]).unwrap().to_stored();
    let two = chain(&[CHILD, BASE]).unwrap().to_stored();
    let version = |stored: &str| stored.split('"').nth(5).unwrap().to_owned();
    for (stored, expected) in [
        ("".to_owned(), "type_metadata.stored_malformed"),
        ("{}".to_owned(), "type_metadata.stored_malformed"),
        (one.replace(r#""form":1"#, r#""form":0"#), "type_metadata.stored_malformed"),
        (one.replace(r#""form":1"#, r#""form":2"#), "type_metadata.stored_newer"),
        (one.replace(r#""version":""#, r#""x":""#), "type_metadata.stored_malformed"),
        (one.replace(r#""documents":["#, r#""documents":[7,"#), "type_metadata.stored_malformed"),
        (one.replace(r#""documents":[""#, r#""documents":["="#), "type_metadata.stored_malformed"),
        // Too few, and too many.
        (format!("{}]}}", two.rsplit_once(',').unwrap().0), "type_metadata.stored_malformed"),
        (one.replace("]}", r#","e30"]}"#), "type_metadata.stored_malformed"),
        (one.replace(&version(&one), &version(&two)), "type_metadata.stored_altered"),
    ] {
        assert_eq!(code(load(&stored)), expected, "{stored}");
    }
}

#[test]
fn a_version_is_of_every_byte_of_every_document() {
    let version = |documents: &[&str]| chain(documents).unwrap().version();
    let ours = version(&[CHILD, BASE]);
    assert_ne!(version(&[&format!("{CHILD} "), BASE]), ours);
    assert_ne!(version(&[CHILD, &format!("{BASE} ")]), ours);
    assert_ne!(version(&[&format!("{CHILD} "), BASE]), version(&[CHILD, &format!(" {BASE}")]));
    let shown = ours.to_string();
    assert_eq!((shown.len(), shown.matches('-').count()), (19, 3));
    assert_eq!(ours.to_base64url().len(), 43);
}
