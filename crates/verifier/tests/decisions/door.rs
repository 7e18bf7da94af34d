//! The tokens in the crate's documentation, issued anew and compared: Ed25519 and a seeded generator make them the same each
//! time. To take them over after a change, run with `--ignored write_the_examples`.

use crate::bbs_kit::{Bbs, bbs_public};
use crate::kit::{LIST, NOW, before, codes, hours, key, request};
use crate::registry_kit::{NEWEST, Scene};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::path::PathBuf;
use vouchsafe_credential::json::Document;
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use vouchsafe_verifier::{Audience, ClaimPath, Duration, Evidence, Nonce, Policy, Timestamp, Verifier};

/// Issued to the holder, and presented with `given_name` and `age_over_18` alone.
fn present(seed: u64, vct: &str, more: &str) -> String {
    let (issuer, holder) = (key("issuer"), key("holder"));
    let claims = format!(
        r#"{{"iss":"https://issuer.example","vct":"{vct}","exp":1798761600,"cnf":{{"jwk":{}}},"given_name":"Erika","family_name":"Mustermann","age_over_18":true{more}}}"#,
        holder.verifying_key().to_jwk_json(),
    );
    let claims = Document::parse(claims).unwrap();
    let plan = DisclosurePlan::new(["given_name", "family_name", "age_over_18"].map(ClaimPath::top));
    let to_sign = SdJwtToSign { kid: Some("2026"), ..SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP) };
    let issued = to_sign.sign(&issuer, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
    let verified = UnverifiedSdJwt::parse(&issued).unwrap();
    let verified = verified.verify(issuer.verifying_key(), &VerifyOptions::default()).unwrap();
    let held = HeldSdJwt::from_verified(verified).unwrap();
    let selection = held.select(&["given_name", "age_over_18"].map(ClaimPath::top)).unwrap();
    let request = KeyBindingRequest {
        audience: Audience::new("https://door.example").unwrap(),
        nonce: Nonce::new("n-0S6_WzA2Mj").unwrap(),
        issued_at: NOW.saturating_sub(Duration::from_secs(10)),
    };
    selection.bind(&holder, &request).unwrap()
}

fn status_list(issued_at: Timestamp, status: Status) -> String {
    let mut list = StatusList::new(Bits::One, 1 << 17).unwrap();
    list.set(70_123, status).unwrap();
    let token = StatusListToSign {
        uri: LIST,
        issuer: None,
        issued_at,
        expires_at: None,
        ttl: Some(hours(12)),
        aggregation_uri: None,
        x5c: None,
        list: &list,
    };
    token.sign(&key("issuer")).unwrap()
}

/// Name and content of each file.
fn files() -> Vec<(&'static str, String)> {
    let jwk = key("issuer").verifying_key().to_jwk_json().replace('{', r#"{"kid":"2026","#);
    let bbs_jwk = bbs_public(1, "2026-bbs").to_jwk_json();
    let scene = Scene::new();
    let statements: Vec<_> = (1..=NEWEST).map(|period| scene.text(period)).collect();
    let member = Bbs {
        vct: "https://credentials.example/member",
        kid: "2026-bbs",
        shown: vec!["age_over_18"],
        ..Bbs::new().set("exp", "1798761600")
    };
    let status = format!(r#","status":{{"status_list":{{"idx":70123,"uri":"{LIST}"}}}}"#);
    vec![
        ("issuer.jwks.json", format!("{{\"keys\":[{jwk},{bbs_jwk}]}}")),
        ("badge.txt", present(1, "https://credentials.example/badge", "")),
        ("identity.txt", present(2, "https://credentials.example/identity", &status)),
        ("member.txt", scene.present(&member, &scene.handle(1), NEWEST)),
        ("registry.json", scene.registry.to_json()),
        ("statements.txt", statements.join("\n")),
        ("status_list_at_11.txt", status_list(before(hours(1)), Status::Valid)),
        ("status_list_at_12.txt", status_list(NOW, Status::Invalid)),
    ]
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/door")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "reads the examples")]
fn the_examples_are_what_is_issued() {
    for (name, content) in files() {
        assert_eq!(std::fs::read_to_string(folder().join(name)).unwrap(), format!("{content}\n"), "{name}");
    }
}

#[test]
#[ignore = "writes the examples"]
#[expect(clippy::disallowed_methods, reason = "writes the examples")]
fn write_the_examples() {
    for (name, content) in files() {
        std::fs::write(folder().join(name), format!("{content}\n")).unwrap();
    }
}

#[test]
fn the_example_policy_trusts_the_example_issuer() {
    let policy = Policy::from_toml(include_str!("../../examples/door/policy.toml")).unwrap();
    let files = files();
    let content = |name: &str| files.iter().find(|(file, _)| *file == name).unwrap().1.clone();
    let (identity, valid, revoked) =
        (content("identity.txt"), content("status_list_at_11.txt"), content("status_list_at_12.txt"));
    let decide = |list: &str| {
        let pending = Verifier::new(policy.clone()).begin(&identity, &request(), NOW).unwrap();
        pending.decide(&Evidence::none().stapled(list), NOW)
    };
    assert!(codes(&decide(&valid)).is_empty());
    assert_eq!(codes(&decide(&revoked)), ["status.invalid"]);
}
