use super::scene::{code, document};
use crate::LanguageTag;

fn tags(texts: &[&str]) -> Vec<LanguageTag> {
    texts.iter().map(|text| LanguageTag::parse(text).unwrap()).collect()
}

/// The language that is chosen of `offered`.
fn chosen(offered: &[&str], wanted: &[&str]) -> String {
    let entries: Vec<_> = offered.iter().map(|tag| format!(r#"{{"locale":"{tag}","name":"n"}}"#)).collect();
    let metadata = document(&format!(r#""display":[{}]"#, entries.join(","))).unwrap();
    metadata.display(&tags(wanted)).unwrap().locale().to_string()
}

#[test]
fn lookup_takes_off_the_last_part_until_something_is_found() {
    assert_eq!(chosen(&["en", "de", "de-CH"], &["de-CH-1996"]), "de-CH");
    assert_eq!(chosen(&["en", "de", "de-CH"], &["de-AT"]), "de");
    assert_eq!(chosen(&["en", "DE-ch"], &["de-CH"]), "DE-ch");
    // RFC 4647 section 3.4: what follows a single letter goes with the letter.
    assert_eq!(chosen(&["en", "zh-Hant", "zh-Hant-CN-x"], &["zh-Hant-CN-x-private1-private2"]), "zh-Hant");
    assert_eq!(
        chosen(&["en", "zh-Hant-CN-x-private1"], &["zh-Hant-CN-x-private1-private2"]),
        "zh-Hant-CN-x-private1"
    );
}

#[test]
fn then_any_entry_of_the_language_then_the_next_language_then_the_first() {
    assert_eq!(chosen(&["en", "de-DE", "de-AT"], &["de"]), "de-DE");
    assert_eq!(chosen(&["en", "de-DE"], &["de-CH", "en"]), "de-DE");
    assert_eq!(chosen(&["fr", "en-GB", "it"], &["de", "en-US", "it"]), "en-GB");
    assert_eq!(chosen(&["fr", "it"], &["de"]), "fr");
    assert_eq!(chosen(&["fr", "it"], &[]), "fr");
    // A language is not the beginning of another.
    assert_eq!(chosen(&["fr", "deu"], &["de"]), "fr");
}

#[test]
fn what_is_a_tag() {
    for tag in [
        "de",
        "en-US",
        "zh-Hant-TW",
        "x-private",
        "i-klingon",
        "es-419",
        "sl-rozaj-biske-1994",
        "en-a-bbb-x-a-ccc",
    ] {
        assert_eq!(LanguageTag::parse(tag).unwrap().as_str(), tag);
    }
    for text in
        ["", "-", "de-", "-de", "de--CH", "de_CH", "1a", "abcdefghi", "de-abcdefghi", "d\u{e9}", "de CH", "*"]
    {
        assert_eq!(code(LanguageTag::parse(text)), "type_metadata.language_tag_malformed", "{text:?}");
    }
    assert_eq!(LanguageTag::parse("de-CH"), LanguageTag::parse("DE-ch"));
}
