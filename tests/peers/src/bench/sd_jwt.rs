//! SD-JWT: verify, decide, issue, present.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};
use vouchsafe_credential::{Audience, CredentialType, Duration, IssuerId, Nonce, Timestamp};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_peers::keys::{HOLDER, ISSUER};
use vouchsafe_peers::sd_jwt_rs as peer;
use vouchsafe_sd_jwt::{
    HeldSdJwt, KeyBindingExpectations, KeyBindingRequest, UnverifiedSdJwt, VerifyOptions,
};
use vouchsafe_verifier::{Evidence, OnMissingStatus, Policy, Request, TrustEntry, Verifier};

use crate::fixture::{self, BareSignature, Keys, SHOWN, SIZES};
use crate::measure::Contender;
use crate::table::Row;

pub(crate) const VERIFY_WORDS: &str = "One presentation, ES256, 3 claims shown of 10, 50 or 200 selectively disclosable ones, \
with a KB-JWT; both libraries verify the same bytes. The floor is the two signatures alone.";
pub(crate) const DECIDE_WORDS: &str = "The same presentations through `begin` and `decide` of the verifier crate: \
trust, type, validity, holder binding and the whole report. The floor is the two signatures alone.";
pub(crate) const ISSUE_WORDS: &str = "The same claims, all of them selectively disclosable, fresh salts.";
pub(crate) const PRESENT_WORDS: &str =
    "From a credential that is already read; the holder's key parsed before.";

/// At most this many times the floor, by number of disclosable claims.
const VERIFY_LIMITS: [f64; 3] = [1.10, 1.15, 1.30];

struct Presentation {
    issuance: String,
    text: String,
    audience: Audience,
    nonce: Nonce,
    now: Timestamp,
}

fn presentation(keys: &Keys, count: usize) -> Result<Presentation> {
    let issuance = fixture::Order::new(keys, count)?.issue(keys, &mut fixture::rng())?;
    let held = hold(keys, &issuance)?;
    let (audience, nonce, now) = (fixture::audience()?, fixture::nonce()?, fixture::now());
    let request = KeyBindingRequest { audience: audience.clone(), nonce: nonce.clone(), issued_at: now };
    let text = held.select(&fixture::shown_paths())?.bind(&keys.holder, &request)?;
    Ok(Presentation { issuance, text, audience, nonce, now })
}

fn hold(keys: &Keys, issuance: &str) -> Result<HeldSdJwt> {
    let verified =
        UnverifiedSdJwt::parse(issuance)?.verify(&keys.issuer_public, &VerifyOptions::default())?;
    Ok(HeldSdJwt::from_verified(verified)?)
}

fn verify_once(shown: &Presentation, issuer: &VerifyingKey) -> Result<usize, vouchsafe_sd_jwt::Error> {
    let verified = UnverifiedSdJwt::parse(&shown.text)?.verify(issuer, &VerifyOptions::default())?;
    verified.verify_key_binding(&KeyBindingExpectations {
        audience: Some(&shown.audience),
        nonce: Some(&shown.nonce),
        now: shown.now,
        max_age: Duration::from_minutes(5),
        skew: Duration::from_minutes(1),
    })?;
    Ok(verified.claims().size())
}

/// The issuer's signature and the holder's.
fn bare_signatures(shown: &Presentation) -> Result<[BareSignature; 2]> {
    let (credential, kb_jwt) = shown.text.rsplit_once('~').context("a presentation with a KB-JWT")?;
    let issuer_jwt = credential.split('~').next().context("the issuer's JWT")?;
    Ok([BareSignature::of(issuer_jwt, &ISSUER)?, BareSignature::of(kb_jwt, &HOLDER)?])
}

