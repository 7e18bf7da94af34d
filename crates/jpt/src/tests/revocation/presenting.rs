//! What a holder prepares, and what a verifier gets of it.

use super::*;
use crate::Disclosure;
use vouchsafe_bbs::revocation::Chain;

#[test]
fn not_revoked_in_a_period() {
    let period = period(1, GENESIS.value());
    let text = present(1, &["name"], 2);
    let unverified = UnverifiedPresentation::parse(&text).unwrap();
    assert_eq!(unverified.period(), Some(1));
    assert_eq!(unverified.header().revocation().unwrap().registry(), REGISTRY);

    let verified = verify_with(&text, &period).unwrap();
    assert!(matches!(verified.revocation(), Revocation::NotRevoked { period: 1 }));
    assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{EXP},"name":"Ada"}}"#));
    assert_eq!(verified.disclosure(&path("revocation_handle")), Disclosure::Withheld);

    // Without a period at hand there is a claim, which says where it leads.
    let claimed = verify(&text).unwrap();
    let Revocation::Claimed(claim) = claimed.revocation() else { panic!("{claimed:?}") };
    assert_eq!((claim.registry(), claim.period()), (&reference_to(&SECRET), 1));
    assert_eq!(claim.verify(&period), Ok(()));
    assert_eq!(format!("{claim:?}"), format!("MembershipClaim(RegistryReference({REGISTRY}, 1 h), 1)"));

    // A credential that cannot be revoked has nothing of it.
    let plain = held(&member(), &member_claims());
    let text = plain.select(&[]).unwrap().present(&member(), &request("n-1"), &mut rng(2)).unwrap();
    assert_eq!(UnverifiedPresentation::parse(&text).unwrap().period(), None);
    assert!(matches!(verify(&text).unwrap().revocation(), Revocation::Irrevocable));
    let request = request("n-1");
    let unexpected = UnverifiedPresentation::parse(&text).unwrap().verify_revocable(
        &member(),
        &expectations(&request),
        &period,
        &mut rng(1),
    );
    assert_eq!(unexpected.unwrap_err(), Error::OtherRegistry);
}

#[test]
fn the_header_binds_what_the_proof_is_for() {
    let text = present(1, &["name"], 2);
    let presented = Presented::read(&text).unwrap();
    let header = String::from_utf8(presented.presentation_header).unwrap();
    let header = json(&header);
    let extension = header.root().get(crate::extension::EXTENSION).unwrap();
    let d = extension.get("d").unwrap().as_str().unwrap().into_owned();
    assert_eq!(
        header.root().to_json(),
        presentation_header_text(&format!(
            r#","crit":["{0}"],"{0}":{{"registry":"{REGISTRY}","t":1,"d":"{d}"}}"#,
            crate::extension::EXTENSION
        ))
    );
    assert_eq!((base64url::decode(d).unwrap().len(), presented.extension_proof.unwrap().len()), (32, 128));
    // The BBS part is the draft's alone: it holds with nothing known of the extension.
    let presented = Presented::read(&text).unwrap();
    let key = PreparedKey::new(&GENERATORS, KEY.verifying_key(), &presented.issuer_header, SLOTS.len());
    let disclosed = [(0, EXP), (2, "\"Ada\"")];
    let proof = Proof::from_octets(&presented.proof).unwrap();
    assert_eq!(proof.verify(&key.unwrap(), &disclosed, &presented.presentation_header), Ok(()));
}

