use super::scene::{Issuer, rng};
use crate::{Error, Fork};
use vouchsafe_jose::{Algorithm, SigningKey};

#[test]
fn two_statements_for_one_period() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2], &[3]]);
    let private = issuer.say(2, Some(&said[0]), &[2, 9]);
    let mut history = issuer.begin(&said[0]);
    issuer.follow(&mut history, &said[1]).unwrap();
    assert_eq!(issuer.follow(&mut history, &private), Err(Error::Forked { number: 2 }));
    // And one that goes on from the other list.
    let after = issuer.say(3, Some(&private), &[]);
    assert_eq!(issuer.follow(&mut history, &after), Err(Error::Forked { number: 2 }));
    let orphan = issuer.say_but(3, Some(&said[1]), &[3], |statement| statement.previous = None);
    assert_eq!(issuer.follow(&mut history, &orphan), Err(Error::Forked { number: 2 }));
    assert_eq!(issuer.follow(&mut history, &said[2]), Ok(()));

    let fork = Fork::prove(&issuer.registry, &said[1].text, &private.text).unwrap();
    assert_eq!((fork.periods(), fork.texts()), ([2, 2], &[said[1].text.clone(), private.text.clone()]));
    assert_eq!(format!("{fork:?}"), "Fork([2, 2])");
    // Whoever gets it can check it again.
    let [one, other] = fork.texts();
    assert!(Fork::prove(&issuer.registry, one, other).is_ok());
    // One that does not go on from the other, in either order.
    for later in [&after, &orphan] {
        for pair in [[&said[1], later], [later, &said[1]]] {
            let fork = Fork::prove(&issuer.registry, &pair[0].text, &pair[1].text).unwrap();
            assert_eq!((fork.periods(), fork.texts()), ([2, 3], &pair.map(|one| one.text.clone())));
        }
    }
    assert!(Fork::prove(&issuer.registry, &private.text, &after.text).is_err());
    assert!(
        Fork::prove(&issuer.registry, &said[0].text, &after.text).is_err(),
        "what is between is not known"
    );
}

#[test]
fn what_is_no_evidence() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2]]);
    let prove = |one: &str, other: &str| Fork::prove(&issuer.registry, one, other).map(drop);
    assert_eq!(prove(&said[0].text, &said[1].text), Err(Error::NoFork));
    // The same, signed again: ECDSA makes another signature, and nothing else is said.
    let again = issuer.say(2, Some(&said[0]), &[2]);
    assert_ne!(again.text, said[1].text);
    assert_eq!(prove(&again.text, &said[1].text), Err(Error::NoFork));
    let mut history = issuer.begin(&said[0]);
    issuer.follow(&mut history, &said[1]).unwrap();
    assert_eq!(issuer.follow(&mut history, &again), Err(Error::Repeated { number: 2 }));
    // Made by somebody else.
    let stranger =
        Issuer { signing: SigningKey::generate(Algorithm::Es256, &mut rng(77)).unwrap(), ..Issuer::new() };
    let forged = stranger.say(2, Some(&said[0]), &[8]);
    assert_eq!(prove(&said[1].text, &forged.text), Err(Error::Jose(vouchsafe_jose::Error::SignatureInvalid)));
}
