use super::*;
use crate::{Error, TrustEntry};
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_jose::VerifyingKey;

const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn as_text(policy: &Policy) -> String {
    format!("{policy:?}")
}

#[test]
fn what_a_file_leaves_out_is_strict() {
    let policy = Policy::from_toml("version = 1\ntypes = []\n").unwrap();
    assert_eq!(as_text(&policy), as_text(&Policy::strict()));
}

#[test]
fn a_file_that_writes_out_every_default_means_strict() {
    let mut file = PolicyFile::parse(include_str!("../../examples/every-word.toml")).unwrap();
    assert_eq!(file.missing_key_sets(), ["town.jwks.json"]);
    let missing = file.clone().into_policy().unwrap_err();
    assert_eq!(missing, Error::KeySetMissing { name: "town.jwks.json".to_owned() });
    file.supply_key_set("town.jwks.json", &format!(r#"{{"keys":[{KEY}]}}"#)).unwrap();
    assert!(file.missing_key_sets().is_empty());
    let policy = file.into_policy().unwrap();
    assert_eq!(policy.trust.entries().len(), 3);
    let strict = Policy::strict()
        .named("Over 18")
        .accept_types([CredentialType::new("https://credentials.example/identity").unwrap()])
        .trust(policy.trust.clone());
    assert_eq!(as_text(&policy), as_text(&strict));
}

#[test]
fn every_loosening_can_be_written() {
    let policy = Policy::from_toml(
        r#"
        version = 1
        legacy_typ = "accept"
        proofs = ["sd-jwt", "bbs"]
        types = "any"
        required_claims = ["address.country", "nationalities[]"]
        algorithms = ["Ed25519"]
        hashes = ["sha-512"]
        holder_binding = "required-replayable"
        max_key_binding_age = "1 h"
        clock_skew = "2 min"
        on_conflict = "accept"
        on_type_metadata = "ignore"
        status = { max_age = "7 days", on_stale = "accept", on_unknown = "accept", on_suspended = "accept", on_missing = "accept", max_short_life = "30 days", max_statement_lag = 12 }
        "#,
    )
    .unwrap();
    let loosened = Policy::strict()
        .legacy_typ(LegacyTyp::AcceptVcSdJwt)
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs])
        .accept_any_type()
        .require_claims(["address.country", "nationalities[]"].map(|path| path.parse().unwrap()))
        .allow_algorithms([Algorithm::Ed25519])
        .allow_hashes([HashAlgorithm::Sha512])
        .holder_binding(HolderBinding::RequiredReplayable)
        .max_key_binding_age(Duration::from_hours(1))
        .clock_skew(Duration::from_minutes(2))
        .max_status_age(Duration::from_days(7))
        .on_stale_status(OnStaleStatus::Accept)
        .on_unknown_status(OnUnknownStatus::Accept)
        .on_suspended(OnSuspended::Accept)
        .on_missing_status(OnMissingStatus::Accept)
        .max_short_life(Duration::from_days(30))
        .max_statement_lag(12)
        .on_conflict(OnConflict::Accept)
        .on_type_metadata(OnTypeMetadata::Ignore);
    assert_eq!(as_text(&policy), as_text(&loosened));

    let short =
        Policy::from_toml("version = 1\ntypes = []\n[status]\non_missing = 'accept-short-lived'").unwrap();
    assert_eq!(short.on_missing_status, OnMissingStatus::AcceptShortLived);
    let plain = Policy::from_toml("version = 1\ntypes = 'any'\nformat = 'sd-jwt'\ntyp = 'example+sd-jwt'\nholder_binding = 'not-required'").unwrap();
    assert_eq!(plain.profile, Profile::SdJwt(ExpectedType::Exactly("example+sd-jwt".to_owned())));
    assert_eq!(plain.holder_binding, HolderBinding::NotRequired);
    let any = Policy::from_toml("version = 1\ntypes = 'any'\nformat = 'sd-jwt'").unwrap();
    assert_eq!(any.profile, Profile::SdJwt(ExpectedType::Any));
}

