//! What an issuer signs, and refuses to.

use super::{ISSUER, disclosure, hold, issue, json, path, paths, rng, verify_as};
use crate::{Decoys, DisclosurePlan, Error, SD_JWT_VC_TYP, SdJwtToSign, VerifyOptions};
use rand_core::{TryCryptoRng, TryRng};
use std::collections::BTreeSet;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_jose::digest::HashAlgorithm;

fn sign(claims: &str, plan: &DisclosurePlan, typ: &str) -> Result<String, Error> {
    SdJwtToSign::new(json(claims).root(), plan, typ).sign(&ISSUER, &mut rng(4))
}

fn refused(claims: &str, plan: &[&str], typ: &str) -> Error {
    sign(claims, &DisclosurePlan::new(paths(plan)), typ).unwrap_err()
}

fn payload(text: &str) -> Document {
    Document::parse(base64url::decode(text.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn digests(object: Value<'_>) -> Vec<String> {
    let digests = object.get("_sd").into_iter().flat_map(|sd| sd.elements().unwrap());
    digests.map(|digest| digest.as_str().unwrap().into_owned()).collect()
}

#[test]
fn digests_in_order_and_salts_once() {
    let claims = r#"{"z":1,"y":2,"x":3,"open":{"w":[4,5]}}"#;
    let plan = DisclosurePlan::new(paths(&["z", "y", "x", "open.w[]"]));
    let text = issue(claims, &plan);
    let signed = payload(&text);
    assert_eq!(signed.root().get("_sd_alg").unwrap().as_str().unwrap(), "sha-256");
    let listed = digests(signed.root());
    assert!(listed.is_sorted());
    let mut salts = BTreeSet::new();
    let mut expected = Vec::new();
    for text in text.split('~').skip(1).filter(|part| !part.is_empty()) {
        let contents = Document::parse(base64url::decode(text).unwrap()).unwrap();
        let salt = contents.root().elements().unwrap().next().unwrap().as_str().unwrap().into_owned();
        assert_eq!(base64url::decode(&salt).unwrap().len(), 16);
        assert!(salts.insert(salt));
        if contents.root().size() == 3 {
            expected.push(disclosure(&contents.root().to_json()).1);
        }
    }
    expected.sort();
    assert_eq!((listed, salts.len()), (expected, 5));
    // Each issuance has its own.
    assert_ne!(sign(claims, &plan, "t").unwrap().split('~').nth(1), text.split('~').nth(1));
    assert_eq!(hold(&text).claims(), json(claims).root());
}

#[test]
fn nothing_hidden_leaves_no_trace() {
    let text = issue(r#"{"a":[1,{}],"b":{}}"#, &DisclosurePlan::default());
    assert_eq!(payload(&text).root().to_json(), r#"{"a":[1,{}],"b":{}}"#);
    assert!(text.ends_with('~') && text.matches('~').count() == 1);
}

#[test]
fn decoys_hide_how_many_claims_there_are() {
    let claims = r#"{"a":1,"open":{"b":2,"c":3},"other":{"d":4}}"#;
    let count = |decoys| {
        let plan = DisclosurePlan { decoys, ..DisclosurePlan::new(paths(&["a", "open.b", "open.c"])) };
        let text = issue(claims, &plan);
        assert_eq!(hold(&text).claims(), json(claims).root());
        let payload = payload(&text);
        let [open, other] = ["open", "other"].map(|name| digests(payload.root().get(name).unwrap()));
        let top = digests(payload.root());
        assert!(
            top.is_sorted() && open.is_sorted() && top.iter().chain(&open).all(|digest| digest.len() == 43)
        );
        [top.len(), open.len(), other.len()]
    };
    assert_eq!(count(Decoys::None), [1, 2, 0]);
    assert_eq!(count(Decoys::PerObject(3)), [4, 5, 0]);
    assert_eq!(count(Decoys::PadTo(8)), [8, 8, 0]);
    assert_eq!(count(Decoys::PadTo(2)), [2, 2, 0]);
    let plan =
        DisclosurePlan { decoys: Decoys::PadTo(1), ..DisclosurePlan::new(paths(&["open.b", "open.c"])) };
    assert_eq!(sign(claims, &plan, "t").unwrap_err(), Error::PlanTooSmall);
    let plan = DisclosurePlan { decoys: Decoys::PerObject(usize::MAX), ..DisclosurePlan::default() };
    assert_eq!(sign(claims, &plan, "t").unwrap_err(), Error::TooManyDigests);
}

#[test]
fn each_hash_function() {
    for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
        let plan = DisclosurePlan { hash, decoys: Decoys::PerObject(1), ..DisclosurePlan::new([path("a")]) };
        let held = hold(&issue(r#"{"a":1}"#, &plan));
        assert_eq!(held.verified().hash_algorithm(), hash);
        assert_eq!(held.disclosable().len(), 1);
    }
}

#[test]
fn a_plan_fits_the_claims() {
    let claims = r#"{"a":{"b":1},"list":[1],"none":[]}"#;
    for absent in ["x", "a.x", "a.b.x", "list[1]", "list[].x", "a[]", "none[0]", "x[]"] {
        assert_eq!(refused(claims, &["a", absent], "t"), Error::PlanWithoutClaim { path: path(absent) });
    }
    let plan = DisclosurePlan::new(paths(&["none[]", "a", "a", "a.b"]));
    assert_eq!(hold(&sign(claims, &plan, "t").unwrap()).disclosable().len(), 2);
}

#[test]
fn an_sd_jwt_vc_shows_what_it_must() {
    let claims = r#"{"vct":"urn:x","iss":"i","iat":1,"exp":2,"nbf":1,"name":"n","cnf":{"jwk":KEY},"aka_vcts":["urn:y"],"vct#integrity":"sha256-x","status":{"status_list":{"idx":1,"uri":"u"}}}"#
        .replace("KEY", &ISSUER.verifying_key().to_jwk_json());
    for open in [
        "iss",
        "nbf",
        "exp",
        "cnf",
        "vct",
        "vct#integrity",
        "aka_vcts",
        "status",
        "cnf.jwk",
        "aka_vcts[]",
        "status.status_list.idx",
    ] {
        assert_eq!(refused(&claims, &[open], SD_JWT_VC_TYP), Error::PlanForbidden { path: path(open) });
        assert!(sign(&claims, &DisclosurePlan::new(paths(&[open])), "example+sd-jwt").is_ok());
    }
    let text = sign(&claims, &DisclosurePlan::new(paths(&["name", "iat"])), SD_JWT_VC_TYP).unwrap();
    assert!(verify_as(&text, &VerifyOptions::default()).is_ok());
    assert_eq!(refused("{}", &[], SD_JWT_VC_TYP), Error::ClaimMissing { claim: "vct" });
    assert_eq!(refused(r#"{"exp":"x"}"#, &[], "t"), Error::ClaimMalformed { claim: "exp" });
}

#[test]
fn claims_that_nobody_would_read() {
    assert_eq!(refused("[]", &[], "t"), Error::ClaimsNotObject);
    assert_eq!(refused("{}", &[], "kb+jwt"), Error::TypUnexpected);
    for name in ["_sd", "_sd_alg", "..."] {
        for claims in [r#"{"NAME":1}"#, r#"{"a":{"NAME":1}}"#, r#"{"a":[{"b":{"NAME":1}}]}"#] {
            let claims = claims.replace("NAME", name);
            assert_eq!(refused(&claims, &[], "t"), Error::ClaimNameReserved);
            if claims.contains("\"a\"") {
                assert_eq!(refused(&claims, &["a"], "t"), Error::ClaimNameReserved);
            }
        }
    }
}

/// Fails after so many draws.
struct Failing(usize);

impl TryRng for Failing {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0 = self.0.checked_sub(1).ok_or(std::fmt::Error)?;
        bytes.fill(u8::try_from(self.0).unwrap());
        Ok(())
    }
}

impl TryCryptoRng for Failing {}

#[test]
fn randomness_that_fails() {
    let claims = json(r#"{"a":1,"b":2}"#);
    let plan = DisclosurePlan { decoys: Decoys::PerObject(1), ..DisclosurePlan::new(paths(&["a", "b"])) };
    let to_sign = SdJwtToSign::new(claims.root(), &plan, "t");
    for draws in 0..3 {
        assert_eq!(to_sign.sign(&ISSUER, &mut Failing(draws)).unwrap_err(), Error::RandomnessFailed);
    }
    assert!(to_sign.sign(&ISSUER, &mut Failing(3)).is_ok());
}
