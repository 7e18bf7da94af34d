//! What each kind of file says, and that we agree: one function a kind, named as the file.

use crate::kit::{self, Case, decode, disclosures_of, key_binding_of};
use vouchsafe_credential::json::{Kind, Value, Writer};
use vouchsafe_credential::{
    Audience, ClaimPath, Duration, Nonce, PathElement, Timestamp, ValidityState, base64url,
};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_sd_jwt::{
    DisclosurePlan, Error, HeldSdJwt, KeyBinding, KeyBindingExpectations, Profile, SD_JWT_VC_TYP,
    SdJwtToSign, UnverifiedSdJwt, VerifiedSdJwt,
};

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

/// Each disclosure has the digest and the contents that are listed, and opens in the payload.
pub(crate) fn disclosures_json(case: &Case<'_>) {
    let document = case.json();
    for entry in document.root().elements().unwrap() {
        let disclosure = kit::text(entry, "disclosure");
        assert_eq!(base64url::encode(&sha256(disclosure.as_bytes())), kit::text(entry, "digest"));
        assert_eq!(decode(&disclosure).root(), entry.get("contents").unwrap());
    }
    let held = case.held().unwrap();
    assert_eq!(held.disclosable().len(), document.root().size());
    let mut listed = case.disclosures();
    let mut issued: Vec<_> = disclosures_of(held.text()).into_iter().map(str::to_owned).collect();
    listed.sort();
    issued.sort();
    assert_eq!(issued, listed);
}

/// The signed payload is this one; without disclosures it says what is left without digests.
pub(crate) fn sd_jwt_payload_json(case: &Case<'_>) {
    let payload = case.json();
    for token in ["sd_jwt_issuance", "sd_jwt_presentation"].iter().filter_map(|name| case.token(name)) {
        let compact = case.verify(&token).text().to_owned();
        assert_eq!(decode(compact.split('.').nth(1).unwrap()).root(), payload.root());
    }
    let mut open = Writer::new();
    write_without_digests(payload.root(), &mut open);
    let undisclosed = kit::resolve(&payload.root().to_json(), []).unwrap();
    assert_eq!(undisclosed.claims().to_json(), open.finish());
}

fn write_without_digests(value: Value<'_>, to: &mut Writer) {
    match value.kind() {
        Kind::Object => {
            to.begin_object();
            for (name, value) in value.entries().unwrap().filter(|(name, _)| !name.starts_with("_sd")) {
                to.name(&name);
                write_without_digests(value, to);
            }
            to.end_object();
        }
        Kind::Array => {
            to.begin_array();
            let elements = value.elements().unwrap().filter(|element| element.get("...").is_none());
            elements.for_each(|element| write_without_digests(element, to));
            to.end_array();
        }
        _ => to.value(value),
    }
}

/// All disclosed, these claims come out; and our issuer makes the same of them.
pub(crate) fn user_claims_json(case: &Case<'_>) {
    let user_claims = case.json();
    let Some(theirs) = case.held() else {
        return only_a_part_open(case, user_claims.root());
    };
    for (name, value) in user_claims.root().entries().unwrap() {
        assert_eq!(theirs.claims().get(&name), Some(value), "{name}");
    }
    let theirs_paths = paths(&theirs);
    let typ = match case.options().profile {
        Profile::SdJwtVc(_) => SD_JWT_VC_TYP,
        Profile::SdJwt(_) => "example+sd-jwt",
    };
    let plan = DisclosurePlan::new(theirs_paths.clone());
    let issued = SdJwtToSign::new(theirs.claims(), &plan, typ).sign(&kit::ISSUER, &mut kit::rng()).unwrap();
    let ours = HeldSdJwt::from_verified(case.verify(&issued)).unwrap();
    assert_eq!(ours.claims(), theirs.claims());
    assert_eq!(sorted(paths(&ours)), sorted(theirs_paths));
}

