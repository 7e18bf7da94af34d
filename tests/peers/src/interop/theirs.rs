//! Theirs: issued, held, presented and read by `sd-jwt-rs`, with the claims it can do right.

use crate::case::{AUDIENCE, Case, NONCE, cases, with_frame};
use crate::ours::jwk;
use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use vouchsafe_peers::keys::{HOLDER, ISSUER};
use vouchsafe_peers::sd_jwt_rs;

/// The peer panics when it issues a character past U+FFFF (disclosure.rs, `escape_unicode_chars`).
const BEYOND_THE_PEER: &str = "kinds-of-values";

pub(crate) fn make() -> Result<Vec<Value>> {
    let cases = cases().into_iter().filter(|case| case.name != BEYOND_THE_PEER);
    cases.map(|case| one(&case).with_context(|| case.name)).collect()
}

fn one(case: &Case) -> Result<Value> {
    let claims = with_frame(&case.claims);
    let paths: Vec<String> = case.disclosable.iter().map(|path| format!("$.{path}")).collect();
    let issuance = sd_jwt_rs::issue(&claims, &paths)?;
    let mut holder = sd_jwt_rs::hold(&issuance)?;
    let presentation = sd_jwt_rs::present(&mut holder, &marks(case), NONCE, AUDIENCE)?;
    // The peer takes the clock where it makes a KB-JWT.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let read = sd_jwt_rs::verify(&presentation, &ISSUER.peer_verifying()?, Some((NONCE, AUDIENCE)))?;
    Ok(json!({
        "case": case.name,
        "issuer_public_jwk": jwk(ISSUER.ours()?.verifying_key())?,
        "holder_public_jwk": jwk(HOLDER.ours()?.verifying_key())?,
        "audience": AUDIENCE,
        "nonce": NONCE,
        "now": now,
        "issuance": issuance,
        "presentation": presentation,
        "claims": read,
    }))
}

/// What is to be shown, as the peer wants it: nested objects of `true`.
fn marks(case: &Case) -> Map<String, Value> {
    let mut marks = Map::new();
    for path in case.shown {
        match path.split_once('.') {
            None => {
                marks.insert((*path).to_owned(), json!(true));
            }
            Some((outer, inner)) => {
                let inside = marks.entry(outer).or_insert_with(|| json!({}));
                if let Some(inside) = inside.as_object_mut() {
                    inside.insert(inner.to_owned(), json!(true));
                }
            }
        }
    }
    marks
}

/// What the peer's verifier makes of each presentation in `directory`.
pub(crate) fn read(directory: &Path) -> Result<Value> {
    let mut read = Map::new();
    for entry in std::fs::read_dir(directory)? {
        let case: Value = serde_json::from_slice(&std::fs::read(entry?.path())?)?;
        let text = |name: &str| case.get(name).and_then(Value::as_str).context("a text");
        let (name, presentation) = (text("case")?, text("presentation")?);
        let claims = sd_jwt_rs::verify(
            presentation,
            &ISSUER.peer_verifying()?,
            Some((text("nonce")?, text("audience")?)),
        )
        .with_context(|| name.to_owned())?;
        read.insert(name.to_owned(), json!({"presentation": presentation, "claims": claims}));
    }
    Ok(Value::Object(read))
}