/// The line and the words that somebody who wrote the file is told.
#[test]
fn mistakes_are_told_with_line_and_remedy() {
    let trust =
        format!("version = 1\ntypes = []\n[[trust]]\ntypes = []\nissuer = 'https://a'\nkeys = ['{KEY}']\n");
    let with = |line: &str| format!("{trust}{line}\n");
    let mut wrong = Vec::new();
    for (text, line, words) in [
        ("version = 1\ntypes = [\n", 2, "unclosed array"),
        ("types = []", 1, "missing field `version`"),
        ("version = 2\ntypes = []", 1, "only version 1"),
        ("version = 1", 1, "missing field `types`"),
        (
            "version = 1\ntypes = []\non_stale = 'reject'",
            3,
            "unknown field `on_stale`, expected one of `version`, `name`",
        ),
        ("version = 1\ntypes = []\n[status]\non_stale = 'warn'", 4, "expected `reject` or `accept`"),
        ("version = 1\ntypes = []\nholder_binding = false", 3, "wanted string"),
        (
            "version = 1\ntypes = []\nholder_binding = 'optional'",
            3,
            "`required`, `required-replayable`, `not-required`",
        ),
        ("version = 1\ntypes = 'all'", 2, "write a list of types, or \"any\""),
        ("version = 1\ntypes = ['']", 2, "a type is empty"),
        ("version = 1\ntypes = []\nrequired_claims = ['a..b']", 3, "write a claim path as"),
        ("version = 1\ntypes = []\nproofs = ['cl']", 3, "expected `sd-jwt` or `bbs`"),
        ("version = 1\ntypes = []\n[status]\non_missing = 'short'", 4, "`accept-short-lived`"),
        ("version = 1\ntypes = []\n[status]\nmax_statement_lag = -1", 4, "expected u64"),
        ("version = 1\ntypes = []\nclock_skew = 60", 3, "expected a string"),
        ("version = 1\ntypes = []\nclock_skew = '1 minute'", 3, "90 s, 5 min, 24 h"),
        ("version = 1\ntypes = []\nalgorithms = ['none']", 3, "ES256, ES384, EdDSA"),
        ("version = 1\ntypes = []\nhashes = ['sha-1']", 3, "sha-256, sha-384"),
        ("version = 1\ntypes = []\n\ntyp = 'a'", 4, "`typ` is for format"),
        (
            "version = 1\ntypes = []\nformat = 'sd-jwt'\nlegacy_typ = 'accept'",
            4,
            "`legacy_typ` is for format",
        ),
        ("version = 1\ntypes = []\nname = 'a'\nname = 'b'", 4, "duplicate key"),
        (&with("from = 2026-01-01"), 7, "as 2026-03-01T12:00:00Z"),
        (&with("from = 2026-01-01T00:00:00"), 7, "as 2026-03-01T12:00:00Z"),
        (&with("certificates = []"), 3, "either `issuer` with `keys` or `key_set`"),
        (
            "version = 1\ntypes = []\n[[trust]]\ntypes = []\ncertificates = []\nnames = ['dns:a']",
            3,
            "`names`",
        ),
        (&with("key_set = 'a'"), 3, "either `keys`"),
        (&with("[[trust.status_signed_by]]\nissuer = 'https://b'\nkeys = []"), 7, "either `keys`"),
        (&with("names = ['issuer.example']"), 7, "dns:issuer.example"),
        (&with("[[trust]]\ntypes = []\nissuer = 'https://b'\nkeys = ['{}']"), 10, "this key cannot be used"),
        (
            &with("[[trust]]\ntypes = []\nissuer = 'https://b'\nkeys = [{ kty = 1 }]"),
            10,
            "a member of a JWK is a text",
        ),
        (&with("[[trust]]\ntypes = []\nissuer = 'https://b'"), 7, "either `keys`"),
    ] {
        match Policy::from_toml(text) {
            Err(Error::PolicyFile { line: told, message }) if told == line && message.contains(words) => {}
            other => wrong.push(format!("{text}\n-> {other:?}, not line {line}: {words}\n")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_private_key_is_refused_without_being_repeated() {
    let private = KEY.replace('}', r#","d":"SECRET-CANARY"}"#);
    for keys in [
        format!("['{private}']"),
        format!("'{private}'"),
        "[{ kty = 'OKP', d = ['SECRET-CANARY'] }]".to_owned(),
    ] {
        let text =
            format!("version = 1\ntypes = []\n[[trust]]\ntypes = []\nissuer = 'https://a'\nkeys = {keys}");
        let error = Policy::from_toml(&text).unwrap_err();
        assert_eq!(error.code(), "policy.file");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
    }
}

#[test]
fn key_sets() {
    let text = "version = 1\ntypes = []\n[[trust]]\ntypes = []\nissuer = 'https://a'\nkey_set = 'a'";
    let mut file = PolicyFile::parse(text).unwrap();
    for (key_set, code) in [
        ("", "json.syntax"),
        ("[]", "jose.jwk_set_malformed"),
        (r#"{"keys":[]}"#, "policy.no_usable_key"),
        (r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#, "policy.no_usable_key"),
    ] {
        assert_eq!(file.supply_key_set("a", key_set).unwrap_err().code(), code, "{key_set}");
    }
    file.supply_key_set("a", &format!(r#"{{"keys":[{{"kty":"RSA","n":"AQAB","e":"AQAB"}},{KEY}]}}"#))
        .unwrap();
    assert_eq!(file.into_policy().unwrap().trust.entries().len(), 1);
}

#[test]
fn a_file_has_a_greatest_length() {
    let at_limit = |length: usize| {
        let start = "version = 1\ntypes = []\n#";
        format!("{start}{}", "x".repeat(length - start.len()))
    };
    assert!(PolicyFile::parse(&at_limit(crate::limits::MAX_POLICY_FILE)).is_ok());
    assert_eq!(
        PolicyFile::parse(&at_limit(crate::limits::MAX_POLICY_FILE + 1)).unwrap_err(),
        Error::PolicyFileTooLong
    );
}

/// The names of the rules that stand so to the strict ones.
fn standing(policy: &Policy, strictness: Strictness) -> Vec<&'static str> {
    policy.rules().iter().filter(|rule| rule.strictness() == strictness).map(PolicyRule::rule).collect()
}

#[test]
fn a_policy_in_words_tells_what_is_loosened_and_what_is_tightened() {
    let strict = Policy::strict();
    assert!(standing(&strict, Strictness::Loosened).is_empty());
    assert!(standing(&strict, Strictness::Tightened).is_empty());
    let refusals =
        strict.rules().into_iter().filter(|rule| rule.words().contains("every presentation is refused"));
    assert_eq!(refusals.map(|rule| rule.rule()).collect::<Vec<_>>(), ["types", "trust"]);

    let loose = Policy::strict()
        .accept_any_type()
        .trust(TrustEntry::key_for_any_issuer(VerifyingKey::from_jwk_json(KEY.as_bytes()).unwrap()))
        .accept_plain_sd_jwt(ExpectedType::Any)
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs])
        .holder_binding(HolderBinding::NotRequired)
        .max_key_binding_age(Duration::from_hours(1))
        .clock_skew(Duration::from_minutes(2))
        .max_status_age(Duration::from_days(7))
        .on_stale_status(OnStaleStatus::Accept)
        .on_unknown_status(OnUnknownStatus::Accept)
        .on_suspended(OnSuspended::Accept)
        .on_missing_status(OnMissingStatus::AcceptShortLived)
        .max_short_life(Duration::from_days(9))
        .max_statement_lag(2)
        .on_conflict(OnConflict::Accept)
        .on_type_metadata(OnTypeMetadata::Ignore);
    assert_eq!(standing(&loose, Strictness::Strict), ["algorithms", "hashes"]);
    assert_eq!(standing(&loose, Strictness::Subject), ["required_claims"]);

    let formats = |policy: Policy| {
        let rules = policy.rules();
        rules.iter().find(|rule| rule.rule() == "format").map(|rule| rule.words().to_owned())
    };
    let bbs = Policy::strict().accept_proofs([ProofKind::Bbs]);
    assert_eq!(formats(bbs).as_deref(), Some("a BBS credential"));
    let both = Policy::strict().accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    assert_eq!(formats(both).as_deref(), Some("an SD-JWT credential (typ dc+sd-jwt), or a BBS credential"));

    let age = |policy: Policy| {
        let rule = policy.rules().into_iter().find(|rule| rule.rule() == "max_key_binding_age");
        rule.map(|rule| rule.words().to_owned())
    };
    let mixed = Policy::strict().accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    assert_eq!(age(Policy::strict()).as_deref(), Some("the proof is at most 5 min old"));
    assert_eq!(
        age(mixed).as_deref(),
        Some("the proof is at most 5 min old; a BBS proof that does not say so is no older than its nonce")
    );

    let tight = Policy::strict()
        .allow_algorithms([Algorithm::Es256])
        .allow_hashes([HashAlgorithm::Sha512])
        .max_key_binding_age(Duration::from_secs(30))
        .clock_skew(Duration::ZERO)
        .accept_proofs([])
        .max_status_age(Duration::from_hours(1))
        .max_short_life(Duration::from_days(1))
        .max_statement_lag(0)
        .on_type_metadata(OnTypeMetadata::Required);
    assert_eq!(
        standing(&tight, Strictness::Tightened),
        [
            "proofs",
            "algorithms",
            "hashes",
            "max_key_binding_age",
            "clock_skew",
            "on_type_metadata",
            "status.max_age",
            "status.max_statement_lag",
            "status.max_short_life"
        ]
    );
}

#[test]
fn trust_in_words() {
    let issuer = |name: &str| IssuerId::new(name).unwrap();
    let key = || VerifyingKey::from_jwk_json(KEY.as_bytes()).unwrap();
    let entry = TrustEntry::issuer(issuer("https://city.example"), [key(), key()])
        .for_types(["urn:a", "urn:b"].map(|one| CredentialType::new(one).unwrap()))
        .trusted_until(Timestamp::from_unix(1_700_000_000))
        .status_signed_by(issuer("https://status.example"), [key()]);
    let rules = Policy::strict().trust(entry).rules();
    let trust: Vec<_> = rules.iter().filter(|rule| rule.rule() == "trust").map(PolicyRule::words).collect();
    assert_eq!(
        trust,
        [
            "https://city.example, by 2 keys; with urn:a, urn:b; until 2023-11-14T22:13:20Z; status lists signed by https://status.example too"
        ]
    );
}
