//! What the profile refuses, though its issuer signed it or its holder proved it.

use super::*;
use crate::extension::EXTENSION;
use vouchsafe_credential::json::Error as JsonError;

const CLAIMS: &str = r#"["exp","iat","name"]"#;
const PAYLOADS: [&str; 3] = [EXP, "1", "\"Ada\""];

fn issued(header: &str) -> Result<HeldJpt, Error> {
    verify_issued(&forge_issued(header, &PAYLOADS))
}

fn presented(header: &str, presentation_header: &str) -> Result<VerifiedPresentation, Error> {
    verify(&forge_presented(header, &PAYLOADS, &[0, 2], presentation_header, None))
}

#[test]
fn issuer_headers() {
    let good = header_text(CLAIMS, "");
    assert!(issued(&good).is_ok());
    assert!(presented(&good, &presentation_header_text("")).is_ok());
    let without = |member: &str| {
        let start = good.find(&format!("\"{member}\"")).unwrap();
        let end = start + good[start..].find(",\"").unwrap_or(good.len() - start - 1);
        let text = good[..start].to_owned() + good[end..].trim_start_matches(',');
        text.replace(",}", "}")
    };
    let member = |member: &'static str| Error::HeaderMember { member };
    let duplicate = Error::Json { part: "the issuer header", error: JsonError::DuplicateKey };
    for (header, error) in [
        (without("alg"), member("alg")),
        (without("kid"), member("kid")),
        (without("typ"), member("typ")),
        (without("iss"), member("iss")),
        (without("vct"), member("vct")),
        (without("vct_version"), member("vct_version")),
        (good.replace("\"claims\"", "\"claim\""), Error::HeaderMemberUnknown),
        (good.replace("\"BBS\"", "\"BBS-X\""), Error::AlgorithmUnsupported),
        (good.replace("\"BBS\"", "\"bbs\""), Error::AlgorithmUnsupported),
        (good.replace("\"BBS\"", "\"none\""), Error::AlgorithmUnsupported),
        (good.replace("\"BBS\"", "\"ES256\""), Error::AlgorithmUnsupported),
        (good.replace("\"BBS\"", "\"SU-ES256\""), Error::AlgorithmUnsupported),
        (good.replace("\"BBS\"", "1"), member("alg")),
        (good.replace(FORMAT, "jpt"), Error::TypUnexpected),
        (good.replace(FORMAT, &format!("application/{FORMAT}")), Error::TypUnexpected),
        (good.replace("\"key-1\"", "1"), member("kid")),
        (good.replace("\"https://issuer.example\"", "\"\""), member("iss")),
        (good.replace("\"urn:example:member\"", "null"), member("vct")),
        (good.replace("\"vct_version\":1", "\"vct_version\":0"), member("vct_version")),
        (good.replace("\"vct_version\":1", "\"vct_version\":\"1\""), member("vct_version")),
        (good.replace("\"vct_version\":1", "\"vct_version\":4294967296"), member("vct_version")),
        (header_text(CLAIMS, ",\"iat\":1"), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"exp\":1"), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"status\":{}"), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"hpk\":{}"), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"iek\":{}"), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"cid\":\"1\""), Error::HeaderMemberUnknown),
        (header_text(CLAIMS, ",\"crit\":[]"), Error::CritEmpty),
        (header_text(CLAIMS, ",\"crit\":[\"x\"]"), Error::CritAbsent),
        (header_text(CLAIMS, ",\"crit\":[\"x\"],\"x\":1"), Error::CritUnsupported),
        (header_text(CLAIMS, ",\"crit\":[\"iss\"]"), Error::CritUnsupported),
        (header_text(CLAIMS, ",\"crit\":{}"), Error::CritMalformed),
        (header_text(CLAIMS, ",\"kid\":\"key-2\""), duplicate),
        (format!("[{good}]"), Error::HeaderNotObject),
        (format!("{good}\n"), Error::HeaderNotCanonical),
        (good.replace(":1,", ": 1,"), Error::HeaderNotCanonical),
        (good.replace("/issuer", "\\/issuer"), Error::HeaderNotCanonical),
        (
            good.replace("\"alg\":\"BBS\",", "").replace(",\"claims\"", ",\"alg\":\"BBS\",\"claims\""),
            Error::HeaderNotCanonical,
        ),
        (header_text("[\"exp\",\"iat\"]", ""), Error::SlotCount),
        (header_text("[\"exp\",\"iat\",\"name\",\"more\"]", ""), Error::SlotCount),
        (header_text("[\"exp\",\"iat\",\"iat\"]", ""), Error::ClaimRepeated),
        (header_text("[\"exp\",\"iat\",\"status\"]", ""), Error::ClaimForbidden),
        (header_text("[\"iat\",\"a\",\"name\"]", ""), Error::ExpMissing),
        (header_text("[\"exp\",\"iat\",1]", ""), Error::ClaimsMalformed),
    ] {
        assert_eq!(issued(&header).unwrap_err(), error, "{header}");
        assert_eq!(presented(&header, &presentation_header_text("")).unwrap_err(), error, "{header}");
    }
}

