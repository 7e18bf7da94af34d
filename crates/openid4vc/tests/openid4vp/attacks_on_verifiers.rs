//! Cases 101 to 106.

use crate::kit::*;
use vouchsafe_credential::Duration;
use vouchsafe_jose::jwe::{self, ContentEncryption, DecryptionKey, PartyInfo, RecipientKey};
use vouchsafe_openid4vc::http::FORM;
use vouchsafe_openid4vc::vp::{
    BrowserSecret, Completion, Link, PostedAnswer, ResponseMode, Session, VerifierReply, WalletRules, limits,
};

fn plain_session() -> Session {
    let authority = Authority::new();
    begin(&authority.door(), &order().by(ResponseMode::DirectPost))
}

/// A session whose answer is encrypted, and the key for it as its request names it.
fn session(seed: u64) -> (Session, RecipientKey) {
    let authority = Authority::new();
    let (client, anchors) = (authority.door(), authority.anchors());
    let session = client.begin(&order(), NOW, &mut rng(seed)).unwrap();
    let link = session.link(&client, "openid4vp://", Link::ByValue).unwrap();
    let request = verify(&link, &WalletRules::new(&anchors), NOW).unwrap();
    let key = request.encryption().unwrap().0.clone();
    (session, key)
}

fn encrypted(content: &str, key: &RecipientKey) -> String {
    jwe::encrypt(content.as_bytes(), key, ContentEncryption::A128Gcm, None).unwrap()
}