pub(crate) fn verify() -> Result<Vec<Row>> {
    let keys = fixture::keys()?;
    let peer_key = ISSUER.peer_verifying()?;
    let mut rows = Vec::new();
    for (count, limit) in SIZES.into_iter().zip(VERIFY_LIMITS) {
        let shown = presentation(&keys, count)?;
        let bare = bare_signatures(&shown)?;
        let binding = Some((fixture::NONCE, fixture::AUDIENCE));

        ensure!(
            verify_once(&shown, &keys.issuer_public)? == fixture::FRAME + SHOWN,
            "ours must accept with {SHOWN} claims"
        );
        ensure!(
            peer::verify(&shown.text, &peer_key, binding)?.get("claim_002").is_some(),
            "the peer must accept"
        );
        ensure!(bare.iter().all(BareSignature::verify), "the floor must accept");

        rows.push(Row::measure(
            format!("{count} disclosable, {SHOWN} shown ({} bytes)", shown.text.len()),
            Some(limit),
            vec![
                Contender::new("Vouchsafe", || verify_once(&shown, &keys.issuer_public)),
                Contender::new("sd-jwt-rs", || peer::verify(&shown.text, &peer_key, binding)),
                Contender::new("floor", || bare.iter().all(BareSignature::verify)),
            ],
        ));
    }
    Ok(rows)
}

pub(crate) fn decide() -> Result<Vec<Row>> {
    let keys = fixture::keys()?;
    let credential_type = CredentialType::new(fixture::TYPE)?;
    let trusted = TrustEntry::issuer(IssuerId::new(fixture::ISSUER_ID)?, [keys.issuer_public.clone()])
        .for_types([credential_type.clone()]);
    let policy = Policy::strict()
        .trust(trusted)
        .accept_types([credential_type])
        .on_missing_status(OnMissingStatus::Accept);
    let verifier = Verifier::new(policy);
    let mut rows = Vec::new();
    for count in SIZES {
        let shown = presentation(&keys, count)?;
        let bare = bare_signatures(&shown)?;
        let request = Request::new(shown.audience.clone(), shown.nonce.clone());
        let decide = || {
            verifier.begin(&shown.text, &request, shown.now).map(|it| it.decide(&Evidence::none(), shown.now))
        };
        ensure!(decide()?.accepted().is_some(), "ours must accept");
        rows.push(Row::measure(
            format!("{count} disclosable, {SHOWN} shown"),
            None,
            vec![
                Contender::new("Vouchsafe", decide),
                Contender::new("floor", || bare.iter().all(BareSignature::verify)),
            ],
        ));
    }
    Ok(rows)
}

pub(crate) fn issue() -> Result<Vec<Row>> {
    let keys = fixture::keys()?;
    let mut rows = Vec::new();
    for count in SIZES {
        let claims = fixture::claims(count);
        let order = fixture::Order::new(&keys, count)?;
        let paths = fixture::json_path(count);
        let mut rng = fixture::rng();
        rows.push(Row::measure(
            format!("{count} disclosable claims"),
            None,
            vec![
                Contender::new("Vouchsafe", || order.issue(&keys, &mut rng)),
                Contender::new("sd-jwt-rs", || peer::issue(&claims, &paths)),
            ],
        ));
    }
    Ok(rows)
}

pub(crate) fn present() -> Result<Vec<Row>> {
    let keys = fixture::keys()?;
    let mut rows = Vec::new();
    for count in SIZES {
        let shown = presentation(&keys, count)?;
        let held = hold(&keys, &shown.issuance)?;
        let mut peer_holder = peer::hold(&shown.issuance)?;
        let marks: Map<String, Value> =
            fixture::names(SHOWN).into_iter().map(|name| (name, json!(true))).collect();
        let paths = fixture::shown_paths();
        let request = KeyBindingRequest {
            audience: shown.audience.clone(),
            nonce: shown.nonce.clone(),
            issued_at: shown.now,
        };
        rows.push(Row::measure(
            format!("{SHOWN} of {count}"),
            None,
            vec![
                Contender::new("Vouchsafe", || {
                    held.select(&paths).and_then(|chosen| chosen.bind(&keys.holder, &request))
                }),
                Contender::new("sd-jwt-rs", || {
                    peer::present(&mut peer_holder, &marks, fixture::NONCE, fixture::AUDIENCE)
                }),
            ],
        ));
    }
    Ok(rows)
}