#[test]
fn the_handle_first_last_and_between_what_is_shown() {
    for (slots, shown) in [
        (["revocation_handle", "exp", "name", "card"], &["name", "card"][..]),
        (["exp", "name", "card", "revocation_handle"], &["name", "card"]),
        (["exp", "name", "revocation_handle", "card"], &["name", "card"]),
        (["name", "revocation_handle", "exp", "card"], &[]),
        (["name", "card", "revocation_handle", "exp"], &["name"]),
    ] {
        let issuer = prepare(&revocable_header(&slots).unwrap());
        let payload = handle(1).payload();
        let claims = json(&format!(r#"{{"exp":{EXP},"name":"Ada","card":1,"revocation_handle":{payload}}}"#));
        let witness = witness_of(GENESIS.value(), 1);
        let issued = issuer.issue_revocable(&KEY, claims.root(), 1, &witness).unwrap();
        let held = UnverifiedJpt::parse(&issued).unwrap().verify(&issuer).unwrap();
        let selection = held.select(&paths(shown)).unwrap();
        let period = period(1, GENESIS.value());
        let draft = selection.prepare_revocable(&issuer, &period, &witness, &mut rng(2)).unwrap();
        let verified = verify_with(&draft.finish(&request("n-1")).unwrap(), &period).unwrap();
        assert_eq!(verified.claims(), selection.claims().root(), "{slots:?}");
    }
}

#[test]
fn what_cannot_be_prepared() {
    let held = receive(&issued(1));
    let selection = held.select(&paths(&["name"])).unwrap();
    let next = SECRET.revoke(GENESIS.value(), &handle(50)).unwrap();
    let witness = witness_of(GENESIS.value(), 1);
    let prepare = |period: &Period<'_>, witness: &MembershipWitness| {
        selection.prepare_revocable(&ISSUER, period, witness, &mut rng(2)).err().map(|error| error.code())
    };
    assert_eq!(prepare(&period(1, GENESIS.value()), &witness), None);
    assert_eq!(prepare(&period(2, next.value()), &witness), Some("bbs.other_value"));
    assert_eq!(
        prepare(&period(1, GENESIS.value()), &witness_of(GENESIS.value(), 2)),
        Some("bbs.other_value")
    );
    let renamed = RegistrySecret::from_octets("another", SECRET.to_octets().as_slice()).unwrap();
    let rekeyed = RegistrySecret::generate(REGISTRY, &mut rng(5)).unwrap();
    for other in [renamed, rekeyed] {
        let period = Period::new(other.key(), 1, *GENESIS.value(), STATEMENT).unwrap();
        assert_eq!(prepare(&period, &witness), Some("jpt.other_registry"));
    }
    let other_issuer = super::super::prepare(&revocable_header(&["exp", "revocation_handle"]).unwrap());
    let refused =
        selection.prepare_revocable(&other_issuer, &period(1, GENESIS.value()), &witness, &mut rng(2));
    assert_eq!(refused.err(), Some(Error::HeaderMismatch));
    let issuer = member();
    let plain = super::super::held(&issuer, &member_claims());
    let refused = plain.select(&[]).unwrap().prepare_revocable(
        &issuer,
        &period(1, GENESIS.value()),
        &witness,
        &mut rng(2),
    );
    assert_eq!(refused.err(), Some(Error::WitnessUnexpected));
}

#[test]
fn a_verifier_judges_by_its_own_period() {
    let text = present(1, &["name"], 2);
    let refused = |period: &Period<'_>| verify_with(&text, period).unwrap_err().code();
    let next = SECRET.revoke(GENESIS.value(), &handle(50)).unwrap();
    let key = SECRET.key();
    assert_eq!(refused(&period(2, GENESIS.value())), "jpt.other_period");
    assert_eq!(refused(&period(1, next.value())), "bbs.revocation_invalid");
    let other_statement = Period::new(key, 1, *GENESIS.value(), [8; 32]).unwrap();
    assert_eq!(refused(&other_statement), "bbs.revocation_invalid");
    let renamed = RegistrySecret::from_octets("another", SECRET.to_octets().as_slice()).unwrap();
    let rekeyed = RegistrySecret::generate(REGISTRY, &mut rng(5)).unwrap();
    for other in [renamed, rekeyed] {
        let period = Period::new(other.key(), 1, *GENESIS.value(), STATEMENT).unwrap();
        assert_eq!(refused(&period), "jpt.other_registry");
    }
    // What is cheap to refuse comes first, and needs no period.
    let request = request("n-2");
    let unverified = UnverifiedPresentation::parse(&text).unwrap();
    let period = period(1, GENESIS.value());
    let refused = unverified.verify_revocable(&ISSUER, &expectations(&request), &period, &mut rng(1));
    assert_eq!(refused.unwrap_err(), Error::NonceMismatch);
}

#[test]
fn a_revoked_holder_shows_the_period_before_alone() {
    let held = receive(&issued(1));
    let witness = witness_of(GENESIS.value(), 1);
    let revoked = SECRET.revoke(GENESIS.value(), &handle(1)).unwrap();
    let chain = Chain::verify(SECRET.key(), GENESIS.value(), vec![revoked], &mut rng(3)).unwrap();
    assert_eq!(witness.catch_up(SECRET.key(), &chain).err(), Some(vouchsafe_bbs::Error::Revoked));
    // A holder who is not catches up, and shows either.
    let friend = receive(&issued(2));
    let friends = witness_of(GENESIS.value(), 2);
    let caught_up = friends.catch_up(SECRET.key(), &chain).unwrap();
    let (before, after) = (period(1, GENESIS.value()), period(2, chain.end()));
    let show = |held: &HeldJpt, period: &Period<'_>, witness: &MembershipWitness| {
        let selection = held.select(&[]).unwrap();
        let draft = selection.prepare_revocable(&ISSUER, period, witness, &mut rng(2)).unwrap();
        draft.finish(&request("n-1")).unwrap()
    };
    assert!(verify_with(&show(&held, &before, &witness), &before).is_ok());
    assert!(verify_with(&show(&friend, &before, &friends), &before).is_ok());
    assert!(verify_with(&show(&friend, &after, &caught_up), &after).is_ok());
    let back = caught_up.walk_back(SECRET.key(), &chain).unwrap();
    assert_eq!(back.to_octets(), friends.to_octets());
    // The old proof under the new period's number.
    let mut presented = Presented::read(&show(&held, &before, &witness)).unwrap();
    let header = String::from_utf8(presented.presentation_header).unwrap();
    presented.presentation_header = header.replace("\"t\":1", "\"t\":2").into_bytes();
    let refused = verify_with(&presented.write().unwrap(), &after).unwrap_err();
    assert_eq!(refused.code(), "bbs.proof_invalid");
}
