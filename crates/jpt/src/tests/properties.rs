//! Any claims, any selection: what comes out is what was selected, nothing else shows, and no octet may be another.

use super::*;
use crate::Disclosure;
use proptest::prelude::*;
use vouchsafe_credential::PathElement;
use vouchsafe_credential::json::Writer;

/// A slot: how many objects its claim is inside of, and what kind of value it has.
fn slots() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..3_usize, 0..4_usize), 1..8)
}

const OUTER: [&str; 2] = ["outer", "inner"];

fn slot_path(slot: usize, depth: usize) -> ClaimPath {
    let names = OUTER[..depth].iter().map(|name| PathElement::Name((*name).to_owned()));
    ClaimPath::new(names.chain([PathElement::Name(format!("claim \"{slot}\""))]).collect()).unwrap()
}

/// A value that occurs nowhere else, and the words in it.
fn slot_value(slot: usize, kind: usize) -> (String, String) {
    let canary = format!("7700{slot:04}0077");
    let value = match kind {
        0 => canary.clone(),
        1 => format!("\"<{canary}>\""),
        2 => format!("[{canary},null]"),
        _ => format!("{{\"x\":\"{canary}\"}}"),
    };
    (value, canary)
}

/// The claims of those slots that are kept, `exp` first, in the order in which an object is first met.
fn claims(slots: &[(usize, usize)], kept: &dyn Fn(usize) -> bool) -> String {
    let mut text = Writer::new();
    let write = |depth: usize, text: &mut Writer| {
        for (slot, (its_depth, kind)) in slots.iter().enumerate() {
            if *its_depth == depth && kept(slot) {
                text.name(&format!("claim \"{slot}\""));
                text.value(json(&slot_value(slot, *kind).0).root());
            }
        }
    };
    let any = |depth: usize| slots.iter().enumerate().any(|(slot, (its, _))| *its >= depth && kept(slot));
    text.begin_object();
    text.name("exp");
    text.value(json(EXP).root());
    write(0, &mut text);
    if any(1) {
        text.name("outer");
        text.begin_object();
        write(1, &mut text);
        if any(2) {
            text.name("inner");
            text.begin_object();
            write(2, &mut text);
            text.end_object();
        }
        text.end_object();
    }
    text.end_object();
    text.finish()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_selected_is_all_that_shows(slots in slots(), chosen in any::<u8>(), seed in any::<u64>()) {
        let is_chosen = |slot: usize| chosen >> slot & 1 == 1;
        let mut all = vec![path("exp")];
        all.extend(slots.iter().enumerate().map(|(slot, (depth, _))| slot_path(slot, *depth)));
        let issuer = IssuerId::new("https://issuer.example").unwrap();
        let credential_type = CredentialType::new("urn:example:any").unwrap();
        let header = IssuerHeader::new(issuer, credential_type, NonZeroU32::MIN, "key-1", all.clone()).unwrap();
        let issuer = prepare(&header);
        let everything = json(&claims(&slots, &|_| true));
        let held = held(&issuer, &everything);
        prop_assert_eq!(held.claims(), everything.root());

        let selected: Vec<_> = all.iter().skip(1).enumerate().filter(|(slot, _)| is_chosen(*slot)).map(|(_, path)| path.clone()).collect();
        let selection = held.select(&selected).unwrap();
        let text = selection.present(&issuer, &request("n-1"), &mut rng(seed)).unwrap();
        let verified = verify(&text).unwrap();
        let expected = json(&claims(&slots, &is_chosen));
        prop_assert_eq!(verified.claims(), expected.root());
        let shown = selection.claims();
        prop_assert_eq!(shown.root(), expected.root());

        let presented = Presented::read(&text).unwrap();
        let octets = [presented.payloads.into_iter().flatten().flatten().collect(), presented.presentation_header].concat();
        let octets = String::from_utf8_lossy(&octets).into_owned();
        for (slot, (depth, kind)) in slots.iter().enumerate() {
            let canary = slot_value(slot, *kind).1;
            prop_assert_eq!(octets.contains(&canary), is_chosen(slot));
            let printed = format!("{verified:?} {held:?} {selection:?}");
            prop_assert!(!printed.contains(&canary));
            let disclosure = verified.disclosure(&slot_path(slot, *depth));
            let is_disclosed = matches!(disclosure, Disclosure::Disclosed(_));
            prop_assert_eq!(is_disclosed, is_chosen(slot));
            prop_assert!(is_disclosed || disclosure == Disclosure::Withheld);
        }
    }

    /// No other text is a presentation of the same: neither a changed character, nor one more, nor one less.
    #[test]
    fn no_octet_may_be_another(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_.~-]", how in 0..3_usize) {
        let header = header_text(r#"["exp","a","b"]"#, "");
        let text = forge_presented(&header, &[EXP, "\"Ada\"", "2"], &[0, 1], &presentation_header_text(""), None);
        let at = at.index(text.len());
        let mut changed = text.clone();
        match how {
            0 => changed.replace_range(at..=at, &to),
            1 => changed.insert_str(at, &to),
            _ => drop(changed.remove(at)),
        }
        prop_assert_eq!(verify(&changed).is_ok(), changed == text);
    }

    /// The same of what an issuer hands out.
    #[test]
    fn no_octet_of_a_credential_may_be_another(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_.~-]") {
        let text = forge_issued(&header_text(r#"["exp","a"]"#, ""), &[EXP, "\"Ada\""]);
        let at = at.index(text.len());
        let mut changed = text.clone();
        changed.replace_range(at..=at, &to);
        prop_assert_eq!(verify_issued(&changed).is_ok(), changed == text);
    }
}
