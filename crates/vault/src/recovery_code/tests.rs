use super::*;
use crate::tests::FailingRng;

fn shown() -> (String, ShownRecoveryCode) {
    let (text, shown) = NewRecoveryCode::generate().unwrap().show();
    (text.to_string(), shown)
}

/// The 35 characters.
fn characters() -> Vec<u8> {
    shown().0.replace('-', "").into_bytes()
}

fn parse(characters: &[u8]) -> Result<(), Error> {
    RecoveryCode::parse(std::str::from_utf8(characters).unwrap()).map(drop)
}

#[test]
fn it_is_seven_groups_of_five_and_random() {
    let (text, _) = shown();
    let groups: Vec<&str> = text.split('-').collect();
    assert!(groups.len() == 7 && groups.iter().all(|group| group.len() == 5), "{text}");
    assert_eq!(text.capacity(), text.len());
    let codes: std::collections::BTreeSet<_> = (0..100).map(|_| characters()).collect();
    assert_eq!(codes.len(), 100);
    // Each character of the alphabet occurs at each random place, sooner or later.
    for place in 0..RANDOM {
        let seen: std::collections::BTreeSet<_> = (0..1_000).map(|_| characters()[place]).collect();
        assert_eq!(seen.len(), 32, "{place}");
    }
}

#[test]
fn it_is_read_as_people_type() {
    for _ in 0..50 {
        let (text, shown) = shown();
        let spaced = text.replace('-', " ");
        let long = text.replace('-', " \u{2013} ");
        let alike = text.to_lowercase().replace('0', "o").replace('1', "l");
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            format!("  {spaced}\n"),
            long,
            alike.clone(),
            alike.replace('l', "I"),
        ] {
            let confirmed = shown.confirm(&typed).unwrap();
            assert!(confirmed.code().symbols() == RecoveryCode::parse(&text).unwrap().symbols());
        }
    }
}

#[test]
fn one_wrong_character_is_always_noticed() {
    let code = characters();
    for place in 0..code.len() {
        for other in ALPHABET.iter().chain(b"U!\x7f").filter(|other| **other != code[place]) {
            let mut wrong = code.clone();
            wrong[place] = *other;
            assert_eq!(parse(&wrong), Err(Error::RecoveryCodeMistyped), "{place}");
        }
    }
    assert_eq!(RecoveryCode::parse(&"é".repeat(35)).err(), Some(Error::RecoveryCodeMistyped));
}

#[test]
fn two_characters_that_changed_places_are_always_noticed() {
    for _ in 0..20 {
        let code = characters();
        for one in 0..code.len() {
            for two in 0..one {
                let mut wrong = code.clone();
                wrong.swap(one, two);
                let expected = if code[one] == code[two] { Ok(()) } else { Err(Error::RecoveryCodeMistyped) };
                assert_eq!(parse(&wrong), expected, "{one} {two}");
            }
        }
    }
}

#[test]
fn a_check_is_written_in_one_way() {
    // 1021, 1022 and 1023 would be as good as 0, 1 and 2.
    let mut zero = vec![b'0'; 35];
    assert_eq!(parse(&zero), Ok(()));
    zero[33..].copy_from_slice(b"ZX");
    assert_eq!(parse(&zero), Err(Error::RecoveryCodeMistyped));
}

#[test]
fn other_lengths_are_told_apart() {
    let code = characters();
    for length in 0..code.len() {
        assert_eq!(parse(&code[..length]), Err(Error::RecoveryCodeIncomplete), "{length}");
    }
    assert_eq!(parse(&[code.clone(), b"0".to_vec()].concat()), Err(Error::RecoveryCodeIncomplete));
    assert_eq!(parse(&code.repeat(10_000)), Err(Error::RecoveryCodeIncomplete));
}

#[test]
fn another_code_confirms_nothing() {
    let (_, one) = shown();
    let (two, _) = shown();
    assert_eq!(one.confirm(&two).err(), Some(Error::RecoveryCodeDiffers));
    assert_eq!(one.confirm("").err(), Some(Error::RecoveryCodeIncomplete));
}

#[test]
fn a_failing_generator_is_an_error() {
    let failed = NewRecoveryCode::generate_with(&mut FailingRng { left: 0 });
    assert_eq!(failed.err(), Some(Error::NoRandomness));
}
