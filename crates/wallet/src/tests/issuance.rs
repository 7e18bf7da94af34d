//! What waits to be received.

use super::kit::*;
use crate::*;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};
use zeroize::Zeroizing;

fn issuance(id: u8, step: IssuanceStep, keys: Vec<KeyThumbprint>, since: Timestamp) -> Issuance {
    let info = IssuanceInfo {
        id: IssuanceId::from_bytes([id; 8]),
        issuer: IssuerId::new(ISSUER).unwrap(),
        titles: vec!["A card".to_owned()],
        since,
        step,
        not_before: (step == IssuanceStep::Deferred).then(|| later(60)),
        position: 1,
        keys,
        issuer_keys: Vec::new(),
    };
    Issuance { info, state: Zeroizing::new(b"bittern".to_vec()) }
}

fn keep(world: &mut World, id: u8, now: Timestamp) -> Result<(), Error> {
    world.wallet.keep_issuance(None, vec![issuance(id, IssuanceStep::Open, Vec::new(), now)], Vec::new(), now)
}

#[test]
fn what_waits_is_kept_whole_and_says_nothing_of_its_state() {
    let mut world = World::new();
    let key = SigningKey::generate(Algorithm::Es256, &mut rng(3)).unwrap();
    let keys = vec![KeyThumbprint::of(key.verifying_key())];
    keep(&mut world, 1, NOW).unwrap();
    let mut next = issuance(2, IssuanceStep::Deferred, keys, NOW);
    next.info.issuer_keys = vec![world.issuer.verifying_key().clone().into()];
    let info = next.info.clone();
    world.wallet.keep_issuance(Some(IssuanceId::from_bytes([1; 8])), vec![next], vec![key], NOW).unwrap();
    assert_eq!(world.wallet.issuances().unwrap(), std::slice::from_ref(&info));
    let again = world.wallet.issuance(info.id).unwrap();
    assert_eq!((&again.info, again.state.as_slice()), (&info, b"bittern".as_slice()));
    assert!(!format!("{again:?}").contains("bittern"));
    assert_eq!(world.wallet.find_issuance("0202").unwrap(), info.id);
    assert_eq!(code(world.wallet.find_issuance("01")), "wallet.no_such_issuance");
    assert_eq!(code(world.wallet.find_issuance("")), "wallet.no_such_issuance");
    assert_eq!(world.wallet.holder_keys().unwrap().len(), 1);
    world.wallet.forget_issuance(info.id).unwrap();
    assert!(world.wallet.issuances().unwrap().is_empty());
    assert!(world.wallet.holder_keys().unwrap().is_empty(), "nothing is bound to its key");
    assert_eq!(code(world.wallet.forget_issuance(info.id)), "wallet.no_such_issuance");
}

#[test]
fn a_key_with_a_card_stays_when_its_issuance_is_forgotten() {
    let mut world = World::new();
    world.card();
    let key = world.wallet.holder_keys().unwrap().remove(0).thumbprint();
    let next = issuance(1, IssuanceStep::Received, vec![key], NOW);
    world.wallet.keep_issuance(None, vec![next], Vec::new(), NOW).unwrap();
    world.wallet.forget_issuance(IssuanceId::from_bytes([1; 8])).unwrap();
    assert_eq!(world.wallet.holder_keys().unwrap().len(), 1);
}

#[test]
fn what_waits_is_not_trusted_once_its_issuer_is_not() {
    let mut world = World::new();
    let mut waits = issuance(1, IssuanceStep::Deferred, Vec::new(), NOW);
    waits.info.issuer_keys = vec![world.issuer.verifying_key().clone().into()];
    let id = waits.info.id;
    world.wallet.keep_issuance(None, vec![waits], Vec::new(), NOW).unwrap();
    world.wallet.distrust_issuer(&IssuerId::new(ISSUER).unwrap()).unwrap();
    let left = world.wallet.issuance(id).unwrap();
    assert_eq!((left.info.issuer_keys.len(), left.state.as_slice()), (0, b"bittern".as_slice()));
}

#[test]
fn the_keys_of_what_waits_are_in_no_backup() {
    let mut world = World::new();
    let key = SigningKey::generate(Algorithm::Es256, &mut rng(4)).unwrap();
    let keys = vec![KeyThumbprint::of(key.verifying_key())];
    let waits = issuance(1, IssuanceStep::Deferred, keys, NOW);
    world.wallet.keep_issuance(None, vec![waits], vec![key], NOW).unwrap();
    let other = world.wallet.new_holder_key(Algorithm::Es256, NOW, &mut rng(5)).unwrap().thumbprint();
    let things = world.wallet.selection().unwrap().things;
    let kept: Vec<_> = things
        .iter()
        .filter_map(
            |thing| if let Change::PutHolderKey(key) = thing { Some(key.about.thumbprint()) } else { None },
        )
        .collect();
    assert_eq!(kept, [other]);
}

#[test]
fn so_much_waits_so_long() {
    let mut world = World::new();
    for id in 0..u8::try_from(limits::MAX_ISSUANCES).unwrap() {
        keep(&mut world, id, NOW).unwrap();
    }
    assert_eq!(code(keep(&mut world, 100, NOW)), "wallet.too_many_issuances");
    keep(&mut world, 0, NOW).unwrap();
    let over = NOW.saturating_add(limits::ISSUANCE_LIFETIME);
    assert_eq!(code(keep(&mut world, 100, over)), "wallet.too_many_issuances");
    keep(&mut world, 100, over.saturating_add(Duration::from_secs(1))).unwrap();
    assert_eq!(world.wallet.issuances().unwrap().len(), 1);
    let mut long = issuance(101, IssuanceStep::Open, Vec::new(), over);
    long.state = Zeroizing::new(vec![b'a'; limits::MAX_KEPT_ISSUANCE]);
    world.wallet.keep_issuance(None, vec![long], Vec::new(), over).unwrap();
    let mut longer = issuance(102, IssuanceStep::Open, Vec::new(), over);
    longer.state = Zeroizing::new(vec![b'a'; limits::MAX_KEPT_ISSUANCE + 1]);
    assert_eq!(
        code(world.wallet.keep_issuance(None, vec![longer], Vec::new(), over)),
        "wallet.issuance_too_long"
    );
}
