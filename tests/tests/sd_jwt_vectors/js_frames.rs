//! The cases of sd-jwt-js: which claims a frame hides, and what is left when another frame says what to show.

use crate::kit::{self, json};
use vouchsafe_credential::json::{Document, Kind, Value, Writer};
use vouchsafe_credential::{ClaimPath, PathElement};
use vouchsafe_sd_jwt::{DisclosurePlan, ExpectedType, HeldSdJwt, Profile, SdJwtToSign, VerifyOptions};

macro_rules! frames {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                issue_and_present(&json(concat!("sd-jwt/js-frames/", stringify!($name), ".json")));
            }
        )*

        const FILES: &[&str] = &[$(concat!(stringify!($name), ".json")),*];
    };
}

frames! {
    array_data_types
    array_full_sd
    array_in_sd
    array_nested_in_plain
    array_none_disclosed
    array_of_nulls
    array_of_scalars
    array_recursive_sd
    header_mod
    json_serialization
    key_binding
    no_sd
    object_data_types
}

#[test]
fn none_is_left_out() {
    kit::assert_complete("sd-jwt/js-frames", &[], FILES);
}

fn issue_and_present(case: &Document) {
    let member = |name| case.root().get(name).unwrap();
    let claims = member("claims");
    let mut hidden = Vec::new();
    hidden_by(member("disclosureFrame"), &[], claims, &mut hidden);
    let mut shown = Vec::new();
    shown_by(member("presentationFrames"), &[], claims, &mut shown);

    let plan = DisclosurePlan::new(hidden);
    let text = SdJwtToSign::new(claims, &plan, "example+sd-jwt").sign(&kit::ISSUER, &mut kit::rng()).unwrap();
    let profile = Profile::SdJwt(ExpectedType::Exactly("example+sd-jwt".to_owned()));
    let options = VerifyOptions { profile, ..VerifyOptions::default() };
    let held = HeldSdJwt::from_verified(kit::verify(&text, &options).unwrap()).unwrap();
    assert_eq!(held.claims(), claims);
    assert_eq!(held.disclosable().len(), plan.paths.len());

    let presented = held.select(&shown).unwrap().without_key_binding();
    let presented = kit::verify(&presented, &options).unwrap();
    let mut seen = Writer::new();
    write_without_empty_objects(presented.claims(), &mut seen);
    assert_eq!(Document::parse(seen.finish()).unwrap().root(), member("presenatedClaims"));
    for key in member("requiredClaimKeys").elements().unwrap() {
        let path = path_of(&key.as_str().unwrap(), presented.claims());
        assert!(!path.select(presented.claims()).is_empty(), "{path}");
    }
}

fn below(above: &[PathElement], step: &str, parent: Value<'_>) -> Vec<PathElement> {
    let step = match parent.kind() {
        Kind::Array => PathElement::Index(step.parse().unwrap()),
        _ => PathElement::Name(step.to_owned()),
    };
    [above, &[step]].concat()
}

fn child<'a>(value: Value<'a>, step: &str) -> Value<'a> {
    match value.elements() {
        Some(mut elements) => elements.nth(step.parse().unwrap()).unwrap(),
        None => value.get(step).unwrap(),
    }
}

/// `_sd` lists what is hidden at a level; every other member is the frame of a level below.
fn hidden_by(frame: Value<'_>, above: &[PathElement], claims: Value<'_>, hidden: &mut Vec<ClaimPath>) {
    for (name, inner) in frame.entries().unwrap() {
        if name == "_sd" {
            for step in inner.elements().unwrap() {
                let step = step.as_str().map_or_else(|| step.to_json(), |name| name.into_owned());
                hidden.push(ClaimPath::new(below(above, &step, claims)).unwrap());
            }
        } else {
            hidden_by(inner, &below(above, &name, claims), child(claims, &name), hidden);
        }
    }
}

/// `true` shows a claim; an object is the frame of a level below.
fn shown_by(frame: Value<'_>, above: &[PathElement], claims: Value<'_>, shown: &mut Vec<ClaimPath>) {
    for (name, inner) in frame.entries().unwrap() {
        let here = below(above, &name, claims);
        match inner.as_bool() {
            Some(true) => shown.push(ClaimPath::new(here).unwrap()),
            Some(false) => {}
            None => shown_by(inner, &here, child(claims, &name), shown),
        }
    }
}

fn path_of(dotted: &str, claims: Value<'_>) -> ClaimPath {
    let mut elements = Vec::new();
    let mut value = claims;
    for step in dotted.split('.') {
        elements = below(&elements, step, value);
        value = child(value, step);
    }
    ClaimPath::new(elements).unwrap()
}

/// The expected claims of these cases leave out objects of which nothing is shown; RFC 9901 section 7.1(3)(e) keeps `{}`.
fn write_without_empty_objects(value: Value<'_>, to: &mut Writer) {
    match value.entries() {
        Some(members) => {
            to.begin_object();
            for (name, value) in members.filter(|(_, value)| value.kind() != Kind::Object || value.size() > 0)
            {
                to.name(&name);
                write_without_empty_objects(value, to);
            }
            to.end_object();
        }
        None => to.value(value),
    }
}
