use super::scene::{ID, Issuer, rng};
use crate::limits::KEPT_PERIODS;
use crate::{Error, History};
use vouchsafe_bbs::revocation::{MembershipWitness, RegistrySecret};
use vouchsafe_credential::Duration;

#[test]
fn a_holder_follows_day_by_day() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[], &[2, 3], &[4]]);
    let mut history = issuer.begin(&said[0]);
    let key = issuer.registry.key();
    // Two holders: one is revoked in period 3.
    let [kept, lost] = [50, 3].map(|seed| issuer.secret.new_handle(1, &mut rng(1000 + seed)).unwrap());
    let receive = |handle| {
        let octets = issuer.secret.issue(&said[0].value, handle).unwrap().to_octets();
        MembershipWitness::receive(key, &said[0].value, handle.payload().as_bytes(), &octets).unwrap()
    };
    let (mut witness, other) = (receive(&kept), receive(&lost));
    for statement in &said[1..] {
        let read = issuer.read(&statement.text).unwrap();
        let chain = history.follow(&read, &mut rng(4)).unwrap();
        assert!(chain.end() == read.value());
        if read.number() == 3 {
            let refused = other.catch_up(key, &chain).map(drop);
            assert_eq!(refused, Err(vouchsafe_bbs::Error::Revoked));
        }
        witness = witness.catch_up(key, &chain).unwrap();
        assert_eq!(history.newest_digest(), read.digest());
    }
    assert_eq!(history.newest(), 4);
    assert!(witness.value() == history.period(4, 0).unwrap().value());
}

#[test]
fn who_joins_late_follows_from_there() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2], &[3]]);
    let mut history = History::join(&issuer.registry, &issuer.read(&said[1].text).unwrap()).unwrap();
    assert_eq!(issuer.follow(&mut history, &said[2]), Ok(()));
    assert_eq!(history.newest(), 3);
    assert_eq!(history.period(1, 9).map(drop), Err(Error::TooOld));
}

#[test]
fn skipped_repeated_and_reordered() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2], &[3], &[4]]);
    let mut history = issuer.begin(&said[0]);
    assert_eq!(issuer.follow(&mut history, &said[2]), Err(Error::Skipped { number: 2 }));
    assert_eq!(issuer.follow(&mut history, &said[0]), Err(Error::Repeated { number: 1 }));
    assert_eq!(issuer.follow(&mut history, &said[1]), Ok(()));
    assert_eq!(issuer.follow(&mut history, &said[3]), Err(Error::Skipped { number: 3 }));
    assert_eq!(issuer.follow(&mut history, &said[1]), Err(Error::Repeated { number: 2 }));
    assert_eq!(issuer.follow(&mut history, &said[2]), Ok(()));
    // A refusal changed nothing.
    assert_eq!(issuer.follow(&mut history, &said[3]), Ok(()));
    let mut late = History::join(&issuer.registry, &issuer.read(&said[2].text).unwrap()).unwrap();
    assert_eq!(issuer.follow(&mut late, &said[0]), Err(Error::Skipped { number: 4 }));
}

#[test]
fn deletions_that_do_not_follow() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2, 3]]);
    let mut history = issuer.begin(&said[0]);
    let chain_invalid = Err(Error::Bbs(vouchsafe_bbs::Error::ChainInvalid));
    let reversed: Vec<_> = said[1].deletions.iter().rev().copied().collect();
    for deletions in [reversed, said[1].deletions[1..].to_vec()] {
        let wrong = issuer.say_but(2, Some(&said[0]), &[], |statement| {
            statement.value = *deletions.last().unwrap().value();
            statement.deletions = deletions;
        });
        assert_eq!(issuer.follow(&mut history, &wrong), chain_invalid);
    }
    // A value that no deletion leads to: with some, and with none.
    let other = said[1].value;
    let wrong = issuer.say_but(2, Some(&said[0]), &[7], |statement| statement.value = other);
    assert_eq!(issuer.read(&wrong.text).map(drop), Err(Error::ValueMismatch));
    let wrong = issuer.say_but(2, Some(&said[0]), &[], |statement| statement.value = other);
    assert_eq!(issuer.follow(&mut history, &wrong), Err(Error::ValueMismatch));
    assert_eq!(issuer.follow(&mut history, &said[1]), Ok(()));
}

