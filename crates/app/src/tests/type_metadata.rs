//! Cards that are called as their types say, in a person's language.

use super::desk::*;
use crate::view::CardView;
use crate::{ImportRequest, OnOtherVersion, OpenWallet};

const QUERY: &str =
    r#"{"credentials":[{"id":"person","format":"dc+sd-jwt","meta":{},"claims":[{"path":["given_name"]}]}]}"#;

fn document(name: &str, rule: &str) -> String {
    format!(
        r#"{{"vct":"urn:example:person","display":[{{"locale":"en","name":"{name}"}},{{"locale":"de","name":"Ausweis"}}],
            "claims":[{{"path":["given_name"],"sd":"{rule}","display":[{{"locale":"de","label":"Vorname"}}]}}]}}"#
    )
}

fn import(desk: &Desk, wallet: &mut OpenWallet, document: &str) -> Result<String, crate::Error> {
    let token = desk.issue(&wallet.new_holder_key("ES256", NOW).unwrap().public_jwk, 0);
    let documents = [br#"{"vct":"urn:not:needed"}"#.as_slice(), document.as_bytes()];
    let request = ImportRequest { type_metadata: &documents, ..request(&token) };
    Ok(wallet.import(&request, NOW)?.card.id)
}

fn label<'v>(view: &'v CardView, path: &str) -> &'v str {
    &view.fields.iter().find(|field| field.path == path).unwrap().label
}

#[test]
fn a_card_is_called_as_its_type_says() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let card = import(&desk, &mut wallet, &document("Person", "always")).unwrap();
    wallet.speak(&["de-AT", "fr"]).unwrap();
    let view = wallet.card(&card, NOW).unwrap();
    assert_eq!(view.card.name.as_deref(), Some("Ausweis"));
    let described = view.described.as_ref().unwrap();
    assert_eq!((described.name.as_deref(), described.signed), (Some("Ausweis"), false));
    assert_eq!(view.card.type_metadata.as_ref(), Some(&described.version));
    assert_eq!((label(&view, "given_name"), label(&view, "family_name")), ("Vorname", "Family name"));

    let draft = wallet.draft(&card, &["given_name"], VERIFIER, NONCE, NOW).unwrap();
    let part = &draft.view.parts[0];
    assert_eq!(part.card.name.as_deref(), Some("Ausweis"));
    assert!(part.fields.iter().any(|field| field.label == "Vorname" && field.path == "given_name"));
    let found = wallet.candidates(QUERY, None, NOW).unwrap();
    let candidate = &found.queries[0].cards[0];
    assert_eq!(
        (&candidate.answers[0].paths, &candidate.answers[0].labels),
        (&vec!["given_name".to_owned()], &vec!["Vorname".to_owned()])
    );
    assert_eq!(candidate.card.name.as_deref(), Some("Ausweis"));

    assert_eq!(wallet.speak(&["en", "no tag"]).unwrap_err().code(), "app.unknown_word");
    assert_eq!(wallet.cards(NOW).unwrap().cards[0].name.as_deref(), Some("Ausweis"));
    // It is on the disk; without a language the publisher's first word counts.
    drop(wallet);
    assert_eq!(desk.open().cards(NOW).unwrap().cards[0].name.as_deref(), Some("Person"));
}

#[test]
fn what_does_not_fit_is_refused_with_help_for_the_person() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    for (document, expected) in [
        (document("Person", "never"), "type_metadata.disclosable"),
        (
            document("Person", "always").replace("urn:example:person", "urn:other"),
            "type_metadata.type_mismatch",
        ),
        ("{".to_owned(), "json.syntax"),
    ] {
        let refused = import(&desk, &mut wallet, &document).unwrap_err();
        assert_eq!(refused.code(), expected);
        assert_eq!(refused.help().is_some(), expected != "json.syntax");
    }
    assert!(wallet.cards(NOW).unwrap().cards.is_empty());
}

#[test]
fn a92_the_person_decides_on_another_version() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let bare = desk.import(&mut wallet, None);
    let (first, second) = (document("Person", "always"), document("Passport", "allowed"));
    let offer = |wallet: &mut OpenWallet, document: &str, on_other| {
        wallet.offer_type_metadata(&bare, &[document.as_bytes()], on_other, NOW)
    };
    let taken = offer(&mut wallet, &first, OnOtherVersion::Compare).unwrap();
    assert_eq!((taken.verdict, taken.taken, taken.card.name.as_deref()), ("first", true, Some("Person")));
    let same = offer(&mut wallet, &first, OnOtherVersion::Replace).unwrap();
    assert_eq!((same.verdict, same.taken), ("same", false));
    let other = offer(&mut wallet, &second, OnOtherVersion::Compare).unwrap();
    assert_eq!((other.verdict, other.taken, other.display_differs), ("other", false, true));
    assert_eq!(other.claims_differ, ["given_name"]);
    assert_eq!(
        (other.pinned.unwrap().name.as_deref(), other.card.name.as_deref()),
        (Some("Person"), Some("Person"))
    );
    let replaced = offer(&mut wallet, &second, OnOtherVersion::Replace).unwrap();
    assert_eq!((replaced.taken, replaced.card.name.as_deref()), (true, Some("Passport")));
    let misfit = offer(&mut wallet, &document("Passport", "never"), OnOtherVersion::Replace);
    assert_eq!(misfit.unwrap_err().code(), "type_metadata.disclosable");
    assert_eq!(wallet.cards(NOW).unwrap().cards[0].name.as_deref(), Some("Passport"));
}
