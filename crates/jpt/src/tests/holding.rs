//! What a holder takes, selects and prepares.

use super::*;

#[test]
fn a_path_selects_the_slots_that_it_meets() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    for (selected, expected) in [
        (&[][..], "exp"),
        (&["exp"], "exp"),
        (&["name", "name"], "exp name"),
        (&["address"], "exp address.street address.town"),
        (&["address.town"], "exp address.town"),
        (&["card.tags[1]"], "exp card"),
        (&["card.tags[]"], "exp card"),
        (&["card", "name"], "exp name card"),
    ] {
        let selection = held.select(&paths(selected)).unwrap();
        let shown: Vec<_> = selection.paths().iter().map(ToString::to_string).collect();
        assert_eq!(shown.join(" "), expected, "{selected:?}");
    }
}

#[test]
fn what_is_not_there_or_never_shown_cannot_be_selected() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    for missing in ["email", "card.colour", "address[0]", "card.tags[2]", "name.first"] {
        let error = held.select(&paths(&["name", missing])).unwrap_err();
        assert_eq!(error, Error::NoSuchClaim { path: path(missing) });
    }
    assert_eq!(held.select(&paths(&["iat"])).unwrap_err(), Error::NeverDisclosed { path: path("iat") });
}

#[test]
fn another_issuer_key_or_type_does_not_do() {
    let issuer = member();
    let issued = issuer.issue(&KEY, member_claims().root()).unwrap();
    let other_type = prepare(&header(&["exp", "iat", "name", "address.street", "address.town", "car"]));
    let unverified = UnverifiedJpt::parse(&issued).unwrap();
    assert_eq!(unverified.verify(&other_type).unwrap_err(), Error::HeaderMismatch);

    let other_key = SigningKey::generate(&mut rng(7)).unwrap();
    let other_issuer = PreparedIssuer::new(&GENERATORS, other_key.verifying_key(), issuer.header()).unwrap();
    let refused = UnverifiedJpt::parse(&issued).unwrap().verify(&other_issuer).unwrap_err();
    assert_eq!(refused.code(), "bbs.signature_invalid");

    let held = UnverifiedJpt::parse(&issued).unwrap().verify(&issuer).unwrap();
    let selection = held.select(&[]).unwrap();
    assert_eq!(selection.prepare(&other_type, &mut rng(2)).err(), Some(Error::HeaderMismatch));
    assert_eq!(selection.prepare(&other_issuer, &mut rng(2)).err(), Some(Error::OtherIssuerKey));
    let refused = selection.present(&other_issuer, &request("n-1"), &mut rng(2)).unwrap_err();
    assert_eq!(refused, Error::OtherIssuerKey);
}

#[test]
fn a_presentation_is_no_credential_and_the_reverse() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    let presented = held.select(&[]).unwrap().present(&issuer, &request("n-1"), &mut rng(2)).unwrap();
    assert_eq!(UnverifiedJpt::parse(&presented).unwrap_err(), Error::PartCount { expected: 3 });
    assert_eq!(UnverifiedPresentation::parse(held.text()).unwrap_err(), Error::PartCount { expected: 4 });
}

#[test]
fn generators_of_the_other_ciphersuite_are_refused() {
    let generators = Generators::new(Ciphersuite::Bls12381Shake256);
    let refused = PreparedIssuer::new(&generators, KEY.verifying_key(), member().header());
    assert_eq!(refused.err(), Some(Error::CiphersuiteMismatch));
}

#[test]
fn nothing_of_a_claim_is_printed() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    let selection = held.select(&paths(&["name"])).unwrap();
    let text = selection.present(&issuer, &request("n-1"), &mut rng(2)).unwrap();
    let unverified = UnverifiedPresentation::parse(&text).unwrap();
    let printed = [
        format!("{held:?}"),
        format!("{selection:?}"),
        format!("{unverified:?}"),
        format!("{:?}", UnverifiedJpt::parse(held.text()).unwrap()),
        format!("{:?}", verify(&text).unwrap()),
        format!("{issuer:?}"),
    ];
    for printed in printed {
        for secret in ["Ada", "Elm", "QWRh", "name"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
