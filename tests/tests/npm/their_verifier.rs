//! `@openid4vc/openid4vp` asks, our program presents, `@sd-jwt/sd-jwt-vc` verifies what it gets, status and key binding included.

use super::certified::base64;
use super::gate::certified;
use super::parties::Party;
use super::program::{Desk, Run};
use serde_json::{Value, json};
use std::sync::OnceLock;

const TYPE: &str = r#"vct = "https://city.example/types/residence"
disclosable = ["given_name", "age_over_18"]
always_shown = []
"#;
const OPEN: &str = "--passphrase-file pass";
const ISSUE: &str =
    "issuer issue --dir city --type type.toml --claims claims.json --holder-key holder.jwk --name ada";

/// A wallet with one residence card, and `list`, which says that the card is valid.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("type.toml", TYPE);
    desk.write("claims.json", r#"{"given_name":"Ada","age_over_18":true}"#);
    desk.write("authority.der", certified().authority);
    desk.done("issuer init --dir city --id https://city.example");
    let key = desk.done("issuer show-key --dir city").stdout;
    desk.write("city.jwk", key);
    desk.done(&format!("wallet new-key --out holder.jwk {OPEN}"));
    desk.done(&format!("{ISSUE} --out card.txt"));
    desk.done(&format!("wallet import card.txt --issuer-key city.jwk {OPEN}"));
    desk.done("issuer publish --dir city --out lists");
    desk.done(&format!("wallet status --list lists/1.jwt {OPEN}"));
    desk
}

/// What the verifier is told to ask, and to believe.
fn order(desk: &Desk, prefix: &str, response_mode: &str, method: &str) -> Value {
    static KEY: OnceLock<String> = OnceLock::new();
    let key = KEY.get_or_init(|| certified().key.to_private_jwk_json().unwrap().as_str().to_owned());
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    json!({
        "prefix": prefix, "response_mode": response_mode, "request_uri_method": method,
        "key": json(key), "x5c": [base64(&certified().leaf)],
        "issuer_key": json(&desk.read("city.jwk"))["keys"][0], "list": desk.read("lists/1.jwt").trim_end(),
        "query": {"credentials": [{
            "id": "residence", "format": "dc+sd-jwt", "claims": [{ "path": ["age_over_18"] }],
            "meta": { "vct_values": ["https://city.example/types/residence"] },
        }]},
    })
}

fn present(desk: &Desk, link: &str, more: &str, typed: &str) -> Run {
    let more = format!("{more} --acknowledge copy_shown_before --dev-loopback-http {OPEN}");
    desk.run(&format!("wallet present {link} --trust-ca authority.der {more}"), typed)
}

#[test]
fn it_gets_what_was_agreed_to_and_no_more() {
    let desk = desk();
    for (prefix, response_mode, method) in [
        ("x509_san_dns", "direct_post.jwt", "get"),
        ("x509_san_dns", "direct_post", "post"),
        ("x509_hash", "direct_post.jwt", "post"),
        ("x509_hash", "direct_post", "get"),
    ] {
        let verifier = Party::start("verifier", &order(&desk, prefix, response_mode, method));
        let ready = verifier.tells("ready");
        let run = present(&desk, ready["link"].as_str().unwrap(), "--yes-share age_over_18", "");
        let presented = verifier.tells("presented");
        assert_eq!(run.exit, 0, "{prefix} {response_mode}: {run:?}");
        let [claims] = &presented["claims"]["residence"].as_array().unwrap()[..] else { panic!() };
        assert_eq!(claims["age_over_18"], true);
        assert!(claims.get("given_name").is_none(), "{claims}");
        assert_eq!(presented["encrypted"], response_mode == "direct_post.jwt");
    }
}

#[test]
fn without_a_proof_of_who_asks_a_person_decides() {
    let desk = desk();
    for response_mode in ["direct_post", "direct_post.jwt"] {
        let verifier = Party::start("verifier", &order(&desk, "redirect_uri", response_mode, "get"));
        let ready = verifier.tells("ready");
        let link = ready["link"].as_str().unwrap();
        let script = present(&desk, link, "--yes-share age_over_18", "");
        assert!(script.stderr.starts_with("error[cli.not_proven]"), "{script:?}");
        let run = present(&desk, link, "", "y\ny\ny\n");
        assert_eq!(run.exit, 0, "{response_mode}: {run:?}");
        assert_eq!(verifier.tells("presented")["claims"]["residence"][0]["age_over_18"], true);
    }
}

#[test]
fn it_is_told_of_a_no_in_the_standards_words() {
    let desk = desk();
    let verifier = Party::start("verifier", &order(&desk, "x509_san_dns", "direct_post", "get"));
    let ready = verifier.tells("ready");
    let run = present(&desk, ready["link"].as_str().unwrap(), "", "y\nn\ny\n");
    assert_eq!(run.exit, 1, "{run:?}");
    let refused = verifier.tells("refused");
    assert_eq!((&refused["error"], &refused["state"]), (&json!("access_denied"), &json!(true)));
}

/// So that the tests above could have failed: what the library refuses, it refuses for its reason.
#[test]
fn it_refuses_a_card_that_is_revoked_or_of_another_issuer() {
    let desk = desk();
    desk.done("issuer revoke --dir city ada");
    desk.done("issuer publish --dir city --out later");
    let mut revoked = order(&desk, "x509_san_dns", "direct_post", "get");
    revoked["list"] = json!(desk.read("later/1.jwt").trim_end());
    let mut other = order(&desk, "x509_san_dns", "direct_post", "get");
    other["issuer_key"] = serde_json::from_str(&certified().key.verifying_key().to_jwk_json()).unwrap();
    for (order, reason) in [(revoked, "Status is not valid"), (other, "Signature")] {
        let verifier = Party::start("verifier", &order);
        let ready = verifier.tells("ready");
        let run = present(&desk, ready["link"].as_str().unwrap(), "--yes-share age_over_18", "");
        assert_ne!(run.exit, 0, "{run:?}");
        let error = verifier.tells("error");
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
    }
}
