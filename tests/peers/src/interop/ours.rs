//! Ours: issued, held and presented by this project's crates.

use crate::case::{AUDIENCE, Case, NONCE, NOW, cases, with_frame};
use anyhow::{Context as _, Result};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Value, json};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, Nonce, Timestamp};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_peers::keys::{HOLDER, ISSUER};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};

pub(crate) fn make() -> Result<Vec<Value>> {
    let mut rng = ChaCha20Rng::seed_from_u64(20);
    cases().iter().map(|case| one(case, &mut rng).with_context(|| case.name)).collect()
}

fn one(case: &Case, rng: &mut ChaCha20Rng) -> Result<Value> {
    let (issuer, holder) = (ISSUER.ours()?, HOLDER.ours()?);
    let cnf = json!({"jwk": jwk(holder.verifying_key())?});
    let mut claims = with_frame(&case.claims);
    let mut seen = with_frame(&case.seen);
    for object in [&mut claims, &mut seen] {
        object.as_object_mut().context("claims are an object")?.insert("cnf".into(), cnf.clone());
    }
    let document = Document::parse(claims.to_string())?;
    let plan = DisclosurePlan::new(paths(case.disclosable)?);
    let issuance = SdJwtToSign::new(document.root(), &plan, SD_JWT_VC_TYP).sign(&issuer, rng)?;

    let verified =
        UnverifiedSdJwt::parse(&issuance)?.verify(issuer.verifying_key(), &VerifyOptions::default())?;
    let held = HeldSdJwt::from_verified(verified)?;
    let request = KeyBindingRequest {
        audience: Audience::new(AUDIENCE)?,
        nonce: Nonce::new(NONCE)?,
        issued_at: Timestamp::from_unix(NOW),
    };
    let presentation = held.select(&paths(case.shown)?)?.bind(&holder, &request)?;
    Ok(json!({
        "case": case.name,
        "issuer_public_jwk": jwk(issuer.verifying_key())?,
        "holder_public_jwk": jwk(holder.verifying_key())?,
        "audience": AUDIENCE,
        "nonce": NONCE,
        "now": NOW,
        "issuance": issuance,
        "presentation": presentation,
        "claims": seen,
    }))
}

fn paths(texts: &[&str]) -> Result<Vec<ClaimPath>> {
    texts.iter().map(|text| Ok(text.parse::<ClaimPath>()?)).collect()
}

pub(crate) fn jwk(key: &VerifyingKey) -> Result<Value> {
    Ok(serde_json::from_str(&key.to_jwk_json())?)
}