/// The published disclosures are missing: as many digests stand in the object as it lacks claims, and ours is like it.
fn only_a_part_open(case: &Case<'_>, user_claims: Value<'_>) {
    let payload = case.other("sd_jwt_payload.json");
    let mut hidden = Vec::new();
    for (name, claims) in user_claims.entries().unwrap().filter(|(_, value)| value.kind() == Kind::Object) {
        let published = payload.root().get(&name).unwrap();
        let missing = claims.entries().unwrap().filter(|(member, _)| published.get(member).is_none());
        let path = |member: &str| {
            let names = [&*name, member].map(|name| PathElement::Name(name.to_owned()));
            ClaimPath::new(names.to_vec()).unwrap()
        };
        let missing: Vec<_> = missing.map(|(member, _)| path(&member)).collect();
        assert_eq!(published.get("_sd").unwrap().size(), missing.len());
        hidden.extend(missing);
    }
    let plan = DisclosurePlan::new(hidden);
    let issued = SdJwtToSign::new(user_claims, &plan, "example+sd-jwt");
    let issued = issued.sign(&kit::ISSUER, &mut kit::rng()).unwrap();
    let none = HeldSdJwt::from_verified(case.verify(&issued)).unwrap().select(&[]).unwrap().claims();
    let published = kit::resolve(&payload.root().to_json(), []).unwrap();
    for (name, value) in none.root().entries().unwrap() {
        assert_eq!(published.claims().get(&name), Some(value), "{name}");
    }
}

/// The issuer-signed JWT, alone. It has no `~`, so it is no SD-JWT.
pub(crate) fn issuer_signed_jwt_txt(case: &Case<'_>) {
    let jwt = case.text();
    let verified = UnverifiedJws::parse(&jwt).unwrap().verify(kit::ISSUER.verifying_key()).unwrap();
    assert!(!verified.payload().is_empty());
    assert_eq!(case.token("sd_jwt_issuance").unwrap().split('~').next(), Some(&*jwt));
    assert_eq!(UnverifiedSdJwt::parse(&jwt).unwrap_err(), Error::NotSdJwt);
}

pub(crate) fn sd_jwt_jws_part_txt(case: &Case<'_>) {
    issuer_signed_jwt_txt(case);
}

/// The JSON serialisation as issued.
pub(crate) fn sd_jwt_jws_part_json(case: &Case<'_>) {
    let part = case.verify(&case.token("sd_jwt_jws_part").unwrap());
    assert_eq!(part.claims(), case.held().unwrap().claims());
}

/// What is issued verifies, is valid, and the holder makes the published selection of it.
pub(crate) fn sd_jwt_issuance_txt(case: &Case<'_>) {
    let held = case.held().unwrap();
    assert_eq!(held.verified().validity().state(NOW, Duration::ZERO), ValidityState::Valid);
    let presented = case.presentation();
    let issued = disclosures_of(held.text());
    let shown: Vec<ClaimPath> = disclosures_of(presented.text())
        .iter()
        .map(|shown| issued.iter().position(|disclosure| disclosure == shown).unwrap())
        .map(|position| held.disclosable()[position].path.clone())
        .collect();
    let selection = held.select(&innermost(&shown)).unwrap();
    assert_eq!(sorted(selection.paths()), sorted(shown));
    assert_eq!(selection.claims().root(), presented.claims());
    let ours = selection.without_key_binding();
    assert_eq!(sorted(disclosures_of(&ours)), sorted(disclosures_of(presented.text())));
    if held.verified().holder_key().is_some() {
        let request = vouchsafe_sd_jwt::KeyBindingRequest {
            audience: Audience::new("https://other.example").unwrap(),
            nonce: Nonce::new("n").unwrap(),
            issued_at: NOW,
        };
        let bound = case.verify(&selection.bind(&kit::HOLDER, &request).unwrap());
        let (audience, nonce) = (&request.audience, &request.nonce);
        assert!(verify_key_binding(&bound, audience, nonce, NOW).is_ok());
    }
}

pub(crate) fn sd_jwt_issuance_json(case: &Case<'_>) {
    sd_jwt_issuance_txt(case);
}

