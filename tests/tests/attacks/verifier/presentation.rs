//! Presentations.

use super::*;
use vouchsafe_verifier::{Claim, HolderBinding, TrustList};

#[test]
fn a_good_presentation_with_good_evidence_is_accepted() {
    assert_eq!(codes(&decide(&present(&typed("")), &GOOD_LIST.fetched())), [""; 0]);
}

#[test]
fn a19_key_binding_taken_off() {
    let presentation = present(&typed(""));
    let (without, _) = presentation.rsplit_once('~').unwrap();
    let decision = decide(&format!("{without}~"), &GOOD_LIST.fetched());
    assert_eq!(outcome(&decision), (vec!["binding.missing"], false));
}

#[test]
fn a20_key_binding_that_is_not_required_and_does_not_hold() {
    let other_nonce = bind(&held(&typed("")), "https://door.example", "another", ago(5));
    let (signed, signature) = other_nonce.rsplit_once('.').unwrap();
    let (first, rest) = signature.split_at(1);
    let forged = format!("{signed}.{}{rest}", if first == "A" { "B" } else { "A" });
    for (presentation, code) in
        [(other_nonce.clone(), "binding.nonce_mismatch"), (forged, "jose.signature_invalid")]
    {
        let lenient = policy().holder_binding(HolderBinding::NotRequired);
        assert_eq!(codes(&decide_by(lenient, &presentation, &GOOD_LIST.fetched())), [code]);
    }
}

#[test]
fn a23_made_for_somebody_else() {
    for audience in [
        "https://other.example",
        "https://door.example/",
        "https://door.example:443",
        "https://DOOR.example",
        "redirect_uri:https://door.example",
    ] {
        let presentation = bind(&held(&typed("")), audience, "n-0S6_WzA2Mj", ago(5));
        assert_eq!(
            codes(&decide(&presentation, &GOOD_LIST.fetched())),
            ["binding.audience_mismatch"],
            "{audience}"
        );
    }
}

#[test]
fn a24_an_answer_to_another_request() {
    for nonce in ["n-0S6_WzA2MJ", "n-0S6_WzA2Mj0", "n"] {
        let presentation = bind(&held(&typed("")), "https://door.example", nonce, ago(5));
        assert_eq!(
            codes(&decide(&presentation, &GOOD_LIST.fetched())),
            ["binding.nonce_mismatch"],
            "{nonce}"
        );
    }
}

#[test]
fn a25_an_old_answer_and_one_of_tomorrow() {
    for (issued_at, expected) in [
        (ago(301), vec!["binding.too_old"]),
        (ago(300), vec![]),
        (ahead(60), vec![]),
        (ahead(61), vec!["binding.from_the_future"]),
    ] {
        let presentation = bind(&held(&typed("")), "https://door.example", "n-0S6_WzA2Mj", issued_at);
        assert_eq!(codes(&decide(&presentation, &GOOD_LIST.fetched())), expected);
    }
}

#[test]
fn a29_another_type_than_asked_for() {
    for vct in ["https://credentials.example/library-card", "https://credentials.example/IDENTITY", "x"] {
        let trust: TrustList = [entry(1, "https://issuer.example").for_any_type()].into_iter().collect();
        let claims = claims(&format!(r#","vct":"{vct}","aka_vcts":["{TYPE}"]"#));
        let decision = decide_by(policy().trust(trust), &present(&claims), &GOOD_LIST.fetched());
        assert_eq!(codes(&decision), ["type.not_accepted"], "{vct}");
    }
}

#[test]
fn a164_reasons_do_not_depend_on_what_is_hidden() {
    let other_value = typed("").root().to_json().replace("Erika", "a name that is longer by far");
    let other = Document::parse(other_value).unwrap();
    for evidence in [GOOD_LIST.fetched(), Evidence::none()] {
        let reports = [&typed(""), &other].map(|claims| decide(&present(claims), &evidence).report().clone());
        assert_eq!(reports[0], reports[1]);
    }
}

#[test]
fn a173_expired_and_still_shown_around() {
    let presentation = present(&typed(&format!(r#","exp":{}"#, ago(60).as_unix())));
    // Expired beats whatever a list says, and the list is not asked for.
    let pending = Verifier::new(policy()).begin(&presentation, &request(), NOW).unwrap();
    assert!(pending.needs().is_empty());
    assert_eq!(outcome(&pending.decide(&GOOD_LIST.fetched(), NOW)), (vec!["validity.expired"], false));
}

#[test]
fn a175_a_newer_version_of_a_type_is_another_type() {
    let trust: TrustList = [entry(1, "https://issuer.example").for_any_type()].into_iter().collect();
    let newer = claims(&format!(r#","vct":"{TYPE}/v2""#));
    let decision = decide_by(policy().trust(trust), &present(&newer), &GOOD_LIST.fetched());
    assert_eq!(codes(&decision), ["type.not_accepted"]);
}

#[test]
fn a176_what_is_not_shown_is_not_false() {
    let presentation = present(&typed(""));
    let name = ClaimPath::top("given_name");
    let required = policy().require_claims([name.clone()]);
    assert_eq!(codes(&decide_by(required, &presentation, &GOOD_LIST.fetched())), ["claim.required_missing"]);
    let accepted = decide(&presentation, &GOOD_LIST.fetched()).accepted().unwrap();
    assert_eq!(accepted.claim(&name), Claim::Undisclosed);
}
