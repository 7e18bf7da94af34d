//! What a holder has, selects and binds.

use super::{HOLDER, hold, issue, json, path, paths, verify_as};
use crate::{Decoys, DisclosurePlan, Error, HeldSdJwt, KeyBindingRequest, Selection};
use vouchsafe_credential::{Audience, Nonce, Timestamp};

fn request() -> KeyBindingRequest {
    KeyBindingRequest {
        audience: Audience::new("https://verifier.example").unwrap(),
        nonce: Nonce::new("n-1").unwrap(),
        issued_at: Timestamp::from_unix(1_700_000_000),
    }
}

/// One of each: open, a member, a member inside a member, elements, a member of an open object.
fn held() -> HeldSdJwt {
    let claims = r#"{"open":0,"a":{"b":1,"c":2},"list":[[1,2],[3]],"d":{"e":4,"f":5}}"#;
    let plan = DisclosurePlan {
        decoys: Decoys::PerObject(2),
        ..DisclosurePlan::new(paths(&["a", "a.b", "list[]", "list[0][1]", "d.e"]))
    };
    hold(&issue(claims, &plan))
}

fn shown(selection: &Selection<'_>) -> (String, String) {
    let paths: Vec<_> = selection.paths().iter().map(ToString::to_string).collect();
    (paths.join(" "), selection.claims().root().to_json())
}

#[test]
fn disclosable_claims_in_the_issuers_order() {
    let held = held();
    let listed: Vec<_> = held.disclosable().iter().map(|d| (d.path.to_string(), d.parent)).collect();
    let expected = [
        ("a", None),
        ("a.b", Some(0)),
        ("list[0]", None),
        ("list[0][1]", Some(2)),
        ("list[1]", None),
        ("d.e", None),
    ];
    assert_eq!(listed, expected.map(|(path, parent)| (path.to_owned(), parent)));
}

#[test]
fn a_selection_takes_what_is_inside_and_what_is_around() {
    let held = held();
    for (selected, paths_shown, claims) in [
        (&[][..], "", r#"{"open":0,"list":[],"d":{"f":5}}"#),
        (&["open", "d", "d.f"], "d.e", r#"{"open":0,"list":[],"d":{"f":5,"e":4}}"#),
        (&["d.f"], "", r#"{"open":0,"list":[],"d":{"f":5}}"#),
        (&["a.c"], "a", r#"{"open":0,"list":[],"d":{"f":5},"a":{"c":2}}"#),
        (&["a.b"], "a a.b", r#"{"open":0,"list":[],"d":{"f":5},"a":{"c":2,"b":1}}"#),
        (&["a"], "a a.b", r#"{"open":0,"list":[],"d":{"f":5},"a":{"c":2,"b":1}}"#),
        (&["list[1]"], "list[1]", r#"{"open":0,"list":[[3]],"d":{"f":5}}"#),
        (&["list[0][0]"], "list[0]", r#"{"open":0,"list":[[1]],"d":{"f":5}}"#),
        (&["list[][1]"], "list[0] list[0][1]", r#"{"open":0,"list":[[1,2]],"d":{"f":5}}"#),
        (&["list"], "list[0] list[0][1] list[1]", r#"{"open":0,"list":[[1,2],[3]],"d":{"f":5}}"#),
        (&["d.e", "a.c", "d.e"], "a d.e", r#"{"open":0,"list":[],"d":{"f":5,"e":4},"a":{"c":2}}"#),
    ] {
        let selection = held.select(&paths(selected)).unwrap();
        let (listed, seen) = shown(&selection);
        assert_eq!(listed, paths_shown, "{selected:?}");
        assert_eq!(json(&seen), json(claims), "{selected:?}");
        let presented = verify_as(&selection.without_key_binding(), &super::plain()).unwrap();
        assert_eq!(presented.claims(), selection.claims().root());
    }
}

#[test]
fn the_order_of_disclosures_tells_nothing() {
    let held = held();
    let one = held.select(&paths(&["d.e", "list[1]", "a"])).unwrap().without_key_binding();
    let other = held.select(&paths(&["a", "d.e", "list[1]"])).unwrap().without_key_binding();
    assert_eq!(one, other);
    let all = held.select(&paths(&["a", "list", "d"])).unwrap();
    assert_eq!(all.without_key_binding(), held.text());
}

#[test]
fn what_is_not_there_cannot_be_selected() {
    let held = held();
    for unknown in ["x", "a.x", "list[2]", "list[0][2]", "open.x", "d[]"] {
        let refused = held.select(&paths(&["a", unknown])).unwrap_err();
        assert_eq!(refused, Error::NoSuchClaim { path: path(unknown) });
        assert_eq!(refused.code(), "sd_jwt.no_such_claim");
    }
}

#[test]
fn a_credential_without_a_holder_key_cannot_be_bound() {
    let held = held();
    let selection = held.select(&[]).unwrap();
    assert_eq!(selection.bind(&HOLDER, &request()).unwrap_err(), Error::NoHolderKey);
}

#[test]
fn a_credential_with_key_binding_is_not_from_an_issuer() {
    let claims = format!(r#"{{"cnf":{{"jwk":{}}}}}"#, HOLDER.verifying_key().to_jwk_json());
    let held = hold(&issue(&claims, &DisclosurePlan::default()));
    let bound = held.select(&[]).unwrap().bind(&HOLDER, &request()).unwrap();
    let verified = verify_as(&bound, &super::plain()).unwrap();
    assert_eq!(HeldSdJwt::from_verified(verified).unwrap_err(), Error::KeyBindingFromIssuer);
}