#[test]
fn presentation_headers() {
    let header = header_text(CLAIMS, "");
    let good = presentation_header_text("");
    let member = |member: &'static str| Error::HeaderMember { member };
    let duplicate = Error::Json { part: "the presentation header", error: JsonError::DuplicateKey };
    for (presentation_header, error) in [
        (good.replace("\"BBS\"", "\"ES256\""), Error::AlgorithmUnsupported),
        (good.replace("\"nonce\":\"n-1\"", "\"nonce\":1"), member("nonce")),
        (good.replace("\"nonce\":\"n-1\"", "\"nonce\":\"\""), member("nonce")),
        (good.replace(",\"nonce\":\"n-1\"", ""), member("nonce")),
        (good.replace("\"aud\":\"https://verifier.example\",", ""), member("aud")),
        (good.replace("\"https://verifier.example\"", "[\"https://verifier.example\"]"), member("aud")),
        (good.replace("n-1", "n-2"), Error::NonceMismatch),
        (good.replace("verifier.example", "verifier.example/"), Error::AudienceMismatch),
        (good.replace("verifier.example", "Verifier.example"), Error::AudienceMismatch),
        (presentation_header_text(",\"kid\":\"1\""), Error::HeaderMemberUnknown),
        (presentation_header_text(",\"nonce\":\"n-1\""), duplicate),
        (presentation_header_text(",\"iat\":\"1\""), member("iat")),
        (presentation_header_text(",\"iat\":1789999699"), Error::PresentationStale),
        (presentation_header_text(",\"iat\":1790000061"), Error::PresentationFromTheFuture),
        (presentation_header_text(",\"crit\":[]"), Error::CritEmpty),
        (presentation_header_text(",\"crit\":[\"urn:x\"],\"urn:x\":1"), Error::CritUnsupported),
        ("1".to_owned(), Error::HeaderNotObject),
    ] {
        assert_eq!(presented(&header, &presentation_header).unwrap_err(), error, "{presentation_header}");
    }
    for accepted in [
        good.replace("\"alg\":\"BBS\",", ""),
        presentation_header_text(",\"iat\":1789999700"),
        presentation_header_text(",\"iat\":1790000060"),
    ] {
        assert!(presented(&header, &accepted).is_ok(), "{accepted}");
    }
}

#[test]
fn an_extension_comes_with_its_proof_and_is_not_taken_for_granted() {
    let header = header_text(CLAIMS, "");
    let object = format!("{{\"registry\":\"r\",\"t\":1,\"d\":\"{}\"}}", "A".repeat(43));
    let named = presentation_header_text(&format!(",\"crit\":[\"{EXTENSION}\"],\"{EXTENSION}\":{object}"));
    for (presentation_header, proof, error) in [
        (&named, Some(vec![0; 128]), Error::RevocationUnexpected),
        (&named, Some(vec![0; 127]), Error::ExtensionProofLength),
        (&named, None, Error::ExtensionWithoutProof),
        (&presentation_header_text(""), Some(vec![0; 128]), Error::ProofWithoutExtension),
    ] {
        let text = forge_presented(&header, &PAYLOADS, &[0, 2], presentation_header, proof);
        assert_eq!(verify(&text).unwrap_err(), error);
    }
}

#[test]
fn what_is_shown_and_what_is_hidden() {
    let header = header_text(CLAIMS, "");
    let ph = presentation_header_text("");
    for (disclosed, error) in [
        (&[][..], Error::ExpUndisclosed),
        (&[2], Error::ExpUndisclosed),
        (&[0, 1], Error::DateDisclosed),
        (&[0, 1, 2], Error::DateDisclosed),
    ] {
        let text = forge_presented(&header, &PAYLOADS, disclosed, &ph, None);
        assert_eq!(verify(&text).unwrap_err(), error, "{disclosed:?}");
    }
}

#[test]
fn payloads_that_are_no_claims() {
    let header = header_text(CLAIMS, "");
    let ph = presentation_header_text("");
    let a_payload = |error| Error::Json { part: "a payload", error };
    for (exp, name, error) in [
        (EXP, "", Error::PayloadEmpty),
        (EXP, "Ada", a_payload(JsonError::Syntax { at: 0 })),
        (EXP, "1,2", a_payload(JsonError::Syntax { at: 1 })),
        (EXP, r#"1,"other":2"#, a_payload(JsonError::Syntax { at: 1 })),
        (EXP, r#"{"a":1,"a":2}"#, a_payload(JsonError::DuplicateKey)),
        ("", "1", Error::PayloadEmpty),
        ("1796083201", "1", Error::ExpMalformed),
        ("1796083200 ", "1", Error::ExpMalformed),
        ("1796083200.0", "1", Error::ExpMalformed),
        ("\"1796083200\"", "1", Error::ExpMalformed),
    ] {
        let payloads = [exp, "1", name];
        assert_eq!(verify_issued(&forge_issued(&header, &payloads)).unwrap_err(), error, "{exp} {name}");
        let text = forge_presented(&header, &payloads, &[0, 2], &ph, None);
        assert_eq!(verify(&text).unwrap_err(), error, "{exp} {name}");
    }
}
