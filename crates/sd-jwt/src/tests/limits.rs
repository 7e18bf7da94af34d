//! Each limit, at it and one past it. Those of the text as a whole are tested in `compact`.

use super::{disclosure, issue, json, path, paths, resolve, rng};
use crate::limits::{MAX_DIGESTS, MAX_DISCLOSURE_CHAIN, MAX_DISCLOSURES, MAX_SD_JWT};
use crate::{Decoys, DisclosurePlan, Error, SdJwtToSign, UnverifiedSdJwt};
use vouchsafe_credential::json::{Error as JsonError, MAX_DEPTH};

fn decoys(count: usize) -> String {
    let digests: Vec<_> =
        (0..count).map(|number| format!("\"{}\"", disclosure(&number.to_string()).1)).collect();
    digests.join(",")
}

fn sign(claims: &str, plan: &DisclosurePlan) -> Result<String, Error> {
    SdJwtToSign::new(json(claims).root(), plan, "t").sign(&super::ISSUER, &mut rng(5))
}

#[test]
fn digests() {
    let payload = |count| format!(r#"{{"_sd":[{}]}}"#, decoys(count));
    assert!(resolve(&payload(MAX_DIGESTS), &[]).is_ok());
    assert_eq!(resolve(&payload(MAX_DIGESTS + 1), &[]).unwrap_err(), Error::TooManyDigests);

    let plan = |count| DisclosurePlan { decoys: Decoys::PadTo(count), ..DisclosurePlan::default() };
    assert!(sign("{}", &plan(MAX_DIGESTS)).is_ok());
    assert_eq!(sign("{}", &plan(MAX_DIGESTS + 1)).unwrap_err(), Error::TooManyDigests);
}

#[test]
fn disclosures() {
    let list = |length: usize| format!(r#"{{"a":[{}]}}"#, vec!["1"; length].join(","));
    let plan = DisclosurePlan::new([path("a[]")]);
    let held = super::hold(&issue(&list(MAX_DISCLOSURES), &plan));
    assert_eq!(held.disclosable().len(), MAX_DISCLOSURES);
    assert_eq!(sign(&list(MAX_DISCLOSURES + 1), &plan).unwrap_err(), Error::TooManyDisclosures);
}

#[test]
fn length() {
    let claims = |length: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(length));
    let around = issue(&claims(0), &DisclosurePlan::default()).len();
    let fits = (MAX_SD_JWT - around) / 4 * 3;
    assert!(sign(&claims(fits), &DisclosurePlan::default()).is_ok());
    assert_eq!(sign(&claims(fits + 300), &DisclosurePlan::default()).unwrap_err(), Error::TooLong);
    let text = " ".repeat(MAX_SD_JWT + 1);
    assert_eq!(UnverifiedSdJwt::parse_json(&text).unwrap_err(), Error::TooLong);
    assert_eq!(UnverifiedSdJwt::parse_json(&text[1..]).unwrap_err().code(), "json.syntax");
}

#[test]
fn chain_of_disclosures() {
    let claims = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let plan =
        |depth: usize| DisclosurePlan::new((1..=depth).map(|length| path(&vec!["a"; length].join("."))));
    let text = issue(&claims(MAX_DISCLOSURE_CHAIN), &plan(MAX_DISCLOSURE_CHAIN));
    assert_eq!(super::hold(&text).claims(), json(&claims(MAX_DISCLOSURE_CHAIN)).root());
    let refused = sign(&claims(MAX_DISCLOSURE_CHAIN + 1), &plan(MAX_DISCLOSURE_CHAIN + 1));
    assert_eq!(refused.unwrap_err(), Error::ChainTooDeep);
}

#[test]
fn depth() {
    let nested = |depth: usize| format!(r#"{{"a":{}1{}}}"#, "[".repeat(depth - 1), "]".repeat(depth - 1));
    let innermost = |depth: usize| paths(&[&format!("a{}", "[0]".repeat(depth - 1))]);
    let too_deep = Error::Json { part: "the claims", error: JsonError::TooDeep };
    assert!(sign(&nested(MAX_DEPTH), &DisclosurePlan::default()).is_ok());
    // A placeholder or `_sd` is one deeper than what it stands for.
    let text = sign(&nested(MAX_DEPTH - 1), &DisclosurePlan::new(innermost(MAX_DEPTH - 1))).unwrap();
    assert_eq!(super::hold(&text).claims(), json(&nested(MAX_DEPTH - 1)).root());
    let refused = sign(&nested(MAX_DEPTH), &DisclosurePlan::new(innermost(MAX_DEPTH)));
    assert_eq!(refused.unwrap_err(), too_deep);
    let objects = format!("{}1{}", r#"{"a":"#.repeat(MAX_DEPTH), "}".repeat(MAX_DEPTH));
    let plan = DisclosurePlan::new([path(&vec!["a"; MAX_DEPTH].join("."))]);
    assert_eq!(sign(&objects, &plan).unwrap_err(), too_deep);
    // Inside a disclosure it counts anew, so the whole below the first level can be one.
    assert!(sign(&nested(MAX_DEPTH), &DisclosurePlan::new([path("a")])).is_ok());
}