fn answer(session: &Session) -> String {
    format!(r#"{{"vp_token":{VP_TOKEN},"state":"{}"}}"#, session.state().as_str())
}

#[test]
fn a101_an_answer_under_the_name_of_another_query() {
    let session = plain_session();
    let state = session.state().as_str();
    let posted = |vp_token: &str| post(&[("vp_token", vp_token), ("state", state)], &session);
    assert_eq!(posted(VP_TOKEN), "ok");
    for other in
        [r#"{"other":["x"]}"#, r#"{"id":["x"],"other":["y"]}"#, r#"{"id":["x","y"]}"#, r#"{"id":[]}"#]
    {
        assert_eq!(posted(other), "openid4vp.vp_token_query", "{other}");
    }
    for nothing in ["{}", "[]", r#"{"id":"x"}"#, r#"{"id":[{"a":1}]}"#] {
        assert_eq!(posted(nothing), "openid4vp.vp_token", "{nothing}");
    }
}

#[test]
fn a102_an_answer_encrypted_to_another_key() {
    let ((one, key_of_one), (two, key_of_two)) = (session(1), session(2));
    assert_ne!(one.key_id(), two.key_id());
    assert_eq!(post(&[("response", &encrypted(&answer(&one), &key_of_one))], &one), "ok");
    assert_eq!(post(&[("response", &encrypted(&answer(&one), &key_of_two))], &one), "openid4vp.key_mismatch");
    assert_eq!(
        post(&[("response", &encrypted(&answer(&two), &key_of_one))], &one),
        "openid4vp.state_mismatch"
    );
    // Another key under the same name.
    let named = DecryptionKey::generate(&mut rng(3)).unwrap().with_kid(one.key_id().unwrap()).unwrap();
    let forged = encrypted(&answer(&one), named.recipient_key());
    assert_eq!(post(&[("response", &forged)], &one), "jose.jwe_decrypt_failed");
    let nameless = DecryptionKey::generate(&mut rng(3)).unwrap();
    let forged = encrypted(&answer(&one), nameless.recipient_key());
    assert_eq!(post(&[("response", &forged)], &one), "openid4vp.key_mismatch");
}

#[test]
fn a102_an_answer_that_should_be_encrypted_and_is_not() {
    let (session, key) = session(1);
    let state = session.state().as_str();
    assert_eq!(post(&[("vp_token", VP_TOKEN), ("state", state)], &session), "openid4vp.not_encrypted");
    let both = [("vp_token", VP_TOKEN), ("error", "access_denied"), ("state", state)];
    assert_eq!(post(&both, &session), "openid4vp.not_encrypted");
    assert_eq!(post(&[("state", state)], &session), "openid4vp.parameter_missing");
    assert_eq!(post(&[("error", "access_denied"), ("state", state)], &session), "ok", "section 8.3.1");
    let hidden = format!(r#"{{"vp_token":{VP_TOKEN},"error":"access_denied","state":"{state}"}}"#);
    assert_eq!(post(&[("response", &encrypted(&hidden, &key))], &session), "openid4vp.parameter_malformed");
    // What is beside an encrypted answer means nothing.
    let beside = [("response", encrypted(&answer(&session), &key)), ("state", "another".into())];
    let beside: Vec<_> = beside.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(post(&beside, &session), "ok");
}

#[test]
fn a103_agreement_information_that_was_changed() {
    let (session, key) = session(1);
    let parties = PartyInfo { producer: b"wallet", recipient: session.nonce().as_str().as_bytes() };
    let bound =
        jwe::encrypt(answer(&session).as_bytes(), &key, ContentEncryption::A256Gcm, Some(parties)).unwrap();
    assert_eq!(post(&[("response", &bound)], &session), "ok", "wallets may bind to more");
    let (header, rest) = bound.split_once('.').unwrap();
    let header = String::from_utf8(vouchsafe_credential::base64url::decode(header).unwrap()).unwrap();
    let mut header: serde_json::Value = serde_json::from_str(&header).unwrap();
    for member in ["apu", "apv"] {
        let before = header[member].take();
        for changed in [serde_json::json!("b3RoZXI"), serde_json::json!("")] {
            header[member] = changed;
            let text = vouchsafe_credential::base64url::encode(header.to_string().as_bytes());
            assert_eq!(post(&[("response", &format!("{text}.{rest}"))], &session), "jose.jwe_decrypt_failed");
        }
        header[member] = serde_json::json!("not base64url!");
        let text = vouchsafe_credential::base64url::encode(header.to_string().as_bytes());
        assert_eq!(post(&[("response", &format!("{text}.{rest}"))], &session), "jose.header_member");
        header[member] = before;
    }
    // The nonce is in the presentations, where the holder's key binds it; every session has its own.
    assert_ne!(session.nonce(), self::session(2).0.nonce());
    assert_eq!(session.nonce().as_str().len(), 43, "256 bits");
}

#[test]
fn a104_a_relayed_request_does_not_end_in_the_browser_that_began_it() {
    let browser = BrowserSecret::generate(&mut rng(1)).unwrap();
    let (completion, reply) =
        Completion::begin(browser.digest(), "https://door.example/done", NOW, &mut rng(2)).unwrap();
    let reply = VerifierReply::read(&reply, vouchsafe_openid4vc::http::Reach::HttpsOnly).unwrap();
    let code = reply.redirect_uri().unwrap().fragment().unwrap().strip_prefix("response_code=").unwrap();
    assert_eq!(code.len(), 43, "256 bits");
    let redeem = |code: &str, cookie, seconds| {
        let now = NOW.saturating_add(Duration::from_secs(seconds));
        completion.redeem(code, cookie, now).map_or_else(|error| error.code(), |()| "ok")
    };
    let own = Some(browser.as_str());
    assert_eq!(redeem(code, own, 0), "ok");
    // The victim's browser has the code, and not the cookie.
    assert_eq!(redeem(code, None, 0), "openid4vp.browser_mismatch");
    assert_eq!(redeem(code, Some("another"), 0), "openid4vp.browser_mismatch");
    // The attacker's browser has the cookie, and not the code.
    assert_eq!(redeem("", own, 0), "openid4vp.response_code_mismatch");
    assert_eq!(redeem(&code[..42], own, 0), "openid4vp.response_code_mismatch");
    let lifetime = limits::COMPLETION_LIFETIME.as_secs();
    assert_eq!(lifetime, 300);
    assert_eq!(redeem(code, own, lifetime - 1), "ok");
    assert_eq!(redeem(code, own, lifetime), "openid4vp.response_code_expired");
}

#[test]
fn a105_a_session_that_an_attacker_began_is_finished_by_nobody_else() {
    let (attacker, victim) =
        (BrowserSecret::generate(&mut rng(1)).unwrap(), BrowserSecret::generate(&mut rng(2)).unwrap());
    let begun = |seed| {
        Completion::begin(attacker.digest(), "https://door.example/done", NOW, &mut rng(seed)).unwrap()
    };
    let (completion, reply) = begun(3);
    let code = reply_code(&reply);
    let refused = completion.redeem(&code, Some(victim.as_str()), NOW).unwrap_err();
    assert_eq!(refused.code(), "openid4vp.browser_mismatch");
    assert!(refused.help().is_some());
    assert_ne!(reply_code(&begun(4).1), code, "a code is good for one answer");
    assert_eq!(
        Completion::begin(attacker.digest(), "javascript:x", NOW, &mut rng(5)).unwrap_err().code(),
        "openid4vp.address_refused"
    );
}

fn reply_code(reply: &vouchsafe_openid4vc::http::Response) -> String {
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    text.split_once("response_code=").unwrap().1.trim_end_matches("\"}").to_owned()
}

#[test]
fn a106_a_state_that_is_guessed() {
    let session = plain_session();
    let state = session.state().as_str();
    assert_eq!(state.len(), 43, "256 bits");
    assert!(state.len() >= limits::MIN_STATE);
    for other in ["", &state[..42], &format!("{state}A"), &state.to_uppercase(), session.nonce().as_str()] {
        assert_eq!(
            post(&[("vp_token", VP_TOKEN), ("state", other)], &session),
            "openid4vp.state_mismatch",
            "{other}"
        );
        assert_eq!(
            post(&[("error", "access_denied"), ("state", other)], &session),
            "openid4vp.state_mismatch"
        );
    }
    assert_eq!(post(&[("vp_token", VP_TOKEN)], &session), "openid4vp.state_mismatch");
    assert_eq!(
        post(&[("vp_token", VP_TOKEN), ("state", state), ("state", state)], &session),
        "openid4vp.parameter_repeated"
    );
    assert_ne!(session.state(), self::session(2).0.state());
}

#[test]
fn a106_an_answer_that_comes_too_late() {
    let session = plain_session();
    let body = format!("vp_token={VP_TOKEN}&state={}", session.state().as_str());
    let at = |seconds| {
        let posted = PostedAnswer::parse(Some(FORM), body.as_bytes()).unwrap();
        assert_eq!(posted.state(), Some(session.state().as_str()));
        posted
            .open(&session, NOW.saturating_add(Duration::from_secs(seconds)))
            .map_or_else(|error| error.code(), |_| "ok")
    };
    assert_eq!(at(599), "ok");
    assert_eq!(at(600), "openid4vp.session_expired");
}

#[test]
fn a_post_that_is_no_answer() {
    let code = |media_type, body: &[u8]| {
        PostedAnswer::parse(media_type, body).err().map_or("ok", |error| error.code())
    };
    assert_eq!(code(None, b"vp_token=x"), "openid4vp.content_type");
    assert_eq!(code(Some("application/json"), b"{}"), "openid4vp.content_type");
    assert_eq!(code(Some(FORM), b"\xff"), "openid4vp.not_utf8");
    assert_eq!(code(Some(FORM), b"state=%ff"), "openid4vp.parameter_malformed");
    assert_eq!(code(Some(FORM), b"response=x"), "jose.jwe_not_compact");
    let long = |length: usize| code(Some(FORM), &[b"x=", vec![b'y'; length - 2].as_slice()].concat());
    assert_eq!(long(limits::MAX_ANSWER_BODY), "ok");
    assert_eq!(long(limits::MAX_ANSWER_BODY + 1), "openid4vp.body_too_long");
}
