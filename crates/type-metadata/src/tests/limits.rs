use super::scene::{chain, claims, code, document, fits, of};
use crate::limits::*;
use crate::{Integrity, LanguageTag, TypeMetadata};
use vouchsafe_credential::{MAX_ID_LENGTH, MAX_PATH_LENGTH};

/// `make` is well at the limit, and refused with `expected` one past it.
#[track_caller]
fn at_and_past<T: std::fmt::Debug>(
    limit: usize,
    expected: &str,
    make: impl Fn(usize) -> Result<T, crate::Error>,
) {
    make(limit).unwrap();
    assert_eq!(code(make(limit + 1)), expected);
}

fn repeated(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect::<Vec<_>>().join(",")
}

fn padded(text: &str, length: usize) -> String {
    text.to_owned() + &" ".repeat(length - text.len())
}

fn rendering(members: &str) -> Result<TypeMetadata, crate::Error> {
    document(&format!(r#""display":[{{"locale":"en","name":"n","rendering":{{{members}}}}}]"#))
}

/// Different tags of four letters.
fn tag(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("q{}{}{}", letter(n / 676), letter(n / 26), letter(n))
}

#[test]
fn documents() {
    at_and_past(MAX_DOCUMENT_LENGTH, "type_metadata.document_too_long", |length| {
        chain(&[&padded(r#"{"vct":"urn:t"}"#, length)])
    });
    at_and_past(MAX_DOCUMENTS, "type_metadata.too_many_documents", |count| {
        let documents: Vec<_> = (0..count)
            .map(|n| {
                let of = if n == 0 { "t".to_owned() } else { n.to_string() };
                let next = format!(r#","extends":"urn:{}""#, n + 1);
                format!(r#"{{"vct":"urn:{of}"{}}}"#, if n + 1 < count { &next } else { "" })
            })
            .collect();
        chain(&documents.iter().map(String::as_str).collect::<Vec<_>>())
    });
}

#[test]
fn lists() {
    at_and_past(MAX_CLAIMS, "type_metadata.too_many", |count| {
        claims(&repeated(count, |n| format!(r#"{{"path":["c{n}"]}}"#)))
    });
    at_and_past(MAX_CLAIMS, "type_metadata.too_many", |count| {
        let claims = repeated(count - 1, |n| format!(r#"{{"path":["c{n}"]}}"#));
        chain(&[
            r#"{"vct":"urn:t","extends":"urn:b","claims":[{"path":["c0"]},{"path":["d"]}]}"#,
            &format!(r#"{{"vct":"urn:b","claims":[{claims}]}}"#),
        ])
    });
    at_and_past(MAX_LOCALES, "type_metadata.too_many", |count| {
        document(&format!(
            r#""display":[{}]"#,
            repeated(count, |n| format!(r#"{{"locale":"{}","name":"n"}}"#, tag(n)))
        ))
    });
    at_and_past(MAX_LOCALES, "type_metadata.too_many", |count| {
        let display = repeated(count, |n| format!(r#"{{"locale":"{}","label":"n"}}"#, tag(n)));
        claims(&format!(r#"{{"path":["a"],"display":[{display}]}}"#))
    });
    at_and_past(MAX_SVG_TEMPLATES, "type_metadata.too_many", |count| {
        let template = r#"{"uri":"data:,x","properties":{"contrast":"high"}}"#;
        rendering(&format!(r#""svg_templates":[{}]"#, repeated(count, |_| template.to_owned())))
    });
}

#[test]
fn texts() {
    let text = |length: usize| "x".repeat(length);
    let too_long = "type_metadata.too_long";
    let logo = |members: String| rendering(&format!(r#""simple":{{"logo":{{{members}}}}}"#));
    at_and_past(MAX_NAME_LENGTH, too_long, |n| document(&format!(r#""name":"{}""#, text(n))));
    at_and_past(MAX_DESCRIPTION_LENGTH, too_long, |n| document(&format!(r#""description":"{}""#, text(n))));
    for (member, limit) in [("name", MAX_NAME_LENGTH), ("description", MAX_DESCRIPTION_LENGTH)] {
        at_and_past(limit, too_long, |n| {
            let name = if member == "name" { "" } else { r#""name":"n","# };
            document(&format!(r#""display":[{{"locale":"en",{name}"{member}":"{}"}}]"#, text(n)))
        });
    }
    for (member, limit) in [("label", MAX_NAME_LENGTH), ("description", MAX_DESCRIPTION_LENGTH)] {
        at_and_past(limit, too_long, |n| {
            let label = if member == "label" { "" } else { r#""label":"n","# };
            claims(&format!(
                r#"{{"path":["a"],"display":[{{"locale":"en",{label}"{member}":"{}"}}]}}"#,
                text(n)
            ))
        });
    }
    at_and_past(MAX_NAME_LENGTH, too_long, |n| logo(format!(r#""uri":"data:,x","alt_text":"{}""#, text(n))));
    at_and_past(MAX_URL_LENGTH, too_long, |n| logo(format!(r#""uri":"https://{}""#, text(n - 8))));
    at_and_past(MAX_DATA_URI_LENGTH, too_long, |n| logo(format!(r#""uri":"data:{}""#, text(n - 5))));
    at_and_past(MAX_COLOR_LENGTH, too_long, |n| {
        rendering(&format!(r##""simple":{{"text_color":"{:n$}"}}"##, "#fff"))
    });
    at_and_past(MAX_SVG_ID_LENGTH, too_long, |n| {
        claims(&format!(r#"{{"path":["a"],"svg_id":"{}"}}"#, text(n)))
    });
    at_and_past(MAX_INTEGRITY_LENGTH, too_long, |n| Integrity::new(text(n)));
    at_and_past(MAX_INTEGRITY_LENGTH, too_long, |n| {
        logo(format!(r#""uri":"data:,x","uri#integrity":"{}""#, text(n)))
    });
    at_and_past(MAX_INTEGRITY_LENGTH, too_long, |n| {
        document(&format!(r#""extends#integrity":"{}""#, text(n)))
    });
    at_and_past(MAX_LANGUAGE_TAG_LENGTH, "type_metadata.language_tag_malformed", |n| {
        let first = "a".repeat(n - 57);
        LanguageTag::parse(&format!("{first}{}-abcdefgh", "-abcdefg".repeat(6)))
    });
    at_and_past(MAX_ID_LENGTH - 4, "type_metadata.member_malformed", |n| {
        document(&format!(r#""extends":"urn:{}""#, text(n))).or_else(|error| match error {
            crate::Error::Incomplete => document(r#""name":"n""#),
            other => Err(other),
        })
    });
    at_and_past(MAX_PATH_LENGTH, "type_metadata.path_malformed", |n| {
        claims(&format!(r#"{{"path":[{}]}}"#, repeated(n, |_| "0".to_owned())))
    });
}

#[test]
fn visits() {
    // The object, the list and each element; none has the member, so no more than these.
    let each = 8_192;
    let list = format!(r#"{{"a":[{}]}}"#, repeated(each - 2, |_| "{}".to_owned()));
    let rules = repeated(MAX_VISITED / each, |n| format!(r#"{{"path":["a",null,"k{n}"]}}"#));
    assert_eq!(fits(&claims(&rules).unwrap(), &list, &[]), Ok(()));
    let one_more = claims(&format!(r#"{rules},{{"path":["b"]}}"#)).unwrap();
    assert_eq!(code(fits(&one_more, &list, &[])), "type_metadata.too_many_visited");
}

#[test]
fn stored() {
    let stored = chain(&[r#"{"vct":"urn:t"}"#]).unwrap().to_stored();
    at_and_past(MAX_STORED_LENGTH, "type_metadata.stored_malformed", |length| {
        TypeMetadata::from_stored(padded(&stored, length).as_bytes(), of("urn:t"), None)
    });
    let largest: Vec<_> = (0..MAX_DOCUMENTS)
        .map(|n| {
            let of = if n == 0 { "t".to_owned() } else { n.to_string() };
            let next = format!(r#","extends":"urn:{}""#, n + 1);
            let document =
                format!(r#"{{"vct":"urn:{of}"{}}}"#, if n + 1 < MAX_DOCUMENTS { &next } else { "" });
            padded(&document, MAX_DOCUMENT_LENGTH)
        })
        .collect();
    let largest = chain(&largest.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let stored = largest.to_stored();
    let loaded = TypeMetadata::from_stored(stored.as_bytes(), of("urn:t"), None).unwrap();
    assert_eq!(loaded.version(), largest.version());
}
