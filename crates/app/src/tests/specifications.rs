//! The specifications' own credentials go into the wallet, and what was selected comes out.

use super::desk::*;
use crate::inspect::{Inspected, inspect};
use crate::{ImportRequest, Profile};
use std::path::{Path, PathBuf};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_sd_jwt::{ExpectedType, Profile as TokenProfile, UnverifiedSdJwt, VerifyOptions};
use zeroize::Zeroizing;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// Every issued credential in a family of vectors.
fn issued(family: &str) -> Vec<String> {
    let mut found = Vec::new();
    for case in std::fs::read_dir(vectors().join(family)).unwrap() {
        for name in ["sd_jwt_issuance.txt", "sd_jwt_issuance.json"] {
            let Ok(text) = std::fs::read_to_string(case.as_ref().unwrap().path().join(name)) else {
                continue;
            };
            // The reference implementation writes its JSON as a JSON text.
            let quoted = Document::parse(text.as_str()).ok();
            let quoted = quoted.and_then(|text| text.root().as_str().map(|text| text.into_owned()));
            found.push(quoted.unwrap_or(text));
        }
    }
    found
}

/// The public and the private JWK of one of the vectors' parties.
fn keys(party: &str) -> (String, Zeroizing<String>) {
    let keys = Document::parse(std::fs::read(vectors().join("sd-jwt/keys.json")).unwrap()).unwrap();
    let public = keys.root().get(&format!("{party}_public_jwk")).unwrap();
    let mut private = Writer::new();
    private.begin_object();
    for (name, value) in public.entries().unwrap() {
        private.name(&name);
        private.value(value);
    }
    private.name("d");
    private.value(keys.root().get(&format!("{party}_private_d")).unwrap());
    private.end_object();
    (public.to_json(), Zeroizing::new(private.finish()))
}

#[test]
fn every_one_of_them_is_readable() {
    for family in ["sd-jwt/rfc9901", "sd-jwt/reference-impl", "sd-jwt-vc/credentials"] {
        for text in issued(family) {
            let Inspected::SdJwt(view) = inspect(&text).unwrap().content else { panic!() };
            assert!(view.disclosures.iter().all(|view| view.path.is_some() && view.problem.is_none()));
        }
    }
}

#[test]
fn every_one_of_them_in_and_out() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let (issuer_jwk, _) = keys("issuer");
    let (_, holder) = keys("holder");
    let issuer_key = VerifyingKey::from_jwk_json(issuer_jwk.as_bytes()).unwrap();
    let mut count = 0;
    for (family, profile) in [
        ("sd-jwt/rfc9901", Profile::SdJwt),
        ("sd-jwt/reference-impl", Profile::SdJwt),
        ("sd-jwt-vc/credentials", Profile::SdJwtVc),
    ] {
        for text in issued(family) {
            let import = ImportRequest {
                profile,
                issuer_jwk: Some(&issuer_jwk),
                holder_private_jwks: std::slice::from_ref(&holder),
                ..request(&text)
            };
            let imported = wallet.import(&import, NOW).unwrap();
            assert_eq!(imported.state.code, "valid");

            let card = wallet.card(&imported.card.id, NOW).unwrap();
            let paths: Vec<&str> = card.fields.iter().map(|field| field.path.as_str()).collect();
            let draft = wallet.draft(&imported.card.id, &paths, VERIFIER, NONCE, NOW).unwrap();
            assert!(draft.view.parts[0].fields.iter().all(|field| field.exposure != "withheld"));
            let cautions: Vec<&str> = draft.view.cautions.iter().map(|caution| caution.code).collect();
            assert_eq!(cautions.is_empty(), imported.card.bound);
            let (digest, claims) = (draft.view.digest.clone(), draft.view.parts[0].claims.json());
            let presented = wallet.present(draft, &digest, &cautions, NOW).unwrap();

            let options =
                VerifyOptions { profile: TokenProfile::SdJwt(ExpectedType::Any), ..VerifyOptions::default() };
            let token = UnverifiedSdJwt::parse(&presented.presentation).unwrap();
            let seen = token.verify(&issuer_key, &options).unwrap();
            assert_eq!(seen.claims(), Document::parse(claims).unwrap().root());
            assert_eq!(seen.has_key_binding(), imported.card.bound);
            count += 1;
        }
    }
    assert_eq!(wallet.cards(NOW).unwrap().cards.len(), count);
    assert!(count >= 18, "{count}");
}