#[test]
fn how_a_registry_begins() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2]]);
    let begin =
        |text: &str| History::begin(&issuer.registry, &issuer.read(text).unwrap(), &mut rng(3)).map(drop);
    assert_eq!(begin(&said[0].text), Ok(()));
    assert_eq!(begin(&said[1].text), Err(Error::NotFirst));
    assert_eq!(begin(&issuer.say(1, None, &[]).text), Err(Error::NotFirst));
    assert_eq!(begin(&issuer.say(1, Some(&said[0]), &[2]).text), Err(Error::NotFirst));
    let elsewhere = issuer.say_but(1, None, &[1], |statement| {
        (statement.deletions, statement.value) = (said[1].deletions.clone(), said[1].value);
    });
    assert_eq!(begin(&elsewhere.text), Err(Error::Bbs(vouchsafe_bbs::Error::ChainInvalid)));
}

#[test]
fn the_lag_of_a_verifier_and_what_a_wallet_shows() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2], &[], &[3]]);
    let mut history = issuer.begin(&said[0]);
    for statement in &said[1..] {
        issuer.follow(&mut history, statement).unwrap();
    }
    let period = |number, lag| history.period(number, lag).map(|period| *period.value());
    assert_eq!(period(4, 0), Ok(said[3].value));
    assert_eq!(period(3, 1), Ok(said[2].value));
    assert_eq!(period(3, 0), Err(Error::TooOld));
    assert_eq!(period(1, 3), Ok(said[0].value));
    assert_eq!(period(1, 2), Err(Error::TooOld));
    for unknown in [0, 5, u64::MAX] {
        assert_eq!(period(unknown, u64::MAX), Err(Error::TooOld));
    }
    let requested = |number: u64, digest| history.requested(number, digest).map(|period| period.number());
    assert_eq!(requested(4, &said[3].digest), Ok(4));
    assert_eq!(requested(3, &said[2].digest), Ok(3));
    assert_eq!(requested(2, &said[1].digest), Err(Error::TooOld));
    assert_eq!(requested(4, &said[2].digest), Err(Error::DigestMismatch));
    assert_eq!(requested(5, &said[3].digest), Err(Error::TooOld));
}

#[test]
fn periods_follow_one_another_in_time() {
    let issuer = Issuer::new();
    let first = issuer.tell(&[&[1]]).remove(0);
    let mut history = issuer.begin(&first);
    for days in [0, 2] {
        let moved = issuer.say_but(2, Some(&first), &[], |statement| {
            statement.starts_at = super::scene::START.saturating_add(Duration::from_days(days));
            statement.expires_at = statement.starts_at.saturating_add(Duration::from_days(3));
        });
        assert_eq!(issuer.follow(&mut history, &moved), Err(Error::DatesMismatch));
    }
}

#[test]
fn another_registry() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2]]);
    let secret = RegistrySecret::generate("another", &mut rng(9)).unwrap();
    let other = Issuer::registry_of(&secret, &issuer.signing);
    let first = issuer.read(&said[0].text).unwrap();
    assert_eq!(History::join(&other, &first).map(drop), Err(Error::OtherRegistry));
    assert_eq!(History::begin(&other, &first, &mut rng(1)).map(drop), Err(Error::OtherRegistry));
    // Another secret under the same id: the deletions do not hold.
    let secret = RegistrySecret::generate(ID, &mut rng(9)).unwrap();
    let other = Issuer::registry_of(&secret, &issuer.signing);
    let refused = History::begin(&other, &first, &mut rng(1)).map(drop);
    assert_eq!(refused, Err(Error::Bbs(vouchsafe_bbs::Error::ChainInvalid)));
}

#[test]
fn old_periods_are_let_go() {
    let issuer = Issuer::new();
    let mut last = issuer.tell(&[&[1]]).remove(0);
    let mut history = issuer.begin(&last);
    let kept = u64::try_from(KEPT_PERIODS).unwrap();
    for number in 2..=kept {
        last = issuer.say(number, Some(&last), &[]);
        issuer.follow(&mut history, &last).unwrap();
    }
    assert!(history.period(1, u64::MAX).is_ok());
    last = issuer.say(kept + 1, Some(&last), &[]);
    issuer.follow(&mut history, &last).unwrap();
    assert_eq!(history.period(1, u64::MAX).map(drop), Err(Error::TooOld));
    assert!(history.period(2, u64::MAX).is_ok());
}
