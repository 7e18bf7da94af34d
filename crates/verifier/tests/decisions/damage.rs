//! A presentation, a status list or a line with one character changed, or cut short: never accepted, never a panic.

use crate::kit::{List, NOW, Presentation, codes, decide, key, policy, without_status};
use proptest::prelude::*;
use vouchsafe_status_list::Status;
use vouchsafe_verifier::line::decide_line;
use vouchsafe_verifier::{Evidence, Policy};

/// `text` with the character at `at` replaced by another one.
fn changed(text: &str, at: usize, by: char) -> String {
    text.char_indices().map(|(index, character)| if index == at { by } else { character }).collect()
}

#[test]
fn of_a_presentation_every_character_counts() {
    let text = Presentation::new().text();
    assert!(codes(&decide(without_status(), &text, &Evidence::none())).is_empty());
    for (at, character) in text.char_indices() {
        let by = if character == 'A' { 'B' } else { 'A' };
        let decision = decide(without_status(), &changed(&text, at, by), &Evidence::none());
        assert!(!codes(&decision).is_empty(), "{at}");
        let decision = decide(without_status(), &text[..at], &Evidence::none());
        assert!(!codes(&decision).is_empty(), "cut at {at}");
    }
}

#[test]
fn of_a_status_list_every_character_counts() {
    let presentation = Presentation::with_status().text();
    let list = List::new(Status::Valid).text();
    for (at, character) in list.char_indices() {
        let by = if character == 'A' { 'B' } else { 'A' };
        let evidence = Evidence::none().stapled(changed(&list, at, by));
        let decision = decide(policy(), &presentation, &evidence);
        assert_eq!(codes(&decision).last(), Some(&"status.unknown"), "{at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn of_a_line_any_change_gets_one_answer(at in any::<prop::sample::Index>(), by in any::<char>(), cut in any::<bool>()) {
        let jwk = key("issuer").verifying_key().to_jwk_json();
        let presentation = Presentation::new().text();
        let line = format!(r#"{{"id":"a","presentation":"{presentation}","issuer_jwk":{jwk},"now":{}}}"#, NOW.as_unix());
        let at = at.index(line.len());
        let line = if cut { line[..at].to_owned() } else { changed(&line, at, by) };
        let answer: serde_json::Value = serde_json::from_str(&decide_line(&line, NOW).to_json()).unwrap();
        prop_assert!(answer["decision"].is_string() && answer["reasons"].is_array());
    }

    #[test]
    fn no_text_is_a_presentation_or_a_policy(text in "\\PC{0,200}") {
        prop_assert!(!codes(&decide(without_status(), &text, &Evidence::none())).is_empty());
        let _ = Policy::from_toml(&text);
    }
}
