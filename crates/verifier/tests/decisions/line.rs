//! One presentation a line.

use crate::kit::{NOW, Presentation, after, before, hours, key, key_of};
use serde_json::{Value, json};
use vouchsafe_jose::Algorithm;
use vouchsafe_verifier::limits::MAX_LINE;
use vouchsafe_verifier::line::decide_line;

/// The members of a line about this presentation; `more` replaces or adds members, `null` takes none away.
fn line(presentation: &Presentation, more: Value) -> Value {
    let jwk: Value = serde_json::from_str(&key("issuer").verifying_key().to_jwk_json()).unwrap();
    let mut line =
        json!({"id": 1, "presentation": presentation.text(), "issuer_jwk": jwk, "now": NOW.as_unix()});
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    line
}

fn answer(line: &Value) -> Value {
    answer_text(&line.to_string())
}

fn answer_text(line: &str) -> Value {
    let answer = decide_line(line, NOW).to_json();
    assert!(!answer.contains('\n'));
    serde_json::from_str(&answer).unwrap()
}

/// `accepted`, or the decision and its reasons.
fn outcome(line: &Value) -> String {
    let answer = answer(line);
    let reasons: Vec<_> =
        answer["reasons"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    let undetermined = if answer["undetermined"] == true { " undetermined" } else { "" };
    format!("{}{undetermined} {}", answer["decision"].as_str().unwrap(), reasons.join(" "))
        .trim_end()
        .to_owned()
}

#[test]
fn the_least_that_a_line_says() {
    let answer = answer(&line(&Presentation::new().unbound(), json!({})));
    assert_eq!(answer["id"], 1);
    assert_eq!((&answer["decision"], &answer["undetermined"]), (&"accepted".into(), &false.into()));
    assert_eq!(answer["reasons"], json!([]));
    assert_eq!(answer["claims"]["given_name"], "Erika");
    assert!(answer["claims"].get("_sd").is_none());
    let rejected = super::line::answer(&line(&Presentation::new().set("exp", "1"), json!({})));
    assert_eq!(rejected["claims"], Value::Null);
}

#[test]
fn every_member() {
    let bound = Presentation::new;
    let plain =
        || Presentation { typ: "example+sd-jwt", ..Presentation::new().without("vct").without("iss") };
    let question =
        json!({"aud": "https://door.example", "nonce": "n-0S6_WzA2Mj", "require_key_binding": true});
    let asked = |more: Value| {
        let mut asked = question.clone();
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked
    };
    for (presentation, more, expected) in [
        // Key binding.
        (bound(), question.clone(), "accepted"),
        (bound(), json!({"require_key_binding": true}), "accepted"),
        (bound().unbound(), json!({"require_key_binding": true}), "rejected binding.missing"),
        (bound().unbound(), json!({"require_key_binding": false}), "accepted"),
        (bound(), asked(json!({"aud": "https://x"})), "rejected binding.audience_mismatch"),
        (bound(), asked(json!({"nonce": "x"})), "rejected binding.nonce_mismatch"),
        (bound(), json!({"nonce": "x"}), "rejected binding.nonce_mismatch"),
        (bound().bound(|binding| binding.signed_by = "x"), json!({}), "rejected jose.signature_invalid"),
        // Time.
        (bound(), json!({"now": after(hours(1)).as_unix()}), "rejected binding.too_old"),
        (bound(), json!({"now": after(hours(1)).as_unix(), "kb_max_age_s": 3_610}), "accepted"),
        (bound(), json!({"now": before(hours(1)).as_unix()}), "rejected binding.from_the_future"),
        (bound(), json!({"now": before(hours(1)).as_unix(), "clock_skew_s": 3_600}), "accepted"),
        (bound(), json!({"kb_max_age_s": 9}), "rejected binding.too_old"),
        (bound(), json!({"now": 1_767_268_800.5}), "accepted"),
        (bound().set("exp", "1767268799"), json!({}), "accepted"),
        (bound().set("exp", "1767268799"), json!({"clock_skew_s": 0}), "rejected validity.expired"),
        (bound().set("exp", "1767268799"), json!({"clock_skew_s": 60.0}), "accepted"),
        (bound().set("nbf", "1767268801"), json!({"clock_skew_s": 0}), "rejected validity.not_yet_valid"),
        // Profile and typ.
        (plain().unbound(), json!({}), "accepted"),
        (plain().unbound(), json!({"profile": "sd-jwt", "expect_typ": "example+sd-jwt"}), "accepted"),
        (plain().unbound(), json!({"expect_typ": "dc+sd-jwt"}), "rejected sd_jwt.typ_unexpected"),
        (plain().unbound(), json!({"profile": "sd-jwt-vc"}), "rejected sd_jwt.typ_unexpected"),
        (bound(), json!({"profile": "sd-jwt-vc"}), "accepted"),
        (bound(), json!({"profile": "sd-jwt-vc", "expect_typ": "dc+sd-jwt"}), "accepted"),
        (
            bound(),
            json!({"profile": "sd-jwt-vc", "expect_typ": "vc+sd-jwt"}),
            "rejected sd_jwt.typ_unexpected",
        ),
        (bound(), json!({"profile": "sd-jwt-vc", "expect_typ": "x"}), "rejected sd_jwt.typ_unexpected"),
        (
            Presentation { typ: "vc+sd-jwt", ..bound() },
            json!({"profile": "sd-jwt-vc"}),
            "rejected sd_jwt.typ_unexpected",
        ),
        (
            Presentation { typ: "vc+sd-jwt", ..bound() },
            json!({"profile": "sd-jwt-vc", "expect_typ": "vc+sd-jwt"}),
            "accepted",
        ),
        (bound().without("vct"), json!({"profile": "sd-jwt-vc"}), "rejected sd_jwt.claim_missing"),
        // Algorithms; names that are not supported allow nothing.
        (bound(), json!({"allowed_algs": ["ES256", "EdDSA"]}), "accepted"),
        (bound(), json!({"allowed_algs": ["Ed25519"]}), "accepted"),
        (bound(), json!({"allowed_algs": ["ES256", "RS256"]}), "rejected policy.algorithm_not_allowed"),
        (bound(), json!({"allowed_algs": []}), "rejected policy.algorithm_not_allowed"),
        (bound(), json!({"allowed_sd_algs": ["sha-256", "sha3-512"]}), "accepted"),
        (bound(), json!({"allowed_sd_algs": ["sha-512"]}), "rejected sd_jwt.hash_not_allowed"),
        // The status cannot be known here.
        (Presentation::with_status(), json!({}), "accepted"),
        // null is as good as nothing.
        (
            bound(),
            json!({"aud": null, "nonce": null, "profile": null, "now": null, "allowed_algs": null, "expect_typ": null}),
            "accepted",
        ),
        (bound(), json!({"comment": "not ours"}), "accepted"),
        // Keys.
        (
            bound(),
            json!({"issuer_jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}}),
            "rejected undetermined jose.key_type_unsupported",
        ),
        (bound(), json!({"issuer_jwk": "x"}), "rejected undetermined jose.jwk_not_object"),
        // Lines that make no sense.
        (bound(), json!({"id": null}), "rejected undetermined line.member_missing"),
        (bound(), json!({"presentation": null}), "rejected undetermined line.member_missing"),
        (bound(), json!({"issuer_jwk": null}), "rejected undetermined line.member_missing"),
        (bound(), json!({"presentation": 1}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"profile": "mdoc"}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"now": "1700000000"}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"kb_max_age_s": -1}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"clock_skew_s": -1}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"require_key_binding": "true"}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"allowed_algs": "ES256"}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"allowed_algs": [1]}), "rejected undetermined line.member_malformed"),
        (bound(), json!({"nonce": ""}), "rejected undetermined line.member_malformed"),
    ] {
        assert_eq!(outcome(&line(&presentation, more.clone())), expected, "{more}");
    }
}