/// What is presented verifies, its KB-JWT too, and for this verifier only.
pub(crate) fn sd_jwt_presentation_txt(case: &Case<'_>) {
    let presented = case.presentation();
    assert_eq!(presented.disclosed().len(), disclosures_of(presented.text()).len());
    if !presented.has_key_binding() {
        return;
    }
    let binding = key_binding(case, &presented).unwrap();
    let (other_audience, other_nonce) = (Audience::new("https://other.example"), Nonce::new("0987654321"));
    let refused = verify_key_binding(&presented, &other_audience.unwrap(), &binding.nonce, binding.issued_at);
    assert_eq!(refused.unwrap_err(), Error::AudienceMismatch);
    let refused = verify_key_binding(&presented, &binding.audience, &other_nonce.unwrap(), binding.issued_at);
    assert_eq!(refused.unwrap_err(), Error::NonceMismatch);
}

pub(crate) fn sd_jwt_presentation_json(case: &Case<'_>) {
    sd_jwt_presentation_txt(case);
}

/// What the verifier sees is this.
pub(crate) fn verified_contents_json(case: &Case<'_>) {
    assert_eq!(case.presentation().claims(), case.json().root());
}

pub(crate) fn kb_jwt_header_json(case: &Case<'_>) {
    let presented = case.presentation();
    let header = key_binding_of(presented.text()).split('.').next().unwrap();
    assert_eq!(decode(header).root(), case.json().root());
}

pub(crate) fn kb_jwt_payload_json(case: &Case<'_>) {
    let payload = case.json();
    let presented = case.presentation();
    let signed = key_binding_of(presented.text()).split('.').nth(1).unwrap();
    assert_eq!(decode(signed).root(), payload.root());
    let binding = key_binding(case, &presented).unwrap();
    assert_eq!(binding.audience.as_str(), kit::text(payload.root(), "aud"));
    assert_eq!(binding.nonce.as_str(), kit::text(payload.root(), "nonce"));
    assert_eq!(Some(binding.issued_at.as_unix()), payload.root().get("iat").unwrap().as_i64());
}

pub(crate) fn kb_jwt_serialized_txt(case: &Case<'_>) {
    assert_eq!(key_binding_of(case.presentation().text()), case.text());
}

/// The case as the reference implementation is told it: `!sd` marks what is selectively disclosable.
pub(crate) fn specification_yml(case: &Case<'_>) {
    let marked = case.text().matches("!sd").count();
    assert_eq!(case.held().unwrap().disclosable().len(), marked);
}

/// Verifies the KB-JWT as the verifier of these examples at the moment it was made.
fn key_binding(case: &Case<'_>, presented: &VerifiedSdJwt) -> Result<KeyBinding, Error> {
    let payload = decode(key_binding_of(presented.text()).split('.').nth(1).unwrap());
    let made = Timestamp::from_numeric_date(payload.root().get("iat").unwrap()).unwrap();
    let keys = kit::keys();
    let audience = kit::text(keys.root(), case.audience());
    let nonce = kit::text(keys.root(), "key_binding_nonce");
    verify_key_binding(presented, &Audience::new(audience).unwrap(), &Nonce::new(nonce).unwrap(), made)
}

fn verify_key_binding(
    presented: &VerifiedSdJwt,
    audience: &Audience,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<KeyBinding, Error> {
    presented.verify_key_binding(&KeyBindingExpectations {
        audience: Some(audience),
        nonce: Some(nonce),
        now,
        max_age: Duration::ZERO,
        skew: Duration::ZERO,
    })
}

fn paths(held: &HeldSdJwt) -> Vec<ClaimPath> {
    held.disclosable().iter().map(|disclosable| disclosable.path.clone()).collect()
}

/// Those of `paths` that no other lies below: selecting an outer claim would show all that is in it.
fn innermost(paths: &[ClaimPath]) -> Vec<ClaimPath> {
    let is_outer = |path: &ClaimPath| paths.iter().any(|other| other != path && path.covers(other));
    paths.iter().filter(|path| !is_outer(path)).cloned().collect()
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}
