//! How an SD-JWT is written down: cases 17, 18.

use super::{HOLDER, claims, decoy, disclose, plain, refused_with, signed, verify};
use vouchsafe_credential::base64url;
use vouchsafe_jose::jws::{HeaderToSign, sign};

#[test]
fn a17_tildes() {
    let (disclosure, digest) = disclose(r#"["salt","name",1]"#);
    let token = plain(&format!(r#"{{"_sd":["{digest}"]}}"#), &[&disclosure]);
    assert!(verify(&token).is_ok());
    let bare = token.split('~').next().unwrap();
    refused_with(bare, "sd_jwt.not_sd_jwt");
    refused_with(token.strip_suffix('~').unwrap(), "sd_jwt.tilde_missing");
    for broken in [
        "~".to_owned(),
        format!("{token}~"),
        format!("~{token}"),
        token.replacen('~', "~~", 1),
        format!("{bare}~~"),
        format!("{bare}~{disclosure}~~{bare}"),
    ] {
        refused_with(&broken, "sd_jwt.empty_part");
    }
    refused_with(&format!(" {token}"), "jose.not_base64url");
    refused_with(&format!("{token}\n"), "sd_jwt.tilde_missing");
}

struct Parts {
    protected: String,
    payload: String,
    signature: String,
    disclosure: String,
    key_binding: String,
}

fn parts() -> Parts {
    let (disclosure, digest) = disclose(r#"["salt","name",1]"#);
    let token = plain(&format!(r#"{{"_sd":["{digest}"]}}"#), &[]);
    let mut parts = token.strip_suffix('~').unwrap().split('.').map(str::to_owned);
    let mut next = || parts.next().unwrap();
    let key_binding = sign(&HOLDER, &HeaderToSign::new("kb+jwt"), b"{}").unwrap();
    Parts { protected: next(), payload: next(), signature: next(), disclosure, key_binding }
}

#[test]
fn a18_json_with_its_members_elsewhere() {
    let Parts { protected, payload, signature, disclosure, key_binding } = parts();
    let core = format!(r#""payload":"{payload}","protected":"{protected}","signature":"{signature}""#);
    let disclosures = format!(r#""disclosures":["{disclosure}"]"#);
    let kb_jwt = format!(r#""kb_jwt":"{key_binding}""#);
    let flattened = format!(r#"{{{core},"header":{{{disclosures},{kb_jwt},"kid":"1"}},"other":1}}"#);
    assert_eq!(claims(&flattened), r#"{"name":1}"#);
    assert!(verify(&flattened).unwrap().has_key_binding());
    assert_eq!(claims(&format!("{{{core}}}")), "{}");

    let one =
        format!(r#"{{"protected":"{protected}","signature":"{signature}","header":{{{disclosures}}}}}"#);
    let other = |header: &str| format!(r#"{{"protected":"AA","signature":"AA"{header}}}"#);
    let general =
        |first: &str, second: &str| format!(r#"{{"payload":"{payload}","signatures":[{first},{second}]}}"#);
    assert_eq!(claims(&general(&one, &other(""))), r#"{"name":1}"#);
    // The first signature is the one that counts.
    refused_with(&general(&other(""), &one), "sd_jwt.json_member");
    refused_with(&format!(r#"{{"payload":"{payload}","signatures":[{}]}}"#, other("")), "json.syntax");

    for misplaced in [
        format!(r#"{{{core},{disclosures}}}"#),
        format!(r#"{{{core},"header":{{{disclosures}}},{kb_jwt}}}"#),
        general(&one, &other(&format!(r#","header":{{{kb_jwt}}}"#))),
        general(&one, &other(&format!(r#","header":{{{disclosures}}}"#))),
        general(&one, r#"{"protected":"AA"}"#),
        general(&one, "1"),
        format!(r#"{{"payload":"{payload}","signatures":[]}}"#),
        format!(r#"{{"payload":"{payload}","signatures":{one}}}"#),
        format!(r#"{{{core},"signatures":[{one}]}}"#),
        format!(r#"{{{core},"header":[]}}"#),
        format!(r#"{{{core},"header":{{"disclosures":"{disclosure}"}}}}"#),
        format!(r#"{{{core},"header":{{"disclosures":[1]}}}}"#),
        format!(r#"{{{core},"header":{{"disclosures":["{disclosure}~{disclosure}"]}}}}"#),
        format!(r#"{{{core},"header":{{{disclosures},"kb_jwt":""}}}}"#),
        format!(r#"{{{core},"header":{{{disclosures},"kb_jwt":"{disclosure}~{key_binding}"}}}}"#),
        format!(r#"{{{core},"header":{{{disclosures},"kb_jwt":null}}}}"#),
        format!(r#"{{"protected":"{protected}","signature":"{signature}"}}"#),
        format!(r#"{{"payload":{{}},"protected":"{protected}","signature":"{signature}"}}"#),
        "{}".to_owned(),
    ] {
        refused_with(&misplaced, "sd_jwt.json_member");
    }
    refused_with(&format!(r#"{{{core},"header":{{"disclosures":[""]}}}}"#), "sd_jwt.empty_part");
    refused_with(&format!(r#"{{{core},"header":{{"alg":"none"}}}}"#), "sd_jwt.header_repeated");
    refused_with(&format!(r#"{{{core},"header":{{"crit":["exp"]}}}}"#), "sd_jwt.crit_unprotected");

    // In the header that is protected they are nothing that RFC 9901 knows.
    let header = |member: &str| base64url::encode(format!(r#"{{"alg":"ES256",{member}}}"#).as_bytes());
    for member in [&disclosures, &kb_jwt] {
        let token = format!(
            r#"{{"payload":"{payload}","protected":"{}","signature":"{signature}"}}"#,
            header(member)
        );
        refused_with(&token, "sd_jwt.json_member");
    }
    let unopened = signed("example+sd-jwt", &format!(r#"{{"_sd":["{}"]}}"#, decoy(1)), &[]);
    assert_eq!(claims(&unopened), "{}");
}