#[test]
fn the_callers_clock_serves_a_line_without_one() {
    let mut line = line(&Presentation::new(), json!({}));
    line.as_object_mut().unwrap().remove("now");
    let at = |clock| serde_json::from_str::<Value>(&decide_line(line.to_string(), clock).to_json()).unwrap();
    assert_eq!(at(NOW)["decision"], "accepted");
    assert_eq!(at(after(hours(1)))["reasons"], json!(["binding.too_old"]));
}

#[test]
fn the_json_serialisation_as_text_or_as_it_stands() {
    let compact = Presentation::new().text();
    let mut parts: Vec<_> = compact.split('~').collect();
    let key_binding = parts.pop().unwrap();
    let (jwt, disclosures) = parts.split_first().unwrap();
    let jws: Vec<_> = jwt.split('.').collect();
    let json_form = json!({
        "protected": jws[0], "payload": jws[1], "signature": jws[2],
        "header": {"disclosures": disclosures, "kb_jwt": key_binding},
    });
    let question =
        json!({"require_key_binding": true, "aud": "https://door.example", "nonce": "n-0S6_WzA2Mj"});
    for presentation in [json_form.clone(), json_form.to_string().into(), format!("\n {json_form}").into()] {
        let mut line = line(&Presentation::new(), question.clone());
        line["presentation"] = presentation;
        assert_eq!(outcome(&line), "accepted");
    }
}

#[test]
fn one_answer_whatever_the_line() {
    for (text, code) in [
        ("", "json.syntax"),
        ("{", "json.syntax"),
        ("[]", "line.not_an_object"),
        (r#"{"id":1,"id":2}"#, "json.duplicate_key"),
        (r#"{}"#, "line.member_missing"),
        (&" ".repeat(MAX_LINE + 1), "line.too_long"),
        (&" ".repeat(MAX_LINE), "json.syntax"),
    ] {
        let answer = answer_text(text);
        assert_eq!(answer["decision"], "rejected");
        assert_eq!(answer["reasons"], json!([code]));
        assert_eq!(answer["id"], Value::Null);
    }
    let broken = answer(&json!({"id": {"suite": ["a", 1]}}));
    assert_eq!(broken["id"], json!({"suite": ["a", 1]}));
    assert_eq!(decide_line("{}", NOW).outcome().unwrap_err().to_string(), "the line lacks `id`");
}

#[test]
fn numbers_come_back_with_the_digits_they_had() {
    let exact = r#"{"a":9007199254740993,"b":1.10,"c":-0,"d":123456789012345678901234567890}"#;
    let line = line(&Presentation::new().set("numbers", exact), json!({})).to_string();
    let answer = decide_line(line.replacen("\"id\":1", "\"id\":1.0", 1), NOW).to_json();
    assert!(answer.contains(exact), "{answer}");
    assert!(answer.starts_with(r#"{"id":1.0,"#), "{answer}");
}

#[test]
fn the_report_says_that_the_status_was_not_looked_up() {
    let line = line(&Presentation::with_status(), json!({})).to_string();
    let decision = decide_line(&line, NOW);
    let words = decision.outcome().unwrap().report().to_string();
    assert!(
        words.contains("let pass    status            whether the credential is revoked is not known"),
        "{words}"
    );
    assert_ne!(key("issuer").verifying_key(), key_of(Algorithm::Es256, "issuer").verifying_key());
}
