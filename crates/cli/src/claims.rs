//! Claim values as text: for people in words, for programs as the JSON that was received.

use serde_json::value::RawValue;
use std::borrow::Cow;
use vouchsafe_app::PathElement;
use vouchsafe_verifier::ClaimPath;
use vouchsafe_verifier::json::{Kind, Value, Writer};

/// A text longer than this is shown by its beginning and its length.
const LONGEST_SHOWN: usize = 200;

/// A claim's value as a person reads it: texts as they are, truth values as yes and no, lists with commas, the rest as JSON.
pub(crate) fn in_words(value: Value<'_>) -> String {
    let scalar = |value: Value<'_>| match value.kind() {
        Kind::Null => Some("nothing".to_owned()),
        Kind::Bool => Some(if value.as_bool() == Some(true) { "yes" } else { "no" }.to_owned()),
        Kind::Number => value.number_text().map(str::to_owned),
        Kind::String => value.as_str().map(|text| text.into_owned()),
        Kind::Array | Kind::Object => None,
    };
    let words = scalar(value).or_else(|| {
        let elements: Option<Vec<String>> = value.elements()?.map(scalar).collect();
        elements.filter(|elements| !elements.is_empty()).map(|elements| elements.join(", "))
    });
    shortened(words.unwrap_or_else(|| value.to_json()))
}

/// A claim's value as a developer reads it: JSON, shortened if it is long.
pub(crate) fn in_json(value: Value<'_>) -> String {
    shortened(value.to_json())
}

fn shortened(text: String) -> String {
    let count = text.chars().count();
    if count <= LONGEST_SHOWN {
        return text;
    }
    let start: String = text.chars().take(LONGEST_SHOWN / 2).collect();
    format!("{start}… ({count} characters in all)")
}

/// A claim's value as [`in_json`], with `▬` in the place of every digest.
pub(crate) fn in_json_without_digests(value: Value<'_>) -> String {
    let mut json = Writer::new();
    write_without_digests(&mut json, value);
    shortened(json.finish().replace("\"\u{25ac}\"", "\u{25ac}\u{25ac}"))
}

/// Its depth is bounded by that of the JSON that was read, so is the recursion.
fn write_without_digests(json: &mut Writer, value: Value<'_>) {
    match value.kind() {
        Kind::Object if value.get("...").is_some() => json.string("\u{25ac}"),
        Kind::Object => {
            json.begin_object();
            for (name, value) in value.entries().into_iter().flatten().filter(|(name, _)| name != "_sd") {
                json.name(&name);
                write_without_digests(json, value);
            }
            json.end_object();
        }
        Kind::Array => {
            json.begin_array();
            value.elements().into_iter().flatten().for_each(|element| write_without_digests(json, element));
            json.end_array();
        }
        _ => json.value(value),
    }
}

/// The values in claims that hold no others by name, each with its path: lists of plain values stay whole. In the order of
/// the paths: where disclosed claims stand in an object depends on their digests, so it differs from copy to copy.
pub(crate) fn leaves<'a>(
    claims: impl Iterator<Item = (Cow<'a, str>, Value<'a>)>,
) -> Vec<(ClaimPath, Value<'a>)> {
    let mut leaves = Vec::new();
    let mut waiting: Vec<_> = claims.map(|(name, value)| (ClaimPath::top(&*name), value)).collect();
    while let Some((path, value)) = waiting.pop() {
        let plain = |value: Value<'_>| !matches!(value.kind(), Kind::Array | Kind::Object);
        let inside: Vec<(PathElement, Value<'a>)> = match value.kind() {
            Kind::Object => {
                let members = value.entries().into_iter().flatten();
                members.map(|(name, value)| (PathElement::Name(name.into_owned()), value)).collect()
            }
            Kind::Array if !value.elements().into_iter().flatten().all(plain) => {
                let elements = value.elements().into_iter().flatten().enumerate();
                elements.map(|(index, value)| (PathElement::Index(index), value)).collect()
            }
            _ => Vec::new(),
        };
        if inside.is_empty() {
            leaves.push((path, value));
        } else {
            waiting.extend(inside.into_iter().filter_map(|(step, value)| Some((path.child(step)?, value))));
        }
    }
    leaves.sort_by(|(one, _), (other, _)| one.cmp(other));
    leaves
}

/// JSON that was received, to stand unchanged in a JSON answer.
pub(crate) fn raw(value: Value<'_>) -> Option<Box<RawValue>> {
    RawValue::from_string(value.to_json()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_verifier::json::Document;

    #[test]
    fn values_in_words() {
        for (json, words) in [
            (r#""Ada""#, "Ada"),
            ("true", "yes"),
            ("false", "no"),
            ("null", "nothing"),
            ("12345678901234567890.50", "12345678901234567890.50"),
            (r#"["DE","FR"]"#, "DE, FR"),
            ("[]", "[]"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            (r#"[{"a":1}]"#, r#"[{"a":1}]"#),
        ] {
            assert_eq!(in_words(Document::parse(json).unwrap().root()), words);
        }
        let long = format!("\"{}\"", "é".repeat(201));
        let words = in_words(Document::parse(long).unwrap().root());
        assert!(words.ends_with("… (201 characters in all)") && words.chars().count() < 140);
    }

    #[test]
    fn digests_are_closed_slats() {
        let json = r#"{"_sd":["a","b"],"street":1,"list":[{"...":"c"},{"...":"d"},"e"]}"#;
        let text = in_json_without_digests(Document::parse(json).unwrap().root());
        assert_eq!(text, r#"{"street":1,"list":[▬▬,▬▬,"e"]}"#);
    }

    #[test]
    fn leaves_in_one_order_whatever_order_they_came_in() {
        for json in [
            r#"{"a":{"b":1,"c":{"d":[1,2]}},"e":[{"f":true},[]],"g":{}}"#,
            r#"{"g":{},"e":[{"f":true},[]],"a":{"c":{"d":[1,2]},"b":1}}"#,
        ] {
            let document = Document::parse(json).unwrap();
            let leaves = leaves(document.root().entries().into_iter().flatten());
            let shown: Vec<String> =
                leaves.iter().map(|(path, value)| format!("{path} {}", value.to_json())).collect();
            assert_eq!(shown, ["a.b 1", "a.c.d [1,2]", "e[0].f true", "e[1] []", "g {}"]);
        }
        let eleven = format!("{{\"x\":[{}]}}", ["{\"y\":1}"; 11].join(","));
        let document = Document::parse(eleven).unwrap();
        let leaves = leaves(document.root().entries().into_iter().flatten());
        assert_eq!(leaves[10].0.to_string(), "x[10].y");
    }

    #[test]
    fn numbers_keep_their_digits_in_json() {
        let document = Document::parse("[1.50,12345678901234567890123]").unwrap();
        let text = serde_json::to_string(&raw(document.root())).unwrap();
        assert_eq!(text, "[1.50,12345678901234567890123]");
    }
}
