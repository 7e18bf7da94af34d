//! Tokens that crossed between implementations (tests/vectors/interop), verified without those implementations at hand.
//! `cargo xtask interop` makes them anew, with the peers installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_sd_jwt::{ExpectedType, KeyBindingExpectations, Profile, UnverifiedSdJwt, VerifyOptions};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/interop").join(name)
}

fn read(path: &Path) -> Document {
    Document::parse(std::fs::read(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cases(name: &str) -> Vec<Document> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn text<'a>(case: Value<'a>, member: &str) -> Option<std::borrow::Cow<'a, str>> {
    case.get(member).unwrap().as_str()
}

/// Verifies issuance and presentation of a case with our crate, and compares the claims with what the maker says.
fn assert_verifies(case: Value<'_>, profile: &Profile) {
    let name = text(case, "case").unwrap();
    let issuer = VerifyingKey::from_jwk(case.get("issuer_public_jwk").unwrap()).unwrap();
    let options = VerifyOptions { profile: profile.clone(), ..VerifyOptions::default() };
    let verify = |token: &str| {
        UnverifiedSdJwt::parse(token)
            .and_then(|token| token.verify(&issuer, &options))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    verify(&text(case, "issuance").unwrap());
    let shown = verify(&text(case, "presentation").unwrap());
    assert_eq!(shown.claims(), case.get("claims").unwrap(), "{name}");
    let (Some(audience), Some(nonce)) = (text(case, "audience"), text(case, "nonce")) else {
        assert!(!shown.has_key_binding(), "{name}");
        return;
    };
    let (audience, nonce) = (Audience::new(audience).unwrap(), Nonce::new(nonce).unwrap());
    shown
        .verify_key_binding(&KeyBindingExpectations {
            audience: Some(&audience),
            nonce: Some(&nonce),
            now: Timestamp::from_unix(case.get("now").unwrap().as_i64().unwrap()),
            max_age: Duration::from_minutes(5),
            skew: Duration::from_minutes(1),
        })
        .unwrap_or_else(|error| panic!("{name}: {error}"));
}

#[test]
fn we_verify_what_the_python_package_made() {
    let cases = cases("python");
    assert_eq!(cases.len(), 9);
    cases.iter().for_each(|case| assert_verifies(case.root(), &Profile::SdJwt(ExpectedType::Any)));
}

#[test]
fn we_verify_what_sd_jwt_rs_made() {
    let cases = cases("sd-jwt-rs");
    assert_eq!(cases.len(), 5);
    cases.iter().for_each(|case| assert_verifies(case.root(), &Profile::SdJwt(ExpectedType::Any)));
}

/// The peers' own verifiers read these tokens of ours, and made these claims of them.
#[test]
fn the_peers_read_ours_as_we_meant_it() {
    let ours = cases("ours");
    assert!(!ours.is_empty());
    for peer in ["python", "sd-jwt-rs"] {
        let read_by_peer = read(&folder(&format!("ours-read-by-{peer}.json")));
        for case in &ours {
            let name = text(case.root(), "case").unwrap();
            assert_verifies(case.root(), &VerifyOptions::default().profile);
            let theirs =
                read_by_peer.root().get(&name).unwrap_or_else(|| panic!("{peer} did not read {name}"));
            assert_eq!(
                theirs.get("presentation").unwrap(),
                case.root().get("presentation").unwrap(),
                "{peer}: {name}"
            );
            assert_eq!(theirs.get("claims").unwrap(), case.root().get("claims").unwrap(), "{peer}: {name}");
        }
    }
}
