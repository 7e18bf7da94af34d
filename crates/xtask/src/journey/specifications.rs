//! The standards' own credentials, and the keys that the standards publish with them.

use super::shell::Shell;
use crate::workspace;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;

/// The credential of SD-JWT VC appendix A.1.
const PID: &str = "sd-jwt-vc/credentials/A1-pid/sd_jwt_issuance.txt";
/// The credential of RFC 9901 section 5.
const SIMPLE: &str = "sd-jwt/rfc9901/sec5-simple/sd_jwt_issuance.txt";

/// A presentation of it, and a moment at which it holds.
const PRESENTATION: &str = "sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt";
const PRESENTED_AT: i64 = 1_748_536_900;

/// Puts the credentials and their keys where the story can find them: `spec-pid.txt`, `spec-simple.txt`, `spec-issuer.jwk` and
/// the private `spec-holder.jwk`.
///
/// # Errors
/// If the vectors are not where they belong.
pub(crate) fn lay_out(shell: &Shell) -> Result<()> {
    shell.write("spec-pid.txt", &vector(PID)?)?;
    shell.write("spec-simple.txt", &vector(SIMPLE)?)?;
    let keys: Value = serde_json::from_str(&vector("sd-jwt/keys.json")?)?;
    let object = |name: &str| keys.get(name).and_then(Value::as_object).cloned();
    let issuer = object("issuer_public_jwk").context("keys.json has no issuer key")?;
    let holder = object("holder_public_jwk").context("keys.json has no holder key")?;
    let secret = keys.get("holder_private_d").context("keys.json has no private key")?;
    let holder: Map<String, Value> = holder.into_iter().chain([("d".to_owned(), secret.clone())]).collect();
    shell.write("spec-issuer.jwk", &Value::Object(issuer).to_string())?;
    shell.write("spec-holder.jwk", &Value::Object(holder).to_string())
}

/// Two lines for `verify --jsonl`: the presentation of RFC 9901 section 5, with the issuer's key, and with another one.
///
/// # Errors
/// If the vectors are not where they belong.
pub(crate) fn suite() -> Result<String> {
    let keys: Value = serde_json::from_str(&vector("sd-jwt/keys.json")?)?;
    let presentation = vector(PRESENTATION)?;
    let line = |id: u32, key: &str| {
        let key = keys.get(key).with_context(|| format!("keys.json has no {key}"))?;
        let line =
            json!({"id": id, "presentation": presentation.trim(), "issuer_jwk": key, "now": PRESENTED_AT});
        Ok::<_, anyhow::Error>(format!("{line}\n"))
    };
    Ok(line(1, "issuer_public_jwk")? + &line(2, "holder_public_jwk")?)
}

fn vector(path: &str) -> Result<String> {
    let path = workspace::root().join("tests/vectors").join(path);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}
