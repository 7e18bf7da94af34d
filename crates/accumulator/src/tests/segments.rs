use super::scene::Issuer;
use crate::limits::{MAX_DELETIONS, MAX_SEGMENT, MAX_STATEMENT, SEGMENT_STATEMENTS};
use crate::{Error, UnverifiedSegment, UnverifiedStatement, segment_of};

#[test]
fn whole_segments_and_the_newest() {
    let issuer = Issuer::new();
    let empty: &[u64] = &[];
    let said = issuer.tell(&[&[1], empty, empty, empty, empty, empty, empty, empty, &[2], &[3]]);
    let text = |range: std::ops::Range<usize>| -> String {
        said[range].iter().map(|statement| format!("{}\n", statement.text)).collect()
    };
    let read = |text: &str, number, is_newest| {
        let statements = UnverifiedSegment::parse(text)?.verify(&issuer.registry, number, is_newest)?;
        Ok(statements.iter().map(|statement| statement.number()).collect::<Vec<_>>())
    };
    assert_eq!(read(&text(0..8), 0, false), Ok((1..=8).collect()));
    assert_eq!(read(text(0..8).trim_end(), 0, true), Ok((1..=8).collect()));
    assert_eq!(read(&text(8..10), 1, true), Ok(vec![9, 10]));
    assert_eq!(read(&text(8..10), 1, false), Err(Error::SegmentCount));
    assert_eq!(read(&text(0..9), 0, true), Err(Error::SegmentCount));
    // Another segment, one left out, two exchanged.
    assert_eq!(read(&text(0..8), 1, false), Err(Error::Skipped { number: 9 }));
    assert_eq!(read(&text(0..8), u64::MAX, false), Err(Error::Skipped { number: u64::MAX }));
    assert_eq!(read(&text(1..8), 0, true), Err(Error::Skipped { number: 1 }));
    let exchanged = [text(0..1), text(2..3), text(1..2), text(3..8)].concat();
    assert_eq!(read(&exchanged, 0, false), Err(Error::Skipped { number: 2 }));
    for broken in [String::new(), "\n".to_owned(), text(0..1) + "\n", text(0..2).replace('\n', "\r\n")] {
        assert!(matches!(UnverifiedSegment::parse(&broken), Err(Error::Jose(_))), "{broken:?}");
    }
    assert_eq!([1, 8, 9, 16, 17].map(segment_of), [0, 0, 1, 1, 2]);
}

#[test]
fn the_length_of_a_segment_and_a_statement() {
    let parse = |length: usize| UnverifiedSegment::parse(&"a".repeat(length)).map(drop);
    assert_eq!(parse(MAX_SEGMENT + 1), Err(Error::SegmentTooLong));
    assert_eq!(parse(MAX_SEGMENT), Err(Error::StatementTooLong));
    let parse = |length: usize| UnverifiedStatement::parse(&"a".repeat(length)).map(drop);
    assert_eq!(parse(MAX_STATEMENT + 1), Err(Error::StatementTooLong));
    assert!(matches!(parse(MAX_STATEMENT), Err(Error::Jose(_))));
}

#[test]
fn the_most_deletions_fit_into_a_statement() {
    let issuer = Issuer::new();
    let deletion = issuer.say(1, None, &[1]).deletions[0];
    let many = vec![deletion; MAX_DELETIONS + 1];
    let most = issuer.say_but(1, None, &[], |statement| {
        (statement.deletions, statement.value) = (many[1..].to_vec(), *deletion.value());
    });
    assert!(most.text.len() * SEGMENT_STATEMENTS + SEGMENT_STATEMENTS <= MAX_SEGMENT);
    assert_eq!(issuer.read(&most.text).unwrap().deletions().len(), MAX_DELETIONS);
    let statement = crate::StatementToSign {
        registry: super::scene::ID,
        number: 1,
        deletions: &many,
        value: deletion.value(),
        previous: None,
        starts_at: super::scene::START,
        expires_at: super::scene::START,
    };
    assert_eq!(statement.sign(&issuer.signing), Err(Error::TooManyDeletions));
}
