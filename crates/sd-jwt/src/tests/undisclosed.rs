//! What is known about a claim that is not there.

use super::{disclosure, path, resolve};
use crate::Disclosure;

/// `D` for disclosed with so many values, `U` for undisclosed, `N` for not issued.
#[track_caller]
fn assert_tells(payload: &str, disclosures: &[&str], expected: &[(&str, &str)]) {
    let verified = resolve(payload, disclosures).unwrap();
    for (claim, expected) in expected {
        let told = match verified.disclosure(&path(claim)) {
            Disclosure::Disclosed(values) => format!("D{}", values.len()),
            Disclosure::Undisclosed => "U".to_owned(),
            Disclosure::NotIssued => "N".to_owned(),
        };
        assert_eq!(told, *expected, "{claim}");
    }
}

#[test]
fn members() {
    let (name, digest) = disclosure(r#"["s","name",{"first":"Ada"}]"#);
    let (_, closed) = disclosure(r#"["s","other",1]"#);
    let payload = format!(r#"{{"open":{{"a":1}},"_sd":["{digest}"]}}"#);
    assert_tells(
        &payload,
        &[&name],
        &[
            ("open", "D1"),
            ("open.a", "D1"),
            ("open.b", "N"),
            ("name.first", "D1"),
            ("name.last", "N"),
            ("other", "N"),
        ],
    );
    assert_tells(&payload, &[], &[("open.b", "N"), ("name", "U"), ("name.first", "U"), ("other", "U")]);
    // A digest that stays closed at the top hides nothing below a claim that is there.
    let payload = format!(r#"{{"open":{{"a":1}},"_sd":["{digest}","{closed}"]}}"#);
    assert_tells(
        &payload,
        &[&name],
        &[("other", "U"), ("open.b", "N"), ("name.last", "N"), ("open.a.x", "N")],
    );
    let payload = format!(r#"{{"open":{{"a":1,"_sd":["{closed}"]}}}}"#);
    assert_tells(&payload, &[], &[("other", "N"), ("open.b", "U"), ("open.a", "D1"), ("open.b.c", "U")]);
}

#[test]
fn objects_that_may_have_more_members() {
    let (_, closed) = disclosure(r#"["s","inner",1]"#);
    let (outer, digest) = disclosure(&format!(r#"["s","outer",{{"a":1,"_sd":["{closed}"]}}]"#));
    let verified = resolve(&format!(r#"{{"b":{{}},"_sd":["{digest}"]}}"#), &[&outer]).unwrap();
    let may = |object| verified.may_have_undisclosed_members(object);
    let claims = verified.claims();
    assert!(!may(claims) && !may(claims.get("b").unwrap()));
    assert!(may(claims.get("outer").unwrap()));
    let closed = resolve(&format!(r#"{{"b":{{}},"_sd":["{digest}"]}}"#), &[]).unwrap();
    assert!(closed.may_have_undisclosed_members(closed.claims()));
}

#[test]
fn members_of_what_was_disclosed() {
    let (_, closed) = disclosure(r#"["s","inner",1]"#);
    let (outer, digest) = disclosure(&format!(r#"["s","outer",{{"a":1,"_sd":["{closed}"]}}]"#));
    let payload = format!(r#"{{"_sd":["{digest}"]}}"#);
    assert_tells(&payload, &[&outer], &[("outer.a", "D1"), ("outer.inner", "U"), ("inner", "N")]);
}

#[test]
fn elements_keep_the_position_that_they_were_issued_at() {
    let (two, digest) = disclosure(r#"["s",{"type":2}]"#);
    let (_, closed) = disclosure(r#"["s",0]"#);
    let (_, other) = disclosure(r#"["s",9]"#);
    let payload = format!(
        r#"{{"list":[{{"...":"{closed}"}},{{"type":1}},{{"...":"{digest}"}},{{"...":"{other}"}},4],"all":[1]}}"#
    );
    let verified = resolve(&payload, &[&two]).unwrap();
    assert_eq!(verified.claims().to_json(), r#"{"list":[{"type":1},{"type":2},4],"all":[1]}"#);
    let value = |claim: &str| match verified.disclosure(&path(claim)) {
        Disclosure::Disclosed(values) => values.iter().map(|value| value.to_json()).collect(),
        other => vec![format!("{other:?}")],
    };
    assert_eq!(value("list[0]"), ["Undisclosed"]);
    assert_eq!(value("list[0].type"), ["Undisclosed"]);
    assert_eq!(value("list[1].type"), ["1"]);
    assert_eq!(value("list[2].type"), ["2"]);
    assert_eq!(value("list[3]"), ["Undisclosed"]);
    assert_eq!(value("list[4]"), ["4"]);
    assert_eq!(value("list[5]"), ["NotIssued"]);
    assert_eq!(value("list[].type"), ["1", "2"]);
    assert_eq!(value("list[].kind"), ["Undisclosed"]);
    assert_eq!(value("all[1]"), ["NotIssued"]);
    assert_eq!(value("all[].type"), ["NotIssued"]);
    assert_eq!(value("list.type"), ["NotIssued"]);
}

#[test]
fn lists_inside_lists() {
    let (inner, digest) = disclosure(r#"["s",[7,8]]"#);
    let (_, closed) = disclosure(r#"["s",9]"#);
    let payload = format!(r#"{{"a":[[{{"...":"{closed}"}},1],{{"...":"{digest}"}},[]],"b":[]}}"#);
    assert_tells(
        &payload,
        &[&inner],
        &[
            ("a[0][0]", "U"),
            ("a[0][1]", "D1"),
            ("a[1][1]", "D1"),
            ("a[1][2]", "N"),
            ("a[][]", "D3"),
            ("a[2][]", "N"),
            ("b[]", "N"),
        ],
    );
    assert_tells(&payload, &[], &[("a[1][0]", "U"), ("a[2]", "D1"), ("a[][]", "D1")]);
}
