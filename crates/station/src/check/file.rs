//! A check as it is written: TOML, beside the policy file that it names.

use super::question::{self, Ask, Wanted};
use super::{Check, Keeps, KeptClaims, Sources};
use crate::Error;
use crate::limits::{MAX_CHECK_FILE, MAX_CHECK_ID, MAX_DAYS, MAX_SOURCES};
use crate::words::Words;
use serde::Deserialize;
use std::io::Read as _;
use std::path::Path;
use vouchsafe_credential::format::{BBS, SD_JWT_VC};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, Duration, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::vp::ResponseMode;
use vouchsafe_verifier::{Policy, PolicyFile, Query, Verifier};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    name: Words,
    /// The name of a policy file beside this one.
    policy: String,
    /// A DCQL query as JSON, in place of `format` and `types`.
    query: Option<String>,
    format: Option<Format>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    claims: Vec<WrittenClaim>,
    #[serde(default)]
    response: Response,
    #[serde(default)]
    evidence: Sources,
    keep_days: u32,
    #[serde(default)]
    keep_claims: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClaim {
    path: String,
    label: Words,
    #[serde(default = "yes")]
    required: bool,
    /// What it has to say.
    equals: Option<Wanted>,
}

/// As policy files call them.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Format {
    SdJwtVc,
    Bbs,
}

fn yes() -> bool {
    true
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Response {
    #[default]
    Encrypted,
    Plain,
}

/// Reads the check of this name, and the policy that it names.
pub(super) fn read(path: &Path, id: &str) -> Result<Check, Error> {
    let wrong = |message: &str| Error::CheckFile { check: id.to_owned(), message: message.to_owned() };
    let is_name = !id.is_empty()
        && id.len() <= MAX_CHECK_ID
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_name {
        return Err(Error::CheckFile {
            check: id.chars().filter(|c| !c.is_control()).take(MAX_CHECK_ID).collect(),
            message: "a check is called by at most 64 small letters, digits and hyphens".to_owned(),
        });
    }
    let text = text(path).ok_or_else(|| wrong("the file cannot be read, or is too long"))?;
    let written: Written = toml::from_str(&text).map_err(|error| wrong(error.message()))?;
    if written.version != 1 {
        return Err(wrong("only version 1 is known"));
    }
    if written.keep_days > MAX_DAYS {
        return Err(wrong("decisions are kept for at most 3,650 days"));
    }
    let sources = written.evidence;
    if sources.status_lists.len() > MAX_SOURCES || sources.registries.len() > MAX_SOURCES {
        return Err(wrong("a check names at most 64 status lists and 64 registries"));
    }
    let (policy, policy_digest) = policy(path, &written.policy).map_err(|message| wrong(&message))?;
    let labels = labels(&written.claims).ok_or_else(|| wrong("a path is written as address.locality"))?;
    let query = match (written.query, written.types.is_empty()) {
        (Some(query), true) if written.format.is_none() => query,
        (None, false) if !labels.is_empty() => {
            let format = match written.format {
                Some(Format::Bbs) => BBS,
                Some(Format::SdJwtVc) | None => SD_JWT_VC,
            };
            question::query(format, &written.types, &labels)
        }
        _ => return Err(wrong("write either `query`, or `types` and [[claims]]")),
    };
    let read = Query::parse(query.as_bytes()).map_err(|error| wrong(&error.to_string()))?;
    Ok(Check {
        id: id.to_owned(),
        name: written.name,
        asks: question::asks(&read, &labels),
        query,
        mode: match written.response {
            Response::Encrypted => ResponseMode::DirectPostJwt,
            Response::Plain => ResponseMode::DirectPost,
        },
        verifier: Verifier::new(policy),
        policy_digest,
        keeps: Keeps {
            claims: if written.keep_claims { KeptClaims::Kept } else { KeptClaims::Dropped },
            time: Duration::from_days(written.keep_days.into()),
        },
        sources,
    })
}

fn labels(claims: &[WrittenClaim]) -> Option<Vec<Ask>> {
    let label = |claim: &WrittenClaim| {
        let path: ClaimPath = claim.path.parse().ok()?;
        let (label, equals) = (claim.label.clone(), claim.equals.clone());
        Some(Ask { label, path, required: claim.required, equals })
    };
    claims.iter().map(label).collect()
}

/// A policy as `vouchsafe verify` takes it, with the key sets beside it, and the digest of its file.
fn policy(check: &Path, name: &str) -> Result<(Policy, String), String> {
    let beside = |name: &str| {
        // A name, never a way to somewhere else.
        let is_name = !name.starts_with('.') && !name.contains(['/', '\\']);
        let path = check.parent().filter(|_| is_name).map(|directory| directory.join(name));
        path.and_then(|path| text(&path))
            .ok_or_else(|| format!("there is no file `{name}` beside it that can be read"))
    };
    let text = beside(name)?;
    let mut file = PolicyFile::parse(&text).map_err(|error| error.to_string())?;
    let mut digested = text.into_bytes();
    let key_sets: Vec<String> = file.missing_key_sets().into_iter().map(str::to_owned).collect();
    for name in key_sets {
        let set = beside(&name)?;
        digested.extend(sha256(set.as_bytes()));
        file.supply_key_set(name, &as_key_set(set)).map_err(|error| error.to_string())?;
    }
    let policy = file.into_policy().map_err(|error| error.to_string())?;
    Ok((policy, base64url::encode(&sha256(&digested))))
}

/// A key set as it is; a key by itself as the set of it.
fn as_key_set(text: String) -> String {
    match Document::parse(text.as_str()) {
        Ok(document) if document.root().get("kty").is_some() => format!("{{\"keys\":[{text}]}}"),
        _ => text,
    }
}

fn text(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    let read = file.take(MAX_CHECK_FILE.saturating_add(1)).read_to_string(&mut text).ok()?;
    u64::try_from(read).is_ok_and(|read| read <= MAX_CHECK_FILE).then_some(text)
}
